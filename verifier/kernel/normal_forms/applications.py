"""Indexed symbols, declared functions and their partial derivatives: equal arguments have equal values.

A real value is one generator, a complex one x + I*y with a real generator for each part, as a complex symbol is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from verifier.kernel.normal_forms import complex_parts
from verifier.kernel.normal_forms.field import Generator, Quotient
from verifier.kernel.signs.signs import ANY
from verifier.model.chain import NumberSet
from verifier.terms.substitution import substitute
from verifier.terms.term import Term

if TYPE_CHECKING:
    from verifier.kernel.normal_forms.tower import Tower


def application(tower: Tower, term: Term) -> Quotient:
    """The generator of an entry or a value; what is declared of an indexed symbol holds for each entry of it."""
    args = tuple(tower.term_of_quotient(tower.normal_form(a)) for a in term.args)
    shown = Term(term.head, args, term.value)
    declared = tower.domain.declared(term.name.split(":")[0])
    is_complex = tower.is_complex and (
        term.head != "index" or declared is None or declared.numbers is NumberSet.COMPLEX
    )
    key = ("symbol", Term("re", (shown,))) if is_complex else shown
    fresh = key not in tower.field.index
    value = complex_parts.by_parts(tower, shown) if is_complex else _real_value(tower, shown)
    if fresh and term.head == "index" and declared is not None:
        for c in declared.conditions:
            tower.learn(substitute(c, {declared.name: shown}))
        if declared.numbers is NumberSet.INTEGER:
            tower.integer_generators.add(tower.field.index[shown])
    return value


def _real_value(tower: Tower, shown: Term) -> Quotient:
    made = Generator(shown, ANY, data=("application",))
    return tower.field.quotient(tower.field.generator(shown, made))
