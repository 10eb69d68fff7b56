"""LaTeX files: displays, inline mathematics, headings, remarks and macros, by a scanner that goes over the text once."""

from __future__ import annotations

import re
from typing import Final

from verifier.reading.notes.collector import Collector
from verifier.reading.notes.definitions import definition_at
from verifier.reading.notes.document import plain
from verifier.reading.notes.environments import IN_TEXT, ONE_FORMULA, WITH_ARGUMENT

_TOKEN: Final = re.compile(
    r"(?P<comment>%[^\n]*)|\\begin\s*\{(?P<begin>[^{}\\\n]{1,40})\}|(?P<stop>\\end\s*\{document\})|"
    r"\\(?P<heading>part|chapter|(?:sub){0,2}section|(?:sub)?paragraph)\*?(?=\s*[\[{])|"
    r"(?P<literal>\\(?:verb|lstinline|mintinline)\b\*?)|(?P<false>\\iffalse\b)|"
    r"(?P<open>\\[\[(]|\$\$|\$)|(?P<command>\\(?:[A-Za-z]+|.))",
    re.DOTALL,
)
_CONDITIONAL: Final = re.compile(r"%[^\n]*|\\(?P<word>if[A-Za-z]*|fi|else)(?![A-Za-z])|\\.", re.DOTALL)
_LITERAL: Final = re.compile(
    r"(?:\[[^\]\n]*\])?(?:\{[^}\n]*\}(?=[^\s]))?\s*(?:\{[^}\n]*\}|([^\sA-Za-z*])(?:(?!\1)[^\n])*\1)"
)
_MATH: Final = re.compile(
    r"\\(?P<which>begin|end)\s*\{(?P<name>[^{}\\\n]{1,40})\}|%[^\n]*|(?P<blank>\n[ \t]*\n)|\\.|\$\$?", re.DOTALL
)
_ARGUMENT: Final = re.compile(r"\{[^{}\n]*\}")
_CLOSERS: Final = {"$$": "$$", "\\[": "\\]", "$": "$", "\\(": "\\)"}
_LEFT_ALONE: Final = frozenset(
    "verbatim Verbatim lstlisting minted comment alltt filecontents tikzpicture tikzcd algorithmic code "
    "pycode sagesilent".split()
)
_LEVELS: Final = "part chapter section subsection subsubsection paragraph subparagraph".split()


def read_latex(found: Collector) -> None:
    """Adds what the last source of `found`, LaTeX, holds to it."""
    characters = found.sources[-1].characters
    at = 0
    while token := _TOKEN.search(characters, at):
        if token["stop"]:
            return
        at = _take(found, characters, token)


def _take(found: Collector, characters: str, token: re.Match[str]) -> int:
    """What begins with this token; the offset behind it."""
    if token["comment"]:
        found.comment(*token.span(), plain(characters, token.start() + 1, token.end()))
    elif token["begin"]:
        return _environment(found, characters, token)
    elif token["heading"]:
        found.heading(token.start(), 1 + _LEVELS.index(token["heading"]))
    elif token["literal"]:
        literal = _LITERAL.match(characters, token.end())
        return literal.end() if literal else token.end()
    elif token["false"]:
        return _behind_false(characters, token.end())
    elif token["open"]:
        return _mathematics(found, characters, token)
    elif end := definition_at(characters, token.start()):
        found.macro(plain(characters, token.start(), end))
        return end
    return token.end()


def _environment(found: Collector, characters: str, token: re.Match[str]) -> int:
    written = token["begin"].strip()
    name = written.removesuffix("*")
    if name in _LEFT_ALONE:
        end = characters.find(f"\\end{{{written}}}", token.end())
        if end < 0:
            return _unclosed(found, token, f"\\end{{{written}}}", len(characters))
        if name == "comment":
            found.comment(token.start(), end, plain(characters, token.end(), token.end()))
        return end
    if name not in IN_TEXT:
        return token.end()
    end, stop = _environment_end(characters, token.end(), written)
    if stop < 0:
        return _unclosed(found, token, f"\\end{{{written}}}", end)
    begin = token.end()
    if name in WITH_ARGUMENT and (argument := _ARGUMENT.match(characters, begin)):
        begin = argument.end()
    inside = (token.start(), stop) if name in ONE_FORMULA else (begin, end)
    _display(found, characters, (token.start(), stop), inside, name)
    return stop


def _environment_end(characters: str, at: int, name: str) -> tuple[int, int]:
    """Where the `\\end` of this environment begins and stops; where the search stopped and -1 if a blank line came first."""
    depth = 0
    for found in _MATH.finditer(characters, at):
        if found["blank"]:
            return found.start(), -1
        if found["name"] == name:
            depth += 1 if found["which"] == "begin" else -1
            if depth < 0:
                return found.start(), found.end()
    return len(characters), -1


def _mathematics(found: Collector, characters: str, token: re.Match[str]) -> int:
    """Mathematics between dollars or brackets. A blank line ends it, as in TeX, and is an error."""
    opener = token.group()
    closer = _CLOSERS[opener]
    for mark in _MATH.finditer(characters, token.end()):
        if mark["blank"]:
            return _unclosed(found, token, closer, mark.start())
        if mark.group() == closer or (closer == "$" and mark.group() == "$$"):
            end = mark.start() + len(closer)
            if opener in ("$", "\\("):
                found.inline(token.start(), plain(characters, token.end(), mark.start()))
            else:
                _display(found, characters, (token.start(), end), (token.end(), mark.start()), opener)
            return end
    return _unclosed(found, token, closer, len(characters))


def _display(found: Collector, characters: str, outer: tuple[int, int], inner: tuple[int, int], name: str) -> None:
    found.display(*outer, plain(characters, *inner), name)
    if "%" in characters[inner[0] : inner[1]]:
        for mark in _MATH.finditer(characters, *inner):
            if mark.group().startswith("%"):
                found.comment(*mark.span(), plain(characters, mark.start() + 1, mark.end()))


def _unclosed(found: Collector, token: re.Match[str], closer: str, stopped: int) -> int:
    code = "unclosed-environment" if token["begin"] else "unclosed-display"
    found.error(
        code, f"`{token.group()}` is not closed before a blank line or the end: write `{closer}`", token.start()
    )
    return stopped


def _behind_false(characters: str, at: int) -> int:
    """Behind the `\\fi` or `\\else` of an `\\iffalse`."""
    depth = 0
    for found in _CONDITIONAL.finditer(characters, at):
        word = found["word"]
        if word in ("fi", "else") and depth == 0:
            return found.end()
        if word:
            depth += 0 if word == "else" else -1 if word == "fi" else 1
    return len(characters)
