"""Whether a refuted step holds if a symbol is read as the constant that other notations write so: `e` as `E`.

The step keeps its verdict: what is said is what to write, and only where the kernel has shown the step so written.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from verifier.model.chain import Chain, Declaration, Step, Written
from verifier.model.verdict import Verdict
from verifier.reading.names import CONSTANTS_ELSEWHERE
from verifier.session.asking import Trials
from verifier.session.carrying import Judged
from verifier.session.setting import Setting, expanded, settle
from verifier.terms.substitution import free_symbols, substitute
from verifier.terms.term import Term, constant

_CALLED: Final = {"E": "Euler's number", "I": "the imaginary unit", "pi": "the number pi"}
_HOLDS: Final = {
    Verdict.PROVED: "the step is then proved",
    Verdict.CONDITIONAL: "the step then holds wherever both sides are defined",
}


def constants_meant(setting: Setting, step: Step, judged: Judged) -> tuple[tuple[str, str], ...]:
    """A line such as ("note", "Euler's number is written `E`: the step is then proved"), or none."""
    chain = setting.chain
    if chain.in_notes or step.tolerance is not None:
        return ()
    sides = expanded(setting, judged.lhs), expanded(setting, step.written.term)
    names = [d.name for d in chain.declarations if d.name in _names(sides) and _may_be_constant(d, chain, step)]
    if not names:
        return ()
    values = {name: constant(CONSTANTS_ELSEWHERE[name]) for name in names}
    lhs, rhs = (substitute(side, values) for side in sides)
    trial = replace(settle(_rewritten(chain, names, (lhs, rhs)), setting.options), has_point=setting.has_point)
    holds = _HOLDS.get(Trials(trial, step.given).ask(lhs, rhs, step.relation).verdict)
    if holds is None:
        return ()
    said = " and ".join(f"{_CALLED[values[n].name]} is written `{values[n].name}`, not `{n}`" for n in names)
    return (("note", f"{said}: {holds}"),)


def _names(sides: tuple[Term, Term]) -> frozenset[str]:
    return (free_symbols(sides[0]) | free_symbols(sides[1])) & CONSTANTS_ELSEWHERE.keys()


def _may_be_constant(declaration: Declaration, chain: Chain, step: Step) -> bool:
    """Whether nothing is known of the symbol but that it is real, as nothing would be said of a constant."""
    conditions = (*chain.assumptions, *step.given, *(c for d in chain.declarations for c in d.conditions))
    is_plain = declaration == Declaration(declaration.name, span=declaration.span, words=declaration.words)
    is_finite = CONSTANTS_ELSEWHERE[declaration.name] in _CALLED
    return is_plain and is_finite and not any(declaration.name in free_symbols(c) for c in conditions)


def _rewritten(chain: Chain, names: list[str], lines: tuple[Term, Term]) -> Chain:
    """The chain of these two lines alone, without the names that are read as constants."""
    first = chain.steps[0]
    steps = tuple(replace(first, written=_with_term(first.written, line)) for line in lines)
    declarations = tuple(d for d in chain.declarations if d.name not in names)
    return replace(chain, declarations=declarations, steps=steps, result=None)


def _with_term(written: Written, term: Term) -> Written:
    return replace(written, term=term)
