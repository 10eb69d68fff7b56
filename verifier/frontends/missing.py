"""What is said of a path that does not exist: it may have been meant as a command."""

from __future__ import annotations

from typing import Final

_SAID_OF: Final = {
    "check": "files are checked without that word: `verify FILE`",
    "help": "`verify --help` says what there is",
    "version": "`verify --version` shows it",
}
COMMANDS: Final = ("explain", "init")


def said_of_missing(path: str) -> str:
    """One sentence; with the command that is meant where the path is a word for it, or nearly one."""
    from difflib import get_close_matches  # most runs miss no path

    found = get_close_matches(path.lower(), (*COMMANDS, *_SAID_OF), n=1, cutoff=0.75)
    sentence = f"{path}: no such file or folder"
    if not found:
        return sentence
    hint = _SAID_OF.get(found[0], f"did you mean `verify {found[0]}`?")
    return f"{sentence}; {hint}"
