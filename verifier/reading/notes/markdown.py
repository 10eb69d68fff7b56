"""Markdown, MyST and Quarto notes: which lines are text and which code is markdown-it's decision."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from verifier.reading.notes.collector import Collector
from verifier.reading.notes.document import Text, joined, plain
from verifier.reading.notes.markdown_text import read_running_text

if TYPE_CHECKING:
    from markdown_it.token import Token

MAX_DIRECTIVES: Final = 8
_FRONT_MATTER: Final = re.compile(r"---[ \t]*\n(?P<yaml>(?:.*\n)*?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_HIGHLIGHT: Final = re.compile(r"\{%-?\s*(?:end)?highlight\b[^%\n]*%\}")
_MATH_FENCE: Final = re.compile(r"\s*(?:math\b|\{math\})(?P<rest>.*)")
_PROSE_FENCE: Final = re.compile(
    r"\s*\{(?:prf:\w+|note|admonition|tip|hint|important|warning|caution|attention|danger|error|seealso|topic|sidebar|"
    r"margin|dropdown|tab-item|tab-set|grid|grid-item|card|proof|theorem|lemma|proposition|corollary|definition|example|"
    r"remark|exercise|solution|epigraph|aside|div)\}"
)
_BLANK_LINE: Final = re.compile(r"\n[ \t>]*\n")
_OPTION: Final = re.compile(r"\s*(?::[\w-]+:.*|---.*)?\Z")


def read_markdown(found: Collector) -> None:
    """Adds what the last source of `found`, Markdown, holds to it."""
    characters = found.sources[-1].characters
    begin = _read_front_matter(found, characters)
    text = plain(characters, 0, len(characters))
    _read(found, _blanked(text, begin), 0)
    _pair_unclosed(found, characters)


def _pair_unclosed(found: Collector, characters: str) -> None:
    """Two `$$` that markdown-it parts, because a line between them looks like a list, are a display if no line is blank."""
    left = sorted(found.unclosed)
    found.unclosed.clear()
    paired = -1
    for start, end in zip(left, (*left[1:], -1), strict=False):
        if start == paired:
            continue
        if end >= 0 and not _BLANK_LINE.search(characters, start, end):
            paired = end
            found.display(start, end + 2, plain(characters, start + 2, end), "$$")
        else:
            found.error("unclosed-display", "this `$$` is not closed in its paragraph: write the second `$$`", start)


def _read_front_matter(found: Collector, characters: str) -> int:
    """Where the text begins behind the front matter, which only a file can have, not a cell."""
    matter = _FRONT_MATTER.match(characters) if found.sources[-1].cell is None else None
    if matter is None:
        return 0
    found.front_matter = plain(characters, *matter.span("yaml"))
    return matter.end()


def _blanked(text: Text, begin: int) -> Text:
    """The text with spaces instead of what stands before `begin`, and of code that Jekyll highlights."""
    characters = re.sub(r"[^\n]", " ", text.characters[:begin]) + text.characters[begin:]
    opened: int | None = None
    parts, at = [], 0
    for tag in _HIGHLIGHT.finditer(characters) if "highlight" in characters else ():
        if "endhighlight" not in tag.group():
            opened = tag.start() if opened is None else opened
        elif opened is not None:
            parts += [characters[at:opened], re.sub(r"[^\n]", " ", characters[opened : tag.end()])]
            opened, at = None, tag.end()
    return Text("".join([*parts, characters[at:]]), text.offsets)


def _read(found: Collector, text: Text, depth: int) -> None:
    from verifier.reading.notes.markdown_blocks import parse_blocks

    lines = _line_offsets(text.characters)
    for token in parse_blocks(text.characters):
        if token.type == "inline":
            read_running_text(found, _content(text, lines, token))
        elif token.type == "display":
            _add_display(found, text, token)
        elif token.type == "unclosed":
            found.error(token.info, token.content, text.offsets[token.meta["at"]])
        elif token.type == "fence":
            _read_fence(found, text, lines, token, depth)
        elif token.type == "heading_open" and token.map:
            found.heading(text.offsets[lines[token.map[0]]], int(token.tag[1:]))
        elif token.type == "html_block" and token.content.lstrip().startswith("<!--"):
            read_running_text(found, _content(text, lines, token))


def _line_offsets(characters: str) -> list[int]:
    starts = [0, *(found.end() for found in re.finditer("\n", characters))]
    return [*starts, len(characters) + 1]


def _content(text: Text, lines: list[int], token: Token, skipped: int = 0) -> Text:
    """The content of a token with the place of each character: without the `> ` and spaces before its lines.

    `skipped` is how many lines of the token stand before its content.
    """
    first = (token.map or [0, 0])[0] + skipped
    parts = []
    for number, line in enumerate(token.content.split("\n")):
        if first + number + 1 >= len(lines):
            break
        start, end = lines[first + number], lines[first + number + 1] - 1
        at = max(start, text.characters.rfind(line.strip(), start, end))
        parts.append(text.part(at, min(end + 1, len(text.characters))))
    return joined(parts)


def _add_display(found: Collector, text: Text, token: Token) -> None:
    start, end = token.meta["extent"]
    body = joined([text.part(a, b) for a, b in token.meta["parts"]])
    if token.info == "math":
        body = _without_options(body)
    found.display(text.offsets[start], text.offsets[end], body, token.info)


def _read_fence(found: Collector, text: Text, lines: list[int], token: Token, depth: int) -> None:
    """A fence of mathematics is a display, one of prose is read as Markdown, all others are code."""
    math = _MATH_FENCE.match(token.info)
    if math is None and not (_PROSE_FENCE.match(token.info) and depth < MAX_DIRECTIVES):
        return
    body = _content(text, lines, token, 1)
    if math is None:
        _read(found, body, depth + 1)
        return
    first, last = token.map or (0, 1)
    start, end = lines[first], lines[last] - 1
    if last - first < 2 or token.markup not in text.characters[lines[last - 1] : end]:
        message = "this fence is never closed: write a line like its first behind it, without `math`"
        found.error("unclosed-display", message, text.offsets[start])
        return
    if "{math}" in token.info:
        body = _without_options(body)
        argument = math["rest"].strip()
        at = text.characters.find(argument, start) if argument else start
        body = joined([text.part(at, at + len(argument)), Text(" ", body.offsets[:1] * 2), body])
    found.display(text.offsets[start], text.offsets[end], body, "math")


def _without_options(body: Text) -> Text:
    """The body of a directive behind the lines of its options."""
    at = 0
    while at < len(body.characters):
        end = body.characters.find("\n", at) + 1 or len(body.characters)
        if not _OPTION.match(body.characters[at:end].rstrip("\n")):
            break
        at = end
    return body.part(at, len(body.characters))
