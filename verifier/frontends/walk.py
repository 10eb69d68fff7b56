"""Which files of a folder may hold chains: hidden, ignored and outside ones are skipped and counted."""

from __future__ import annotations

import os
from dataclasses import field
from typing import Final

from verifier.frontends.ignored import Ignored
from verifier.reading.notes.suffixes import NOTES_SUFFIXES
from verifier.terms.record import mutable_record, record

SUFFIXES: Final = (".yaml", ".yml", ".jsonl", *NOTES_SUFFIXES)


@record
class Skipped:
    """A file that might have held chains, and in few words why it was passed over."""

    path: str
    why: str


@mutable_record
class Walked:
    """What a walk found: paths in a fixed order, candidates that were passed over, folders it could not read."""

    paths: list[str] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    unreadable: list[tuple[str, str]] = field(default_factory=list)


def walk(folder: str) -> Walked:
    """The candidates below a folder, in the order of their names' code points.

    Skipped and counted: hidden files, files that git ignores, links that leave the folder or lead round to themselves.
    Hidden and ignored folders are not entered; a link to a folder is not followed: what it leads to is outside, or is
    walked anyway.
    """
    found = Walked()
    root = os.path.realpath(folder)
    _walk(os.path.normpath(folder), root, root, Ignored.above(root), found)
    return found


def _walk(shown: str, folder: str, root: str, ignored: Ignored, found: Walked) -> None:
    try:
        with os.scandir(folder) as entries:
            listed = sorted(entries, key=lambda e: e.name)
    except OSError as error:
        found.unreadable.append((shown, error.strerror or type(error).__name__))
        return
    ignored = ignored.within(folder)
    for entry in listed:
        path = os.path.normpath(os.path.join(shown, entry.name))
        is_folder = _is_folder(entry)
        why = _why_passed_over(entry, is_folder, root, ignored)
        if is_folder:
            if not why and not entry.is_symlink():
                _walk(path, entry.path, root, ignored, found)
        elif entry.name.lower().endswith(SUFFIXES):
            if why:
                found.skipped.append(Skipped(path, why))
            else:
                found.paths.append(path)


def _why_passed_over(entry: os.DirEntry[str], is_folder: bool, root: str, ignored: Ignored) -> str:
    """Why an entry is passed over; nothing where it is not."""
    if entry.name.startswith("."):
        return "hidden"
    if ignored.has(entry.path, is_folder):
        return "ignored by git"
    if not is_folder and entry.is_symlink() and not _is_inside(entry.path, root):
        return "a link that leaves the folder, or leads round to itself"
    return ""


def _is_folder(entry: os.DirEntry[str]) -> bool:
    """Whether this is a folder, or a link to one; a link that leads round to itself is neither."""
    try:
        return entry.is_dir()
    except OSError:
        return False


def _is_inside(link: str, root: str) -> bool:
    target = os.path.realpath(link)
    return target.startswith(os.path.join(root, "")) and not os.path.islink(target)
