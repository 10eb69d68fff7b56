"""Every mistake flags what its cases say, with that fix, and leaves its neighbours alone."""

from __future__ import annotations

from typing import Any

import pytest

from tests.diagnosis.cases import Case, cases, chain_of, failed_step, judge_of, underlined, verdict_of_step
from verifier.diagnosis.diagnose import diagnose
from verifier.model.verdict import Verdict

FLAGGED = [pytest.param(name, case, id=f"{name}: {case['name']}") for name, case in cases("flagged")]
NOT_FLAGGED = [pytest.param(name, case, id=f"{name}: {case['name']}") for name, case in cases("not_flagged")]


def verdict_of(case: Case, steps: list[Any] | None = None) -> Verdict:
    return verdict_of_step(chain_of(case, steps))


@pytest.mark.parametrize("name, case", FLAGGED + NOT_FLAGGED)
def test_the_step_of_a_case_is_refuted(name: str, case: Case) -> None:
    assert verdict_of(case) is Verdict.REFUTED


@pytest.mark.parametrize("name, case", FLAGGED)
def test_it_is_flagged_with_its_fix(name: str, case: Case) -> None:
    chain = chain_of(case)
    found = {d.name: d for d in diagnose(failed_step(chain), judge_of(chain))}
    assert set(found) == {name, *case.get("also", [])}
    assert found[name].fix == case.get("fix", case.get("line_before"))
    assert found[name].mends_line_before == ("line_before" in case)
    assert found[name].message == case.get("message", found[name].message)
    assert underlined(found[name], chain) == case.get("underlined", underlined(found[name], chain))


@pytest.mark.parametrize("name, case", [p for p in FLAGGED if "fix" in p.values[1]])
def test_the_fix_reads_back_and_holds(name: str, case: Case) -> None:
    before, wrong = case["steps"]
    mended = {**wrong, "expr": case["fix"]} if isinstance(wrong, dict) else case["fix"]
    assert verdict_of(case, [before, mended]) in (Verdict.PROVED, Verdict.CONDITIONAL)


@pytest.mark.parametrize("name, case", NOT_FLAGGED)
def test_it_is_not_flagged(name: str, case: Case) -> None:
    chain = chain_of(case)
    found = {d.name for d in diagnose(failed_step(chain), judge_of(chain))}
    assert found == set(case.get("instead", []))
