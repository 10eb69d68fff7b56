"""The quiet part of a report: one line a chain, known issues, pitfalls, the counts of the run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from verifier.model.chain import Chain
from verifier.model.result import ChainResult, JudgedWatch, StepResult, Summary
from verifier.model.verdict import Reason, Verdict
from verifier.reports import sentences
from verifier.reports.counterexamples import against
from verifier.reports.diagnostic import place_of
from verifier.reports.findings import results_of
from verifier.reports.page import Line, Page, flow, paragraph


def chain_lines(chain: ChainResult, page: Page, fail_on: frozenset[str] = frozenset()) -> Iterator[Line]:
    """A chain's closing line, and under it what is known or was avoided."""
    style, glyph = _sign(chain, page)
    head: Line = ((f"  {glyph} ", style), (page.show(chain.chain.name), "strong"), (": ", ""))
    yield from paragraph(head, page.show(_tally(chain)), "", page.width, 6)
    yield from _needing_context([s for s in chain.steps if is_quiet(s, chain.chain.in_notes, fail_on)], page)
    for step in results_of(chain):
        yield from _remarks(step, chain.chain, page)


def unread_lines(errors: int, page: Page) -> Iterator[Line]:
    """The closing line of a file without a chain that could be read."""
    yield ((f"  {page.glyphs.no} ", "error"), (f"not judged, {_count(errors, 'error')}", ""))


def _sign(chain: ChainResult, page: Page) -> tuple[str, str]:
    """The style and the sign of a chain: that of its worst step that is not a known issue."""
    open_ = [s for s in results_of(chain) if not s.is_known_issue]
    verdicts = {s.verdict for s in open_}
    reasons = {s.because.verdict for s in open_ if s.because is not None}
    unmet = any(s.expected == "unmet" or any(not w.met for w in s.watched) for s in open_)
    if chain.errors or unmet or Verdict.REFUTED in verdicts | reasons:
        return "error", page.glyphs.no
    if Verdict.UNDECIDED in verdicts | reasons:
        return "undecided", page.glyphs.unknown
    if Verdict.CONDITIONAL in verdicts | reasons:
        return "warning", page.glyphs.warning
    if _is_cut_short(chain):
        return "quiet", page.glyphs.unjudged
    return "good", page.glyphs.yes


def _tally(chain: ChainResult) -> str:
    if chain.errors:
        return f"not judged, {_count(len(chain.errors), 'error')}"
    if not results_of(chain):
        return "not judged"
    parts = [_verdicts(chain)]
    if chain.result is not None:
        parts.append(_result(chain.result))
    if chain.domain == "complex":
        parts.append("over the complex numbers")
    if chain.taken:
        parts.append(_taken(chain))
    return "; ".join(parts)


def _taken(chain: ChainResult) -> str:
    """Which undeclared names were taken as what: `x, y taken as real, n as integer`."""
    words = {d.name: d.words for d in chain.chain.declarations}
    by_words: dict[str, list[str]] = {}
    for name in chain.taken:
        by_words.setdefault(words.get(name, "real"), []).append(name)
    (first, names), *others = by_words.items()
    return ", ".join([f"{', '.join(names)} taken as {first}", *(f"{', '.join(n)} as {w}" for w, n in others)])


def _is_cut_short(chain: ChainResult) -> bool:
    """Whether a run ended before all of the chain was judged."""
    return len(chain.steps) < len(chain.chain.steps) - 1 or (chain.result is None) != (chain.chain.result is None)


def _verdicts(chain: ChainResult) -> str:
    steps, all_steps = chain.steps, len(chain.chain.steps) - 1
    counts = Counter(s.verdict for s in steps)
    trusted = sum(s.verdict is Verdict.PROVED and s.method == "sympy" for s in steps)
    word = f" ({trusted} on SymPy's word)" if trusted else ""
    number = _count(len(steps), "step") if len(steps) >= all_steps else f"{len(steps)} of {_count(all_steps, 'step')}"
    if len(counts) == 1:
        (verdict,) = counts
        return f"{number} {verdict.value}{word}"
    shown = [f"{counts[v]} {v.value}{word if v is Verdict.PROVED else ''}" for v in Verdict if counts[v]]
    return f"{number}: {', '.join(shown)}"


def _result(result: StepResult) -> str:
    if result.verdict is Verdict.PROVED:
        return f"result {result.rhs} confirmed"
    if result.verdict is Verdict.CONDITIONAL and result.conditions:
        return f"result {result.rhs} confirmed where {sentences.joined(result.conditions)}"
    known = " (known issue)" if result.is_known_issue else ""
    return f"result {result.rhs} {result.verdict.value}{known}"


