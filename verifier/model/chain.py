"""What an author wrote: declarations, steps, chains and files, with places."""

from __future__ import annotations

from dataclasses import field
from enum import Enum

from verifier.terms.record import record
from verifier.terms.term import Term


@record
class Span:
    """A stretch of a file: lines and columns count from 1 in characters; `end_column` is one past the last.

    In a notebook they count within a cell, and `cell` counts from 1 over all its cells.
    """

    line: int
    column: int
    end_line: int
    end_column: int
    cell: int | None = None


@record
class Place:
    """Where a term and its parts stand in their text: character offsets, `parts` in the order of the term's `args`.

    A part that the author did not write as such (the order 1 of a derivative, say) has the offsets of the whole.
    """

    start: int
    end: int
    parts: tuple[Place, ...] = ()


@record
class Written:
    """A term together with the author's text. `columns_exact` says that offset k of `text` stands at
    `span.column + offset_in_span + k` of line `span.line`; it is false for folded or escaped YAML scalars. In notes
    `points` are line and column of each character, which comments, quotations and macros may part."""

    text: str
    term: Term
    span: Span
    place: Place
    columns_exact: bool = True
    points: tuple[tuple[int, int], ...] = field(default=(), repr=False)

    def span_of(self, place: Place) -> Span:
        """The file span of a part; the whole span where the text is not in the file letter by letter."""
        if self.points:
            line, column = self.points[min(place.start, len(self.points) - 1)]
            end_line, last = self.points[min(max(place.end, place.start + 1), len(self.points)) - 1]
            return Span(line, column, end_line, last + 1, self.span.cell)
        if not self.columns_exact:
            return self.span
        column = self.span.column + place.start
        return Span(self.span.line, column, self.span.line, self.span.column + place.end)


class Kind(Enum):
    """What sort of thing a declared name is."""

    SCALAR = "scalar"
    FUNCTION = "function"
    INDEXED = "indexed"
    MATRIX = "matrix"
    VECTOR = "vector"
    RANDOM = "random"


class NumberSet(Enum):
    """The set a scalar, or each entry of an indexed symbol, is taken from."""

    INTEGER = "integer"
    REAL = "real"
    COMPLEX = "complex"


@record
class Declaration:
    """One declared symbol.

    `conditions` are condition terms in which the symbol stands under its own name (for an indexed symbol, for each of
    its entries), e.g. `a > 0` and `a < 1` for `in (0, 1)`; `words` is the author's text.
    """

    name: str
    kind: Kind = Kind.SCALAR
    numbers: NumberSet = NumberSet.REAL
    conditions: tuple[Term, ...] = ()
    shape: tuple[Term, ...] = ()
    independent: bool = False
    words: str = "real"
    span: Span | None = None


@record
class Definition:
    """`name = body` of `let`; with parameters it defines a function."""

    name: str
    body: Term
    parameters: tuple[str, ...] = ()
    text: str = ""
    span: Span | None = None


@record
class Justification:
    """The reason an author gives: prose, or a condition that is judged on its own.

    With `may_be_data` it counts as prose unless it holds: it may be a substitution, or say what is given.
    """

    text: str
    condition: Term | None
    span: Span
    may_be_data: bool = False


@record
class Expectation:
    """A known issue: `word` is a verdict, a reason or a mistake's name."""

    word: str
    span: Span


@record
class Watch:
    """A pitfall avoided: the wrong expression that must be refuted and diagnosed by this name."""

    name: str
    wrong: Written
    span: Span


@record
class Tolerance:
    """What `~` means: an absolute or relative bound, or an order O(x**n) for x -> 0."""

    within: Term | None = None
    relative: bool = False
    order_variable: str | None = None
    order: Term | None = None
    text: str = ""


@record
class Caution:
    """Why a step in notes is not judged like one in a chain file: `detail` says it in words.

    It is never refuted; with `may_hold` it may be proved, without it is undecided. `is_asked`: the author asks for it, and
    is told of a point where it fails.
    """

    detail: str
    may_hold: bool = True
    is_asked: bool = False


