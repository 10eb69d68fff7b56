"""Reads a file that was named or found, as chains or as notes, with the settings of the project it lies in."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from dataclasses import field, replace
from functools import lru_cache
from typing import Any, Final

from verifier.model.chain import ChainFile, InputError
from verifier.reading.files import is_chain_file, read_file
from verifier.reading.notes.suffixes import is_notes
from verifier.terms.record import record

SETTINGS: Final = "pyproject.toml"
_MOST_BYTES: Final = 1 << 20


def read_any(path: str, shown: str, data: bytes, mistakes: frozenset[str] | None) -> ChainFile:
    """The chains of a file, by the suffix of the name it goes by. Whatever it holds, errors come as data."""
    if not is_notes(shown):
        return read_file(shown, data, mistakes)
    from verifier.reading.notes.notes import read_notes
    from verifier.reading.notes.settings import Settings

    project = project_settings(os.path.dirname(os.path.abspath(path)))
    file = read_notes(shown, data, mistakes, Settings(project.values, project.text))
    errors = file.settings.errors if file.settings is not None else ()
    errors = errors if project.error is None else (project.error,)
    if not errors:
        return file
    lines = tuple(project.text.split("\n"))
    return replace(file, settings=ChainFile(_shown(project.path, shown), errors=errors, lines=lines))


def _shown(settings: str, shown: str) -> str:
    """How a file of settings is named: from the working folder, as the notes are."""
    return settings if os.path.isabs(shown) else os.path.relpath(settings)


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


@record
class Project:
    """The file of settings nearest to some notes: where it is, what it says, and what is wrong with it as a whole."""

    path: str = ""
    text: str = ""
    values: Mapping[str, Any] = field(default_factory=dict, hash=False)
    error: InputError | None = None


@lru_cache(maxsize=256)
def project_settings(folder: str) -> Project:
    """What `[tool.verify]` of the nearest `pyproject.toml` says, in this folder or above it."""
    path = os.path.join(folder, SETTINGS)
    if os.path.isfile(path):
        return _read_settings(path)
    parent = os.path.dirname(folder)
    return Project() if parent == folder else project_settings(parent)


def _read_settings(path: str) -> Project:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    text = ""
    try:
        with open(path, "rb") as file:
            text = file.read(_MOST_BYTES).decode("utf-8")
        settings = tomllib.loads(text)
    except (OSError, ValueError, RecursionError) as error:
        place = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        line, column = (int(place[1]), int(place[2])) if place else (1, 1)
        return Project(
            path, text, error=InputError("project-settings", f"this file cannot be read: {error}", line, column)
        )
    tool = settings.get("tool", {})
    own = tool.get("verify", {}) if isinstance(tool, dict) else {}
    if not isinstance(own, dict):
        return Project(
            path, text, error=InputError("project-settings", "`tool.verify` is no table: write `[tool.verify]`", 1, 1)
        )
    return Project(path, text, own)
