"""The command `verify`: arguments, exit status, and no traceback whatever it is given."""

from __future__ import annotations

import gc
import sys
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import click

from verifier.frontends.explain import explain
from verifier.frontends.flags import help_option, version_option
from verifier.frontends.init import init
from verifier.frontends.output import CannotWrite, Output, is_coloured, page
from verifier.frontends.parameters import declarations, duration, jobs, size, verdicts
from verifier.frontends.progress import Progress
from verifier.frontends.signals import Signals
from verifier.frontends.sources import STDIN
from verifier.model.faults import place_of

if TYPE_CHECKING:
    from verifier.frontends.formats import Format
    from verifier.frontends.running import Piece, Run
    from verifier.session import Options

NOTHING, FINDINGS, COULD_NOT_RUN, INTERRUPTED = 0, 1, 2, 130
ALLOCATIONS_TO_A_COLLECTION: Final = 200_000

_EPILOG = """\b
Other commands:
  verify explain [NAME]      what a mistake, a verdict, a reason or an error is
  verify explain notes       what may be declared in notes, and where
  verify init NOTES          write a chain file with what is read of notes

\b
Exit status:
  0    nothing to report
  1    findings: refuted, undecided, an unmet `expect` or `watch`, wrong input
  2    could not run: usage, no such path, nothing to check, internal error
  130  interrupted; what was decided so far is printed
"""


@click.command("verify", epilog=_EPILOG, add_help_option=False)
@help_option
@version_option
@click.argument("files", nargs=-1, metavar="FILE|DIR|-...")
@click.option("--expr", nargs=2, metavar="LHS RHS", help="Check the one step LHS = RHS.")
@click.option("--symbols", multiple=True, metavar="DECL", help="With --expr: declare, e.g. 'a: in (0, 1)'.")
@click.option("--let", "lets", multiple=True, metavar="DEF", help="With --expr: define, e.g. 's: 1/(1 + exp(-z))'.")
@click.option("--assume", multiple=True, metavar="COND", help="With --expr: assume, e.g. 'p + q = 1'.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json", "jsonl", "github"]),
    default="text",
    show_default=True,
    help="`github`: annotations of a workflow, and the text.",
)
@click.option(
    "--fail-on",
    type=verdicts,
    metavar="LIST",
    default=None,
    help="Verdicts that are findings.  [default: refuted,undecided; in notes refuted]",
)
@click.option("--trust", type=click.Choice(["kernel", "sympy"]), default="kernel", help="Whose word is a proof.")
@click.option(
    "--timeout", type=duration, metavar="DURATION", default="10s", show_default=True, help="Time for one step."
)
@click.option("--memory", type=size, metavar="SIZE", default="1GiB", show_default=True, help="Memory for one step.")
@click.option(
    "-j",
    "--jobs",
    type=jobs,
    metavar="N",
    default="1",
    show_default=True,
    help="Check N chains side by side; `auto`, or 0: as many as there are processors.",
)
@click.option("--durations", is_flag=True, help="Report times too.")
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", show_default=True)
@click.option("--exit-zero", is_flag=True, help="Exit with 0 although there are findings.")
@click.option(
    "--stdin-filename",
    metavar="PATH",
    help="The name that `-` goes by, whose suffix says what it is read as: notes.md, chains.jsonl.  [default: YAML]",
)
@click.option("--show-skipped", is_flag=True, help="Say which files of a folder were skipped, and why.")
@click.option("-q", "--quiet", is_flag=True, help="Show findings only.")
@click.option("--axioms", is_flag=True, help="List what has to be trusted, and stop.")
def check(files: tuple[str, ...], axioms: bool, **options: Any) -> int:
    """Check derivations step by step: each step is proved, refuted, conditional or undecided.

    A folder is searched for .yaml, .yml and .jsonl files with chains, and for notes: .md, .tex, .ipynb, .rst, ...;
    `-` reads standard input, as YAML unless --stdin-filename says otherwise.
    """
    if axioms:
        from verifier.frontends.axioms import list_axioms

        Output().write(list_axioms())
        return NOTHING
    _refuse_contradictions(files, options)
    with Signals() as signals, _seldom_collected():
        return _check(files, options, signals)


def _refuse_contradictions(files: tuple[str, ...], options: dict[str, Any]) -> None:
    if options["expr"] is None:
        for option in ("symbols", "lets", "assume"):
            if options[option]:
                raise click.UsageError(f"--{option.removesuffix('s') if option == 'lets' else option} goes with --expr")
        if not files:
            raise click.UsageError("nothing to check: name a file or a folder, `-`, or --expr LHS RHS")
    elif files:
        raise click.UsageError("--expr checks one step alone: leave out the files")
    if options["stdin_filename"] is not None and STDIN not in files:
        raise click.UsageError("--stdin-filename goes with `-`")


