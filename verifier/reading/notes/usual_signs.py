r"""What a bar over a name usually means: the mean of its entries, or the conjugate of a complex number.

Notes that use `\bar x` beside `x_i`, or `\bar z` beside `z`, often say so in words. Such a step is refuted only where it
fails with that meaning too.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from typing import Final

from verifier.model.chain import Chain, ContextLine, Declaration, Definition, Kind, NumberSet
from verifier.reading.latex.spelling import ascii_name, latex_name
from verifier.reading.notes.offers import offered_definition
from verifier.reading.notes.settling import Settled
from verifier.terms.term import ONE, Term, call, symbol

_BAR: Final = "_bar"


def usual_lines(chain: Chain, defined: Set[str], settled: Settled) -> list[ContextLine]:
    """What the names with a bar mean that nothing declares or defines, if it can be told from their neighbours."""
    kinds = {d.name: d for d in chain.declarations}
    found = []
    for name in chain.taken:
        base = kinds.get(name.removesuffix(_BAR)) if name.endswith(_BAR) and name not in defined else None
        if base is not None and (line := _line(chain, name, base, settled)) is not None:
            found.append(line)
    return found


def _line(chain: Chain, name: str, base: Declaration, settled: Settled) -> ContextLine | None:
    if base.kind is Kind.INDEXED:
        return _mean(chain, name, base, settled)
    if base.kind is Kind.SCALAR and base.name in chain.taken and base.words == "real":
        return _conjugate(chain, name, base)
    return None


def _mean(chain: Chain, name: str, base: Declaration, settled: Settled) -> ContextLine | None:
    sums = (s for step in chain.steps for s in _sums_of(step.written.term, base.name))
    over = next(sums, None)
    head, written = _written(name, base.name)
    if over is None or head is None:
        return None
    _, index, low, high = over.args
    number = high if low == ONE else call("add", call("sub", high, low), ONE)
    mean = call("mul", call("div", ONE, number), Term("Sum", (Term("index", (index,), base.name), index, low, high)))
    words = {d.name: d.words for d in chain.declarations}
    offer = offered_definition(head, name, mean, _latex_mean(written, over), words, settled)
    text = f"`{head}` as the mean of the `{written}_{index.name}`"
    definition = Definition(name, mean, (), text)
    return ContextLine(text, chain.steps[0].written.span, frozenset({name}), None, definition, (), offer, is_usual=True)


def _sums_of(term: Term, name: str) -> Iterator[Term]:
    """The sums of the term that run over entries of this name."""
    if term.head == "Sum" and _has_entry(term.args[0], name, term.args[1]):
        yield term
    for part in term.args:
        yield from _sums_of(part, name)


def _has_entry(term: Term, name: str, index: Term) -> bool:
    is_entry = term.head == "index" and term.name == name and term.args == (index,)
    return is_entry or any(_has_entry(a, name, index) for a in term.args)


def _latex_mean(written: str, over: Term) -> str:
    _, index, low, high = over.args
    if low != ONE or high.head != "symbol":
        return ""
    return rf"\frac{{1}}{{{high.name}}} \sum_{{{index.name}=1}}^{{{high.name}}} {written}_{index.name}"


def _conjugate(chain: Chain, name: str, base: Declaration) -> ContextLine | None:
    head, written = _written(name, base.name)
    if head is None:
        return None
    offer = f"symbols {written} complex; let {head} = conjugate({base.name})"
    definition = Definition(name, call("conjugate", symbol(base.name)), (), head)
    number = Declaration(base.name, Kind.SCALAR, NumberSet.COMPLEX, words="complex")
    text = f"`{head}` as the conjugate of `{written}`"
    names = frozenset({name, base.name})
    return ContextLine(text, chain.steps[0].written.span, names, None, definition, (number,), offer, is_usual=True)


def _written(name: str, base: str) -> tuple[str | None, str]:
    r"""The name with its bar in LaTeX, if that is read as this name; and the base."""
    written = latex_name(base) or base
    head = rf"\bar {written}" if len(written) == 1 else rf"\bar{{{written}}}"
    return (head if ascii_name(head) == name else None), written
