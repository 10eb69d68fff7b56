"""From the results of a chain to its diagnostics: what is to be shown, and how."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.model.chain import Chain, InputError, Span, Unread
from verifier.model.result import ChainResult, Diagnosis, JudgedJustification, JudgedWatch, Mark, StepResult
from verifier.model.verdict import Reason, Verdict
from verifier.reports import counterexamples, sentences
from verifier.reports.advice import advice
from verifier.reports.diagnostic import Diagnostic, Severity


def diagnostics_of(chain: ChainResult, fail_on: frozenset[str]) -> Iterator[Diagnostic]:
    """The diagnostics of a chain in the order of its steps; verdicts outside `fail_on` are warnings."""
    for error in chain.errors:
        yield of_error(error, f"chain {chain.chain.name}")
    for step in results_of(chain):
        yield from diagnostics_of_step(step, chain, fail_on)


def results_of(chain: ChainResult) -> tuple[StepResult, ...]:
    """The chain's steps, and its result behind them."""
    return (*chain.steps, *((chain.result,) if chain.result is not None else ()))


def of_error(error: InputError, where: str = "") -> Diagnostic:
    """Input that the author can mend."""
    end = error.end_column if error.end_column is not None else error.column + 1
    mark = Mark(Span(error.line, error.column, error.line, end, error.cell))
    return Diagnostic(
        Severity.ERROR, error.code, error.message, error.line, error.column, where, (mark,), cell=error.cell
    )


def of_unread(unread: Unread) -> Diagnostic:
    """A formula that was not read."""
    span = unread.span
    help_ = (f"declare `verify: {unread.declaration}`",) if unread.declaration else ()
    mark = Mark(span, "not read")
    return Diagnostic(
        Severity.WARNING, unread.code, unread.message, span.line, span.column, "", (mark,), (), help_, span.cell
    )


def is_mistaken(step: StepResult) -> bool:
    """Whether the verdict is shown as a diagnostic: neither expected nor caused by another step."""
    return step.verdict is not Verdict.PROVED and not step.is_known_issue and step.caused_by is None


def shown_mistakes(step: StepResult) -> tuple[Diagnosis, ...]:
    """The diagnoses of a refuted step whose repair was proved."""
    return tuple(m for m in step.mistakes if m.verified)


def diagnostics_of_step(step: StepResult, chain: ChainResult, fail_on: frozenset[str]) -> Iterator[Diagnostic]:
    """The diagnostics of one step of the chain."""
    if step.expected == "unmet":
        yield _unmet_expectation(step, chain)
    elif is_mistaken(step):
        yield _verdict(step, chain, fail_on)
    for watch in step.watched:
        if not watch.met:
            yield _unmet_watch(watch, step, chain)
    judged = step.because
    if judged is not None and judged.verdict not in (None, Verdict.PROVED):
        yield _reason(judged, step, chain, fail_on)


def _verdict(step: StepResult, chain: ChainResult, fail_on: frozenset[str]) -> Diagnostic:
    mistakes = shown_mistakes(step)
    if step.verdict is Verdict.REFUTED:
        name, sentence = (mistakes[0].name, mistakes[0].message) if mistakes else ("refuted", sentences.refuted(step))
    elif step.verdict is Verdict.UNDECIDED:
        name, sentence = (step.reason or Reason.GAVE_UP).value, sentences.undecided(step.reason)
    else:
        name, sentence = "conditional", sentences.conditional(step.conditions)
    marks = mistakes[0].marks if mistakes and mistakes[0].marks else step.marks or _marks(step, chain)
    severity = _severity(step.verdict, fail_on)
    return _at_step(severity, name, sentence, step, chain, marks, advice(step, mistakes, chain.chain))


def _severity(verdict: Verdict, fail_on: frozenset[str]) -> Severity:
    if verdict is Verdict.UNDECIDED:
        return Severity.UNDECIDED
    return Severity.ERROR if verdict.value in fail_on else Severity.WARNING


def _at_step(
    severity: Severity,
    name: str,
    sentence: str,
    step: StepResult,
    chain: ChainResult,
    marks: tuple[Mark, ...],
    help_: tuple[str, ...],
) -> Diagnostic:
    """A diagnostic at the right side of the step, or at the guilty part of it."""
    at = next((m.span for m in marks if m.primary), step.step.written.span)
    evidence = _evidence(step, chain.chain)
    where = sentences.where(chain.chain.name, step)
    return Diagnostic(severity, name, sentence, at.line, at.column, where, marks, evidence, help_, at.cell)


