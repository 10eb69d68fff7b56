"""Nothing is told that was not verified, and a judge is not asked too often."""

from __future__ import annotations

from tests.diagnosis.cases import cases, chain_of, failed_step
from verifier.diagnosis.catalog import CATALOG, names
from verifier.diagnosis.diagnose import LARGEST_FIX, MOST_PROPOSALS, diagnose
from verifier.engine.outcome import Outcome
from verifier.model.verdict import Verdict
from verifier.terms.definitions import Unreachable
from verifier.terms.printer import text_of
from verifier.terms.term import Term

STEPS = [failed_step(chain_of(case)) for _, case in cases("flagged")]


def yes(lhs: Term, rhs: Term) -> Outcome:
    return Outcome(Verdict.PROVED)


def test_what_is_not_proved_is_not_told() -> None:
    for verdict in (Verdict.REFUTED, Verdict.UNDECIDED):
        assert not any(diagnose(step, lambda lhs, rhs, v=verdict: Outcome(v)) for step in STEPS)


def test_a_conditional_repair_counts_as_verified() -> None:
    assert diagnose(STEPS[0], lambda lhs, rhs: Outcome(Verdict.CONDITIONAL))


def test_a_repair_without_a_meaning_is_passed_over() -> None:
    def judge(lhs: Term, rhs: Term) -> Outcome:
        raise Unreachable(rhs, "a", "x")

    assert not any(diagnose(step, judge) for step in STEPS)


def test_at_most_so_many_repairs_are_judged_for_one_mistake() -> None:
    for step in STEPS:
        for mistake in CATALOG:
            fixes: set[Term] = set()

            def judge(lhs: Term, rhs: Term, fixes: set[Term] = fixes) -> Outcome:
                fixes.add(rhs)
                return Outcome(Verdict.REFUTED)

            diagnose(step, judge, frozenset({mistake.name}))
            assert len(fixes) <= MOST_PROPOSALS


def test_the_order_is_the_catalogues_and_each_mistake_comes_once() -> None:
    for step in STEPS:
        found = [d.name for d in diagnose(step, yes)]
        assert found == [name for name in names() if name in found]


def test_only_wanted_mistakes_are_looked_for() -> None:
    for step in STEPS:
        assert {d.name for d in diagnose(step, yes, frozenset({"flipped-sign"}))} <= {"flipped-sign"}


def test_a_fix_changes_the_line_and_stays_readable() -> None:
    for step in STEPS:
        for mistake in CATALOG:
            for proposal in mistake.propose(step):
                assert proposal.fix is None or proposal.fix.size <= LARGEST_FIX
                assert proposal.message[0] in "`" or proposal.message[0].islower()


def test_a_sign_of_an_equation_is_proposed_as_well() -> None:
    steps = ["-2*x = 6", {"expr": "2*x = 6", "relation": "<=>"}]
    step = failed_step(chain_of({"name": "equation", "symbols": {"x": "real"}, "steps": steps}))
    (flipped,) = (mistake for mistake in CATALOG if mistake.name == "flipped-sign")
    assert [text_of(p.fix) for p in flipped.propose(step) if p.fix is not None] == ["-2*x = 6", "2*x = -6"]
