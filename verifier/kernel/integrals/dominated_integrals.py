"""Integrals by a parameter where a bound is infinite, or the integrand is singular at 0: the derivative goes under the sign.

Let f(p, t) and its derivative f' by p be continuous in both for t strictly between fixed bounds and p in an open set, and let
each compact part K of that set have an integrable g with |f|, |f'| <= g(t) for p in K. Then F(p) = Integral(f, (t, a, b)) exists
and has the derivative Integral(f', (t, a, b)) (T. M. Apostol, Mathematical Analysis, theorem 10.39; integrals that converge
absolutely are Lebesgue integrals of the same value).

Here f and f' are sums of products, whose factors have sizes that are known near 0 and far out: what is free of t, polynomials
in t, t**q, log(t), sin and cos (a sine of a polynomial without constant is at most a multiple of t near 0), one over a polynomial
with positive coefficients, and exponentials of polynomials in t. A product is at most C*t**q*|log(t)|**m far out, or that times
an exponential of a polynomial; all coefficients and exponents are continuous in p, so that on K the constants can be chosen
once. So conditions on them suffice: at infinity that the leading coefficient of the exponent is negative (on the side at hand),
or else q < -1; at 0 that q > -1. They are strict, so that they hold on an open set, and loose: where one fails nothing is said.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Final

from verifier.kernel.derivatives.guards import Conditions, collect_needs, is_total
from verifier.kernel.derivatives.setting import SMOOTH, Setting
from verifier.kernel.terms.visible import visible_value
from verifier.kernel.unsupported import Unsupported
from verifier.terms.record import mutable_record, record
from verifier.terms.substitution import free_symbols
from verifier.terms.term import MINUS_ONE, ONE, OO, ZERO, Term, add, call, integer, mul, neg, sub

MOST_PRODUCTS: Final = 24
MOST_DEGREE: Final = 12
CONTINUOUS: Final = SMOOTH | {"pow", "asin"}
STRICT: Final = {"gt": "gt", "ge": "gt", "lt": "lt", "le": "lt", "ne": "ne"}

Polynomial = dict[int, Term]
Factors = tuple[tuple[Term, bool], ...]
"""Factors of a product, each with whether it stands above the line."""


def derivative_under_sign(term: Term, slope: Term, setting: Setting, conditions: Conditions) -> Term:
    """The derivative of an integral with bounds that are numbers or infinite, from that of its integrand.

    What domination needs is recorded as loose conditions; Unsupported where it is not seen.
    """
    body, t, *bounds = term.args
    path = _Path.between(bounds[0], bounds[1])
    found = Conditions()
    while slope.head == "guard":
        found.exact |= dict.fromkeys(
            c for c in slope.args[1:] if not (path.is_positive and len(c.args) == 2 and _is_of_sign(c, t))
        )
        slope = slope.args[0]
    for side in (body, slope):
        for factors in _products(side):
            _Product(t, path, setting, found).demand(factors)
    for condition in (*found.exact, *found.loose):
        relation = STRICT.get(condition.head)
        if relation is None or t.name in free_symbols(condition):
            raise Unsupported("the derivative of an integral whose integrand has a hidden condition")
        conditions.need_loosely(call(relation, *condition.args))
    return Term("Integral", (slope, t, *bounds))


def _is_of_sign(condition: Term, t: Term) -> bool:
    """Whether the condition says that t is positive, or what follows from that: that a power of t has a value, too."""
    left, right = condition.args
    is_power = left.head == "pow" and left.args[0] == t and is_total(left.args[1])
    return (condition.head == "eq" and left == right and is_power) or (
        condition.head in ("gt", "ge", "ne") and condition.args == (t, ZERO)
    )


@record
class _Path:
    """Which ends the path of integration has."""

    from_minus_infinity: bool
    to_infinity: bool
    from_zero: bool
    is_positive: bool  # all of the path lies above 0

    @staticmethod
    def between(low: Term, high: Term) -> _Path:
        """Unsupported where the order of the bounds, or where 0 lies, is not seen."""
        a, b = visible_value(low), visible_value(high)
        if (low != neg(OO) and a is None) or (high != OO and b is None) or (a is not None and b is not None and a >= b):
            raise Unsupported("the derivative of an improper integral between other bounds than numbers")
        return _Path(low == neg(OO), high == OO, a == 0, a is not None and a >= 0)


@mutable_record
class _Product:
    """What is needed for one product of factors to be dominated, gathered factor by factor."""

    t: Term
    path: _Path
    setting: Setting
    conditions: Conditions
    near_zero: Term = ZERO
    far_out: Term = ZERO
    is_singular: bool = False

    def demand(self, factors: Factors) -> None:
        exponent: Polynomial = {}
        for factor, above in factors:
            if factor.head == "exp" and self.depends(factor):
                more = self.polynomial(factor.args[0])
                exponent = _sum(exponent, more if above else _scaled(more, MINUS_ONE))
            else:
                self.add_factor(factor, above)
        degree = max((k for k, c in exponent.items() if visible_value(c) != 0), default=0)
        for is_at_hand, sign in ((self.path.to_infinity, 1), (self.path.from_minus_infinity, (-1) ** degree)):
            if is_at_hand and degree:
                lead = exponent[degree] if sign > 0 else neg(exponent[degree])
                self.conditions.need_loosely(call("lt", lead, ZERO))
            elif is_at_hand:
                self.conditions.need_loosely(call("lt", add(self.far_out, ONE), ZERO))
        if self.path.from_zero and self.is_singular:
            self.conditions.need_loosely(call("gt", add(self.near_zero, ONE), ZERO))

    def add_factor(self, factor: Term, above: bool) -> None:
        if not self.depends(factor):
            self.demand_continuous(factor)
            if not above:
                self.conditions.need_loosely(call("ne", factor, ZERO))
        elif above and _whole_power(factor)[0].head in ("sin", "cos"):
            self.add_wave(*_whole_power(factor))
        elif above and _whole_power(factor)[0] == call("log", self.t):
            self.demand_positive_path()
        elif factor.head == "pow" and factor.args[0] == self.t and not self.depends(factor.args[1]):
            self.add_power(factor.args[1], above)
        elif factor == self.t:
            self.add_power(ONE, above)
        elif above:
            degree = max(self.polynomial(factor), default=0)
            self.far_out = add(self.far_out, integer(degree))
        else:
            self.divide(factor)

    def add_wave(self, wave: Term, k: int) -> None:
        if 0 not in self.polynomial(wave.args[0]) and wave.head == "sin":
            self.near_zero = add(self.near_zero, integer(k))

    def add_power(self, q: Term, above: bool) -> None:
        self.demand_continuous(q)
        exponent = q if above else neg(q)
        value = visible_value(exponent)
        if value is None or value < 0 or value.denominator != 1:
            self.demand_positive_path()
        self.near_zero = add(self.near_zero, exponent)
        self.far_out = add(self.far_out, exponent)

    def divide(self, factor: Term) -> None:
        """One over a polynomial in t, or over a whole power of one, all of whose coefficients are positive."""
        base, k = factor.args if factor.head == "pow" and not self.depends(factor.args[1]) else (factor, ONE)
        p, times = self.polynomial(base), visible_value(k)
        if times is None or times <= 0 or times.denominator != 1 or 0 not in p:
            raise Unsupported("the derivative of an improper integral whose integrand may have a pole")
        if not self.path.is_positive and any(i % 2 for i in p):
            raise Unsupported("the derivative of an improper integral whose integrand may have a pole")
        for c in p.values():
            self.conditions.need_loosely(call("gt", c, ZERO))
        self.far_out = sub(self.far_out, integer(max(p) * int(times)))

    def demand_positive_path(self) -> None:
        self.is_singular = True
        if not self.path.is_positive:
            raise Unsupported("the derivative of an improper integral across a singular place")

    def demand_continuous(self, c: Term) -> None:
        """Unsupported unless c, which is free of t, is seen to be continuous in the parameter on its natural domain."""
        if not is_continuous(c):
            raise Unsupported("the derivative of an integral whose integrand may jump")
        collect_needs(c, False, self.conditions, self.setting.is_integer)

    def depends(self, term: Term) -> bool:
        return self.t.name in free_symbols(term)

    def polynomial(self, u: Term) -> Polynomial:
        found = _polynomial(u, self.t)
        if found is None or max(found, default=0) > MOST_DEGREE:
            raise Unsupported("the derivative of an improper integral with other than polynomials in the integrand")
        for c in found.values():
            self.demand_continuous(c)
        return found


def _whole_power(factor: Term) -> tuple[Term, int]:
    """Base and exponent of a positive whole power; other terms are first powers of themselves."""
    k = visible_value(factor.args[1]) if factor.head == "pow" else None
    return (factor.args[0], int(k)) if k is not None and k.denominator == 1 and k > 0 else (factor, 1)


def is_continuous(term: Term) -> bool:
    """Whether the term is built of functions that are continuous on their natural domains."""
    return term.head in CONTINUOUS and all(map(is_continuous, term.args))


def _products(term: Term) -> list[Factors]:
    """The products whose sum the term is."""
    found = _multiplied_out(term, True)
    if len(found) > MOST_PRODUCTS:
        raise Unsupported("the derivative of an improper integral of so many summands")
    return found


def _multiplied_out(term: Term, above: bool) -> list[Factors]:
    match term.head:
        case "add" if above:
            return [p for a in term.args for p in _multiplied_out(a, above)]
        case "neg":
            return _multiplied_out(term.args[0], above)  # a sign changes no size
        case "mul":
            return _joined([_multiplied_out(a, above) for a in term.args])
        case "div":
            return _joined([_multiplied_out(term.args[0], above), _multiplied_out(term.args[1], not above)])
    return [((term, above),)]


def _joined(parts: list[list[Factors]]) -> list[Factors]:
    return [tuple(f for factors in chosen for f in factors) for chosen in product(*parts)]


def _polynomial(u: Term, t: Term) -> Polynomial | None:
    """The coefficients of a polynomial in t, those that are not visibly 0; None for other terms."""
    if t.name not in free_symbols(u):
        return {} if u == ZERO else {0: u}
    if u == t:
        return {1: ONE}
    rule = _OF_HEAD.get(u.head)
    return None if rule is None else rule(u.args, t)


def _of_sum(args: tuple[Term, ...], t: Term) -> Polynomial | None:
    total: Polynomial = {}
    for a in args:
        p = _polynomial(a, t)
        if p is None:
            return None
        total = _sum(total, p)
    return total


def _of_product(args: tuple[Term, ...], t: Term) -> Polynomial | None:
    total: Polynomial = {0: ONE}
    for a in args:
        p = _polynomial(a, t)
        if p is None:
            return None
        products = [
            {i + j: c if d == ONE else d if c == ONE else mul(c, d)} for i, c in total.items() for j, d in p.items()
        ]
        total = {}
        for one in products:
            total = _sum(total, one)
    return total


def _of_quotient(args: tuple[Term, ...], t: Term) -> Polynomial | None:
    p = _polynomial(args[0], t)
    if p is None or t.name in free_symbols(args[1]):
        return None
    return {k: Term("div", (c, args[1])) for k, c in p.items()}


def _of_power(args: tuple[Term, ...], t: Term) -> Polynomial | None:
    k = visible_value(args[1])
    if k is None or k.denominator != 1 or not 0 <= k <= MOST_DEGREE:
        return None
    return _of_product((args[0],) * int(k), t)


def _of_opposite(args: tuple[Term, ...], t: Term) -> Polynomial | None:
    p = _polynomial(args[0], t)
    return None if p is None else _scaled(p, MINUS_ONE)


_OF_HEAD: Final[dict[str, Callable[[tuple[Term, ...], Term], Polynomial | None]]] = {
    "add": _of_sum,
    "neg": _of_opposite,
    "mul": _of_product,
    "div": _of_quotient,
    "pow": _of_power,
}


def _sum(p: Polynomial, q: Polynomial) -> Polynomial:
    return {k: add(p[k], q[k]) if k in p and k in q else p.get(k, q.get(k, ZERO)) for k in {**p, **q}}


def _scaled(p: Polynomial, factor: Term) -> Polynomial:
    return {k: neg(c) if factor == MINUS_ONE else mul(factor, c) for k, c in p.items()}
