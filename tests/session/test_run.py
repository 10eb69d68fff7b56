"""A run: errors of the author, progress, Ctrl-C, and the counts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.session.building import (
    CONDITIONAL,
    NO_POINT,
    PROVED,
    REFUTED,
    UNDECIDED,
    Engine,
    chain,
    step,
)
from tests.session.conftest import UseTable
from verifier.engine.outcome import Outcome
from verifier.model.chain import Chain, ChainFile, Declaration, InputError
from verifier.model.claim import Claim
from verifier.model.result import StepResult
from verifier.model.verdict import Reason, Verdict
from verifier.session import Interrupted, Options, check, check_chain, check_file, findings_of, summarize
from verifier.session.assumptions import CONTRADICTORY
from verifier.terms.term import ONE, ZERO, call, symbol

ERROR = InputError("undeclared-symbol", "no such name", 3, 1)
X = symbol("x")


def test_of_a_chain_with_errors_nothing_is_judged(engine: UseTable) -> None:
    fake = engine()
    result = check_chain(chain("a", "b", errors=(ERROR,)))
    assert (result.errors, result.steps, result.result, fake.asked) == ((ERROR,), (), None, [])


def test_each_step_and_the_result_are_told_as_they_are_decided(engine: UseTable) -> None:
    engine(otherwise=PROVED)
    told: list[tuple[str, str]] = []

    def progress(of: Chain, done: StepResult) -> None:
        told.append((of.name, done.rhs))

    check([ChainFile("f", (chain("a", "b", "c", result=step("d")),))], progress=progress)
    assert told == [("c", "b"), ("c", "c"), ("c", "d")]


def test_a_run_that_is_interrupted_keeps_what_was_decided(engine: UseTable, monkeypatch: pytest.MonkeyPatch) -> None:
    engine()

    def decide(claim: Claim, limits: object) -> Outcome:
        if claim.rhs == symbol("stop"):
            raise KeyboardInterrupt
        return PROVED

    monkeypatch.setattr("verifier.session.asking.decide", decide)
    files = [ChainFile("f", (chain("a", "b"), chain("a", "b", "stop", "c"), chain("a", "d"))), ChainFile("g")]
    run = check(files)
    assert run.interrupted
    assert [[s.rhs for s in c.steps] for f in run.files for c in f.chains] == [["b"], ["b"]]
    assert run.summary.proved == 2
    with pytest.raises(Interrupted) as caught:
        check_chain(files[0].chains[1])
    assert len(caught.value.chain.steps) == 1


def test_a_run_counts_steps_by_verdict_and_results_only_as_known_issues(engine: UseTable) -> None:
    table = {("a", "b"): PROVED, ("b", "c"): CONDITIONAL, ("c", "d"): REFUTED, ("d", "e"): UNDECIDED}
    engine({**table, ("a", "z"): REFUTED})
    lines = ("a", "b", "c", step("d", expect="refuted"), "e")
    file = ChainFile("f", (chain(*lines, result=step("z", expect="refuted")), chain("a", errors=(ERROR,))), (ERROR,))
    summary = check([file]).summary
    assert (summary.files, summary.chains, summary.steps) == (1, 2, 4)
    assert (summary.proved, summary.conditional, summary.refuted, summary.undecided) == (1, 1, 1, 1)
    assert (summary.errors, summary.known_issues, summary.findings) == (2, 2, 3)
    assert summarize([check_file(file)]) == summary


@pytest.mark.parametrize(
    "fail_on, found", [({"refuted"}, "c"), ({"conditional"}, "b"), (set(), ""), ({"refuted", "undecided"}, "cd")]
)
def test_what_fails_a_run_is_chosen(engine: UseTable, fail_on: set[str], found: str) -> None:
    engine({("a", "b"): CONDITIONAL, ("b", "c"): REFUTED, ("c", "d"): UNDECIDED})
    options = Options(fail_on=frozenset(fail_on))
    findings = findings_of(check_chain(chain("a", "b", "c", "d"), options), options)
    assert "".join(f.rhs for f in findings if isinstance(f, StepResult)) == found


def test_unmet_expectations_fail_a_run_whatever_is_chosen(engine: UseTable) -> None:
    engine({("a", "b"): PROVED})
    options = Options(fail_on=frozenset())
    result = check_chain(chain("a", step("b", expect="refuted", watch={"flipped-sign": "c"})), options)
    assert findings_of(result, options) == (result.steps[0], *result.steps[0].watched)


def with_assumptions(monkeypatch: pytest.MonkeyPatch, *answers: Outcome) -> Chain:
    """A chain under x > 0, x < 1, x < 0; the engine gives these answers on whether there is a point."""
    left = list(answers)
    monkeypatch.setattr("verifier.session.assumptions.decide", lambda claim, limits: left.pop(0))
    assumed = (call("gt", X, ZERO), call("lt", X, ONE), call("lt", X, ZERO))
    return chain("a", "b", result=step("c"), assumptions=assumed, declarations=(Declaration("x"),))


def test_contradictory_assumptions_are_an_error_that_names_them(
    engine: UseTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine(otherwise=PROVED)
    shown = replace(NO_POINT, detail=CONTRADICTORY)
    result = check_chain(with_assumptions(monkeypatch, shown, PROVED, shown, PROVED))
    assert [e.code for e in result.errors] == ["contradictory-assumptions"]
    assert result.errors[0].message.endswith("no point satisfies `x > 0`, `x < 0`")
    assert (result.steps, result.result) == ((), None)


def test_where_no_point_is_found_every_step_is_undecided(engine: UseTable, monkeypatch: pytest.MonkeyPatch) -> None:
    fake: Engine = engine(otherwise=PROVED)
    result = check_chain(with_assumptions(monkeypatch, NO_POINT))
    assert result.result is not None
    for judged in (*result.steps, result.result):
        assert (judged.verdict, judged.reason) == (Verdict.UNDECIDED, Reason.NO_POINT)
    assert (fake.asked, result.errors) == ([], ())
