"""A condition in its simplest words: equivalent on the cell, factor by factor, solved for a symbol where that is plain.

`x**2*(1 - a) != 0` becomes `x != 0` and `a != 1`; `x**3 >= 0` becomes `x >= 0`. What cannot be said more simply stays.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, count
from typing import Final

from verifier.kernel.cell import Cell, KeptTower, Needs, with_tower
from verifier.kernel.domains.implied_conditions import (
    joined,
    possible,
    where_others_fail,
    without_excluded,
    without_implied,
    without_stronger,
)
from verifier.kernel.domains.natural_domain import negation
from verifier.kernel.domains.plain_relations import (
    MIRRORED,
    between_or_beyond,
    own_logarithms,
    solved,
    without_function,
)
from verifier.kernel.normal_forms.field import GaveUp, Polynomial, Undefined
from verifier.kernel.normal_forms.tower import SIGNS_OF_RELATION, NeedsSign, Tower
from verifier.kernel.signs.signs import NEGATIVE, POSITIVE, ZERO, Contradiction
from verifier.kernel.terms.lowering import inside_of_size
from verifier.terms.rationals import rational_value
from verifier.terms.substitution import bound_name, bound_names, free_symbols, substitute
from verifier.terms.term import ONE, Term, call, symbol
from verifier.terms.term import ZERO as ZERO_TERM

_FUNCTIONS: Final = frozenset("re im exp cos sin log".split())
_STRICT: Final = {"ge": "gt", "le": "lt"}


def in_words(cell: Cell, needs: Needs) -> tuple[tuple[Term, str], ...]:
    """What both sides need, each condition with its side, in the simplest words; what follows from the rest is left out.

    All of it together is equivalent to the needs, on the cell and where their parts are defined.
    """
    if not (needs.lhs or needs.rhs):
        return ()
    base, every = KeptTower(cell), frozenset((*needs.lhs, *needs.rhs))
    side_of: dict[Term, str] = {}
    said: dict[Term, Term] = {}
    for side, own in (("lhs", needs.lhs), ("rhs", needs.rhs)):
        for condition, raw in _of_side(base, [c for need in own for c in _beside(every, need)]).items():
            side_of.setdefault(condition, side)
            said.setdefault(condition, raw)
    kept = [(c, side_of[c]) for c in without_implied(base, said)]
    return tuple(_beside_each_other(cell, without_excluded(base, kept)))


def _beside_each_other(cell: Cell, said: list[tuple[Term, str]]) -> list[tuple[Term, str]]:
    """`a >= 0` for `a/b >= 0` beside `b > 0`: each product in the words that it has where the other conditions hold."""
    for k, (c, side) in enumerate(said):
        if len(said) > 1 and c.head in MIRRORED and c.args[0].head in ("mul", "div"):
            others = [d for d, _ in said[:k] + said[k + 1 :]]
            words = _simplified(KeptTower(replace(cell, facts=(*cell.facts, *others))), c)
            if words != (c,) and not any(w.args[0].head in ("mul", "div") for w in words):
                rest = said[:k] + [(w, side) for w in words if w not in others] + said[k + 1 :]
                return _beside_each_other(cell, rest)
    return said


def _of_side(base: KeptTower, needs: list[Term]) -> dict[Term, Term]:
    """The simple words of one side, each with what it was said for; u >= 0 and u != 0 together are u > 0."""
    simple: dict[Term, Term] = {}
    for need in needs:
        for c in _simplified(base, need):
            simple.setdefault(c, need)
    for c in list(simple):
        strict, nonzero = _STRICT.get(c.head), call("ne", *c.args)
        if strict and nonzero in simple:
            both = call(strict, *c.args)
            simple = {both if s == c else s: both if s == c else n for s, n in simple.items() if s != nonzero}
    return simple


def _beside(needs: frozenset[Term], need: Term) -> tuple[Term, ...]:
    """What one need says beside the others: `u != 0 or v <= 0` where `v > 0` is needed says `u != 0`.

    What is dropped for another need is larger than that one, so that no two are dropped for each other.
    """
    if need.head != "or":
        return (need,)
    failing = set(map(negation, needs))
    left = []
    for alternative in need.args:
        parts = alternative.args if alternative.head == "and" else (alternative,)
        if not failing.intersection(parts):
            open_parts = tuple(p for p in parts if p not in needs)
            if not open_parts:
                return ()
            left.append(open_parts[0] if len(open_parts) == 1 else Term("and", open_parts))
    if not left:
        return (need,)
    return (left[0],) if len(left) == 1 else (Term("or", tuple(left)),)


def _simplified(base: KeptTower, condition: Term) -> tuple[Term, ...]:
    """Conditions whose conjunction is equivalent to this one wherever it is defined on the cell."""
    condition = _without_size(condition)
    if condition.head == "defined" and condition.args[0].head in ("Sum", "Product"):
        return (call("eq", *[in_authors_names(condition.args[0])] * 2),)
    if condition.head == "and":
        return tuple(dict.fromkeys(c for part in condition.args for c in _simplified(base, part)))
    if condition.head == "or":
        every = _alternatives(condition)
        if len(every) > len(condition.args):  # the plain ones first: what stands beside them may say less
            every = tuple(sorted(every, key=lambda c: c.head not in SIGNS_OF_RELATION))
            every = without_stronger(base, every)
        open_ones = where_others_fail(base, possible(base, every) or every)
        if not open_ones:
            return ()
        left = without_stronger(base, open_ones)
        if len(left) == 1:
            return _simplified(base, left[0])
        alternatives = dict.fromkeys(part for a in left for part in _alternatives(joined(_simplified(base, a))))
        for c in [c for c in alternatives if c.head == "gt" and call("lt", *c.args) in alternatives]:
            nonzero = {c: call("ne", *c.args), call("lt", *c.args): call("ne", *c.args)}
            alternatives = dict.fromkeys(nonzero.get(a, a) for a in alternatives)
        return (call("or", *alternatives) if len(alternatives) > 1 else next(iter(alternatives)),)
    if condition.head not in SIGNS_OF_RELATION:
        return (condition,)
    condition = _without_logarithm(condition, base.cell.domain.complex_numbers)
    try:
        if base.cell.domain.complex_numbers and _has_parts_of_roots(condition):
            condition = base.ask(lambda tower: _with_real_parts(tower, condition))
            if _has_parts_of_roots(condition):
                return (condition,)
        words = with_tower(base.cell, (), lambda tower: _in_own_functions(tower, _with_real_parts(tower, condition)))
    except Contradiction:
        return (condition,)
    if base.cell.domain.complex_numbers:
        return words
    return tuple(dict.fromkeys(c for word in words for c in _without_functions(base, word, condition)))


def _without_functions(base: KeptTower, word: Term, said: Term) -> tuple[Term, ...]:
    """`x != 0` for `exp(x) != 1` and the like."""
    plain = without_function(word, said)
    return (own_logarithms(word, said),) if plain is None else tuple(c for p in plain for c in _simplified(base, p))


def _alternatives(condition: Term) -> tuple[Term, ...]:
    """The alternatives of a condition, those of alternatives in it too; itself where it has none."""
    return tuple(c for a in condition.args for c in _alternatives(a)) if condition.head == "or" else (condition,)


def _without_size(condition: Term) -> Term:
    """`u != 0` for `Abs(u) > 0` and the like: they say the same."""
    if condition.head in ("and", "or"):
        return call(condition.head, *map(_without_size, condition.args))
    plain = {"gt": "ne", "ne": "ne", "eq": "eq", "le": "eq"}.get(condition.head)
    inside = inside_of_size(condition.args[0]) if plain is not None and condition.args[1] == ZERO_TERM else None
    return condition if plain is None or inside is None else call(plain, inside, ZERO_TERM)


def _without_logarithm(condition: Term, is_complex: bool) -> Term:
    """`u > 1` for `log(u) > 0`: they say the same, and `u != 1` for `log(u) != 0` where the logarithm is defined.

    `log(u) < 0` stays, since `u < 1` alone does not say that u > 0.
    """
    left, right = condition.args
    as_good = ("eq", "ne") if is_complex else ("eq", "ne", "gt", "ge")
    if left.head == "log" and right == ZERO_TERM and condition.head in as_good:
        return call(condition.head, *left.args, ONE)
    return condition


def _has_parts_of_roots(term: Term) -> bool:
    """Whether it names a part of a term with a root: written by roots and their conjugates no one would know it again."""
    if term.head in ("re", "im"):
        return _has_root(term)
    return any(map(_has_parts_of_roots, term.args))


def _has_root(term: Term) -> bool:
    if term.head == "pow":
        q = rational_value(term.args[1])
        return q is None or q.denominator != 1 or _has_root(term.args[0])
    return any(map(_has_root, term.args))


def _with_real_parts(tower: Tower, term: Term) -> Term:
    """The term with u for re(u) where u is real."""
    if not term.args or not tower.is_complex:
        return term
    args = tuple(_with_real_parts(tower, a) for a in term.args)
    try:
        if term.head == "re" and tower.is_real(tower.normal_form(args[0])):
            return args[0]
    except (GaveUp, NeedsSign, Undefined):
        pass
    return Term(term.head, args, term.value)


def _in_own_functions(tower: Tower, condition: Term) -> tuple[Term, ...]:
    """The condition by factors, unless functions come in that only the normal form has."""
    try:
        words = _by_factors(tower, condition)
    except (GaveUp, NeedsSign, Undefined):
        return (condition,)
    return (condition,) if set().union(*map(_functions, words)) - _functions(condition) else words


def _functions(term: Term) -> frozenset[str]:
    """The functions in a term: words with others are those of the normal form, and not simpler."""
    own = frozenset((term.head,)) if term.head in _FUNCTIONS else frozenset()
    return own.union(*map(_functions, term.args))


def in_authors_names(term: Term) -> Term:
    """The term with letters for bound names that only the kernel uses."""
    name = bound_name(term)
    if name is not None and "'" in name:
        taken = free_symbols(term.args[0]) | bound_names(term.args[0])
        letter = next(n for n in chain("kijlmnpqrst", (f"k{i}" for i in count(1))) if n not in taken)
        body = substitute(term.args[0], {name: symbol(letter)})
        return Term(
            term.head, (in_authors_names(body), symbol(letter), *map(in_authors_names, term.args[2:])), term.value
        )
    return Term(term.head, tuple(map(in_authors_names, term.args)), term.value) if term.args else term


def _by_factors(tower: Tower, condition: Term) -> tuple[Term, ...]:
    left, right = (tower.normal_form(a) for a in condition.args)
    difference = tower.field.subtract(left, right)
    relation = condition.head
    if relation not in ("eq", "ne") and not tower.knowledge.is_quotient_over_reals(difference):
        return (condition,)
    if relation in ("eq", "ne"):
        factors = [f for f, _ in difference.numer.factor()[1] if tower.knowledge.sign(f) & ZERO]
        if relation == "ne":
            return tuple(dict.fromkeys(solved(tower, f, "ne") for f in factors)) or (condition,)
        return (solved(tower, factors[0], "eq"),) if len(factors) == 1 else (condition,)
    return _by_odd_factors(tower, condition, difference.numer, list(difference.factors))


def _by_odd_factors(
    tower: Tower, condition: Term, numer: Polynomial, factors: list[tuple[Polynomial, int]]
) -> tuple[Term, ...]:
    relation = condition.head
    content, above = numer.factor()
    below: list[tuple[Polynomial, int]] = []
    is_flipped = content < 0
    for p, k in factors:
        content, found = p.factor()
        below += [(f, k * j) for f, j in found]
        is_flipped ^= bool(content < 0 and k % 2)
    odd: list[Polynomial] = []
    even: list[Polynomial] = []
    for f, k in [*above, *below]:
        signs = tower.knowledge.sign(f)
        if signs == NEGATIVE and k % 2:
            is_flipped = not is_flipped
        elif signs not in (POSITIVE, NEGATIVE):
            (odd if k % 2 else even).append(f)
    if is_flipped:
        relation = MIRRORED[relation]
    if relation == "le" and not odd and not factors and len(even) == 1:
        return (solved(tower, even[0], "eq"),)  # an even power is nowhere negative
    if relation in ("gt", "ne") and not odd and even:
        return tuple(dict.fromkeys(solved(tower, f, "ne") for f in even))
    if len(odd) == 2 and not even:
        return between_or_beyond(tower, odd, relation, [f for f, _ in below]) or (condition,)
    if len(odd) != 1 or (even and relation in ("ge", "le")):
        return (condition,)
    own = solved(tower, odd[0], relation)
    return tuple(dict.fromkeys([own, *[solved(tower, f, "ne") for f in even]]))
