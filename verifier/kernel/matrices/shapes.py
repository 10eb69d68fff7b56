"""Shapes of matrix terms: rows and columns as terms, None for a scalar; a 1x1 matrix is a scalar.

Two sizes are the same only if they are the same term, so `n` and `m` never fit, and what fits does so for all sizes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from verifier.kernel.unsupported import Unsupported
from verifier.model.chain import Kind, NumberSet
from verifier.model.claim import Claim, Domain
from verifier.terms.heads import heads
from verifier.terms.rationals import rational_value
from verifier.terms.substitution import bound_name
from verifier.terms.term import ONE, ZERO, Term, integer
from verifier.terms.vocabulary import MATRIX_FUNCTIONS

Shape = tuple[Term, Term]
Shapes = Mapping[str, Shape]

KINDS: Final = frozenset({Kind.MATRIX, Kind.VECTOR})
HEADS: Final = frozenset({"Matrix", *MATRIX_FUNCTIONS})
ENTRYWISE: Final = frozenset({"neg", "Sum", "Limit", "Integral", "conjugate", "re", "im"})


class Misfit(Unsupported):
    """Shapes that do not fit: the reader refuses such a term, so it has no meaning."""

    def __init__(self) -> None:
        super().__init__("a term whose matrices do not fit")


def shapes_of(domain: Domain) -> dict[str, Shape]:
    """The shapes of the declared matrices and vectors."""
    return {d.name: (d.shape[0], d.shape[1]) for d in domain.declarations if d.kind in KINDS}


def is_about_matrices(claim: Claim) -> bool:
    """Whether matrices occur in the claim, or are declared in its domain."""
    terms = (claim.lhs, claim.rhs, *claim.domain.conditions)
    is_declared = [d for d in claim.domain.declarations if d.kind is Kind.MATRIX or d.kind is Kind.VECTOR]
    return bool(is_declared) or not all(map(HEADS.isdisjoint, map(heads, terms)))


def size_names(claim: Claim) -> tuple[str, ...]:
    """The symbols that are sizes, in order: of declared matrices, and of identities if they are positive integers."""
    domain = claim.domain
    sizes = [s for d in domain.declarations if d.kind in KINDS for s in d.shape]
    for term in (claim.lhs, claim.rhs, *domain.conditions):
        sizes += [s for s in _identities(term) if s.head == "symbol" and _is_positive_integer(domain, s)]
    return tuple(dict.fromkeys(s.name for s in sizes if s.head == "symbol"))


def _identities(term: Term) -> list[Term]:
    own = [term.args[0]] if term.head == "Identity" else []
    return own + [s for a in term.args for s in _identities(a)]


def _is_positive_integer(domain: Domain, size: Term) -> bool:
    declared = domain.declared(size.name)
    if declared is None or declared.kind is not Kind.SCALAR or declared.numbers is not NumberSet.INTEGER:
        return False
    return any(_is_above_zero(c, size) for c in (*declared.conditions, *domain.conditions))


def _is_above_zero(condition: Term, size: Term) -> bool:
    """Whether it says that the size is larger than a number that is not negative, or at least a positive one."""
    if condition.head == "and":
        return any(_is_above_zero(part, size) for part in condition.args)
    if condition.head not in ("gt", "ge") or condition.args[0] != size:
        return False
    bound = rational_value(condition.args[1])
    return bound is not None and (bound >= 0 if condition.head == "gt" else bound > 0)


class ShapeFinder:
    """Shapes by one table of names; raises Misfit."""

    def __init__(self, shapes: Shapes) -> None:
        self.shapes = shapes
        self.memo: dict[Term, Shape | None] = {}

    def of(self, term: Term) -> Shape | None:
        """The shape of the term."""
        if term not in self.memo:
            found = self._of(term)
            self.memo[term] = None if found == (ONE, ONE) else found
        return self.memo[term]

    def _of(self, term: Term) -> Shape | None:
        if not term.args:
            return self.shapes.get(term.name) if term.head == "symbol" else None
        name = bound_name(term)
        if name is not None:
            return self._under(term, name)
        inner = [self.of(a) for a in term.args]
        match term.head:
            case "Matrix":
                _scalars(inner)
                width = int(str(term.value))
                return integer(len(inner) // width), integer(width)
            case "Identity":
                _scalars(inner)
                return term.args[0], term.args[0]
            case "Transpose":
                return (inner[0][1], inner[0][0]) if inner[0] else None
            case "Inverse" | "Trace" | "Determinant":
                return _square(inner[0]) if term.head == "Inverse" else _square(inner[0]) and None
            case "add":
                return _one_of(inner)
            case "eq" | "ne":
                return _one_of([s for s, a in zip(inner, term.args, strict=True) if a != ZERO]) and None
            case "mul":
                return product_shape(inner)
            case "pow" | "div":
                _scalars(inner[1:])
                return _square(inner[0]) if term.head == "pow" else inner[0]
            case "Derivative":
                return self._derivative(term, inner)
            case "Piecewise":
                return _one_of(inner[::2])
            case _:
                _scalars(inner[1:] if term.head in ENTRYWISE else inner)
                return inner[0] if term.head in ENTRYWISE else None

    def _under(self, term: Term, name: str) -> Shape | None:
        """Inside, the bound name is a scalar, or has the shape of the point of a `Subs`."""
        rest = [self.of(a) for a in term.args[2:]]
        inside = {n: s for n, s in self.shapes.items() if n != name}
        if term.head == "Subs" and rest[0]:
            inside[name] = rest[0]
        else:
            _scalars(rest)
        body = ShapeFinder(inside).of(term.args[0])
        if term.head == "Product":
            _scalars([body])
        return body

    def _derivative(self, term: Term, inner: list[Shape | None]) -> Shape | None:
        """By a vector: the column of partials of a scalar; by a scalar: each entry."""
        by = [s for s in inner[1::2] if s]
        _scalars(inner[2::2])
        if not by:
            return inner[0]
        if inner[0] is not None or len(term.args) != 3 or rational_value(term.args[2]) != 1:
            raise Misfit
        return by[0]


def product_shape(factors: list[Shape | None]) -> Shape | None:
    """The shape of a product, its factors taken from the left."""
    total = factors[0]
    for shape in factors[1:]:
        if total and shape:
            if total[1] != shape[0]:
                raise Misfit
            total = total[0], shape[1]
        else:
            total = total or shape
        total = None if total == (ONE, ONE) else total
    return total


def _square(shape: Shape | None) -> Shape | None:
    if shape is not None and shape[0] != shape[1]:
        raise Misfit
    return shape


def _scalars(shapes: list[Shape | None]) -> None:
    if any(shapes):
        raise Misfit


def _one_of(shapes: list[Shape | None]) -> Shape | None:
    if any(s != shapes[0] for s in shapes):
        raise Misfit
    return shapes[0]
