"""A claim about matrices at concrete sizes, as claims about the scalars that are their entries.

Two matrices are equal where both are defined if all their entries are; they certainly differ at a point where all entries
of both are defined and two of them differ. So an instance is a list of scalar pairs over one scalar domain. A symbol
that is the size of a declared matrix is a positive whole number: without one there is no such matrix.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from verifier.kernel.cell import Refused
from verifier.kernel.matrices.entries import Entries, entry_name
from verifier.kernel.matrices.shapes import Misfit, Shape, shapes_of, size_names
from verifier.model.chain import Declaration, Kind
from verifier.model.claim import Claim, Domain
from verifier.model.evidence import Point
from verifier.terms.record import record
from verifier.terms.term import ONE, ZERO, Term, add, integer

Pair = tuple[Term, Term]


@record
class Reduction:
    """Scalar claims that together say what a claim about matrices says.

    `claims` have one domain. `whole` has on each side a term that is defined exactly where that side of the original
    claim is. `names` gives for each symbol that no author wrote the term that it stands for. The claims go through a
    matrix row by row, `columns` in each; without columns the original claim is about scalars.
    """

    claims: tuple[Claim, ...]
    whole: Claim
    names: Mapping[str, Term]
    columns: int | None = None


def instance(claim: Claim, sizes: Mapping[str, int]) -> Reduction:
    """The claim at these sizes; Unsupported, TooLarge or Refused where it has no such form."""
    shapes = shapes_of(claim.domain)
    if set(size_names(claim)) != sizes.keys():
        raise Refused("not every size has a number, or something else has one")
    entries = Entries(shapes, sizes)
    shape = _shape(entries, claim.lhs, claim.rhs)
    if shape is not None and claim.relation != "=":
        raise Misfit
    domain = replace(
        claim.domain,
        declarations=tuple(_declarations(claim.domain, entries)),
        conditions=tuple(_conditions(claim.domain, entries)),
    )
    tolerance = claim.tolerance
    if tolerance is not None and tolerance.within is not None:
        tolerance = replace(tolerance, within=entries.scalar(tolerance.within))
    pairs = list(_pairs(entries, claim))
    claims = tuple(Claim(*pair, claim.relation, domain, tolerance) for pair in pairs)
    whole = claims[0]
    if len(pairs) > 1:
        whole = Claim(add(*[lhs for lhs, _ in pairs]), add(*[rhs for _, rhs in pairs]), "=", domain)
    columns = None if shape is None else entries.size(shape[1])
    return Reduction(claims, whole, names_of_entries(claim.domain, entries), columns)


def _shape(entries: Entries, lhs: Term, rhs: Term) -> Shape | None:
    """The common shape of both sides; a written 0 has every shape."""
    shapes = [entries.finder.of(t) for t in (lhs, rhs) if t != ZERO]
    if len(set(shapes)) > 1:
        raise Misfit
    return shapes[0] if shapes else None


def _pairs(entries: Entries, claim: Claim) -> Iterator[Pair]:
    left, right = (None if t == ZERO else entries.grid(t) for t in (claim.lhs, claim.rhs))
    if left is None or right is None:
        cells = [x for row in left or right or ((ZERO,),) for x in row]
        yield from ((x, ZERO) if right is None else (ZERO, x) for x in cells)
        return
    for row, other in zip(left, right, strict=True):
        yield from zip(row, other, strict=True)


def _declarations(domain: Domain, entries: Entries) -> Iterator[Declaration]:
    for d in domain.declarations:
        if d.name in entries.shapes:
            for name, _ in _names(d, entries):
                yield Declaration(name, Kind.SCALAR, d.numbers)
        elif d.name not in entries.sizes:
            yield replace(d, conditions=tuple(map(entries.scalar, d.conditions)))


def _conditions(domain: Domain, entries: Entries) -> Iterator[Term]:
    """What is assumed, and what is declared of the sizes."""
    for d in domain.declarations:
        if d.name in entries.sizes:
            yield from map(entries.scalar, d.conditions)
    yield from map(entries.scalar, domain.conditions)


def _names(declaration: Declaration, entries: Entries) -> Iterator[tuple[str, tuple[int, ...]]]:
    """The inner names of a declared matrix's entries, and their indices."""
    rows, columns = map(entries.size, declaration.shape)
    for i in range(1, rows + 1):
        for j in range(1, columns + 1):
            index = (i,) if declaration.shape[1] == ONE else (i, j)
            yield entry_name(declaration.name, *index), index


def names_of_entries(domain: Domain, entries: Entries) -> dict[str, Term]:
    """Each inner name with the entry as an author writes it."""
    found = {}
    for d in domain.declarations:
        if d.name in entries.shapes:
            for name, index in _names(d, entries):
                found[name] = Term("index", tuple(map(integer, index)), d.name)
    return found


def sizes_in(claim: Claim, point: Point) -> dict[str, int]:
    """The numbers that a point gives to the sizes; Refused where one is no positive whole number."""
    sizes = {}
    for name in size_names(claim):
        value = point.values.get(name)
        if not isinstance(value, Fraction) or value.denominator != 1 or value < 1:
            raise Refused(f"the point has no positive whole number for the size `{name}`")
        sizes[name] = int(value)
    return sizes


def inner_point(reduction: Reduction, sizes: Mapping[str, int], point: Point) -> Point:
    """The point of an instance: sizes left out, entries under their inner names."""
    written = {text_of_entry(term): name for name, term in reduction.names.items()}
    values = {written.get(name, name): value for name, value in point.values.items() if name not in sizes}
    return Point(values, point.functions)


def outer_point(reduction: Reduction, sizes: Mapping[str, int], point: Point) -> Point:
    """The same point in the author's names: sizes first."""
    values = {name: Fraction(value) for name, value in sizes.items()}
    texts = {name: text_of_entry(term) for name, term in reduction.names.items()}
    return Point({**values, **{texts.get(n, n): v for n, v in point.values.items()}}, point.functions)


def text_of_entry(entry: Term) -> str:
    """`A[1, 2]`, the name of an entry in a point."""
    return f"{entry.name}[{', '.join(str(a.number) for a in entry.args)}]"
