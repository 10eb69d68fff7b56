"""Definite integrals over a finite real interval, enclosed by `acb.integral` (Petras's algorithm, FLINT `acb_calc`).

The integrator asks for two things. On a piece of the path it wants an enclosure of the integrand there: the ordinary
code on a wide real ball gives one, and raises unless the integrand is defined on the whole ball. On a rectangle around
a piece it wants a finite enclosure only if the integrand is analytic there: the code for regions gives one. Both show
that the integrand is defined on that piece of the path, and the pieces cover the path; so a finite result encloses the
integral of a function that is defined and bounded on the whole interval. What cannot be shown is answered by NaN, and
the integral then has no enclosure. Improper integrals are not evaluated.
"""

from __future__ import annotations

from typing import Final

from flint import acb, arb, ctx

from verifier.kernel.balls.code import Block, Operation, Registers
from verifier.kernel.balls.values import ZERO, NoValue, Unsupported, Value, Wide, ball, demand, real_of, rectangle
from verifier.kernel.held_signals import HeldSignals

NOT_FINITE: Final = acb(arb.nan(), arb.nan())
MOST_EVALUATIONS: Final = 4000
_TINY: Final = arb(2) ** -40  # part of the path
MOST_BITS: Final = 128  # beyond, an integral costs too much for what it adds


def integrate(
    target: int, bounds: tuple[int, int], variable: int, on_path: Block, on_region: Block, complex_numbers: bool
) -> Operation:
    """The operation that stores the integral over the variable's register between two registers."""

    def integrated(r: Registers) -> None:
        low, high = _end(r[bounds[0]]), _end(r[bounds[1]])
        if low == high:
            r[variable] = low
            on_path.run(r)
            r[target] = ZERO
            return
        demand(low < high or low > high, False)
        result = integral_over(r, low, high, variable, on_path, on_region)
        if not result.is_finite():
            raise Wide if ctx.prec < MOST_BITS else Unsupported
        r[target] = result if complex_numbers else result.real

    return integrated


def _end(x: Value) -> Value:
    """A bound of the path, which has to be real."""
    try:
        return real_of(x)
    except NoValue:
        raise Unsupported from None


def integral_over(r: Registers, low: Value, high: Value, variable: int, on_path: Block, on_region: Block) -> Value:
    """The integrator's enclosure; once a tiny piece of the path has no enclosure, everything is refused at once."""
    first, last = (low, high) if low < high else (high, low)
    tiny = (ball(last) - first).abs_upper() * _TINY
    hopeless = False
    raised: BaseException | None = None

    def integrand(z: acb, analytic: bool) -> Value:
        nonlocal hopeless, raised
        if hopeless or (z.imag == 0) == analytic:
            return NOT_FINITE
        try:
            held.deliver()
            r[variable] = z if analytic else _inside(z.real, first, last)
            return rectangle((on_region if analytic else on_path).run(r))
        except NoValue:
            hopeless = not analytic and bool(z.real.rad() < tiny)
        except BaseException as error:  # the integrator may lose it
            hopeless, raised = True, error
        return NOT_FINITE

    with ctx.workprec(min(ctx.prec, MOST_BITS)), HeldSignals() as held:
        result = rectangle(acb.integral(integrand, low, high, eval_limit=MOST_EVALUATIONS, use_heap=True))
    if raised is not None:
        raise raised
    return result


def _inside(x: arb, low: Value, high: Value) -> arb:
    """The part of the ball inside the path, as closely as a ball can hold it: it may touch an end, not pass it."""
    if not x > low:
        x = ball(low) + (x - low).nonnegative_part()
    if not x < high:
        x = ball(high) - (high - x).nonnegative_part()
    return x
