"""`expect`, `watch` and `because`: strict, and apart from the step's own verdict."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.session.building import CONDITIONAL, PROVED, REFUTED, TIMED_OUT, UNDECIDED, chain, step
from tests.session.conftest import UseTable
from verifier.engine.outcome import Outcome
from verifier.model.result import StepResult
from verifier.model.verdict import Reason, Verdict
from verifier.session import check_chain, findings_of
from verifier.terms.term import Term, call, symbol

A, B, C, D = map(symbol, "abcd")


@pytest.mark.parametrize(
    "outcome, word, expected",
    [
        (REFUTED, "refuted", "met"),
        (REFUTED, "flipped-sign", "met"),
        (REFUTED, "dropped-term", "unmet"),
        (REFUTED, "undecided", "unmet"),
        (REFUTED, "conditional", "unmet"),
        (CONDITIONAL, "conditional", "met"),
        (CONDITIONAL, "refuted", "unmet"),
        (PROVED, "refuted", "unmet"),
        (PROVED, "conditional", "unmet"),
        (PROVED, "flipped-sign", "unmet"),
        (PROVED, "proved", "unmet"),
        (UNDECIDED, "undecided", "met"),
        (UNDECIDED, "gave-up", "met"),
        (UNDECIDED, "unsupported", "unmet"),
        (TIMED_OUT, "undecided", "unmet"),
        (TIMED_OUT, "timed-out", "met"),
        (replace(UNDECIDED, reason=Reason.OUT_OF_MEMORY), "undecided", "unmet"),
        (replace(UNDECIDED, reason=Reason.CRASHED), "undecided", "unmet"),
        (replace(UNDECIDED, reason=Reason.UNTRUSTED), "undecided", "met"),
    ],
)
def test_an_expectation_is_strict(engine: UseTable, outcome: Outcome, word: str, expected: str) -> None:
    engine({("a", "b"): outcome, ("a", "right"): PROVED}, mistakes={"b": ("flipped-sign", "right")})
    result = check_chain(chain("a", step("b", expect=word)))
    assert result.steps[0].expected == expected
    assert findings_of(result) == (() if expected == "met" else result.steps)


def test_an_expectation_of_a_result_is_judged_too(engine: UseTable) -> None:
    engine({("a", "b"): PROVED, ("a", "c"): REFUTED})
    result = check_chain(chain("a", "b", result=step("c", expect="refuted")))
    assert result.result is not None
    assert result.result.expected == "met"
    assert findings_of(result) == ()


def watched(engine: UseTable, step_outcome: Outcome, wrong_outcome: Outcome, mistake: str) -> tuple[bool, StepResult]:
    table = {("a", "b"): step_outcome, ("a", "wrong"): wrong_outcome, ("a", "right"): PROVED}
    engine(table, mistakes={"wrong": (mistake, "right")})
    result = check_chain(chain("a", step("b", watch={"flipped-sign": "wrong"}))).steps[0]
    assert (result.watched[0].expr, result.watched[0].verdict) == ("wrong", wrong_outcome.verdict)
    return result.watched[0].met, result


def test_a_pitfall_is_avoided_where_the_step_holds_and_the_wrong_line_shows_it(engine: UseTable) -> None:
    met, result = watched(engine, PROVED, REFUTED, "flipped-sign")
    assert met
    assert result.watched[0].counterexample is not None


@pytest.mark.parametrize(
    "step_outcome, wrong_outcome, mistake",
    [
        (PROVED, REFUTED, "dropped-term"),
        (PROVED, PROVED, "flipped-sign"),
        (PROVED, UNDECIDED, "flipped-sign"),
        (REFUTED, REFUTED, "flipped-sign"),
        (UNDECIDED, REFUTED, "flipped-sign"),
    ],
)
def test_any_other_pitfall_is_a_finding(
    engine: UseTable, step_outcome: Outcome, wrong_outcome: Outcome, mistake: str
) -> None:
    met, result = watched(engine, step_outcome, wrong_outcome, mistake)
    assert not met
    assert result.watched[0] in findings_of(check_chain(chain("a", result.step)))


def reason(engine: UseTable, condition: Term | str, step_outcome: Outcome = PROVED, **table: Outcome) -> StepResult:
    """The step a = b with this reason; `table` gives the engine's answers, `cd` for c = d."""
    engine({("a", "b"): step_outcome, **{(k[0], k[1]): v for k, v in table.items()}})
    return check_chain(chain("a", step("b", because=condition))).steps[0]


def test_prose_has_no_verdict_and_is_no_finding(engine: UseTable) -> None:
    result = reason(engine, "by the chain rule")
    assert result.because is not None
    assert (result.because.text, result.because.verdict) == ("by the chain rule", None)


@pytest.mark.parametrize("outcome", [PROVED, CONDITIONAL, REFUTED, UNDECIDED])
def test_a_reason_has_a_verdict_of_its_own(engine: UseTable, outcome: Outcome) -> None:
    result = reason(engine, call("eq", C, D), cd=outcome)
    assert result.verdict is Verdict.PROVED
    assert result.because is not None
    assert result.because.verdict is outcome.verdict
    assert (result.because.counterexample is not None) == (outcome is REFUTED)
    assert [c.text for c in result.because.conditions] == (["x != y"] if outcome is CONDITIONAL else [])
    found = findings_of(check_chain(chain("a", result.step)))
    assert found == ((result.because,) if outcome in (REFUTED, UNDECIDED) else ())


@pytest.mark.parametrize(
    "first, second, worst",
    [
        (PROVED, PROVED, Verdict.PROVED),
        (PROVED, CONDITIONAL, Verdict.CONDITIONAL),
        (CONDITIONAL, UNDECIDED, Verdict.UNDECIDED),
        (UNDECIDED, REFUTED, Verdict.REFUTED),
    ],
)
def test_a_reason_of_several_equations_is_as_good_as_the_worst(
    engine: UseTable, first: Outcome, second: Outcome, worst: Verdict
) -> None:
    both = call("and", call("eq", A, C), call("eq", C, D))
    result = reason(engine, both, ac=first, cd=second)
    assert result.because is not None
    assert result.because.verdict is worst


def test_a_reason_that_is_no_equation_is_asked_with_its_own_relation(engine: UseTable) -> None:
    fake = engine({("a", "b"): PROVED})
    check_chain(chain("a", step("b", because=call("lt", C, D))))
    assert fake.asked[-1].relation == "<"


@pytest.mark.parametrize("head", ["ne", "or", "not"])
def test_a_reason_of_another_kind_is_unsupported(engine: UseTable, head: str) -> None:
    result = reason(engine, call(head, *([call("eq", C, D)] * (1 if head == "not" else 2))))
    assert result.because is not None
    assert result.because.reason is Reason.UNSUPPORTED


def test_a_false_reason_beside_a_refuted_step_is_a_second_finding(engine: UseTable) -> None:
    engine({("a", "b"): REFUTED, ("c", "d"): REFUTED})
    result = check_chain(chain("a", step("b", because=call("eq", C, D))))
    assert findings_of(result) == (result.steps[0], result.steps[0].because)
