"""Substitution never captures a name."""

from __future__ import annotations

import pytest

from verifier.model.chain import Declaration, Kind
from verifier.reading.expressions import read
from verifier.reading.names import Names
from verifier.terms.printer import text_of
from verifier.terms.substitution import free_symbols, substitute

NAMES = Names(
    {n: Declaration(n) for n in ("x", "y", "z", "k", "n")}
    | {"f": Declaration("f", Kind.FUNCTION), "u": Declaration("u", Kind.INDEXED)}
)


@pytest.mark.parametrize(
    "text, values, result",
    [
        ("x + y", {"x": "y", "y": "x"}, "y + x"),
        ("f(x)*u[x]", {"x": "2"}, "f(2)*u[2]"),
        ("Sum(x*k, (k, 1, k))", {"k": "5"}, "Sum(x*k, (k, 1, 5))"),
        ("Sum(x*k, (k, 1, n))", {"x": "k"}, "Sum(k*k', (k', 1, n))"),
        ("Sum(x*k, (k, 1, n))", {"x": "y", "n": "k"}, "Sum(y*k', (k', 1, k))"),
        ("Limit(x*k, k, x)", {"x": "2"}, "Limit(2*k, k, 2)"),
        ("Derivative(x*y, x)", {"y": "2"}, "Derivative(x*2, x)"),
        ("Derivative(x*y, x)", {"x": "z"}, "Derivative(z*y, z)"),
        ("Derivative(x*y, x)", {"x": "y"}, "Subs(Derivative(x'*y, x'), x', y)"),
        ("Derivative(x*y, x)", {"x": "3"}, "Subs(Derivative(x'*y, x'), x', 3)"),
        ("Derivative(x*y, x)", {"y": "x**2"}, "Subs(Derivative(x'*x**2, x'), x', x)"),
        ("Derivative(x*y, x)", {"x": "z", "y": "z"}, "Subs(Derivative(x'*z, x'), x', z)"),
        ("Derivative(x*y, x, y)", {"x": "y", "y": "x"}, "Derivative(y*x, y, x)"),
    ],
)
def test_values_go_in_without_capture(text: str, values: dict[str, str], result: str) -> None:
    term = read(text, NAMES).term
    assert text_of(substitute(term, {name: read(value, NAMES).term for name, value in values.items()})) == result


@pytest.mark.parametrize(
    "text, names",
    [
        ("x + f(y)*u[k]", {"x", "f", "y", "u", "k"}),
        ("Sum(x*k, (k, 1, n))", {"x", "n"}),
        ("Sum(k, (k, 1, k))", {"k"}),
        ("Integral(x, x)", {"x"}),
        ("Derivative(y, x)", {"x", "y"}),
    ],
)
def test_free_symbols_are_those_not_bound(text: str, names: set[str]) -> None:
    assert free_symbols(read(text, NAMES).term) == names
