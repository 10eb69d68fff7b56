"""Derivatives of scalars by a vector of any size, as matrix terms: the column of partials, by the chain rule.

A scalar f is a smooth function F of products s of shape 1x1. F is analytic on an open natural domain, and each s is a
polynomial in the vector's entries; so f has all its partials exactly where it is defined, and they are the sum of dF/ds
times the gradients of the s. Under a root, where 0 is allowed, nothing is said at 0. The gradient of p*v is p.T, that of
v.T*q is q; a product that has v at both ends has both (Petersen and Pedersen, The Matrix Cookbook, equations 69 and 81).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from verifier.kernel.derivatives.calculus import differentiate, resolve
from verifier.kernel.derivatives.setting import SMOOTH, is_smooth
from verifier.kernel.matrices.words import Letter, Word, gathered, term_of_letter, term_of_scalar, term_of_word
from verifier.kernel.unsupported import Unsupported
from verifier.terms.rationals import rational_value
from verifier.terms.substitution import free_symbols, substitute
from verifier.terms.term import ONE, ZERO, Term, add, call, mul

if TYPE_CHECKING:
    from verifier.kernel.matrices.matrix_terms import Translator


def gradient(translator: Translator, term: Term) -> Term:
    """The matrix term that a `Derivative` by a vector is, or a `Subs` of one; what it needs is gathered."""
    if term.head == "Derivative":
        by_vector = translator.finder.of(term.args[0]) is None
        return _by_vector(translator, term) if by_vector else _by_scalar(translator, term)
    body, held, point = term.args
    shape = translator.finder.of(point)
    if body.head != "Derivative" or body.args[1] != held or shape is None:
        raise Unsupported("a substitution for a matrix of symbolic size")
    inside = type(translator)({**translator.shapes, held.name: shape}, translator.complex_numbers, translator.sizes)
    slope = _by_vector(inside, body)
    translator.matrix(point)
    translator.coefficient(substitute(body.args[0], {held.name: point}))
    return substitute(slope, {held.name: point})


def _by_scalar(translator: Translator, term: Term) -> Term:
    """A matrix of smooth coefficients, coefficient by coefficient; it has a derivative exactly where it is defined."""
    body, *orders = term.args
    translator.matrix(body)
    inside = type(translator)(translator.shapes, translator.complex_numbers, translator.sizes)
    found = inside.matrix(body)
    if translator.complex_numbers or not all(is_smooth(resolve(n, False)) for n in inside.needs):
        raise Unsupported("a derivative of a matrix that is not smooth")
    names = frozenset().union(*map(free_symbols, orders[::2]))
    parts = []
    for word in found.words():
        if any(_depends(inside, letter, name) for letter in word for name in names):
            raise Unsupported("a derivative by a scalar of an inverse that depends on it")
        items = [(((), m), c) for (w, m), c in found.items if w == word]
        coefficient = call("Derivative", term_of_scalar(gathered((ONE, ONE), items)), *orders)
        parts.append(substitute(mul(coefficient, term_of_word(word, found.shape)), inside.scalars.terms))
    return add(*parts) if parts else mul(ZERO, body)


def _by_vector(translator: Translator, term: Term) -> Term:
    body, variable, order = term.args
    if rational_value(order) != 1 or translator.complex_numbers:
        raise Unsupported("a derivative by a vector of this kind")
    translator.coefficient(body)
    inside = type(translator)(translator.shapes, translator.complex_numbers, translator.sizes)
    function = resolve(inside.scalar(body), False)
    roots = _roots(function)
    if not all(is_smooth(resolve(n, False)) for n in inside.needs):
        raise Unsupported("a derivative by a vector of what is not smooth")
    parts = []
    for name in sorted(free_symbols(function) & inside.scalars.terms.keys(), key=_number):
        held = inside.scalars.terms[name]
        if variable.name in free_symbols(held):
            factor = _known_off(roots, differentiate(function, name))
            slopes = _slopes_of(inside, inside.scalars.words.get(name, ()), variable.name)
            parts += [substitute(mul(factor, slope), inside.scalars.terms) for slope in slopes]
    return add(*parts) if parts else mul(ZERO, variable)


def _roots(function: Term) -> tuple[Term, ...]:
    """What stands under roots of a function that is smooth but for them; where it is 0 nothing is known of a derivative."""
    if function.head == "pow" and not is_smooth(function) and rational_value(function.args[1]) is not None:
        return (function.args[0], *_roots(function.args[0]))
    if function.head not in SMOOTH | {"pow"} or (function.head == "pow" and not is_smooth(function)):
        raise Unsupported("a derivative by a vector of what is not smooth")
    return tuple(u for a in function.args for u in _roots(a))


def _known_off(roots: tuple[Term, ...], slope: Term) -> Term:
    """The derivative of F as that of f: they agree, but f may have one where F has none, at zeros under roots."""
    if not roots:
        return slope
    return Term("guard", (_loose(slope), *(call("ne", u, ZERO) for u in roots)), "loose")


def _loose(term: Term) -> Term:
    return Term(term.head, tuple(map(_loose, term.args)), "loose" if term.head == "guard" else term.value)


def _number(name: str) -> int:
    return int(name.removeprefix("'s"))


def _slopes_of(inside: Translator, word: Word, name: str) -> list[Term]:
    """The gradient of a product of shape 1x1 by a vector that occurs at its ends only, as summands."""
    if len(word) < 2 or any(_depends(inside, letter, name) for letter in word[1:-1]):
        raise Unsupported("a derivative by a vector of an inverse, trace or determinant that depends on it")
    first, last = word[0], word[-1]
    parts = []
    if first.base == name:
        parts.append(term_of_word(word[1:], (last.shape[0], ONE)))
    if last.base == name:
        parts.append(call("Transpose", term_of_word(word[:-1], (ONE, last.shape[0]))))
    if not parts or any(end.base != name and _depends(inside, end, name) for end in (first, last)):
        raise Unsupported("a derivative by a vector of an inverse that depends on it")
    return parts


def _depends(inside: Translator, letter: Letter, name: str) -> bool:
    return name in free_symbols(substitute(term_of_letter(letter), inside.scalars.terms))
