"""Random steps with sums, products, series, integrals and limits that hold for some bounds and parameters only.

`python -m tests.mutants.partly_true_operators --count 1000`. Empty and reversed ranges, a term without a value, a pole
between the bounds, a jump of an antiderivative, a parameter at the edge of convergence: steps are made of nothing else.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections import Counter
from random import Random
from typing import Final

from tests.mutants.partly_true import complaints
from tests.mutants.run import described
from tests.mutants.true_steps import TrueStep
from verifier.reading.pairs import read_pair

WORDS: Final = {"x": "real", "y": "real", "n": "integer", "m": "integer"}
PARTS: Final = (
    "x",
    "y",
    "x + 1",
    "x*y",
    "1/x",
    "sqrt(x)",
    "log(x)",
    "Abs(x)",
    "2",
    "x - y",
    "1/(x - 1)",
    "x**2",
    "sign(x)",
)
BODIES: Final = (
    "k",
    "k**2",
    "x*k",
    "x**k",
    "1/(k + 1)",
    "1/(k - 2)",
    "1/k",
    "sqrt(k)",
    "log(k)",
    "exp(k*x)",
    "1/(k*(k + 1))",
    "(-1)**k",
    "x/(k - m)",
    "k*Abs(x)",
    "k - n",
    "n*k",
    "binomial(n, k)",
    "KroneckerDelta(k, m)",
)
SUMS: Final = (
    "Sum({a}, (k, {s}, n)) = {a}*(n - {s} + 1)",
    "Sum(k, (k, 1, n)) = n*(n + 1)/2",
    "Sum(k**2, (k, 1, n)) = n*(n + 1)*(2*n + 1)/6",
    "Sum(k**3, (k, 1, n)) = Sum(k, (k, 1, n))**2",
    "Sum(k, (k, m, n)) = (n - m + 1)*(n + m)/2",
    "Sum(x**k, (k, 0, n)) = (1 - x**(n + 1))/(1 - x)",
    "(1 - x)*Sum(x**k, (k, 0, n)) = 1 - x**(n + 1)",
    "Sum(x**k, (k, m, n)) = (x**m - x**(n + 1))/(1 - x)",
    "Sum(k*x**k, (k, 1, n)) = x*Derivative(Sum(x**k, (k, 0, n)), x)",
    "Sum({f}, (k, m, n)) = Sum({f:n + m - k}, (k, m, n))",
    "Sum({f}, (k, {s}, n)) = Sum({f}, (k, {s}, n - 1)) + {f:n}",
    "Sum({f}, (k, {s}, n)) = {f:{s}} + Sum({f}, (k, {s} + 1, n))",
    "Sum({f}, (k, {s}, n)) = Sum({f}, (k, {s}, m)) + Sum({f}, (k, m + 1, n))",
    "Sum({f}, (k, {s}, n)) = Sum({f:k + 1}, (k, {s} - 1, n - 1))",
    "Sum({f}, (k, {s}, n + 1)) - Sum({f}, (k, {s}, n)) = {f:n + 1}",
    "Sum({f} - {f:k + 1}, (k, {s}, n)) = {f:{s}} - {f:n + 1}",
    "Sum({f}, (k, n, {s})) = -Sum({f}, (k, {s} + 1, n - 1))",
    "Sum(1/(k*(k + 1)), (k, 1, n)) = n/(n + 1)",
    "Sum({a}*{f}, (k, {s}, n)) = {a}*Sum({f}, (k, {s}, n))",
    "Sum({f} + {g}, (k, {s}, n)) = Sum({f}, (k, {s}, n)) + Sum({g}, (k, {s}, n))",
    "Sum({f} - {f}, (k, {s}, n)) = 0",
    "0*Sum({f}, (k, {s}, n)) = 0",
    "Sum({f}/{f}, (k, {s}, n)) = n - {s} + 1",
    "Sum(log({a} + k), (k, 1, n)) = log(Product({a} + k, (k, 1, n)))",
    "Sum(log(k), (k, 1, n)) = log(factorial(n))",
    "Product({a}, (k, {s}, n)) = {a}**(n - {s} + 1)",
    "Product(k, (k, 1, n)) = factorial(n)",
    "Product({a}*k, (k, 1, n)) = {a}**n*factorial(n)",
    "Product((k + 1)/k, (k, 1, n)) = n + 1",
    "Product({f}, (k, {s}, n)) = Product({f}, (k, {s}, n - 1))*({f:n})",
    "Product({f}*({g}), (k, {s}, n)) = Product({f}, (k, {s}, n))*Product({g}, (k, {s}, n))",
    "Product(exp({f}), (k, {s}, n)) = exp(Sum({f}, (k, {s}, n)))",
    "Sum(binomial(n, k), (k, 0, n)) = 2**n",
    "Sum(binomial(n, k)*x**k*y**(n - k), (k, 0, n)) = (x + y)**n",
    "Sum(k*binomial(n, k), (k, 0, n)) = n*2**(n - 1)",
    "Sum(KroneckerDelta(k, m)*({f}), (k, {s}, n)) = {f:m}",
    "Sum(KroneckerDelta(k, m), (k, {s}, n)) = 1",
    "Derivative(Sum({a}*{f}, (k, {s}, n)), x) = Sum(Derivative({a}*{f}, x), (k, {s}, n))",
    "Derivative(Sum({f}, (k, {s}, n)), x) = Sum(Derivative({f}, x), (k, {s}, n))",
    "Sum(Sum({a}*k*j, (j, 1, m)), (k, 1, n)) = Sum(k, (k, 1, n))*Sum({a}*j, (j, 1, m))",
    "Sum(Sum(k + j, (j, 1, k)), (k, 1, n)) = Sum(Sum(k + j, (k, j, n)), (j, 1, n))",
    "Sum(Sum(1/(k - j), (j, 1, m)), (k, {s}, n)) = Sum(Sum(1/(k - j), (k, {s}, n)), (j, 1, m))",
)
SUMMANDS: Final = (
    "x**k",
    "k*x**k",
    "x**(2*k)",
    "y*x**k",
    "x**k/k",
    "x**k/(k + 1)",
    "x**k/factorial(k)",
    "(-1)**k*x**(2*k)/factorial(2*k)",
    "x**(2*k + 1)/(2*k + 1)",
    "1/(k*(k + 1))",
    "1/((k + 1)*(k + 3))",
    "1/(k + m)",
    "1/k**2",
    "exp(-k*x)",
    "k*exp(-k*x)",
    "x**k*y**k",
    "x**k + y**k",
    "x**k - y**k",
    "(x - y)**k",
    "sqrt(x)**k",
    "Abs(x)**k/2**k",
    "binomial(k + m, k)*x**k",
    "binomial(n, k)*x**k",
    "(1 - x)**(k - 1)",
    "x**k/(k*(k + 1))",
    "(x/2)**k",
    "1/2**k",
    "KroneckerDelta(k, m)",
    "x/2**k - y/3**k",
    "(-1)**k/(k + 1)",
    "0**k",
)
SERIES: Final = (
    "Sum({f}, (k, {s}, oo)) = {f:{s}} + Sum({f}, (k, {s} + 1, oo))",
    "Sum({f}, (k, {s}, oo)) = Sum({f:k + 1}, (k, {s} - 1, oo))",
    "Sum({f}, (k, {s}, oo)) = Sum({f}, (k, {s}, 9)) + Sum({f}, (k, 10, oo))",
    "Sum({f} + {g}, (k, {s}, oo)) = Sum({f}, (k, {s}, oo)) + Sum({g}, (k, {s}, oo))",
    "Sum({a}*{f}, (k, {s}, oo)) = {a}*Sum({f}, (k, {s}, oo))",
    "Sum({f} - {f:k + 1}, (k, {s}, oo)) = {f:{s}}",
    "Sum({f} - {f}, (k, {s}, oo)) = 0",
    "0*Sum({f}, (k, {s}, oo)) = 0",
    "Sum({a}*x**k, (k, {s}, oo)) = {a}*x**{s}/(1 - x)",
    "Sum(k*x**k, (k, {s}, oo)) = x/(1 - x)**2",
    "Sum({a}**k, (k, {s}, oo)) = 1/(1 - {a})",
    "Sum({a}**k/factorial(k), (k, {s}, oo)) = exp({a})",
    "Sum({a}**k/k, (k, 1, oo)) = -log(1 - {a})",
    "Sum(k*{a}**k/factorial(k), (k, 0, oo)) = {a}*exp({a})",
    "Sum((-1)**k*{a}**(2*k + 1)/(2*k + 1), (k, 0, oo)) = atan({a})",
    "Sum((-1)**k*{a}**(2*k)/factorial(2*k), (k, 0, oo)) = cos({a})",
    "Sum(exp(-k*{a}), (k, 0, oo)) = 1/(1 - exp(-{a}))",
    "Sum(binomial(k + m, k)*{a}**k, (k, 0, oo)) = (1 - {a})**(-m - 1)",
    "Derivative(Sum({f}, (k, {s}, oo)), x) = Sum(Derivative({f}, x), (k, {s}, oo))",
)
ANTIDERIVATIVES: Final = (
    ("1/t**2", "-1/({})"),
    ("1/t", "log(Abs({}))"),
    ("1/t", "log({})"),
    ("sign(t)", "Abs({})"),
    ("Abs(t)", "({})*Abs({})/2"),
    ("1/(1 + t**2)", "atan({})"),
    ("1/cos(t)**2", "tan({})"),
    ("tan(t)", "-log(Abs(cos({})))"),
    ("sqrt(t)", "2*({})**(3/2)/3"),
    ("1/sqrt(t)", "2*sqrt({})"),
    ("1/(t - 1)", "log(Abs({} - 1))"),
    ("Heaviside(t)", "({})*Heaviside({})"),
    ("1/(2 + cos(t))", "2/sqrt(3)*atan(tan(({})/2)/sqrt(3))"),
    ("t*exp(t)", "(({}) - 1)*exp({})"),
    ("x*t", "x*({})**2/2"),
    ("t/(x + 1)", "({})**2/(2*(x + 1))"),
    ("1/sqrt(1 - t**2)", "asin({})"),
    ("log(t)", "({})*log({}) - ({})"),
    ("Max(t, y)", "Max({}, y)**2/2"),
)
INTEGRALS: Final = (
    "Integral({h}, (t, {c}, {d})) = {H:{d}} - ({H:{c}})",
    "Integral({h}, (t, 0, x)) = Integral({h}, (t, 0, y)) + Integral({h}, (t, y, x))",
    "Integral({h}, (t, {c}, {d})) = -Integral({h}, (t, {d}, {c}))",
    "Integral({a}*({h}), (t, {c}, {d})) = {a}*Integral({h}, (t, {c}, {d}))",
    "0*Integral({h}, (t, {c}, {d})) = 0",
    "Integral({h} - ({h}), (t, {c}, {d})) = 0",
    "Derivative(Integral({h}, (t, {c}, x)), x) = {h:x}",
    "Integral(exp(-x*t), (t, 0, oo)) = 1/x",
    "Integral(exp(-x*t**2), (t, -oo, oo)) = sqrt(pi/x)",
    "Integral(1/t**x, (t, 1, oo)) = 1/(x - 1)",
    "Integral(t**x, (t, 0, 1)) = 1/(x + 1)",
    "Integral(1/t, (t, -1, 1)) = 0",
    "Integral(1/(1 + t**2), (t, -oo, oo)) = pi",
    "Integral(x, (t, 0, y)) = x*y",
)
LIMITS: Final = (
    "Limit({h}, t, {c}) = {h:{c}}",
    "Limit({h}, t, {c}, '+') = {h:{c}}",
    "Limit({h}, t, {c}, '-') = {h:{c}}",
    "Limit(sin(x*t)/t, t, 0) = x",
    "Limit((1 + x/t)**t, t, oo) = exp(x)",
    "Limit(Abs(t)/t, t, 0, '+') = 1",
    "Limit(Abs(t)/t, t, 0) = 1",
    "Limit(t**x, t, 0, '+') = 0",
    "Limit(exp(-x*t), t, oo) = 0",
    "Limit(t*log(t), t, 0, '+') = 0",
    "Limit(atan(x*t), t, oo) = pi/2*sign(x)",
    "Limit(floor(t), t, x) = floor(x)",
    "Limit((exp(x*t) - 1)/t, t, 0) = x",
    "Limit(x/t, t, oo) = 0",
    "Limit(x*t, t, oo) = 0",
    "Limit((t**2 - x**2)/(t - x), t, x) = 2*x",
)
PLACES: Final = ("0", "1", "-1", "x", "y", "2", "x + 1", "-x")


def random_step(random: Random, templates: tuple[str, ...]) -> TrueStep:
    """A step from one of the templates."""
    lhs, rhs = random.sample(_filled(random.choice(templates), random).split(" = "), 2)
    names = set(re.findall(r"\b[xynm]\b", f"{lhs} {rhs}"))
    pair = read_pair(lhs, rhs, {n: w for n, w in WORDS.items() if n in names}, {}, (), "=")
    assert not pair.chain.errors, (lhs, rhs, pair.chain.errors)
    return TrueStep(pair.chain, *(s.written.term for s in pair.chain.steps))


def _filled(template: str, random: Random) -> str:
    """The template with its letters replaced: `{f:n}` is the body f with n for its index."""
    h, antiderivative = random.choice(ANTIDERIVATIVES)
    chosen = {
        "a": f"({random.choice(PARTS)})",
        "s": random.choice(["0", "1", "2", "-1", "3"]),
        "c": random.choice(PLACES),
        "d": random.choice(PLACES),
    }
    for letter in "ascd":
        template = template.replace(f"{{{letter}}}", chosen[letter])
    for letter, body, index in (
        ("f", random.choice(SUMMANDS if "oo" in template else BODIES), "k"),
        ("g", random.choice(SUMMANDS if "oo" in template else BODIES), "k"),
        ("h", h, "t"),
        ("H", antiderivative, "{}"),
    ):
        template = re.sub(rf"\{{{letter}(?::([^{{}}]*))?\}}", lambda m, b=body, i=index: _at(b, i, m[1]), template)
    return template


def _at(body: str, index: str, place: str | None) -> str:
    """A body with a place for its index, in brackets."""
    if place is None:
        return f"({body})"
    name = re.escape(index) if index == "{}" else rf"\b{index}\b"
    return "(" + re.sub(name, lambda _: f"({place})", body) + ")"


FAMILIES: Final = {"sums": SUMS, "series": SERIES, "integrals": INTEGRALS, "limits": LIMITS}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--family", choices=[*FAMILIES], action="append")
    asked = parser.parse_args()
    print(f"seed {asked.seed}")
    wrong = 0
    for family in asked.family or FAMILIES:
        random = Random(asked.seed)
        verdicts: Counter[str] = Counter()
        for _ in range(asked.count):
            step = random_step(random, FAMILIES[family])
            verdict, found = complaints(step)
            verdicts[verdict] += 1
            wrong += bool(found)
            for text in found:
                print(f"WRONG {verdict}: {described(step)}\n    {text}", flush=True)
        print(f"{family}: " + ", ".join(f"{v} {n}" for v, n in sorted(verdicts.items())), flush=True)
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
