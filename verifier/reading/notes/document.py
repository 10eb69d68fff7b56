"""What a document gives: displays of mathematics, headings and declarations in their order, each character with its place."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache

from verifier.model.chain import InputError, Span
from verifier.terms.record import record


@record
class Text:
    """Characters with the offset of each, and of the end, in their source.

    Offsets never decrease. They are not consecutive where something was left out (the `> ` of a quotation, a comment),
    and repeat where a macro was expanded: every character of the expansion has the offset of the use.
    """

    characters: str
    offsets: tuple[int, ...]

    def part(self, start: int, end: int) -> Text:
        """The characters from `start` up to `end`."""
        return Text(self.characters[start:end], self.offsets[start : end + 1])

    def stripped(self) -> Text:
        """The same without white space at its ends."""
        start = len(self.characters) - len(self.characters.lstrip())
        return self.part(start, max(start, len(self.characters.rstrip())))


def plain(characters: str, start: int, end: int) -> Text:
    """The stretch of a source from offset `start` up to `end`, letter by letter."""
    return Text(characters[start:end], tuple(range(start, end + 1)))


def joined(texts: Iterable[Text]) -> Text:
    """The texts one after another."""
    several = tuple(texts)
    offsets = tuple(o for t in several for o in t.offsets[: len(t.characters)])
    return Text("".join(t.characters for t in several), (*offsets, several[-1].offsets[-1]) if several else (0,))


def spaced(parts: Iterable[Text]) -> Text:
    """The texts with a space between them, which has the offset of what follows."""
    out: list[Text] = []
    for part in parts:
        if out:
            out.append(Text(" ", (part.offsets[0], part.offsets[0])))
        out.append(part)
    return joined(out)


def whole(sides: Sequence[Text], signs: Sequence[Text]) -> Text | None:
    """Sides with the relations between them as one text; None where all are empty."""
    parts = [sides[0], *(part for pair in zip(signs, sides[1:], strict=True) for part in pair)]
    parts = [p for p in parts if p.characters]
    return spaced(parts) if parts else None


@record
class Source:
    """Text whose lines count from 1: a whole file, or one cell of a notebook (`cell` counts from 1 over all its cells)."""

    characters: str
    cell: int | None = None


@record
class Display:
    """Displayed mathematics: what stands between its delimiters.

    `delimiter` is `$$`, `\\[`, `math` (a fence or directive) or the name of the environment without its star (`align`).
    An environment that is one formula (`cases`, `array`, `pmatrix`, ...) keeps its `\\begin` and `\\end` in the body.
    `continues` says that nothing but white space and comments stands between this display and the one before it in the
    same source.
    """

    body: Text
    delimiter: str
    source: int
    continues: bool = False


@record
class Heading:
    """A heading; level 1 is the highest of its kind of document."""

    level: int
    source: int


@record
class Remark:
    """A comment that begins with `verify:`; `body` is what follows the colon."""

    body: Text
    source: int


@record
class Inline:
    """Mathematics in running text (`$a$`): evidence of which names stand alone and which are called; never judged."""

    body: Text
    source: int


@record
class Document:
    """A file of notes as read. `front_matter` is the YAML between the first `---` lines; `macros` the texts of definitions."""

    path: str
    sources: tuple[Source, ...] = ()
    items: tuple[Display | Heading | Remark | Inline, ...] = ()
    front_matter: Text | None = None
    macros: tuple[Text, ...] = ()
    errors: tuple[InputError, ...] = ()
    warnings: tuple[InputError, ...] = ()


def span(source: Source, text: Text) -> Span:
    """Where the text stands: lines and columns of its source, counted from 1 in characters."""
    start, end = text.offsets[0], max(text.offsets[0], text.offsets[-1])
    line, column = place(source.characters, start)
    end_line, end_column = place(source.characters, end)
    return Span(line, column, end_line, end_column, source.cell)


def place(characters: str, offset: int) -> tuple[int, int]:
    """Line and column, counted from 1, of an offset in a source."""
    starts = line_starts(characters)
    line = bisect_right(starts, offset)
    return line, offset - starts[line - 1] + 1


@lru_cache(maxsize=8)
def line_starts(characters: str) -> tuple[int, ...]:
    """The offsets at which the lines of a source begin."""
    return (0, *(at + 1 for at, c in enumerate(characters) if c == "\n"))
