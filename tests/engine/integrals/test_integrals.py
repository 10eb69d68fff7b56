"""Verdicts on integrals that are too slow for the independent evaluator of the facts."""

from __future__ import annotations

import pytest

from tests.kernel.integrals.test_definite_integrals import claim
from verifier.engine.decide import decide
from verifier.engine.limits import Limits

FUNCTIONS = {"u": "function", "v": "function", "f": "function", "g": "function", "a": "real", "b": "real", "c": "real"}
POSITIVE = {"a": "positive", "b": "positive", "s": "positive", "p": "positive", "q": "positive"}
PARTS = "u(b)*v(b) - u(a)*v(a)"

CASES = [
    ("Integral(t**(s - 1)*exp(-t), (t, 0, oo))", "gamma(s)", {}, "conditional"),
    ("Integral(t**(s - 1)*exp(-t), (t, 0, oo))", "gamma(s)", POSITIVE, "proved"),
    ("Integral(t**(s - 1)*exp(-2*t), (t, 0, oo))", "gamma(s)", POSITIVE, "refuted"),
    ("Integral(b**a*t**(a - 1)*exp(-b*t)/gamma(a), (t, 0, oo))", "1", POSITIVE, "proved"),
    ("Integral(t*b**a*t**(a - 1)*exp(-b*t)/gamma(a), (t, 0, oo))", "a/b", POSITIVE, "proved"),
    ("Integral(t*b**a*t**(a - 1)*exp(-b*t)/gamma(a), (t, 0, oo))", "b/a", POSITIVE, "refuted"),
    ("Integral(t**(p - 1)*(1 - t)**(q - 1), (t, 0, 1))", "gamma(p)*gamma(q)/gamma(p + q)", POSITIVE, "proved"),
    ("Integral(t**(p - 1)*(1 - t)**(q - 1), (t, 0, 1))", "gamma(p)*gamma(q)/gamma(p + q)", {}, "conditional"),
    ("Integral(t**(p - 1)*(1 - t)**(q - 1), (t, 0, 1))", "gamma(p)*gamma(q)", POSITIVE, "refuted"),
    ("Integral(exp(-t)/t, (t, 0, oo))", "1", {}, "undecided"),
    ("Integral(sin(a*t)/t, (t, 0, oo))", "pi/2", {}, "refuted"),
    ("Integral(sin(a*t)/t, (t, 0, oo))", "pi/2", POSITIVE, "proved"),
    ("Integral(Integral(x*y, (y, 0, x)), (x, 0, c))", "c**4/8", {}, "proved"),
    ("Integral(Integral(x*y, (y, 0, x)), (x, 0, c))", "c**4/4", {}, "refuted"),
    ("Integral(Integral(exp(-x**2 - y**2), (x, -oo, oo)), (y, -oo, oo))", "pi", {}, "proved"),
    ("Integral(Integral(exp(-x**2 - y**2), (x, -oo, oo)), (y, -oo, oo))", "sqrt(pi)", {}, "refuted"),
    ("Integral(Integral(exp(-r**2)*r, (a, 0, 2*pi)), (r, 0, oo))", "pi", {}, "proved"),
    ("Integral(Integral(exp(-r**2), (a, 0, 2*pi)), (r, 0, oo))", "pi", {}, "refuted"),
    ("Integral(Integral(1/(x*y), (y, 1, 2)), (x, 0, 1))", "1", {}, "undecided"),
    (
        "Integral(u(x)*Derivative(v(x), x), (x, a, b))",
        f"{PARTS} - Integral(Derivative(u(x), x)*v(x), (x, a, b))",
        FUNCTIONS,
        "proved",
    ),
    (
        "Integral(u(x)*Derivative(v(x), x), (x, a, b))",
        f"{PARTS} + Integral(Derivative(u(x), x)*v(x), (x, a, b))",
        FUNCTIONS,
        "refuted",
    ),
    (
        "Integral(f(x) + 2*g(x), (x, a, b))",
        "Integral(f(x), (x, a, b)) + 2*Integral(g(t), (t, a, b))",
        FUNCTIONS,
        "proved",
    ),
    ("Integral(f(x)*g(x), (x, a, b))", "Integral(f(x), (x, a, b))*Integral(g(x), (x, a, b))", FUNCTIONS, "refuted"),
    ("Integral(Derivative(f(x), x), (x, a, b))", "f(b) - f(a)", FUNCTIONS, "proved"),
    ("Integral(Derivative(f(x), x), (x, a, b))", "f(a) - f(b)", FUNCTIONS, "refuted"),
    ("Integral(f(x), (x, a, b))", "-Integral(f(x), (x, b, a))", FUNCTIONS, "proved"),
    ("Integral(f(x), (x, a, b)) + Integral(f(x), (x, b, c))", "Integral(f(x), (x, a, c))", FUNCTIONS, "proved"),
    ("Integral(f(x), (x, a, b)) + Integral(f(x), (x, b, c))", "Integral(f(x), (x, c, a))", FUNCTIONS, "refuted"),
    ("Integral(2*x*cos(x**2), (x, 0, sqrt(pi/2)))", "Integral(cos(u), (u, 0, pi/2))", {}, "proved"),
    ("Integral(exp(-x), (x, 0, oo))", "Limit(Integral(exp(-x), (x, 0, T)), T, oo)", {}, "proved"),
    ("Limit(Integral(exp(-x), (x, 0, T)), T, oo)", "2", {}, "refuted"),
    ("Limit(Integral(1/sqrt(x), (x, c, 1)), c, 0, '+')", "2", {}, "proved"),
    ("Limit(Integral(1/x, (x, 1, T)), T, oo)", "1", {}, "undecided"),
    ("Limit(Integral(x, (x, -T, T)), T, oo)", "0", {}, "proved"),
    ("Integral(x, (x, -oo, oo))", "Limit(Integral(x, (x, -T, T)), T, oo)", {}, "undecided"),
    ("Limit(Integral(cos(x), (x, 0, h))/h, h, 0, '+')", "1", {}, "proved"),
    ("Limit(Integral(cos(x), (x, 0, h))/h, h, 0, '+')", "0", {}, "refuted"),
    ("Limit(Integral(k*exp(-k*x), (x, 0, T)), T, oo)", "1", {"k": "positive"}, "proved"),
    ("Limit(Integral(k*exp(-k*x), (x, 0, T)), T, oo)", "1", {"k": "nonzero"}, "conditional"),
    ("Integral(exp(-p*u)*exp(-q*(t - u)), (u, 0, t))", "Integral(exp(-q*t - (p - q)*u), (u, 0, t))", {}, "proved"),
    (
        "Integral(exp(-a*(t - s))*cos(s**2), (s, 0, t))",
        "exp(-a*t)*Integral(exp(a*s)*cos(s**2), (s, 0, t))",
        {},
        "proved",
    ),
    (
        "Integral(exp(-a*(t - s))*cos(s**2), (s, 0, t))",
        "exp(a*t)*Integral(exp(a*s)*cos(s**2), (s, 0, t))",
        {},
        "refuted",
    ),
    (
        "Integral(cos(m*x)*cos(n*x), (x, -pi, pi))",
        "Integral(cos((m - n)*x) + cos((m + n)*x), (x, -pi, pi))/2",
        {"m": "integer", "n": "integer"},
        "proved",
    ),
    (
        "Integral(cos(m*x)*cos(n*x), (x, -pi, pi))",
        "Integral(cos((m - n)*x) - cos((m + n)*x), (x, -pi, pi))/2",
        {"m": "integer", "n": "integer"},
        "refuted",
    ),
    (
        "Integral(sin(m*x)*cos(n*x), (x, 0, 1))",
        "Integral(sin((m - n)*x), (x, 0, 1))/2 + Integral(sin((m + n)*x), (x, 0, 1))/2",
        {},
        "proved",
    ),
    (
        "Derivative(Integral(exp(-s*x**2 + x*y), (x, -oo, oo)), y)",
        "Integral(x*exp(-s*x**2 + x*y), (x, -oo, oo))",
        POSITIVE,
        "proved",
    ),
    (
        "Derivative(Integral(exp(-s*x**2 + x*y), (x, -oo, oo)), y)",
        "y*Integral(exp(-s*x**2 + x*y), (x, -oo, oo))",
        POSITIVE,
        "refuted",
    ),
    (
        "Derivative(Integral(x**n*exp(-a*x), (x, 0, oo)), a)",
        "-Integral(x**(n + 1)*exp(-a*x), (x, 0, oo))",
        {"a": "positive", "n": "natural"},
        "proved",
    ),
    (
        "Derivative(Integral(x**n*exp(-a*x), (x, 0, oo)), a)",
        "-Integral(x**n*exp(-a*x), (x, 0, oo))",
        {"a": "positive", "n": "natural"},
        "refuted",
    ),
    ("Derivative(Integral(sin(a*t)/t, (t, 0, oo)), a)", "Integral(cos(a*t), (t, 0, oo))", POSITIVE, "undecided"),
    ("Integral(1/(x**2 + 2*x + 5), (x, -oo, oo))", "pi/2", {}, "proved"),
    ("Integral(f(2*x), (x, 0, 1))", "Integral(f(u), (u, 0, 2))/2", FUNCTIONS, "proved"),
    ("Integral(f(2*x), (x, 0, 1))", "Integral(f(u), (u, 0, 2))", FUNCTIONS, "refuted"),
    ("Integral(f(x**2)*2*x, (x, 0, 3))", "Integral(f(u), (u, 0, 9))", FUNCTIONS, "proved"),
    ("Integral(f(x + c), (x, a, b))", "Integral(f(u), (u, a + c, b + c))", FUNCTIONS, "proved"),
    ("Integral(f(g(x))*Derivative(g(x), x), (x, a, b))", "Integral(f(u), (u, g(a), g(b)))", FUNCTIONS, "proved"),
    ("Integral(f(g(x))*Derivative(g(x), x), (x, a, b))", "Integral(f(u), (u, a, b))", FUNCTIONS, "refuted"),
    ("Integral(f(a - x), (x, 0, a))", "Integral(f(x), (x, 0, a))", FUNCTIONS, "proved"),
    ("Integral(f(x), (x, -1, 0))", "-Integral(f(-x), (x, 0, 1))", FUNCTIONS, "refuted"),
    ("Integral(f(1/u)/u**2, (u, 1, 2))", "Integral(f(x), (x, 1/2, 1))", FUNCTIONS, "proved"),
    ("Integral(t*f(t), (t, 0, 1))", "t*Integral(f(t), (t, 0, 1))", {"f": "function", "t": "real"}, "refuted"),
]


@pytest.mark.parametrize(("lhs", "rhs", "symbols", "verdict"), CASES)
def test_verdict(lhs: str, rhs: str, symbols: dict[str, str], verdict: str) -> None:
    assert decide(claim(lhs, rhs, symbols), Limits(use_sympy=False)).verdict.value == verdict
