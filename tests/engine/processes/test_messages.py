"""What a run and its worker say to each other arrives as it was, and nothing else is taken for it."""

from __future__ import annotations

import contextlib
import io
import json
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.engine.limits import Limits
from verifier.engine.outcome import Outcome
from verifier.engine.processes.messages import LARGEST_FRAME, Garbled, decode, encode, read_frame, write_frame
from verifier.model.chain import Declaration, Kind, NumberSet, Span
from verifier.model.claim import Claim, Domain
from verifier.model.evidence import Counterexample, Equality, Point, Proof
from verifier.model.verdict import Answer, Reason, Verdict
from verifier.terms.term import HALF, OO, PI, Term, add, call, integer, mul, neg, rational, symbol

x = symbol("x")
point = Point({"x": Fraction(-1, 3), "z": (Fraction(1), Fraction(2, 7))}, {"f": (("t",), mul(symbol("t"), x))})
domain = Domain(
    (
        Declaration("x", conditions=(call("gt", x, integer(0)),), words="positive", span=Span(1, 2, 3, 4)),
        Declaration("A", Kind.MATRIX, NumberSet.COMPLEX, shape=(symbol("m"), integer(2))),
    ),
    (call("ne", x, HALF),),
    complex_numbers=True,
)


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        0,
        -(7**9999),
        1.5,
        float("inf"),
        "text \u2028 \ud800 \0",
        (),
        ((1, ("a",)), None),
        Fraction(-(10**5000), 3),
        PI,
        neg(OO),
        Term("Limit", (x, x, integer(0)), "+-"),
        rational(Fraction(10**400, 10**399 + 1)),
        Claim(x, add(x, x), "<=", domain),
        Limits(seconds=0.1, trust_sympy=True),
        Answer.UNKNOWN,
        Outcome(Verdict.UNDECIDED, reason=Reason.GAVE_UP, detail="nothing", agreement_digits=12),
        Outcome(
            Verdict.CONDITIONAL,
            "cells",
            conditions=((call("ne", x, integer(0)), "lhs"),),
            evidence=Equality(Proof("split", (x,), ("t",), (Proof("leaf"), Proof("leaf"))), point),
        ),
        Outcome(Verdict.REFUTED, "balls", point=point, values=("1", "2"), evidence=Counterexample(point)),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_value_arrives_as_it_was(value: object) -> None:
    assert decode(encode(value)) == value
    assert type(decode(encode(value))) is type(value)


def test_a_part_that_terms_share_is_sent_once_and_shared_again() -> None:
    term = x
    for _ in range(2_000):
        term = add(term, term)
    message = encode((term, mul(term, x)))
    assert len(message) < 100_000
    arrived, product = decode(message)
    assert arrived.size == term.size
    assert product.args[0] is arrived


SENT_AS_NO_DATA = [object(), [1], {1}, b"bytes", int, ValueError(), (lambda: 1)]


@pytest.mark.parametrize("value", SENT_AS_NO_DATA, ids=lambda value: type(value).__name__)
def test_what_is_no_data_is_not_sent(value: object) -> None:
    with pytest.raises(Garbled):
        encode((1, value))


json_values = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(-3, 3), st.floats(), st.text(max_size=3),
        st.sampled_from(["int", "rational", "term", "tuple", "map", "Claim", "Verdict", "proved", "number", "f"]),
    ),
    lambda part: st.lists(part, max_size=4) | st.dictionaries(st.text(max_size=2), part, max_size=2),
    max_leaves=12,
)  # fmt: skip


@given(st.one_of(st.binary(max_size=40), st.builds(lambda v: json.dumps(v).encode(), json_values)))
def test_no_bytes_raise_anything_but_garbled(message: bytes) -> None:
    with contextlib.suppress(Garbled):
        decode(message)


@given(st.lists(json_values, max_size=3), json_values)
def test_no_message_of_the_right_shape_raises_anything_but_garbled(rows: list[object], body: object) -> None:
    with contextlib.suppress(Garbled):
        decode(json.dumps([rows, body]).encode())


@pytest.mark.parametrize(
    "message",
    [
        b"", b"[]", b"[[]]", b"[[],[]]", b'[[],["term",0]]', b'[[["add",null,[0]]],1]', b'[[["add",null,[-1]]],1]',
        b'[[],["object"]]', b'[[],["Verdict","sure"]]', b'[[],["Claim"]]', b'[[],["rational","1","0"]]', b"[" * 100_000,
    ],
)  # fmt: skip
def test_broken_messages_are_garbled(message: bytes) -> None:
    with pytest.raises(Garbled):
        decode(message)


def test_frames_follow_one_another_and_end() -> None:
    stream = io.BytesIO()
    for message in (b"one", b"", b"three"):
        write_frame(stream, message)
    stream.seek(0)
    assert [read_frame(stream) for _ in range(3)] == [b"one", b"", b"three"]
    with pytest.raises(EOFError):
        read_frame(stream)


@pytest.mark.parametrize("stream", [b"\0\0", b"\0\0\0\5half", (LARGEST_FRAME + 1).to_bytes(4, "big") + b"x" * 99])
def test_a_broken_frame_is_garbled(stream: bytes) -> None:
    with pytest.raises(Garbled):
        read_frame(io.BytesIO(stream))
