"""The expansion of a lowered real term as its variable approaches a point from one side, or infinity.

The variable is a + 1/T, a - 1/T, T or -T with T -> oo. Every sub-term that the term needs is visited, and its expansion
says that it is defined for all large T; `Nowhere` says that the term is undefined for all large T. Sub-terms in which the
variable does not occur are held fixed: their natural domains are recorded. Of a `Piecewise` the piece counts whose condition
holds for all large T, where the ones before it fail. A negative number to a power that is whole for whole T has values
for whole T only: an expansion with its size as the error says what it says for these.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import factorial
from typing import TYPE_CHECKING, Final

from verifier.kernel.derivatives.guards import Conditions, collect_needs
from verifier.kernel.domains.places import answer_of
from verifier.kernel.limits.expansions import Expansion, Expansions
from verifier.kernel.limits.growth import Functions, Nowhere
from verifier.kernel.limits.scales import Scale
from verifier.kernel.normal_forms.field import GaveUp, Quotient, Undefined
from verifier.kernel.normal_forms.tower import SIGNS_OF_RELATION
from verifier.kernel.terms.visible import linear_form
from verifier.model.verdict import Answer
from verifier.terms.substitution import free_symbols
from verifier.terms.term import ONE, Term

if TYPE_CHECKING:
    from verifier.kernel.normal_forms.tower import Tower

_SIGN_BITS: Final = {-1: 1, 0: 2, 1: 4}


class Germ:
    """One approach of the variable `name`, along `path`, over one tower; `needs` collects what fixed sub-terms need."""

    def __init__(self, tower: Tower, sign: Callable[[Quotient], int], order: int, name: str) -> None:
        self.tower = tower
        self.name = name
        self.scale = Scale(tower.field, sign)
        self.of = Expansions(self.scale, order)
        self.functions = Functions(tower, self.of)
        self.needs = Conditions()
        self.path = Expansion()
        self.memo: dict[Term, Expansion] = {}

    def approach(self, point: Term | None, sign: int) -> None:
        """The variable is point + sign/T, or sign*T where there is no point."""
        one = self.tower.field.one
        if point is None:
            start, exponent = self.of.number(0), one
        else:
            start, exponent = self.fixed(point), self.tower.field.constant(-1)
        step = self.of.of(self.tower.field.constant(sign), self.scale.power_of_logarithm(0, exponent))
        self.path = self.of.sum(start, step)

    # ---- the walk

    def expansion(self, term: Term) -> Expansion:
        """The expansion; Nowhere, GaveUp, NeedsSign and Restart as their docstrings say."""
        done = self.memo.get(term)
        if done is None:
            done = self.memo[term] = self._expansion(term)
        return done

    def fixed(self, term: Term) -> Expansion:
        """A term without the variable: its normal form, and what it needs."""
        own = Conditions()
        collect_needs(term, False, own)
        if any(answer_of(self.tower, c) is Answer.NO for c in own.exact):
            raise Nowhere
        self.needs.exact.update(own.exact)
        self.needs.loose.update(own.loose)
        try:
            return self.of.of(self.tower.normal_form(term))
        except Undefined:
            raise Nowhere from None

    def _expansion(self, term: Term) -> Expansion:
        if self.name not in free_symbols(term):
            return self.fixed(term)
        args, of, functions = term.args, self.of, self.functions
        if term.head not in ("Piecewise", "guard"):
            for a in args:
                if self.name not in free_symbols(a):
                    self.expansion(a)  # where one is undefined, nothing else needs to be known
        match term.head:
            case "symbol":
                return self.path
            case "add":
                return of.sum(*map(self.expansion, args))
            case "neg":
                return of.negative(self.expansion(args[0]))
            case "mul":
                return self._product(list(map(self.expansion, args)))
            case "div":
                return of.product(self.expansion(args[0]), functions.whole_power(self.expansion(args[1]), -1))
            case "pow":
                return self._power(*args)
            case "Piecewise":
                return self._piecewise(args)
            case "guard":
                return self._guarded(term)
            case "cos" | "sin":
                return functions.cos_and_sin(self.expansion(args[0]))[term.head == "sin"]
            case "exp" | "log" | "atan" | "asin" | "erf" | "gamma" | "floor":
                one_place: Callable[[Expansion], Expansion] = getattr(functions, term.head)
                return one_place(self.expansion(args[0]))
            case "apply" | "partial":
                return self._smooth(term)
            case _:
                raise GaveUp(f"`{term.head}` has no expansion")

    def _product(self, factors: list[Expansion]) -> Expansion:
        total = factors[0]
        for f in factors[1:]:
            total = self.of.product(total, f)
        return total

    def _power(self, base: Term, exponent: Term) -> Expansion:
        f = self.expansion(base)
        if self.name in free_symbols(exponent):
            return self.functions.power(f, self.expansion(exponent), self._is_whole(exponent))
        g = self.fixed(exponent)
        q = self.tower.rational(self.of.parts(g)[1])
        if q is None:
            return self.functions.power(f, g)
        return self.functions.whole_power(f, int(q)) if q.denominator == 1 else self.functions.root(f, q)

    def _is_whole(self, term: Term) -> bool:
        """Whether the term is a whole number for each whole number that is put for the variable."""
        form = linear_form(term)
        return all(
            c.denominator == 1 and (t == ONE or (t.head == "symbol" and t.name in {self.name, *self.tower.integers}))
            for t, c in form.items()
        )

    def _smooth(self, term: Term) -> Expansion:
        """A declared function, smooth everywhere, or a partial derivative of one, with one moving argument, by Taylor."""
        places = [i for i, a in enumerate(term.args) if self.name in free_symbols(a)]
        if len(places) > 1:
            raise GaveUp("a function of several moving arguments")
        parts = [self.of.parts(self.expansion(a)) for a in term.args]
        if any(great.summands for great, _, _ in parts):
            raise GaveUp("a declared function at infinity")
        at = tuple(self.tower.term_of_quotient(c) for _, c, _ in parts)
        name, _, orders = term.name.partition(":")
        counts = list(map(int, orders.split(","))) if orders else [0] * len(at)
        coefficients = []
        for k in range(self.of.order):
            own = [n + k if i == places[0] else n for i, n in enumerate(counts)]
            shown = Term("partial", at, f"{name}:{','.join(map(str, own))}") if any(own) else Term("apply", at, name)
            coefficients.append(self.tower.field.scale(self.tower.normal_form(shown), Fraction(1, factorial(k))))
        return self.of.series(coefficients, parts[places[0]][2])

    # ---- choices

    def _piecewise(self, args: tuple[Term, ...]) -> Expansion:
        for value, condition in zip(args[::2], args[1::2], strict=True):
            if self.holds(condition):
                return self.expansion(value)
        raise Nowhere

    def _guarded(self, term: Term) -> Expansion:
        value, *conditions = term.args
        for c in conditions:
            if not self.holds(c):
                if term.value == "exact":
                    raise Nowhere
                raise GaveUp("nothing is known of a part of the term")
        return self.expansion(value)

    def holds(self, condition: Term) -> bool:
        """Whether a condition holds for all large T, or fails for all large T."""
        match condition.head:
            case "true":
                return True
            case "false":
                return False
            case "not":
                return not self.holds(condition.args[0])
            case "and":
                return self._parts_of(condition).count(False) == 0
            case "or":
                return self._parts_of(condition).count(True) > 0
            case "defined":
                raise GaveUp("whether an operator is defined")
        left, right = map(self.expansion, condition.args)
        if condition.args[0] == condition.args[1]:
            return condition.head in ("eq", "le", "ge")
        found = self.of.leading(self.of.subtract(left, right))
        return bool(SIGNS_OF_RELATION[condition.head] & _SIGN_BITS[found[0] if found else 0])

    def _parts_of(self, connective: Term) -> list[bool]:
        """Which parts of a connective are tried is left open, so one without a value decides nothing."""
        try:
            return [self.holds(c) for c in connective.args]
        except Nowhere:
            raise GaveUp("a part of a condition is undefined") from None
