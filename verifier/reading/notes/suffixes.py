"""Which files are notes, by their suffix."""

from __future__ import annotations

from typing import Final

NOTES_SUFFIXES: Final = (".md", ".markdown", ".qmd", ".tex", ".ipynb", ".rst")


def is_notes(path: str) -> bool:
    """Whether a file of this name is read as notes."""
    return path.lower().endswith(NOTES_SUFFIXES)
