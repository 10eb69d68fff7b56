"""Running text of Markdown: mathematics between dollars or brackets, comments, and code that is left alone."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Final

from verifier.reading.notes.collector import Collector
from verifier.reading.notes.definitions import definition_at
from verifier.reading.notes.document import Text

_INTERESTING: Final = re.compile(
    r"(?P<code>`+)|(?P<comment><!--)|(?P<math>\\\\\[|\\\\\(|\\\[|\\\()|(?P<escape>\\.)|(?P<double>\$\$)|(?P<single>\$)|"
    r"(?P<tag></?[A-Za-z][A-Za-z0-9-]{0,30}(?:\s[^<>]{0,500})?>)",
    re.DOTALL,
)
_CLOSERS: Final = {"\\[": "\\]", "\\(": "\\)", "\\\\[": "\\\\]", "\\\\(": "\\\\)", "$$": "$$"}


def read_running_text(found: Collector, text: Text) -> None:
    """Adds the mathematics and comments of a stretch of running text to what was found."""
    _RunningText(found, text).read()


class _RunningText:
    """One pass over the text. A closer that was searched for in vain is not searched for again."""

    def __init__(self, found: Collector, text: Text) -> None:
        self._found = found
        self._text = text
        self._missing: set[str] = set()
        self._runs: dict[int, list[int]] | None = None

    def read(self) -> None:
        at = 0
        while match := _INTERESTING.search(self._text.characters, at):
            at = self._take(match)

    def _take(self, match: re.Match[str]) -> int:
        """What begins at the match; the offset behind it."""
        what = match.lastgroup
        if what == "code":
            end = self._closer(match.group(), match.end())
            return match.end() if end is None else end + len(match.group())
        if what == "comment":
            return self._comment(match)
        if what == "double":
            return self._double(match)
        if what == "single":
            return self._single(match)
        if what == "math":
            return self._brackets(match)
        if what == "escape" and (end := definition_at(self._text.characters, match.start())):
            self._found.macro(self._text.part(match.start(), end))
            return end
        return match.end()

    def _closer(self, closer: str, at: int) -> int | None:
        """Where the closer stands; for backticks a run of just that length."""
        if closer in self._missing:
            return None
        characters = self._text.characters
        if closer[0] == "`":
            return self._backticks(len(closer), at)
        end = characters.find(closer, at)
        while closer == "$$" and end > 0 and _is_escaped(characters, end):
            end = characters.find(closer, end + 1)
        if end < 0:
            self._missing.add(closer)
            return None
        return end

    def _backticks(self, length: int, at: int) -> int | None:
        """Where the next run of just as many backticks begins."""
        if self._runs is None:
            self._runs = {}
            for run in re.finditer("`+", self._text.characters):
                self._runs.setdefault(len(run.group()), []).append(run.start())
        starts = self._runs.get(length, [])
        number = bisect_left(starts, at)
        return starts[number] if number < len(starts) else None

    def _comment(self, match: re.Match[str]) -> int:
        end = self._closer("-->", match.end())
        if end is None:
            if re.match(r"\s*verify\s*:", self._text.characters[match.end() : match.end() + 40]):
                message = "this comment is never closed: write `-->` behind it"
                self._found.error("unclosed-comment", message, self._text.offsets[match.start()])
            return len(self._text.characters)
        offsets = self._text.offsets
        self._found.comment(offsets[match.start()], offsets[end + 3], self._text.part(match.end(), end))
        return end + 3

    def _double(self, match: re.Match[str]) -> int:
        end = self._closer("$$", match.end())
        offsets = self._text.offsets
        if end is None:
            self._found.unclosed.append(offsets[match.start()])
            return match.end()
        self._found.display(offsets[match.start()], offsets[end + 2], self._text.part(match.end(), end), "$$")
        return end + 2

    def _single(self, match: re.Match[str]) -> int:
        """`$a$` in pandoc's sense: no space inside the dollars, no digit behind them; no code between."""
        characters, start = self._text.characters, match.end()
        end = characters.find("$", start)
        while end > 0 and _is_escaped(characters, end):
            end = characters.find("$", end + 1)
        if end <= start or characters[start].isspace() or characters[end - 1].isspace():
            return start
        if characters[end + 1 : end + 2].isdigit() or "`" in characters[start:end]:
            return start
        self._found.inline(self._text.offsets[match.start()], self._text.part(start, end))
        return end + 1

    def _brackets(self, match: re.Match[str]) -> int:
        opener = match.group()
        end = self._closer(_CLOSERS[opener], match.end())
        if end is None:
            return match.end()
        body, start = self._text.part(match.end(), end), self._text.offsets[match.start()]
        if opener.endswith("("):
            self._found.inline(start, body)
        else:
            self._found.display(start, self._text.offsets[end + len(opener)], body, "\\[")
        return end + len(opener)


def _is_escaped(characters: str, at: int) -> bool:
    backslashes = 0
    while at - backslashes > 0 and characters[at - backslashes - 1] == "\\":
        backslashes += 1
    return backslashes % 2 == 1
