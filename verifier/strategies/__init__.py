"""Hypothesis strategies of derivations, for tests of this tool and of any other that reads or judges mathematics.

    from hypothesis import given
    from verifier.strategies import planted_mistakes, true_steps

    @given(true_steps())
    def test_no_true_step_is_refuted(step):
        assert my_checker(step.lhs, step.rhs, step.symbols) != "wrong"

    @given(planted_mistakes())
    def test_no_mistake_is_accepted(step):
        assert my_checker(step.lhs, step.rhs, step.symbols) != "right"

A step's lines are texts in the language of a chain file (`step.lhs`, `step.rhs`), with the declarations they need
(`step.symbols`), and trees (`step.terms`). `true_steps` are built by random sound rewriting: both sides have a value at
every point of the declared domain, and the same. `planted_mistakes` are true steps with one part changed: a sign, a
constant, an exponent, a function, a name, a part left out; `step.point` is a point where the sides differ, found in
double precision without the kernel. The package needs Hypothesis (`pip install derivation-verifier[test]`).
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Final

from verifier.strategies.steps import GeneratedStep, planted_mistake, true_step
from verifier.strategies.worlds import COMPLEX, REAL, World, random_term

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from verifier.terms.term import Term

__all__ = ["GeneratedStep", "planted_mistakes", "terms", "true_steps"]

_WORLDS: Final = {False: REAL, True: COMPLEX}


def terms(*, is_complex: bool = False, depth: int = 3) -> SearchStrategy[Term]:
    """Terms that have a value at every point: over reals x and y, positive p and q, a in (0, 1), natural n, or the plane."""
    return _randoms().map(lambda random: random_term(random, _WORLDS[is_complex], depth))


def true_steps(*, is_complex: bool = False, depth: int = 3) -> SearchStrategy[GeneratedStep]:
    """Steps that hold, with both sides defined everywhere."""
    return _randoms().map(lambda random: true_step(random, _WORLDS[is_complex], depth))


def planted_mistakes(*, is_complex: bool = False, depth: int = 3) -> SearchStrategy[GeneratedStep]:
    """Steps that are false at their `point`."""
    found = _randoms().map(lambda random: _planted(random, _WORLDS[is_complex], depth))
    return found.filter(lambda step: step is not None)  # type: ignore[return-value]


def _planted(random: Random, world: World, depth: int) -> GeneratedStep | None:
    """A few attempts, since not every change matters."""
    return next((s for s in (planted_mistake(random, world, depth) for _ in range(4)) if s is not None), None)


def _randoms() -> SearchStrategy[Random]:
    """Sources of chance that Hypothesis controls, so that what fails is made smaller and comes back."""
    from hypothesis import strategies

    return strategies.randoms(use_true_random=False)
