"""What a run and its worker say to each other: plain data as JSON in frames of known length, never code.

A message is a tuple of texts, numbers, truth values, tuples, sets of texts, mappings, exact rationals, terms and the
records listed in `RECORDS`. A part that several terms share is sent once and shared again on arrival, so that a
definition expanded many times stays small.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import Enum
from fractions import Fraction
from typing import IO, Any, Final

from verifier.engine.limits import Limits
from verifier.engine.outcome import Outcome
from verifier.model import chain, result
from verifier.model.claim import Claim, Domain
from verifier.model.evidence import Counterexample, Equality, Point, Proof
from verifier.model.verdict import Answer, Reason, Verdict
from verifier.terms.term import Term

RECORDS: Final[tuple[type[Any], ...]] = (
    *(Claim, Counterexample, Domain, Equality, Limits, Outcome, Point, Proof),
    *(chain.Chain, chain.Declaration, chain.Definition, chain.Step, chain.Written, chain.Place, chain.Span),
    *(
        chain.ContextLine,
        chain.Justification,
        chain.Expectation,
        chain.Watch,
        chain.Tolerance,
        chain.Caution,
        chain.InputError,
    ),
    *(result.StepResult, result.Condition, result.ShownCounterexample, result.Mark, result.Diagnosis),
    *(result.JudgedJustification, result.JudgedWatch),
    *(Answer, chain.Kind, chain.NumberSet, Reason, Verdict),
)
LARGEST_FRAME: Final = 1 << 26
_PLAIN: Final = 1 << 53
_BY_NAME: Final = {record.__name__: record for record in RECORDS}
_FIELDS: Final = {record: record.__match_args__ for record in RECORDS if not issubclass(record, Enum)}


class Garbled(ValueError):
    """Bytes that are no message, or a value that no message can hold."""


def encode(value: object) -> bytes:
    """The message that holds this value; Garbled where none can."""
    table = _Table()
    body = _encode(value, table)
    return json.dumps([table.rows, body], separators=(",", ":")).encode()


def decode(message: bytes) -> Any:
    """The value a message holds; Garbled for anything that `encode` did not make."""
    try:
        rows, body = json.loads(message)
        return _decode(body, _terms_of(rows))
    except Garbled:
        raise
    except (ValueError, TypeError, LookupError, ArithmeticError, AttributeError, RecursionError) as error:
        raise Garbled(f"no message: {type(error).__name__}") from error


def write_frame(stream: IO[bytes], message: bytes) -> None:
    """Send one message behind its length."""
    stream.write(len(message).to_bytes(4, "big") + message)
    stream.flush()


def read_frame(stream: IO[bytes]) -> bytes:
    """The next message; EOFError at the end of the stream, Garbled for a broken or oversized frame."""
    header = stream.read(4)
    if not header:
        raise EOFError("the other side is gone")
    size = int.from_bytes(header, "big")
    if len(header) < 4 or size > LARGEST_FRAME:
        raise Garbled("no frame")
    message = stream.read(size)
    if len(message) < size:
        raise Garbled("half a frame")
    return message


class _Table:
    """Terms by rows: head, value, and the rows of the arguments, which come earlier."""

    def __init__(self) -> None:
        self.rows: list[list[object]] = []
        self._row_of: dict[int, int] = {}

    def row(self, term: Term) -> int:
        """The row of this term, added with its parts if it is new. A loop: expanded definitions may be deep."""
        waiting = [term]
        while waiting:
            last = waiting[-1]
            missing = [a for a in last.args if id(a) not in self._row_of]
            if missing:
                waiting += missing
                continue
            waiting.pop()
            if id(last) not in self._row_of:
                self._row_of[id(last)] = len(self.rows)
                value = _hexadecimal(last.value) if isinstance(last.value, Fraction) else last.value
                self.rows.append([last.head, value, [self._row_of[id(a)] for a in last.args]])
        return self._row_of[id(term)]


def _hexadecimal(value: Fraction) -> list[str]:
    """Numerator and denominator in base 16, where Python sets no bound on the digits it prints."""
    return [f"{value.numerator:x}", f"{value.denominator:x}"]


def _rational(parts: Any) -> Fraction:
    numerator, denominator = parts
    return Fraction(int(numerator, 16), int(denominator, 16))


def _terms_of(rows: Any) -> list[Term]:
    terms: list[Term] = []
    for head, value, places in rows:
        if type(head) is not str or any(not 0 <= p < len(terms) for p in places):
            raise Garbled("no term")
        number_or_name = _rational(value) if isinstance(value, list) else value
        terms.append(Term(head, tuple(terms[p] for p in places), number_or_name))
    return terms


def _encode(value: Any, table: _Table) -> object:
    kind = type(value)
    if value is None or kind in (bool, str, float):
        return value
    if kind is int:
        return value if abs(value) < _PLAIN else ["int", f"{value:x}"]
    if kind is tuple:
        return ["tuple", *[_encode(v, table) for v in value]]
    if kind is frozenset:
        return ["set", *sorted(value)]
    if kind is Term:
        return ["term", table.row(value)]
    if kind in _FIELDS:
        return [kind.__name__, *[_encode(getattr(value, name), table) for name in _FIELDS[kind]]]
    if isinstance(value, Fraction):
        return ["rational", *_hexadecimal(value)]
    if isinstance(value, Mapping):
        return ["map", *[[_encode(k, table), _encode(v, table)] for k, v in value.items()]]
    if _BY_NAME.get(kind.__name__) is not kind:
        raise Garbled(f"no message holds a {kind.__name__}")
    return [kind.__name__, value.value]


def _decode(body: Any, terms: list[Term]) -> Any:
    if not isinstance(body, list):
        return body
    tag, *parts = body
    match tag:
        case "tuple":
            return tuple([p if type(p) is not list else _decode(p, terms) for p in parts])
        case "set":
            return frozenset(parts)
        case "int":
            return int(parts[0], 16)
        case "rational":
            return _rational(parts)
        case "term":
            return terms[parts[0]]
        case "map":
            return {_decode(k, terms): _decode(v, terms) for k, v in parts}
    kind = _BY_NAME[tag]
    return kind(*[p if type(p) is not list else _decode(p, terms) for p in parts])
