"""Control characters, which cannot be seen, do not belong in notes; tabs and form feeds are white space."""

from __future__ import annotations

import re
from typing import Final

from verifier.reading.characters import described

_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0d-\x1f\x7f-\x9f\ud800-\udfff]")


def control_in(characters: str) -> tuple[int, str] | None:
    """The offset of the first control character, and what is wrong with it; None where there is none."""
    if found := _FORBIDDEN.search(characters):
        return found.start(), f"{described(found.group())}, which cannot be seen: delete it"
    return None
