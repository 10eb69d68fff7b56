"""A mistake planted in a true line is found wherever it was planted."""

from __future__ import annotations

import pytest

from tests.diagnosis.cases import Case, chain_of, failed_step, judge_of, verdict_of_step
from verifier.diagnosis.diagnose import diagnose
from verifier.diagnosis.paths import Path, at, replaced, walk
from verifier.diagnosis.rewriting import with_sign_flipped
from verifier.diagnosis.sums import without
from verifier.model.chain import Chain
from verifier.model.verdict import Verdict
from verifier.terms.printer import text_of
from verifier.terms.term import Term

TRUE_STEPS: list[Case] = [
    {
        "name": "bracket",
        "symbols": {"a": "real", "b": "real", "c": "real"},
        "steps": ["2*(a - b) + c", "2*a - 2*b + c"],
    },
    {"name": "square", "symbols": {"a": "real", "b": "real"}, "steps": ["(a - b)**2", "a**2 - 2*a*b + b**2"]},
    {"name": "sigmoid", "symbols": {"z": "real"}, "steps": ["1/(1 + exp(-z))", "(1 + exp(-z))/(1 + exp(-z))**2"]},
    {"name": "slope", "symbols": {"x": "real"}, "steps": ["Derivative(x*exp(-x), x)", "exp(-x) - x*exp(-x)"]},
]


def planted(case: Case, line: Term) -> Chain:
    return chain_of(case, [case["steps"][0], text_of(line)])


def true_line(case: Case) -> Term:
    return chain_of(case).steps[1].written.term


def addends(line: Term) -> list[Path]:
    return [path for path, _ in walk(line) if path and at(line, path[:-1]).head == "add"]


PLACES = [
    pytest.param(case, path, id=f"{case['name']}-{text_of(at(true_line(case), path))}")
    for case in TRUE_STEPS
    for path in addends(true_line(case))
]


def names_found(chain: Chain) -> set[str]:
    assert verdict_of_step(chain) is Verdict.REFUTED
    return {d.name for d in diagnose(failed_step(chain), judge_of(chain))}


@pytest.mark.parametrize("case, path", PLACES)
def test_a_flipped_sign_is_found(case: Case, path: Path) -> None:
    assert "flipped-sign" in names_found(planted(case, with_sign_flipped(true_line(case), path)))


@pytest.mark.parametrize("case, path", PLACES)
def test_a_dropped_term_is_found(case: Case, path: Path) -> None:
    line = true_line(case)
    total = at(line, path[:-1])
    assert "dropped-term" in names_found(planted(case, replaced(line, path[:-1], without(total, path[-1]))))
