"""`verify init`: writes a chain file with what was read of notes."""

from __future__ import annotations

import os

import click

from verifier.frontends.flags import help_option
from verifier.frontends.output import Output
from verifier.frontends.sources import Unreadable, bounded, opened


@click.command("verify init", add_help_option=False)
@help_option
@click.argument("notes", metavar="NOTES")
@click.option("-o", "--output", metavar="FILE", help="Where to write; `-` is standard output.  [default: NOTES.yaml]")
@click.option("--force", is_flag=True, help="Write over a file that exists.")
def init(notes: str, output: str | None, force: bool) -> int:
    """Write a chain file with what is read of NOTES, a .md, .tex, .ipynb or .rst file.

    Every step that is judged in the notes stands in it with the same verdict; what needs context, and what was not
    read, stands in comments.
    """
    from verifier.reading.notes.suffixes import is_notes

    if not is_notes(notes):
        raise click.UsageError(f"{notes}: these are no notes: name a .md, .tex, .ipynb or .rst file")
    if not os.path.lexists(notes):
        raise click.UsageError(f"{notes}: no such file")
    target = output or f"{os.path.splitext(notes)[0]}.yaml"
    if target != "-" and os.path.lexists(target) and not force:
        raise click.UsageError(f"{target} exists: name another with --output, or write over it with --force")
    text, chains = _written(notes)
    if target == "-":
        Output().write(text)
        return 0
    try:
        with open(target, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise click.UsageError(f"{target} cannot be written: {error.strerror}") from error
    number = "1 chain" if chains == 1 else f"{chains} chains"
    Output().write(f"{target}: {number}, read from {notes}\n")
    return 0


def _written(notes: str) -> tuple[str, int]:
    """The text of the chain file and how many chains it has; a chain that would not read back is left out."""
    from verifier.frontends.files import read_any
    from verifier.frontends.plan import MISTAKES
    from verifier.reading.files import read_file
    from verifier.reports.chain_file import chain_file
    from verifier.session import check_chain

    try:
        with opened(notes) as stream:
            file = read_any(notes, notes, bounded(stream), MISTAKES)
    except Unreadable as error:
        raise click.UsageError(f"{notes}: {error.message}") from error
    results = [check_chain(chain) for chain in file.chains]
    readable = [r for r in results if _reads_back(chain_file(file, [r]))]
    text = chain_file(file, readable)
    return text, len(read_file("x.yaml", text.encode(), MISTAKES).chains) if "\nchains:" in text else 0


def _reads_back(text: str) -> bool:
    from verifier.reading.files import read_file

    file = read_file("x.yaml", text.encode())
    return "\nchains:" not in text or not (file.errors or any(c.errors for c in file.chains))
