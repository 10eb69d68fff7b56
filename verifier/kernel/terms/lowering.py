"""Every function of the language in terms of a small core, with the same value and the same natural domain.

Core: number, symbol, constant (`pi`, `I`, `oo`), neg add mul div pow, exp log sin cos asin atan erf gamma floor,
binomial, Piecewise, index, apply, conditions, operators; in complex chains re im conjugate Abs arg sign as well. Heads
outside the language's scalars (matrices, expectations) stay, their arguments lowered.

Each definition below states why it is exact. Over the complex numbers log, roots, asin and atan are principal, with the
cuts of NIST DLMF, chapter 4, and on a cut the value of python-flint and mpmath: continuous when the finite end of the
cut is rounded counter-clockwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from operator import is_
from typing import Final

from verifier.kernel.unsupported import TooLarge
from verifier.terms.heads import heads
from verifier.terms.term import (
    HALF,
    ONE,
    PI,
    TRUE,
    TWO,
    ZERO,
    Term,
    add,
    call,
    constant,
    div,
    integer,
    mul,
    neg,
    power,
    rational,
    sub,
)

MOST_NODES: Final = 100_000
THIRD: Final = rational(Fraction(1, 3))
NATURAL_BASE: Final = constant("E")


def lower(term: Term, complex_numbers: bool) -> Term:
    """The term in the core vocabulary: equal values, defined at the same points.

    Over the reals unless `complex_numbers`; then functions that need real arguments (`Max`, `cbrt`, `atan2`, ...)
    become a `Piecewise` whose conditions compare, which is undefined for values that are not real. Raises `TooLarge`
    where nested definitions grow beyond MOST_NODES.
    """
    rules = _COMPLEX if complex_numbers else _REAL
    occurring = heads(term)
    is_core = "constant" not in occurring and occurring.isdisjoint(rules)
    lowered = term if is_core else _lower(term, rules, {})
    if lowered.size > MOST_NODES:
        raise TooLarge("an expression that grows too large in terms of exp, log, sin and cos")
    return lowered


def as_written(terms: Iterable[Term], complex_numbers: bool) -> dict[Term, Term]:
    """What the parts of the terms that are no core terms are lowered to, each with how it was first written.

    Without what another part says in core terms itself.
    """
    rules, memo = _COMPLEX if complex_numbers else _REAL, dict[Term, Term]()
    for term in terms:
        _lower(term, rules, memo)
    core = {lowered for term, lowered in memo.items() if term == lowered}
    written: dict[Term, Term] = {}
    for term, lowered in memo.items():
        if (term.head in rules or term.head == "pow") and lowered not in core:
            written.setdefault(lowered, term)
    return written


Rule = Callable[..., Term]


def _lower(term: Term, rules: dict[str, Rule], memo: dict[Term, Term]) -> Term:
    if not term.args:
        return call("exp", ONE) if _is_natural_base(term) else term
    done = memo.get(term)
    if done is None:
        if term.head == "pow" and _is_natural_base(term.args[0]):
            done = call("exp", _lower(term.args[1], rules, memo))
        else:
            args = tuple([_lower(a, rules, memo) for a in term.args])
            rule = rules.get(term.head)
            if rule is not None:
                done = rule(*args)
            else:
                unchanged = all(map(is_, args, term.args))
                done = term if unchanged else Term(term.head, args, term.value)
        memo[term] = done
    return done


def _is_natural_base(term: Term) -> bool:
    return term.head == "constant" and term.value == "E"


# powers and logarithms


def _sqrt(x: Term) -> Term:
    """x**(1/2): both are principal and need x >= 0 over the reals."""
    return power(x, HALF)


def _root(x: Term, n: Term) -> Term:
    """x**(1/n), the language's definition."""
    return power(x, div(ONE, n))


def _cbrt(x: Term) -> Term:
    """The real cube root, odd and defined for all real x."""
    return call("Piecewise", power(x, THIRD), call("ge", x, ZERO), neg(power(neg(x), THIRD)), TRUE)


def _log(x: Term, base: Term | None = None) -> Term:
    """log(x, b) = log(x)/log(b), by definition; so b = 1 is excluded."""
    return call("log", x) if base is None else div(call("log", x), call("log", base))


def _log2(x: Term) -> Term:
    return _log(x, TWO)


def _log10(x: Term) -> Term:
    return _log(x, integer(10))


# trigonometric functions: quotients of sin and cos, undefined exactly where the divisor is 0


def _tan(x: Term) -> Term:
    return div(call("sin", x), call("cos", x))


def _cot(x: Term) -> Term:
    return div(call("cos", x), call("sin", x))


def _sec(x: Term) -> Term:
    return div(ONE, call("cos", x))


def _csc(x: Term) -> Term:
    return div(ONE, call("sin", x))


def _acos(x: Term) -> Term:
    """pi/2 - asin(x), on the cuts too (DLMF 4.23.19)."""
    return sub(div(PI, TWO), call("asin", x))


# hyperbolic functions: the exponential forms; cosh has no real zero, sinh only 0, and the complex ones are the poles


def _exp_sum(x: Term) -> Term:
    return add(call("exp", x), call("exp", neg(x)))


def _exp_difference(x: Term) -> Term:
    return sub(call("exp", x), call("exp", neg(x)))


def _sinh(x: Term) -> Term:
    return div(_exp_difference(x), TWO)


def _cosh(x: Term) -> Term:
    return div(_exp_sum(x), TWO)


def _tanh(x: Term) -> Term:
    return div(_exp_difference(x), _exp_sum(x))


def _coth(x: Term) -> Term:
    return div(_exp_sum(x), _exp_difference(x))


def _sech(x: Term) -> Term:
    return div(TWO, _exp_sum(x))


