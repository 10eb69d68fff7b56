"""The author's macros are expanded; every character of an expansion has the place of the use; nothing hangs."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.reading.latex.macros import MacroError, collect, expand
from verifier.reading.notes.document import Text, plain

DEFINITIONS = r"""
\newcommand{\E}[2][X]{\mathbb{E}_{#1}[#2]}   % \newcommand{\commented}{out}
\newcommand\half{\frac12}
\newcommand*{\pp}[2]{\frac{\partial #1}{\partial #2}}
\renewcommand{\vec}[1]{\mathbf{#1}}
\providecommand{\half}{0.5}
\def\a#1#2{#2#1}
\def\by{\mathbf y}
\DeclareMathOperator{\relu}{ReLU}
\DeclareMathOperator*{\argmax}{arg\,max}
\newcommand{\nested}{\half\half}
\newcommand{\comma}{\ensuremath{a, b}}
"""

EXPANSIONS = {
    r"\E{Y}": r"\mathbb{E}_{X}[Y]",
    r"\E[Z]{Y}": r"\mathbb{E}_{Z}[Y]",
    r"\half x": r"\frac12 x",
    r"\pp{L}{a} + 1": r"\frac{\partial L}{\partial a} + 1",
    r"\pp La": r"\frac{\partial L}{\partial a}",
    r"\vec x": r"\mathbf{x}",
    r"\a{1}{2}3": "213",
    r"\a12": "21",
    r"\a\pi2": r"2\pi",
    r"\relu(x)": r"\operatorname{ReLU}(x)",
    r"\nested": r"\frac12\frac12",
    r"\pp{\half}{x}": r"\frac{\partial \frac12}{\partial x}",
    r"\halfway \commented": r"\halfway \commented",
    r"\\half": r"\\half",
    "no macro": "no macro",
}


def text(characters: str) -> Text:
    return plain(characters, 0, len(characters))


@pytest.mark.parametrize("used, expanded", EXPANSIONS.items())
def test_a_macro_stands_for_its_body(used: str, expanded: str) -> None:
    found = expand(text(used), collect([DEFINITIONS]))
    assert isinstance(found, Text)
    assert found.characters == expanded
    assert len(found.offsets) == len(expanded) + 1


def test_each_character_of_an_expansion_has_the_place_of_the_use() -> None:
    found = expand(text(r"x + \half + y"), collect([DEFINITIONS]))
    assert found == Text(r"x + \frac12 + y", (0, 1, 2, 3, *[4] * 7, 9, 10, 11, 12, 13))


@pytest.mark.parametrize(
    "definitions, used, code",
    [
        (r"\newcommand{\a}{\a}", r"\a", "macro-loop"),
        (r"\newcommand{\a}{\b\b}\newcommand{\b}{\a\a}", r"\a", "macro-loop"),
        (r"\newcommand{\a}[1]{\a{#1#1}}", r"\a{x}", "macro-too-long"),
        (r"\def\a#1{" + "#1" * 900 + "}", r"\a{\a{\a{x}}}", "macro-too-long"),
        (r"\def\a{x}", r"\a " * 2_000, "macro-too-long"),
        (r"\def\a#1{#1}", r"\a", "macro-argument"),
        (r"\def\a#1{#1}", r"{\a}", "macro-argument"),
    ],
)
def test_what_cannot_be_expanded_is_an_error_with_a_place(definitions: str, used: str, code: str) -> None:
    start = time.process_time()
    found = expand(text(used), collect([definitions]))
    assert isinstance(found, MacroError)
    assert found.code == code
    assert 0 <= found.offset <= len(used)
    assert time.process_time() - start < 2


def test_a_later_definition_wins_and_provide_gives_way() -> None:
    table = collect([r"\newcommand{\x}{1}\providecommand{\x}{2}", r"\renewcommand{\x}{3}", r"\providecommand{\y}{4}"])
    assert (table[r"\x"].body, table[r"\y"].body) == ("3", "4")


PIECES = st.sampled_from(
    r"\newcommand \def \DeclareMathOperator \a \b {\a} {\b} [1] [2] [x] #1 #2 { } {x} \ % x \providecommand".split()
)


@given(st.lists(PIECES, max_size=20).map("".join), st.lists(PIECES, max_size=20).map("".join))
def test_no_text_makes_macros_raise(definitions: str, used: str) -> None:
    found = expand(text(used), collect([definitions]))
    if isinstance(found, Text):
        assert len(found.offsets) == len(found.characters) + 1
        assert list(found.offsets) == sorted(found.offsets)
