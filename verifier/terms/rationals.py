"""Which terms are written-out rational numbers, and which value they have."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import Final

from verifier.terms.term import Term

MEMO: Final = 256  # an exponent 1/2 is asked for by each rule about its root


def rational_value(term: Term) -> Fraction | None:
    """The exact value of a number, a negated one, or a quotient or product of such; None for any other term.

    Division by a written zero is None: such a term has no value.
    """
    if term.head == "number":
        return term.number
    return _composed(term) if term.head in ("neg", "div", "mul") else None


@lru_cache(maxsize=MEMO)
def _composed(term: Term) -> Fraction | None:
    match term.head:
        case "neg":
            inner = rational_value(term.args[0])
            return None if inner is None else -inner
        case "div":
            top, bottom = rational_value(term.args[0]), rational_value(term.args[1])
            return None if top is None or not bottom else top / bottom
        case _:
            product = Fraction(1)
            for a in term.args:
                factor = rational_value(a)
                if factor is None:
                    return None
                product *= factor
            return product
