"""What each code, reason and verdict means that a report prints: one section each of `explanations.md`."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

_SECTION: Final = re.compile(r"^## (\S+)\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)


def explained() -> tuple[str, ...]:
    """All names that have a section."""
    return tuple(_sections())


def explanation_of(name: str) -> str | None:
    """The section of a name as a page in Markdown; that of its family for `ambiguous:call` and `unread-syntax`."""
    for known in (name, name.partition(":")[0], "unread" if name.startswith("unread-") else ""):
        if known in _sections():
            return f"# {name}\n\n{_sections()[known]}\n"
    return None


@cache
def _sections() -> dict[str, str]:
    from importlib.resources import files  # slow to load, and most runs show no page

    text = (files("verifier.reports") / "explanations.md").read_text(encoding="utf-8")
    return {name: body.strip() for name, body in _SECTION.findall(text)}
