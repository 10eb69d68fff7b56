"""Sums and products to infinity, enclosed: the first terms one by one, and an enclosure of all that follow.

Three ways, each of which shows that the terms are defined and that the series converges, or refuses. By ratios (`end_ratios`).
By the expansion of the term f(k) in t = 1/k with a remainder for all k >= K (`end_germs`, `end_totals`). By the expansion of the
pairs f(k) + f(k + 1) in t = 1/k for even k, where f tends to 0: then the partial sums tend to the sum of the pairs, since
those of an odd number of terms differ by a term (absolute convergence is not needed). A product of f(k) is the finite product
up to K times exp of the sum of log(f(k)), f(k) > 0 from K on. Work is bounded by counts of terms.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from flint import acb, arb, ctx, fmpq

from verifier.kernel.balls import end_totals
from verifier.kernel.balls.code import CONTEXT, Block, Operation, Registers
from verifier.kernel.balls.end_germs import PLAIN, Ends, Germ
from verifier.kernel.balls.end_ratios import ratio
from verifier.kernel.balls.end_series import Model
from verifier.kernel.balls.values import ONE, ZERO, Unsupported, Value, Wide, ball, bounded, settled
from verifier.terms.term import Term

STARTS: Final = (16, 48, 144, 432)  # how many terms are added before the rest is enclosed
MOST_BITS: Final = 128
LEAST_BITS: Final = 100
_CLOSE: Final = arb(2) ** -80
Known = Mapping[Term, Callable[[], Value]]


def sum_to_infinity(
    target: int, low: int, index: int, summand: Term, name: str, body: Block, parts: Mapping[Term, Block]
) -> Operation:
    """The operation that stores the sum of the body over index = low, low + 1, ..."""
    return _accumulated(
        target, low, index, body, parts, False, lambda known, first: _tails(summand, name, known, first)
    )


def product_to_infinity(
    target: int, low: int, index: int, factor: Term, name: str, body: Block, parts: Mapping[Term, Block]
) -> Operation:
    """As `sum_to_infinity`, for a product."""
    return _accumulated(
        target, low, index, body, parts, True, lambda known, first: [_log_tail(factor, name, known, first)]
    )


Tails = Callable[[Known, int], list[Callable[[Callable[[int], Value]], tuple[int, Value]]]]


def _accumulated(
    target: int, low: int, index: int, body: Block, parts: Mapping[Term, Block], is_product: bool, tails: Tails
) -> Operation:
    def accumulated(r: Registers) -> None:
        start = settled(r[low])
        if type(start) is not fmpq:
            raise Wide
        if start.q != 1 or abs(start) > 10**6:
            raise Unsupported
        first, done = int(start.p), int(start.p)
        total: Value = ONE if is_product else ZERO
        known = {t: lazy(block, r) for t, block in parts.items()}
        best: Value | None = None

        def at(k: int) -> Value:
            r[index] = fmpq(k)
            return body.run(r)

        with ctx.workprec(min(max(ctx.prec, LEAST_BITS), MOST_BITS)):
            for count in STARTS:
                place = max(count, first)
                for find in tails(known, place):
                    try:
                        upto, rest = find(at)
                    except (Unsupported, Wide):
                        continue
                    if upto < done:
                        continue
                    r[CONTEXT].spend(max(0, upto - done))
                    for k in range(done, upto):
                        total = bounded(total * at(k) if is_product else total + at(k))
                    done = max(done, upto)
                    value = ball(total * ball(rest).exp() if is_product else total + rest)
                    if value.is_finite() and (best is None or _width(value) < _width(best)):
                        best = value
                if best is not None and _width(best) < _CLOSE:
                    break
        if best is None:
            raise Unsupported
        r[target] = best

    return accumulated


def _width(x: Value) -> arb:
    return x.rad() if type(x) is arb else x.real.rad() + x.imag.rad()


def lazy(block: Block, r: Registers) -> Callable[[], Value]:
    found: list[Value] = []

    def value() -> Value:
        if not found:
            found.append(block.run(r))
        return found[0]

    return value


def _ends(name: str, known: Known, first: int, step: int = 1, start: int = 0) -> Ends:
    """Ends whose variable is 1/t + start, where 1/t >= first is a multiple of step."""
    terms = (ONE, fmpq(start)) if start else (ONE,)
    return Ends(1 / arb(first), name, Germ({PLAIN: Model(-1, terms)}), known, step)


def _tails(
    summand: Term, name: str, known: Known, first: int
) -> list[Callable[[Callable[[int], Value]], tuple[int, Value]]]:
    def by_ratios(at: Callable[[int], Value]) -> tuple[int, Value]:
        ends = _ends(name, known, first)
        quotient = ends.values(ratio(ends, summand, first))
        if not quotient.abs_upper() < 1:
            raise Wide
        size = (abs(at(first)) / (1 - quotient.abs_upper())).abs_upper()
        error = arb(0).union(size).union(-size)
        return first, acb(error, error) if _has_complex_parts(known) else error

    def by_expansion(at: Callable[[int], Value]) -> tuple[int, Value]:
        return first, end_totals.series(_ends(name, known, first).of(summand), first)

    def by_pairs(at: Callable[[int], Value]) -> tuple[int, Value]:
        even = first + first % 2
        ends = [_ends(name, known, even, 2, e) for e in (0, 1)]
        germs = [e.of(summand) for e in ends]
        if not all(_tends_to_zero(g) for g in germs):
            raise Unsupported
        return even, end_totals.series(ends[0].add(*germs), even, 2)

    return [by_ratios, by_expansion, by_pairs]


def _has_complex_parts(known: Known) -> bool:
    """Whether later terms may be complex; one term that is real, as z**0, says nothing of the others."""
    return any(type(settled(value())) is acb for value in known.values())


def _tends_to_zero(germ: Germ) -> bool:
    return all(fmpq(p, q) + m.valuation > 0 for (p, q, _), m in germ.parts.items())


def _log_tail(
    factor: Term, name: str, known: Known, first: int
) -> Callable[[Callable[[int], Value]], tuple[int, Value]]:
    def by_logarithms(at: Callable[[int], Value]) -> tuple[int, Value]:
        ends = _ends(name, known, first)
        return first, end_totals.series(ends.log(ends.of(factor)), first)

    return by_logarithms
