"""What `print` shows of a result: the text that the command prints, at 80 columns and without colour."""

from __future__ import annotations

from verifier.model.chain import Chain, ChainFile
from verifier.model.result import ChainResult, FileResult, RunResult, StepResult
from verifier.reports.diagnostic import draw_alone
from verifier.reports.findings import diagnostics_of_step
from verifier.reports.page import Page, plain
from verifier.reports.text import FAIL_ON, TextReport, render


def text_of_result(result: object) -> str:
    """The text without the last line's end; the `repr` of anything else."""
    match result:
        case RunResult():
            return render(result).rstrip("\n")
        case FileResult():
            return TextReport().piece(result).rstrip("\n")
        case ChainResult():
            file = ChainFile(result.chain.path, (result.chain,))
            return TextReport().piece(FileResult(file, (result,))).rstrip("\n")
        case StepResult():
            return _text_of_step(result)
        case _:
            return repr(result)


def _text_of_step(step: StepResult) -> str:
    """The diagnostics of a step without their places, for the chain is not known; of one that has none, its verdict."""
    page, chain = Page(), ChainResult(Chain("", "", 0), steps=(step,))
    drawn = [plain(draw_alone(d, page)) for d in diagnostics_of_step(step, chain, FAIL_ON)]
    verdict = f"{step.verdict.value}: `{page.show(step.lhs)}` {step.step.relation} `{page.show(step.rhs)}`"
    return "\n".join(drawn).rstrip("\n") or verdict
