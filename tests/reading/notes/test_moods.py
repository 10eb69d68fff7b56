"""A display is a claim unless its sentence supposes it, asks for it, calls it wrong or defines by it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from verifier.model.verdict import Reason, Verdict
from verifier.reading.notes.document import Display
from verifier.reading.notes.documents import read_document
from verifier.reading.notes.moods import MOST_BEFORE, mood, moods
from verifier.reading.notes.notes import read_notes
from verifier.session import check_file

TEXTS: dict[str, list[str]] = yaml.safe_load((Path(__file__).parent / "moods.yaml").read_text())
CASES = [(word, text) for word, texts in TEXTS.items() for text in texts]
SYMBOLS = "<!-- verify: symbols a, b real -->\n\n"
FALSE = r"$$(a + b)^2 = a^2 + b^2$$"


def moods_of(path: str, text: str) -> list[str]:
    document = read_document(path, text)
    displays = [item for item in document.items if isinstance(item, Display)]
    return [found.value if found else "claimed" for found in moods(displays, document.sources)]


def verdicts(text: str) -> list[tuple[Verdict, Reason | None, str | None]]:
    file = check_file(read_notes("notes.md", SYMBOLS + text))
    return [(s.verdict, s.reason, s.detail) for chain in file.chains for s in chain.steps]


@pytest.mark.parametrize("word, text", CASES, ids=[text for _, text in CASES])
def test_words_around_a_display(word: str, text: str) -> None:
    assert moods_of("notes.md", text)[0] == word


def test_words_in_latex() -> None:
    text = (
        "\\documentclass{article}\\begin{document}\nSuppose that % really\n\\[a = b\\]\n"
        "Then\n\\begin{align*}\na &= b\n\\end{align*}\n"
        "\\begin{exercise}\nShow that\n\\begin{equation}a = b.\\end{equation}\n\\end{exercise}\n"
        "\\section{If}\n\\[a = b\\]\n\\end{document}"
    )
    assert moods_of("notes.tex", text) == ["supposed", "claimed", "asked", "claimed"]


@pytest.mark.parametrize("display", [".. math::\n\n   a = b", ".. math::\n   :label: e\n\n   a = b"])
def test_words_in_restructured_text(display: str) -> None:
    assert moods_of("notes.rst", f"Suppose that\n\n{display}\n\nThen\n\n{display}\n") == ["supposed", "claimed"]


@pytest.mark.parametrize("opening", ["```math\n", "```{math}\n", "```{math}\n:label: e\n"])
def test_words_before_a_fence(opening: str) -> None:
    assert moods_of("notes.md", f"Suppose that\n\n{opening}a = b\n```\n\nThen\n\n{opening}a = b\n```\n") == [
        "supposed", "claimed",
    ]  # fmt: skip


def test_words_in_a_notebook() -> None:
    cells = [
        {"cell_type": "markdown", "source": text}
        for text in ("Suppose that\n\n$$a = b$$", "$$a = b$$", "Is $$a = b$$?")
    ]
    text = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    assert moods_of("notes.ipynb", text) == ["supposed", "claimed", "asked"]


def test_headings_are_no_words() -> None:
    assert moods_of("notes.md", "## Is it wrong that\n\n$$a = b$$\n\n### Suppose\n$$a = b$$") == ["claimed", "claimed"]


def test_a_display_joined_by_and_is_taken_like_the_one_before() -> None:
    assert moods_of("notes.md", "Suppose $$a = b$$ and $$c = d$$. Then $$e = f$$ and $$g = h$$") == [
        "supposed", "supposed", "claimed", "claimed",
    ]  # fmt: skip


@pytest.mark.parametrize("words", ["Suppose that", "Is it true that", "It is wrong that"])
def test_what_is_not_claimed_is_not_refuted(words: str) -> None:
    ((verdict, reason, detail),) = verdicts(f"{words} {FALSE}")
    assert (verdict, reason) == (Verdict.UNDECIDED, Reason.NEEDS_CONTEXT)
    assert detail is not None


def test_what_is_asked_says_where_it_fails() -> None:
    assert verdicts(f"Show that {FALSE}")[0][2] == (
        "it is asked or demanded rather than claimed; it fails at a = 1/2, b = 2"
    )


def test_what_is_not_claimed_may_be_proved() -> None:
    assert verdicts(r"Show that $$(a + b)^2 = a^2 + 2ab + b^2$$")[0][0] is Verdict.PROVED


def test_a_definition_is_its_first_relation_only() -> None:
    found = verdicts(r"Let $$c = (a + b)^2 = a^2 + b^2$$")
    assert [verdict for verdict, *_ in found][-1] is Verdict.REFUTED


def test_a_line_that_is_called_wrong_is_no_context() -> None:
    text = "It is wrong that $$a + b = 1$$\n\nWe have $$(a + b)^2 = a + b$$"
    assert [verdict for verdict, *_ in verdicts(text)][-1] is not Verdict.PROVED


@pytest.mark.parametrize("piece", [" ", "$", "\\(", "exercise ", "1.", "not ", "(a) ", "> ", "`", "<!--", "suppose, "])
def test_long_runs_take_no_longer_than_their_length(piece: str) -> None:
    mood(piece * MOST_BEFORE, "a = b", piece * MOST_BEFORE)
