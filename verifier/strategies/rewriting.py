"""Sound rewriting: a term replaced by one that has the same value, and a value at the same points.

The identities are those of school and first-year calculus (Abramowitz and Stegun, Handbook of Mathematical Functions,
chapters 3 and 4); each is used only where it holds at every point of the world, domains included.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Final

from verifier.strategies.worlds import World, is_positive
from verifier.terms.substitution import free_symbols, substitute
from verifier.terms.term import HALF, MINUS_ONE, ONE, TRUE, TWO, Term, add, call, div, integer, mul, neg, power, symbol
from verifier.terms.term import ZERO as NOUGHT
from verifier.terms.term import I as IMAGINARY_UNIT


def rewritten(term: Term, random: Random, world: World) -> Term:
    """The term with one of its parts replaced by an equal one."""
    within = [i for i, a in enumerate(term.args) if not _is_fixed(term, i)]
    if within and random.random() < 0.65:
        i = random.choice(within)
        part = rewritten(term.args[i], random, world)
        return Term(term.head, (*term.args[:i], part, *term.args[i + 1 :]), term.value)
    equal = RULES.get(term.head, _none)(term, world) if random.random() < 0.8 else []
    return random.choice(equal or _anywhere(term, random, world))


def _is_fixed(term: Term, i: int) -> bool:
    """Whether a part must stay: an exponent, a bound name or a bound, a condition; a differentiated body stays smooth."""
    if term.head == "Piecewise":
        return i % 2 == 1
    return term.head == "Derivative" or (term.head in ("pow", "Sum") and i > 0)


def _anywhere(term: Term, random: Random, world: World) -> list[Term]:
    """What holds of any term."""
    k, u = integer(random.randint(2, 5)), symbol(random.choice(world.free))
    return [neg(neg(term)), add(term, k, neg(k)), div(mul(k, term), k), add(term, u, neg(u)), mul(ONE, term)]


def _none(term: Term, world: World) -> list[Term]:
    return []


def _of_sum(term: Term, world: World) -> list[Term]:
    args = term.args
    equal = [add(*args[::-1]), add(add(*args[:-1]), args[-1]), neg(add(*map(neg, args)))]
    first, last = args[0], args[-1]
    if len(args) == 2 and _is_square(first) and last.head == "neg" and _is_square(last.args[0]):
        u, v = first.args[0], last.args[0].args[0]
        equal.append(mul(add(u, neg(v)), add(u, v)))
    return equal


def _is_square(term: Term) -> bool:
    return term.head == "pow" and term.args[1] == TWO


def _of_product(term: Term, world: World) -> list[Term]:
    args = term.args
    equal = [mul(*args[::-1]), mul(args[0], mul(*args[1:]))]
    if args[-1].head == "add":
        equal.append(add(*(mul(*args[:-1], b) for b in args[-1].args)))
    if len(args) == 2 and args[0] == args[1]:
        equal.append(power(args[0], TWO))
    return equal


def _of_power(term: Term, world: World) -> list[Term]:
    base, exponent = term.args
    if exponent == TWO:
        equal = [mul(base, base), power(neg(base), TWO)]
        if base.head == "add" and len(base.args) == 2:
            u, v = base.args
            equal.append(add(power(u, TWO), mul(TWO, u, v), power(v, TWO)))
        return equal
    if is_positive(base, world):
        equal = [call("exp", mul(exponent, call("log", base))), div(ONE, power(base, neg(exponent)))]
        return equal if not world.is_complex else []
    if exponent.head == "number" and exponent.number.denominator == 1 and exponent.number > 2:
        return [mul(base, power(base, integer(int(exponent.number) - 1)))]
    return []


def _of_exp(term: Term, world: World) -> list[Term]:
    (u,) = term.args
    equal = [div(ONE, call("exp", neg(u))), power(call("exp", div(u, TWO)), TWO)]
    if u.head == "add":
        equal.append(mul(*(call("exp", a) for a in u.args)))
    if world.is_complex:
        turned = mul(neg(IMAGINARY_UNIT), u)
        equal.append(add(call("cos", turned), mul(IMAGINARY_UNIT, call("sin", turned))))
    return equal


def _of_log(term: Term, world: World) -> list[Term]:
    """Of a positive real argument."""
    u = term.args[0]
    equal = [
        neg(call("log", div(ONE, u))),
        mul(call("log2", u), call("log", TWO)),
        mul(TWO, call("log", call("sqrt", u))),
    ]
    if u.head == "mul" and all(is_positive(a, world) for a in u.args):
        equal.append(add(*(call("log", a) for a in u.args)))
    if u.head == "div" and all(is_positive(a, world) for a in u.args):
        equal.append(add(call("log", u.args[0]), neg(call("log", u.args[1]))))
    if u.head == "exp":
        equal.append(u.args[0])
    return equal


def _of_sqrt(term: Term, world: World) -> list[Term]:
    """Of a positive real argument."""
    (u,) = term.args
    equal = [power(u, HALF), div(u, call("sqrt", u)), call("exp", mul(HALF, call("log", u)))]
    if u.head == "mul" and all(is_positive(a, world) for a in u.args):
        equal.append(mul(*(call("sqrt", a) for a in u.args)))
    return equal


def _of_sine(term: Term, world: World) -> list[Term]:
    (u,) = term.args
    equal = [
        neg(call("sin", neg(u))),
        mul(TWO, call("sin", div(u, TWO)), call("cos", div(u, TWO))),
        mul(term, add(power(call("sin", u), TWO), power(call("cos", u), TWO))),
    ]
    if u.head == "add" and len(u.args) == 2:
        v, w = u.args
        equal.append(add(mul(call("sin", v), call("cos", w)), mul(call("cos", v), call("sin", w))))
    return equal


def _of_cosine(term: Term, world: World) -> list[Term]:
    (u,) = term.args
    half = div(u, TWO)
    equal = [call("cos", neg(u)), add(ONE, neg(mul(TWO, power(call("sin", half), TWO))))]
    if u.head == "add" and len(u.args) == 2:
        v, w = u.args
        equal.append(add(mul(call("cos", v), call("cos", w)), neg(mul(call("sin", v), call("sin", w)))))
    return equal


def _of_tanh(term: Term, world: World) -> list[Term]:
    (u,) = term.args
    twice = call("exp", mul(TWO, u))
    return [
        neg(call("tanh", neg(u))),
        div(call("sinh", u), call("cosh", u)),
        div(add(twice, MINUS_ONE), add(twice, ONE)),
        add(mul(TWO, call("sigmoid", mul(TWO, u))), MINUS_ONE),
    ]


def _of_sigmoid(term: Term, world: World) -> list[Term]:
    (u,) = term.args
    e = call("exp", u)
    return [add(ONE, neg(call("sigmoid", neg(u)))), div(ONE, add(ONE, call("exp", neg(u)))), div(e, add(ONE, e))]


def _of_softplus(term: Term, world: World) -> list[Term]:
    (u,) = term.args
    return [call("log", add(ONE, call("exp", u))), add(u, call("softplus", neg(u)))]


def _of_odd_function(term: Term, world: World) -> list[Term]:
    return [neg(call(term.head, neg(term.args[0])))]


def _of_absolute_value(term: Term, world: World) -> list[Term]:
    (u,) = term.args
    if world.is_complex:
        return [call("Abs", neg(u)), call("Abs", call("conjugate", u)), call("sqrt", mul(u, call("conjugate", u)))]
    pieces = Term("Piecewise", (u, call("ge", u, NOUGHT), neg(u), TRUE))
    return [call("Abs", neg(u)), call("sqrt", power(u, TWO)), call("Max", u, neg(u)), mul(call("sign", u), u), pieces]


def _of_larger_or_smaller(term: Term, world: World) -> list[Term]:
    u, v = term.args
    other, sign, relation = ("Min", ONE, "ge") if term.head == "Max" else ("Max", MINUS_ONE, "le")
    difference = mul(sign, call("Abs", add(u, neg(v))))
    return [
        call(term.head, v, u),
        neg(call(other, neg(u), neg(v))),
        add(u, v, neg(call(other, u, v))),
        div(add(u, v, difference), TWO),
        Term("Piecewise", (u, call(relation, u, v), v, TRUE)),
    ]


def _of_conjugate(term: Term, world: World) -> list[Term]:
    (u,) = term.args
    equal = [add(call("re", u), neg(mul(IMAGINARY_UNIT, call("im", u))))]
    if u.head in ("add", "mul"):
        equal.append(Term(u.head, tuple(call("conjugate", a) for a in u.args)))
    if u.head in ("exp", "sin", "cos"):
        equal.append(call(u.head, call("conjugate", u.args[0])))
    return equal


def _of_real_part(term: Term, world: World) -> list[Term]:
    (u,) = term.args
    return [div(add(u, call("conjugate", u)), TWO), call("re", call("conjugate", u))]


def _of_imaginary_part(term: Term, world: World) -> list[Term]:
    (u,) = term.args
    return [div(add(u, neg(call("conjugate", u))), mul(TWO, IMAGINARY_UNIT)), neg(call("im", call("conjugate", u)))]


def _of_finite_sum(term: Term, world: World) -> list[Term]:
    body, k, low, high = term.args
    shifted = substitute(body, {k.name: add(k, ONE)})
    equal = [Term("Sum", (shifted, k, add(low, MINUS_ONE), add(high, MINUS_ONE)))]
    if body.head == "add":
        equal.append(add(*(Term("Sum", (a, k, low, high)) for a in body.args)))
    if body.head == "mul" and k.name not in free_symbols(body.args[0]):
        equal.append(mul(body.args[0], Term("Sum", (mul(*body.args[1:]), k, low, high))))
    if high.head == "add" and high.args[0].value in world.natural and high.args[1:] == (ONE,) and low in (NOUGHT, ONE):
        last = substitute(body, {k.name: high})  # from 0 or 1 to n + 1 there is at least one term
        equal.append(add(Term("Sum", (body, k, low, high.args[0])), last))
    return equal


def _of_derivative(term: Term, world: World) -> list[Term]:
    """One application of a rule of differentiation to a body that is smooth everywhere."""
    body, x, order = term.args
    if order != ONE:
        return []
    return [_slope(body, x)]


def _slope(u: Term, x: Term) -> Term:
    def d(v: Term) -> Term:
        return Term("Derivative", (v, x, ONE))

    match u.head, u.args:
        case ("number", _) | ("symbol", _):
            return ONE if u == x else NOUGHT
        case "add", args:
            return add(*map(d, args))
        case "neg", (v,):
            return neg(d(v))
        case "mul", (v, *rest):
            return add(mul(d(v), *rest), mul(v, d(mul(*rest))))
        case "div", (v, w):
            return div(add(mul(d(v), w), neg(mul(v, d(w)))), power(w, TWO))
        case "pow", (v, n):
            return mul(n, power(v, add(n, MINUS_ONE)), d(v))
        case head, (v,) if head in _SLOPES:
            return mul(_SLOPES[head](v), d(v))
    return d(u)


_SLOPES: Final[dict[str, Callable[[Term], Term]]] = {
    "exp": lambda v: call("exp", v),
    "sin": lambda v: call("cos", v),
    "cos": lambda v: neg(call("sin", v)),
    "tanh": lambda v: add(ONE, neg(power(call("tanh", v), TWO))),
    "sigmoid": lambda v: mul(call("sigmoid", v), add(ONE, neg(call("sigmoid", v)))),
    "atan": lambda v: div(ONE, add(ONE, power(v, TWO))),
    "log": lambda v: div(ONE, v),
}

RULES: Final[dict[str, Callable[[Term, World], list[Term]]]] = {
    "add": _of_sum,
    "mul": _of_product,
    "pow": _of_power,
    "exp": _of_exp,
    "log": _of_log,
    "sqrt": _of_sqrt,
    "sin": _of_sine,
    "cos": _of_cosine,
    "tanh": _of_tanh,
    "sigmoid": _of_sigmoid,
    "softplus": _of_softplus,
    "atan": _of_odd_function,
    "sign": _of_odd_function,
    "Abs": _of_absolute_value,
    "Max": _of_larger_or_smaller,
    "Min": _of_larger_or_smaller,
    "conjugate": _of_conjugate,
    "re": _of_real_part,
    "im": _of_imaginary_part,
    "Sum": _of_finite_sum,
    "Derivative": _of_derivative,
}
