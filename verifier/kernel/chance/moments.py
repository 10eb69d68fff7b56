"""Expectation, variance and covariance as linear operators: claims about random symbols as claims about their moments.

A random symbol is a real random variable with all its moments finite. Inside, only polynomials in random symbols are read:
then Expectation is linear, Variance(X) = E(X**2) - E(X)**2 and Covariance(X, Y) = E(X*Y) - E(X)*E(Y); symbols declared
independent are independent of each other, so the moment of a product of them is the product of their moments (Feller, An
Introduction to Probability Theory, volume 1, chapter IX). Each moment left is a scalar symbol: what holds for all values of
these that moments can have (`moment_bounds`) holds for the values they have.

A point of the domain is a finite distribution: `X[k]` is the value of X in the k-th of equally likely outcomes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from math import prod
from typing import Final

from verifier.kernel.cell import Refused
from verifier.kernel.chance.moment_bounds import Monomial, bounds
from verifier.kernel.matrices.instances import Reduction
from verifier.kernel.matrices.matrix_terms import polynomial
from verifier.kernel.matrices.shapes import is_about_matrices
from verifier.kernel.matrices.words import Combination, minus, mul_term, term_of_scalar
from verifier.kernel.unsupported import TooLarge, Unsupported
from verifier.model.chain import Declaration, Kind, NumberSet
from verifier.model.claim import Claim, Domain
from verifier.model.evidence import Point, Proof
from verifier.terms.heads import heads
from verifier.terms.rationals import rational_value
from verifier.terms.substitution import bound_name, free_symbols, substitute
from verifier.terms.term import ONE, Term, add, call, div, integer, mul, rational, sub, symbol
from verifier.terms.vocabulary import RANDOM_FUNCTIONS

MOST_OUTCOMES: Final = 16
MOST_MOMENTS: Final = 60
HEADS: Final = frozenset(RANDOM_FUNCTIONS)
POLYNOMIAL: Final = frozenset({"number", "symbol", "add", "neg", "mul", "div", "pow"})


def randoms(domain: Domain) -> dict[str, Declaration]:
    return {d.name: d for d in domain.declarations if d.kind is Kind.RANDOM}


def is_about_chance(claim: Claim) -> bool:
    """Whether random symbols are declared, or one of their operators occurs."""
    terms = (claim.lhs, claim.rhs, *claim.domain.conditions)
    is_declared = [d for d in claim.domain.declarations if d.kind is Kind.RANDOM]
    return bool(is_declared) or not all(map(HEADS.isdisjoint, map(heads, terms)))


def _has_operator(term: Term) -> bool:
    return not HEADS.isdisjoint(heads(term))


def by_definition(head: str, args: tuple[Term, ...]) -> Term:
    """A variance or a covariance in terms of expectations."""
    first, second = args if head == "Covariance" else (args[0], args[0])
    product = call("Expectation", mul(first, second))
    return sub(product, mul(call("Expectation", first), call("Expectation", second)))


class Moments:
    """The moments of one claim, each with a symbol; `terms` says what each stands for."""

    def __init__(self, claim: Claim) -> None:
        self.random = randoms(claim.domain)
        self.terms: dict[str, Term] = {}
        self.names: dict[Monomial, str] = {}

    def scalar(self, term: Term) -> Term:
        """The term with moments in place of operators; Unsupported for a random symbol outside of them."""
        if term.head in ("Variance", "Covariance"):
            return self.scalar(by_definition(term.head, term.args))
        if term.head == "Expectation":
            return self.expectation(self.inside(term.args[0]))
        if term.head == "symbol" and term.name in self.random:
            raise Unsupported("a random symbol outside of an expectation")
        if _has_operator(term) and not self._is_passed(term):
            raise Unsupported(f"an expectation under `{term.head}`")
        return Term(term.head, tuple(map(self.scalar, term.args)), term.value)

    def _is_passed(self, term: Term) -> bool:
        """Whether moments are constants for an operator: one that binds, or derives by, what is not random."""
        if term.head == "Derivative":
            return free_symbols(Term("add", term.args[1:])).isdisjoint(self.random)
        if term.head == "Integral":
            return False
        return bound_name(term) is None or (term.head in ("Sum", "Product") and bound_name(term) not in self.random)

    def inside(self, term: Term) -> Term:
        """What is under an expectation, its own operators replaced; numbers without random symbols stay as they are."""
        if term.head in RANDOM_FUNCTIONS or not free_symbols(term) & self.random.keys():
            return self.scalar(term)
        if term.head not in POLYNOMIAL:
            raise Unsupported(f"the expectation of `{term.head}` of a random symbol")
        if (
            term.head == "div"
            and free_symbols(term.args[1]) & self.random.keys()
            and not _is_free(term.args[1], self.random)
        ):
            raise Unsupported("the expectation of a quotient of random symbols")
        if term.head == "pow":
            k = rational_value(term.args[1])
            if k is None or k.denominator != 1 or not 0 <= k <= 8:
                raise Unsupported("the expectation of such a power of a random symbol")
        return Term(term.head, tuple(map(self.inside, term.args)), term.value)

    def expectation(self, term: Term) -> Term:
        """The sum over monomials; every number that occurs is kept once more times 0, so that no condition is lost."""
        parts = []
        for (_, monomial), c in polynomial(term).items:
            random = tuple((t, k) for t, k in monomial if t.head == "symbol" and t.name in self.random)
            rest = tuple((t, k) for t, k in monomial if (t, k) not in random)
            parts.append(
                mul(mul_term(None, rest, abs(c)), rational(Fraction(1 if c > 0 else -1)), *self._moments(random))
            )
        kept = [mul(integer(0), d) for d in dict.fromkeys(_quotients(term))]
        return add(integer(0), *parts, *kept)

    def _moments(self, random: tuple[tuple[Term, int], ...]) -> list[Term]:
        if any(k < 0 for _, k in random):
            raise Unsupported("the expectation of a quotient of random symbols")
        if all(self.random[t.name].independent for t, _ in random):
            return [self._moment((pair,)) for pair in random]
        return [self._moment(random)]

    def _moment(self, key: Monomial) -> Term:
        if key not in self.names:
            if len(self.names) == MOST_MOMENTS:
                raise TooLarge("an expectation with too many moments")
            self.names[key] = f"'e{len(self.names)}"
            self.terms[self.names[key]] = call("Expectation", mul_term(None, key, Fraction(1)))
        return symbol(self.names[key])


def _is_free(term: Term, random: Mapping[str, Declaration]) -> bool:
    """Whether random symbols occur in the term under operators only."""
    if term.head in RANDOM_FUNCTIONS:
        return True
    return not (term.head == "symbol" and term.name in random) and all(_is_free(a, random) for a in term.args)


def _quotients(term: Term) -> list[Term]:
    """One over each divisor in a polynomial, and each other term that may be undefined."""
    if term.head not in POLYNOMIAL:
        return [term]
    own = [div(ONE, term.args[1])] if term.head == "div" else []
    if term.head == "pow" and rational_value(term.args[1]) is None:
        return [term]
    return own + [q for a in term.args for q in _quotients(a)]


def by_moments(claim: Claim, proof: Proof) -> Reduction:
    """The rule `moments`: the claim between the moments; assumed equations are solved for a moment where that is plain."""
    if proof.terms or proof.names or is_about_matrices(claim) or claim.domain.complex_numbers:
        raise Refused("`moments` is about real random symbols and has no parameters")
    moments = Moments(claim)
    solved: dict[str, Term] = {}
    conditions = []
    for condition in claim.domain.conditions:
        try:
            found = substitute(moments.scalar(condition), solved)
        except Unsupported:
            continue
        named = _solution(found, moments) if condition.head == "eq" else None
        if named is None:
            conditions.append(found)
        else:
            solved = {n: substitute(t, dict([named])) for n, t in solved.items()} | dict([named])
    sides = [substitute(moments.scalar(t), solved) for t in (claim.lhs, claim.rhs)]
    conditions += bounds(moments.random, moments.names)
    kept = tuple(d for d in claim.domain.declarations if d.name not in moments.random)
    made = tuple(Declaration(name, Kind.SCALAR, NumberSet.REAL) for name in moments.terms)
    domain = replace(
        claim.domain, declarations=(*kept, *made), conditions=tuple(substitute(c, solved) for c in conditions)
    )
    reduced = replace(claim, lhs=sides[0], rhs=sides[1], domain=domain)
    return Reduction((reduced,), reduced, moments.terms)


def _solution(condition: Term, moments: Moments) -> tuple[str, Term] | None:
    """A moment and its value by an equation in which it occurs once, with a rational coefficient."""
    difference: Combination = minus(*map(polynomial, condition.args))
    if any(_quotients(a) for a in condition.args):
        return None
    for (_, monomial), c in difference.items:
        if len(monomial) == 1 and monomial[0][1] == 1 and monomial[0][0].value in moments.terms:
            name = monomial[0][0].name
            rest = replace(difference, items=tuple((k, -v / c) for k, v in difference.items if k[1] != monomial))
            value = term_of_scalar(rest)
            if name not in free_symbols(value):
                return name, value
    return None


# ---- finite distributions


def outcomes(claim: Claim, point: Point) -> list[dict[str, Term]]:
    """The equally likely outcomes of a point, each with the values of all random symbols; Refused if it is none."""
    random = randoms(claim.domain)
    columns = {name: _column(name, d, point) for name, d in random.items()}
    count = {len(column) for column in columns.values()}
    if len(count) > 1 or not all(0 < n <= MOST_OUTCOMES for n in count):
        raise Refused("the point is no distribution: each random symbol has a value in each outcome")
    independent = [name for name, d in random.items() if d.independent]
    rows = list(zip(*(columns[name] for name in independent), strict=True))
    if len(independent) > 1 and not _are_independent(rows):
        raise Refused("symbols declared independent are not independent in this distribution")
    number = count.pop() if count else 0
    return [{name: rational(column[k]) for name, column in columns.items()} for k in range(number)]


def _column(name: str, declaration: Declaration, point: Point) -> list[Fraction]:
    found: list[Fraction] = []
    while (value := point.values.get(f"{name}[{len(found) + 1}]")) is not None:
        if not isinstance(value, Fraction) or (declaration.numbers is NumberSet.INTEGER and value.denominator != 1):
            raise Refused("a random symbol has a value that it cannot take")
        found.append(value)
    return found


def _are_independent(rows: list[tuple[Fraction, ...]]) -> bool:
    """Whether every combination of values is as likely as the product says."""
    total = len(rows)
    joint = Counter(rows)
    singles = [Counter(column) for column in zip(*rows, strict=True)]
    seen = sum(joint.values()) == total and len(joint) == prod(map(len, singles))
    return seen and all(
        Fraction(n, total)
        == prod((Fraction(s[v], total) for s, v in zip(singles, row, strict=True)), start=Fraction(1))
        for row, n in joint.items()
    )


def at_outcomes(claim: Claim, rows: list[dict[str, Term]]) -> Reduction:
    """The claim for a finite distribution, as one about scalars: expectations are averages over the outcomes."""
    if is_about_matrices(claim):
        raise Unsupported("random matrices")
    random = randoms(claim.domain)

    def put(term: Term) -> Term:
        if term.head in ("Variance", "Covariance"):
            return put(by_definition(term.head, term.args))
        if term.head == "Expectation":
            inner = _inner(term.args[0])
            return div(Term("add", tuple(substitute(inner, row) for row in rows)), integer(len(rows)))
        if term.head == "symbol" and term.name in random:
            raise Unsupported("a random symbol outside of an expectation")
        return Term(term.head, tuple(map(put, term.args)), term.value)

    def _inner(term: Term) -> Term:
        if term.head in RANDOM_FUNCTIONS:
            return put(term)
        return Term(term.head, tuple(map(_inner, term.args)), term.value)

    if not rows:
        raise Unsupported("an expectation without random symbols")
    own = [substitute(c, row) for d in random.values() for c in d.conditions for row in rows]
    kept = tuple(d for d in claim.domain.declarations if d.name not in random)
    domain = replace(claim.domain, declarations=kept, conditions=(*own, *map(put, claim.domain.conditions)))
    reduced = replace(claim, lhs=put(claim.lhs), rhs=put(claim.rhs), domain=domain)
    return Reduction((reduced,), reduced, {})
