"""A counterexample in words: outcomes of random symbols, solutions that are lost or gained, what the sides are called."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from tests.reports.building import Author, at, judged
from verifier.model.chain import Chain, Declaration, Kind
from verifier.model.result import RunResult
from verifier.model.verdict import Verdict
from verifier.reading.files import read_file
from verifier.reports import counterexamples
from verifier.reports.text import render
from verifier.session import check

CHAIN = Chain("c", "c.yaml", 1, declarations=(Declaration("X", kind=Kind.RANDOM), Declaration("Y", kind=Kind.RANDOM)))


@pytest.mark.parametrize(
    "point, text",
    [
        ({"x": "1/2", "y": "2"}, "x = 1/2, y = 2"),
        ({"X[1]": "-1", "X[2]": "1", "X[3]": "3"}, "X = -1, 1 or 3, equally likely"),
        ({"a": "2", "X[1]": "5"}, "a = 2, X = 5, equally likely"),
        ({"X[1]": "-1", "X[2]": "1", "Y[1]": "2", "Y[2]": "0"}, "(X, Y) = (-1, 2) or (1, 0), equally likely"),
        ({"x[1]": "-1", "x[2]": "1"}, "x[1] = -1, x[2] = 1"),
    ],
)
def test_random_symbols_take_equally_likely_outcomes(point: dict[str, str], text: str) -> None:
    assert counterexamples.point(at("1", "2", **point), CHAIN) == text


@pytest.mark.parametrize(
    "lines, relation, row",
    [
        (("x**2 = 3*x", "x = 3"), "<=>", "x = 0 solves the first line and is lost"),
        (("x**2 = 3*x", "x = 3"), "=>", "x = 0 solves the first line and is lost"),
        (("sqrt(x + 2) = x", "x + 2 = x**2"), "<=>", "x = -1 solves this line, not the first line, and is gained"),
        (("x**2 < 9", "x < 3"), "<=>", "x = -3 satisfies this line, not the first line, and is gained"),
        (("x*y = x", "y = 1"), "<=>", "solve the first line and are lost"),
        (("x**2 = 4", "x = 2 or x = 3"), "<=>", "x = -2 solves the first line and is lost"),
        (("x = 2", "x**2 = 4 or x > 5"), "<=>", "satisfies this line, not the first line, and is gained"),
    ],
)
def test_solutions_are_lost_or_gained(lines: tuple[str, str], relation: str, row: str) -> None:
    first, second = lines
    text = render(_run(first, second, relation))
    assert row in " ".join(text.replace("│", " ").split())


def test_a_root_is_not_left_out_to_mend_a_step_that_loses_it() -> None:
    lost = render(_run("x**2 = 3*x", "x = 3", "<=>"))
    assert "holds where    x != 0" in lost
    assert "help" not in lost
    assert "given" in render(_run("x*y = x*z", "y = z", "<=>"))


def test_the_sides_are_called_what_the_counterexample_calls_them() -> None:
    author = Author("c.yaml", "x = y")
    step = judged(2, author.step("x", 1), "y", Verdict.REFUTED)
    text = "lhs = 2 * rhs, everywhere"
    assert counterexamples.named_sides(step, text) == text
    assert (
        counterexamples.named_sides(replace(step, judged_from="repair"), text) == "repaired lhs = 2 * rhs, everywhere"
    )
    assert counterexamples.named_sides(replace(step, index=None), text) == "head = 2 * result, everywhere"


def test_a_ratio_of_minus_one_is_not_said_beside_a_flipped_sign() -> None:
    assert "ratio" not in render(_run("Derivative(cos(x), x)", "sin(x)", "="))
    assert "lhs = 1/2 * rhs" in render(_run("x/2", "x", "="))


def _run(first: str, second: str, relation: str) -> RunResult:
    chain = {"symbols": {"x, y, z": "real"}, "steps": [first, {"expr": second, "relation": relation}]}
    return check([read_file("c.yaml", json.dumps(chain).encode())])
