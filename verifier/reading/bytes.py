"""Bytes to text: UTF-8 only, and no character that an author cannot see."""

from __future__ import annotations

from verifier.reading.characters import FORBIDDEN, described
from verifier.reading.nodes import MAX_BYTES, FileError


def text_of_bytes(data: bytes, first_line: int = 1) -> str:
    """The text of a file or of one line, without a byte order mark; line ends become `\\n`. Raises FileError."""
    if len(data) > MAX_BYTES:
        what = "the line" if first_line > 1 else "the file"
        message = f"{what} is larger than 1 MiB ({len(data):,} bytes): split it"
        raise FileError("too-large", message, first_line, 1)
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line, column = _place(data[: error.start].decode("utf-8", "replace"))
        message = f"byte 0x{data[error.start]:02x} is not UTF-8: save the file as UTF-8"
        raise FileError("invalid-utf8", message, first_line + line - 1, column) from None
    text = text.replace("\r\n", "\n")
    found = FORBIDDEN.search(text)
    if found:
        line, column = _place(text[: found.start()])
        code, message = _forbidden(found.group())
        raise FileError(code, message, first_line + line - 1, column, column + 1)
    return text


def _forbidden(character: str) -> tuple[str, str]:
    if character == "\t":
        return "tab", "a tab stands here: write spaces, two for each level"
    if character == "\r":
        return "control-character", "a carriage return ends this line: save the file with line ends LF or CRLF"
    return "control-character", f"{described(character)}, which cannot be seen: delete it"


def _place(before: str) -> tuple[int, int]:
    """Line and column behind this much text."""
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
