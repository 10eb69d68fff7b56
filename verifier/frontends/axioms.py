"""What has to be trusted: the kernel's files with their sizes, read as text, and its rules of proof."""

from __future__ import annotations

import ast
from importlib.resources import files

from verifier.reports.page import Line, paragraph, plain
from verifier.terms.record import record

ROOM = 80


@record
class _TrustedFile:
    """One file of the kernel: its room, its name, its number of lines, what it says of itself."""

    room: str
    name: str
    lines: int
    docstring: str


def list_axioms() -> str:
    """The kernel's files by rooms, each with its lines and its first sentence, and its rules; nothing of the kernel is run."""
    trusted = _trusted_files()
    width = max(len(f.name) for f in trusted) + 2
    lines: list[Line] = [(("These files of verifier/kernel, and python-flint under them, have to be trusted:", ""),)]
    for room in sorted({f.room for f in trusted}):
        lines += _room(room, [f for f in trusted if f.room == room], width)
    lines += [(), ((f"  {'in all':<{width}}{sum(f.lines for f in trusted):>6}", ""),), ()]
    lines += _rules(trusted)
    return plain(lines)


def _room(room: str, its_files: list[_TrustedFile], width: int) -> list[Line]:
    """The files of one room below its own first sentence; the topmost ones have no room of their own."""
    lines: list[Line] = [()]
    for file in its_files:
        if file.name == "__init__.py":
            lines += [*paragraph(((f"{room}/  ", ""),), file.docstring, "", ROOM, 2), ()]
        else:
            head = ((f"  {file.name:<{width}}{file.lines:>6}  ", ""),)
            lines += paragraph(head, file.docstring.split("\n", 1)[0], "", ROOM, width + 10)
    return lines


def _trusted_files() -> list[_TrustedFile]:
    """All files of the kernel that say something, those of one room one behind the other."""
    kernel = files("verifier.kernel")
    rooms = {"": kernel} | {
        path.name: path for path in kernel.iterdir() if path.is_dir() and path.name != "__pycache__"
    }
    found = []
    for room, folder in rooms.items():
        for path in folder.iterdir():
            if path.name.endswith(".py"):
                source = path.read_text(encoding="utf-8")
                said = ast.get_docstring(ast.parse(source)) or ""
                found.append(_TrustedFile(room, path.name, len(source.splitlines()), said))
    return sorted((f for f in found if f.docstring), key=lambda f: (f.room, f.name))


def _rules(trusted: list[_TrustedFile]) -> list[Line]:
    """The tables of rules in the docstrings, a rule a paragraph."""
    lines: list[Line] = []
    for file in trusted:
        for row in file.docstring.splitlines():
            match row.strip().strip("|").split(" | "):
                case [rule, *_, what] if rule.strip() == "rule":
                    lines.append(((f"Rules of proof ({file.name}); a rule {what.strip()}", ""),))
                case [rule, parameters, what] if rule.strip().startswith("`"):
                    text = f"{what.strip()} (parameters: {parameters.strip()})"
                    lines += paragraph(((f"  {rule.strip().strip('`'):<21}", ""),), text, "", ROOM, 23)
    return lines
