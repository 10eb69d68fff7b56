"""Mutants of true steps, judged: `python -m tests.mutants.run --count 10000` prints what became of them."""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from random import Random

from tests.independent.domains import compare, is_complex, points
from tests.mutants.true_steps import TrueStep, known_steps, random_step
from verifier.engine.limits import Limits
from verifier.engine.outcome import Outcome
from verifier.model.chain import Kind
from verifier.session.asking import ask, claim_of
from verifier.session.setting import settle
from verifier.strategies.planting import mutate
from verifier.terms.printer import text_of

LIMITS = Limits(seconds=5, use_sympy=False)
POINTS_TRIED = 12
LARGEST = 120
WRONG = ("proved", "conditional", "crashed")


def false_steps(seed: int) -> Iterator[TrueStep]:
    """Mutants that mpmath shows to be false at a point of the declared domain, without end."""
    random = Random(seed)
    known = known_steps()
    while True:
        step = random.choice(known) if random.random() < 0.6 else random_step(random)
        mutant = _mutant(step, random)
        if mutant is not None and mutant.rhs.size <= LARGEST and is_false(mutant, random):
            yield mutant


def _mutant(step: TrueStep, random: Random) -> TrueStep | None:
    names = [d.name for d in step.chain.declarations if d.kind is Kind.SCALAR]
    if random.random() < 0.3:
        step = replace(step, lhs=step.rhs, rhs=step.lhs)
    changed = mutate(step.rhs, names, random)
    return None if changed is None or changed == step.lhs else replace(step, rhs=changed)


def is_false(step: TrueStep, random: Random) -> bool:
    """Whether both sides are defined at one of a few points, and differ there."""
    complex_numbers = is_complex([step.lhs, step.rhs], step.chain.declarations)
    found = list(points(step.chain.declarations, step.chain.assumptions, (), complex_numbers))
    random.shuffle(found)
    return any(compare(step.lhs, step.rhs, p, complex_numbers) == "different" for p in found[:POINTS_TRIED])


def judged(step: TrueStep) -> Outcome:
    complex_numbers = is_complex([step.lhs, step.rhs], step.chain.declarations)
    setting = replace(settle(step.chain), complex_numbers=complex_numbers)
    return ask(setting, claim_of(setting, step.lhs, step.rhs), LIMITS)


def verdict_on(step: TrueStep) -> str:
    """The verdict, or `crashed` with its cause: a run of many steps goes on."""
    try:
        return judged(step).verdict.value
    except Exception as error:
        print(repr(error))
        return "crashed"


def described(step: TrueStep) -> str:
    words = ", ".join(f"{d.name} {d.words}" for d in step.chain.declarations)
    return f"{text_of(step.lhs)}  =  {text_of(step.rhs)}   ({words})"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    asked = parser.parse_args()
    print(f"seed {asked.seed}")
    verdicts: Counter[str] = Counter()
    for step in islice(false_steps(asked.seed), asked.count):
        verdict = verdict_on(step)
        verdicts[verdict] += 1
        if verdict in WRONG:
            print(f"{verdict}: {described(step)}", flush=True)
    print(", ".join(f"{v} {n}" for v, n in sorted(verdicts.items())))
    return int(any(verdicts[w] for w in WRONG))


if __name__ == "__main__":
    sys.exit(main())
