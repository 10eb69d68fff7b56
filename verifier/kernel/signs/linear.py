"""Signs implied by linear facts: Fourier-Motzkin elimination over monomials taken as variables.

To show p > 0, assume -p >= 0 together with the facts and derive a contradiction; each derived inequality is a
non-negative combination of earlier ones, so what is derived holds wherever the facts do. Giving up is always sound.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

Exponents = tuple[int, ...]  # of a monomial; the empty one stands for 1
# linear form over monomials, and whether it is > 0 (else >= 0)
Inequality = tuple[dict[Exponents, Any], bool]

MOST_FACTS: Final = 24
MOST_DERIVED: Final = 160
MOST_MONOMIALS: Final = 10
_CONSTANT: Final = frozenset({()})


def implied_sign(p: Any, facts: list[tuple[Any, int]], sign_of_monomial: Callable[[Exponents], int]) -> int:
    """The signs p can have (bits 1, 2, 4: negative, zero, positive), as far as linear combination of the facts tells."""
    if len(p) > MOST_MONOMIALS or not facts:
        return 7
    target = _form(p)
    known = _related(target, [(_form(f), s) for f, s in facts[:MOST_FACTS] if s not in (5, 7)])
    if not known:
        return 7
    base: list[Inequality] = []
    for form, signs in known:
        if not signs & 1:
            base.append((form, not signs & 2))
        if not signs & 4:
            base.append((_scaled(form, -1), not signs & 2))
    for monomial in {m for form in [target, *[f for f, _ in base]] for m in form if m}:
        signs = sign_of_monomial(monomial)
        if not signs & 1:
            base.append(({monomial: 1}, not signs & 2))
        elif not signs & 4:
            base.append(({monomial: -1}, not signs & 2))
    opposite = _scaled(target, -1)
    is_never_below = _is_contradictory([*base, (opposite, True)])
    is_never_above = _is_contradictory([*base, (target, True)])
    if is_never_below and _is_contradictory(
        [*base, (opposite, False)]
    ):  # only if it is never below: that asks for more
        return 4
    if is_never_above and _is_contradictory([*base, (target, False)]):
        return 1
    return (6 if is_never_below else 7) & (3 if is_never_above else 7)


def _related(
    target: dict[Exponents, Any], facts: list[tuple[dict[Exponents, Any], int]]
) -> list[tuple[dict[Exponents, Any], int]]:
    """The facts connected with the target by shared monomials."""
    reached = {m for m in target if m}
    chosen: list[tuple[dict[Exponents, Any], int]] = []
    rest = facts
    while True:
        new = [f for f in rest if any(m in reached for m in f[0])]
        if not new or len(reached) > MOST_MONOMIALS:
            return chosen
        chosen += new
        rest = [f for f in rest if all(f is not g for g in new)]
        reached |= {m for form, _ in new for m in form if m}


def _form(p: Any) -> dict[Exponents, Any]:
    return {tuple(map(int, e)) if any(e) else (): c for e, c in p.to_dict().items()}


def _scaled(form: dict[Exponents, Any], factor: Any) -> dict[Exponents, Any]:
    return {m: c * factor for m, c in form.items()}


def _is_contradictory(system: list[Inequality]) -> bool:
    """Whether the inequalities have no common solution, monomials taken as independent variables."""
    while True:
        below: dict[Exponents, int] = {}
        above: dict[Exponents, int] = {}
        for form, strict in system:
            if form.keys() <= _CONSTANT:
                value = form.get((), 0)
                if value < 0 or (strict and value == 0):
                    return True
            for m, c in form.items():
                side = above if c > 0 else below
                side[m] = side.get(m, 0) + 1
        monomials = (below.keys() | above.keys()) - _CONSTANT
        if not monomials:
            return False
        chosen = min(monomials, key=lambda m: (below.get(m, 0) * above.get(m, 0), m))
        if len(system) + below.get(chosen, 0) * above.get(chosen, 0) > MOST_DERIVED:
            return False
        ups = [i for i in system if i[0].get(chosen, 0) > 0]
        downs = [i for i in system if i[0].get(chosen, 0) < 0]
        rest = [i for i in system if chosen not in i[0]]
        system = rest + [_combined(a, b, chosen) for a in ups for b in downs]


def _combined(a: Inequality, b: Inequality, chosen: Exponents) -> Inequality:
    """The sum of positive multiples of a and b in which the chosen monomial cancels."""
    x, y = a[0][chosen], -b[0][chosen]
    form: dict[Exponents, Any] = {}
    for m, c in a[0].items():
        form[m] = c * y
    for m, c in b[0].items():
        form[m] = form.get(m, 0) + c * x
    return {m: c for m, c in form.items() if c != 0}, a[1] or b[1]