@record
class Step:
    """One line of a chain. Line 0 is the head: its relation is not read.

    `rounding` says that an equation that does not hold exactly may hold to the digits shown; `ordinal` is the number of
    the step in its display of notes, None where it is the only one.
    """

    written: Written
    relation: str = "="
    because: Justification | None = None
    note: str | None = None
    given: tuple[Term, ...] = ()
    expect: Expectation | None = None
    watch: tuple[Watch, ...] = ()
    tolerance: Tolerance | None = None
    caution: Caution | None = None
    rounding: Tolerance | None = None
    ordinal: int | None = None


@record
class ContextLine:
    """A line elsewhere in notes that may say what a name of a chain is.

    It is the claim `before relation written` as a condition, or the `definition` of a name or a function; with neither, it
    was not read, or stands for many lines (`a_n = 2^n`), and nothing can be told with it. `names` are those it is
    about, `declarations` say what they are. `offer` is the declaration that says the same, None where none does.
    `may_hold` marks an equation between the same symbols, which says nothing where it is an identity, or a mistake.
    `is_usual` marks what nobody wrote: the usual meaning of a sign; `in_text` what stands in running text, as a hypothesis does.
    """

    text: str
    span: Span
    names: frozenset[str]
    condition: Term | None = None
    definition: Definition | None = None
    declarations: tuple[Declaration, ...] = ()
    offer: str | None = None
    may_hold: tuple[Written, Step] | None = None
    is_usual: bool = False
    in_text: bool = False


@record
class InputError:
    """Something the author can mend: `code` is kebab-case and permanent, `message` says what is wrong and what to write."""

    code: str
    message: str
    line: int
    column: int
    end_column: int | None = None
    cell: int | None = None


@record
class Chain:
    """A head and the lines that follow it. With `errors`, nothing in it is judged.

    `taken` lists the names that are real because nobody declared them. `in_notes` says that it stands in notes, in
    LaTeX, `by_options` that it was given on a command line, where names are declared by options; `context` are the
    lines of the notes that are tied to its names.
    """

    name: str
    path: str
    line: int
    declarations: tuple[Declaration, ...] = ()
    definitions: tuple[Definition, ...] = ()
    assumptions: tuple[Term, ...] = ()
    steps: tuple[Step, ...] = ()
    result: Step | None = None
    title: str | None = None
    source: str | None = None
    errors: tuple[InputError, ...] = ()
    taken: tuple[str, ...] = ()
    in_notes: bool = False
    by_options: bool = False
    context: tuple[ContextLine, ...] = field(default=(), repr=False)


@record
class Unread:
    """A formula of notes that was not read: `code` is that of the refusal, `text` the part that it is about.

    `declaration` is the one that would settle it, ready to paste; None where none would.
    """

    code: str
    message: str
    text: str
    span: Span
    declaration: str | None = None


@record
class Notes:
    """What was read of a file of notes: how many of its formulas, and those that were not.

    `warnings` are declarations that say nothing, as they stand. `cells` are the lines of the cells of a notebook by
    their number.
    """

    formulas: int = 0
    read: int = 0
    unread: tuple[Unread, ...] = ()
    cells: tuple[tuple[int, tuple[str, ...]], ...] = field(default=(), repr=False)
    warnings: tuple[InputError, ...] = ()


@record
class ChainFile:
    """A file as read: its chains, errors that belong to no chain, and its lines for the windows of a report.

    `notes` is None for a file of chains. `settings` is the file of settings, with what is wrong with them, if anything is.
    """

    path: str
    chains: tuple[Chain, ...] = ()
    errors: tuple[InputError, ...] = ()
    lines: tuple[str, ...] = field(default=(), repr=False)
    notes: Notes | None = None
    settings: ChainFile | None = None
