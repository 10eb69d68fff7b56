"""What came out: one result a step, gathered by chains, files and the run. Reports read nothing else."""

from __future__ import annotations

from verifier.model.chain import Chain, ChainFile, InputError, Span, Step
from verifier.model.printing import printed
from verifier.model.verdict import Reason, Verdict
from verifier.terms.record import record


@record
class Condition:
    """One relation that one side needs and the other does not; `side` is `lhs` or `rhs`."""

    text: str
    side: str


@record
class ShownCounterexample:
    """An exact point with both values there, printed: `point` pairs names with exact numbers."""

    point: tuple[tuple[str, str], ...]
    lhs: str
    rhs: str


@record
class Mark:
    """A stretch of the author's file to underline; `primary` is the guilty part, others what it is compared with."""

    span: Span
    label: str = ""
    primary: bool = True


@record
class Diagnosis:
    """A named mistake. `fix` is the whole repaired right side; it is shown only if `verified`.

    Where the line before is to be mended, as the message says, it is that line (`mends_line_before`). `conditions` are those
    of a repaired step that is proved with conditions only, None for one that is proved.
    """

    name: str
    message: str
    fix: str
    verified: bool = True
    marks: tuple[Mark, ...] = ()
    conditions: tuple[Condition, ...] | None = None
    mends_line_before: bool = False


@record
class JudgedJustification:
    """`because`: its verdict is None for prose."""

    text: str
    span: Span
    verdict: Verdict | None = None
    reason: Reason | None = None
    conditions: tuple[Condition, ...] = ()
    counterexample: ShownCounterexample | None = None


@record
class JudgedWatch:
    """A watched pitfall: met if the wrong expression is refuted and diagnosed by this name."""

    name: str
    expr: str
    met: bool
    verdict: Verdict
    counterexample: ShownCounterexample | None
    span: Span


@record
class StepResult:
    """The verdict on one step, or on a `result` (then `index` is None).

    `judged_from` is `previous` or `repair`; `comparison` are lines such as ("ratio", "lhs = 1/2 * rhs, everywhere");
    `detail` says for an undecided step what was tried, `holds_where` where one that is not proved is proved after all.
    """

    index: int | None
    step: Step
    lhs: str
    rhs: str
    verdict: Verdict
    judged_from: str = "previous"
    method: str | None = None
    reason: Reason | None = None
    detail: str | None = None
    agreement_digits: int | None = None
    up_to_constant: bool = False
    conditions: tuple[Condition, ...] = ()
    holds_where: tuple[str, ...] | None = None
    counterexample: ShownCounterexample | None = None
    comparison: tuple[tuple[str, str], ...] = ()
    mistakes: tuple[Diagnosis, ...] = ()
    caused_by: int | None = None
    expected: str | None = None
    watched: tuple[JudgedWatch, ...] = ()
    because: JudgedJustification | None = None
    marks: tuple[Mark, ...] = ()
    duration_ms: float = 0.0

    @property
    def is_known_issue(self) -> bool:
        return self.expected == "met"

    def __str__(self) -> str:
        return printed(self)


@record
class ChainResult:
    """A chain's verdicts. `domain` is `real` or `complex`; `taken` lists the symbols taken as real undeclared."""

    chain: Chain
    domain: str = "real"
    steps: tuple[StepResult, ...] = ()
    result: StepResult | None = None
    errors: tuple[InputError, ...] = ()
    taken: tuple[str, ...] = ()

    def __str__(self) -> str:
        return printed(self)


@record
class FileResult:
    """A file's chains, and the errors that belong to none of them."""

    file: ChainFile
    chains: tuple[ChainResult, ...] = ()
    errors: tuple[InputError, ...] = ()

    def __str__(self) -> str:
        return printed(self)


@record
class Summary:
    """Counts of a run; `steps` = proved + conditional + refuted + undecided. `formulas` are those of notes."""

    files: int = 0
    chains: int = 0
    steps: int = 0
    proved: int = 0
    conditional: int = 0
    refuted: int = 0
    undecided: int = 0
    errors: int = 0
    known_issues: int = 0
    findings: int = 0
    formulas: int = 0
    unread: int = 0


@record
class RunResult:
    """A whole run, in the order the files were given; `skipped` counts files of a folder that are no chain files."""

    files: tuple[FileResult, ...] = ()
    summary: Summary = Summary()
    skipped: int = 0
    interrupted: bool = False

    def __str__(self) -> str:
        return printed(self)
