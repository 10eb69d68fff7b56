"""A term on 0 < t <= d as a sum of t**a * L**q * (Taylor model), L = log(1/t): what integrals and sums need at an end.

Each function below is an inclusion for every t in the range, and shows first that it is defined on the whole range, or
raises. Where no Taylor model is known a bounded function is enclosed by one interval. For u -> -oo, 0 <= exp(u) <=
(N/(e*c))**N * t**(N*v) where u <= -c*t**(-v), since y**N*exp(-y) <= (N/e)**N for y > 0.

All of it is real: in a complex chain a function of real arguments that is defined over the reals has the same value.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from flint import arb, fmpq

from verifier.kernel.balls import end_series
from verifier.kernel.balls.end_series import Coefficients, Model, by_series, composed, of_logarithm, of_power
from verifier.kernel.balls.values import HALF, ONE, ZERO, NoValue, Unsupported, Value, Wide, settled
from verifier.terms.record import record
from verifier.terms.term import Term

Key = tuple[int, int, int]  # the fraction of the exponent (numerator, denominator), the power of L
PLAIN: Final[Key] = (0, 1, 0)
MOST_POWER: Final = 40
MOST_DECAY: Final = 200


@record
class Germ:
    """The summands: each Taylor model under its power of t between 0 and 1 and its power of L."""

    parts: Mapping[Key, Model]


@record
class Ends:
    """The arithmetic of germs on 0 < t <= width < 1/4, and of terms whose variable is a germ, other parts known values."""

    width: arb
    variable: str
    place: Germ
    known: Mapping[Term, Callable[[], Value]]
    step: int = 0  # if not 0, 1/t takes multiples of it only

    @property
    def log_width(self) -> arb:
        return -self.width.log()

    def constant(self, value: Value) -> Germ:
        return Germ({} if value == 0 else {PLAIN: Model(0, (value,))})

    def interval(self, values: arb) -> Germ:
        if not values.is_finite():
            raise Wide
        return Germ({PLAIN: Model(0, (), values)})

    def add(self, x: Germ, y: Germ) -> Germ:
        parts = dict(x.parts)
        for key, m in y.parts.items():
            found = end_series.plus(parts[key], m, self.width) if key in parts else m
            if found.is_zero:
                parts.pop(key, None)
            else:
                parts[key] = found
        return Germ(parts)

    def multiply(self, x: Germ, y: Germ) -> Germ:
        total = Germ({})
        for (p, q, i), a in x.parts.items():
            for (r, s, j), b in y.parts.items():
                product = end_series.times(a, b, self.width)
                exponent = fmpq(p, q) + fmpq(r, s)
                total = self.add(total, _shifted(product, exponent, i + j))
        return total

    def scale(self, x: Germ, factor: Value) -> Germ:
        return self.multiply(x, self.constant(factor))

    def subtract(self, x: Germ, y: Germ) -> Germ:
        return self.add(x, self.scale(y, fmpq(-1)))

    def values(self, x: Germ) -> arb:
        """An enclosure of all values; Wide where they may be unbounded."""
        total = arb(0)
        for (p, q, i), m in x.parts.items():
            total += self.monomial(fmpq(p, q) + m.valuation, i) * end_series.values(m, self.width)
        return total

    def monomial(self, exponent: fmpq, logs: int) -> arb:
        """The values of t**exponent * L**logs: the maximum lies where L = logs/exponent, or at the end."""
        if exponent < 0 or (exponent == 0 and logs):
            raise Wide
        if exponent == 0:
            return arb(1)
        top = (arb(exponent) * self.width.log()).exp() * self.log_width**logs
        if logs and not self.log_width >= fmpq(logs) / exponent:
            top = top.max((fmpq(logs) / exponent / arb(1).exp()) ** logs)
        return arb(0).union(top).nonnegative_part()

    def single(self, x: Germ) -> tuple[fmpq, Model]:
        """The exponent of t and the model over it, where there is one summand without logarithms, and it is never 0."""
        if len(x.parts) != 1:
            raise Unsupported
        (((p, q, logs), m),) = x.parts.items()
        if logs:
            raise Unsupported
        if not end_series.values(m, self.width) != 0:
            raise Wide
        return fmpq(p, q) + m.valuation, Model(0, m.terms, m.rest)

    def plain(self, x: Germ) -> Model:
        """The germ as one Taylor model without a pole."""
        if not x.parts:
            return Model(0, ())
        if set(x.parts) != {PLAIN} or x.parts[PLAIN].valuation < 0:
            raise Unsupported
        return x.parts[PLAIN]

    def analytic(self, coefficients: Coefficients, bounds: Callable[[arb], arb] | None, x: Germ) -> Germ:
        """A function of a germ: its Taylor model, else the interval of its values."""
        try:
            m = self.plain(x)
            found = composed(coefficients, m, self.width)
            return Germ({} if found.is_zero else {PLAIN: found})
        except NoValue:
            if bounds is None:
                raise
        return self.interval(bounds(self._values_or_all(x)))

    def _values_or_all(self, x: Germ) -> arb:
        try:
            return self.values(x)
        except Wide:
            return arb(0, arb.pos_inf())

    def power(self, x: Germ, exponent: fmpq) -> Germ:
        """x**exponent; an integer exponent >= 0 of anything, else of one summand of known sign."""
        if exponent.q == 1 and 0 <= exponent <= MOST_POWER and (len(x.parts) != 1 or exponent <= 3):
            total = self.constant(ONE)
            for _ in range(int(exponent.p)):
                total = self.multiply(total, x)
            return total
        order, m = self.single(x)
        if abs(exponent) > 200:
            raise Unsupported
        return germ_of(order * exponent, composed(of_power(exponent), m, self.width))

    def log(self, x: Germ) -> Germ:
        order, m = self.single(x)
        if not end_series.values(m, self.width) > 0:
            raise Wide
        found = composed(of_logarithm, m, self.width)
        total = Germ({} if found.is_zero else {PLAIN: found})
        return self.add(total, Germ({(0, 1, 1): Model(0, (-order,))})) if order != 0 else total

    def exp(self, x: Germ) -> Germ:
        logs = x.parts.get((0, 1, 1))
        if logs is not None and logs.valuation == 0 and logs.is_exact and logs.terms and type(logs.terms[0]) is fmpq:
            factor = logs.terms[0]  # exp(c*L) = t**(-c)
            rest = self.add(x, Germ({(0, 1, 1): Model(0, (-factor,))}))
            return self.multiply(germ_of(-factor, Model(0, (ONE,))), self.exp(rest))
        try:
            return self.analytic(by_series("exp"), arb.exp, x)
        except NoValue:
            return self.decay(x)

    def decay(self, x: Germ) -> Germ:
        order, m = self.single(x)
        top = -end_series.values(m, self.width)
        if order >= 0 or not top > 0:
            raise Wide
        least = top.lower()
        turns = (least * (arb(order) * self.width.log()).exp()).lower()
        count = min(MOST_DECAY, max(1, int(turns.mid().floor().unique_fmpz() or 1))) if turns < 10**6 else MOST_DECAY
        bound = ((arb(count) / least).log() * count - count).exp()
        return germ_of(-order * count, Model(0, (), arb(0).union(bound).nonnegative_part()))

    def atan(self, x: Germ) -> Germ:
        try:
            return self.analytic(by_series("atan"), None, x)
        except NoValue:
            order, m = self.single(x)
            if order >= 0:
                raise
        inverse = self.power(x, fmpq(-1))
        half = arb.pi() / 2
        side = half if end_series.values(m, self.width) > 0 else -half
        return self.subtract(self.constant(side), self.atan(inverse))

    def absolute(self, x: Germ) -> Germ:
        if not x.parts:
            return x
        _, m = self.single(x)
        return x if end_series.values(m, self.width) > 0 else self.scale(x, fmpq(-1))

    def divide(self, x: Germ, y: Germ) -> Germ:
        return self.multiply(x, self.power(y, fmpq(-1)))

    def of(self, term: Term) -> Germ:
        """The germ of a term."""
        if term in self.known:
            value = settled(self.known[term]())
            if type(value) not in (fmpq, arb):
                raise Unsupported
            return self.constant(value)
        if term.head == "symbol" and term.name == self.variable:
            return self.place
        if term.head == "pow":
            return self.general_power(*term.args)
        rule = _RULES.get(term.head)
        if rule is None:
            raise Unsupported
        return rule(self, *map(self.of, term.args))

    def linear(self, x: Germ) -> tuple[fmpq, fmpq]:
        """The rational a and b of a germ that is exactly a/t + b."""
        if not x.parts:
            return ZERO, ZERO
        m = x.parts.get(PLAIN)
        if m is None or len(x.parts) > 1 or not m.is_exact or not -1 <= m.valuation <= 0:
            raise Unsupported
        a, b, *more = [ZERO] * (m.valuation + 1) + list(m.terms) + [ZERO, ZERO]
        if not all(c == 0 for c in more) or not type(a) is type(b) is fmpq:
            raise Unsupported
        return a, b

    def general_power(self, base: Term, exponent: Term) -> Germ:
        above = self.of(exponent)
        constant = above.parts.get(PLAIN) if len(above.parts) == 1 else None
        if not above.parts:
            self.of(base)
            return self.constant(ONE)
        if self.step and base in self.known and self.known[base]() == -1:
            slope, start = self.linear(above)
            if slope.q == start.q == 1 and slope.p * self.step % 2 == 0:
                return self.constant(fmpq(-1 if start.p % 2 else 1))
            raise Unsupported
        if constant is not None and constant.valuation == 0 and constant.is_exact and len(constant.terms) == 1:
            value = constant.terms[0]
            if type(value) is fmpq:
                return self.power(self.of(base), value)
        return self.exp(self.multiply(above, self.log(self.of(base))))


def germ_of(exponent: fmpq, m: Model) -> Germ:
    return _shifted(m, exponent, 0)


def _shifted(m: Model, exponent: fmpq, logs: int) -> Germ:
    """t**exponent * L**logs times the model."""
    whole = int(exponent.floor())
    part = exponent - whole
    if m.is_zero:
        return Germ({})
    if abs(whole) > end_series.MOST_VALUATION * 2:
        raise Unsupported
    return Germ({(int(part.p), int(part.q), logs): Model(m.valuation + whole, m.terms, m.rest)})


def _inside(name: str) -> Coefficients:
    def coefficients(x: Value, count: int) -> Value:
        if not (x > -1 and x < 1):
            raise Wide
        return by_series(name)(x, count)

    return coefficients


def _sums(ends: Ends, *parts: Germ) -> Germ:
    total, *rest = parts
    for x in rest:
        total = ends.add(total, x)
    return total


def _products(ends: Ends, *parts: Germ) -> Germ:
    total, *rest = parts
    for x in rest:
        total = ends.multiply(total, x)
    return total


def _sin(e: Ends, x: Germ) -> Germ:
    return e.analytic(by_series("sin"), arb.sin, x)


def _cos(e: Ends, x: Germ) -> Germ:
    return e.analytic(by_series("cos"), arb.cos, x)


def _sinh(e: Ends, x: Germ) -> Germ:
    return e.scale(e.subtract(e.exp(x), e.exp(e.scale(x, fmpq(-1)))), HALF)


def _cosh(e: Ends, x: Germ) -> Germ:
    return e.scale(e.add(e.exp(x), e.exp(e.scale(x, fmpq(-1)))), HALF)


def _tanh(e: Ends, x: Germ) -> Germ:
    return e.divide(_sinh(e, x), _cosh(e, x))


def _log(e: Ends, x: Germ, base: Germ | None = None) -> Germ:
    return e.log(x) if base is None else e.divide(e.log(x), e.log(base))


def _atanh(e: Ends, x: Germ) -> Germ:
    one = e.constant(ONE)
    return e.scale(e.subtract(e.log(e.add(one, x)), e.log(e.subtract(one, x))), HALF)


def _asinh(e: Ends, x: Germ) -> Germ:
    return e.log(e.add(x, e.power(e.add(e.multiply(x, x), e.constant(ONE)), HALF)))


_RULES: Final[Mapping[str, Callable[..., Germ]]] = {
    "add": _sums,
    "mul": _products,
    "neg": lambda e, x: e.scale(x, fmpq(-1)),
    "sub": Ends.subtract,
    "div": Ends.divide,
    "exp": Ends.exp,
    "log": _log,
    "ln": Ends.log,
    "log2": lambda e, x: e.scale(e.log(x), 1 / arb(2).log()),
    "log10": lambda e, x: e.scale(e.log(x), 1 / arb(10).log()),
    "sqrt": lambda e, x: e.power(x, HALF),
    "cbrt": lambda e, x: e.power(x, fmpq(1, 3)),
    "sin": _sin,
    "cos": _cos,
    "tan": lambda e, x: e.divide(_sin(e, x), _cos(e, x)),
    "cot": lambda e, x: e.divide(_cos(e, x), _sin(e, x)),
    "sec": lambda e, x: e.power(_cos(e, x), fmpq(-1)),
    "csc": lambda e, x: e.power(_sin(e, x), fmpq(-1)),
    "sinh": _sinh,
    "cosh": _cosh,
    "tanh": _tanh,
    "coth": lambda e, x: e.power(_tanh(e, x), fmpq(-1)),
    "sech": lambda e, x: e.power(_cosh(e, x), fmpq(-1)),
    "csch": lambda e, x: e.power(_sinh(e, x), fmpq(-1)),
    "asin": lambda e, x: e.analytic(_inside("asin"), None, x),
    "acos": lambda e, x: e.analytic(_inside("acos"), None, x),
    "atan": Ends.atan,
    "atanh": _atanh,
    "asinh": _asinh,
    "erf": lambda e, x: e.analytic(by_series("erf"), arb.erf, x),
    "sigmoid": lambda e, x: e.power(e.add(e.constant(ONE), e.exp(e.scale(x, fmpq(-1)))), fmpq(-1)),
    "Abs": Ends.absolute,
}
