"""Pages in Markdown set to the width of a terminal: paragraphs and lists are wrapped, code and tables stay."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap
from typing import Final

WIDEST: Final = 100
_KEPT: Final = ("#", "|", "    ")


def wrapped(page: str, columns: int) -> str:
    """The page in lines of at most so many columns, and of at most 100; what is kept may be wider."""
    width = min(columns, WIDEST)
    return "".join(line + "\n" for line in _lines(page.splitlines(), width))


def _lines(lines: list[str], width: int) -> Iterator[str]:
    """Paragraphs and items of lists, which end where another begins, are wrapped; all else stays line by line."""
    block: list[str] = []
    in_code = False
    for line in lines:
        is_fence = line.startswith("```")
        is_kept = is_fence or in_code or not line.strip() or line.startswith(_KEPT)
        if is_kept or line.lstrip().startswith("- "):
            yield from _filled(block, width)
            block = []
        if is_kept:
            in_code ^= is_fence
            yield line
        else:
            block.append(line)
    yield from _filled(block, width)


def _filled(block: list[str], width: int) -> list[str]:
    """The lines of a paragraph or an item, wrapped; an item's are indented."""
    first = block[0] if block else ""
    indent = " " * (len(first) - len(first.lstrip()))
    further = indent + "  " if first.lstrip().startswith("- ") else indent
    text = " ".join(line.strip() for line in block)
    return wrap(text, width, initial_indent=indent, subsequent_indent=further, break_on_hyphens=False)
