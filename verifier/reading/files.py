"""Reads a file of chains, YAML or JSONL, and tells such a file from others."""

from __future__ import annotations

import io
import re
from typing import Final

from verifier.model.chain import ChainFile
from verifier.reading.bytes import text_of_bytes
from verifier.reading.chains import read_chains
from verifier.reading.errors import nearest
from verifier.reading.jsonl import lines_of, read_line
from verifier.reading.nodes import MAX_BYTES, FileError
from verifier.reading.yaml_text import read_yaml

_TOP_KEY: Final = re.compile(rb"""^["']?([A-Za-z_]+)["']?\s*:""", re.MULTILINE)
_FLOW_KEY: Final = re.compile(rb"""[{,]\s*["']?([A-Za-z_]+)["']?\s*:""")
_BESIDE_STEPS: Final = frozenset({"symbols", "let", "assume"})
_MEANT_FOR_STEPS: Final = frozenset({"derivation", "derivations", "equations", "formulas", "lines", "proof", "proofs"})


def read_file(path: str, data: bytes, mistakes: frozenset[str] | None = None) -> ChainFile:
    """The chains of a file, by its suffix `.jsonl` or as YAML. Whatever the bytes are, errors come as data.

    `mistakes` are the names that `expect` and `watch` may use; None takes any.
    """
    if path.endswith(".jsonl"):
        return _read_jsonl(path, data, mistakes)
    try:
        text = text_of_bytes(data)
        lines = tuple(text.split("\n"))
        root = read_yaml(text, lines)
    except FileError as error:
        readable = data[:MAX_BYTES].decode("utf-8", "replace").split("\n")
        return ChainFile(path, (), (error.error,), tuple(readable))
    return read_chains(path, root, lines, mistakes)


def _read_jsonl(path: str, data: bytes, mistakes: frozenset[str] | None) -> ChainFile:
    chains = tuple(read_line(path, number, line, mistakes) for number, line in lines_of(io.BytesIO(data)))
    if not chains:
        error = FileError("empty-file", "the file is empty: write one chain a line", 1, 1)
        return ChainFile(path, (), (error.error,))
    return ChainFile(path, chains, (), tuple(data.decode("utf-8", "replace").split("\n")))


def is_chain_file(data: bytes) -> bool:
    """Whether a file has `chains` or `steps` at its top level, or a near miss of one. It need not be readable.

    Beside another key of chains, another word for their lines is a near miss too.
    """
    head = data[:MAX_BYTES].lstrip(b"\xef\xbb\xbf \r\n")
    pattern = _FLOW_KEY if head.startswith(b"{") else _TOP_KEY
    keys = {match.group(1).decode("ascii") for match in pattern.finditer(head)}
    return bool(keys & _BESIDE_STEPS and keys & _MEANT_FOR_STEPS) or any(
        nearest(key, ("chains", "steps", "chain", "step")) for key in keys
    )
