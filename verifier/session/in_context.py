"""A refuted step of notes in the light of what other lines of the notes say of its names.

It stays refuted only at a point that satisfies all these lines, a counterexample however the author meant them: as
definitions, as data, or as nothing to do with the step. Where lines contradict each other (a name that means another
thing in each section), each meaning by itself has to refute the step. Otherwise context may be missing; where the
lines prove the step, that is said, with the declaration that makes them hold.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product
from math import prod
from typing import Final

from verifier.engine.outcome import Outcome
from verifier.model.chain import ContextLine, Declaration, Definition, Step, Written
from verifier.model.verdict import Reason, Verdict
from verifier.session.asking import LONGEST_TRIAL_S, ask, claim_of, claim_of_step, holds
from verifier.session.diagnosing import diagnosed
from verifier.session.setting import Setting, expanded, is_complex
from verifier.terms.definitions import Expander, ExpansionTooLarge, Unreachable
from verifier.terms.record import record
from verifier.terms.substitution import free_symbols
from verifier.terms.term import Term, call, symbol

RELATIONS: Final = {"=": "eq", "<": "lt", "<=": "le", ">": "gt", ">=": "ge"}
MOST_LINES: Final = 12
MOST_MEANINGS: Final = 8
_LONGEST_TEXT: Final = 50
_OPERATORS: Final = frozenset({"Derivative", "Integral", "Sum", "Product", "Limit"})


@record
class InContext:
    """The outcome of a step with what other lines say; whether these lines are seen to make it hold."""

    outcome: Outcome
    is_held: bool = False


def in_context(setting: Setting, lhs: Term, before: Written, step: Step, refuted: Outcome) -> InContext:
    """What comes of a refuted step that was judged from `lhs`: refuted still, or needs-context.

    `before` is the author's line before. A line that was not read leaves it open, unless the step shows a mistake.
    """
    tied = _tied(setting, lhs, step)
    lines = [line for line in tied if _is_told(line, setting)]
    if len(lines) > MOST_LINES:
        return InContext(_open(tied, lhs, step))
    if len(lines) < len(tied) and not diagnosed(setting, lhs, before, step).mistakes:
        return InContext(_open([line for line in tied if line not in lines], lhs, step))
    if not lines:
        return InContext(refuted)
    outcome = _with(setting, lines, lhs, step)
    if outcome.verdict is Verdict.REFUTED:
        return InContext(outcome)
    defining = [line for line in lines if line.definition is not None]
    for some in (lines, defining):
        if holds(outcome if some is lines else _with(setting, some, lhs, step)):
            return InContext(needs_context(_held(setting, some, lhs, step)), is_held=True)
    meanings = list(_meanings(lines))
    if _fails_on_solutions(setting, lines, lhs, step) or (
        len(meanings) > 1 and all(_with(setting, m, lhs, step).verdict is Verdict.REFUTED for m in meanings)
    ):
        return InContext(refuted)
    return InContext(_open(lines, lhs, step))


def needs_context(detail: str) -> Outcome:
    """The outcome of a step that is not judged for what the notes do not say."""
    return Outcome(Verdict.UNDECIDED, reason=Reason.NEEDS_CONTEXT, detail=detail)


def computes(term: Term) -> bool:
    """Whether an operator stands in the term, whose value the other side says."""
    return term.head in _OPERATORS or any(map(computes, term.args))


# lines


def _tied(setting: Setting, lhs: Term, step: Step) -> list[ContextLine]:
    """The lines that say something of the names of the step, other than the step itself."""
    if not setting.chain.context:
        return []
    from verifier.reading.notes.ties import Ties

    sides = expanded(setting, lhs), expanded(setting, step.written.term)
    own = step.written.span
    others = [
        line
        for line in setting.chain.context
        if line.is_usual or (line.span.end_line, line.span.end_column, line.span.cell)
        != (own.end_line, own.end_column, own.cell)
    ]  # fmt: skip
    found = Ties(others).to(free_symbols(sides[0]) | free_symbols(sides[1]))
    return [line for line in found if line.may_hold is None or _says_something(setting, line)]


def _says_something(setting: Setting, line: ContextLine) -> bool:
    """Whether an equation between the same symbols may be one to solve: no identity, nothing computed, no mistake."""
    assert line.may_hold is not None
    assert line.condition is not None
    before, step = line.may_hold
    if not line.names & frozenset(setting.chain.taken) or computes(before.term):
        return False
    among = _setting_with(setting, [replace(line, condition=None)])
    outcome = _trial(among, *line.condition.args)
    if outcome.verdict is Verdict.REFUTED:
        return line.in_text or not diagnosed(among, before.term, before, step).mistakes
    return not holds(outcome)


def _is_told(line: ContextLine, setting: Setting) -> bool:
    """Whether the line was read, and speaks of the same kinds of names as the chain."""
    kinds = {d.name: d.kind for d in setting.chain.declarations}
    same = all(kinds.get(d.name, d.kind) is d.kind for d in line.declarations)
    return same and (line.condition is not None or line.definition is not None)


def _meanings(lines: Sequence[ContextLine]) -> Iterator[list[ContextLine]]:
    """The lines with one definition of each name, in all ways; nothing where there are too many."""
    by_name: dict[str, list[ContextLine]] = defaultdict(list)
    for line in lines:
        if line.definition is not None:
            by_name[line.definition.name].append(line)
    if prod(map(len, by_name.values())) <= MOST_MEANINGS:
        others = [line for line in lines if line.definition is None]
        yield from ([*chosen, *others] for chosen in product(*by_name.values()))


# settings


def _with(setting: Setting, lines: Sequence[ContextLine], lhs: Term, step: Step) -> Outcome:
    """What comes out of the step where these lines hold."""
    among = _setting_with(setting, lines)
    limits = replace(setting.options.limits(), use_sympy=False, seconds=LONGEST_TRIAL_S)
    try:
        return ask(among, claim_of_step(among, lhs, step), limits)
    except (Unreachable, ExpansionTooLarge):
        return Outcome(Verdict.UNDECIDED, reason=Reason.UNSUPPORTED)


def _fails_on_solutions(setting: Setting, lines: Sequence[ContextLine], lhs: Term, step: Step) -> bool:
    """Whether the equations of the lines do not imply the step: they are solved for points, which samples hardly meet."""
    conditions = [line.condition for line in lines if line.condition is not None]
    claimed = RELATIONS.get(step.relation)
    if not conditions or claimed is None:
        return False
    among = _setting_with(setting, [line for line in lines if line.condition is None])
    data = conditions[0] if len(conditions) == 1 else Term("and", tuple(conditions))
    limits = replace(setting.options.limits(), use_sympy=False, seconds=LONGEST_TRIAL_S)
    try:
        claim = claim_of(among, data, call(claimed, lhs, step.written.term), "=>", step.given)
        return ask(among, claim, limits).verdict is Verdict.REFUTED
    except (Unreachable, ExpansionTooLarge):
        return False


def _trial(setting: Setting, lhs: Term, rhs: Term) -> Outcome:
    limits = replace(setting.options.limits(), use_sympy=False, seconds=LONGEST_TRIAL_S)
    return ask(setting, claim_of(setting, lhs, rhs), limits)


def _setting_with(setting: Setting, lines: Sequence[ContextLine]) -> Setting:
    """The setting with the lines as definitions and assumptions; what defines a name again, or in a circle, is assumed."""
    chain = setting.chain
    definitions = list(chain.definitions)
    conditions = [line.condition for line in lines if line.condition is not None]
    for line in lines:
        new = line.definition
        if new is None:
            continue
        if any(d.name == new.name for d in definitions) or _is_circular(new, definitions):
            head = Term("apply", tuple(map(symbol, new.parameters)), new.name) if new.parameters else symbol(new.name)
            conditions.append(call("eq", head, new.body))
        else:
            definitions.append(new)
    widened = replace(
        chain,
        declarations=_declarations(setting, lines, {d.name for d in definitions}),
        definitions=tuple(definitions),
        assumptions=(*chain.assumptions, *conditions),
    )
    expander = Expander(widened.definitions)
    return replace(setting, chain=widened, expander=expander, complex_numbers=is_complex(widened), memo={}, domains={})


def _is_circular(new: Definition, definitions: Sequence[Definition]) -> bool:
    """Whether a name would be defined by itself, directly or by other definitions."""
    bodies = {d.name: d for d in definitions} | {new.name: new}
    seen, waiting = set[str](), {new.name}
    while waiting:
        body = bodies[waiting.pop()]
        used = free_symbols(body.body).difference(body.parameters) & bodies.keys()
        if new.name in used:
            return True
        waiting |= used - seen
        seen |= used
    return False


def _declarations(setting: Setting, lines: Sequence[ContextLine], defined: set[str]) -> tuple[Declaration, ...]:
    """What the names are: as declared, or as the lines use them; a name that is defined is no symbol."""
    found = {d.name: d for d in setting.chain.declarations}
    for line in lines:
        for said in line.declarations:
            known = found.get(said.name)
            is_open = known is None or (said.name in setting.chain.taken and known.words == "real")
            if is_open:
                found[said.name] = said
    return tuple(d for d in found.values() if d.name not in defined)


# words


def _open(lines: Sequence[ContextLine], lhs: Term, step: Step) -> Outcome:
    """Needs-context, with the line that says most of the names of the step."""
    names = free_symbols(lhs) | free_symbols(step.written.term)
    nearest = sorted(lines, key=lambda s: (s.definition is None or s.definition.name not in names, s.is_usual))[0]
    shown = _shown(nearest)
    if nearest.is_usual:
        return needs_context(f"it may hold with {shown}: say what it is with `let`")
    if nearest.condition is None and nearest.definition is None:
        return needs_context(f"{shown} may say what its names are, and cannot be used here")
    return needs_context(f"{shown} may define or relate its names")


def _held(setting: Setting, lines: Sequence[ContextLine], lhs: Term, step: Step) -> str:
    """Which lines make the step hold, as few of them as do, and the declaration that says them."""
    needed = list(lines)
    for line in sorted(lines, key=lambda s: s.definition is not None):
        fewer = [s for s in needed if s is not line]
        if fewer and holds(_with(setting, fewer, lhs, step)):
            needed = fewer
    outcome = _with(setting, needed, lhs, step)
    named = " and ".join(map(_shown, needed))
    proved = "is proved" if outcome.verdict is Verdict.PROVED else "holds where both sides are defined"
    offers = [s.offer for s in needed]
    if None in offers:
        return f"with {named} this {proved}: say so with `let` or `assume`"
    return f"with {named} this {proved}: declare `verify: {'; '.join(o for o in offers if o is not None)}`"


def _shown(line: ContextLine) -> str:
    """The line, shortened where it is long, with its place."""
    if line.is_usual:
        return line.text
    cell = "" if line.span.cell is None else f" of cell {line.span.cell}"
    text = " ".join(line.text.replace("&", "").split())
    text = text if len(text) <= _LONGEST_TEXT else f"{text[: _LONGEST_TEXT - 4].rstrip()} ..."
    return f"`{text}` of line {line.span.line}{cell}"
