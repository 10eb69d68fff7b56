"""`Derivative`, `Subs`, `Limit` and finite numeric `Sum` and `Product` worked out on lowered terms, natural domains kept.

`Derivative(f, x)` has a value where the two-sided derivative of f exists, f taken on its natural domain: over the real
line for a symbol that is declared real, in a complex chain too; over the complex plane for a complex one, and for a name
that an operator binds. The term that replaces it has the same value and the same natural domain, except where a loose
`guard` or `unknown` says that nothing is known.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from verifier.kernel.derivatives.guards import Conditions, collect_needs, guarded
from verifier.kernel.derivatives.kinks import derivative_by_cases
from verifier.kernel.derivatives.setting import Setting
from verifier.kernel.terms.lowering import lower
from verifier.kernel.unsupported import TooLarge, Unsupported
from verifier.terms.heads import heads
from verifier.terms.rationals import rational_value
from verifier.terms.substitution import bound_names, substitute
from verifier.terms.term import ONE, OO, ZERO, Term, add, integer, mul

MEMO: Final = (
    512  # a pure function of immutable terms: each line of a chain is resolved for two steps, a judge and its trials
)
MOST_NODES: Final = 20_000
MOST_ORDER: Final = 20
MOST_SUMMANDS: Final = 1_000

RESOLVED: Final = frozenset({"Derivative", "Limit", "Product", "Subs", "Sum"})

_NONE: Final[frozenset[str]] = frozenset()


@lru_cache(maxsize=MEMO)
def differentiate(
    term: Term,
    variable: str | Term,
    complex_numbers: bool = False,
    integers: frozenset[str] = _NONE,
    along_reals: bool = False,
    reals: frozenset[str] = _NONE,
) -> Term:
    """The derivative of a lowered and resolved term by a symbol or by an entry `x[2]` of an indexed symbol.

    Two-sided over the reals; complex if `complex_numbers`, but along the real line by a symbol that is one of the `reals`,
    or with `along_reals`, for a term that crosses no cut there. `integers` names symbols that take integer values only.
    Raises `Unsupported` where there is no rule, `TooLarge` where the result has more than MOST_NODES nodes.
    """
    named = Term("symbol", (), variable) if isinstance(variable, str) else variable
    if named.head not in ("symbol", "index"):
        raise Unsupported(f"the derivative by a {named.head}")
    setting = Setting(
        named,
        complex_numbers,
        integers,
        lambda body: derivative_by_cases(body, setting, soft=True),
        along_reals,
        reals,
    )
    return _bounded(derivative_by_cases(term, setting))


@lru_cache(maxsize=MEMO)
def resolve(term: Term, complex_numbers: bool, integers: frozenset[str] = _NONE, reals: frozenset[str] = _NONE) -> Term:
    """The term lowered, without `Derivative` and `Subs`, and with sums and products over short numeric ranges written out.

    Other operators stay, their parts resolved. `reals` names the symbols of a complex chain that are real. A name that is
    bound somewhere does not count among them or the `integers`: there it takes other values. Raises as `differentiate` does.
    """
    if integers or reals:
        bound = bound_names(term)
        integers, reals = integers - bound, reals - bound
    return _Resolver(complex_numbers, integers, reals).resolve(lower(term, complex_numbers))


def _bounded(term: Term) -> Term:
    if term.size > MOST_NODES:
        raise TooLarge("a derivative, sum or product that grows too large")
    return term


class _Resolver:
    def __init__(self, complex_numbers: bool, integers: frozenset[str], reals: frozenset[str]) -> None:
        self.complex_numbers = complex_numbers
        self.integers = integers
        self.reals = reals
        self.memo: dict[Term, Term] = {}

    def resolve(self, term: Term) -> Term:
        return self.part(term) if not RESOLVED.isdisjoint(heads(term)) else term

    def part(self, term: Term) -> Term:
        if not term.args:
            return term
        done = self.memo.get(term)
        if done is None:
            done = self.memo[term] = self.work_out(term)
        return done

    def work_out(self, term: Term) -> Term:
        if term.head == "Derivative":
            return self.derivative(term)
        if term.head == "Subs":
            return self.substituted(term)
        if term.head in ("Sum", "Product"):
            return self.written_out(term)
        if term.head == "Limit" and not self.complex_numbers:
            return self.limit(term)
        args = tuple(map(self.part, term.args))
        unchanged = all(a is b for a, b in zip(args, term.args, strict=True))
        return term if unchanged else _bounded(Term(term.head, args, term.value))

    def derivative(self, term: Term) -> Term:
        value = self.resolve(term.args[0])
        for variable, order in zip(term.args[1::2], term.args[2::2], strict=True):
            count = rational_value(order)
            if count is None or count.denominator != 1 or not 0 <= count <= MOST_ORDER:
                raise Unsupported(f"a derivative whose order is not an integer from 0 to {MOST_ORDER}")
            for _ in range(int(count)):
                value = differentiate(value, variable, self.complex_numbers, self.integers, reals=self.reals)
        return value

    def substituted(self, term: Term) -> Term:
        """f at a point that must itself be defined, though f may forget it."""
        body, variable, point = term.args
        if variable.head != "symbol":
            raise Unsupported("a substitution for an entry of an indexed symbol")
        value = self.resolve(body)
        place = self.resolve(point)
        needs = Conditions()
        collect_needs(place, self.complex_numbers, needs)
        replaced = substitute(value, {variable.name: place})
        if _has_subs(replaced):
            raise Unsupported("the value of an antiderivative at a point")
        return _bounded(guarded(replaced, needs))

    def written_out(self, term: Term) -> Term:
        """A sum or product over an integer range, empty if its end lies before its start; a symbolic range stays."""
        body, index, *bounds = term.args
        if bounds[1] == OO and term.head == "Sum":
            return self.series(term)
        if bounds[1] == OO and not self.complex_numbers:
            return self.product(term)
        first, last = (rational_value(self.resolve(b)) for b in bounds)
        if first is None or last is None or {first.denominator, last.denominator} != {1}:
            return self.left_symbolic(term)
        count = int(last - first) + 1
        if count <= 0:
            return ZERO if term.head == "Sum" else ONE
        if count > MOST_SUMMANDS or count * body.size > MOST_NODES:
            return self.left_symbolic(term)
        terms = [self.resolve(substitute(body, {index.name: integer(int(first) + k)})) for k in range(count)]
        return _bounded(add(*terms) if term.head == "Sum" else mul(*terms))

    def limit(self, term: Term) -> Term:
        """The limit's value where it is found; else the limit of the resolved body."""
        from verifier.kernel.limits.limits import limit_value

        body, variable, point = term.args
        resolved = Term("Limit", (self.resolve(body), variable, self.resolve(point)), term.value)
        return _bounded(limit_value(resolved, self.integers))

    def series(self, term: Term) -> Term:
        """The value of a sum to infinity where it is found; else the sum of the resolved terms."""
        from verifier.kernel.sums.complex_series import complex_series_value
        from verifier.kernel.sums.series import series_value

        resolved = self.left_symbolic(term)
        if self.complex_numbers:
            return _bounded(complex_series_value(resolved, self.integers, self.reals))
        return _bounded(series_value(resolved, self.integers))

    def product(self, term: Term) -> Term:
        """The value of a real product to infinity where it is found; else the product of the resolved factors."""
        from verifier.kernel.sums.infinite_products import product_value

        return _bounded(product_value(self.left_symbolic(term), self.integers))

    def left_symbolic(self, term: Term) -> Term:
        body, index, *bounds = term.args
        return Term(term.head, (self.resolve(body), index, *map(self.resolve, bounds)))


def _has_subs(term: Term) -> bool:
    return term.head == "Subs" or any(map(_has_subs, term.args))