def is_quiet(step: StepResult, in_notes: bool, fail_on: frozenset[str]) -> bool:
    """Whether a step of notes is told of in one line: it is undecided for what the notes do not say."""
    is_open = step.verdict is Verdict.UNDECIDED and step.reason is Reason.NEEDS_CONTEXT and step.expected is None
    return in_notes and is_open and Verdict.UNDECIDED.value not in fail_on


def _needing_context(steps: list[StepResult], page: Page) -> Iterator[Line]:
    """What is missing, once for all steps that miss the same."""
    by_detail: dict[str, list[StepResult]] = {}
    for step in steps:
        by_detail.setdefault(step.detail or "", []).append(step)
    for detail, missing in by_detail.items():
        number = "step" if len(missing) == 1 else "steps"
        where = ", ".join(f"{s.index} at {_place(s)}" for s in missing)
        yield from _remark("needs context", "", f"{number} {where}: {detail}", page)


def _place(step: StepResult) -> str:
    span = step.step.written.span
    return place_of(span.line, span.column, span.cell)


def _remarks(step: StepResult, chain: Chain, page: Page) -> Iterator[Line]:
    name = sentences.name_of(step)
    if step.is_known_issue and step.step.expect is not None:
        needs = "".join(f", needs {sentences.needs(c)}" for c in step.conditions)
        yield from _remark("known issue", step.step.expect.word, f"{name} at {_place(step)}{needs}", page)
    for watch in step.watched:
        if watch.met:
            yield from _remark("pitfall avoided", watch.name, _avoided(watch, step, chain), page)
    if step.caused_by is not None:
        yield from _remark(
            "carried", "", f"{name} is refuted because of step {step.caused_by}; no second finding", page
        )
    if step.step.rounding is not None and step.step.relation == "~":
        yield from _remark("note", "", f"{name} is read as rounded to {_digits(step)}", page)
    if step.up_to_constant:
        yield from _remark("note", "", f"{name} is compared up to a constant", page)


def _digits(step: StepResult) -> str:
    """How many decimals an equation holds to, in words."""
    shown = step.rhs.rpartition(".")[2] if "." in step.rhs else ""
    return _count(sum(c.isdigit() for c in shown), "decimal")


def _avoided(watch: JudgedWatch, step: StepResult, chain: Chain) -> str:
    shown = f" at {against(watch.counterexample, chain)}" if watch.counterexample is not None else ""
    return f"{sentences.name_of(step)} has `{step.rhs}`; `{watch.expr}` is refuted{shown}"


def _remark(kind: str, name: str, text: str, page: Page) -> list[Line]:
    bracket = f"[{page.show(name)}]" if name else ""
    return paragraph(((f"      {kind}{bracket}: ", "quiet"),), page.show(text), "quiet", page.width, 8)


def summary_lines(summary: Summary, skipped: int, interrupted: bool, trusted: int, page: Page) -> Iterator[Line]:
    """The counts of the whole run, all four verdicts always among them."""
    counts = (
        (f"{_count(summary.steps, 'step')}: ", ""),
        (f"{summary.proved} proved", "good" if summary.proved else ""),
        (", ", ""),
        (f"{summary.conditional} conditional", "warning" if summary.conditional else ""),
        (", ", ""),
        (f"{summary.refuted} refuted", "error" if summary.refuted else ""),
        (", ", ""),
        (f"{summary.undecided} undecided", "undecided" if summary.undecided else ""),
        ("; ", ""),
        (_count(summary.known_issues, "known issue"), ""),
    )
    yield from flow(counts, page.width, 2)
    parts = [f"{_count(summary.files, 'file')}, {_count(summary.chains, 'chain')}", _count(summary.findings, "finding")]
    if summary.errors:
        parts.append(_count(summary.errors, "input error"))
    if trusted:
        parts.append(f"{trusted} proved only on SymPy's word")
    if skipped:
        parts.append(f"{_count(skipped, 'file')} skipped (`--show-skipped` says why)")
    if summary.unread:
        parts.append(f"{summary.unread} of {_count(summary.formulas, 'formula')} not read")
    yield from paragraph((), "; ".join(parts), "", page.width, 2)
    if interrupted:
        yield (("interrupted: this is what was decided so far", "warning"),)


def duration_lines(slowest: list[tuple[float, str]], page: Page) -> Iterator[Line]:
    """The slowest steps and what they are, slowest first; nothing where none is given."""
    if slowest:
        yield (("slowest steps:", "strong"),)
    for milliseconds, what in slowest:
        yield from paragraph(((f"{milliseconds:>10.1f} ms  ", ""),), page.show(what), "quiet", page.width, 15)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
