"""Conditions are said in the author's functions, as simply as they can be, and once."""

from __future__ import annotations

import pytest

import verifier
from verifier.kernel.cell import follows, with_tower
from verifier.kernel.judge import lowered
from verifier.reading.pairs import read_pair
from verifier.session.asking import claim_of
from verifier.session.setting import settle
from verifier.terms.term import ZERO, call

CASES = [
    ("z/z", "1", {"z": "complex"}, ["z != 0"]),
    ("w*z/(w*z)", "1", {"z": "complex", "w": "complex"}, ["w != 0", "z != 0"]),
    ("1/tan(x) + I", "cos(x)/sin(x) + I", {"x": "real"}, ["cos(x) != 0"]),
    ("x**2*(1 - a)/(x**2*(1 - a))", "1", {"x": "real", "a": "real"}, ["x != 0", "a != 1"]),
    ("exp(log(x))", "x", {"x": "real"}, ["x > 0"]),
    ("(2*x + 1)/(4*x**2 - 1)", "1/(2*x - 1)", {"x": "real"}, ["x != -1/2"]),  # both sides need x != 1/2
    ("(x**2 - 5*x + 6)/(x**2 - 4)", "(x - 3)/(x + 2)", {"x": "real"}, ["x != 2"]),
    ("sqrt(x/y)", "sqrt(x)/sqrt(y)", {"x, y": "real"}, ["x >= 0", "y > 0"]),
    ("sqrt(x/y)*sqrt(y)", "sqrt(x)", {"x, y": "real"}, ["y > 0"]),  # both need x >= 0 there
    ("Integral(exp(-x*t), (t, 0, oo))", "1/x", {"x": "real"}, ["x > 0"]),
    ("(exp(2*x) - 1)/(exp(x) - 1)", "exp(x) + 1", {"x": "real"}, ["x != 0"]),
    ("(log(x) - 2)/(log(x) - 2)", "1", {"x": "real"}, ["x > 0", "log(x) != 2"]),
    ("exp(log((x - 1)/(x + 1)))", "(x - 1)/(x + 1)", {"x": "real"}, ["x < -1 or x > 1"]),
    ("sqrt(x)/sqrt(x)", "1", {"x": "real"}, ["x > 0"]),
    ("Derivative(asin(a*x), x)", "a/sqrt(1 - a**2*x**2)", {"a": "positive", "x": "positive"}, []),
    ("Derivative(acosh(a*x), x)", "a/(sqrt(a*x - 1)*sqrt(a*x + 1))", {"a": "positive", "x": "positive"}, []),
    ("Derivative(log(sin(x)) + I*x, x)", "cos(x)/sin(x) + I", {"x": "real"}, []),
    ("Derivative(log(cos(x)) + I*x, x)", "-tan(x) + I", {"x": "real"}, []),
    ("log(tan(x))", "log(sin(x)/cos(x))", {"x": "real"}, []),
    ("exp(log(tan(x)))", "tan(x)", {"x": "real"}, ["tan(x) > 0"]),
    ("exp(log(sin(x)/cos(x)))", "sin(x)/cos(x)", {"x": "real"}, ["sin(x)/cos(x) > 0"]),
    ("exp(log(tan(x) - a))", "tan(x) - a", {"x": "real", "a": "real"}, ["tan(x) - a > 0"]),
    ("exp(log(sqrt(x**2 + 1) - 2))", "sqrt(x**2 + 1) - 2", {"x": "real"}, ["x**2 > 3"]),
    ("gamma(x + 1)", "x*gamma(x)", {"x": "real"}, ["x > 0 or x != floor(x)"]),
    ("gamma(1 - x)/gamma(1 - x)", "1", {"x": "real"}, ["x < 1 or x != floor(x)"]),
    ("gamma(x)*gamma(-x)/(gamma(x)*gamma(-x))", "1", {"x": "real"}, ["x != floor(x)"]),
    ("Abs(x)**p/Abs(x)**p", "1", {"x": "real", "p": "positive"}, ["x != 0"]),
    ("exp(log(1 - tanh(x)**2))", "1 - tanh(x)**2", {"x": "real"}, []),
    (
        "exp(log(tan(x)))/(a + b*tan(x))",
        "tan(x)/(a + b*tan(x))",
        {"x": "real", "a": "positive", "b": "positive"},
        ["tan(x) > 0"],
    ),
    (
        "exp(log(tan(x)))*tan(x)/(a + b*tan(x))",
        "tan(x)**2/(a + b*tan(x))",
        {"x": "real", "a": "positive", "b": "positive"},
        ["tan(x) > 0"],
    ),
    ("x**2*Derivative(Integral(t**(-2), (t, x, 2*x)), x)", "-1/2", {"x": "real"}, ["x != 0"]),
    ("x**n/x**n", "1", {"x": "nonzero", "n": "positive"}, ["x > 0 or n = floor(n)"]),
    ("x + 0*gamma(n - k + 1)", "x", {"x": "real", "k, n": "natural"}, ["k <= n"]),
    ("x + 0*log(n + 2 - k)", "x", {"x": "real", "k, n": "natural"}, ["k <= n + 1"]),
    ("x + 0*log(n - k - 1)", "x", {"x": "real", "k, n": "natural"}, ["k + 1 < n"]),
    ("x + 0*log(n*y - 2)", "x", {"x, y": "real", "n": "natural"}, ["n*y > 2"]),
    ("y + 0/(1 - x) + 0/(1 - x**n)", "y", {"y": "real", "x": "positive", "n": "positive"}, ["x != 1"]),
    ("y + 0/(1 - x) + 0/(1 - x**n)", "y", {"y, n": "real", "x": "positive"}, ["x != 1", "1 - x**n != 0"]),
]


@pytest.mark.parametrize(("lhs", "rhs", "symbols", "words"), CASES, ids=[f"{c[0]} = {c[1]}" for c in CASES])
def test_words_of_conditions(lhs: str, rhs: str, symbols: dict[str, str], words: list[str]) -> None:
    result = verifier.check(lhs, rhs, symbols=symbols)
    assert [c.text for c in result.conditions] == words
    assert result.verdict.value == ("conditional" if words else "proved")


def test_alternatives_follow_where_their_opposites_contradict_what_is_known() -> None:
    chain = read_pair("x", "y", {"x": "nonzero", "y": "real"}, {}, ()).chain
    cell, x, y = lowered(claim_of(settle(chain), *(s.written.term for s in chain.steps)))
    one_of_two = call("or", call("gt", x, ZERO), call("lt", x, ZERO))
    assert with_tower(cell, (), lambda tower: follows(tower, one_of_two))
    other = call("or", call("gt", y, ZERO), call("lt", y, ZERO))
    assert not with_tower(cell, (), lambda tower: follows(tower, other))
    assert not with_tower(cell, (), lambda tower: follows(tower, call("or", call("gt", x, ZERO), call("gt", y, ZERO))))
