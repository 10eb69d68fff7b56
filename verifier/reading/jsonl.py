"""Reads JSONL: one chain an object a line, each by itself, without ever holding more than one line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import IO

from verifier.model.chain import Chain, InputError
from verifier.reading.bytes import text_of_bytes
from verifier.reading.chains import read_chain
from verifier.reading.complaints import Complaints, TooManyErrors
from verifier.reading.json_text import read_json
from verifier.reading.nodes import MAX_BYTES, FileError, Mapping, Text


def lines_of(stream: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """The numbers and bytes of the lines that are not blank. Of a line that is too long, one byte more than allowed."""
    number = 0
    while line := stream.readline(MAX_BYTES + 1):
        number += 1
        rest = line
        while not rest.endswith(b"\n") and len(rest) > MAX_BYTES:
            rest = stream.readline(MAX_BYTES + 1)
        line = line.rstrip(b"\r\n") if len(line) <= MAX_BYTES else line
        if line.strip():
            yield number, line


def read_line(path: str, number: int, data: bytes, mistakes: frozenset[str] | None = None) -> Chain:
    """The chain in one line, named by its `id`; with errors where it cannot be read."""
    name = f"line-{number}"
    try:
        root = read_json(text_of_bytes(data, number), number)
    except FileError as error:
        return Chain(name, path, number, errors=(error.error,))
    if not isinstance(root, Mapping):
        message = 'the line is no object: write `{"id": ..., "symbols": {...}, "steps": [...]}`'
        return Chain(name, path, number, errors=(InputError("wrong-type", message, number, 1),))
    for key, value in root.entries:
        if key.value == "id" and isinstance(value, Text):
            name = value.value
    try:
        return read_chain(path, name, root, number, mistakes, Complaints(), more_keys=("id",))
    except TooManyErrors:
        return replace(Chain(name, path, number), errors=(InputError("too-large", "too many errors", number, 1),))
