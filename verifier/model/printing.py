"""How `print` shows a result. The words are those of the reports, which this room does not know: they are handed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Printer = Callable[[Any], str]
_printers: list[Printer] = [repr]


def use(printer: Printer) -> None:
    """From now on `str` of a result is what this makes of it."""
    _printers[:] = [printer]


def printed(result: object) -> str:
    """The text of a result; its `repr` until a printer is handed in."""
    return _printers[0](result)
