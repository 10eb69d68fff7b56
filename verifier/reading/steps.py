"""Reads one line of a chain: an expression alone, or the long form with its relation, reason and expectations."""

from __future__ import annotations

import re
from functools import partial
from typing import Final

from verifier.model.chain import Expectation, Justification, Step, Tolerance, Watch
from verifier.model.verdict import Reason, Verdict
from verifier.reading.complaints import (
    Complaints,
    as_mapping,
    as_text,
    as_texts,
    known_entries,
    read_text,
    written_of,
)
from verifier.reading.errors import ReadError, did_you_mean, shown
from verifier.reading.expressions import Reading, read, read_condition, read_part
from verifier.reading.justifications import has_relation_at_top, is_prose
from verifier.reading.names import Shape
from verifier.reading.nodes import Node, Sequence, Text
from verifier.reading.scope import Scope, check_expansion, read_condition_text
from verifier.terms.record import record
from verifier.terms.term import ONE, Term
from verifier.terms.vocabulary import STEP_RELATIONS

_GLUED_KEY: Final = re.compile(r"(expr|note|because):(\S.*)")
_ORDER: Final = re.compile(r"\s*O\s*\((.*)\)\s*", re.DOTALL)
STEP_KEYS: Final = ("expr", "relation", "because", "note", "given", "expect", "watch", "within", "order")
_OTHER_RELATIONS: Final = {
    "≤": "<=", "≥": ">=", "⩽": "<=", "⩾": ">=", "=<": "<=", "→": "=>", "⇒": "=>", "->": "=>", "==>": "=>", "⟹": "=>",
    "⇔": "<=>", "↔": "<=>", "<->": "<=>", "⟺": "<=>", "iff": "<=>", "==": "=", "===": "=", ":=": "=", "equals": "=",
    "≈": "~", "≃": "~", "∼": "~", "~=": "~", "approx": "~", "implies": "=>",
}  # fmt: skip
HEAD_KEYS: Final = frozenset({"expr", "note"})
_VERDICTS: Final = tuple(v.value for v in Verdict if v is not Verdict.PROVED)
_REASONS: Final = tuple(r.value for r in Reason)
_MISTAKE: Final = re.compile(r"[a-z]+(?:-[a-z]+)*")


@record
class Line:
    """A step as read, with the text it stands in and its shape (None for a scalar)."""

    step: Step
    text: Text
    shape: Shape | None


