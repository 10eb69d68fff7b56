"""Over which symbols random terms are written, and terms over them that have a value at every point."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Final

from verifier.terms.record import record
from verifier.terms.term import ONE, TWO, I, Term, add, call, div, integer, mul, neg, power, symbol


@record
class World:
    """The declared symbols of a step, by what is known of them; a world with complex symbols is judged in the plane."""

    symbols: tuple[tuple[str, str], ...]
    free: tuple[str, ...]
    positive: tuple[str, ...] = ()
    natural: tuple[str, ...] = ()
    is_complex: bool = False


REAL: Final = World(
    (("x", "real"), ("y", "real"), ("p", "positive"), ("q", "positive"), ("a", "in (0, 1)"), ("n", "natural")),
    free=("x", "x", "y"),
    positive=("p", "q", "a"),
    natural=("n",),
)
COMPLEX: Final = World((("z", "complex"), ("w", "complex"), ("x", "real")), free=("z", "z", "w", "x"), is_complex=True)

_TOTAL: Final = ("exp", "sin", "cos", "tanh", "sigmoid", "softplus", "atan", "Abs", "sign")
_TOTAL_IN_THE_PLANE: Final = ("exp", "sin", "cos", "conjugate", "re", "im", "Abs")


def random_term(random: Random, world: World, depth: int) -> Term:
    """A term with a value at every point of the world: each function in it is defined everywhere it is used."""
    if depth <= 0:
        return _leaf(random, world)
    shapes = _plane_shapes(random, world, depth) if world.is_complex else _real_shapes(random, world, depth)
    return random.choice([*_shapes(random, world, depth), *shapes])()


def random_positive(random: Random, world: World, depth: int) -> Term:
    """A term of the real world that is positive at every point, as `is_positive` sees."""
    if depth <= 0:
        return symbol(random.choice(world.positive))

    def part() -> Term:
        return random_positive(random, world, depth - 1)

    def any_part() -> Term:
        return random_term(random, world, depth - 1)

    shapes: list[Callable[[], Term]] = [
        lambda: add(part(), part()),
        lambda: mul(part(), part()),
        lambda: div(part(), part()),
        lambda: call("exp", any_part()),
        lambda: add(integer(random.randint(1, 3)), power(any_part(), TWO)),
        lambda: call("sqrt", part()),
    ]
    return random.choice(shapes)()


def is_positive(term: Term, world: World) -> bool:
    """Whether the term is seen to be positive wherever it is defined; False where that is not seen."""
    match term.head, term.args:
        case "symbol", _:
            return term.name in world.positive
        case "number", _:
            return term.number > 0
        case (("exp" | "sigmoid" | "softplus"), _):
            return not world.is_complex
        case (("mul" | "div" | "sqrt"), args):
            return all(is_positive(a, world) for a in args)
        case "add", args:
            return any(is_positive(a, world) for a in args) and all(_is_nonnegative(a, world) for a in args)
        case "pow", (base, _):
            return is_positive(base, world)
    return False


def _is_nonnegative(term: Term, world: World) -> bool:
    square = term.head == "pow" and term.args[1] == TWO and not world.is_complex
    return square or is_positive(term, world)


def _leaf(random: Random, world: World) -> Term:
    leaves = [symbol(random.choice(world.free)), symbol(random.choice(world.free)), integer(random.randint(0, 5))]
    leaves += [symbol(random.choice(names)) for names in (world.positive, world.natural) if names]
    return random.choice([*leaves, I] if world.is_complex else leaves)


def _shapes(random: Random, world: World, depth: int) -> list[Callable[[], Term]]:
    """Sums, products and powers, in every world."""

    def part() -> Term:
        return random_term(random, world, depth - 1)

    return [
        lambda: add(part(), part()),
        lambda: add(part(), neg(part())),
        lambda: mul(part(), part()),
        lambda: mul(part(), part(), part()),
        lambda: neg(part()),
        lambda: power(part(), integer(random.randint(2, 4))),
    ]


def _real_shapes(random: Random, world: World, depth: int) -> list[Callable[[], Term]]:
    def part() -> Term:
        return random_term(random, world, depth - 1)

    def positive() -> Term:
        return random_positive(random, world, min(depth - 1, 1))

    return [
        lambda: div(part(), add(integer(random.randint(1, 3)), power(part(), TWO))),
        lambda: div(part(), positive()),
        lambda: call(random.choice(_TOTAL), part()),
        lambda: call(random.choice(_TOTAL), part()),
        lambda: call(random.choice(["Max", "Min"]), part(), part()),
        lambda: call(random.choice(["sqrt", "log"]), positive()),
        lambda: power(positive(), part()),
        lambda: Term("Derivative", (random_smooth(random, world, depth - 1), symbol("x"), ONE)),
        lambda: _sum(random, world, depth),
    ]


def _sum(random: Random, world: World, depth: int) -> Term:
    """A sum to a symbolic bound, whose terms are defined for every index."""
    k, n = symbol("k"), symbol(random.choice(world.natural))
    body = mul(random_term(random, world, depth - 2), random.choice([k, power(k, TWO), add(k, symbol("x")), ONE]))
    return Term("Sum", (body, k, integer(random.randint(0, 2)), random.choice([n, add(n, ONE), integer(3)])))


def random_smooth(random: Random, world: World, depth: int) -> Term:
    """A term of the real world that is differentiable any number of times everywhere."""
    if depth <= 0:
        return random.choice([symbol("x"), symbol("x"), symbol("y"), integer(random.randint(0, 5))])

    def part() -> Term:
        return random_smooth(random, world, depth - 1)

    shapes: list[Callable[[], Term]] = [
        lambda: add(part(), part()),
        lambda: mul(part(), part()),
        lambda: neg(part()),
        lambda: power(part(), integer(random.randint(2, 3))),
        lambda: call(random.choice(["exp", "sin", "cos", "tanh", "sigmoid", "atan"]), part()),
        lambda: div(part(), add(integer(random.randint(1, 3)), power(part(), TWO))),
        lambda: call("log", add(ONE, power(part(), TWO))),
    ]
    return random.choice(shapes)()


def _plane_shapes(random: Random, world: World, depth: int) -> list[Callable[[], Term]]:
    def part() -> Term:
        return random_term(random, world, depth - 1)

    return [
        lambda: call(random.choice(_TOTAL_IN_THE_PLANE), part()),
        lambda: call(random.choice(_TOTAL_IN_THE_PLANE), part()),
        lambda: div(part(), add(integer(random.randint(1, 3)), power(call("Abs", part()), TWO))),
    ]
