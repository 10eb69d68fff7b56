r"""What stands at the top of a piece of LaTeX, outside braces, brackets and environments: relations, words, wide spaces, rows.

Nothing is read here: groups are passed over as they stand, and every mark keeps its place.
"""

from __future__ import annotations

import re
from typing import Final

from verifier.terms.record import record

_GROUP: Final = r"\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}"
_TOKEN: Final = re.compile(
    rf"(?P<dropped>\\(?:tag|label|hspace|vspace|phantom|hphantom|vphantom|color)\*?\s*{_GROUP}"
    r"|\\(?:nonumber|notag|displaystyle|textstyle|hfill|hskip|limits|nolimits|allowbreak|noindent)(?![A-Za-z])|(?<!\\)%[^\n]*)"
    r"|(?P<row>\\\\\*?(?:[ \t]*\[-?[0-9.]+\s*[a-z]{2}\])?|\\(?:cr|newline)(?![A-Za-z]))"
    rf"|(?P<words>\\(?:text|textrm|textit|textbf|textnormal|textsf|mbox|hbox|intertext|shortintertext)\s*{_GROUP})"
    rf"|(?P<stacked>\\(?:stackrel|overset|underset)\s*{_GROUP}\s*{_GROUP})"
    r"|(?P<begin>\\begin\s*\{[^{}]*\})|(?P<end>\\end\s*\{[^{}]*\})"
    r"|(?P<open>\\(?:left|bigl|Bigl|biggl|Biggl)(?![A-Za-z])\s*(?:\\[A-Za-z]+|\\.|.)|\\(?:\{|lbrace|lfloor|lceil|langle|lvert|lVert)(?![A-Za-z])|[({\[])"
    r"|(?P<close>\\(?:right|bigr|Bigr|biggr|Biggr)(?![A-Za-z])\s*(?:\\[A-Za-z]+|\\.|.)|\\(?:\}|rbrace|rfloor|rceil|rangle|rvert|rVert)(?![A-Za-z])|[)}\]])"
    r"|(?P<negated>\\not\s*(?:=|\\[A-Za-z]+|.))"
    r"|(?P<command>\\(?:[A-Za-z]+|.))"
    r"|(?P<sign>:=|=:|[=<>≤≥≠≈])|(?P<comma>[,;])|(?P<column>&)|(?P<blank>[\s~]+)|(?P<other>.)",
    re.DOTALL,
)

RELATIONS: Final = {
    "=": "=", "<": "<", ">": ">", ":=": ":=", "=:": ":=", "≤": "<=", "≥": ">=", "≠": "!=", "≈": "~",
    **dict.fromkeys([r"\le", r"\leq", r"\leqslant", r"\leqq"], "<="), r"\lt": "<", r"\gt": ">",
    **dict.fromkeys([r"\ge", r"\geq", r"\geqslant", r"\geqq"], ">="),
    **dict.fromkeys([r"\ne", r"\neq"], "!="), **dict.fromkeys([r"\approx", r"\approxeq", r"\thickapprox"], "~"),
    **dict.fromkeys([r"\coloneqq", r"\triangleq", r"\eqdef", r"\defeq", r"\eqqcolon", r"\colon="], ":="),
    **dict.fromkeys([r"\to", r"\rightarrow", r"\longrightarrow", r"\mapsto", r"\longmapsto", r"\xrightarrow"], "->"),
    **dict.fromkeys([r"\in", r"\notin", r"\ni"], "in"),
    **{c: c for c in (r"\sim", r"\simeq", r"\cong", r"\equiv", r"\propto", r"\ll", r"\gg", r"\subset", r"\subseteq",
                      r"\supset", r"\supseteq", r"\perp", r"\parallel", r"\doteq", r"\asymp", r"\prec", r"\succ",
                      r"\preceq", r"\succeq", r"\lesssim", r"\gtrsim", r"\models", r"\vdash", r"\leftarrow")},
}  # fmt: skip
"""Signs of a relation, and the names by which `raw_chains` knows them."""

