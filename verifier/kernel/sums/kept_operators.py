"""Sums and products that have no closed form, as one generator: shifted, turned and split so that equal ones meet.

An index is moved so that its smallest shift is 0 and turned so that it counts upwards; bounds that differ by integers
from others of the same body are moved to the narrowest range seen, and the terms between are written out. Those lie in
the range of the operator at hand, so that they are defined wherever it is. A range that begins or ends as a shorter one is
cut in two behind that, or before. A sum within a sum over a triangle, from a fixed bound up to
the outer index, is taken in the other order.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations
from math import floor
from typing import TYPE_CHECKING, Any, Final

from verifier.kernel.normal_forms import special
from verifier.kernel.normal_forms.field import GaveUp, Generator, Quotient
from verifier.kernel.normal_forms.hints import RangeKey, Restart
from verifier.kernel.normal_forms.ordering import in_order, text_of_term
from verifier.kernel.signs.signs import NEGATIVE, NONNEGATIVE, NONZERO, POSITIVE, ZERO
from verifier.kernel.sums.ranges import Moved
from verifier.kernel.sums.summands import Piece, term_of_factors
from verifier.kernel.terms.operators import is_infinite
from verifier.kernel.terms.visible import Linear, linear_form
from verifier.terms.substitution import free_symbols, substitute
from verifier.terms.term import ONE, Term, add, call, integer, mul, neg, power, rational, sub, symbol

if TYPE_CHECKING:
    from verifier.kernel.normal_forms.tower import Tower
    from verifier.kernel.sums.summation import Range

MOST_SPLIT: Final = 40
MOST_FLAT: Final = 4


def kept(tower: Tower, inner: Tower, head: str, index: Term, piece: Piece, span: Range, moved: Moved) -> Quotient:
    """The operator over the dependent part of a piece."""
    from verifier.kernel.sums.summation import over_range

    body = piece.dependent(index)
    aligned = _aligned(tower, index, piece, body, span, moved)
    if aligned is not None:
        return over_range(tower, head, aligned[0], index, *aligned[1:])
    if head == "Sum":
        swapped = _swapped(tower, index, piece, span)
        if swapped is not None:
            return swapped
        flat = _flattened(tower, index, piece, body, span)
        if flat is not None:
            return flat
    return _split(tower, inner, head, index, in_order(body), span)


# ---- shifts and direction


def _aligned(
    tower: Tower, index: Term, piece: Piece, body: Term, span: Range, moved: Moved
) -> tuple[Term, Range, Moved] | None:
    """Body and range with the index turned upwards, or moved so that it is its own smallest shift; None where it is."""
    from verifier.kernel.sums.summation import range_of

    found = [place for t, _ in piece.rest for place in _places(t, index.name)]
    if not found or moved is Moved.SHIFTED:
        return None
    f = tower.field
    if moved is Moved.NOT and all(slope < 0 for slope, _ in found):
        mirror = f.add(span.lower, span.upper)
        turned = substitute(body, {index.name: add(tower.term_of_quotient(mirror), neg(index))})
        return turned, span, Moved.TURNED
    shift = _smallest_shift(tower, found)
    if shift is None:
        return None
    shifted = substitute(body, {index.name: sub(index, shift)})
    by = tower.normal_form(shift)
    return shifted, range_of(tower, f.add(span.lower, by), f.add(span.upper, by)), Moved.SHIFTED


def _smallest_shift(tower: Tower, found: list[tuple[Fraction, Linear]]) -> Term | None:
    """The integer by which the index is least moved, in an order that does not change when all are moved."""
    forms = [form for slope, form in found if slope == 1 and _is_whole(tower, form)]
    if forms:
        names = sorted({t for form in forms for t in form}, key=text_of_term)
        least = min(forms, key=lambda form: [form.get(t, Fraction(0)) for t in names])
        whole = {t: c if t != ONE else Fraction(floor(c)) for t, c in least.items()}
    else:
        bounds = [form.get(ONE, Fraction(0)) / slope for slope, form in found if slope > 0]
        whole = {ONE: Fraction(floor(min(bounds, default=Fraction(0))))}
    parts = [mul(rational(c), t) for t, c in whole.items() if c]
    return add(*parts) if parts else None


def _is_whole(tower: Tower, form: Linear) -> bool:
    """Whether the form is an integer combination of integer symbols and a constant."""
    return all(
        t == ONE or (c.denominator == 1 and t.head == "symbol" and t.name in tower.integers) for t, c in form.items()
    )


def _places(term: Term, index: str) -> list[tuple[Fraction, Linear]]:
    """Slope and the rest of each largest sub-term that is linear in the index."""
    if index not in free_symbols(term):
        return []
    if term.head in ("symbol", "add", "neg", "mul", "div"):
        form = linear_form(term)
        slope = form.pop(symbol(index), Fraction(0))
        if slope and not any(index in free_symbols(t) for t in form):
            return [(slope, form)]
    return [place for a in term.args for place in _places(a, index)]


# ---- ranges


def _split(tower: Tower, inner: Tower, head: str, index: Term, body: Term, span: Range) -> Quotient:
    """The operator over the narrowest range that was seen with this body, and what lies outside of it written out."""
    f = tower.field
    if not (tower.is_integer(span.lower) and tower.is_integer(span.upper)):
        return _generator(tower, inner, head, index, body, span.lower, span.upper, span.count)
    first, last = special.integer_part(tower, span.lower)[0], special.integer_part(tower, span.upper)[0]
    low_base, high_base = (tower.term_of_quotient(special.integer_part(tower, q)[1]) for q in (span.lower, span.upper))
    key = (head, body, low_base, high_base)
    low, high = tower.hints.ranges.get(key, (first, last))
    if key not in tower.hints.ranges:
        tower.hints.ranges[key] = (first, last)
        if _shares_a_bound(tower, key):
            raise Restart
    elif first > low or last < high:
        tower.hints.ranges[key] = (max(first, low), min(last, high))
        raise Restart
    cut = _cut_of(tower, key, span)
    if cut is not None:
        return _joined(tower, head, index, body, span, cut)
    before, after = low - first, last - high
    if not before and not after:
        return _generator(tower, inner, head, index, body, span.lower, span.upper, span.count)
    if before + after > MOST_SPLIT:
        raise GaveUp("the ranges of two sums are too far apart")
    middle = f.subtract(span.count, f.constant(before + after))
    if tower.require_sign_of_integer(middle) == NEGATIVE:
        return _short(tower, head, index, body, span, before + after)
    lower, upper = f.add(span.lower, f.constant(before)), f.subtract(span.upper, f.constant(after))
    total = _generator(tower, inner, head, index, body, lower, upper, middle)
    places = [f.add(span.lower, f.constant(j)) for j in range(before)]
    places += [f.add(upper, f.constant(j + 1)) for j in range(after)]
    return _with_terms(tower, head, index, body, total, places)


def _shares_a_bound(tower: Tower, key: RangeKey) -> bool:
    """Whether a range with one of the bounds of this one was seen."""
    head, body, low, high = key
    return any((h, t) == (head, body) and (a == low) != (b == high) for h, t, a, b in tower.hints.ranges)


def _cut_of(tower: Tower, key: RangeKey, span: Range) -> Quotient | None:
    """Where another range with the same first or last place ends, or begins, within this one; None if none certainly does.

    Not where a part would have no place at all: the other part would be this range again, which is cut where that one ends.
    """
    f = tower.field
    for (head, body, low, high), (first, last) in list(tower.hints.ranges.items()):
        if (head, body) != key[:2] or (low == key[2]) == (high == key[3]):
            continue
        end, offset = (high, last) if low == key[2] else (low, first - 1)
        cut = f.add(tower.normal_form(end), f.constant(offset))
        sizes = f.add(f.subtract(cut, span.lower), f.one), f.subtract(span.upper, cut)
        signs = [tower.sign(size) for size in sizes]
        if tower.is_integer(cut) and ZERO not in signs and not any(s & NEGATIVE for s in signs):
            return cut
    return None


def _joined(tower: Tower, head: str, index: Term, body: Term, span: Range, cut: Quotient) -> Quotient:
    """The operator over a range as two: up to the cut, and from behind it."""
    from verifier.kernel.sums.summation import over_range, range_of

    f = tower.field
    first, second = range_of(tower, span.lower, cut), range_of(tower, f.add(cut, f.one), span.upper)
    combine = f.add if head == "Sum" else f.multiply
    return combine(*(over_range(tower, head, body, index, part, Moved.SHIFTED) for part in (first, second)))


def _short(tower: Tower, head: str, index: Term, body: Term, span: Range, most: int) -> Quotient:
    """The operator over a range known to have fewer than so many terms."""
    from verifier.kernel.normal_forms.tower import NeedsSign

    f = tower.field
    empty = f.zero if head == "Sum" else f.one
    for size in range(most):
        signs = tower.require_sign(f.subtract(span.count, f.constant(size)))
        if signs == ZERO and _is_symbol_and_constant(tower.term_of_quotient(span.count)):
            raise NeedsSign(tower.term_of_quotient(f.subtract(span.count, f.constant(size))))  # where it has that value
        if signs != POSITIVE:
            places = [f.add(span.lower, f.constant(j)) for j in range(size)] if signs == ZERO else []
            return _with_terms(tower, head, index, body, empty, places)
    raise GaveUp("a sum over a short range was not written out")


def _is_symbol_and_constant(count: Term) -> bool:
    form = linear_form(count)
    form.pop(ONE, None)
    return len(form) == 1 and all(t.head == "symbol" and abs(c) == 1 for t, c in form.items())


def _with_terms(tower: Tower, head: str, index: Term, body: Term, total: Quotient, places: list[Quotient]) -> Quotient:
    combine = tower.field.add if head == "Sum" else tower.field.multiply
    for place in places:
        term = substitute(body, {index.name: tower.term_of_quotient(place)})
        total = combine(total, tower.normal_form(term))
    return total


def _generator(
    tower: Tower, inner: Tower, head: str, index: Term, body: Term, lower: Quotient, upper: Quotient, count: Quotient
) -> Quotient:
    bounds = tower.term_of_quotient(lower), tower.term_of_quotient(upper)
    shown = call(head, body, index, *bounds)
    summand = inner.normal_form(body)
    signs = _signs(head, inner.sign(summand) if inner.is_real(summand) else 7, tower.sign(count) == POSITIVE)
    return _made(
        tower, shown, ("operator", head, body, bounds), signs, inner.is_real(summand), inner.is_integer(summand)
    )


def _made(tower: Tower, shown: Term, key: Any, signs: int, is_real: bool, is_integer: bool) -> Quotient:
    made = Generator(shown, signs, data=("operator", shown), is_real=is_real)
    at = tower.field.generator(key, made)
    if is_integer:
        tower.integer_generators.add(at)
    return tower.field.quotient(at)


def _signs(head: str, signs: int, has_terms: bool) -> int:
    """The signs of a sum or product whose terms have these signs."""
    if head == "Product":
        if not signs & NEGATIVE:
            return POSITIVE if not signs & ZERO else NONNEGATIVE
        return NONZERO if not signs & ZERO else 7
    if signs & NEGATIVE and signs & POSITIVE:
        return 7
    return signs if has_terms else signs | ZERO


# ---- sums of sums


def _swapped(tower: Tower, index: Term, piece: Piece, span: Range) -> Quotient | None:
    """A sum of sums over a triangle in the other order; None for other sums.

    lower <= i <= upper and L <= j <= i + c are the pairs with L <= j <= upper + c and j - c <= i <= upper, if L - c >= lower.
    lower <= i <= upper and i + c <= j <= U are the pairs with lower + c <= j <= U and lower <= i <= j - c, if U - c <= upper;
    these are taken in the other order if all else in i has a closed form.
    """
    inner = [t for t, k in piece.rest if k == 1 and t.head == "Sum"]
    if len(inner) != 1 or piece.chosen:
        return None
    term, j, low, high = inner[0].args
    if is_infinite(low) or is_infinite(high):
        return None
    f = tower.field
    is_below = index.name not in free_symbols(low)
    c = _offset(tower, index, high if is_below else low)
    fixed = low if is_below else high
    if c is None or index.name in free_symbols(fixed):
        return None
    inside = f.subtract(tower.normal_form(fixed), c)
    gap = f.subtract(inside, span.lower) if is_below else f.subtract(span.upper, inside)
    if tower.sign(gap) & NEGATIVE or not (is_below or (len(piece.rest) == 1 and index.name not in free_symbols(term))):
        return None
    i = symbol(f"'{len(tower.indices)}swapped")
    others = [(t, k) for t, k in piece.rest if t is not inner[0]]
    own = [(power(index, integer(piece.degree)), 1)] if piece.degree else []
    factors = term_of_factors([*own, *((g, 1) for g in piece.geometric), *others, (term, 1)])
    summand, shown = substitute(factors, {index.name: i}), tower.term_of_quotient(c)
    lower, upper = tower.term_of_quotient(span.lower), tower.term_of_quotient(span.upper)
    if is_below:
        whole = call("Sum", call("Sum", summand, i, sub(j, shown), upper), j, low, add(upper, shown))
    else:
        whole = call("Sum", call("Sum", summand, i, lower, sub(j, shown)), j, add(lower, shown), high)
    return tower.normal_form(whole)


def _offset(tower: Tower, index: Term, bound: Term) -> Quotient | None:
    """c where the bound is index + c, and c is free of the index."""
    form = linear_form(bound)
    if form.pop(index, None) != 1 or any(index.name in free_symbols(t) for t in form):
        return None
    return tower.normal_form(substitute(bound, {index.name: integer(0)}))


def _flattened(tower: Tower, index: Term, piece: Piece, body: Term, span: Range) -> Quotient | None:
    """A sum of products with sums as one sum over all indices, in the first of all orders; None where there is no inner sum.

    Finite sums may be multiplied out and taken in any order where no range depends on another index.
    """
    bounds = (tower.term_of_quotient(span.lower), tower.term_of_quotient(span.upper))
    factors, found = _multiplied_out([*piece.rest], len(tower.indices) + 1)
    others = [(t, k) for t, k in factors]
    if not found or len(found) >= MOST_FLAT:
        return None
    names = {index.name} | {name for name, _, _ in found}
    if any(not free_symbols(b).isdisjoint(names) for _, *pair in found for b in pair):
        return None
    own = [(index, piece.degree)] if piece.degree else []
    flat = term_of_factors([*own, *[(g, 1) for g in piece.geometric], *others])
    spans = [(index.name, *bounds), *found]
    best = min((_ordered(tower, flat, order) for order in permutations(spans)), key=repr)
    return _made(tower, best, ("flat", best), 7, not tower.is_complex, False)


def _multiplied_out(
    factors: list[tuple[Term, int]], depth: int
) -> tuple[list[tuple[Term, int]], list[tuple[str, Term, Term]]]:
    """Factors without sums, and the indices and bounds of the sums among them; each has a name of its own."""
    out: list[tuple[Term, int]] = []
    found: list[tuple[str, Term, Term]] = []
    waiting = list(factors)
    while waiting:
        t, k = waiting.pop(0)
        if t.head in ("mul", "neg") and k == 1:
            waiting = [*[(a, 1) for a in t.args], *waiting]
            out += [(rational(Fraction(-1)), 1)] if t.head == "neg" else []
        elif t.head == "pow" and k == 1 and t.args[0].head == "Sum" and t.args[1].head == "number":
            waiting.insert(0, (t.args[0], int(t.args[1].number)))
        elif t.head == "Sum" and 0 < k <= MOST_FLAT and not any(map(is_infinite, t.args[2:])):
            for _ in range(k):
                name = f"'{depth}flat{len(found)}"
                found.append((name, t.args[2], t.args[3]))
                waiting.append((substitute(t.args[0], {t.args[1].name: symbol(name)}), 1))
        else:
            out.append((t, k))
    return out, found


def _ordered(tower: Tower, flat: Term, order: tuple[tuple[str, Term, Term], ...]) -> Term:
    """The nested sum with its indices named by depth in this order."""
    start = len(tower.indices)
    names = {name: symbol(f"'{start + j}") for j, (name, _, _) in enumerate(order)}
    term = in_order(substitute(flat, names))
    for name, lower, upper in reversed(order):
        term = call("Sum", term, names[name], lower, upper)
    return term
