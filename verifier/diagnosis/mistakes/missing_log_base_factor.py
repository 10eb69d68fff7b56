"""missing-log-base-factor: a logarithm (or power) to another base is treated as if its base were e."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, islice

from verifier.diagnosis.derivatives import derivatives_in
from verifier.diagnosis.failed import FailedStep
from verifier.diagnosis.names import depends_on, parts_through_names
from verifier.diagnosis.paths import Path, at, walk
from verifier.diagnosis.proposal import Proposal
from verifier.diagnosis.rewriting import over, put, times
from verifier.terms.printer import text_of
from verifier.terms.record import record
from verifier.terms.substitution import free_symbols
from verifier.terms.term import E, Term, call, div, integer, mul
from verifier.terms.vocabulary import is_condition

MOST_BASES = 4
MOST_ADDENDS = 6
USUAL_BASES = (2, 10)


@record
class Loss:
    """A factor lost: log(base), or 1/log(base) if `inverse`; `parts` bring that base in, `message` says how."""

    base: Term
    inverse: bool
    message: str
    parts: tuple[Term, ...] = ()

    def mended(self, term: Term) -> Term:
        """The term with the factor put back."""
        logarithm = call("log", self.base)
        return over(term, logarithm) if self.inverse else times(term, logarithm)


def propose(failed: FailedStep) -> Iterator[Proposal]:
    """The factor put back on the whole right side, on its logarithms, on one addend, on two."""
    line = failed.rhs.term
    if is_condition(line.head):
        return
    for loss in [*_losses(failed), *_losses_by_ratio(failed)]:
        for paths in _places(line) if loss.parts else [((),)]:
            fix = line
            for path in paths:
                fix = put(fix, path, loss.mended(at(fix, path)))
            label = f"as if base {text_of(loss.base)} were e"
            yield Proposal(fix, loss.message, (), paths, label, loss.parts, f"base {text_of(loss.base)}")


def _losses(failed: FailedStep) -> Iterator[Loss]:
    """One loss for each base on the line before, seen through definitions, then for each on the right side."""
    found: dict[tuple[Term, bool], Loss] = {}
    losses = [
        *(_loss_before(part, failed) for part in parts_through_names(failed.lhs, failed.definitions)),
        *(_loss_of_change(part) for _, part in walk(failed.rhs.term)),
    ]
    for loss in losses:
        if loss is not None:
            first = found.get((loss.base, loss.inverse))
            found[loss.base, loss.inverse] = loss if first is None else replace(first, parts=first.parts + loss.parts)
    return islice(found.values(), MOST_BASES)


def _loss_before(part: Term, failed: FailedStep) -> Loss | None:
    return _loss_of_logarithm(part, failed) or _loss_of_constant(part) or _loss_of_power(part, failed)


def _loss_of_change(part: Term) -> Loss | None:
    """A natural logarithm written as one to another base."""
    base = _base_of_logarithm(part)
    if base is None:
        return None
    natural = call("log", part.args[0])
    message = f"{text_of(natural)} is {text_of(mul(part, call('log', base)))}, not {text_of(part)}"
    return Loss(base, False, message, (natural,))


def _loss_of_logarithm(part: Term, failed: FailedStep) -> Loss | None:
    base = _base_of_logarithm(part)
    if base is None:
        return None
    argument, logarithm = part.args[0], call("log", base)
    written, natural = text_of(part), text_of(call("log", argument))
    variables = {asked.variable for asked in derivatives_in(failed.lhs)}
    if argument in variables:
        right, wrong = div(integer(1), mul(argument, logarithm)), div(integer(1), argument)
        message = f"the derivative of {written} is {text_of(right)}, not {text_of(wrong)}"
    elif variables:
        message = (
            f"{written} is differentiated as if it were {natural}: the factor {_factor_text(base, True)} is missing"
        )
    else:
        message = f"{written} is {text_of(div(call('log', argument), logarithm))}, not {natural}"
    return Loss(base, True, message, (part,))


def _base_of_logarithm(part: Term) -> Term | None:
    if part.head in ("log2", "log10"):
        return integer(int(part.head[3:]))
    return part.args[1] if part.head == "log" and len(part.args) == 2 and part.args[1] != E else None


def _loss_of_constant(part: Term) -> Loss | None:
    """A division by the logarithm of a constant, as in log(x)/log(2)."""
    if part.head != "div" or part.args[1].head not in ("log", "ln") or free_symbols(part.args[1]):
        return None
    base = part.args[1].args[0]
    return Loss(base, True, f"the factor {_factor_text(base, True)} of the line before is missing", (part.args[1],))


def _loss_of_power(part: Term, failed: FailedStep) -> Loss | None:
    """b**u differentiated, or integrated, as if it were exp(u)."""
    if part.head != "pow" or part.args[0] == E:
        return None
    base, exponent = part.args
    for asked in derivatives_in(failed.lhs):
        name = asked.variable.name
        if depends_on(exponent, name, failed.definitions) and not depends_on(base, name, failed.definitions):
            lost, power = _factor_text(base, False), text_of(part)
            return Loss(base, False, f"the derivative of {power} has the factor {lost}, which is missing", (part,))
    for name in _integrated_by(failed.lhs):
        if name in free_symbols(exponent) and name not in free_symbols(base):
            lost, power = _factor_text(base, True), text_of(part)
            return Loss(base, True, f"the antiderivative of {power} has the factor {lost}, which is missing", (part,))
    return None


def _integrated_by(line: Term) -> set[str]:
    return {part.args[1].name for _, part in walk(line) if part.head == "Integral"}


def _losses_by_ratio(failed: FailedStep) -> Iterator[Loss]:
    """Bases 2 and 10 where the line before has a natural logarithm: some write log for log2, or for log10."""
    parts = parts_through_names(failed.lhs, failed.definitions)
    if not any(part.head in ("log", "ln") and len(part.args) == 1 for part in parts):
        return
    for number in USUAL_BASES:
        for inverse in (True, False):
            message = f"the sides differ by the factor log({number}), as base {number} and the natural base do"
            yield Loss(integer(number), inverse, message)


def _factor_text(base: Term, inverse: bool) -> str:
    logarithm = call("log", base)
    return text_of(div(integer(1), logarithm) if inverse else logarithm)


def _places(line: Term) -> Iterator[tuple[Path, ...]]:
    """Parts that may stem from the logarithms together: the whole line, all its logarithms, one addend, two addends."""
    yield ((),)
    parts = walk(line)
    logarithms = tuple(path for path, part in parts if part.head in ("log", "ln") and free_symbols(part))
    if logarithms and not any(_nested(a, b) for a, b in combinations(logarithms, 2)):
        yield logarithms
    addends = [path for path, _ in parts if path and at(line, path[:-1]).head == "add"][:MOST_ADDENDS]
    yield from combinations(addends, 1)
    yield from (pair for pair in combinations(addends, 2) if not _nested(*pair))


def _nested(outer: Path, inner: Path) -> bool:
    return inner[: len(outer)] == outer
