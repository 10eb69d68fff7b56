"""Our time a step against naive `sympy.simplify(lhs - rhs) == 0` on the same steps, in one run.

    python tests/benchmarks/against_sympy.py [--every N] [--seconds S]

The steps are those of `derivations/` and of the equations in `tests/facts.yaml`. Ours is the whole decision, from two
terms to a verdict; reading, and building SymPy's objects, is charged to nobody.
"""

from __future__ import annotations

import argparse
import signal
import statistics
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.facts.judge import LIMITS
from tests.facts.load import facts
from tests.mutants.true_steps import known_steps
from verifier.engine.decide import decide
from verifier.engine.peer.sympy_bridge import to_sympy
from verifier.model.claim import Claim
from verifier.session.asking import claim_of
from verifier.session.setting import settle


def claims() -> Iterator[tuple[str, Claim]]:
    """Each step with its truth: those of the derivations, then the facts that are plainly true or false."""
    from tests.facts.check import read_fact

    for step in known_steps():
        if step.chain.path.startswith("derivations"):
            yield "equal", claim_of(settle(step.chain), step.lhs, step.rhs)
    for fact in facts():
        if fact.truth in ("equal", "unequal", "branch"):
            chain = read_fact(fact)
            yield fact.truth, claim_of(settle(chain), *(s.written.term for s in chain.steps))


def timed(work: Callable[[], str], seconds: float) -> tuple[str, float]:
    """What the work says, or `timeout` or `error`, and its milliseconds."""

    def stop(*_: object) -> None:
        raise TimeoutError

    signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    started = perf_counter()
    try:
        said = work()
    except TimeoutError:
        said = "timeout"
    except Exception:
        said = "error"
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return said, 1000 * (perf_counter() - started)


def naive(lhs: Any, rhs: Any) -> str:
    import sympy

    return "proved" if sympy.simplify(lhs - rhs) == 0 else "refuted"


def grade(truth: str, said: str) -> str:
    if said in ("proved", "conditional"):
        return "right" if truth == "equal" else "WRONG"
    if said == "refuted":
        return "WRONG" if truth == "equal" else "right"
    return "no answer"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--every", type=int, default=1, help="take every N-th step only")
    parser.add_argument("--seconds", type=float, default=10, help="SymPy's limit for one step")
    asked = parser.parse_args()
    chosen = list(claims())[:: asked.every]
    decide(chosen[0][1], LIMITS)
    rows: list[tuple[float, float]] = []
    grades: dict[str, Counter[str]] = {"verify": Counter(), "simplify": Counter()}
    for truth, claim in chosen:
        try:
            sides = to_sympy(claim.lhs, claim.domain), to_sympy(claim.rhs, claim.domain)
        except (TypeError, ValueError, AttributeError):
            continue
        ours, our_ms = timed(lambda claim=claim: decide(claim, LIMITS).verdict.value, 60)
        theirs, their_ms = timed(lambda sides=sides: naive(*sides), asked.seconds)
        rows.append((our_ms, their_ms))
        grades["verify"][grade(truth, ours)] += 1
        grades["simplify"][grade(truth, theirs)] += 1
    report(rows, grades)


def report(rows: list[tuple[float, float]], grades: dict[str, Counter[str]]) -> None:
    print(f"{len(rows)} steps       median ms   95 % ms   total s   right   WRONG   no answer")
    for (name, counts), times in zip(grades.items(), zip(*rows, strict=True), strict=True):
        high = statistics.quantiles(times, n=20)[-1]
        figures = f"{statistics.median(times):9.2f} {high:9.1f} {sum(times) / 1000:9.1f}"
        print(f"{name:14} {figures}   {counts['right']:5}   {counts['WRONG']:5}   {counts['no answer']:9}")
    median = statistics.median(theirs / ours for ours, theirs in rows)
    total = sum(theirs for _, theirs in rows) / sum(ours for ours, _ in rows)
    print(f"verify is {median:.0f} times faster in the median, {total:.0f} times in total")


if __name__ == "__main__":
    main()
