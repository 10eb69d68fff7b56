"""Integrals whose ends need care: infinite ones, removable and integrable singularities of the integrand at an end.

The integral over a first piece of the path, 0 < t <= d with x = a + t, x = b - t or x = 1/t, -1/t (dx = dt/t**2), is that of its
expansion with a remainder (`end_germs`), which shows that the integrand is defined on the whole piece and is at most a sum of
powers t**s*log(1/t)**q, s > -1, in size; so it exists as an improper integral (NIST DLMF 1.4(v)). The rest of the path is left
to the ordinary integrator, which shows the same of the rest. An end where no expansion is found stays in the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from flint import acb, arb, ctx, fmpq

from verifier.kernel.balls import end_totals
from verifier.kernel.balls.code import Block, Operation, Registers
from verifier.kernel.balls.end_germs import PLAIN, Ends, Germ
from verifier.kernel.balls.end_series import Model
from verifier.kernel.balls.series import lazy
from verifier.kernel.balls.values import Undefined, Unsupported, Value, Wide, ball, rectangle, settled
from verifier.terms.term import Term

SIZES: Final = (6, 14, 40)  # bits of 1/d, for a path of length 1
FAR_SIZES: Final = (6, 9)  # for an infinite one: the integrator has to go all the way
MOST_BITS: Final = 128
_CLOSE: Final = arb(2) ** -80
_INFINITE: Final = (Model(-1, (fmpq(-1),)), Model(-1, (fmpq(1),)))

Integrator = Callable[
    [Registers, Value, Value], Value
]  # over a finite path whose ends are in order; not finite if unknown


def integrate_with_ends(
    target: int,
    bounds: tuple[int | None, int | None],
    integrand: Term,
    name: str,
    parts: Mapping[Term, Block],
    inner: Integrator,
    complex_numbers: bool,
) -> Operation:
    """The operation that stores the integral between two registers; None stands for -oo below and oo above."""

    def integrated(r: Registers) -> None:
        low, high = (None if b is None else settled(r[b]) for b in bounds)
        if type(low) is acb or type(high) is acb:
            raise Unsupported
        turned = low is not None and high is not None and bool(low > high)
        if turned:
            low, high = high, low
        known = {t: lazy(block, r) for t, block in parts.items()}
        with ctx.workprec(min(max(ctx.prec, 100), MOST_BITS)):
            value = _integral(r, low, high, lambda e: e.of(integrand), name, known, inner)
        value = -value if turned else value
        r[target] = value if complex_numbers else value.real

    return integrated


def _integral(
    r: Registers,
    low: Value | None,
    high: Value | None,
    germ: Callable[[Ends], Germ],
    name: str,
    known: Mapping[Term, Callable[[], Value]],
    inner: Integrator,
) -> acb:
    if low is not None and high is not None:
        if not low < high:
            raise Wide
        length = ball(high - low)
        unit = arb(2) ** int((length.lower().log() / arb(2).log()).floor().mid().floor().unique_fmpz() or 0)
        unit = unit.min(arb(1)) if not unit <= 1 else unit
    else:
        unit = arb(1)
    other = next((ball(x).abs_upper() for x in (low, high) if x is not None), arb(0))
    far = 1 / (1 + other)
    first, last = (
        _best_end(x, far if x is None else unit, side, germ, name, known) for side, x in enumerate((low, high))
    )
    if first is None and last is None:
        raise Unsupported
    total = arb(0)
    places = []
    for side, (x, found) in enumerate(((low, first), (high, last))):
        if found is None:
            if x is None:
                raise Unsupported
            places.append(x)
            continue
        width, piece = found
        total += piece
        if x is None:
            places.append(-1 / width if side == 0 else 1 / width)
        else:
            places.append(x + width if side == 0 else x - width)
    if not places[0] < places[1]:
        raise Unsupported
    middle = inner(r, places[0], places[1])
    if not middle.is_finite():
        raise Unsupported
    value: acb = rectangle(middle) + total  # over the complex numbers the integrand may be real at the ends only
    return value


def _best_end(
    x: Value | None,
    unit: arb,
    side: int,
    germ: Callable[[Ends], Germ],
    name: str,
    known: Mapping[Term, Callable[[], Value]],
) -> tuple[arb, arb] | None:
    """The width of the piece at an end and its integral, the first that is close enough or else the closest."""
    best: tuple[arb, arb] | None = None
    for bits in SIZES if x is not None else FAR_SIZES:
        width = unit * arb(2) ** -bits
        if x is None:
            place = _INFINITE[side]
        else:
            step = fmpq(1 if side == 0 else -1)
            place = Model(1, (step,)) if x == 0 else Model(0, (x, step))
        ends = Ends(width, name, Germ({PLAIN: place}), known)
        try:
            found = germ(ends)
            if x is None:
                found = ends.multiply(found, Germ({PLAIN: Model(-2, (fmpq(1),))}))
            piece = end_totals.integral(found, width)
        except (Wide, Unsupported, Undefined):
            continue
        if piece.is_finite() and (best is None or piece.rad() < best[1].rad()):
            best = width, piece
        if best is not None and best[1].rad() < _CLOSE:
            break
    return best
