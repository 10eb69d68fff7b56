"""`verify explain`: the page of a mistake, or of what may be declared in notes, or the list of all."""

from __future__ import annotations

from typing import Final

import click

from verifier.frontends.flags import help_option
from verifier.frontends.output import Output

NOTES: Final = "notes"


@click.command("verify explain", add_help_option=False)
@help_option
@click.argument("name", required=False)
def explain(name: str | None) -> None:
    """Say what a mistake is, with a wrong and a mended chain; without a NAME list all mistakes.

    `verify explain notes` says what may be declared in notes.
    """
    from verifier.diagnosis.catalog import names, page_of, summary_of

    if name is None:
        width = max(map(len, names())) + 2
        Output().write("".join(f"{n:<{width}}{summary_of(n)}\n" for n in names()))
        return
    wanted = name.strip().lower().replace("_", "-")
    if wanted == NOTES:
        Output().write(page_on_notes())
        return
    if wanted not in names():
        raise click.UsageError(f"there is no mistake {name!r}{_nearest(wanted, names())}")
    Output().write(page_of(wanted))


def page_on_notes() -> str:
    """What may be declared in notes, and where."""
    from importlib.resources import files

    return (files("verifier.reading.notes") / "declarations.md").read_text(encoding="utf-8")


def _nearest(name: str, known: tuple[str, ...]) -> str:
    from difflib import get_close_matches

    found = get_close_matches(name, known, n=1)
    return f"; did you mean {found[0]}?" if found else "; `verify explain` lists them"
