"""Which text of a file is mathematics, a heading or a remark, and where it stands; what is broken, with its place."""

from __future__ import annotations

import json
from pathlib import Path
from time import process_time
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from verifier.reading.notes.document import Display, Document, Heading, Inline, Remark, place
from verifier.reading.notes.documents import read_document
from verifier.reading.notes.suffixes import NOTES_SUFFIXES as SUFFIXES
from verifier.reading.notes.suffixes import is_notes

CASES = yaml.safe_load((Path(__file__).parent / "documents.yaml").read_text(encoding="utf-8"))


def described(document: Document, item: Display | Heading | Inline | Remark) -> str:
    """One line: what it is, cell:line:column, and its text."""
    if isinstance(item, Heading):
        return f"heading {item.level}"
    source = document.sources[item.source]
    line, column = place(source.characters, item.body.offsets[0])
    where = f"{line}:{column}" if source.cell is None else f"{source.cell}:{line}:{column}"
    what = type(item).__name__.lower()
    if isinstance(item, Display):
        what += f" {item.delimiter}{' continues' if item.continues else ''}"
    return f"{what} {where} {' '.join(item.body.characters.split())}"


def described_items(document: Document) -> list[str]:
    return [described(document, item) for item in document.items]


def described_errors(document: Document) -> list[str]:
    return [f"{error.line}:{error.column} {error.code} {error.message}" for error in document.errors]


@pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in CASES])
def test_a_document_gives_what_stands_in_it(case: dict[str, Any]) -> None:
    document = read_document(case["path"], case["text"].encode())
    assert described_items(document) == case["items"]
    assert [macro.characters for macro in document.macros] == case.get("macros", [])
    assert described_errors(document) == case.get("errors", [])
    assert_places_are_true(document)


def assert_places_are_true(document: Document) -> None:
    """Each character of each body stands at its offset in its source."""
    for item in document.items:
        if isinstance(item, Heading):
            continue
        source = document.sources[item.source].characters
        assert len(item.body.offsets) == len(item.body.characters) + 1
        assert list(item.body.offsets) == sorted(item.body.offsets)
        assert all(source[at] == c for c, at in zip(item.body.characters, item.body.offsets, strict=False) if c != " ")


HOSTILE = {
    "one long line": "a $$ b = c $$ " * 70_000,
    "one long display": "$$" + "a + " * 250_000 + "$$",
    "dollars": "$" * 1_000_000,
    "dollars apart": "$a " * 300_000,
    "double dollars apart": "$$ a\n\n" * 150_000,
    "brackets never closed": "\\[\n" * 250_000,
    "brackets in a line": "\\[ " * 250_000,
    "round brackets": "\\( a" * 200_000,
    "quotations": ">" * 10_000 + "$$a$$",
    "lists": "- " * 10_000 + "$$a$$",
    "braces": "$$" + "{" * 10_000 + "}" * 10_000 + "$$",
    "environments begun": "\\begin{align}\n" * 70_000,
    "environments nested": "\\begin{aligned}" * 10_000,
    "comments begun": "<!-- verify: a\n" * 60_000,
    "comments in a line": "a <!-- " * 100_000,
    "backticks": "".join("`" * n + " " for n in range(1, 1_300)),
    "backslashes": "\\" * 1_000_000,
    "escaped dollars": "$$" + "\\$$" * 300_000,
    "tags": "<a " * 300_000,
    "white space": "$$ a $$" + " " * 1_000_000 + "b",
    "macros never closed": "\\newcommand{\\a}{" * 60_000,
    "options": "```{math}\n" + ":a: b\n" * 150_000,
    "fences": "```math\n" * 100_000,
    "directives": ".. math::\n" * 90_000,
    "indented directives": "".join(" " * n + ".. note::\n" for n in range(1_400)),
    "conditionals": "\\iffalse \\ifx" * 80_000,
    "literals": "\\verb" * 200_000,
    "percent": "%" * 1_000_000,
    "percents in displays": "$$ %\n$$ " * 120_000,
    "nested JSON": "[" * 500_000,
    "JSON numbers": '{"cells": ' + "9" * 900_000,
    "highlights": "{% highlight" * 80_000,
    "front matter never closed": "---\n" + "a: b\n" * 200_000,
}


@pytest.mark.parametrize("suffix", [".md", ".tex", ".ipynb", ".rst"])
@pytest.mark.parametrize("text", [pytest.param(text[:200_000], id=name) for name, text in HOSTILE.items()])
def test_hostile_text_is_read_or_refused_in_a_moment(text: str, suffix: str) -> None:
    began = process_time()
    document = read_document(f"a{suffix}", text)
    assert process_time() - began < 3
    assert all(error.line >= 1 and error.column >= 1 and error.code and error.message for error in document.errors)


@pytest.mark.parametrize(
    "data, code",
    [(b"a" * (1 << 20) + b"b", "too-large"), (b"$$a$$\n\xff", "invalid-utf8"), (b"a\x00", "control-character")],
)
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_bytes_that_no_notes_have_are_refused(data: bytes, code: str, suffix: str) -> None:
    document = read_document(f"a{suffix}", data)
    assert [error.code for error in document.errors] == [code]
    assert document.items == ()


def test_notes_are_told_by_their_suffix() -> None:
    assert is_notes("a/B.MD")
    assert not is_notes("a.yaml")


PIECES = [
    "$", "$$", "\\[", "\\]", "\\(", "\\)", "\\\\[", "\\\\]", "{", "}", "\\begin{align}", "\\end{align}", "\\begin{cases}",
    "\\end{cases}", "&", "\\\\", "=", "a", "b", " ", "\n", "\n\n", "\t", "> ", "- ", "    ", "```", "```math\n", "```{math}\n",
    ":::{math}\n", ":::", "<!--", " verify: x", "-->", "%", "\\newcommand{\\a}", "\\def\\b", "`", "---\n", "# ", ".. math::",
    ":label: c", "::", ".. verify: d", ":math:`", "\\verb|", "|", "\\iffalse", "\\fi", "\\section{",
    "é", "\u200b", "😀", "|", "===\n",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join), st.sampled_from(SUFFIXES))
def test_no_reader_raises_and_every_place_is_true(text: str, suffix: str) -> None:
    assert_places_are_true(read_document(f"a{suffix}", text))
    assert_places_are_true(read_document("a.ipynb", json.dumps({"cells": [cell(text)]})))


@given(st.text(max_size=200), st.sampled_from(SUFFIXES))
def test_no_reader_raises_on_any_text(text: str, suffix: str) -> None:
    assert_places_are_true(read_document(f"a{suffix}", text))


def cell(text: str) -> dict[str, str]:
    return {"cell_type": "markdown", "source": text}
