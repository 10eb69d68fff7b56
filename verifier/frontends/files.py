"""Reads a file that was named or found, as chains or as notes, with the settings of the project it lies in."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any, Final

from verifier.model.chain import ChainFile, InputError
from verifier.reading.files import is_chain_file, read_file
from verifier.reading.notes.suffixes import is_notes

SETTINGS: Final = "pyproject.toml"
_MOST_BYTES: Final = 1 << 20


def read_any(path: str, shown: str, data: bytes, mistakes: frozenset[str] | None) -> ChainFile:
    """The chains of a file, by the suffix of the name it goes by. Whatever it holds, errors come as data."""
    if not is_notes(shown):
        return read_file(shown, data, mistakes)
    from verifier.reading.notes.notes import read_notes

    settings, error = project_settings(os.path.dirname(os.path.abspath(path)))
    file = read_notes(shown, data, mistakes, settings)
    return file if error is None else replace(file, errors=(error, *file.errors))


def is_passed_over(file: ChainFile) -> bool:
    """Whether a file of notes that was not named is no notes: it holds no mathematics, and nothing is wrong with it."""
    return file.notes is not None and not file.notes.formulas and not file.errors


def may_hold_chains(shown: str, data: bytes) -> bool:
    """Whether a file that was not named is worth reading."""
    return is_notes(shown) or is_chain_file(data)


def without_mathematics(file: ChainFile) -> ChainFile:
    """A file that was named, with an error where it holds nothing to check."""
    if not is_passed_over(file):
        return file
    message = "there is no displayed mathematics in this file: formulas stand between `$$` or in an environment"
    return replace(file, errors=(InputError("empty-file", message, 1, 1),))


@lru_cache(maxsize=256)
def project_settings(folder: str) -> tuple[Mapping[str, Any], InputError | None]:
    """What `[tool.verify]` of the nearest `pyproject.toml` says, in this folder or above it; and what is wrong with it."""
    path = os.path.join(folder, SETTINGS)
    if os.path.isfile(path):
        return _read_settings(path)
    parent = os.path.dirname(folder)
    return ({}, None) if parent == folder else project_settings(parent)


def _read_settings(path: str) -> tuple[Mapping[str, Any], InputError | None]:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        with open(path, "rb") as file:
            settings = tomllib.loads(file.read(_MOST_BYTES).decode("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        return {}, InputError("project-settings", f"`{SETTINGS}` above this file cannot be read: {error}", 1, 1)
    tool = settings.get("tool", {})
    own = tool.get("verify", {}) if isinstance(tool, dict) else {}
    if not isinstance(own, dict):
        return {}, InputError("project-settings", f"`tool.verify` in `{SETTINGS}` is no table", 1, 1)
    return own, None
