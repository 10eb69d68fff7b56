"""Exact zero test of sums of logarithms, arctangents, arcsines, arguments and pi with algebraic coefficients.

A constant is read as c + sum of coefficients times atoms, exactly. An atom is either log(a), a an algebraic number > 0,
or an angle: a real term t with exp(2*I*t) = w, w an algebraic number. The atoms are

    log(a) for a > 0;  pi: w = 1;  atan(u), u real: w = (1 + I*u)/(1 - I*u) (NIST DLMF 4.23.26);
    asin(u), -1 <= u <= 1: w = (sqrt(1 - u**2) + I*u)**2 (DLMF 4.23.19);  arg(b), b != 0: w = b/conjugate(b);
    and log(b) = log(b*conjugate(b))/2 + I*arg(b) over the complex numbers (DLMF 4.2.3).

Soundness. Coefficients whose ratios are rational are put together: such a group is r*(sum of n*atom), n integers with a
common factor r. A group of real logarithms is 0 if the product of a**n is 1. For a group of angles with sum s, the product of
w**n is exp(2*I*s); it is 1 only if s is a multiple of pi, and then s = 0 if the balls show |s| < pi. The constant is 0 if c is 0
and every group is. Products are exact in FLINT's field of algebraic numbers; nothing is claimed where one differs from 1.
"""

from __future__ import annotations

from dataclasses import field
from fractions import Fraction
from math import lcm
from typing import Any, Final

from flint import acb, arb, ctx

from verifier.kernel.balls.evaluation import compile_term
from verifier.kernel.balls.values import Outcome, ball
from verifier.kernel.normal_forms.constants import FAILURES, AlgebraicNumbers, NotAlgebraic, algebraic_field
from verifier.model.evidence import Point
from verifier.terms.record import mutable_record
from verifier.terms.substitution import free_symbols
from verifier.terms.term import PI, Term, call

MOST_ATOMS: Final = 12
MOST_FIELD: Final = 16  # degree of the field of all numbers that occur, at most: products cost its square
MOST_POWER: Final = 400
BITS: Final = 256


@mutable_record
class Form:
    """constant + sum of coefficients times atoms; an atom is named by its term."""

    constant: Any
    coefficients: dict[Term, Any] = field(default_factory=dict)


def are_equal_forms(lhs: Term, rhs: Term, is_complex: bool) -> bool:
    """Whether two lowered constants are such sums, and equal; False where that was not shown."""
    numbers = algebraic_field()
    if numbers is None or free_symbols(lhs) | free_symbols(rhs):
        return False
    reader = _Reader(numbers, is_complex)
    try:
        difference = reader.plus(reader.form(lhs), reader.form(rhs), -1)
        return reader.vanishes(difference)
    except (NotAlgebraic, *FAILURES):
        return False