def _check(files: tuple[str, ...], options: dict[str, Any], signals: Signals) -> int:
    from verifier.frontends.running import Run

    settings = _settings(options)
    format_ = _format(options, settings)
    with Progress() as progress:
        run = Run(settings, progress, options["jobs"])
        output = Output(progress)
        pieces = _expression(run, options) if options["expr"] else run.pieces(files, options["stdin_filename"] or STDIN)
        _write(run, pieces, format_, output, signals)
        with signals.held():
            end = format_.end(run)
        output.write(end)
    for complaint in _complaints(run, files, options):
        _complain(complaint)
    if run.is_interrupted:
        return INTERRUPTED
    if run.plan.missing or run.plan.empty:
        return COULD_NOT_RUN
    return FINDINGS if run.summary.findings and not options["exit_zero"] else NOTHING


def _write(run: Run, pieces: Generator[Piece, None, None], format_: Format, output: Output, signals: Signals) -> None:
    """Writes each piece as it comes; after Ctrl-C what was decided is written, and no more."""

    def write(piece: Piece) -> None:
        with signals.held():
            text = format_.piece(piece)
        output.write(text)

    try:
        with closing(pieces):
            for piece in pieces:
                write(piece)
                signals.pass_on()
    except KeyboardInterrupt:
        for piece in run.interrupted():
            write(piece)


@contextmanager
def _seldom_collected() -> Iterator[None]:
    """Looks for cycles of dead objects more seldom: terms and results hold none, and each look costs."""
    before = gc.get_threshold()
    gc.set_threshold(ALLOCATIONS_TO_A_COLLECTION, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _settings(options: dict[str, Any]) -> Options:
    from verifier.session import Options

    settings = Options(
        trust_sympy=options["trust"] == "sympy", timeout_s=options["timeout"], memory_bytes=options["memory"]
    )
    fail_on = options["fail_on"]
    return settings if fail_on is None else replace(settings, fail_on=fail_on, notes_fail_on=fail_on)


def _format(options: dict[str, Any], settings: Options) -> Format:
    from verifier.frontends.formats import GitHub, Json, JsonLines, Text
    from verifier.reports.text import TextReport

    if options["format_"] == "json":
        return Json(options["durations"])
    if options["format_"] == "jsonl":
        return JsonLines(options["durations"])
    coloured = is_coloured(options["color"])
    text = TextReport(
        page(), settings.fail_on, coloured, options["quiet"], options["durations"], settings.notes_fail_on
    )
    return GitHub(text) if options["format_"] == "github" else Text(text)


def _expression(run: Run, options: dict[str, Any]) -> Generator[Piece, None, None]:
    from verifier.reading.pairs import Options as Typed
    from verifier.reading.pairs import read_pair

    lhs, rhs = options["expr"]
    pair = read_pair(
        lhs,
        rhs,
        symbols=declarations(options["symbols"], "--symbols"),
        lets=declarations(options["lets"], "--let"),
        assumptions=options["assume"],
        options=Typed(options["symbols"], options["lets"]),
    )
    yield from run.pair(pair)


def _complaints(run: Run, files: tuple[str, ...], options: dict[str, Any]) -> Iterator[str]:
    """What is said beside the report: of paths, of skipped files, of how standard input was read."""
    from verifier.frontends.missing import said_of_missing

    yield from map(said_of_missing, run.plan.missing)
    number = len(run.plan.skipped)
    skipped = "1 file skipped" if number == 1 else f"{number} files skipped"
    for path in run.plan.empty:
        yield f"{path}: nothing to check in this folder ({skipped}: `--show-skipped` says why)"
    if options["show_skipped"]:
        yield from (f"{s.path}: skipped: {s.why}" for s in run.plan.skipped)
    if STDIN in files and options["stdin_filename"] is None and run.summary.errors:
        yield "standard input was read as YAML: with `--stdin-filename notes.md` it is read as such a file"


def _complain(message: str) -> None:
    from verifier.reports.escape import escape

    if sys.stderr is not None:
        print(f"verify: {escape(message, sys.stderr.encoding or 'ascii')}", file=sys.stderr)


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the command with these arguments (those of the process by default) and returns its exit status."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    command = check
    if arguments[:1] == ["explain"]:
        command, arguments = explain, arguments[1:]
    elif arguments[:1] == ["init"]:
        command, arguments = init, arguments[1:]
    try:
        return command.main(arguments, prog_name=command.name, standalone_mode=False) or NOTHING
    except click.ClickException as error:
        _complain(error.format_message())
        _complain(f"`{command.name} --help` says more")
    except CannotWrite as error:
        _complain(str(error))
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPTED
    except Exception as error:
        _complain(f"internal error: {type(error).__name__} at {place_of(error)}: {error}")
        _complain("this is a fault of verify, not of the input: please report it, with the input that shows it")
    return COULD_NOT_RUN