def _csch(x: Term) -> Term:
    return div(TWO, _exp_difference(x))


def _asinh(x: Term) -> Term:
    """log(x + sqrt(x**2 + 1)), on the cuts too (DLMF 4.37.16); the logarithm's argument is positive for real x."""
    return call("log", add(x, _sqrt(add(power(x, TWO), ONE))))


def _acosh(x: Term) -> Term:
    """log(x + sqrt(x - 1)*sqrt(x + 1)), on the cut too (DLMF 4.37.21); over the reals both need x >= 1."""
    return call("log", add(x, mul(_sqrt(sub(x, ONE)), _sqrt(add(x, ONE)))))


def _atanh(x: Term) -> Term:
    """(log(1 + x) - log(1 - x))/2, on the cuts too (DLMF 4.37.24); over the reals both need -1 < x < 1."""
    return div(sub(call("log", add(ONE, x)), call("log", sub(ONE, x))), TWO)


# functions that compare; each argument is needed by the first condition that is tried, or by the branch it chooses


def absolute_value(x: Term) -> Term:
    return call("Piecewise", x, call("ge", x, ZERO), neg(x), TRUE)


def inside_of_size(term: Term) -> Term | None:
    """x for Abs(x), as written or lowered; None for anything else."""
    if term.head == "Abs":
        return term.args[0]
    x = term.args[0] if term.head == "Piecewise" else None
    return x if x is not None and term == absolute_value(x) else None


def _sign(x: Term) -> Term:
    return call("Piecewise", ONE, call("gt", x, ZERO), integer(-1), call("lt", x, ZERO), ZERO, TRUE)


def _heaviside(x: Term) -> Term:
    return call("Piecewise", ONE, call("gt", x, ZERO), ZERO, call("lt", x, ZERO), HALF, TRUE)


def _relu(x: Term) -> Term:
    return call("Piecewise", x, call("ge", x, ZERO), ZERO, TRUE)


def _delta(i: Term, j: Term) -> Term:
    return call("Piecewise", ONE, call("eq", i, j), ZERO, TRUE)


def _max(*args: Term) -> Term:
    return extreme_value("ge", args)


def _min(*args: Term) -> Term:
    return extreme_value("le", args)


def extreme_value(relation: str, args: tuple[Term, ...]) -> Term:
    """The first argument that stands in the relation to all behind it. Whichever that is, all others were compared."""
    pieces: list[Term] = []
    for i, a in enumerate(args[:-1]):
        conditions = tuple(call(relation, a, b) for b in args[i + 1 :])
        pieces += [a, Term("and", conditions, "every part") if len(conditions) > 1 else conditions[0]]
    return call("Piecewise", *pieces, args[-1], TRUE) if pieces else args[0]


def _complex_extreme(relation: str) -> Rule:
    """As over the reals; a single argument is compared with itself, because it must be real."""

    def rule(*args: Term) -> Term:
        return (
            extreme_value(relation, args) if len(args) > 1 else call("Piecewise", args[0], call(relation, *args, *args))
        )

    return rule


def _atan2(y: Term, x: Term) -> Term:
    """The angle of (x, y) in (-pi, pi], by half-planes; at (0, 0) no condition holds, and it is undefined."""
    right, upper, lower, left = call("gt", x, ZERO), call("gt", y, ZERO), call("lt", y, ZERO), call("lt", x, ZERO)
    turned = call("atan", div(x, y))
    half = div(PI, TWO)
    angle = call("atan", div(y, x))
    return call("Piecewise", angle, right, sub(half, turned), upper, sub(neg(half), turned), lower, PI, left)


def _real_arg(x: Term) -> Term:
    return call("Piecewise", ZERO, call("gt", x, ZERO), PI, call("lt", x, ZERO))


# the rest


def _ceiling(x: Term) -> Term:
    return neg(call("floor", neg(x)))


def _factorial(x: Term) -> Term:
    return call("gamma", add(x, ONE))


def _sigmoid(x: Term) -> Term:
    return div(ONE, add(ONE, call("exp", neg(x))))


def _softplus(x: Term) -> Term:
    return call("log", add(ONE, call("exp", x)))


def _itself(x: Term) -> Term:
    """re(x) and conjugate(x) of a real x."""
    return x


def _real_im(x: Term) -> Term:
    """0 wherever x is defined."""
    return mul(ZERO, x)


_BOTH: Final[dict[str, Rule]] = {
    "sqrt": _sqrt,
    "root": _root,
    "cbrt": _cbrt,
    "log": _log,
    "ln": _log,
    "log2": _log2,
    "log10": _log10,
    "tan": _tan,
    "cot": _cot,
    "sec": _sec,
    "csc": _csc,
    "acos": _acos,
    "sinh": _sinh,
    "cosh": _cosh,
    "tanh": _tanh,
    "coth": _coth,
    "sech": _sech,
    "csch": _csch,
    "asinh": _asinh,
    "acosh": _acosh,
    "atanh": _atanh,
    "Heaviside": _heaviside,
    "relu": _relu,
    "KroneckerDelta": _delta,
    "atan2": _atan2,
    "ceiling": _ceiling,
    "factorial": _factorial,
    "sigmoid": _sigmoid,
    "softplus": _softplus,
}
_REAL: Final[dict[str, Rule]] = _BOTH | {
    "Abs": absolute_value,
    "sign": _sign,
    "Max": _max,
    "Min": _min,
    "re": _itself,
    "im": _real_im,
    "conjugate": _itself,
    "arg": _real_arg,
}
_COMPLEX: Final[dict[str, Rule]] = _BOTH | {"Max": _complex_extreme("ge"), "Min": _complex_extreme("le")}