ARROWS: Final = {
    **dict.fromkeys([r"\Rightarrow", r"\implies", r"\Longrightarrow", r"\therefore", r"\leadsto"], "=>"),
    **dict.fromkeys([r"\Leftrightarrow", r"\iff", r"\Longleftrightarrow"], "<=>"),
}
_WIDE: Final = frozenset({r"\quad", r"\qquad"})
_BECAUSE: Final = frozenset({r"\because", r"\since"})
_SPACES: Final = frozenset({r"\,", r"\;", r"\:", r"\!", "\\ ", r"\>", r"\enspace", r"\thinspace", "\\\n"})


@record
class Mark:
    """A token at the top: `kind` is relation, arrow, wide, comma, column, row, words, because, group, blank, dropped or math.

    `name` is a relation's or an arrow's own, the text of words, or the delimiter that opens a group. `inner` are the
    offsets of what stands inside a group or words. `asked` and `over` are of a relation with something written over it.
    """

    kind: str
    start: int
    end: int
    name: str = ""
    inner: tuple[int, int] = (0, 0)
    asked: bool = False
    over: tuple[int, int] = (0, 0)


def marks_of(text: str) -> tuple[list[Mark], bool]:
    """The marks at the top of a text, in order, and whether each bracket in it is closed. Groups are one mark."""
    marks: list[Mark] = []
    depth, opened = 0, 0
    opener: re.Match[str] | None = None
    is_balanced = True
    for found in _TOKEN.finditer(text):
        kind = found.lastgroup
        if kind in ("open", "begin"):
            if not depth:
                opener = found
            depth += 1
            opened += 1
        elif kind in ("close", "end"):
            if not depth:
                is_balanced = False
                marks.append(Mark("math", *found.span()))
                continue
            depth -= 1
            if not depth and opener is not None:
                inner = (opener.end(), found.start())
                marks.append(Mark("group", opener.start(), found.end(), opener.group(), inner))
        elif not depth and kind is not None:
            marks.append(_mark(found, kind))
    if depth and opener is not None:
        is_balanced = False
        marks.append(Mark("group", opener.start(), len(text), opener.group(), (opener.end(), len(text))))
    return marks, is_balanced


def _mark(found: re.Match[str], kind: str) -> Mark:
    text, (start, end) = found.group(), found.span()
    match kind:
        case "dropped" | "blank" | "row" | "comma" | "column":
            return Mark(kind, start, end)
        case "words":
            inner = (start + text.index("{") + 1, end - 1)
            return Mark("words", start, end, text[text.index("{") + 1 : -1], inner)
        case "stacked":
            return _stacked(text, start, end)
        case "negated":
            return Mark("relation", start, end, "!=") if text.endswith("=") else Mark("math", start, end)
        case "sign":
            return Mark("relation", start, end, RELATIONS[text])
        case "command":
            return _command(text, start, end)
    return Mark("math", start, end)


def _command(text: str, start: int, end: int) -> Mark:
    if text in RELATIONS:
        return Mark("relation", start, end, RELATIONS[text])
    if text in ARROWS:
        return Mark("arrow", start, end, ARROWS[text])
    if text in _WIDE:
        return Mark("wide", start, end)
    if text in _BECAUSE:
        return Mark("because", start, end)
    return Mark("blank" if text in _SPACES else "math", start, end)


def _stacked(text: str, start: int, end: int) -> Mark:
    r"""`\stackrel{?}{=}` and its kin, where the base is a relation."""
    over_at = text.index("{") + 1
    over = text[over_at : _closing(text, over_at)]
    base_at = text.index("{", over_at + len(over)) + 1
    base = text[base_at:-1].strip()
    if base not in RELATIONS:
        return Mark("math", start, end)
    name = RELATIONS[base]
    if "def" in over or over.strip() in (r"\Delta", r"\triangle", ":"):
        name = ":="
    place = (start + text.index("{") + 1, start + text.index("{") + 1 + len(over))
    return Mark("relation", start, end, name, asked=any(c in over for c in "?!"), over=place)


def _closing(text: str, start: int) -> int:
    """Where the brace that was opened before `start` is closed."""
    depth = 1
    for at in range(start, len(text)):
        depth += (text[at] == "{") - (text[at] == "}")
        if not depth:
            return at
    return len(text)
