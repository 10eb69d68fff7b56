"""A bound on |f(k + 1)/f(k)| for all k >= K, factor by factor: where it is less than 1 a series converges, and fast.

For a term f whose factors are powers with the index above, factorials, binomial coefficients and functions without zeros: the
germ at t = 1/k of a q(k) with |f(k + 1)| <= q(k)*|f(k)|, f defined at each k >= K (f may vanish from some k on). Both are
equal but for binomial(z, k + b), so that no divisor may have that factor (`_without_zeros`). Then the sum of f(k) over
k >= K is at most |f(K)|/(1 - q) in size (DLMF 1.9(iv), ratio test). The rules: c**(a*k + b) grows by |c|**a for c != 0, and
for any c if a*k + b is a positive integer; gamma(a*k + b) by (a*k + b)*...*(a*k + b + a - 1) where a*K + b > 0;
binomial(z, k + b) by |z - k - b|/(k + b + 1), which is at most (|z| + k + b)/(k + b + 1) for k + b >= 0; b(k)**e(k) by exp
of the difference of e(k)*log(b(k)), b(k) > 0; any other function by the germs of f(k + 1) and f(k).
"""

from __future__ import annotations

from dataclasses import replace

from flint import acb, fmpq

from verifier.kernel.balls.end_germs import Ends, Germ
from verifier.kernel.balls.end_series import Model
from verifier.kernel.balls.values import ONE, ZERO, Unsupported, Value, Wide, ball, settled
from verifier.terms.term import Term

MOST_STEP = 6


def ratio(ends: Ends, term: Term, first: int) -> Germ:
    """The germ of q at t = 1/k for k >= first."""
    if term in ends.known:
        ends.known[term]()
        return ends.constant(ONE)
    head = term.head
    if head == "neg":
        return ratio(ends, term.args[0], first)
    if head == "mul":
        total = ends.constant(ONE)
        for x in term.args:
            total = ends.multiply(total, ratio(ends, x, first))
        return total
    if head == "div":
        below = _without_zeros(ends, term.args[1], first)
        return ends.divide(ratio(ends, term.args[0], first), below)
    if head == "pow":
        return _power(ends, term.args[0], term.args[1], first)
    if head == "exp":
        return ends.constant(ball(_slope(ends.of(term.args[0]))).exp())
    if head == "factorial":
        return _gamma(ends, ends.add(ends.of(term.args[0]), ends.constant(ONE)), first)
    if head == "gamma":
        return _gamma(ends, ends.of(term.args[0]), first)
    if head == "binomial":
        return _binomial(ends, term.args[0], term.args[1], first)
    return _by_germs(ends, term)


def _slope(x: Germ) -> Value:
    """The a of a germ that is exactly a/t + b."""
    m = x.parts.get((0, 1, 0))
    if m is None or len(x.parts) > 1 or not m.is_exact or m.valuation not in (-1, 0) or len(m.terms) > 1 - m.valuation:
        raise Unsupported
    return m.terms[0] if m.valuation else ZERO


def _next(ends: Ends) -> Ends:
    return replace(ends, place=ends.add(ends.place, ends.constant(ONE)))


def _by_germs(ends: Ends, term: Term) -> Germ:
    now = ends.of(term)
    ends.single(now)
    return ends.absolute(ends.divide(_next(ends).of(term), now))


def _without_zeros(ends: Ends, term: Term, first: int) -> Germ:
    """The ratio of a divisor: a constant that is not 0, or a product of what never vanishes."""
    if term in ends.known:
        if not ball(ends.known[term]()) != 0:
            raise Wide
    elif term.head in ("mul", "neg"):
        total = ends.constant(ONE)
        for x in term.args:
            total = ends.multiply(total, _without_zeros(ends, x, first))
        return total
    elif term.head == "pow":
        base, exponent = term.args
        if base in ends.known:
            if not ball(ends.known[base]()) != 0:
                raise Wide
        elif exponent in ends.known:
            _without_zeros(ends, base, first)
    elif term.head == "binomial":
        _natural(ends, term, first)
    elif term.head not in ("factorial", "gamma", "exp"):
        ends.single(ends.of(term))
    return ratio(ends, term, first)


def _power(ends: Ends, base: Term, exponent: Term, first: int) -> Germ:
    if exponent in ends.known:
        n = settled(ends.known[exponent]())
        if type(n) is not fmpq or n.q != 1 or abs(n) > MOST_STEP:
            return _by_germs(ends, Term("pow", (base, exponent)))
        inner = _without_zeros(ends, base, first) if n < 0 else ratio(ends, base, first)
        return ends.power(inner, n)
    if base not in ends.known:
        logs = [e.multiply(e.of(exponent), e.log(e.of(base))) for e in (_next(ends), ends)]
        return ends.exp(ends.subtract(logs[0], logs[1]))
    slope, start = ends.linear(ends.of(exponent))
    c = settled(ends.known[base]())
    whole = slope.q == start.q == 1
    if not (whole and slope >= 0 and slope * first + start > 0):
        nonzero = c != 0 if whole else type(c) is not acb and c > 0
        if not nonzero:
            raise Wide
    size = _size(c)
    if size == 0:
        return ends.constant(ZERO) if slope > 0 else ends.constant(ONE)
    if slope.q == 1 and slope >= 0:
        return (
            ends.power(ends.constant(size), slope) if slope <= MOST_STEP else ends.constant(ball(size) ** int(slope.p))
        )
    return ends.power(ends.constant(size), slope)


def _size(c: Value) -> Value:
    return abs(c)


def _gamma(ends: Ends, argument: Germ, first: int) -> Germ:
    slope, start = ends.linear(argument)
    if slope.q != 1 or not 0 < slope <= MOST_STEP or not slope * first + start > 0:
        raise Unsupported
    total = ends.constant(ONE)
    for i in range(int(slope.p)):
        total = ends.multiply(total, _line(slope, start + i))
    return total


def _line(slope: fmpq, start: Value) -> Germ:
    """slope/t + start."""
    return Germ({(0, 1, 0): Model(-1, (slope,) if start == 0 else (slope, start))})


def _binomial(ends: Ends, above: Term, below: Term, first: int) -> Germ:
    if above not in ends.known:
        return _natural(ends, Term("binomial", (above, below)), first)
    slope, start = ends.linear(ends.of(below))
    if slope != 1 or start.q != 1 or first + start < 0:
        raise Unsupported
    size = _size(ends.known[above]())
    return ends.divide(_line(slope, size + start), _line(slope, start + 1))


def _natural(ends: Ends, term: Term, first: int) -> Germ:
    """binomial(n, m) = n!/(m!*(n - m)!) for integers n >= m >= 0 that grow with the index."""
    above, below = (ends.of(x) for x in term.args)
    rest = ends.subtract(above, below)
    one = ends.constant(ONE)
    parts = []
    for x in (above, below, rest):
        slope, start = ends.linear(x)
        if slope.q != 1 or start.q != 1 or slope < 0 or slope * first + start < 0:
            raise Unsupported
        parts.append(_gamma(ends, ends.add(x, one), first) if slope else one)
    return ends.divide(parts[0], ends.multiply(parts[1], parts[2]))
