"""Takes declarations in notes apart: remarks, front matter and the project's settings give the same clauses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from verifier.model.chain import Span
from verifier.reading import nodes
from verifier.reading.assumptions import WORDS
from verifier.reading.complaints import Complaints, as_mapping, as_text, as_texts, span_within
from verifier.reading.errors import did_you_mean, shown
from verifier.reading.nodes import FileError, Text
from verifier.reading.notes import document
from verifier.reading.yaml_text import read_yaml
from verifier.terms.record import record

CLAUSES: Final = ("symbols", "let", "assume", "log", "ignore", "expect", "watch", "end")
SETTINGS: Final = ("symbols", "let", "assume", "log", "ignore")
_WORD: Final = re.compile(r"\s*([A-Za-z_-]+)\s*:?(?![A-Za-z_-])\s*")
_NAME: Final = re.compile(r"\\?[^\s:<>=!,({\[\\]+")
_DEFINES: Final = re.compile(r":=|=|:")
_AT: Final = re.compile(r"\s+at\s+([0-9]{1,4})\s*\Z")
_EXPECTED: Final = re.compile(r"\s*:?=?\s*")
_VERIFY_KEY: Final = re.compile(r"^verify[ \t]*:.*\n(?:[ \t]+.*\n|[ \t]*\n|- .*\n)*", re.MULTILINE)


@record
class Clause:
    """One declaration. `name` is what it is about as written (a symbol, a mistake), `body` what it says of it.

    `step` is the number behind `at`. `level` is that of the heading it stands under; None for a whole file or project.
    """

    word: str
    body: Text
    name: Text | None = None
    step: int | None = None
    level: int | None = None
    in_project: bool = False

    @property
    def span(self) -> Span:
        return (self.name or self.body).span


def clauses_of_remark(text: document.Text, source: document.Source, level: int, found: Complaints) -> list[Clause]:
    """The clauses of a comment `verify: ...`, one behind the other with `;` or a line each."""
    clauses: list[Clause] = []
    for line in _lines(text):
        written = Text(line.characters, document.span(source, line), "\n" not in line.characters)
        clauses += clauses_of_text(written, level, found)
    return clauses


def clauses_of_text(text: Text, level: int | None, found: Complaints) -> Iterator[Clause]:
    """The clauses of a text that are parted by `;`."""
    for part in _parts(text, ";"):
        if not part.value:
            continue
        word = _WORD.match(part.value)
        name = word.group(1) if word else part.value
        if word is None or name not in CLAUSES:
            known = f": the words are {', '.join(f'`{w}`' for w in CLAUSES)}"
            advice = _offer(part.value) or did_you_mean(name, CLAUSES) or known
            length = len(name) if word else len(part.value)
            message = f"{shown(name)} is no word of a declaration{advice}"
            found.add("unknown-declaration", message, span_within(part, 0, length))
            continue
        yield from _clauses(name, _part(part, word.end(), len(part.value)), part, level, found)


def _offer(text: str) -> str:
    """What to write for a declaration without its word: `x real`, `y = x^2`."""
    if re.match(rf"\S+\s*:?\s+(?:{'|'.join(WORDS)})\b", text):
        return f": write `symbols {text}`"
    return f": write `let {text}`" if re.match(r"\S+\s*=", text) else ""


def _clauses(word: str, body: Text, whole: Text, level: int | None, found: Complaints) -> Iterator[Clause]:
    if word in ("end", "ignore") and not body.value:
        yield Clause(word, whole, level=level)
    elif not body.value:
        found.add("empty-declaration", f"`{word}` says nothing: {_EXAMPLES[word]}", whole.span)
    elif word == "symbols":
        braced = body.value.startswith("{") and body.value.endswith("}")
        yield from _symbols(_part(body, 1, len(body.value) - 1) if braced else body, level)
    elif word == "assume":
        yield from (Clause(word, condition, level=level) for condition in _parts(body, ",") if condition.value)
    elif word == "let":
        sign = _first_at_top(body.value, _DEFINES)
        if sign is None:
            found.add("wrong-form", f"`let` needs a sign: {_EXAMPLES[word]}", body.span)
            return
        yield Clause(word, _part(body, sign.end(), len(body.value)), _part(body, 0, sign.start()), level=level)
    elif word == "watch":
        yield from _watch(body, level, found)
    elif word in ("expect", "ignore"):
        for part in _parts(body, ","):
            at = _AT.search(part.value)
            inner = _part(part, 0, at.start() if at else len(part.value))
            yield Clause(word, inner, step=int(at[1]) if at else None, level=level)
    else:
        sign = re.match(r"=\s*", body.value) if word == "log" else None
        yield Clause(word, _part(body, sign.end() if sign else 0, len(body.value)), level=level)


def _watch(body: Text, level: int | None, found: Complaints) -> Iterator[Clause]:
    name = re.match(r"[A-Za-z-]+", body.value)
    sign = _EXPECTED.match(body.value, name.end()) if name else None
    if name is None or sign is None or sign.end() == len(body.value) or not sign.group().strip():
        found.add("wrong-form", f"`watch` needs a mistake and an expression: {_EXAMPLES['watch']}", body.span)
        return
    at = _AT.search(body.value)
    wrong = _part(body, sign.end(), at.start() if at else len(body.value))
    yield Clause("watch", wrong, _part(body, 0, name.end()), int(at[1]) if at else None, level)


_EXAMPLES: Final = {
    "symbols": "write `symbols a in (0, 1), y real`",
    "let": "write `let s = 1/(1 + exp(-z))`",
    "assume": "write `assume p + q = 1`",
    "log": "write `log 2`, `log 10`, `log e` or `log error`",
    "expect": "write `expect flipped-sign at 2`",
    "watch": "write `watch flipped-sign: a - 1 at 2`",
}


def _symbols(body: Text, level: int | None) -> Iterator[Clause]:
    """`a in (0, 1), y, z real`: a name without words takes those of the next; what no name begins continues the last."""
    waiting: list[Text] = []
    entries: list[list[int]] = []
    for start, end in _cuts(body.value, ","):
        first = re.match(r"\s*([A-Za-z]+)\b", body.value[start:end])
        starts_with_word = first is not None and first[1] in WORDS
        if (starts_with_word or re.match(r"\s*[<>!]", body.value[start:end])) and entries:
            entries[-1][1] = end
        else:
            entries.append([start, end])
    for start, end in entries:
        entry = _part(body, start, end)
        stop = _name_end(entry.value)
        name, words = _part(entry, 0, stop), _part(entry, stop, len(entry.value))
        words = _part(words, len(words.value) - len(words.value.lstrip(": ")), len(words.value))
        waiting.append(name)
        if words.value:
            yield from (Clause("symbols", words, waits, level=level) for waits in waiting)
            waiting = []
    yield from (Clause("symbols", nodes.Text("real", name.span, False), name, level=level) for name in waiting)


def _name_end(text: str) -> int:
    """Where a name ends that begins a text: it may be LaTeX, with scripts in braces."""
    depth = 0
    for at, c in enumerate(text):
        depth += (c in "{(") - (c in "})")
        if depth == 0 and (c in ":<>=!" or (c.isspace() and text[at - 1] not in "_^")):
            return at
    return len(text)


# front matter and settings


def clauses_of_front_matter(characters: str, matter: document.Text, found: Complaints) -> list[Clause]:
    """What the key `verify` of the front matter declares, whatever else stands there."""
    block = _VERIFY_KEY.search(matter.characters + "\n")
    if block is None:
        return []
    start = matter.offsets[block.start()]
    end = matter.offsets[min(block.end(), len(matter.characters))]
    blank = re.sub(r"[^\n]", " ", characters[:start])
    text = re.sub(r" +(?=\n)", "", blank) + characters[start:end]
    try:
        root = read_yaml(text, tuple(text.split("\n")))
    except FileError as error:
        found.errors.append(error.error)
        return []
    if not isinstance(root, nodes.Mapping):
        found.add("wrong-form", "`verify:` needs a space behind it: write `verify: symbols x real`", root.span)
        return []
    return [clause for _, value in root.entries for clause in clauses_of_node(value, found)]


def clauses_of_node(node: nodes.Node, found: Complaints) -> Iterator[Clause]:
    """The clauses of YAML: a text as in a remark, or a mapping with the keys of a chain file."""
    if isinstance(node, Text):
        yield from clauses_of_text(node, None, found)
        return
    mapping = as_mapping(node, "verify", "symbols: {z: real}", found)
    for key, value in mapping.entries if mapping else ():
        word = key.value
        if word not in SETTINGS:
            advice = did_you_mean(word, SETTINGS) or f": the words are {', '.join(f'`{w}`' for w in SETTINGS)}"
            found.add("unknown-declaration", f"{shown(word)} is no declaration for a whole file{advice}", key.span)
        elif word in ("symbols", "let"):
            named = as_mapping(value, word, "z: real" if word == "symbols" else "s: 1/(1 + exp(-z))", found)
            for name, said in named.entries if named else ():
                text = as_text(said, name.value, found)
                names = _parts(name, ",") if word == "symbols" else [name]
                yield from (Clause(word, text, n) for n in names if text is not None)
        else:
            yield from (Clause(word, text) for text in as_texts(value, word, found))


# cutting


def _lines(text: document.Text) -> Iterator[document.Text]:
    """The lines of a comment; a line within brackets goes on."""
    for start, end in _cuts(text.characters, "\n"):
        line = text.part(start, end).stripped()
        if line.characters:
            yield line


def _parts(text: Text, separator: str) -> list[Text]:
    return [_part(text, start, end) for start, end in _cuts(text.value, separator)]


def _part(text: Text, start: int, end: int) -> Text:
    """The characters from start to end without white space at their ends."""
    piece = text.value[start:end]
    left = start + len(piece) - len(piece.lstrip())
    right = max(left, start + len(piece.rstrip()))
    return Text(text.value[left:right], span_within(text, left, right), text.columns_exact)


def _cuts(text: str, separator: str) -> Iterator[tuple[int, int]]:
    """The stretches between separators outside of brackets; what a backslash escapes separates nothing."""
    start = depth = at = 0
    while at < len(text):
        c = text[at]
        if c == "\\":
            at += 2
            continue
        depth = max(0, depth + (c in "([{") - (c in ")]}"))
        if c == separator and depth == 0:
            yield start, at
            start = at + 1
        at += 1
    yield start, len(text)


def _first_at_top(text: str, pattern: re.Pattern[str]) -> re.Match[str] | None:
    """The first match outside of brackets."""
    depth = 0
    for at, c in enumerate(text):
        if depth == 0 and (found := pattern.match(text, at)):
            return found
        depth += (c in "([{") - (c in ")]}")
    return None
