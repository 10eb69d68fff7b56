"""Steps made to hang the engine or to eat its memory: each ends within its limits and touches no other step."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from verifier.engine.decide import decide
from verifier.engine.limits import Limits
from verifier.engine.outcome import Outcome
from verifier.engine.processes import workers
from verifier.model.chain import Declaration, NumberSet
from verifier.model.claim import Claim, Domain
from verifier.model.verdict import Verdict
from verifier.reading.expressions import read_value
from verifier.reading.names import Names

LIMITS = Limits(seconds=2.0, memory_bytes=1 << 29)
STARTING_S = 4.0
DOMAIN = Domain(
    (
        *(Declaration(name) for name in "abcdtwxyz"),
        *(Declaration(name, numbers=NumberSet.INTEGER, words="integer") for name in "ijkn"),
    )
)
LONG = "7" * 300
PRIMES = (2, 3, 5, 7, 11, 13, 17, 19, 23)
PIECES = f"Piecewise({', '.join(f'(x**{i}, x < {i})' for i in range(50))}, (0, True))"
DERIVATIVE = f"Derivative({'*'.join(f'sin(x**{i})' for i in range(29, 0, -1))}, x, 20)"
TRIPLE = "Integral(Integral(Integral(exp(c*b*a), (c, 0, 1)), (b, 0, 1)), (a, 0, 1))"


def turned(sign: str, parts: list[str]) -> tuple[str, str]:
    """The same sum or product in two orders."""
    return sign.join(parts), sign.join(reversed(parts))


FALSE = [
    ("(x+y+z+w+1)**200000", "0"),
    ("(x+y+z+w+1)**60 - (x+y+z+w+2)**60", "0"),
    ("(x+y)**(10**9)", "x"),
    ("2**x**x**x**x", "3"),
    ("exp(exp(exp(exp(exp(x)))))", "1"),
    ("exp(10**400)", "1"),
    ("gamma(10**400*x)", "1"),
    ("gamma(x + 10**300)", "x"),
    ("gamma(x + 100000)/gamma(x)", "x"),
    ("factorial(n + 900)/factorial(n)", "n"),
    ("Sum(1/k**2, (k, 1, 10**400))", "1"),
    ("Sum(sin(k*x), (k, 1, 10**9))", "1"),
    ("Sum(Sum(Sum(i*j*k, (i, 1, 1000)), (j, 1, 1000)), (k, 1, 1000))", "1"),
    ("Product(1 + x**k, (k, 1, 300))", "0"),
    ("sin(10**400*x)", "sin(x)"),
    ("sin(1000*x)", "sin(x)"),
    ("cos(200*x)**50", "0"),
    ("tan(tan(tan(tan(x))))", "1"),
    ("sin(x/997) + sin(x/991) + sin(x/983) + sin(x/977)", "0"),
    (" + ".join(f"sqrt({p})" for p in PRIMES), "38"),
    ("2**(1/997) + 3**(1/991) + 5**(1/983)", "3"),
    ("root(2, 10**9)", "1"),
    ("(1 + sqrt(2))**100000", "1"),
    ("x**(1/997) + x**(1/991) + x**(1/983)", "0"),
    ("sqrt(x + sqrt(y + sqrt(z + sqrt(w + sqrt(x + y)))))", "x"),
    (" + ".join(f"Abs(x - {i})" for i in range(60)), "0"),
    ("Abs(" * 15 + "x - 1" + ")" * 15, "x"),
    (f"Max({', '.join(f'x - {i}*y' for i in range(50))})", f"Min({', '.join(f'x - {i}*y' for i in range(50))})"),
    (f"Derivative({'*'.join(f'sin(x**{i})' for i in range(1, 30))}, x, 20)", "0"),
    ("Derivative(exp(exp(exp(x))), x, 20)", "0"),
    ("Derivative(x**(10**400), x, 15)", "0"),
    ("Derivative((x + y)**500*(x - y)**500, x, 10, y, 10)", "0"),
    ("Integral(exp(-t**2)*sin(10**9*t), (t, 0, 10**9))", "1"),
    ("Integral(sin(10**400*t), (t, 0, 1))", "1"),
    ("Integral(Integral(Integral(exp(a*b*c), (a, 0, 1)), (b, 0, 1)), (c, 0, 1))", "0"),
    (f"log({'*'.join(f'(x + {i})' for i in range(40))})", "0"),
    (f"log({LONG}*{LONG}1)", "log(3)"),
    ("floor(10**400*x)", "0"),
    ("1/(x**200 - 1) + 1/(y**200 - 1) + 1/(z**200 - 1) + 1/((x*y*z)**100 - 1)", "0"),
    ("*".join(f"({name} + {i})" for i in range(60) for name in "xyzw"), "0"),
    (f"{LONG}**x", "1"),
    (f"x**{LONG}", "x"),
    (f"x**({LONG}/{LONG}1)", "x"),
    (f"Piecewise({', '.join(f'(x**{i}, x < {i})' for i in range(200))}, (0, True))", "x"),
    ("sqrt(" * 25 + "x" + ")" * 25, "x"),
    ("Limit(sin(10**400*x)/x, x, 0)", "1"),
]
TRUE = [
    ("(x+y+z+w+1)**2000", "(1+w+x+y+z)**2000"),
    ("exp(x**1000)**1000", "exp(1000*x**1000)"),
    ("x**(10**9)", "x**(10**9 + 1)/x"),
    ("Sum(x**k, (k, 0, 5000))*(x - 1)", "x**5001 - 1"),
    ("sin(500*x)", "2*sin(250*x)*cos(250*x)"),
    (f"exp(x/{LONG})", f"exp(x)**(1/{LONG})"),
    ("Product(k, (k, 1, 10**9))", "Product(k, (k, 1, 10**9 - 1))*10**9"),
    ("(x + y)**300*(x - y)**300", "(x**2 - y**2)**300"),
    ("Sum(Sum(Sum(i*j*k, (i, 1, 1000)), (j, 1, 1000)), (k, 1, 1000))", "500500**3"),
    ("Sum(1/k**2, (k, 1, 10**400))", "Sum(1/(k + 1)**2, (k, 0, 10**400 - 1))"),
    ("*".join(f"sqrt({p})" for p in PRIMES), "sqrt(223092870)"),
    ("2**(1/997)*2**(1/991)", "2**(1988/988027)"),
    ("x**(1/997)*x**(1/991)*x**(1/983)", "x**(2942231/971230541)"),
    ("(1 + sqrt(2))**5000*(sqrt(2) - 1)**5000", "1"),
    ("cos(pi/30030)**2 + sin(pi/30030)**2", "1"),
    ("(cos(x)**2 + sin(x)**2)**200", "1"),
    turned("*", [f"sin(x/{p})" for p in (997, 991, 983, 977, 971)]),
    ("Abs(" * 15 + "x" + ")" * 15, "Abs(x)"),
    ("Abs(" * 15 + "x - 1" + ")" * 15 + " + x", "x + Abs(x - 1)"),
    turned(" + ", [f"Abs(x - {i})" for i in range(60)]),
    turned(" + ", [f"sign({i}*x + {i * i % 7}*y - z + {i})" for i in range(20)]),
    (f"Max({', '.join(f'x - {i}*y' for i in range(50))})", f"Max({', '.join(f'x - {49 - i}*y' for i in range(50))})"),
    (f"{PIECES} - {PIECES}", f"0*{PIECES}"),
    turned("*", [f"({name} + {i})" for i in range(60) for name in "xyzw"]),
    turned(" + ", ["1/(x**200 - 1)", "1/(y**200 - 1)", "1/(z**200 - 1)", "1/((x*y*z)**100 - 1)"]),
    turned("*", ["(x**300 - 1)/(x**7 - 1)", "(x**200 - y**200)/(x**11 - y**11)"]),
    (f"log({'*'.join(f'(x**2 + {i})' for i in range(1, 40))})", " + ".join(f"log(x**2 + {i})" for i in range(1, 40))),
    (f"log({LONG}*x**2/{LONG}1)", f"log(x**2) + log({LONG}) - log({LONG}1)"),
    ("gamma(x + 999)", "(x + 998)*gamma(x + 998)"),
    ("factorial(n + 900)", "(n + 900)*factorial(n + 899)"),
    ("sqrt(" * 25 + "x" + ")" * 25, f"x**(1/{2**25})"),
    ("sqrt(x + sqrt(y + sqrt(z + sqrt(w + sqrt(x + y)))))**2", "x + sqrt(y + sqrt(z + sqrt(w + sqrt(x + y))))"),
    (f"Derivative({'*'.join(f'sin(x**{i})' for i in range(1, 30))}, x, 20)", DERIVATIVE),
    ("Derivative(exp(exp(exp(x))), x, 20)", "Derivative(exp(exp(exp(x)))*exp(exp(x))*exp(x), x, 19)"),
    ("Derivative((x + y)**500*(x - y)**500, x, 10, y, 10)", "Derivative((x**2 - y**2)**500, y, 10, x, 10)"),
    ("Integral(exp(-t**2)*sin(10**9*t), (t, 0, 10**9))", "-Integral(exp(-t**2)*sin(-10**9*t), (t, 0, 10**9))"),
    ("Integral(sin(10**400*t), (t, 0, 1))", "(1 - cos(10**400))/10**400"),
    ("Integral(Integral(Integral(exp(a*b*c), (a, 0, 1)), (b, 0, 1)), (c, 0, 1))", TRIPLE),
    ("Limit(sin(10**400*x)/x, x, 0)", "10**400"),
]


def claim_of(lhs: str, rhs: str) -> Claim:
    names = Names({declaration.name: declaration for declaration in DOMAIN.declarations})
    return Claim(read_value(lhs, names).term, read_value(rhs, names).term, domain=DOMAIN)


@pytest.fixture(scope="module", autouse=True)
def _workers_end() -> Iterator[None]:
    yield
    workers.stop()


def outcome_of(lhs: str, rhs: str) -> Outcome:
    """The outcome, which must come within the limits and must have a reason if it is no verdict."""
    start = time.monotonic()
    outcome = decide(claim_of(lhs, rhs), LIMITS)
    assert time.monotonic() - start < LIMITS.seconds * 1.1 + STARTING_S
    assert outcome.verdict is not Verdict.UNDECIDED or outcome.reason is not None
    return outcome


@pytest.mark.parametrize(("lhs", "rhs"), FALSE, ids=lambda text: text[:40])
def test_a_false_bomb_is_never_held_for_true(lhs: str, rhs: str) -> None:
    assert outcome_of(lhs, rhs).verdict in (Verdict.REFUTED, Verdict.UNDECIDED)


@pytest.mark.parametrize(("lhs", "rhs"), TRUE, ids=lambda text: text[:40])
def test_a_true_bomb_is_never_held_for_false(lhs: str, rhs: str) -> None:
    assert outcome_of(lhs, rhs).verdict is not Verdict.REFUTED


def test_the_steps_between_bombs_keep_their_verdicts() -> None:
    for lhs, rhs in (*FALSE[::9], *TRUE[::3]):
        outcome_of(lhs, rhs)
        assert outcome_of("(x + 1)**2", "x**2 + 2*x + 1").verdict is Verdict.PROVED
        assert outcome_of("sin(x)", "cos(x)").verdict is Verdict.REFUTED
