"""Where this program failed, for a report of the fault."""

from __future__ import annotations

from pathlib import Path


def place_of(error: BaseException) -> str:
    """The file and line that raised the error."""
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    return "an unknown place" if frame is None else f"{Path(frame.tb_frame.f_code.co_filename).name}:{frame.tb_lineno}"
