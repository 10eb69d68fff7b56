"""What a reader raises, and the nearest known word for a misspelt one."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Final

MAX_COMPARED: Final = 300
MAX_SHOWN: Final = 40


class ReadError(Exception):
    """Text that cannot be read. `start` and `end` are offsets in it; `code` is kebab-case and permanent.

    `others` are further errors of the same text, behind this one.
    """

    def __init__(self, code: str, message: str, start: int, end: int, others: tuple[ReadError, ...] = ()) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.start = start
        self.end = end
        self.others = others

    def moved(self, by: int) -> ReadError:
        """The same error in a text that has so many characters before this one."""
        others = tuple(other.moved(by) for other in self.others)
        return ReadError(self.code, self.message, self.start + by, self.end + by, others)


def first_of(errors: list[ReadError]) -> ReadError:
    """All errors of one text as one: the first of them, the others behind it."""
    first, *others = sorted(errors, key=lambda error: error.start)
    return ReadError(first.code, first.message, first.start, first.end, tuple(others))


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word an author most likely meant, or None. Only the first few hundred words are compared."""
    from difflib import get_close_matches

    candidates = [k for k in islice(known, 10 * MAX_COMPARED) if abs(len(k) - len(word)) <= 3][:MAX_COMPARED]
    for candidate in candidates:
        if candidate.lower() == word.lower():
            return candidate
    if len(word) < 3:
        return None
    by_lower = {c.lower(): c for c in reversed(candidates)}
    found = get_close_matches(word.lower(), by_lower, n=1, cutoff=0.65)
    return by_lower[found[0]] if found else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`; did you mean ...?`, or nothing where no known word is near."""
    found = nearest(word, known)
    return f"; did you mean `{found}`?" if found else ""


def shown(text: str) -> str:
    """The author's text in backticks, cut to a length that fits a message."""
    flat = " ".join(text.split())
    return f"`{flat}`" if len(flat) <= MAX_SHOWN else f"`{flat[:MAX_SHOWN]} ...`"
