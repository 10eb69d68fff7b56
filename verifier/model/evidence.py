"""What an engine hands to the kernel: a proof as a tree of rule applications, or a counterexample."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from fractions import Fraction

from verifier.terms.record import record
from verifier.terms.term import Term


@record
class Point:
    """An exact point: symbols (`x`, `x[1]`) to rationals or pairs (real, imaginary), functions to concrete ones.

    `closed` gives some real symbols a value that is a term without symbols: `sqrt(2)`, `log(3)`.
    """

    values: Mapping[str, Fraction | tuple[Fraction, Fraction]] = field(default_factory=dict)
    functions: Mapping[str, tuple[tuple[str, ...], Term]] = field(default_factory=dict)
    closed: Mapping[str, Term] = field(default_factory=dict)


@record
class Proof:
    """One application of a rule of the kernel's table.

    `rule` is the rule's name, `terms` and `names` its parameters, `parts` the proofs of its premises in the order the
    rule states. The kernel computes the premises itself; a proof carries no claim, so it cannot claim too much.
    """

    rule: str
    terms: tuple[Term, ...] = ()
    names: tuple[str, ...] = ()
    parts: tuple[Proof, ...] = ()


@record
class Equality:
    """A proof that the sides agree wherever both are defined, and a point where both are.

    `evaluations` are applications of rules that rewrite integrals, in order: they give the sides values at the point.
    """

    proof: Proof
    witness: Point
    evaluations: tuple[Proof, ...] = ()


@record
class Counterexample:
    """A point of the declared domain where both sides are defined and differ; `evaluations` as in `Equality`."""

    point: Point
    evaluations: tuple[Proof, ...] = ()


Evidence = Equality | Counterexample
