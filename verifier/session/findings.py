"""What counts: the findings that make the exit status 1, and the counts of a run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from verifier.model.chain import InputError
from verifier.model.result import ChainResult, FileResult, JudgedJustification, JudgedWatch, StepResult, Summary
from verifier.model.verdict import Verdict
from verifier.session.options import DEFAULT, Options

Finding = InputError | StepResult | JudgedWatch | JudgedJustification


def findings_of(chain: ChainResult, options: Options = DEFAULT) -> tuple[Finding, ...]:
    """The chain's errors, then what is wrong with each step and with the result, in the author's order.

    Errors and unmet `expect` and `watch` always count; a verdict counts if `fail_on` names it, unless it was expected
    or another step is the cause. The verdict on a reason counts by itself.
    """
    return (*chain.errors, *(f for step in results_of(chain) for f in findings_at(step, options, chain.chain.in_notes)))


def results_of(chain: ChainResult) -> tuple[StepResult, ...]:
    """The chain's steps, and its result behind them."""
    return chain.steps if chain.result is None else (*chain.steps, chain.result)


def findings_at(step: StepResult, options: Options = DEFAULT, in_notes: bool = False) -> tuple[Finding, ...]:
    """What is wrong with this step: its verdict, unmet pitfalls, the reason given for it."""
    return tuple(_findings_at(step, options.failing(in_notes)))


def _findings_at(step: StepResult, fail_on: frozenset[str]) -> Iterator[Finding]:
    is_failed = step.verdict.value in fail_on and step.expected is None and step.caused_by is None
    if is_failed or step.expected == "unmet":
        yield step
    yield from (w for w in step.watched if not w.met)
    because = step.because
    if because is not None and because.verdict is not None and because.verdict.value in fail_on:
        yield because


def summarize(files: Iterable[FileResult], options: Options = DEFAULT) -> Summary:
    """The counts of these files; verdicts count steps only, known issues results too."""
    files = tuple(files)
    chains = [c for f in files for c in f.chains]
    verdicts = Counter(s.verdict for c in chains for s in c.steps)
    notes = [f.file.notes for f in files if f.file.notes is not None]
    own_errors = sum(len(f.errors) for f in files)
    return Summary(
        files=len(files),
        chains=len(chains),
        steps=verdicts.total(),
        proved=verdicts[Verdict.PROVED],
        conditional=verdicts[Verdict.CONDITIONAL],
        refuted=verdicts[Verdict.REFUTED],
        undecided=verdicts[Verdict.UNDECIDED],
        errors=own_errors + sum(len(c.errors) for c in chains),
        known_issues=sum(s.is_known_issue for c in chains for s in results_of(c)),
        findings=own_errors + sum(len(findings_of(c, options)) for c in chains),
        formulas=sum(n.formulas for n in notes),
        unread=sum(n.formulas - n.read for n in notes),
    )
