"""Generated steps, judged: `python -m tests.soundness --count 1000000` prints what became of true steps and mistakes.

A verdict is wrong if a step that holds is refuted, or conditional in words that no author could write; if a false one is
proved or conditional; if a proof does not replay; or if a counterexample does not stand at twice the precision or before
the independent evaluator. The sides of every true step are defined everywhere, so `conditional` is cautious there.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import Final

from tests.facts.judge import as_point, is_sayable
from tests.independent.domains import compare
from verifier.engine.limits import Limits
from verifier.engine.outcome import Outcome
from verifier.kernel.balls.evaluation import Difference, compile_term, differ
from verifier.kernel.judge import judge
from verifier.kernel.normal_forms.field import LARGE
from verifier.model.chain import Chain
from verifier.model.claim import Claim
from verifier.model.verdict import Verdict
from verifier.reading.pairs import read_pair
from verifier.session.asking import ask, claim_of
from verifier.session.setting import settle
from verifier.strategies.steps import GeneratedStep, planted_mistake, true_step
from verifier.strategies.worlds import COMPLEX, REAL
from verifier.terms.printer import text_of

LIMITS: Final = Limits(seconds=5, use_sympy=False)
BITS: Final = (512, 2048, 8192)  # at least twice what the kernel may have needed
POSSIBLE: Final = {
    "true": {Verdict.PROVED, Verdict.CONDITIONAL, Verdict.UNDECIDED},
    "false": {Verdict.REFUTED, Verdict.UNDECIDED},
}


def true_steps(seed: int) -> Iterator[GeneratedStep]:
    """Steps that hold, without end; one in five is in the plane."""
    random = Random(seed)
    while True:
        yield true_step(random, COMPLEX if random.random() < 0.2 else REAL)


def mistakes(seed: int) -> Iterator[GeneratedStep]:
    """Planted mistakes that the independent evaluator shows to be false at their point, without end."""
    random = Random(seed)
    while True:
        step = planted_mistake(random, COMPLEX if random.random() < 0.2 else REAL)
        if step is not None and compare(*step.terms, step.point or {}, step.is_complex) == "different":
            yield step


def verdict_and_complaints(step: GeneratedStep) -> tuple[Verdict, list[str]]:
    """The verdict on a step, and what is wrong with it."""
    claim, chain, outcome = _judged(step)
    truth = "true" if step.point is None else "false"
    wrong = [] if outcome.verdict in POSSIBLE[truth] else [f"{outcome.verdict.value}, but it is {truth}"]
    if outcome.evidence is not None and judge(claim, outcome.evidence, LARGE).verdict is not outcome.verdict:
        wrong.append("its evidence does not replay")
    if not all(is_sayable(c) for c, _ in outcome.conditions):
        wrong.append(f"no author can write its conditions: {[text_of(c) for c, _ in outcome.conditions]}")
    if outcome.point is not None and not _stands(claim, chain, outcome):
        wrong.append(f"its counterexample does not stand: {dict(outcome.point.values)}")
    return outcome.verdict, wrong


def _judged(step: GeneratedStep) -> tuple[Claim, Chain, Outcome]:
    chain = read_pair(step.lhs, step.rhs, dict(step.symbols), {}, (), "=").chain
    assert not chain.errors, (str(step), chain.errors)
    setting = settle(chain)
    claim = claim_of(setting, *(s.written.term for s in chain.steps))
    assert (claim.lhs, claim.rhs) == step.terms, f"{step} does not read back as the same terms"
    return claim, chain, ask(setting, claim, LIMITS)


def _stands(claim: Claim, chain: Chain, outcome: Outcome) -> bool:
    """Whether the sides differ at the counterexample, by balls at twice the precision and by the independent evaluator."""
    assert outcome.point is not None
    domain = claim.domain
    sides = [compile_term(t, domain.complex_numbers, domain.integers) for t in (claim.lhs, claim.rhs)]
    by_balls = any(differ(*sides, outcome.point, bits).difference is Difference.DIFFERENT for bits in BITS)
    point = as_point(chain, outcome.point)
    seen = (compare(claim.lhs, claim.rhs, point, domain.complex_numbers, finer) for finer in (1, 6))
    return by_balls and any(s in ("different", "unclear") for s in seen)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000, help="how many of each kind")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    asked = parser.parse_args()
    print(f"seed {asked.seed}")
    wrong = 0
    for kind, steps in (("true", true_steps(asked.seed)), ("false", mistakes(asked.seed))):
        verdicts: Counter[str] = Counter()
        for step, _ in zip(steps, range(asked.count), strict=False):
            verdict, complaints = verdict_and_complaints(step)
            verdicts[verdict.value] += 1
            wrong += bool(complaints)
            if complaints:
                print(f"{'; '.join(complaints)}: {step}", flush=True)
        print(f"{kind}: " + ", ".join(f"{v} {n}" for v, n in sorted(verdicts.items())))
    print(f"{wrong} wrong")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
