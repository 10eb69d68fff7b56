"""Chains are read with all they say, from YAML, from JSONL and as a pair."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import formula_texts
from verifier.model.chain import Chain, Kind, NumberSet, Span
from verifier.reading.files import is_chain_file, read_file
from verifier.reading.jsonl import lines_of, read_line
from verifier.reading.pairs import Options, read_pair, split_named
from verifier.terms.printer import text_of
from verifier.terms.term import Term, call, integer, symbol

LONG = b"""\
title: Derivative of the sigmoid          # optional
symbols:                                  # name or names: assumption
  z: real
  w1, w2: real
  a: in (0, 1)
  x: indexed real
  f: function
let:
  s: 1/(1 + exp(-z))
  sigma(t): 1/(1 + exp(-t))
assume: ["w1 + w2 = 1"]
chains:
  ds/dz:
    source: notes/backpropagation.md:13   # where it stands
    title: The sigmoid
    symbols: {n: positive integer}
    assume: n > 1
    steps:
      - Derivative(s, z)                  # the head
      - exp(-z)/(1 + exp(-z))**2
      - expr: s*(1 - s)
        relation: "="
        because: Derivative(1 + exp(-z), z) = -exp(-z)   # judged
        note: any prose, even x = y
        given: ["z > 0", z < 1]
        expect: flipped-sign
        watch: {flipped-sign: s*(s - 1)}
      - expr: sigma(z)
        relation: ~
        within: 3%
        because: the definition of sigma
    result:
      expr: 's*(1 - s)'
      relation: <=
  second:
    steps: [a, a]
