"""Definitions are expanded without capture, and derivatives by defined names mean what they say."""

from __future__ import annotations

import pytest

from verifier.model.chain import Declaration, Definition, Kind
from verifier.reading.expressions import read
from verifier.reading.names import Defined, Names
from verifier.terms.definitions import Expander, ExpansionTooLarge, Unreachable, expand
from verifier.terms.printer import text_of
from verifier.terms.term import Term, symbol

NAMES = Names(
    {n: Declaration(n) for n in ("w", "x1", "b", "x", "y", "k", "n", "t", "q")}
    | {"f": Declaration("f", Kind.FUNCTION), "u": Declaration("u", Kind.INDEXED)}
)


def _definition(name: str, body: str, parameters: tuple[str, ...] = ()) -> Definition:
    definition = Definition(name, read(body, NAMES, parameters).term, parameters)
    NAMES.defined[name] = Defined(parameters)
    return definition


DEFINITIONS = [
    _definition("z", "w*x1 + b"),
    _definition("a", "1/(1 + exp(-z))"),
    _definition("L", "-(y*log(a) + (1 - y)*log(1 - a))"),
    _definition("sigma", "k/(1 + exp(-t))", ("t",)),
    _definition("slope", "Derivative(t**2*x, t)", ("t",)),
    _definition("s", "k*x"),
    _definition("twice", "sigma(sigma(t))", ("t",)),
]
A = "1/(1 + exp(-(w*x1 + b)))"
BODY = "-(y*log(a') + (1 - y)*log(1 - a'))"

EXPANDED = {
    "x + y": "x + y",
    "a": A,
    "Derivative(a, w)": f"Derivative({A}, w)",
    "Derivative(L, a)": f"Subs(Derivative({BODY}, a'), a', {A})",
    "Derivative(L, a, 2)": f"Subs(Derivative({BODY}, a', 2), a', {A})",
    "Derivative(Derivative(L, a), a)": f"Subs(Derivative(Derivative({BODY}, a'), a'), a', {A})",
    "Derivative(L, a, w)": f"Derivative(Subs(Derivative({BODY}, a'), a', {A}), w)",
    "Derivative(a, z)": "Subs(Derivative(1/(1 + exp(-z')), z'), z', w*x1 + b)",
    "Derivative(a*z, z)": "Subs(Derivative(1/(1 + exp(-z'))*z', z'), z', w*x1 + b)",
    "Derivative(a*w, a)": f"Subs(Derivative(a'*w, a'), a', {A})",
    "Derivative(f(a), a)": f"Subs(Derivative(f(a'), a'), a', {A})",
    "Derivative(q, a)": f"Subs(Derivative(q, a'), a', {A})",
    "sigma(x)": "k/(1 + exp(-x))",
    "sigma(t)": "k/(1 + exp(-t))",
    "sigma(sigma(x))": "k/(1 + exp(-(k/(1 + exp(-x)))))",
    "twice(x)": "k/(1 + exp(-(k/(1 + exp(-x)))))",
    "slope(b)": "Derivative(b**2*x, b)",
    "slope(3)": "Subs(Derivative(t'''**2*x, t'''), t''', 3)",
    "slope(x)": "Subs(Derivative(t'''**2*x, t'''), t''', x)",
    "Sum(s, (k, 1, n))": "Sum(k*x, (k, 1, n))",
    "Sum(sigma(k) + k, (k, 1, n))": "Sum(k/(1 + exp(-k)) + k, (k, 1, n))",
    "Sum(a, (a, 1, n))": "Sum(a, (a, 1, n))",
    "Sum(a, (k, 1, n))": f"Sum({A}, (k, 1, n))",
    "Sum(k, (k, 1, a))": f"Sum(k, (k, 1, {A}))",
    "Limit(s, x, k)": "Limit(k*x, x, k)",
    "Limit(L, a, 0)": "Limit(-(y*log(a) + (1 - y)*log(1 - a)), a, 0)",
    "Subs(a, z, 0)": "Subs(1/(1 + exp(-z)), z, 0)",
    "Subs(s, x, 2)": "Subs(k*x, x, 2)",
    "Subs(Derivative(L, a), y, 1)": f"Subs(Subs(Derivative({BODY}, a'), a', {A}), y, 1)",
}


@pytest.mark.parametrize("text", EXPANDED)
def test_definitions_are_expanded(text: str) -> None:
    assert text_of(expand(read(text, NAMES).term, DEFINITIONS)) == EXPANDED[text]


@pytest.mark.parametrize(
    "text, variable, shared",
    [("Derivative(z, a)", "a", "b"), ("1 + Derivative(w**2, z)", "z", "w"), ("Derivative(a, L)", "L", "b")],
)
def test_a_derivative_by_what_is_not_reached_is_refused(text: str, variable: str, shared: str) -> None:
    with pytest.raises(Unreachable) as raised:
        expand(read(text, NAMES).term, DEFINITIONS)
    assert (raised.value.variable, raised.value.shared) == (variable, shared)
    assert text_of(raised.value.derivative) in text


def test_definitions_that_double_are_bounded() -> None:
    doubling = [Definition("d0", symbol("x"))]
    doubling += [Definition(f"d{i}", Term("add", (symbol(f"d{i - 1}"),) * 2)) for i in range(1, 60)]
    assert expand(symbol("d10"), doubling).size == 2**11 - 1
    with pytest.raises(ExpansionTooLarge):
        expand(symbol("d59"), doubling)


def test_definitions_that_nest_are_bounded() -> None:
    nested = [Definition("d0", symbol("x"))]
    nested += [Definition(f"d{i}", symbol(f"d{i - 1}")) for i in range(1, 5_000)]
    with pytest.raises(ExpansionTooLarge):
        expand(symbol("d4999"), nested)


def test_a_term_that_is_too_large_stays_refused() -> None:
    squares = [Definition("f0", Term("add", (symbol("t"),) * 2), ("t",))]
    for i in range(1, 30):
        inner = Term("apply", (symbol("t"),), f"f{i - 1}")
        squares.append(Definition(f"f{i}", Term("apply", (inner,), f"f{i - 1}"), ("t",)))
    expander = Expander(squares)
    for _ in range(2):
        with pytest.raises(ExpansionTooLarge):
            expander.expand(Term("apply", (symbol("x"),), "f29"))


def test_a_definition_is_expanded_once() -> None:
    expander = Expander(DEFINITIONS)
    assert expander.expand(read("L + 1", NAMES).term).args[0] is expander.expand(read("L*2", NAMES).term).args[0]
