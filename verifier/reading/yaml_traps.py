"""Where YAML reads mathematics as its own signs: what happened, and what to write instead."""

from __future__ import annotations

import re
from typing import Any, Final

from verifier.reading.errors import shown
from verifier.reading.nodes import MAX_DEPTH, FileError, Text
from verifier.reading.yaml_slips import key_below_item, missing_colon

_BRACKETS: Final = {"(": ")", "[": "]", "{": "}"}
_SIGNS: Final = {
    "|": "a block of lines",
    ">": "a block of folded lines",
    "%": "a directive",
    "@": "a reserved sign",
    "`": "a reserved sign",
    "*": "an alias",
    "&": "an anchor",
    "!": "a tag",
}


def _rest_of_item(lines: tuple[str, ...], line: int, column: int) -> str:
    """What the author wrote from here to the end of the line, without a comment."""
    rest = lines[line][column:] if line < len(lines) else ""
    return re.split(r"\s#", rest)[0].strip()


def _quoted(text: str) -> str:
    """The text in the quotes that change nothing in it."""
    return f"""'{text.replace("'", "''")}'""" if '"' in text or "\\" in text else f'"{text}"'


def refuse_alias(mark: Any, lines: tuple[str, ...]) -> FileError:
    return _at_sign("alias", mark, lines)


def refuse_properties(event: Any, lines: tuple[str, ...]) -> FileError:
    """The error for an anchor `&x` or a tag `!x`."""
    return _at_sign("anchor" if event.anchor else "tag", event.start_mark, lines)


def _at_sign(code: str, mark: Any, lines: tuple[str, ...]) -> FileError:
    written = _rest_of_item(lines, mark.line, mark.column)
    sign = written[:1]
    advice = (
        f"put the expression in quotes, {_quoted(written)}" if len(written) < 60 else "put the expression in quotes"
    )
    if sign == "|" and written.count("|") > 1:
        advice += "; an absolute value is written `Abs(x)`"
    message = f"YAML reads `{sign}` as {_SIGNS.get(sign, 'its own')}: {advice}"
    return FileError(code, message, mark.line + 1, mark.column + 1, mark.column + 2)


def check_flow_text(text: Text, lines: tuple[str, ...]) -> None:
    """Raises FileError for a text in `{ }` or `[ ]` that was cut at a comma in its brackets: `{a: (0, 1)}`."""
    opened: list[str] = []
    for c in text.value:
        if c in _BRACKETS:
            opened.append(_BRACKETS[c])
        elif c in ")]}" and (not opened or opened.pop() != c):
            opened = [c]
            break
    if not opened or not text.columns_exact:
        return
    line, column = text.span.line - 1, text.span.column - 1
    whole = _to_closing_bracket(lines[line][column:])
    message = f"YAML cuts {shown(whole)} at the comma: put it in quotes, {_quoted(whole)}, or write one key a line"
    raise FileError("quote-it", message, text.span.line, text.span.column, text.span.column + len(whole))


def _to_closing_bracket(rest: str) -> str:
    """What was meant as one text: to the bracket that closes the first one."""
    depth = 0
    for at, c in enumerate(rest):
        depth += (c in "([") - (c in ")]")
        if depth == 0 and c in ")]":
            end = re.match(r"[^,{}\[\]]*", rest[at + 1 :])
            return rest[: at + 1] + (end.group().rstrip() if end else "")
        if depth < 0:
            break
    return rest.rstrip("}] ")


def check_folded_text(start: Any, end: Any, lines: tuple[str, ...]) -> None:
    """Raises FileError for an unquoted text of several lines where one begins with `- `, as an item of a list does."""
    for line in range(start.line + 1, min(end.line + 1, len(lines))):
        rest = lines[line].lstrip()
        if rest.startswith("- "):
            column = len(lines[line]) - len(rest)
            message = f"YAML joins this line to the one above, {shown(lines[line - 1].strip())}"
            advice = "indent it as the items above, or put the whole expression in quotes"
            raise FileError("quote-it", f"{message}: {advice}", line + 1, column + 1)


