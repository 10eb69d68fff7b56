"""The paths that git ignores, by the `.gitignore` files of a folder and of its repository."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from verifier.terms.record import record

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec


@record
class Ignored:
    """Ignore patterns by the folder they hold below, outermost first: the innermost that matches decides."""

    rules: tuple[tuple[str, GitIgnoreSpec], ...] = ()

    @classmethod
    def above(cls, folder: str) -> Ignored:
        """What the repository around this folder ignores; nothing where it ignores this folder, which was named."""
        parents = _parents_in_repository(folder)
        if not parents:
            return cls()
        found = cls(_rules_of(parents[0], os.path.join(".git", "info", "exclude")))
        for parent in parents:
            found = found.within(parent)
            below = os.path.relpath(folder, parent).split(os.sep)
            if found.has(os.path.join(parent, below[0]), is_folder=True):
                return cls()
        return found

    def within(self, folder: str) -> Ignored:
        """The same with the patterns of this folder's own ignore file."""
        own = _rules_of(folder, ".gitignore")
        return Ignored((*self.rules, *own)) if own else self

    def has(self, path: str, is_folder: bool) -> bool:
        """Whether this path, in a folder that is not ignored itself, is ignored."""
        for folder, spec in reversed(self.rules):
            relative = os.path.relpath(path, folder).replace(os.sep, "/")
            answer = spec.check_file(f"{relative}/" if is_folder else relative).include
            if answer is not None:
                return answer
        return False


def _parents_in_repository(folder: str) -> list[str]:
    """The folders from the root of the git repository down to the one around this folder; none outside a repository."""
    parents = [str(p) for p in Path(folder).parents]
    if os.path.exists(os.path.join(folder, ".git")):
        return []
    for i, parent in enumerate(parents):
        if os.path.exists(os.path.join(parent, ".git")):
            return parents[i::-1]
    return []


def _rules_of(folder: str, name: str) -> tuple[tuple[str, GitIgnoreSpec], ...]:
    try:
        lines = Path(folder, name).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ()
    lines = [line for line in lines if line.strip() and not line.startswith("#")]
    if not lines:
        return ()
    from pathspec import GitIgnoreSpec

    return ((folder, GitIgnoreSpec.from_lines(_valid(lines))),)


def _valid(lines: list[str]) -> list[str]:
    """The lines that are patterns; git passes over the others as well."""
    from pathspec import GitIgnoreSpec

    kept = []
    for line in lines:
        try:
            GitIgnoreSpec.from_lines([line])
        except ValueError:
            continue
        kept.append(line)
    return kept
