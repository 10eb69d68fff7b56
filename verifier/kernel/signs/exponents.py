"""Signs by exponents: exp(u) > 1 where u > 0, and exp(u) < 1 where u < 0, for real u; log(v) > 0 where v > 1 likewise.

So c*exp(u) - d*exp(v) with c, d > 0 has the sign of u - v + log(c/d) (NIST DLMF 4.2: exp is increasing, exp(0) = 1).
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from verifier.kernel.normal_forms.field import GaveUp, Polynomial, Quotient

if TYPE_CHECKING:
    from verifier.kernel.signs.signs import Knowledge

Bounds = tuple[Fraction | None, Fraction | None]
NEGATIVE, ZERO, POSITIVE, ANY = 1, 2, 4, 7
_NULL, _ONE = Fraction(0), Fraction(1)


def sign_by_exponents(knowledge: Knowledge, f: Polynomial) -> int:
    """The signs of a difference of two products of exponentials with positive factors, or of a logarithm; else any."""
    from verifier.kernel.signs.signs import flipped, sign_of_number, sign_of_sum

    if len(f) == 1 and f in knowledge.field.gens:
        return _sign_of_logarithm(knowledge, knowledge.field.gens.index(f))
    if len(f) != 2:
        return ANY
    (first, c), (second, d) = f.to_dict().items()
    if (c > 0) == (d > 0):
        return ANY
    powers = {i: int(j) - int(k) for i, (j, k) in enumerate(zip(first, second, strict=True)) if j != k}
    try:
        exponent = _exponent(knowledge, powers)
    except GaveUp:
        return ANY
    if exponent is None:
        return ANY
    signs = sign_of_sum(_sign_of(knowledge, exponent), sign_of_number(abs(c) - abs(d)))
    return signs if c > 0 else flipped(signs)


def bounds_by_exponent(knowledge: Knowledge, at: int) -> Bounds | None:
    """Strict bounds of an exponential by the sign of its exponent, of a logarithm by that of u - 1; None where it is open."""
    made = knowledge.field.generators[at]
    kind = made.data[0] if isinstance(made.data, tuple) and made.is_real else None
    if kind == "exp":
        signs = _sign_of(knowledge, knowledge.field.scale(made.data[1], Fraction(1, made.data[2])))
        return (_ONE, None) if signs == POSITIVE else (_NULL, _ONE) if signs == NEGATIVE else None
    signs = _sign_of_logarithm(knowledge, at)
    return (_NULL, None) if signs == POSITIVE else (None, _NULL) if signs == NEGATIVE else None


def _sign_of_logarithm(knowledge: Knowledge, at: int) -> int:
    """The signs of log(u) for a positive u are those of u - 1; any for another generator."""
    made = knowledge.field.generators[at]
    if not made.is_real or not isinstance(made.data, tuple) or made.data[0] != "log":
        return ANY
    _, argument, is_absolute = made.data
    if not is_absolute or _sign_of(knowledge, argument) != POSITIVE:
        return ANY
    return _sign_of(knowledge, knowledge.field.subtract(argument, knowledge.field.one))


def _exponent(knowledge: Knowledge, powers: dict[int, int]) -> Quotient | None:
    """u where exp(u) is the product of these powers of generators.

    None without exponentials, or where one is neither a real one nor a positive symbol whose logarithm is known.
    """
    field = knowledge.field
    total: Quotient = field.zero
    if not any(isinstance(d := field.generators[at].data, tuple) and d[0] == "exp" for at in powers):
        return None
    for at, k in powers.items():
        made = field.generators[at]
        if not made.is_real or not isinstance(made.data, tuple):
            return None
        if made.data[0] == "exp":
            total = field.add(total, field.scale(made.data[1], Fraction(k, made.data[2])))
            continue
        known = field.index.get(("log", made.term))
        if known is None or made.data[0] != "symbol" or made.signs != POSITIVE:
            return None
        argument = field.generators[known].data[1]
        if argument.factors or argument.numer != field.gens[at]:
            return None
        total = field.add(total, field.scale(field.quotient(known), k))
    return total


def _sign_of(knowledge: Knowledge, q: Quotient) -> int:
    """The signs of a real quotient where it is defined."""
    from verifier.kernel.signs.signs import sign_of_power, sign_of_product

    if not knowledge.is_quotient_over_reals(q):
        return ANY
    signs = knowledge.sign(q.numer)
    for f, k in q.factors:
        signs = sign_of_product(signs, sign_of_power(knowledge.sign(f) & ~ZERO, k))
    return signs
