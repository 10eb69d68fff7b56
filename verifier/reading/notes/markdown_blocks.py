"""Rules that teach markdown-it displayed mathematics: `$$`, `\\[`, environments and `:::{math}` at the start of a line."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

from verifier.reading.notes.environments import IN_TEXT, ONE_FORMULA, WITH_ARGUMENT

_OPENER: Final = re.compile(
    r"\$\$|\\\\\[|\\\[|\\begin\{(?P<name>" + "|".join(sorted(IN_TEXT)) + r")(?P<star>\*?)\}|:{3,}\s*\{math\}"
)
_TAIL: Final = re.compile(r"(?:\([\w:. -]+\)|\{[#:.][^{}\n]*\})?[.,;:]?\Z")
_ARGUMENT: Final = re.compile(r"\{[^{}\n]*\}")
_ALT: Final[RuleOptionsType] = {"alt": ["paragraph", "reference", "blockquote", "list"]}


def parse_blocks(characters: str) -> list[Token]:
    """The blocks of a Markdown text. Inline content is not parsed.

    A token `display` has in `meta` the `extent` with delimiters and the `parts` between them, as offsets, and its
    delimiter as `info`. A token `unclosed` has its code as `info`, a message, and its offset `at`.
    """
    return _parser().parse(characters)


@cache
def _parser() -> MarkdownIt:
    md = MarkdownIt("commonmark", {"maxNesting": 40})
    md.core.ruler.disable(["inline", "text_join"])
    md.block.ruler.before("fence", "display", _display, _ALT)
    return md


def _display(state: StateBlock, start: int, limit: int, silent: bool) -> bool:
    """The rule of markdown-it: whether a display begins at this line; it then adds its token, unless silent."""
    at = state.bMarks[start] + state.tShift[start]
    if state.sCount[start] - state.blkIndent >= 4:
        return False
    opener = _OPENER.match(state.src, at, state.eMarks[start])
    if opener is None:
        return False
    closer = _closer(opener)
    found = _find_closer(state, start, limit, opener.end(), closer)
    if found is None:
        return not silent and _unclosed(state, start, opener)
    line, end = found
    if not _TAIL.match(state.src[end + len(closer) : state.eMarks[line]].strip()):
        return False
    if not silent:
        _push(state, start, line, opener, end, len(closer))
    return True


def _closer(opener: re.Match[str]) -> str:
    text = opener.group()
    if text.startswith(":"):
        return ":" * text.count(":")
    if opener["name"]:
        return f"\\end{{{opener['name']}{opener['star']}}}"
    return {"$$": "$$", "\\[": "\\]", "\\\\[": "\\\\]"}[text]


def _find_closer(state: StateBlock, start: int, limit: int, at: int, closer: str) -> tuple[int, int] | None:
    """Line and offset of the closer in the container; what was not found once is not searched for again."""
    failed = state.env.setdefault("failed", {})
    key = (closer, state.blkIndent, limit)
    if failed.get(key, -1) > start:
        return None
    for line in range(start, limit):
        begin = at if line == start else state.bMarks[line]
        if line > start and state.sCount[line] < state.blkIndent and not state.isEmpty(line):
            limit = line
            break
        end = _in_line(state.src, begin, state.eMarks[line], closer)
        if end >= 0:
            return line, end
    failed[key] = limit
    return None


def _in_line(characters: str, at: int, end: int, closer: str) -> int:
    """Where the closer stands, not escaped by a backslash; -1 if it does not."""
    if closer.startswith(":"):
        stripped = characters[at:end].strip()
        return characters.find(closer, at, end) if stripped == closer else -1
    while (found := characters.find(closer, at, end)) >= 0:
        backslashes = found - len(characters[at:found].rstrip("\\")) - at
        if backslashes % 2 == 0 or closer.startswith("\\\\"):
            return found
        at = found + 1
    return -1


def _unclosed(state: StateBlock, start: int, opener: re.Match[str]) -> bool:
    """An environment that is never ended is an error; what `$$` or `\\[` opens may still be closed as running text."""
    if not opener["name"] or state.env.get("silenced") == opener.start():
        return False
    state.env["silenced"] = opener.start()
    token = state.push("unclosed", "", 0)
    token.info = "unclosed-environment"
    token.content = f"`{opener.group()}` is never ended: write `{_closer(opener)}`"
    token.meta = {"at": opener.start()}
    state.line = start + 1
    return True


def _push(state: StateBlock, start: int, line: int, opener: re.Match[str], end: int, length: int) -> None:
    name = opener["name"]
    begin, stop = opener.end(), end
    if name in ONE_FORMULA:
        begin, stop = opener.start(), end + length
    elif name in WITH_ARGUMENT and (argument := _ARGUMENT.match(state.src, begin)):
        begin = argument.end()
    token = state.push("display", "math", 0)
    token.info = name or ("math" if opener.group().startswith(":") else "$$" if opener.group() == "$$" else "\\[")
    token.map = [start, line + 1]
    token.meta = {
        "extent": (opener.start(), state.eMarks[line]),
        "parts": [
            (begin if n == start else state.bMarks[n], stop if n == line else min(state.eMarks[n] + 1, len(state.src)))
            for n in range(start, line + 1)
        ],
    }
    state.line = line + 1
