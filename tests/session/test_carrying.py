"""Error carried forward: the four rules of the contract in their order, and one line to blame."""

from __future__ import annotations

from tests.session.building import CONDITIONAL, PROVED, REFUTED, UNDECIDED, chain, step
from tests.session.conftest import UseTable
from verifier.model.result import StepResult
from verifier.model.verdict import Verdict
from verifier.session import check_chain, findings_of

Row = tuple[Verdict, str, int | None]


def row(result: StepResult) -> Row:
    return result.verdict, result.judged_from, result.caused_by


def rows(*lines: str) -> list[Row]:
    return [row(s) for s in check_chain(chain(*lines)).steps]


def test_a_line_that_follows_from_the_wrong_one_takes_that_verdict(engine: UseTable) -> None:
    engine({("a", "wrong"): REFUTED, ("wrong", "b"): CONDITIONAL, ("b", "c"): PROVED})
    assert rows("a", "wrong", "b", "c") == [
        (Verdict.REFUTED, "previous", None),
        (Verdict.CONDITIONAL, "previous", None),
        (Verdict.PROVED, "previous", None),
    ]


def test_following_from_the_wrong_line_comes_before_its_repair(engine: UseTable) -> None:
    table = {("a", "wrong"): REFUTED, ("a", "right"): PROVED, ("wrong", "b"): PROVED, ("right", "b"): REFUTED}
    engine(table, mistakes={"wrong": ("flipped-sign", "right")})
    assert rows("a", "wrong", "b")[1] == (Verdict.PROVED, "previous", None)


def test_a_line_is_judged_from_the_repair_of_the_wrong_one(engine: UseTable) -> None:
    table = {("a", "wrong"): REFUTED, ("a", "right"): PROVED, ("wrong", "b"): REFUTED, ("right", "b"): PROVED}
    engine(table, mistakes={"wrong": ("flipped-sign", "right")})
    result = check_chain(chain("a", "wrong", "b"))
    assert [m.name for m in result.steps[0].mistakes] == ["flipped-sign"]
    assert row(result.steps[1]) == (Verdict.PROVED, "repair", None)
    assert result.steps[1].lhs == "wrong"
    assert findings_of(result) == (result.steps[0],)


def test_the_repair_comes_before_the_line_before_the_wrong_one(engine: UseTable) -> None:
    table = {("a", "wrong"): REFUTED, ("a", "right"): PROVED, ("wrong", "b"): REFUTED, ("a", "b"): PROVED}
    engine({**table, ("right", "b"): UNDECIDED}, mistakes={"wrong": ("flipped-sign", "right")})
    assert rows("a", "wrong", "b")[1] == (Verdict.UNDECIDED, "repair", None)


def test_a_mistake_made_behind_a_repair_is_a_second_finding(engine: UseTable) -> None:
    table = {("a", "wrong"): REFUTED, ("a", "right"): PROVED, ("right", "bad"): REFUTED, ("right", "good"): PROVED}
    table |= {("wrong", "bad"): REFUTED, ("bad", "c"): REFUTED, ("good", "c"): PROVED}
    engine(table, mistakes={"wrong": ("flipped-sign", "right"), "bad": ("dropped-term", "good")})
    result = check_chain(chain("a", "wrong", "bad", "c"))
    assert [row(s) for s in result.steps] == [
        (Verdict.REFUTED, "previous", None),
        (Verdict.REFUTED, "repair", None),
        (Verdict.PROVED, "repair", None),
    ]
    assert findings_of(result) == result.steps[:2]


def test_a_slip_of_the_pen_is_blamed_once(engine: UseTable) -> None:
    engine(
        {("a", "slip"): REFUTED, ("slip", "b"): REFUTED, ("a", "b"): PROVED, ("b", "c"): REFUTED, ("a", "c"): PROVED}
    )
    result = check_chain(chain("a", "slip", "b"))
    assert row(result.steps[1]) == (Verdict.REFUTED, "previous", 1)
    assert result.steps[1].mistakes == ()
    assert findings_of(result) == (result.steps[0],)


def test_behind_a_slip_of_the_pen_the_chain_is_clean_again(engine: UseTable) -> None:
    engine(
        {("a", "slip"): REFUTED, ("slip", "b"): REFUTED, ("a", "b"): PROVED, ("b", "c"): REFUTED, ("slip", "c"): PROVED}
    )
    assert rows("a", "slip", "b", "c")[2] == (Verdict.REFUTED, "previous", None)


def test_otherwise_a_line_is_judged_as_written(engine: UseTable) -> None:
    engine({("a", "wrong"): REFUTED, ("wrong", "b"): REFUTED, ("a", "b"): REFUTED})
    result = check_chain(chain("a", "wrong", "b"))
    assert row(result.steps[1]) == (Verdict.REFUTED, "previous", None)
    assert findings_of(result) == result.steps


def test_the_line_before_a_line_judged_from_a_repair_is_the_repair(engine: UseTable) -> None:
    table = {("a", "wrong"): REFUTED, ("a", "right"): PROVED, ("wrong", "slip"): REFUTED, ("right", "slip"): REFUTED}
    engine({**table, ("slip", "b"): REFUTED, ("right", "b"): PROVED}, mistakes={"wrong": ("flipped-sign", "right")})
    assert rows("a", "wrong", "slip", "b")[2] == (Verdict.REFUTED, "previous", 2)


def test_an_undecided_step_is_no_error_to_carry(engine: UseTable) -> None:
    fake = engine({("a", "b"): UNDECIDED, ("b", "c"): REFUTED, ("a", "c"): PROVED})
    assert rows("a", "b", "c")[1] == (Verdict.REFUTED, "previous", None)
    assert ("a", "c") not in fake.pairs


def test_a_known_issue_carries_its_repair_too(engine: UseTable) -> None:
    table = {("a", "wrong"): REFUTED, ("a", "right"): PROVED, ("wrong", "b"): REFUTED, ("right", "b"): PROVED}
    engine(table, mistakes={"wrong": ("flipped-sign", "right")})
    result = check_chain(chain("a", step("wrong", expect="flipped-sign"), "b"))
    assert row(result.steps[1]) == (Verdict.PROVED, "repair", None)
    assert findings_of(result) == ()


def test_the_result_is_judged_from_the_head_alone(engine: UseTable) -> None:
    table = {("a", "wrong"): REFUTED, ("a", "right"): PROVED, ("wrong", "b"): PROVED, ("a", "b"): REFUTED}
    engine(table, mistakes={"wrong": ("flipped-sign", "right")})
    result = check_chain(chain("a", "wrong", "b", result=step("b"))).result
    assert result is not None
    assert (result.index, result.lhs, result.rhs) == (None, "a", "b")
    assert row(result) == (Verdict.REFUTED, "previous", None)


def test_relations_other_than_equality_have_no_diagnosis(engine: UseTable) -> None:
    engine({("a", "wrong"): REFUTED, ("a", "right"): PROVED}, mistakes={"wrong": ("flipped-sign", "right")})
    result = check_chain(chain("a", step("wrong", relation="<=")))
    assert result.steps[0].mistakes == ()
