"""missing-derivative-operator: the line is f where the derivative of f was due."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from verifier.diagnosis.derivatives import Asked, derivative, derivatives_in, slope
from verifier.diagnosis.failed import FailedStep
from verifier.diagnosis.names import depends_on, meaning, names_reached
from verifier.diagnosis.paths import Path, replaced, walk
from verifier.diagnosis.proposal import Proposal, quoted
from verifier.diagnosis.rewriting import put
from verifier.diagnosis.sums import addends, without
from verifier.model.chain import Definition, Kind
from verifier.terms.heads import heads
from verifier.terms.rationals import rational_value
from verifier.terms.term import ZERO, Term, symbol
from verifier.terms.vocabulary import BINDERS, is_condition

MOST_DERIVATIVES = 4
MOST_PARTS = 12
MOST_VARIABLES = 12


def propose(failed: FailedStep) -> Iterator[Proposal]:
    """The right side, or the part of it that should have been differentiated, under its operator.

    Each proposal requires that the part equals the body it stands for. Where no operator was asked for and the right
    side is the derivative of the left, the left lacks its operator: then the line before is the one to mend.
    """
    if is_condition(failed.lhs.head) or is_condition(failed.rhs.term.head):
        return
    asked = list(islice(derivatives_in(failed.lhs), MOST_DERIVATIVES))
    for a in asked:
        yield from _addends_left(failed, a)
        if not _is_multiple_of_exponential(a, failed.definitions):
            yield from _under_operator(failed, a)
    if not asked:
        yield from _operator_on_the_left(failed)


def _under_operator(failed: FailedStep, asked: Asked) -> Iterator[Proposal]:
    line, variable = failed.rhs.term, asked.variable.name
    parts = (
        (path, part) for path, part in _outside_derivatives(line) if depends_on(part, variable, failed.definitions)
    )
    for path, part in islice(parts, MOST_PARTS):
        whole = f"this line is {quoted(asked.body)} itself, not its derivative by {variable}"
        yield Proposal(
            replaced(line, path, asked.of(part).term),
            f"{quoted(part)} stands where its derivative by {variable} was due" if path else whole,
            requires=((asked.body, part),),
            guilty=(path,),
            guilty_label=f"no derivative by {variable} here",
            compared=(asked.term,),
            compared_label="the derivative that is due",
        )


def _addends_left(failed: FailedStep, asked: Asked) -> Iterator[Proposal]:
    """One term of the body that stands as it is where its derivative was due: `x**2 + 5` has become `2*x + 5`."""
    line, variable = failed.rhs.term, asked.variable
    body = meaning(asked.body, failed.definitions) or asked.body
    terms = addends(body)
    if len(terms) < 2 or line.head != "add":
        return
    for i, part in enumerate(line.args):
        if part in terms and not _is_multiple_of_exponential(asked.of(part), failed.definitions):
            due = slope(part, variable, failed.definitions) if len(asked.term.args) == 3 else asked.of(part).term
            fix = without(line, i) if due == ZERO else put(line, (i,), due)
            what = f"{quoted(part)} stands where its derivative by {variable.name} was due"
            yield Proposal(
                fix,
                f"{what}, which is 0" if due == ZERO else what,
                guilty=((i,),),
                guilty_label=f"no derivative by {variable.name} here",
                compared=(asked.term,),
                compared_label="the derivative that is due",
            )


def _outside_derivatives(line: Term) -> Iterator[tuple[Path, Term]]:
    under: set[Path] = set()
    for path, part in walk(line):
        if part.head == "Derivative" or (path and path[:-1] in under):
            under.add(path)
        else:
            yield path, part


def _is_multiple_of_exponential(asked: Asked, definitions: Sequence[Definition]) -> bool:
    """Whether f is c*exp(u): a forgotten inner derivative leaves f as well, and is the likelier slip; so for x**x."""
    variable, core = asked.variable.name, asked.body
    while True:
        moving = [a for a in core.args if depends_on(a, variable, definitions)]
        opened = meaning(core, definitions) if core != asked.variable else None
        if opened is not None:
            core = opened
        elif core.head in ("Sum", "Integral"):
            core = core.args[0]
        elif (
            core.head in ("neg", "mul", "div")
            and len(moving) == 1
            and not (core.head == "div" and moving[0] is core.args[1])
        ):
            core = moving[0]
        else:
            return core.head == "exp" or (core.head == "pow" and core.args[1] in moving)


def _operator_on_the_left(failed: FailedStep) -> Iterator[Proposal]:
    line, found = failed.lhs, failed.rhs.term
    if rational_value(found) is not None or heads(line) & BINDERS or _is_plain_multiple(found):
        return  # 2*x for x**2 may as well be an exponent taken for a factor; a value hits a number by chance
    others = {d.name for d in failed.declarations if d.kind is not Kind.SCALAR}
    for name in islice(_variables(line, failed.definitions), MOST_VARIABLES):
        if name in others:
            continue
        due = derivative(line, symbol(name))
        yield Proposal(
            None,
            f"the line before lacks its operator, this line is its derivative by {name}: write {quoted(due)} there",
            requires=((due, failed.rhs.term),),
            guilty=((),),
            guilty_label=f"the derivative by {name} ...",
            compared=(line,),
            compared_label="... of this, where no operator stands",
            before=due,
        )


def _is_plain_multiple(term: Term) -> bool:
    """Whether it is a number times a symbol."""
    return term.head == "mul" and all(rational_value(a) is not None or a.head == "symbol" for a in term.args)


def _variables(line: Term, definitions: Sequence[Definition]) -> Iterator[str]:
    """Symbols the line depends on, those it shows first, without its bare factors: a factor is lost as easily."""
    shown = [part.name for _, part in walk(line) if part.head == "symbol"]
    hidden = sorted(names_reached(line, definitions) - set(shown))
    bare = {f.name for f in _factors(line) if f.head == "symbol"}
    return (name for name in dict.fromkeys([*shown, *hidden]) if name not in bare)


def _factors(term: Term) -> tuple[Term, ...]:
    if term.head in ("neg", "div"):
        return _factors(term.args[0])
    return tuple(f for a in term.args for f in _factors(a)) if term.head == "mul" else (term,)
