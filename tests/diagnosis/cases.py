"""The cases of a mistake: `<mistake>.yaml` beside this file, each case one step of a chain.

A case has `name`, `symbols`, perhaps `let`, and `steps`, two lines. Flagged: `fix` (none where the line before is to be
mended), perhaps `message`, `underlined`
(the marked text of the right side, then of the line before) and `also`, the other mistakes that it shows. Not
flagged: `instead`, the mistakes that it shows in place of this one.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from verifier.diagnosis.failed import FailedStep
from verifier.engine.outcome import Outcome
from verifier.model.chain import Chain
from verifier.model.result import Diagnosis, Mark
from verifier.model.verdict import Verdict
from verifier.reading.jsonl import read_line
from verifier.session.asking import Trials, ask, claim_of
from verifier.session.setting import settle
from verifier.terms.term import Term
from verifier.terms.vocabulary import is_condition

HERE = Path(__file__).parent
Case = dict[str, Any]


def case_files() -> list[Path]:
    return sorted(HERE.glob("*.yaml"))


def cases(kind: str) -> list[tuple[str, Case]]:
    """The cases of all mistakes with the mistake's name; all scalars are text."""
    loaded = [(path.stem.replace("_", "-"), yaml.load(path.read_text(), yaml.BaseLoader)) for path in case_files()]
    return [(name, case) for name, file in loaded for case in file[kind]]


def chain_of(case: Case, steps: list[Any] | None = None) -> Chain:
    keys = {key: case[key] for key in ("symbols", "let") if key in case}
    line = {"id": case["name"], **keys, "steps": steps or case["steps"]}
    chain = read_line("cases.jsonl", 1, json.dumps(line).encode())
    assert not chain.errors, chain.errors
    return chain


def failed_step(chain: Chain) -> FailedStep:
    before, step = (s.written for s in chain.steps)
    values = outcome_of_step(chain).values
    return FailedStep(before.term, step, before, chain.definitions, chain.declarations, values)


def judge_of(chain: Chain) -> Callable[[Term, Term], Outcome]:
    trials = Trials(settle(chain))
    return lambda lhs, rhs: trials.ask(lhs, rhs, "<=>" if is_condition(lhs.head) else "=")


def outcome_of_step(chain: Chain) -> Outcome:
    """The engine's answer on the chain's only step."""
    setting = settle(chain)
    before, step = (s.written.term for s in chain.steps)
    return ask(setting, claim_of(setting, before, step, chain.steps[1].relation))


def verdict_of_step(chain: Chain) -> Verdict:
    return outcome_of_step(chain).verdict


def underlined(diagnosis: Diagnosis, chain: Chain) -> list[str]:
    """The marked text. Both lines stand in one line of a file, so the columns are taken from each line's own start."""
    before, step = (s.written for s in chain.steps)

    def text(mark: Mark) -> str:
        written = step if mark.primary else before
        return written.text[mark.span.column - written.span.column : mark.span.end_column - written.span.column]

    return [text(mark) for mark in diagnosis.marks]
