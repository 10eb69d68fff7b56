"""True steps to start from: facts, the derivations of the notes, and random terms rewritten by identities that hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from random import Random

from tests.facts.check import read_fact
from tests.facts.load import facts
from verifier.model.chain import Chain
from verifier.reading.files import read_file
from verifier.reading.pairs import read_pair
from verifier.strategies.steps import true_step
from verifier.strategies.worlds import REAL
from verifier.terms.definitions import expand
from verifier.terms.term import Term

DERIVATIONS = Path(__file__).parents[2] / "derivations"


@dataclass(frozen=True)
class TrueStep:
    """Two expanded lines that are equal wherever both are defined, with the chain that declares their symbols."""

    chain: Chain
    lhs: Term
    rhs: Term


@cache
def known_steps() -> tuple[TrueStep, ...]:
    """The steps of the facts and of the derivations that hold."""
    return (*_from_facts(), *_from_derivations())


def _from_facts() -> Iterator[TrueStep]:
    for fact in facts():
        if fact.truth in ("equal", "hole") and not fact.unseen and "Integral" not in fact.claim:
            chain = read_fact(fact)
            yield TrueStep(_bare(chain), *(expand(s.written.term, chain.definitions) for s in chain.steps))


def _from_derivations() -> Iterator[TrueStep]:
    for path in sorted(DERIVATIONS.glob("*.yaml")):
        for chain in read_file(f"derivations/{path.name}", path.read_bytes()).chains:
            lines = [(s, expand(s.written.term, chain.definitions)) for s in chain.steps]
            for (earlier, before), (step, line) in pairwise(
                lines
            ):  # a line behind a wrong one may go on from its repair
                if earlier.expect is step.expect is None and "Matrix" not in repr(line):
                    yield TrueStep(_bare(chain), before, line)


def _bare(chain: Chain) -> Chain:
    """The chain with its declared domain and nothing else: its lines are expanded already."""
    conditions = tuple(expand(a, chain.definitions) for a in chain.assumptions)
    return replace(chain, definitions=(), assumptions=conditions, result=None)


def random_step(random: Random) -> TrueStep:
    """A random term over the reals, and the same rewritten up to four times."""
    step = true_step(random, REAL)
    return TrueStep(read_pair("0", "0", dict(step.symbols), {}, (), "=").chain, *step.terms)
