"""Inequalities that hold for every real argument for which they are defined: the leaves of the rule `known`.

Each is a pattern in one or two unknowns, recognised as written in the core vocabulary. Sources: NIST DLMF 4.5.4
(log(u) <= u - 1), 4.5.8 (1 + u <= exp(u)), 4.21.12 with 4.18 (cosine and sine lie between -1 and 1), 4.23.14-16 (ranges of the
principal inverse functions), 7.2.1 with 7.4.1 (-1 < erf < 1), 5.2.1 (gamma is positive on the positive reals); the floor
function by definition.
"""

from __future__ import annotations

from typing import Final

from verifier.terms.term import MINUS_ONE, ONE, PI, TWO, ZERO, Term, add, call, div, neg, sub, symbol

_U: Final = symbol("u")
_HALF_PI: Final = div(PI, TWO)


def _both(term: Term, bound: Term, strict: bool = False) -> list[Term]:
    """|term| <= bound."""
    low, high = ("gt", "lt") if strict else ("ge", "le")
    return [call(low, term, bound_below) for bound_below in (neg(bound),)] + [call(high, term, bound)]


BOUNDS: Final[tuple[Term, ...]] = (
    call("le", call("log", _U), sub(_U, ONE)),
    call("ge", call("exp", _U), add(ONE, _U)),
    *_both(call("cos", _U), ONE),
    *_both(call("sin", _U), ONE),
    *_both(call("atan", _U), _HALF_PI, strict=True),
    *_both(call("asin", _U), _HALF_PI),
    *_both(call("erf", _U), ONE, strict=True),
    call("le", call("floor", _U), _U),
    call("gt", call("floor", _U), add(_U, MINUS_ONE)),
)


STRICT: Final[tuple[tuple[Term, Term], ...]] = (
    (call("lt", call("log", _U), sub(_U, ONE)), call("ne", _U, ONE)),
    (call("gt", call("exp", _U), add(ONE, _U)), call("ne", _U, ZERO)),
)
"""Inequalities that are strict but at one place, and that the unknown is not there."""


def is_known(condition: Term) -> bool:
    """Whether the condition is one of the listed ones, its unknown replaced by one term throughout."""
    return any(_matches(bound, condition, {}) for bound in BOUNDS)


def need_of_strict(condition: Term) -> Term | None:
    """For an instance of a strict inequality, where it holds; None for anything else."""
    for bound, need in STRICT:
        known: dict[str, Term] = {}
        if _matches(bound, condition, known):
            return _filled(need, known)
    return None


def instances(term: Term) -> list[Term]:
    """The listed bounds of this very term: `cos(x) <= 1` and `cos(x) >= -1` for `cos(x)`."""
    found = []
    for bound in BOUNDS:
        known: dict[str, Term] = {}
        if _matches(bound.args[0], term, known):
            found.append(Term(bound.head, (term, _filled(bound.args[1], known))))
    return found


def _matches(pattern: Term, term: Term, known: dict[str, Term]) -> bool:
    if pattern == _U:
        return known.setdefault("u", term) == term
    if (pattern.head, pattern.value, len(pattern.args)) != (term.head, term.value, len(term.args)):
        return False
    return all(_matches(p, t, known) for p, t in zip(pattern.args, term.args, strict=True))


def _filled(pattern: Term, known: dict[str, Term]) -> Term:
    if pattern == _U:
        return known["u"]
    return (
        Term(pattern.head, tuple(_filled(p, known) for p in pattern.args), pattern.value) if pattern.args else pattern
    )