class _Reader:
    def __init__(self, numbers: Any, is_complex: bool) -> None:
        self.numbers = numbers
        self.is_complex = is_complex
        self.algebraic = AlgebraicNumbers(numbers, is_complex)
        self.logs: dict[Term, Any] = {}  # log(a) -> a
        self.angles: dict[Term, Any] = {}  # t -> exp(2*I*t)

    # ---- reading

    def form(self, term: Term) -> Form:
        """The term as a form; it is then defined. NotAlgebraic where it is not seen to be one."""
        match term.head:
            case "add":
                total = self.form(term.args[0])
                for a in term.args[1:]:
                    total = self.plus(total, self.form(a), 1)
                return total
            case "neg":
                return self.times(self.form(term.args[0]), self.numbers(-1))
            case "mul":
                product = self.form(term.args[0])
                for a in term.args[1:]:
                    product = self.product(product, self.form(a))
                return product
            case "div":
                bottom = self.form(term.args[1])
                if bottom.coefficients:
                    raise NotAlgebraic
                return self.times(self.form(term.args[0]), self.numbers(1) / self.nonzero(bottom.constant))
            case "constant" if term == PI:
                return self.angle(PI, self.numbers(1))
            case "log":
                return self.logarithm(term)
            case "atan":
                return self.arctangent(term)
            case "asin":
                return self.arcsine(term)
            case "arg" if self.is_complex:
                b = self.nonzero(self.number(term.args[0]))
                return self.angle(term, b / self.numbers.conj(b))
            case _:
                return Form(self.number(term))

    def number(self, term: Term) -> Any:
        value = self.algebraic.value(term)
        if self.algebraic.degree * 2 > MOST_FIELD:
            raise NotAlgebraic
        return value

    def logarithm(self, term: Term) -> Form:
        """One atom for the log of a number > 0, over the complex numbers two for any other."""
        b = self.nonzero(self.number(term.args[0]))
        if self.numbers.is_one(b.sgn()) is True:
            return self.log_atom(term, b)
        if not self.is_complex:
            raise NotAlgebraic
        square = call("mul", term.args[0], call("conjugate", term.args[0]))
        size = self.log_atom(call("log", square), b * self.numbers.conj(b))
        turn = self.angle(call("arg", term.args[0]), b / self.numbers.conj(b))
        half = self.times(size, self.numbers(1) / self.numbers(2))
        return self.plus(half, self.times(turn, self.numbers.i()), 1)

    def log_atom(self, term: Term, a: Any) -> Form:
        self.logs[term] = a
        return Form(self.numbers(0), {term: self.numbers(1)})

    def angle(self, term: Term, w: Any) -> Form:
        self.angles[term] = w
        return Form(self.numbers(0), {term: self.numbers(1)})

    def arctangent(self, term: Term) -> Form:
        u = self.real(term.args[0])
        turned = self.numbers.i() * u
        return self.angle(term, (self.numbers(1) + turned) / (self.numbers(1) - turned))

    def arcsine(self, term: Term) -> Form:
        """asin of a real number from -1 to 1: elsewhere it is not defined, or not real."""
        u = self.real(term.args[0])
        square = self.numbers(1) - u * u
        if self.numbers.is_zero(square) is not True and self.numbers.is_one(square.sgn()) is not True:
            raise NotAlgebraic
        self.algebraic.degree *= 2  # of the root
        if self.algebraic.degree * 2 > MOST_FIELD:
            raise NotAlgebraic
        return self.angle(term, (square.sqrt() + self.numbers.i() * u) ** 2)

    def real(self, term: Term) -> Any:
        value = self.number(term)
        if self.numbers.is_zero(self.numbers.im(value)) is not True:
            raise NotAlgebraic
        return value

    def nonzero(self, value: Any) -> Any:
        if self.numbers.is_zero(value) is not False:
            raise NotAlgebraic
        return value

    # ---- arithmetic

    def plus(self, a: Form, b: Form, sign: int) -> Form:
        factor = self.numbers(sign)
        total = dict(a.coefficients)
        for atom, c in b.coefficients.items():
            total[atom] = total[atom] + factor * c if atom in total else factor * c
        if len(total) > MOST_ATOMS:
            raise NotAlgebraic
        return Form(a.constant + factor * b.constant, total)

    def times(self, a: Form, factor: Any) -> Form:
        return Form(a.constant * factor, {atom: c * factor for atom, c in a.coefficients.items()})

    def product(self, a: Form, b: Form) -> Form:
        if a.coefficients and b.coefficients:
            raise NotAlgebraic
        return self.times(a, b.constant) if a.coefficients else self.times(b, a.constant)

    # ---- the test

    def vanishes(self, form: Form) -> bool:
        if self.numbers.is_zero(form.constant) is not True:
            return False
        left = {t: c for t, c in form.coefficients.items() if self.numbers.is_zero(c) is not True}
        logs = {t: c for t, c in left.items() if t in self.logs}
        angles = {t: c for t, c in left.items() if t not in self.logs}
        return all(self.is_product_one(g, self.logs) for g in self.groups(logs)) and all(
            self.is_product_one(g, self.angles) and is_within_half_turn(g) for g in self.groups(angles)
        )

    def groups(self, coefficients: dict[Term, Any]) -> list[dict[Term, int]]:
        """The atoms by coefficients with rational ratios, in each group integers in their proportion."""
        found: list[tuple[Any, dict[Term, Fraction]]] = []
        for atom, c in coefficients.items():
            for first, members in found:
                ratio = self.rational(c / first)
                if ratio is not None:
                    members[atom] = ratio
                    break
            else:
                found.append((c, {atom: Fraction(1)}))
        return [whole(members) for _, members in found]

    def rational(self, value: Any) -> Fraction | None:
        """A rational value, which the field shows as one; None for any other."""
        try:
            guess = Fraction(repr(value))
        except ValueError:
            return None
        exact = self.numbers(guess.numerator) / self.numbers(guess.denominator)
        return guess if self.numbers.is_zero(value - exact) is True else None

    def is_product_one(self, group: dict[Term, int], values: dict[Term, Any]) -> bool:
        if any(abs(n) > MOST_POWER for n in group.values()):
            return False
        product = self.numbers(1)
        for atom, n in group.items():
            product = product * values[atom] ** n
        return self.numbers.is_one(product) is True


def whole(members: dict[Term, Fraction]) -> dict[Term, int]:
    scale = lcm(*[q.denominator for q in members.values()])
    return {atom: int(q * scale) for atom, q in members.items()}


def is_within_half_turn(group: dict[Term, int]) -> bool:
    """Whether the balls show that the sum of the angles is between -pi and pi."""
    with ctx.workprec(BITS):
        total = arb(0)
        for atom, n in group.items():
            value = compile_term(atom, True).run(Point(), BITS)
            if isinstance(value, Outcome):
                return False
            total += n * acb(ball(value)).real
        return bool(abs(total) < arb.pi())