"""


def chain_of(data: bytes) -> Chain:
    file = read_file("derivations/x.yaml", data)
    assert not file.errors
    assert not file.chains[0].errors
    return file.chains[0]


def test_a_chain_has_all_that_was_written() -> None:
    file = read_file("derivations/x.yaml", LONG)
    assert not file.errors
    chain, second = file.chains
    assert (chain.name, chain.line, chain.title, chain.source) == (
        "ds/dz", 13, "The sigmoid", "notes/backpropagation.md:13",
    )  # fmt: skip
    assert [d.name for d in chain.declarations] == ["z", "w1", "w2", "a", "x", "f", "n"]
    assert [(d.name, d.parameters) for d in chain.definitions] == [("s", ()), ("sigma", ("t",))]
    assert [text_of(a) for a in chain.assumptions] == ["w1 + w2 = 1", "n > 1"]
    assert [step.relation for step in chain.steps] == ["=", "=", "=", "~"]
    assert [d.name for d in second.declarations] == ["z", "w1", "w2", "a", "x", "f"]


def test_a_step_has_all_that_was_written() -> None:
    step = read_file("x.yaml", LONG).chains[0].steps[2]
    assert step.written.text == "s*(1 - s)"
    assert step.written.span == Span(21, 15, 21, 24)
    assert step.because is not None
    assert step.because.condition is not None
    assert text_of(step.because.condition) == "Derivative(1 + exp(-z), z) = -exp(-z)"
    assert step.note == "any prose, even x = y"
    assert [text_of(g) for g in step.given] == ["z > 0", "z < 1"]
    assert step.expect is not None
    assert step.expect.word == "flipped-sign"
    assert [(w.name, w.wrong.text) for w in step.watch] == [("flipped-sign", "s*(s - 1)")]


def test_a_reason_without_a_relation_is_prose() -> None:
    step = read_file("x.yaml", LONG).chains[0].steps[3]
    assert step.because is not None
    assert step.because.condition is None
    assert step.tolerance is not None
    assert step.tolerance.relative
    assert step.tolerance.within == integer(3)


def test_a_quoted_text_keeps_its_columns() -> None:
    result = read_file("x.yaml", LONG).chains[0].result
    assert result is not None
    assert result.relation == "<="
    written = result.written
    assert written.columns_exact
    assert LONG.decode().split("\n")[written.span.line - 1][written.span.column - 1 :].startswith("s*(1 - s)'")


def test_a_single_chain_is_named_after_its_file() -> None:
    chain = chain_of(b"symbols: {x: real}\nsteps: [x, x]\n")
    assert (chain.name, chain.path, chain.line) == ("x", "derivations/x.yaml", 1)


def test_scalars_stay_what_was_typed() -> None:
    texts = ["010", "1_2", "12:30", "no", "y", "~", "1e5", "0x1F", ".5", "null"]
    data = "chains:\n  c:\n    note: x\n    steps:\n" + "".join(f"    - expr: x\n      note: {t}\n" for t in texts)
    chain = read_file("c.yaml", data.replace("    note: x\n", "    symbols: {x: real}\n", 1).encode()).chains[0]
    assert [step.note for step in chain.steps] == texts


def test_a_name_that_yaml_would_make_a_truth_value_is_a_name() -> None:
    chain = chain_of(b"symbols:\n  y, n: real\n  on: real\nsteps:\n- y + n\n- on\n")
    assert [d.name for d in chain.declarations] == ["y", "n", "on"]


def test_a_folded_text_has_no_exact_columns() -> None:
    chain = chain_of(b"symbols: {x: real}\nsteps:\n- x\n- x +\n  x\n- |\n  x\n  + x\n")
    assert [step.written.columns_exact for step in chain.steps] == [True, False, False]
    assert [text_of(step.written.term) for step in chain.steps] == ["x", "x + x", "x + x"]


def test_a_comment_of_words_behind_a_formula_is_a_comment() -> None:
    assert chain_of(b"symbols: {x: real}  # one\nsteps:\n- x # the head\n- x   # (2) again\n").steps


@pytest.mark.parametrize(
    "words, kind, numbers, conditions",
    [
        ("real", "scalar", "real", []),
        ("", "scalar", "real", []),
        ("positive integer", "scalar", "integer", ["c > 0"]),
        ("real, in (0, 1)", "scalar", "real", ["c > 0", "c < 1"]),
        ("in [0, oo)", "scalar", "real", ["c >= 0"]),
        ("in (-pi, pi]", "scalar", "real", ["c > -pi", "c <= pi"]),
        ("in (0, b)", "scalar", "real", ["c > 0", "c < b"]),
        ("> 0, != 1", "scalar", "real", ["c > 0", "c != 1"]),
        ("natural", "scalar", "integer", ["c >= 0"]),
        ("complex, nonzero", "scalar", "complex", ["c != 0"]),
        ("indexed nonnegative integer", "indexed", "integer", ["c >= 0"]),
        ("function", "function", "real", []),
        ("matrix(b, 2)", "matrix", "real", []),
        ("independent random", "random", "real", []),
    ],
)
def test_an_assumption_is_read(words: str, kind: str, numbers: str, conditions: list[str]) -> None:
    data = json.dumps({"symbols": {"c": words, "b": "real"}, "steps": ["b", "b"]})
    declaration = read_line("x.jsonl", 1, data.encode()).declarations[0]
    assert (declaration.kind, declaration.numbers) == (Kind(kind), NumberSet(numbers))
    assert [text_of(c) for c in declaration.conditions] == conditions


@pytest.mark.parametrize(
    "words, code",
    [
        ("positive negative", "contradictory-assumptions"),
        ("in (1, 1)", "contradictory-assumptions"),
        ("in [1, 1] != 1", "contradictory-assumptions"),
        ("integer in (1, 2)", "contradictory-assumptions"),
        ("complex positive", "contradictory-assumptions"),
        ("real complex", "contradictory-assumptions"),
        ("function indexed", "contradictory-assumptions"),
        ("function positive", "wrong-form"),
        ("independent", "wrong-form"),
        ("matrix", "wrong-form"),
        ("matrix(2)", "wrong-form"),
        ("vector(0)", "wrong-form"),
        ("in (0, 1", "unbalanced-bracket"),
        ("in (0, 1, 2)", "wrong-form"),
        ("= 3", "wrong-form"),
        ("> c", "wrong-form"),
        ("> q", "undeclared-symbol"),
        ("> b +", "missing-operand"),
        ("Real", "unknown-assumption"),
        ("(0, 1)", "unknown-assumption"),
    ],
)
def test_a_wrong_assumption_is_refused(words: str, code: str) -> None:
    data = json.dumps({"symbols": {"c": words, "b": "real"}, "steps": ["b", "b"]})
    assert [e.code for e in read_line("x.jsonl", 1, data.encode()).errors] == [code]


@pytest.mark.parametrize(
    "text, is_judged",
    [
        ("x = y", True),
        ("0 < x", True),
        ("(x = 1) or (y = 1)", True),
        ("Eq(x, y)", True),
        ("not (x = 1)", True),
        ("the chain rule", False),
        ("by (x = y), see above", False),
        ("x -> y", False),
    ],
)
def test_a_relation_at_the_top_makes_a_reason_judged(text: str, is_judged: bool) -> None:
    data = json.dumps({"symbols": {"x, y": "real"}, "steps": ["x", {"expr": "x", "because": text}]})
    because = read_line("x.jsonl", 1, data.encode()).steps[1].because
    assert because is not None
    assert (because.condition is not None) == is_judged


def test_lines_of_equations_are_joined_by_arrows() -> None:
    data = {"symbols": {"x": "real"}, "steps": ["2*x = 4", {"expr": "x = 2", "relation": "<=>"}]}
    assert read_line("x.jsonl", 1, json.dumps(data).encode()).steps[1].relation == "<=>"


def test_an_order_is_read() -> None:
    step = {"expr": "1 + x", "relation": "~", "order": "O(x**2)"}
    data = {"symbols": {"x": "real"}, "steps": ["exp(x)", step]}
    tolerance = read_line("x.jsonl", 1, json.dumps(data).encode()).steps[1].tolerance
    assert tolerance is not None
    assert (tolerance.order_variable, tolerance.order) == ("x", integer(2))


# JSONL


def test_a_line_is_a_chain_named_by_its_id() -> None:
    chain = read_line("x.jsonl", 7, b'{"id": "one", "symbols": {"x": "real"}, "steps": ["x", "x + x"]}')
    assert (chain.name, chain.line) == ("one", 7)
    assert chain.steps[1].written.span == Span(7, 57, 7, 62)


@pytest.mark.parametrize(
    "data, code, column",
    [
        (b"", "json-syntax", 1),
        (b"{", "json-syntax", 2),
        (b'{"steps": ["x", "x"]} x', "json-syntax", 23),
        (b'{"steps": ["x" "x"]}', "json-syntax", 16),
        (b'{"steps": [x]}', "json-syntax", 12),
        (b'{"steps": ["\\q"]}', "json-syntax", 12),
        (b'{"id": "a", "id": "b"}', "duplicate-key", 14),
        (b'["x"]', "wrong-type", 1),
        (b'{"steps": ["1", "\\u202e"]}', "control-character", 17),
        (b"[" * 100_000, "too-deep", 17),
        (b'{"stepz": ["1", "1"]}', "unknown-key", 3),
        (b'{"steps": ["1", "1 +"]}', "missing-operand", 20),
        (b"x" * (1 << 21), "too-large", 1),
        (b'{"id": "\xff"}', "invalid-utf8", 9),
    ],
)
def test_a_wrong_line_is_refused_with_its_column(data: bytes, code: str, column: int) -> None:
    chain = read_line("x.jsonl", 3, data)
    assert chain.name == "line-3"
    assert (chain.errors[0].code, chain.errors[0].line, chain.errors[0].column) == (code, 3, column)


def test_a_wrong_line_leaves_the_others() -> None:
    good = b'{"symbols": {"x": "real"}, "steps": ["x", "x"]}'
    file = read_file("x.jsonl", b"\n".join([good, b"{", b"", good]))
    assert [(chain.line, bool(chain.errors)) for chain in file.chains] == [(1, False), (2, True), (4, False)]


def test_a_line_that_is_too_long_is_not_held() -> None:
    stream = io.BytesIO(b"a\n" + b"x" * (5 << 20) + b"\nb\n")
    found = [(number, len(line)) for number, line in lines_of(stream)]
    assert found == [(1, 1), (2, (1 << 20) + 1), (3, 1)]


# pairs


def test_a_pair_takes_undeclared_names_and_says_which() -> None:
    pair = read_pair("s*x", "q", {"a": "in (0, 1)"}, {"s": "a + p"}, ["x > 0"])
    assert sorted(pair.taken) == ["p", "q", "x"]
    assert not pair.chain.errors
    assert pair.chain.declarations[0].name == "a"
    assert {d.name for d in pair.chain.declarations} == {"a", "p", "q", "x"}


def test_an_error_in_a_pair_has_its_line() -> None:
    pair = read_pair("x", "x +")
    assert [(e.line, e.column) for e in pair.chain.errors] == [(2, 3)]
    assert pair.file.lines[:2] == ("x", "x +")


def test_an_error_in_an_option_stands_in_a_file_of_its_name() -> None:
    options = Options(("a: in (0, 1)", "b = postive"), ("s = 1/(1 + )",))
    pair = read_pair("s", "x +", {"a": "in (0, 1)", "b": "postive"}, {"s": "1/(1 + )"}, ["x > "], options=options)
    own, files = pair.by_place(pair.chain.errors)
    assert [(e.line, e.column) for e in own] == [(2, 3)]
    found = [(f.path, f.lines, e.line, e.column) for f in files for e in f.errors]
    assert found == [
        ("--symbols", options.symbols, 2, 5),
        ("--let", options.lets, 1, 12),
        ("--assume", ("x > ",), 1, 3),
    ]


@pytest.mark.parametrize(
    "sides, advice",
    [
        (("f(x)", "x"), "`--symbols 'f: function'`"),
        (("x[0]", "x"), "`--symbols 'x: indexed'`"),
        (("dy/dx", "2*x"), "`Derivative(y, x)`, and add `--let 'y: ...'`; for a quotient of two symbols"),
        (("d/dx sin(x)", "cos(x)"), "`d/dx (sin(x))`"),
        (("x by definition", "x"), "leave it out"),
    ],
)
def test_a_command_is_told_its_options(sides: tuple[str, str], advice: str) -> None:
    (error, *_) = read_pair(*sides, options=Options()).chain.errors
    assert advice in error.message
    assert "under `" not in error.message


@pytest.mark.parametrize(
    "text, pair",
    [
        ("a: in (0, 1)", ("a", "in (0, 1)")),
        ("s = 1/x", ("s", "1/x")),
        ("x: != 1", ("x", "!= 1")),
        ("x", ("x", "")),
        ("x >= 0", ("x >= 0", "")),
    ],
)
def test_a_named_text_is_split(text: str, pair: tuple[str, str]) -> None:
    assert split_named(text) == pair


# files


@pytest.mark.parametrize(
    "data, is_one",
    [
        (b"steps: [x, x]", True),
        (b"title: x\nchains:\n  a: b", True),
        (b"chian:\n", True),
        (b"Steps:\n", True),
        (b"steps: [", True),
        (b'{"id": "x", "steps": []}', True),
        (b"name: CI\non: push\njobs:\n  steps: []\n", False),
        (b'{"a": 1}', False),
        (b"", False),
        (b"\xff\xfe", False),
    ],
)
def test_a_chain_file_is_told_from_others(data: bytes, is_one: bool) -> None:
    assert is_chain_file(data) is is_one


@given(st.lists(formula_texts() | st.sampled_from(["\n", "- ", "steps:", "symbols:", "{", "}", '"', "x: real"])))
def test_any_text_is_a_file_with_errors_or_chains(parts: list[str]) -> None:
    data = "".join(parts).encode("utf-8", "replace")
    for path in ("c.yaml", "c.jsonl"):
        file = read_file(path, data)
        assert file.errors or file.chains
        assert all(e.line >= 1 and e.column >= 1 for e in file.errors)


@given(st.binary(max_size=60))
def test_any_bytes_are_a_file_with_errors_or_chains(data: bytes) -> None:
    for path in ("c.yaml", "c.jsonl"):
        file = read_file(path, data)
        assert file.errors or file.chains
    assert is_chain_file(data) in (True, False)


def test_our_own_derivations_are_read() -> None:
    for path in sorted(Path("derivations").glob("*.yaml")):
        file = read_file(str(path), path.read_bytes())
        assert not file.errors
        assert not any(chain.errors for chain in file.chains)
        assert len(file.chains) == len(yaml.safe_load(path.read_text()).get("chains", [None]))


def test_a_condition_stands_under_the_name_of_its_symbol() -> None:
    chain = chain_of(b"symbols: {a: positive}\nsteps: [a, a]\n")
    assert chain.declarations[0].conditions == (call("gt", symbol("a"), Term("number", (), integer(0).number)),)
