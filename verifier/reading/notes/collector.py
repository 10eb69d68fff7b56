"""What a reader of documents has found: cleaned of comments and macro definitions, checked, and put in order."""

from __future__ import annotations

import re
from dataclasses import field
from typing import Final

from verifier.model.chain import InputError
from verifier.reading.errors import ReadError
from verifier.reading.notes.balance import check_balance
from verifier.reading.notes.definitions import definitions
from verifier.reading.notes.document import Display, Document, Heading, Inline, Remark, Source, Text, joined, place
from verifier.terms.record import mutable_record

MAX_ERRORS: Final = 20
_COMMENT: Final = re.compile(r"\\.|(%[^\n]*)", re.DOTALL)
_VERIFY: Final = re.compile(r"\s*verify\s*:")
_NEARLY: Final = re.compile(r"\s*verify\s*(?::|\s(?:symbols|let|assume|log|expect|watch|ignore|end)\b)", re.IGNORECASE)
_NOT_READ: Final = "this comment is not read: a declaration begins with `verify:`, in small letters and with its colon"


@mutable_record
class Collector:
    """What was found in the sources so far. Offsets are those of the last source."""

    path: str
    sources: list[Source] = field(default_factory=list)
    displays: list[tuple[int, int, int, Text, str]] = field(default_factory=list)
    others: list[tuple[int, int, Heading | Inline | Remark]] = field(default_factory=list)
    blanks: list[tuple[int, int, int]] = field(default_factory=list)
    macros: list[tuple[int, int, Text]] = field(default_factory=list)
    errors: list[InputError] = field(default_factory=list)
    warnings: list[InputError] = field(default_factory=list)
    unclosed: list[int] = field(default_factory=list)
    front_matter: Text | None = None

    @property
    def source(self) -> int:
        """The index of the source that is read now."""
        return len(self.sources) - 1

    def display(self, start: int, end: int, body: Text, delimiter: str) -> None:
        """Displayed mathematics with its delimiters from `start` to `end`. Broken, it becomes an error."""
        body = self._without_definitions(without_comments(body), start)
        if not body.characters.strip():
            return
        try:
            check_balance(body.characters)
        except ReadError as error:
            self.error(error.code, error.message, body.offsets[error.start])
            return
        self.displays.append((self.source, start, end, body.stripped(), delimiter))

    def inline(self, start: int, body: Text) -> None:
        """Mathematics in running text."""
        body = self._without_definitions(without_comments(body), start).stripped()
        if body.characters:
            self.others.append((self.source, start, Inline(body, self.source)))

    def heading(self, start: int, level: int) -> None:
        """A heading that begins at this offset."""
        self.others.append((self.source, start, Heading(level, self.source)))

    def comment(self, start: int, end: int, body: Text) -> None:
        """A comment from `start` to `end`: a remark if it begins with `verify:`, else nothing, or nearly one."""
        self.blanks.append((self.source, start, end))
        if found := _VERIFY.match(body.characters):
            rest = body.part(found.end(), len(body.characters)).stripped()
            self.others.append((self.source, start, Remark(rest, self.source)))
        elif _NEARLY.match(body.characters) and len(self.warnings) < MAX_ERRORS:
            self.warnings.append(self._placed("unread-declaration", _NOT_READ, start))

    def macro(self, definition: Text) -> None:
        """The text of a macro's definition."""
        self.macros.append((self.source, definition.offsets[0], definition))

    def error(self, code: str, message: str, offset: int) -> None:
        """Something that the author can mend, at this offset. Only the first 20 are kept."""
        if len(self.errors) < MAX_ERRORS:
            self.errors.append(self._placed(code, message, offset))

    def _placed(self, code: str, message: str, offset: int) -> InputError:
        source = self.sources[-1]
        line, column = place(source.characters, offset)
        return InputError(code, message, line, column, column + 1, source.cell)

    def document(self) -> Document:
        """All that was found, in the order of the document."""
        items = [*self._placed_displays(), *self.others]
        items.sort(key=lambda item: item[:2])
        return Document(
            self.path,
            tuple(self.sources),
            tuple(item for _, _, item in items),
            self.front_matter,
            tuple(text for _, _, text in sorted(self.macros, key=lambda macro: macro[:2])),
            tuple(sorted(self.errors, key=lambda error: (error.cell or 0, error.line, error.column))),
            tuple(self.warnings),
        )

    def _placed_displays(self) -> list[tuple[int, int, Display]]:
        """The displays, and whether only white space and comments stand between each and the one before it."""
        events = [(source, start, end, body, delimiter) for source, start, end, body, delimiter in self.displays]
        events += [(source, start, end, None, "") for source, start, end in self.blanks]  # type: ignore[misc]
        placed: list[tuple[int, int, Display]] = []
        last, at, only_space = -1, 0, False
        for source, start, end, body, delimiter in sorted(events, key=lambda event: event[:2]):
            if source != last:
                last, at, only_space = source, 0, False
            elif self.sources[source].characters[at:start].strip(" \t\n>"):
                only_space = False
            at = max(at, end)
            if body is not None:
                placed.append((source, start, Display(body, delimiter, source, only_space)))
                only_space = True
        return placed

    def _without_definitions(self, body: Text, start: int) -> Text:
        if "\\" not in body.characters:
            return body
        kept, at = [], 0
        for begin, end in definitions(body.characters):
            self.macros.append((self.source, start, body.part(begin, end)))
            kept.append(body.part(at, begin))
            at = end
        return joined([*kept, body.part(at, len(body.characters))]) if kept else body


def without_comments(body: Text) -> Text:
    """The text without what stands between an unescaped `%` and the end of its line."""
    if "%" not in body.characters:
        return body
    kept, at = [], 0
    for found in _COMMENT.finditer(body.characters):
        if found.group(1) is not None:
            kept.append(body.part(at, found.start()))
            at = found.end()
    return joined([*kept, body.part(at, len(body.characters))])
