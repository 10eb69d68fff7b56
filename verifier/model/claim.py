"""The one thing the kernel judges: a relation, two terms and the declared domain."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from verifier.model.chain import Declaration, Kind, NumberSet, Tolerance
from verifier.terms.record import record
from verifier.terms.substitution import free_symbols
from verifier.terms.term import Term


@record
class Domain:
    """The declared domain: the points that satisfy every declaration and every condition.

    `complex_numbers` says whether the chain is complex: then terms take complex values with principal branches,
    and the declared scalars of kind complex range over the plane.
    """

    declarations: tuple[Declaration, ...] = ()
    conditions: tuple[Term, ...] = ()
    complex_numbers: bool = False

    def about(self, names: Iterable[str]) -> Domain:
        """The part about these names, and about those that conditions, ranges or shapes tie to them."""
        found = set(names)
        ties = [free_symbols(c) for c in self.conditions]
        ties += [free_symbols(part) | {d.name} for d in self.declarations for part in (*d.conditions, *d.shape)]
        size = -1
        while size != len(found):
            size = len(found)
            found.update(*(tie for tie in ties if tie & found))
        return replace(
            self,
            declarations=tuple(d for d in self.declarations if d.name in found),
            conditions=tuple(c for c in self.conditions if free_symbols(c) & found),
        )

    @property
    def integers(self) -> frozenset[str]:
        """Names of the scalars that take integer values only."""
        whole = [d.name for d in self.declarations if d.numbers is NumberSet.INTEGER and d.kind is Kind.SCALAR]
        return frozenset(whole)

    @property
    def reals(self) -> frozenset[str]:
        """Names of the scalars of a complex chain that range over the real line; none in a real chain, where all do."""
        on_line = [d.name for d in self.declarations if d.numbers is NumberSet.REAL and d.kind is Kind.SCALAR]
        return frozenset(on_line if self.complex_numbers else ())

    def declared(self, name: str) -> Declaration | None:
        """The declaration of this name, or None: a bound name, or one held by the kernel."""
        for d in self.declarations:
            if d.name == name:
                return d
        return None


@record
class Claim:
    """`lhs relation rhs` at every point of the domain where both are defined. Definitions are already expanded.

    `tolerance` says what `~` means; under `<=>` and `=>` the sides are conditions.
    """

    lhs: Term
    rhs: Term
    relation: str = "="
    domain: Domain = Domain()
    tolerance: Tolerance | None = None