class StepReader:
    """Reads the lines of one chain. `mistakes` are the names `expect` and `watch` may use; None takes any."""

    def __init__(self, scope: Scope, complaints: Complaints, mistakes: frozenset[str] | None) -> None:
        self._scope = scope
        self._complaints = complaints
        self._mistakes = mistakes

    def read(self, node: Node, is_head: bool = False) -> Line | None:
        """The line that a node is; None where its expression cannot be read."""
        if isinstance(node, Text):
            glued = _GLUED_KEY.match(node.value)
            if glued:
                message = f"`{glued[1]}:` needs a space behind it: write `{glued[1]}: {glued[2]}`"
                self._complaints.add("missing-space", message, node.span)
                return None
            return self._line(node, {})
        if isinstance(node, Sequence):
            self._complain_of_list(node)
            return None
        if node.is_flow and all(isinstance(value, Text) and not value.value for _, value in node.entries):
            message = "YAML reads `{` at the start as a mapping: put the expression in quotes, or write `( )` to group"
            self._complaints.add("quote-it", message, node.span)
            return None
        entries = known_entries(node, STEP_KEYS, "a step", self._complaints)
        if "expr" not in entries:
            if entries or not node.entries:
                self._complaints.add("missing-key", "the step has no `expr`: write `expr: ...`", node.span)
            return None
        for key, _ in node.entries:
            if is_head and key.value in entries and key.value not in HEAD_KEYS:
                message = f"the first line claims nothing, so `{key.value}` has no place here: write it at a later line"
                self._complaints.add("claim-at-head", message, key.span)
        text = as_text(entries["expr"], "expr", self._complaints)
        return None if text is None else self._line(text, entries)

    def _complain_of_list(self, node: Sequence) -> None:
        inner = node.items[0] if node.items else None
        if node.is_flow:
            message = "YAML reads `[` at the start as a list: put the expression in quotes, or write `( )`"
            self._complaints.add("quote-it", message, node.span)
            return
        offer = f', `"- {inner.value}"`' if isinstance(inner, Text) and len(inner.value) < 40 else ""
        message = f"YAML reads this line as a list in the list: put the expression in quotes{offer}"
        self._complaints.add("quote-it", message, node.span)

    def _line(self, text: Text, entries: dict[str, Node]) -> Line | None:
        reading = self._expression(text)
        relation = self._relation(entries.get("relation"))
        tolerance = self._tolerance(entries, relation)
        step = partial(
            Step,
            relation=relation,
            because=self._because(as_text(entries.get("because"), "because", self._complaints)),
            note=self._note(entries.get("note")),
            given=self._given(entries.get("given")),
            expect=self._expect(as_text(entries.get("expect"), "expect", self._complaints)),
            watch=self._watch(entries.get("watch")),
            tolerance=tolerance,
        )
        return None if reading is None else Line(step(written_of(text, reading)), text, reading.shape)

    def _expression(self, text: Text) -> Reading | None:
        reading = read_text(text, partial(read, names=self._scope.names), self._complaints)
        if reading is None or not check_expansion(text, reading, self._scope, self._complaints):
            return None
        return reading

    def _note(self, node: Node | None) -> str | None:
        text = as_text(node, "note", self._complaints)
        return None if text is None else text.value

    def _relation(self, node: Node | None) -> str:
        text = as_text(node, "relation", self._complaints)
        if text is None:
            return "="
        if text.value.strip() in STEP_RELATIONS:
            return text.value.strip()
        meant = _OTHER_RELATIONS.get(text.value.strip())
        known = f"`{meant}`" if meant else f"one of {', '.join(f'`{r}`' for r in STEP_RELATIONS)}"
        self._complaints.add("unknown-relation", f"{shown(text.value)} is not a relation: write {known}", text.span)
        return "="

    def _given(self, node: Node | None) -> tuple[Term, ...]:
        conditions = [
            read_condition_text(text, self._scope, self._complaints)
            for text in as_texts(node, "given", self._complaints)
        ]
        return tuple(c for c in conditions if c is not None)

    # because

    def _because(self, text: Text | None) -> Justification | None:
        if text is None:
            return None
        if not has_relation_at_top(text.value):
            return Justification(text.value, None, text.span)
        reading = read_text(text, self._read_justification, self._complaints)
        if reading is None or not check_expansion(text, reading, self._scope, self._complaints):
            return None
        return Justification(text.value, reading.term, text.span)

    def _read_justification(self, text: str) -> Reading:
        try:
            return read_condition(text, self._scope.names)
        except ReadError as error:
            if is_prose(text):
                message = "a reason with a relation is judged, and this one is no condition: put prose under `note:`"
                raise ReadError("prose-in-because", message, 0, len(text)) from error
            message = f"{error.message}; prose belongs under `note:`"
            raise ReadError(error.code, message, error.start, error.end) from error

    # expect and watch

    def _expect(self, text: Text | None) -> Expectation | None:
        return None if text is None else read_expectation(text, self._mistakes, self._complaints)

    def _watch(self, node: Node | None) -> tuple[Watch, ...]:
        mapping = as_mapping(node, "watch", "flipped-sign: s*(s - 1)", self._complaints)
        found = []
        for key, value in mapping.entries if mapping else ():
            check_mistake(key, self._mistakes, self._complaints)
            text = as_text(value, key.value, self._complaints)
            reading = self._expression(text) if text else None
            if text and reading:
                found.append(Watch(key.value, written_of(text, reading), key.span))
        return tuple(found)

    # tolerance

    def _tolerance(self, entries: dict[str, Node], relation: str) -> Tolerance | None:
        within = as_text(entries.get("within"), "within", self._complaints)
        order = as_text(entries.get("order"), "order", self._complaints)
        given = within or order
        if given is not None and relation != "~":
            key = "within" if within else "order"
            message = f"`{key}` belongs to the relation `~`: write `relation: ~`, or leave it out"
            self._complaints.add("missing-key", message, given.span)
        if given is None:
            if relation == "~":
                node = as_text(entries["relation"], "relation", self._complaints)
                assert node is not None
                message = "`~` needs to say how close: add `within: 1e-3`, `within: 3%` or `order: O(x**3)`"
                self._complaints.add("missing-key", message, node.span)
            return None
        if within is not None and order is not None:
            self._complaints.add("wrong-form", "`within` and `order` exclude each other: keep one", order.span)
            return None
        return read_text(given, self._within if within is not None else self._order, self._complaints)

    def _within(self, text: str) -> Tolerance:
        if _ORDER.fullmatch(text) and "O" not in self._scope.names.declared:
            raise ReadError("wrong-form", f"{shown(text)} is an order: write `order: {text.strip()}`", 0, len(text))
        bare = text.rstrip()
        relative = bare.endswith("%")
        try:
            bound = read_part(text, 0, len(bare) - relative, self._scope.names)
        except ReadError as error:
            if error.code != "undeclared-symbol":
                raise
            message = f"{shown(bare)} is no tolerance: write a number, such as `1e-3` or `3%`, or declare its symbols"
            raise ReadError(error.code, message, error.start, error.end) from error
        return Tolerance(bound, relative, text=text)

    def _order(self, text: str) -> Tolerance:
        """`O(x**n)` or `O(x)`."""
        match = _ORDER.fullmatch(text)
        if match is None:
            raise ReadError("wrong-form", f"{shown(text)} is not an order: write `O(x**3)`", 0, len(text))
        term = read_part(text, *match.span(1), self._scope.names)
        base, exponent = term.args if term.head == "pow" else (term, None)
        if base.head != "symbol":
            raise ReadError("wrong-form", f"{shown(text)} is not the order of a power: write `O(x**3)`", 0, len(text))
        return Tolerance(order_variable=base.name, order=exponent or ONE, text=text)


