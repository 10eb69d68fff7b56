"""From the declarations in force to the names that formulas are read with: the nearest one of a name wins."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import field, replace
from typing import Final

from verifier.model.chain import Declaration, Definition, Kind, NumberSet
from verifier.reading.assumptions import check_name, read_declaration
from verifier.reading.complaints import Complaints, read_text, span_within
from verifier.reading.cursor import Part
from verifier.reading.errors import ReadError, shown
from verifier.reading.expressions import Reading, read_value
from verifier.reading.expressions import read_condition as read_plain_condition
from verifier.reading.latex.formula import Formula, Taken, read_condition, read_formula
from verifier.reading.latex.names import Evidence, LogBase
from verifier.reading.latex.names import Names as LatexNames
from verifier.reading.latex.refusals import Refusal
from verifier.reading.latex.spelling import ascii_name
from verifier.reading.names import Defined, Names, Shape
from verifier.reading.nodes import Text
from verifier.reading.notes.clauses import Clause
from verifier.terms.definitions import Expander
from verifier.terms.record import mutable_record
from verifier.terms.substitution import free_symbols
from verifier.terms.term import Term, integer

LOGARITHMS: Final = {
    "e": LogBase.NATURAL, "natural": LogBase.NATURAL, "2": LogBase.TWO, "10": LogBase.TEN, "error": LogBase.ERROR,
}  # fmt: skip
_CONSTANTS: Final = {"e": "E", "i": "I"}


@mutable_record
class Settled:
    """Names in force, and what they mean. `places` pairs each name with the clause that says so.

    `taken` are undeclared names that definitions and assumptions use, with the words that declare them; `beside` are
    names that are defined beside a formula, not by a declaration. `clauses` are those in force, the farthest first.
    """

    latex: LatexNames = field(default_factory=LatexNames)
    plain: Names = field(default_factory=Names)
    declarations: tuple[Declaration, ...] = ()
    definitions: tuple[Definition, ...] = ()
    assumptions: tuple[tuple[Term, Clause], ...] = ()
    taken: dict[str, str] = field(default_factory=dict)
    places: dict[str, Clause] = field(default_factory=dict)
    log: Clause | None = None
    beside: frozenset[str] = frozenset()
    clauses: tuple[Clause, ...] = ()
    expander: Expander = field(default_factory=lambda: Expander(()))


def settle(clauses: Sequence[Clause], evidence: Evidence, found: Complaints) -> Settled:
    """The names that these clauses give, the farthest first. What cannot be read is complained of, and left out."""
    settled = Settled(plain=Names(taken=[]), clauses=tuple(clauses))
    named = _nearest(clauses, found)
    settled.places = {name: clause for name, (clause, _) in named.items()}
    symbols = {n: c for n, (c, _) in named.items() if c.word == "symbols"}
    for name in symbols:
        settled.plain.declared[name] = Declaration(name)
    for name, clause in symbols.items():
        _declare(name, clause, settled, found)
    lets = {n: (c, parameters) for n, (c, parameters) in named.items() if c.word == "let"}
    for name, (_, parameters) in lets.items():
        settled.plain.defined[name] = Defined(parameters)
    settled.log = next((c for c in reversed(clauses) if c.word == "log"), None)
    settled.latex = _latex_names(settled, evidence, found)
    _define(lets, settled, found)
    settled.latex = _latex_names(settled, evidence, found)
    for clause in clauses:
        if clause.word == "assume" and (term := read_condition_of(clause.body, settled, found)) is not None:
            settled.assumptions += ((term, clause),)
    settled.taken |= dict.fromkeys((n for n in settled.plain.taken or () if n not in settled.taken), "real")
    return settled


def _nearest(clauses: Iterable[Clause], found: Complaints) -> dict[str, tuple[Clause, tuple[str, ...]]]:
    """Each name in its ASCII spelling, with the last clause about it and its parameters."""
    named: dict[str, tuple[Clause, tuple[str, ...]]] = {}
    for clause in clauses:
        if clause.word not in ("symbols", "let") or clause.name is None:
            continue
        head = _head(clause.name, clause.word == "let", found)
        if head is not None:
            named.pop(head[0], None)
            named[head[0]] = (clause, head[1])
    return named


def _head(name: Text, may_call: bool, found: Complaints) -> tuple[str, tuple[str, ...]] | None:
    """The name, and the parameters of `f(x, y)`; None with a complaint."""
    written, bracket, rest = name.value.strip(), "", ""
    if may_call and written.endswith(")"):
        written, bracket, rest = written.partition("(")
    parameters = [p.strip() for p in rest.removesuffix(")").split(",")] if bracket else []
    spelled = [ascii_name(text.strip()) for text in (written, *parameters)]
    try:
        for text, ascii_ in zip((written, *parameters), spelled, strict=True):
            if ascii_ is None:
                raise ReadError("bad-name", f"{shown(text)} is not a name: write it as in the formulas", 0, len(text))
            check_name(ascii_, 0)
    except ReadError as error:
        found.add(error.code, error.message, name.span)
        return None
    head, *others = (s or "" for s in spelled)
    return head, tuple(others)


def _declare(name: str, clause: Clause, settled: Settled, found: Complaints) -> None:
    def declaration(words: str) -> Declaration:
        return read_declaration(name, words, settled.plain, clause.span)

    read = read_text(clause.body, declaration, found)
    if read is None:
        del settled.plain.declared[name]
        settled.plain.broken.add(name)
        return
    settled.plain.declared[name] = read
    settled.declarations += (read,)
    for size in read.shape:
        settled.taken |= dict.fromkeys((n for n in free_symbols(size) if n in (settled.plain.taken or ())), "integer")


def _latex_names(settled: Settled, evidence: Evidence, found: Complaints) -> LatexNames:
    kinds = {d.name: d.kind for d in settled.plain.declared.values()}
    shapes = {d.name: (d.shape[0], d.shape[1]) for d in settled.declarations if len(d.shape) == 2}
    for name, defined in settled.plain.defined.items():
        kinds[name] = Kind.FUNCTION if defined.parameters else Kind.SCALAR
        if defined.shape is not None:
            kinds[name] = Kind.MATRIX
            shapes[name] = defined.shape
    complex_ = frozenset(d.name for d in settled.declarations if d.numbers is NumberSet.COMPLEX)
    base = LogBase.NATURAL
    if settled.log is not None:
        word = settled.log.body.value.strip()
        base = LOGARITHMS.get(word, LogBase.ERROR)
        if word not in LOGARITHMS:
            found.add("wrong-form", "the base of `\\log` is `e`, `2`, `10` or `error`", settled.log.body.span)
    return LatexNames(kinds, frozenset(settled.plain.defined), complex_, shapes, evidence, base)


# definitions


def _define(lets: dict[str, tuple[Clause, tuple[str, ...]]], settled: Settled, found: Complaints) -> None:
    """Reads the right sides, and puts each definition behind those it uses."""
    read: dict[str, Definition] = {}
    for name, (clause, parameters) in lets.items():
        before = settled.plain.defined.pop(name)
        part = read_value_of(clause.body, settled, found, parameters)
        settled.plain.defined[name] = before
        if part is None:
            del settled.plain.defined[name]
            settled.plain.broken.add(name)
            continue
        term = part[0]
        settled.plain.defined[name] = Defined(parameters, _shape_of(term))
        read[name] = Definition(name, term, parameters, clause.body.value, clause.span)
    order = _Order(read, found)
    for name in read:
        order.put(name, ())
    for name in read.keys() - order.ordered.keys():
        del settled.plain.defined[name]
        settled.plain.broken.add(name)
    settled.definitions = tuple(order.ordered.values())
    settled.expander = Expander(settled.definitions)


@mutable_record
class _Order:
    """Puts each definition behind those that it uses; one that uses itself is complained of and left out."""

    read: dict[str, Definition]
    found: Complaints
    ordered: dict[str, Definition] = field(default_factory=dict)
    circular: set[str] = field(default_factory=set)

    def put(self, name: str, path: tuple[str, ...]) -> None:
        if name in self.ordered or name in self.circular:
            return
        definition = self.read[name]
        for used in sorted(free_symbols(definition.body).difference(definition.parameters)):
            if used == name or used in path:
                self.circular.add(name)
                assert definition.span is not None
                message = f"`{name}` is defined by itself: define it in terms of other names"
                self.found.add("circular-definition", message, definition.span)
                return
            if used in self.read:
                self.put(used, (*path, name))
        self.ordered[name] = definition


# right sides


def is_latex(text: str) -> bool:
    """Whether a right side is LaTeX: a backslash or a brace says so; all else is the language of chain files."""
    return "\\" in text or "{" in text


def read_value_of(text: Text, settled: Settled, found: Complaints, parameters: tuple[str, ...] = ()) -> Part | None:
    """The value that a declaration states; None with a complaint."""
    if is_latex(text.value):
        kinds = {**settled.latex.kinds, **dict.fromkeys(parameters, Kind.SCALAR)}
        read = read_formula(text.value, replace(settled.latex, kinds=kinds))
        return _taken_from(read, text, settled, found, parameters)
    return _plain(text, lambda t: read_value(t, settled.plain, parameters), settled, found)


def read_condition_of(text: Text, settled: Settled, found: Complaints) -> Term | None:
    """The condition that a declaration states, in LaTeX or in the language of chain files."""
    if is_latex(text.value):
        part = _taken_from(read_condition(text.value, settled.latex), text, settled, found)
    else:
        part = _plain(text, lambda t: read_plain_condition(t, settled.plain), settled, found)
    return None if part is None else part[0]


def _taken_from(
    read: Formula | Refusal, text: Text, settled: Settled, found: Complaints, parameters: tuple[str, ...] = ()
) -> Part | None:
    if isinstance(read, Refusal):
        found.add(_code(read.code), read.message, span_within(text, read.start, read.end))
        return None
    for taken in read.taken:
        take(settled.taken, taken, parameters)
    return read.term, read.place


def take(table: dict[str, str], taken: Taken, but: Iterable[str] = ()) -> None:
    """Notes an undeclared name; a narrower word wins over `real`."""
    if taken.name not in but and table.get(taken.name, "real") == "real":
        table[taken.name] = taken.words


def words_of(taken: Iterable[Taken]) -> dict[str, str]:
    """What undeclared names were taken as."""
    words: dict[str, str] = {}
    for each in taken:
        take(words, each)
    return words


def _plain(text: Text, read: Callable[[str], Reading], settled: Settled, found: Complaints) -> Part | None:
    def careful(value: str) -> Part:
        before = len(settled.plain.taken or ())
        reading = read(value)
        for name in (settled.plain.taken or ())[before:]:
            if name in _CONSTANTS:
                message = f"`{name}` is not declared: write `{_CONSTANTS[name]}`, or declare `{name}`"
                raise ReadError("undeclared-symbol", message, 0, len(value))
        return reading.term, reading.place

    return read_text(text, careful, found)


def _shape_of(term: Term) -> Shape | None:
    """Rows and columns of a matrix that is written out."""
    if term.head != "Matrix":
        return None
    columns = int(str(term.value))
    return integer(len(term.args) // columns), integer(columns)


def _code(code: str) -> str:
    """A refusal's code as that of an error."""
    return "unread-" + "".join(c if c.isalnum() else "-" for c in code.lower()).strip("-")
