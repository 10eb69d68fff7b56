"""The normal form of a lowered term: a quotient over a tower of generators, made as the term is walked.

Every step rewrites by an identity that holds at each point of the cell where the term at hand is defined; where a rule
needs a sign, the sign must be known, else `NeedsSign` asks for the cell to be cut. A rule that finds its generator too
coarse (exp(t) exists and exp(t/2) is needed) records the finer one in `Hints` and starts again with `Restart`.

Real mode: a term is defined only where every sub-term is real, so log(u) may be split by factors into log|p|, and roots
are of non-negative terms. Complex mode: logs and roots are principal, and only factors known to be positive come out.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from verifier.kernel.domains import alternatives, held_relations
from verifier.kernel.normal_forms import (
    angles,
    applications,
    complex_parts,
    exponentials,
    principal_values,
    special,
    whole_symbols,
)
from verifier.kernel.normal_forms.field import SMALL, Bounds, Field, GaveUp, Generator, Polynomial, Quotient, Undefined
from verifier.kernel.normal_forms.hints import Hints
from verifier.kernel.normal_forms.monomials import monomials_of_quotient
from verifier.kernel.normal_forms.ordering import in_order
from verifier.kernel.plane import product_angles
from verifier.kernel.plane.sectors import Sector
from verifier.kernel.signs import sizes
from verifier.kernel.signs.signs import (
    ANY,
    NEGATIVE,
    NONNEGATIVE,
    NONPOSITIVE,
    NONZERO,
    POSITIVE,
    ZERO,
    Contradiction,
    Knowledge,
    flipped,
    only_whether_zero,
)
from verifier.kernel.sums import indicators, ranges, summation
from verifier.model.chain import NumberSet
from verifier.model.claim import Domain
from verifier.terms.term import PI, Term, power, rational
from verifier.terms.term import ZERO as ZERO_TERM
from verifier.terms.term import div as quotient_term


class NeedsSign(Exception):
    """The sign of this term decides how to go on and is not known on the cell."""

    def __init__(self, term: Term) -> None:
        super().__init__("the sign of a term is not known")
        self.term = term


SIGNS_OF_RELATION = {"gt": POSITIVE, "ge": NONNEGATIVE, "lt": NEGATIVE, "le": NONPOSITIVE, "eq": ZERO, "ne": NONZERO}


class Tower:
    """One attempt at normal forms on one cell: generators, what is known of signs, and memos."""

    def __init__(self, domain: Domain, hints: Hints, facts: Iterable[Term] = (), bounds: Bounds = SMALL) -> None:
        self.domain = domain
        self.hints = hints
        self.is_complex = domain.complex_numbers
        self.field = Field(hints.size, bounds)
        self.knowledge = Knowledge(self.field)
        self.memo: dict[Term, Quotient] = {}
        self.conjugates: dict[int | str, Quotient] = {}  # of generators that need not be real, and polynomials
        self.terms_of: dict[str, Term] = {}
        self.sectors: dict[Term, Sector] = {}
        self.integers = domain.integers
        self.integer_generators: set[int] = set()
        self.integer_powers: dict[int, int] = {}  # roots of integer symbols, and the power that the symbol is
        self.facts = tuple(facts)
        self.under: dict[tuple[Term, Term], Tower] = {}  # towers of what stands under a bound index, by its range
        self.indices: tuple[str, ...] = ()  # the bound indices this tower is under, outermost first
        self.is_learning = False
        self.is_grown = False  # it knows facts beyond those of its cell, of which its hints must not tell
        self.learn_all(self.facts)
        self.memo.clear()  # what is known to be zero by now is zero
        self.conjugates.clear()

    # ---- facts

    def learn_all(self, facts: Iterable[Term]) -> None:
        """Records conditions that hold on the cell, short ones first; sums in them are read knowing nothing of sums."""
        self.is_learning = True
        shortest_first = sorted(facts, key=lambda t: t.size)
        for fact in shortest_first:
            self.learn(fact)
        alternatives.learn_alternatives(self, shortest_first)
        self.is_learning = False
        self.under.clear()

    def learn(self, fact: Term) -> None:
        """Records a condition that holds on the cell; what cannot be expressed is passed over. May raise Contradiction."""
        if fact.head == "and":
            for part in fact.args:
                self.learn(part)
            return
        if fact.head == "false":
            raise Contradiction
        signs = SIGNS_OF_RELATION.get(fact.head)
        if signs is None:
            return
        if fact.args[1] == ZERO_TERM and self._learn_symbol(fact.args[0], signs):
            return
        try:
            for bound in sizes.bounds_by_size(self, fact):
                self.learn(bound)
            difference = self.field.subtract(self.normal_form(fact.args[0]), self.normal_form(fact.args[1]))
            self._learn_sign(difference, signs)
        except (GaveUp, NeedsSign, Undefined):
            return

    def _learn_symbol(self, term: Term, signs: int) -> bool:
        """The quick way to learn the sign of a real symbol; False if the term is none."""
        if term.head != "symbol" or self.is_complex or term.name in self.integers:
            return False
        self.symbol(term)
        made = self.field.generators[self.field.index["symbol", term]]
        made.signs &= signs
        if not made.signs:
            raise Contradiction
        self.knowledge.memo.clear()
        return True

    def _learn_sign(self, q: Quotient, signs: int) -> None:
        p = self.field.one_poly
        for f, k in q.factors:
            self.knowledge.learn(f, NONZERO)
            own = self.knowledge.sign(f) if k % 2 else POSITIVE
            if own in (POSITIVE, NEGATIVE):
                p = p if own == POSITIVE else -p
            else:
                p = self.field.times(p, f)
        numer = self.field.times(q.numer, p)
        is_real = all(self.knowledge.is_over_reals(f) for f in (numer, *[f for f, _ in q.factors]))
        signs_here = signs if is_real else only_whether_zero(signs)
        self.knowledge.learn(numer, signs_here)
        sizes.learn_sizes(self, numer, signs_here)
        if is_real and not q.factors and self.is_integer(q) and signs in (POSITIVE, NEGATIVE):
            one = self.field.one_poly
            self.knowledge.learn(numer - one if signs == POSITIVE else numer + one, signs | ZERO)

    # ---- questions about quotients

    def sign(self, q: Quotient) -> int:
        """The signs q can have where it is defined; over complex generators only whether it can be zero."""
        if q.numer == 0:
            return ZERO
        signs = self.knowledge.sign(q.numer)
        if self.is_complex and signs == ANY:
            signs = sizes.sign_by_size(self, q.numer)
        if not (self.field.is_real or all(self.knowledge.is_over_reals(f) for f, _ in q.factors)):
            return only_whether_zero(signs)
        for f, k in q.factors:
            own = self.knowledge.sign(f)
            if k % 2 == 0 or own == POSITIVE:
                continue
            if own == NEGATIVE:
                signs = flipped(signs)
            else:
                from_product = self.knowledge.sign(self.field.times(q.numer, f)) if len(q.factors) == 1 else ANY
                signs = from_product if from_product != ANY else (ANY if signs & ZERO else NONZERO)
        return signs

    def require_sign(self, q: Quotient) -> int:
        """Exactly one of NEGATIVE, ZERO, POSITIVE; NeedsSign names the first factor that leaves it open."""
        signs = self.sign(q)
        if signs in (NEGATIVE, ZERO, POSITIVE):
            return signs
        if not self.is_real(q):
            raise GaveUp("the sign of a complex term was asked for")
        raise NeedsSign(self.open_factor(q))

    def require_sign_if_zero(self, q: Quotient) -> int:
        """ZERO, or else signs without it; NeedsSign where that is open."""
        signs = self.sign(q)
        if not signs & ZERO or signs == ZERO:
            return signs
        if sizes.is_off_zero(self, q):
            return NONZERO
        if self.knowledge.is_quotient_over_reals(q):
            return self.require_sign(q)
        raise NeedsSign(sizes.term_that_vanishes_with(self, q.numer))

    def require_sign_of_integer(self, q: Quotient) -> int:
        """NEGATIVE, or POSITIVE for any integer from 0 on; NeedsSign where that is open."""
        signs = self.sign(q)
        if not signs & NEGATIVE:
            return POSITIVE
        return self.require_sign(q)

    def open_factor(self, q: Quotient) -> Term:
        """The term of an irreducible factor of q whose sign is not known."""
        for p in (q.numer, *[f for f, _ in q.factors]):
            _, factors = p.factor()
            for f, _ in factors:
                if self.knowledge.sign(f) not in (NEGATIVE, ZERO, POSITIVE):
                    return self.term_of(f)
        return self.term_of_quotient(q)

    def is_real(self, q: Quotient) -> bool:
        if not self.is_complex or self.knowledge.is_quotient_over_reals(q):
            return True
        try:
            return bool(self.field.subtract(complex_parts.conjugate(self, q), q).numer == 0)
        except GaveUp:
            return False

    def is_integer(self, q: Quotient) -> bool:
        """Whether q is visibly an integer: integer coefficients, integer generators, no denominator."""
        return not q.factors and all(
            c.q == 1 and all(not k or self._is_whole_power(i, k) for i, k in enumerate(exponents))
            for exponents, c in q.numer.to_dict().items()
        )

    def _is_whole_power(self, at: int, k: int) -> bool:
        return at in self.integer_generators or (at in self.integer_powers and k % self.integer_powers[at] == 0)

    def rational(self, q: Quotient) -> Fraction | None:
        """The value of a constant quotient."""
        if q.numer == 0:
            return Fraction(0)
        if q.factors or not q.numer.is_constant():
            return None
        c = q.numer.leading_coefficient()
        return Fraction(int(c.p), int(c.q))

    # ---- back to terms

    def term_of(self, p: Polynomial) -> Term:
        """A polynomial over generators as a term."""
        key = str(p)
        known = self.terms_of.get(key)
        if known is None:
            known = self.terms_of[key] = whole_symbols.term_of(self, p)
        return known

    def term_of_quotient(self, q: Quotient) -> Term:
        """A quotient in lowest terms as a term: equal quotients give equal terms as far as gcds can tell."""
        if not q.factors:
            return self.term_of(q.numer)
        numer, denom = self.field.lowest(q)
        return self.term_of(numer) if denom == 1 else quotient_term(self.term_of(numer), self.term_of(denom))

    def monomials(self, q: Quotient) -> list[tuple[Fraction, Quotient]]:
        """q as a sum of rational multiples of monomials over the common denominator."""
        return monomials_of_quotient(self.field, q)

    # ---- the walk

    def normal_form(self, term: Term) -> Quotient:
        """The quotient of a lowered term. Undefined, GaveUp, NeedsSign, Restart, RingFull as their docstrings say."""
        done = self.memo.get(term)
        if done is None:
            try:
                done = self._normal_form(term)
            except NeedsSign as open_sign:
                if not ranges.is_under_index(self, open_sign.term):
                    raise
                done = ranges.opaque(self, in_order(term))
            self.memo[term] = done
        return done

    def _normal_form(self, term: Term) -> Quotient:
        f, args = self.field, term.args
        match term.head:
            case "number":
                return f.constant(term.number)
            case "symbol":
                return self.symbol(term)
            case "constant":
                return self.constant(term)
            case "add":
                return f.sum([self.normal_form(a) for a in args])
            case "neg":
                return f.negative(self.normal_form(args[0]))
            case "mul":
                product = self.normal_form(args[0])
                for a in args[1:]:
                    product = f.multiply(product, self.normal_form(a))
                return product
            case "div":
                return f.multiply(self.normal_form(args[0]), f.inverse(self.normal_form(args[1])))
            case "pow":
                return exponentials.power(self, args[0], args[1])
            case "exp":
                return exponentials.exp(self, self.normal_form(args[0]))
            case "log":
                return exponentials.log_of_term(self, args[0])
            case "cos":
                return angles.cosine_and_sine(self, self.normal_form(args[0]))[0]
            case "sin":
                return angles.cosine_and_sine(self, self.normal_form(args[0]))[1]
            case "Piecewise":
                return self.piecewise(args)
            case "guard":
                return self.normal_form(args[0])
            case "re" | "im" | "conjugate" | "Abs" | "sign":
                return complex_parts.PARTS[term.head](self, self.normal_form(args[0]))
            case "arg":
                return product_angles.argument(self, args[0])
            case head if head in special.FUNCTIONS:
                return principal_values.value(self, term)
            case "index" | "apply" | "partial":
                return applications.application(self, term)
            case "Sum" | "Product":
                return summation.operator(self, term)
            case "Integral" | "Limit":
                return special.operator(self, term)
            case _:
                raise GaveUp(f"`{term.head}` has no normal form")

    def symbol(self, term: Term) -> Quotient:
        """A symbol as its generator; a complex one as x + I*y, a non-negative one as r**L if its roots are needed."""
        declared = self.domain.declared(term.name) if self.is_complex else None
        if declared is not None and declared.numbers is NumberSet.COMPLEX:
            return complex_parts.by_parts(self, term)
        return self.real_symbol(term, term)

    def real_symbol(self, key: Term, term: Term) -> Quotient:
        scale, data = self.hints.roots.get(key, 1), ("symbol", key)
        at = self.field.index.get(data)
        if at is None:
            shown = power(key, rational(Fraction(1, scale))) if scale > 1 else key
            at = self.field.generator(data, Generator(shown, NONNEGATIVE if scale > 1 else ANY, data=data))
        if self.field.generators[at].signs == ZERO:
            return self.field.zero
        if key.head == "symbol" and term.name in self.integers:
            self.integer_powers[at] = scale
        return self.field.quotient(at) if scale == 1 else Quotient(self.field.gens[at] ** scale)

    def constant(self, term: Term) -> Quotient:
        match term.name:
            case "pi":
                return self.pi()
            case "I":
                return complex_parts.imaginary_unit(self)
            case "E":
                return exponentials.exp(self, self.field.one)
            case _:
                raise GaveUp("infinity has no normal form")

    def pi(self) -> Quotient:
        at = self.field.generator("pi", Generator(PI, POSITIVE, data=("pi",)))
        if at not in self.knowledge.bounds:
            self.knowledge.bounds[at] = (Fraction(333, 106), Fraction(22, 7))  # Archimedes; Adriaan Metius
        return self.field.quotient(at)

    def piecewise(self, args: tuple[Term, ...]) -> Quotient:
        """The value of the first piece whose condition is true on the whole cell; under an index, also by indicators."""
        chosen = indicators.choice(self, args)
        if chosen is not None:
            return chosen
        for value, condition in zip(args[::2], args[1::2], strict=True):
            if self.holds(condition):
                return self.normal_form(value)
        raise Undefined

    def holds(self, condition: Term) -> bool:
        """Whether a condition holds on the whole cell (or fails on the whole cell); NeedsSign where that is open."""
        match condition.head:
            case "true":
                return True
            case "false":
                return False
            case "not":
                return not self.holds(condition.args[0])
            case "and":
                return all(self.holds(c) for c in condition.args)
            case "or":
                return any(self.holds(c) for c in condition.args)
        return held_relations.holds(self, condition)

    def difference(self, relation: Term) -> Quotient:
        """Left side minus right side; complex sides have no order."""
        first, second = relation.args
        left = self.normal_form(first)
        right = self.field.zero if second == ZERO_TERM else self.normal_form(second)
        if self.is_complex and relation.head not in ("eq", "ne") and not (self.is_real(left) and self.is_real(right)):
            raise GaveUp("complex terms are compared")
        return left if right is self.field.zero else self.field.subtract(left, right)


def used(p: Polynomial) -> list[int]:
    """Indices of the generators that occur in p."""
    return [i for i, k in enumerate(p.degrees()) if k > 0]