def read_expectation(text: Text, mistakes: frozenset[str] | None, complaints: Complaints) -> Expectation | None:
    """The known issue that a word names; None with a complaint. `mistakes` are the names known; None takes any."""
    word = text.value.strip()
    if word in _VERDICTS or word in _REASONS or _is_mistake(word, mistakes):
        return Expectation(word, text.span)
    if word == Verdict.PROVED.value:
        advice = ": a step is expected to hold, so leave `expect` out"
    else:
        known = (*_VERDICTS, *_REASONS, *sorted(mistakes or ()))
        advice = did_you_mean(word, known) or ": write a verdict, a reason or the name of a mistake"
    complaints.add("unknown-expectation", f"{shown(word)} is nothing to expect{advice}", text.span)
    return None


def check_mistake(name: Text, mistakes: frozenset[str] | None, complaints: Complaints) -> bool:
    """Whether a text is the name of a mistake; otherwise there is a complaint."""
    if _is_mistake(name.value, mistakes):
        return True
    advice = did_you_mean(name.value, sorted(mistakes or ())) or ": `verify explain` lists them"
    complaints.add("unknown-mistake", f"{shown(name.value)} is not the name of a mistake{advice}", name.span)
    return False


def _is_mistake(word: str, mistakes: frozenset[str] | None) -> bool:
    return word in mistakes if mistakes is not None else bool(_MISTAKE.fullmatch(word))
