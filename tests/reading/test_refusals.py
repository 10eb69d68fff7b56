"""What is refused, with its code, its place and its wording."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.reading.settings import names
from verifier.model.chain import ChainFile, InputError
from verifier.reading.assumptions import read_declaration
from verifier.reading.errors import ReadError
from verifier.reading.expressions import read
from verifier.reading.files import read_file

FOLDER = Path(__file__).parent
MISTAKES = frozenset({"flipped-sign", "dropped-term"})


def cases(name: str, key: str) -> list[Any]:
    loaded = yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
    return [pytest.param(case, id=case[key]) for case in loaded]


def all_errors(file: ChainFile) -> tuple[InputError, ...]:
    return (*file.errors, *(error for chain in file.chains for error in chain.errors))


@pytest.mark.parametrize("case", cases("refused_expressions.yaml", "text"))
def test_an_expression_is_refused_with_place_and_advice(case: dict[str, Any]) -> None:
    with pytest.raises(ReadError) as raised:
        read(case["text"], names())
    error = raised.value
    assert (error.code, [error.start, error.end], error.message) == (case["code"], case["at"], case["message"])


def test_all_names_of_an_expression_that_nobody_declared_are_told_at_once() -> None:
    errors = all_errors(read_file("c.yaml", b"symbols: {x: real}\nsteps:\n- x\n- q + z*q*x - (w\n- q + z*w**r*\n"))
    assert [(e.line, e.column, e.code) for e in errors] == [
        (4, 15, "unbalanced-bracket"),
        (5, 3, "undeclared-symbol"),
        (5, 7, "undeclared-symbol"),
        (5, 9, "undeclared-symbol"),
        (5, 12, "undeclared-symbol"),
        (5, 13, "missing-operand"),
    ]


def test_what_is_read_as_mathematics_is_no_prose_and_no_derivative() -> None:
    known = names()
    known.taken = []
    for text in ("dist/dt", "d1/d2", "dx*y", "dloss/dweight", "sinx", "int + x", "mod*x"):
        read(text, known)
    assert {"dist", "dt", "d1", "d2", "dloss", "dweight", "int", "mod"} <= set(known.taken)


@pytest.mark.parametrize("case", cases("refused_files.yaml", "name"))
def test_a_file_is_refused_with_place_and_advice(case: dict[str, Any]) -> None:
    file = read_file("c.yaml", case["file"].encode(), MISTAKES)
    first = all_errors(file)[0]
    assert (first.code, [first.line, first.column], first.message) == (case["code"], case["at"], case["message"])
    assert not any(chain.steps for chain in file.chains if chain.errors)


BYTES = {
    "a tab": (b"symbols: {x: real}\nsteps:\n\t- x\n", "tab", 3, 1),
    "a tab inside a line": (b"symbols: {x: real}\nsteps: [x,\tx]\n", "tab", 2, 11),
    "invalid UTF-8": (b"symbols: {x: real}\nsteps: [x, \xff]\n", "invalid-utf8", 2, 12),
    "two megabytes": (b"steps: [x, x]\n" * 150_000, "too-large", 1, 1),
    "an escape character": (b"steps: [x, \x1b[31mx]\n", "control-character", 1, 12),
    "a hidden direction": ("note: \u202ex\n".encode(), "control-character", 1, 7),
    "a zero width space": ("steps: [x\u200b, x]\n".encode(), "control-character", 1, 10),
    "an indent of no-break spaces": ("symbols:\n  x: real\n\u00a0 y: real\n".encode(), "bad-indent", 3, 1),
    "a carriage return": (b"title: x\rsteps: [x, x]\n", "control-character", 1, 9),
    "an escaped control": (b'title: "\\x1b"\n', "escape", 1, 9),
    "a hundred thousand brackets": (b"[" * 100_000, "too-deep", 1, 17),
    "a hundred thousand braces": (b"{a: " * 100_000, "too-deep", 1, 65),
    "a hundred thousand brackets in an expression": (b"steps:\n- 1\n- " + b"(" * 100_000, "too-long", 3, 10_003),
    "nested brackets in an expression": (b"steps:\n- 1\n- " + b"(" * 5_000 + b")" * 5_000, "too-deep", 3, 67),
    "ten thousand steps and one": (b"steps:\n" + b"- 1\n" * 10_001, "too-large", 10_002, 3),
    "more values than are read": (b"steps:\n" + b"- 1\n" * 50_001, "too-large", 50_001, 3),
    "nothing": (b"", "empty-file", 1, 1),
    "a comment alone": (b"# nothing\n", "empty-file", 1, 1),
    "a binary file": (b"\x7fELF\x02\x01", "control-character", 1, 1),
}


@pytest.mark.parametrize("data, code, line, column", BYTES.values(), ids=BYTES.keys())
def test_bytes_are_refused_with_place(data: bytes, code: str, line: int, column: int) -> None:
    first = all_errors(read_file("c.yaml", data))[0]
    assert (first.code, first.line, first.column) == (code, line, column)


def test_the_same_letter_of_another_script_is_named() -> None:
    file = read_file("c.yaml", "symbols: {a: real}\nsteps: [a, а]\n".encode())
    assert "CYRILLIC SMALL LETTER A" in all_errors(file)[0].message


def test_a_file_full_of_errors_is_read_to_the_hundredth() -> None:
    data = b"symbols: {x: real}\nsteps:\n- x\n" + b"- unknown\n" * 5_000
    errors = all_errors(read_file("c.yaml", data))
    assert len(errors) == 101
    assert errors[-1].code == "too-many-errors"


def test_errors_come_in_the_order_of_the_lines() -> None:
    data = b"steps:\n- p\n- q\n- expr: r\n  given: [s > 0]\nresult: t\nsymbols: {y: rael}\n"
    errors = all_errors(read_file("c.yaml", data))
    assert [error.line for error in errors] == [2, 3, 4, 5, 6, 7]


def test_an_error_in_one_chain_leaves_the_others() -> None:
    data = b"symbols: {x: real}\nchains:\n  good: {steps: [x, x]}\n  bad: {steps: [x, y]}\n  fine: {steps: [x, x]}\n"
    file = read_file("c.yaml", data)
    assert [bool(chain.errors) for chain in file.chains] == [False, True, False]
    assert not file.errors


def test_an_error_in_what_chains_share_leaves_none_to_be_judged() -> None:
    file = read_file("c.yaml", b"symbols: {x: rael}\nchains:\n  one: {steps: [x, x]}\n  two: {steps: [x, x]}\n")
    assert [e.code for e in file.errors] == ["unknown-assumption"]
    assert [[e.code for e in chain.errors] for chain in file.chains] == [["not-judged"], ["not-judged"]]
    assert not any(chain.steps for chain in file.chains)


def test_a_broken_declaration_is_no_second_error_where_it_is_used() -> None:
    errors = all_errors(read_file("c.yaml", b"symbols: {f: functoin, u: idexed, x: real}\nsteps: [f(x), 'u[1]']\n"))
    assert [e.code for e in errors] == ["unknown-assumption", "unknown-assumption"]


def test_the_second_place_of_a_key_names_the_first() -> None:
    file = read_file("c.yaml", b"symbols: {x: real}\nsteps:\n- x\n- expr: x\n  expr: x\n")
    assert file.errors[0].message == "the key `expr` stands twice, first in line 4 column 3: keep one of them"
    assert (file.errors[0].line, file.errors[0].column) == (5, 3)


@pytest.mark.parametrize(
    "data",
    [
        b"symbol: {x: real, f: function}\nsteps: [x, f(x)]\n",
        b"symbols: [x, y]\nsteps: [x, y + f(x)]\n",
        b"symbols: {x-1: real}\nsteps: [x, x]\n",
        b"symbols: {x: real}\nlet: [s, t]\nsteps: [s, t(x)]\n",
        b"symbols: {x: real}\nlet: {'f(1)': x}\nsteps: [x, f(x)]\n",
    ],
)
def test_no_name_is_undeclared_where_a_declaration_cannot_be_read(data: bytes) -> None:
    file = read_file("c.yaml", data)
    assert len(all_errors(file)) == 1
    assert not any(chain.steps for chain in file.chains)


def test_a_chain_that_is_not_judged_is_marked_at_its_name() -> None:
    file = read_file("c.yaml", b"symbols: {x: rael}\nchains:\n  one: {steps: [x, x]}\n")
    assert [(e.line, e.column, e.end_column) for e in file.chains[0].errors] == [(3, 3, 6)]


@pytest.mark.parametrize(
    "words, offer",
    [
        ("ℝ", "real"),
        ("int", "integer"),
        ("N", "natural"),
        ("real, ≥ 0", "real, >= 0"),
        ("∈ (0,1)", "in (0, 1)"),
        ("in {0, 1}", "integer, in [0, 1]"),
        ("in {0, 5}", "integer, in [0, 1]"),
        ("in [0; 1]", "in [0, 1]"),
        ("]0, 1[", "in (0, 1)"),
        ("in [0, 1[", "in [0, 1)"),
        ("0 < x < 1", "in (0, 1)"),
        ("0 <= x < y", "in [0, y)"),
        ("x > 0", "> 0"),
        ("y > 0", "> 0"),
        ("is positive", "positive"),
        ("x in (0, 1)", "in (0, 1)"),
    ],
)
def test_an_assumption_in_another_notation_is_told_in_that_of_the_language(words: str, offer: str) -> None:
    with pytest.raises(ReadError) as raised:
        read_declaration("x", words, names())
    assert f"write `{offer}`" in raised.value.message or f"such as `{offer}`" in raised.value.message
    assert read_declaration("x", offer, names())


@pytest.mark.parametrize(
    "words, advice",
    [
        ("positive", "write `x > 0`"),
        ("x positive", "write `x > 0`"),
        ("x is nonzero", "write `x != 0`"),
        ("x in (0, 1)", "write `0 < x and x < 1`"),
        ("x ∈ [0, 1)", "write `0 <= x and x < 1`"),
        ("x is integer", "declare `x: integer` under `symbols`"),
    ],
)
def test_a_condition_in_words_is_told_as_a_relation(words: str, advice: str) -> None:
    data = f"symbols: {{x: real}}\nassume: ['{words}']\nsteps: [x, x]\n".encode()
    (error,) = all_errors(read_file("c.yaml", data))
    assert advice in error.message
