"""Random steps by identities that hold on a part of the domain only: `python -m tests.mutants.partly_true --count 1000`.

Changed constants never reach a boundary, a pole or a hole; these steps are made of nothing else. Whatever is said of one is
held against mpmath at points: a proof needs equal domains, conditions must suffice, a counterexample must stand.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from fractions import Fraction
from random import Random

from tests.facts.judge import Judged, contradictions
from tests.facts.load import Fact
from tests.independent.domains import compare, points
from tests.mutants.run import described, judged
from tests.mutants.true_steps import TrueStep
from verifier.model.chain import Chain, Declaration, NumberSet
from verifier.model.verdict import Verdict
from verifier.terms.term import HALF, ONE, TWO, Term, add, call, div, integer, mul, neg, power, rational, symbol

X, Y = symbol("x"), symbol("y")
THIRD = rational(Fraction(1, 3))
N = symbol("n")
REALS = Chain(
    "random", "", 1, (Declaration("x"), Declaration("y"), Declaration("n", numbers=NumberSet.INTEGER, words="integer"))
)
PLANE = Chain(
    "random",
    "",
    1,
    (
        Declaration("x", numbers=NumberSet.COMPLEX, words="complex"),
        Declaration("y", numbers=NumberSet.COMPLEX, words="complex"),
    ),
)


def random_step(random: Random) -> TrueStep:
    """Two lines that an identity makes equal on some part of the domain, perhaps inside a larger term."""
    a, b = _part(random), _part(random)
    chain, identities = random.choice(
        [(REALS, _identities), (REALS, _integer_identities), (PLANE, _complex_identities)]
    )
    lhs, rhs = random.choice(identities(a, b))
    wrap = random.choice(_contexts(_part(random))[: 7 if chain is PLANE else None])
    lhs, rhs = wrap(lhs), wrap(rhs)
    return TrueStep(chain, *random.choice([(lhs, rhs), (rhs, lhs)]))


def _part(random: Random) -> Term:
    k = integer(random.randint(1, 3))
    simple = [X, Y, X, Y, neg(X), add(X, k), add(X, neg(k)), add(X, Y), add(X, neg(Y)), mul(X, Y), div(X, Y), k]
    u = random.choice(simple)
    shapes = [
        u,
        u,
        u,
        power(u, TWO),
        div(ONE, u),
        call("Abs", u),
        call("sqrt", u),
        call("exp", u),
        add(power(u, TWO), neg(k)),
    ]
    return random.choice(shapes)


def _contexts(c: Term) -> list[Callable[[Term], Term]]:
    return [
        lambda t: t,
        lambda t: t,
        lambda t: t,
        lambda t: add(t, c),
        lambda t: mul(c, t),
        lambda t: div(c, t),
        lambda t: div(t, c),
        lambda t: power(t, TWO),
        lambda t: call("Abs", t),
        lambda t: call("sqrt", t),
        lambda t: call("Max", t, c),
        lambda t: Term("Piecewise", (t, call("gt", c, integer(0)), c, Term("true"))),
        lambda t: Term("Derivative", (t, X, ONE)),
    ]


def _identities(a: Term, b: Term) -> list[tuple[Term, Term]]:
    def f(name: str, *args: Term) -> Term:
        return call(name, *args)

    def log(t: Term) -> Term:
        return f("log", t)

    def sqrt(t: Term) -> Term:
        return f("sqrt", t)

    return [
        (sqrt(mul(a, b)), mul(sqrt(a), sqrt(b))),
        (sqrt(div(a, b)), div(sqrt(a), sqrt(b))),
        (sqrt(power(a, TWO)), a),
        (sqrt(power(a, TWO)), f("Abs", a)),
        (sqrt(mul(power(a, TWO), b)), mul(a, sqrt(b))),
        (power(sqrt(a), TWO), a),
        (power(a, HALF), sqrt(a)),
        (power(power(a, TWO), HALF), a),
        (power(power(a, integer(3)), THIRD), a),
        (power(power(a, THIRD), integer(3)), a),
        (f("cbrt", a), power(a, THIRD)),
        (f("cbrt", mul(a, b)), mul(f("cbrt", a), f("cbrt", b))),
        (power(mul(a, b), THIRD), mul(power(a, THIRD), power(b, THIRD))),
        (power(div(a, b), THIRD), div(power(a, THIRD), power(b, THIRD))),
        (power(a, integer(-1)), div(ONE, a)),
        (power(a, neg(HALF)), div(ONE, sqrt(a))),
        (log(mul(a, b)), add(log(a), log(b))),
        (log(div(a, b)), add(log(a), neg(log(b)))),
        (log(power(a, TWO)), mul(TWO, log(a))),
        (log(power(a, TWO)), mul(TWO, log(f("Abs", a)))),
        (log(sqrt(a)), div(log(a), TWO)),
        (log(f("exp", a)), a),
        (f("exp", log(a)), a),
        (f("exp", div(log(a), TWO)), sqrt(a)),
        (mul(div(a, b), b), a),
        (div(mul(a, b), mul(b, b)), div(a, b)),
        (div(a, a), ONE),
        (div(ONE, div(ONE, a)), a),
        (add(a, neg(a)), integer(0)),
        (mul(integer(0), a), integer(0)),
        (power(a, integer(0)), ONE),
        (div(f("Abs", a), a), f("sign", a)),
        (mul(a, f("sign", a)), f("Abs", a)),
        (power(f("sign", a), TWO), ONE),
        (f("sign", mul(a, b)), mul(f("sign", a), f("sign", b))),
        (f("Abs", div(a, b)), div(f("Abs", a), f("Abs", b))),
        (f("Max", a, neg(a)), f("Abs", a)),
        (f("Max", a, b), add(f("relu", add(a, neg(b))), b)),
        (f("Heaviside", a), div(add(ONE, f("sign", a)), TWO)),
        (mul(f("Heaviside", a), a), f("relu", a)),
        (f("sin", f("asin", a)), a),
        (f("acos", a), add(div(Term("constant", (), "pi"), TWO), neg(f("asin", a)))),
        (f("tanh", f("atanh", a)), a),
        (f("cosh", f("acosh", a)), a),
        (f("tan", a), div(f("sin", a), f("cos", a))),
        (mul(f("tan", a), f("cot", a)), ONE),
        (f("log", a, b), div(log(a), log(b))),
        (Term("Piecewise", (a, call("ge", b, integer(0)), a, call("lt", b, integer(0)))), a),
        (Term("Piecewise", (a, call("gt", b, integer(0)), a, call("lt", b, integer(0)))), a),
        (Term("Piecewise", (a, call("ne", a, b), b, Term("true"))), a),
    ]


def _integer_identities(a: Term, b: Term) -> list[tuple[Term, Term]]:
    """Equations with an integer n of any sign."""
    next_ = add(N, ONE)
    return [
        (mul(power(a, N), a), power(a, next_)),
        (mul(power(a, N), power(b, N)), power(mul(a, b), N)),
        (div(power(a, N), power(b, N)), power(div(a, b), N)),
        (power(power(a, TWO), N), power(a, mul(TWO, N))),
        (power(power(a, N), TWO), power(a, mul(TWO, N))),
        (power(power(a, N), HALF), power(a, div(N, TWO))),
        (power(a, neg(N)), div(ONE, power(a, N))),
        (div(power(a, next_), a), power(a, N)),
        (power(neg(a), N), mul(power(integer(-1), N), power(a, N))),
        (power(_exp(a), N), _exp(mul(N, a))),
        (call("log", power(a, N)), mul(N, call("log", a))),
        (call("factorial", next_), mul(next_, call("factorial", N))),
        (div(call("factorial", N), call("factorial", add(N, neg(ONE)))), N),
        (call("gamma", next_), mul(N, call("gamma", N))),
        (call("gamma", add(X, TWO)), mul(add(X, ONE), X, call("gamma", X))),
        (call("binomial", N, TWO), div(mul(N, add(N, neg(ONE))), TWO)),
        (call("binomial", N, ONE), N),
        (call("floor", N), N),
        (call("floor", add(a, N)), add(call("floor", a), N)),
        (call("sin", mul(N, Term("constant", (), "pi"))), integer(0)),
        (Term("Sum", (symbol("k"), symbol("k"), ONE, N)), div(mul(N, next_), TWO)),
        (Term("Product", (a, symbol("k"), ONE, N)), power(a, N)),
    ]


def _exp(t: Term) -> Term:
    return call("exp", t)


def _complex_identities(a: Term, b: Term) -> list[tuple[Term, Term]]:
    """Equations over the complex plane, most of them on one side of a cut."""
    i = Term("constant", (), "I")

    def conj(t: Term) -> Term:
        return call("conjugate", t)

    common = [pair for pair in _identities(a, b) if not _heads(pair) & _REAL_ONLY]
    return [
        *common,
        (conj(call("sqrt", a)), call("sqrt", conj(a))),
        (conj(call("log", a)), call("log", conj(a))),
        (conj(_exp(a)), _exp(conj(a))),
        (conj(mul(a, b)), mul(conj(a), conj(b))),
        (conj(div(a, b)), div(conj(a), conj(b))),
        (mul(a, conj(a)), power(call("Abs", a), TWO)),
        (call("re", a), div(add(a, conj(a)), TWO)),
        (call("im", a), div(add(a, neg(conj(a))), mul(TWO, i))),
        (call("Abs", mul(a, b)), mul(call("Abs", a), call("Abs", b))),
        (call("Abs", _exp(a)), _exp(call("re", a))),
        (_exp(mul(i, a)), add(call("cos", a), mul(i, call("sin", a)))),
        (call("log", a), add(call("log", call("Abs", a)), mul(i, call("arg", a)))),
        (power(a, i), _exp(mul(i, call("log", a)))),
        (call("sqrt", neg(a)), mul(i, call("sqrt", a))),
        (div(ONE, a), div(conj(a), power(call("Abs", a), TWO))),
    ]


_REAL_ONLY = frozenset(
    {"Max", "Min", "relu", "Heaviside", "sign", "cbrt", "Piecewise", "asin", "acos", "atanh", "acosh"}
)


def _heads(terms: Sequence[Term]) -> frozenset[str]:
    return frozenset(t.head for t in terms).union(*(_heads(t.args) for t in terms))


def complaints(step: TrueStep) -> tuple[str, list[str]]:
    """The verdict on a step, and what mpmath has against it."""
    outcome = judged(step)
    is_complex = step.chain is PLANE
    found = Judged(step.chain, is_complex, step.lhs, step.rhs, outcome)
    if outcome.verdict is Verdict.UNDECIDED:
        return "undecided", []
    seen = {compare(step.lhs, step.rhs, p, is_complex) for p in points(step.chain.declarations, (), (), is_complex)}
    truth = "unequal" if "different" in seen else "hole" if seen & {"lhs", "rhs"} else "equal"
    if outcome.verdict is Verdict.REFUTED and truth != "unequal":
        truth = "unequal"  # judged by its own point alone
    return outcome.verdict.value, contradictions(Fact("random", "x = x", truth), found)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    asked = parser.parse_args()
    print(f"seed {asked.seed}")
    random = Random(asked.seed)
    verdicts: Counter[str] = Counter()
    for _ in range(asked.count):
        step = random_step(random)
        verdict, wrong = complaints(step)
        verdicts[verdict] += 1
        verdicts["WRONG"] += bool(wrong)
        for text in wrong:
            print(f"WRONG {verdict}: {described(step)}\n    {text}", flush=True)
    print(", ".join(f"{v} {n}" for v, n in sorted(verdicts.items())))
    return int(bool(verdicts["WRONG"]))


if __name__ == "__main__":
    sys.exit(main())
