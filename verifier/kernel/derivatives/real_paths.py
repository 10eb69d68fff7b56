"""Whether a complex term changes continuously, and by the chain rule, as one real symbol moves along the real line.

Logarithms, roots, arctangents and arcsines jump where their argument crosses a cut. Along the real line an argument u(x)
that moves on a straight line through the branch point stays on the cut or off it: there log(u), u**q, asin(u) are smooth
functions of x with the derivatives that the rules say, as long as u is not a branch point. An argument is seen to cross
no cut if it is off the cut on the whole cell, or if
- u stays on finitely many lines through 0 (a real function times a constant, or rational powers and products of such), or
- for log and powers u = p + w, p real, w on lines through 0, and p > 0 where w = 0: for w not real u is not real, and
  where w passes 0, and may turn, u is positive;
- for atan u = p + w, p real and never 0, w real or imaginary: then u is real or not imaginary.

Cuts: NIST DLMF 4.2(i), 4.23(ii). All other symbols are held.
"""

from __future__ import annotations

from typing import Final

from verifier.kernel.cell import Cell, KeptTower
from verifier.kernel.domains.places import answer_of
from verifier.kernel.normal_forms.field import GaveUp, Undefined
from verifier.kernel.normal_forms.tower import NeedsSign, Tower
from verifier.kernel.plane.cuts import off_negative_axis
from verifier.kernel.signs.signs import Contradiction
from verifier.model.verdict import Answer
from verifier.terms.rationals import rational_value
from verifier.terms.record import record
from verifier.terms.substitution import free_symbols
from verifier.terms.term import TWO, ZERO, I, Term, add, call, mul, power

_ENTIRE: Final = frozenset({"add", "neg", "mul", "div", "exp", "sin", "cos"})
_CONTINUOUS: Final = _ENTIRE | {"re", "im", "conjugate", "Abs"}


def crosses_no_cut(cell: Cell, term: Term, name: str) -> bool:
    """Whether the term, where it is defined, is seen to be continuous in the real symbol `name`; no part crosses a cut."""
    return _Path(KeptTower(cell), name).of(term)


def is_continuous_along(cell: Cell, term: Term, name: str) -> bool:
    """Whether the term, where it is defined, is seen to be continuous in the real symbol, if not by the chain rule."""
    if name not in free_symbols(term):
        return True
    if term.head == "guard":
        return term.value == "exact" and is_continuous_along(cell, term.args[0], name)
    if term.head in _CONTINUOUS:
        return all(is_continuous_along(cell, a, name) for a in term.args)
    if term.head == "pow" and (q := rational_value(term.args[1])) is not None and q.denominator == 1:
        return is_continuous_along(cell, term.args[0], name)
    return crosses_no_cut(cell, term, name)


@record
class _Path:
    kept: KeptTower
    name: str

    def of(self, term: Term) -> bool:
        if self.name not in free_symbols(term) or term.head == "symbol":
            return True
        head, args = term.head, term.args
        if head == "guard":
            return term.value == "exact" and self.of(args[0])
        if head == "pow":
            if self.name in free_symbols(args[1]):
                return False
            q = rational_value(args[1])
            whole = q is not None and q.denominator == 1
            return self.of(args[0]) and (whole or self.is_off_negative_axis(args[0]))
        if head == "log":
            return self.of(args[0]) and self.is_off_negative_axis(args[0])
        if head == "atan":
            return self.of(args[0]) and (self.is_on_lines(args[0]) or self.is_off_imaginary_axis(args[0]))
        if head == "asin":
            return self.of(args[0]) and self.is_on_lines(args[0])
        return head in _ENTIRE and all(map(self.of, args))

    # ---- cuts

    def is_off_negative_axis(self, u: Term) -> bool:
        if self.is_on_lines(u):
            return True
        if self.is_known(off_negative_axis(u)):
            return True
        real, rest = self.split(u)
        if not (real and rest and self.is_on_lines(_sum(rest))):
            return False
        turns = [_replaced(_sum(real), zero) for zero in _zeros(_sum(rest))]
        return all(self.is_known(call("gt", p, ZERO)) for p in turns)

    def is_off_imaginary_axis(self, u: Term) -> bool:
        """Whether an arctangent's argument is real, or is not imaginary."""
        real, rest = self.split(u)
        if not (real and rest and self.is_known(call("ne", _sum(real), ZERO))):
            return False
        return self.is_real(power(_sum(rest), TWO))

    def split(self, u: Term) -> tuple[list[Term], list[Term]]:
        """The summands of a term that are real on the cell, and the others."""
        parts = list(u.args) if u.head == "add" else [u]
        real = [p for p in parts if self.is_real(p)]
        return real, [p for p in parts if p not in real]

    def is_on_lines(self, u: Term) -> bool:
        """Whether u stays on finitely many lines through 0, changing from one to another at 0 only."""
        if self.name not in free_symbols(u) or self.is_real(u) or self.is_real(mul(I, u)):
            return True
        if u.head in ("mul", "div", "neg"):
            return all(map(self.is_on_lines, u.args))
        return u.head == "pow" and rational_value(u.args[1]) is not None and self.is_on_lines(u.args[0])

    # ---- questions to the normal form

    def is_real(self, u: Term) -> bool:
        def ask(tower: Tower) -> bool:
            return tower.is_real(tower.normal_form(u))

        try:
            return self.kept.ask(ask)
        except Contradiction:
            return True
        except (GaveUp, NeedsSign, Undefined):
            return False

    def is_known(self, condition: Term) -> bool:
        try:
            return self.kept.ask(lambda tower: answer_of(tower, condition) is Answer.YES)
        except Contradiction:
            return True
        except (GaveUp, NeedsSign, Undefined):
            return False


def _sum(parts: list[Term]) -> Term:
    return parts[0] if len(parts) == 1 else add(*parts)


def _zeros(w: Term) -> list[Term]:
    """Terms one of which is 0 wherever w is."""
    if w.head == "mul":
        return [z for a in w.args for z in _zeros(a)]
    if w.head in ("neg", "div", "pow"):
        return _zeros(w.args[0])
    return [] if rational_value(w) else [w]


def _replaced(term: Term, zero: Term) -> Term:
    """The term where `zero` is 0."""
    if term == zero:
        return ZERO
    return Term(term.head, tuple(_replaced(a, zero) for a in term.args), term.value) if term.args else term