def _marks(step: StepResult, chain: ChainResult) -> tuple[Mark, ...]:
    """The line judged, under it what came out, and the line it is compared with."""
    labels = {
        Verdict.PROVED: "this holds",
        Verdict.REFUTED: "not equal" if step.step.relation == "=" else "does not follow",
        Verdict.UNDECIDED: "undecided",
        Verdict.CONDITIONAL: "conditional",
    }
    marks = (Mark(step.step.written.span, labels[step.verdict]),)
    if sentences.is_from_repair(step):
        return marks
    lines = chain.chain.steps
    at = 0 if step.index is None else step.index - 1
    if at >= len(lines):
        return marks
    return (Mark(lines[at].written.span, "the head" if at == 0 else "the line before", primary=False), *marks)


def _evidence(step: StepResult, chain: Chain) -> tuple[tuple[str, str], ...]:
    rows = [
        (label, text if label == "note" else counterexamples.named_sides(step, text))
        for label, text in step.comparison
        if not (label == "ratio" and _is_said_by_a_sign(step, text))
    ]
    if step.detail and step.verdict is Verdict.REFUTED:
        rows.append(("compared", step.detail))
    if step.counterexample is not None and step.verdict is Verdict.REFUTED:
        rows.append(counterexamples.of_step(step, step.counterexample, chain))
    rows += [("needs", sentences.needs(c)) for c in step.conditions]
    if step.holds_where:
        rows.append(("holds where", sentences.conjunction(step.holds_where)))
    if step.detail and step.verdict is Verdict.UNDECIDED:
        rows.append(("tried" if step.reason is Reason.GAVE_UP else "why", step.detail))
    if step.agreement_digits:
        rows.append(("agreement", f"to {step.agreement_digits} digits where it was computed, which proves nothing"))
    if chain.source is not None:
        rows.append(("in the notes", chain.source))
    return tuple(rows)


def _is_said_by_a_sign(step: StepResult, ratio: str) -> bool:
    """Whether a ratio of -1 says no more than the mistake that the step is shown to have."""
    return ratio.startswith("lhs = -rhs") and any(m.name == "flipped-sign" for m in shown_mistakes(step)[:1])


def _unmet_expectation(step: StepResult, chain: ChainResult) -> Diagnostic:
    expect = step.step.expect
    word = expect.word if expect is not None else ""
    mistakes = shown_mistakes(step)
    names = " and ".join(f"`{m.name}`" for m in mistakes)
    refuted = f"is refuted as {names}" if names else "is refuted without a diagnosis"
    came = refuted if step.verdict is Verdict.REFUTED else sentences.outcome(step.verdict, step.reason)
    sentence = f"`expect: {word}` is not met: {sentences.subject(step)} {came}"
    marks = _marks(step, chain)[-1:]
    if expect is not None:
        marks = (*marks, Mark(expect.span, "expected here", primary=False))
    help_ = (f"remove `expect: {word}`",) if step.verdict is Verdict.PROVED else advice(step, mistakes, chain.chain)
    return _at_step(Severity.ERROR, "unmet-expect", sentence, step, chain, marks, help_)


def _unmet_watch(watch: JudgedWatch, step: StepResult, chain: ChainResult) -> Diagnostic:
    if watch.verdict is not Verdict.REFUTED:
        sentence = f"the pitfall `{watch.name}` is none here: the wrong expression {sentences.outcome(watch.verdict)}"
        help_ = f"write an expression that shows `{watch.name}`, or remove it from `watch:`"
    elif step.verdict not in (Verdict.PROVED, Verdict.CONDITIONAL):
        came = sentences.outcome(step.verdict, step.reason)
        sentence = f"the pitfall `{watch.name}` is not avoided: {sentences.subject(step)} itself {came}"
        help_ = f"mend {sentences.subject(step)}, or write `expect:` instead of `watch:`"
    else:
        sentence = f"the wrong expression is refuted, but it does not show `{watch.name}`"
        help_ = f"write an expression that shows `{watch.name}`, or name the mistake that this one shows"
    shown = watch.counterexample
    evidence = (("counterexample", counterexamples.against(shown, chain.chain)),) if shown is not None else ()
    return Diagnostic(
        Severity.ERROR,
        "unmet-watch",
        sentence,
        watch.span.line,
        watch.span.column,
        sentences.where(chain.chain.name, step),
        (Mark(watch.span, "the wrong expression"),),
        evidence,
        (help_,),
        watch.span.cell,
    )


def _reason(judged: JudgedJustification, step: StepResult, chain: ChainResult, fail_on: frozenset[str]) -> Diagnostic:
    verdict = judged.verdict or Verdict.PROVED
    shown = judged.counterexample
    evidence = [("counterexample", counterexamples.against(shown, chain.chain))] if shown is not None else []
    evidence += [("needs", sentences.needs(c)) for c in judged.conditions]
    note = f"the verdict on {sentences.subject(step)} does not rest on it; prose goes under `note:`"
    return Diagnostic(
        _severity(verdict, fail_on),
        "because",
        sentences.because(judged),
        judged.span.line,
        judged.span.column,
        sentences.where(chain.chain.name, step),
        (Mark(judged.span, "the reason given"),),
        tuple(evidence),
        (note,),
        judged.span.cell,
    )
