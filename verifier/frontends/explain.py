"""`verify explain`: the page of a mistake, a code, a reason or a verdict, what may be declared in notes, or a list."""

from __future__ import annotations

from typing import Final

import click

from verifier.frontends.flags import help_option
from verifier.frontends.output import Output, page
from verifier.reports.wrapping import wrapped

NOTES: Final = "notes"


@click.command("verify explain", add_help_option=False)
@help_option
@click.argument("name", required=False)
def explain(name: str | None) -> None:
    """Say what a mistake is, with a wrong and a mended chain, or what a verdict, a reason or an error's code means;
    without a NAME list them.

    `verify explain notes` says what may be declared in notes.
    """
    Output().write(wrapped(_listed() if name is None else _page(name), page().width))


def _page(name: str) -> str:
    from verifier.diagnosis.catalog import names, page_of
    from verifier.reports.explanations import explained, explanation_of

    wanted = name.strip().lower().replace("_", "-")
    if wanted == NOTES:
        return page_on_notes()
    text = page_of(wanted) if wanted in names() else explanation_of(wanted)
    if text is None:
        raise click.UsageError(f"there is nothing to explain by the name {name!r}{_nearest(wanted, explained())}")
    return text


def _listed() -> str:
    """The mistakes with a line each, and the names of all else."""
    from verifier.diagnosis.catalog import names, summary_of
    from verifier.reports.explanations import explained

    width = max(map(len, names())) + 2
    mistakes = "".join(f"    {n:<{width}}{summary_of(n)}\n" for n in names())
    others = ", ".join(explained())
    return f"Mistakes:\n\n{mistakes}\nVerdicts, reasons and errors:\n\n{others}\n\nNotes: `verify explain {NOTES}`\n"


def page_on_notes() -> str:
    """What may be declared in notes, and where."""
    from importlib.resources import files

    return (files("verifier.reading.notes") / "declarations.md").read_text(encoding="utf-8")


def _nearest(name: str, known: tuple[str, ...]) -> str:
    from difflib import get_close_matches

    from verifier.diagnosis.catalog import names

    found = get_close_matches(name, (*names(), *known, NOTES), n=1)
    return f"; did you mean {found[0]}?" if found else "; `verify explain` lists what there is"
