"""What holds of the moments of any random variables that are real and have them: signs, and Cauchy and Schwarz.

| fact | where |
| --- | --- |
| E(M) >= 0 | M is a product of even powers, and of powers of symbols declared non-negative |
| E(M) > 0 | M is a product of powers of symbols declared positive |
| E(M)**2 <= E(M**2) | all these moments occur in the claim |
| E(M*N)**2 <= E(M**2)*E(N**2), E((M + N)**2) >= 0, E((M - N)**2) >= 0 | the same |
| Cov(M, N)**2 <= Var(M)*Var(N), Var(M + N) >= 0, Var(M - N) >= 0 | the same |

Feller, An Introduction to Probability Theory and Its Applications, volume 2, section V.8.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Final

from verifier.model.chain import Declaration
from verifier.terms.term import TWO, ZERO, Term, add, call, mul, neg, power, sub, symbol

Monomial = tuple[tuple[Term, int], ...]

MOST_SQUARES: Final = 6


def bounds(random: Mapping[str, Declaration], names: Mapping[Monomial, str]) -> tuple[Term, ...]:
    """The facts about these moments: each has the monomial it is the expectation of, and a name."""
    return tuple(dict.fromkeys([*_signs(random, names), *_variances(names), *_products(names)]))


def _signs(random: Mapping[str, Declaration], names: Mapping[Monomial, str]) -> Iterator[Term]:
    for monomial, name in names.items():
        if all(_has_sign(random[t.name], "gt") for t, _ in monomial):
            yield call("gt", symbol(name), ZERO)
        elif all(k % 2 == 0 or _has_sign(random[t.name], "ge") for t, k in monomial):
            yield call("ge", symbol(name), ZERO)


def _has_sign(declaration: Declaration, head: str) -> bool:
    """Whether a symbol is declared positive, or with `ge` at least not negative."""
    own = symbol(declaration.name)
    heads = ("gt",) if head == "gt" else ("gt", "ge")
    return any(call(h, own, ZERO) in declaration.conditions for h in heads)


def _variances(names: Mapping[Monomial, str]) -> Iterator[Term]:
    for m in _roots(names):
        if m in names:
            yield call("ge", _variance(names, m), ZERO)


def _products(names: Mapping[Monomial, str]) -> Iterator[Term]:
    for m, n in combinations(_roots(names), 2):
        if _times(m, n) not in names:
            continue
        e_mn, e_mm, e_nn = (symbol(names[_times(*pair)]) for pair in ((m, n), (m, m), (n, n)))
        yield from _of_form(e_mm, e_mn, e_nn)
        if m in names and n in names:
            covariance = sub(e_mn, mul(symbol(names[m]), symbol(names[n])))
            yield from _of_form(_variance(names, m), covariance, _variance(names, n))


def _of_form(a: Term, b: Term, c: Term) -> Iterator[Term]:
    """a*x**2 + 2*b*x*y + c*y**2 is nowhere negative: its values at (1, 1) and (1, -1), and its determinant."""
    yield call("ge", add(a, mul(TWO, b), c), ZERO)
    yield call("ge", add(a, neg(mul(TWO, b)), c), ZERO)
    yield call("ge", sub(mul(a, c), power(b, TWO)), ZERO)


def _roots(names: Mapping[Monomial, str]) -> list[Monomial]:
    """The monomials of whose square the moment occurs, if they are few."""
    even = [monomial for monomial in names if all(k % 2 == 0 for _, k in monomial)]
    return [tuple((t, k // 2) for t, k in monomial) for monomial in even[:MOST_SQUARES]]


def _variance(names: Mapping[Monomial, str], m: Monomial) -> Term:
    return sub(symbol(names[_times(m, m)]), power(symbol(names[m]), TWO))


def _times(m: Monomial, n: Monomial) -> Monomial:
    """The product of two monomials, its symbols in the order in which moments are named."""
    exponents: dict[Term, int] = {}
    for t, k in (*m, *n):
        exponents[t] = exponents.get(t, 0) + k
    return tuple(sorted(exponents.items(), key=lambda pair: repr(pair[0])))