def check_escapes(start: Any, end: Any, lines: tuple[str, ...]) -> None:
    """Raises FileError for an escape such as `\\f` in double quotes; only `\\\\`, `\\"` and `\\/` are read."""
    for line in range(start.line, end.line + 1):
        first = start.column + 1 if line == start.line else 0
        last = end.column - 1 if line == end.line else len(lines[line])
        found = _first_escape(lines[line][first:last])
        if found is not None:
            at, written = found
            message = f"in double quotes YAML reads `{written}` as an escape: use single quotes or none"
            raise FileError("escape", message, line + 1, first + at + 1, first + at + 1 + len(written))


def _first_escape(text: str) -> tuple[int, str] | None:
    at = text.find("\\")
    while at >= 0:
        if text[at + 1 : at + 2] not in ("\\", '"', "/"):
            return at, text[at : at + 2]
        at = text.find("\\", at + 2)
    return None


def _too_deep(mark: Any, lines: tuple[str, ...]) -> FileError:
    """What libyaml itself finds too deep, before it gives the first bracket; placed at the first one beyond the bound."""
    openers = [at for at, c in enumerate(lines[mark.line][: mark.column + 1]) if c in "[{"]
    column = openers[MAX_DEPTH] if len(openers) > MAX_DEPTH else mark.column
    message = f"mappings and lists nest deeper than {MAX_DEPTH}: put an expression in quotes"
    return FileError("too-deep", message, mark.line + 1, column + 1)


def explain_syntax_error(error: Any, lines: tuple[str, ...]) -> FileError:
    """A syntax error of YAML, worded for someone who meant to write mathematics."""
    mark = error.problem_mark or error.context_mark
    opened = error.context_mark or mark
    problem, context = error.problem or "", error.context or ""
    opener = _character(lines, opened)
    if "nesting depth" in problem:
        return _too_deep(mark, lines)
    if "block scalar" in context or (opener and opener in _SIGNS and "cannot start any token" in problem):
        return _at_sign("quote-it", opened, lines)
    if "escape" in problem:
        message = f"in double quotes YAML reads `{_rest_of_item(lines, mark.line, mark.column)[:2]}` as an escape"
        return _syntax("escape", f"{message}: use single quotes or none", mark)
    if "alias" in context or "anchor" in context:
        return _at_sign("alias" if opener == "*" else "anchor", opened, lines)
    if "tag" in context:
        return _at_sign("tag", opened, lines)
    if "quoted scalar" in context:
        return _syntax("yaml-syntax", "the quote that opens here is never closed: close it in the same line", opened)
    if "mapping values are not allowed" in problem:
        return _explain_colon(mark, lines)
    if "flow" in context:
        message = "inside `[ ]` and `{ }` YAML ends a text at every bracket and comma"
        return _syntax("quote-it", f"{message}: put the expression in quotes, or write one key or item a line", opened)
    if _ends_quote(lines, mark):
        message = "text follows the closing quote: put the whole expression in the quotes"
        return _syntax("quote-it", message, mark)
    slip = missing_colon(lines, opened.line) if "could not find expected" in problem else None
    if slip:
        return slip
    message = f"YAML cannot read this line ({problem}): check the indentation, and put expressions in quotes"
    return _syntax("yaml-syntax", message, mark)


def _explain_colon(mark: Any, lines: tuple[str, ...]) -> FileError:
    if ": " in lines[mark.line][: mark.column]:
        message = "a second `: ` stands in this line: put the text behind the first one in quotes"
        return _syntax("quote-it", message, mark)
    slip = key_below_item(lines, mark.line) or (missing_colon(lines, mark.line - 1) if mark.line else None)
    if slip:
        return slip
    message = "a key cannot stand here: indent it as the keys that it belongs to, or put the text in quotes"
    return _syntax("yaml-syntax", message, mark)


def _syntax(code: str, message: str, mark: Any) -> FileError:
    return FileError(code, message, mark.line + 1, mark.column + 1)


def _character(lines: tuple[str, ...], mark: Any) -> str:
    return lines[mark.line][mark.column : mark.column + 1] if mark.line < len(lines) else ""


def _ends_quote(lines: tuple[str, ...], mark: Any) -> bool:
    before = lines[mark.line][: mark.column].rstrip() if mark.line < len(lines) else ""
    return before.endswith(("'", '"'))
