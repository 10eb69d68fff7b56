"""Integrals over 0 < t <= d and sums over the t = 1/k, k >= K, of a germ: enclosed, or refused where they may diverge.

The integral of t**s*L**q, L = log(1/t), s > -1, is by parts, q times, d**(s + 1) times the sum over i <= q of
q!/(q - i)!*log(1/d)**(q - i)/(s + 1)**(i + 1). The sum of k**(-s) for s > 1 is the Hurwitz zeta function zeta(s, K) (NIST DLMF
25.11.1; python-flint encloses it); that of k**(-s)*log(k)**q, which falls where log(k) > q/s, lies between the integral from K
and that plus its first term (integral test). Over the multiples of a step the sum is that of (step*j)**(-s), and the
integral is divided by the step. All of these weights are positive, so that an enclosure of a coefficient may stand before
them, and the remainder of a Taylor model as well. What is not exactly zero at s <= -1 (s <= 1 in sums) is refused.
"""

from __future__ import annotations

from collections.abc import Callable
from math import factorial

from flint import arb, fmpq

from verifier.kernel.balls.end_germs import Germ
from verifier.kernel.balls.values import Unsupported, Value

Weight = Callable[[fmpq, int], arb]


def integral(germ: Germ, width: arb) -> arb:
    """The integral of the germ over 0 < t <= width < 1."""
    return _weighted(germ, lambda s, logs: power_integral(s, logs, width))


def series(germ: Germ, first: int, step: int = 1) -> arb:
    """The sum over k = first, first + step, ... of the germ at t = 1/k; first is a multiple of step."""
    return _weighted(germ, lambda s, logs: _power_sum(s, logs, first, step))


def _weighted(germ: Germ, weight: Weight) -> arb:
    total: Value = arb(0)
    for (p, q, logs), m in germ.parts.items():
        order = fmpq(p, q) + m.valuation
        for j, c in enumerate([*m.terms, m.rest]):
            if not _is_zero(c):
                total += c * weight(order + j, logs)
    return arb(total)


def _is_zero(c: Value) -> bool:
    return bool(c == 0)


def power_integral(s: fmpq, logs: int, width: arb) -> arb:
    if s <= -1:
        raise Unsupported
    height = -width.log()
    total = arb(0)
    for i in range(logs + 1):
        total += factorial(logs) // factorial(logs - i) * height ** (logs - i) / arb(s + 1) ** (i + 1)
    return total * (arb(s + 1) * width.log()).exp()


def _power_sum(s: fmpq, logs: int, first: int, step: int) -> arb:
    if s <= 1:
        raise Unsupported
    if not logs:
        return arb(s).zeta(arb(first // step)) * (-arb(s) * arb(step).log()).exp()
    height = arb(first).log()
    if not height > fmpq(logs) / s:
        raise Unsupported
    least = power_integral(s - 2, logs, 1 / arb(first))
    return least / step + arb(0).union((-arb(s) * height).exp() * height**logs)
