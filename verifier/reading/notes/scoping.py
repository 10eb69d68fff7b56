"""Which declarations are in force at each display: a remark's up to the end of its section, a file's throughout."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field

from verifier.model.chain import Span
from verifier.reading.complaints import Complaints
from verifier.reading.notes.clauses import Clause, clauses_of_front_matter, clauses_of_remark
from verifier.reading.notes.document import Display, Document, Heading, Remark
from verifier.terms.record import mutable_record, record

MAX_CLAUSES = 300
FOR_ONE_DISPLAY = frozenset({"expect", "watch"})


@record
class InForce:
    """What holds at a display: `clauses` the farthest first, `marks` (`expect`, `watch`) for this display alone.

    `ignore` is the clause that leaves this display alone, if there is one.
    """

    clauses: tuple[Clause, ...] = ()
    marks: tuple[Clause, ...] = ()
    ignore: Clause | None = None


@mutable_record
class Scopes:
    """What is in force at each display, and the number of the section it stands in, by its index; all clauses of the
    file itself."""

    displays: list[InForce] = field(default_factory=list)
    own: list[Clause] = field(default_factory=list)
    sections: list[int] = field(default_factory=list)


def scopes_of(document: Document, project: Sequence[Clause], found: Complaints) -> Scopes:
    """Goes over the document once. Marks that no display follows are complained of."""
    scopes = Scopes()
    matter = document.front_matter
    outer = list(project)
    if matter is not None:
        scopes.own += clauses_of_front_matter(document.sources[0].characters, matter, found)
        outer += scopes.own
    inner: list[Clause] = []
    waiting: list[Clause] = []
    level = section = 0
    is_too_large = False
    last: Display | None = None
    for item in document.items:
        if isinstance(item, Heading):
            level, section = item.level, section + 1
            inner = [c for c in inner if c.level is not None and c.level < level]
        elif isinstance(item, Remark):
            clauses = clauses_of_remark(item.body, document.sources[item.source], level, found)
            scopes.own += (c for c in clauses if c.word != "end")
            for clause in clauses:
                inner = _with(clause, inner, waiting)
            if last is not None and _is_inside(item, last):
                before = scopes.displays[-1]
                scopes.displays[-1] = _at_display(outer, inner, [*before.marks, *waiting], before.ignore)
                waiting = []
            if len(inner) > MAX_CLAUSES:
                inner = inner[:MAX_CLAUSES]
                if is_too_large:
                    continue
                is_too_large = True
                message = f"more than {MAX_CLAUSES:,} declarations in force: end some of them with `verify: end`"
                found.add("too-large", message, clauses[0].span)
        elif isinstance(item, Display):
            last = item
            scopes.displays.append(_at_display(outer, inner, waiting))
            scopes.sections.append(section)
            waiting = []
    for clause in waiting:
        _unused(clause.word, clause.span, found)
    return scopes


def _with(clause: Clause, inner: list[Clause], waiting: list[Clause]) -> list[Clause]:
    """The clauses in force behind this one."""
    if clause.word == "end":
        return []
    if clause.word in FOR_ONE_DISPLAY or is_bare_ignore(clause):
        waiting.append(clause)
        return inner
    if clause.name is not None:  # the nearest of a name wins: an earlier one of this section is done with
        inner = [c for c in inner if c.level != clause.level or c.word != clause.word or not _is_same(c, clause)]
    return [*inner, clause]


def _is_same(a: Clause, b: Clause) -> bool:
    return a.name is not None and b.name is not None and a.name.value == b.name.value


def _is_inside(remark: Remark, display: Display) -> bool:
    """Whether a comment stands within the display, as one in LaTeX may: then it is about this display."""
    return remark.source == display.source and remark.body.offsets[0] < display.body.offsets[-1]


def _at_display(
    outer: list[Clause], inner: list[Clause], waiting: list[Clause], ignore: Clause | None = None
) -> InForce:
    ignore = ignore or next((c for c in waiting if c.word == "ignore"), None)
    return InForce((*outer, *inner), tuple(c for c in waiting if c.word != "ignore"), ignore)


def is_bare_ignore(clause: Clause) -> bool:
    """`ignore` alone leaves the next display unread; with codes it is about refusals."""
    return clause.word == "ignore" and clause.body.value.rstrip(": ") == "ignore"


def _unused(word: str, span: Span, found: Complaints) -> None:
    found.add("unused-declaration", f"no display follows this `{word}`: put it before the one it is about", span)
