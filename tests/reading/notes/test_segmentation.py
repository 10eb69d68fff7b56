"""Displays to chains: rows, relations, words and spaces, and the doubts that keep a step from being refuted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from verifier.reading.notes.document import place
from verifier.reading.notes.documents import read_document
from verifier.reading.notes.raw_chains import RawChain
from verifier.reading.notes.segmentation import raw_chains

CASES: dict[str, dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "segments.yaml").read_text())


def described(chain: RawChain) -> str:
    """A chain in one line: what it is said for, its sides, reasons, doubts and conditions."""
    words = "" if chain.role.value == "claim" else f"{chain.role.value}: "
    words += (f"{chain.inferred} " if chain.inferred else "") + "... " * chain.headless + chain.head.characters
    for link in chain.links:
        words += f" {link.relation} {link.side.characters}"
        words += "".join(f" [{'= ' * r.is_relation}{r.text.characters}]" for r in link.reasons)
        words += f" ?{link.doubt.value}" if link.doubt else ""
    words += "".join(f" [{r.text.characters}]" for r in chain.reasons)
    words += "".join(f" if {c.characters}" for c in chain.conditions)
    return words + (f" ?{chain.doubt.value}" if chain.doubt else "")


@pytest.mark.parametrize("name", CASES)
def test_a_display_is_taken_apart(name: str) -> None:
    case = CASES[name]
    document = read_document("notes.tex" if "documentclass" in case["notes"] else "notes.md", case["notes"])
    assert [described(c) for c in raw_chains(document)] == case["chains"]


def test_every_side_has_its_place() -> None:
    text = "$$\n\\begin{aligned}\n f &= a + \\\\\n   &\\quad b \\\\\n   &= c\n\\end{aligned}\n$$\n"
    document = read_document("notes.md", text)
    (chain,) = raw_chains(document)
    places = [place(document.sources[0].characters, side.offsets[0]) for side in chain.sides]
    assert places == [(3, 2), (3, 7), (5, 7)]
    for side in chain.sides:
        letters = [(c, text[o]) for c, o in zip(side.characters, side.offsets, strict=False) if not c.isspace()]
        assert all(a == b for a, b in letters)


WORDS = (
    r"x a_1 = < \le & \\ \quad , \text{for} \text{or} \text{where} \text{some long prose} { } ( ) [ ] \left( \right) \because"
    r" \Rightarrow \iff \stackrel{?}{=} \begin{aligned} \end{aligned} \begin{cases} \end{cases} + - \frac{a}{b} := \tag{1} 1 ."
).split(" ")


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=30), st.sampled_from([" ", "", "\n"]))
def test_no_display_makes_it_raise(words: list[str], between: str) -> None:
    body = between.join(words).replace("$", "")
    for chain in raw_chains(read_document("notes.md", f"$$\n{body}\n$$\n")):
        assert len(chain.sides) == len(chain.links) + 1
        for side in (*chain.sides, *chain.conditions):
            assert len(side.offsets) == len(side.characters) + 1
            assert list(side.offsets) == sorted(side.offsets)
