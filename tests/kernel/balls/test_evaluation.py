"""Values of terms as written, at exact points: every convention of the language, and what is never guessed."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from flint import acb, arb, ctx, fmpq

from tests.kernel.known import read
from verifier.kernel.balls.evaluation import Difference, compile_term, differ, holds
from verifier.kernel.balls.values import Outcome, rectangle
from verifier.model.evidence import Point
from verifier.model.verdict import Answer
from verifier.terms.term import FALSE, Term, call, integer, symbol
from verifier.terms.term import ZERO as NOUGHT

UNDEFINED, WIDE, UNSUPPORTED = Outcome.UNDEFINED, Outcome.WIDE, Outcome.UNSUPPORTED
X = symbol("x")


def run(text: str, bits: int = 64, *, complex_numbers: bool = False, **values: Any) -> Any:
    """The value of the text; numbers are given as texts or pairs of them."""
    kinds = dict.fromkeys(values, "complex") if complex_numbers else {}
    return at(read(text, **kinds), bits, complex_numbers=complex_numbers, **values)


def at(term: Term, bits: int = 64, *, complex_numbers: bool = False, **values: Any) -> Any:
    return compile_term(term, complex_numbers).run(point(**values), bits)


def point(**values: Any) -> Point:
    return Point(
        {n: tuple(map(Fraction, v)) if isinstance(v, tuple) else Fraction(v) for n, v in values.items()}  # type: ignore[misc]
    )


@pytest.mark.parametrize(
    "text, x, value",
    [
        ("x**0", 0, 1),
        ("x**x", 0, 1),
        ("0**x", "1/2", 0),
        ("0**x", 0, 1),
        ("0**x", -1, UNDEFINED),
        ("0**sqrt(x)", 2, 0),
        ("x/x", 0, UNDEFINED),
        ("1/x - 1/x", 0, UNDEFINED),
        ("0*log(x)", -1, UNDEFINED),
        ("log(x)**0", -1, UNDEFINED),
        ("log(x)", 0, UNDEFINED),
        ("log(x)", 1, 0),
        ("log(x, 1)", 2, UNDEFINED),
        ("sqrt(x)", -1, UNDEFINED),
        ("sqrt(x)**2", -1, UNDEFINED),
        ("sqrt(x)", "4/9", "2/3"),
        ("x**(1/3)", -8, UNDEFINED),
        ("cbrt(x)", -8, -2),
        ("root(x, 3)", -8, UNDEFINED),
        ("root(x, 3)", 8, 2),
        ("root(x, 0)", 8, UNDEFINED),
        ("x**(2/3)", -8, UNDEFINED),
        ("x**(-2/3)", 8, "1/4"),
        ("x**3", -2, -8),
        ("x**(-3)", 0, UNDEFINED),
        ("(-8)**(sqrt(x) - 3)", 16, -8),
        ("x**sqrt(2)", -2, UNDEFINED),
        ("Heaviside(x)", 0, "1/2"),
        ("sign(x)", 0, 0),
        ("sign(x - x)", 5, 0),
        ("atan2(x, x)", 0, UNDEFINED),
        ("arg(x)", 0, UNDEFINED),
        ("arg(x)", 2, 0),
        ("re(x) + im(x)", 3, 3),
        ("conjugate(x)", 3, 3),
        ("binomial(x, 2)", "1/2", "-1/8"),
        ("binomial(x, -1)", 5, 0),
        ("binomial(3, x)", 5, 0),
        ("binomial(-2, x)", 3, -4),
        ("factorial(x)", -1, UNDEFINED),
        ("factorial(x)", 5, 120),
        ("gamma(x)", 0, UNDEFINED),
        ("gamma(x)", 5, 24),
        ("Max(x, 3, -x)", -7, 7),
        ("Min(x, 3)", 7, 3),
        ("floor(x)", "-5/2", -3),
        ("ceiling(x)", "-5/2", -2),
        ("KroneckerDelta(x, 2)", 2, 1),
        ("KroneckerDelta(x, 2)", "1/2", 0),
        ("relu(x)", -3, 0),
        ("asin(x)", 2, UNDEFINED),
        ("acos(x)", "-3/2", UNDEFINED),
        ("acosh(x)", "1/2", UNDEFINED),
        ("atanh(x)", 1, UNDEFINED),
        ("cot(x)", 0, UNDEFINED),
        ("csch(x)", 0, UNDEFINED),
        ("exp(log(x))", -1, UNDEFINED),
        ("Piecewise((1, x == 3), (0, True))", 3, 1),
        ("Piecewise((1, x > 3))", 3, UNDEFINED),
        ("Piecewise((x, x > 0), (1/x, True))", 0, UNDEFINED),
        ("Piecewise((0, x == 0), (sin(x)/x, True))", 0, 0),
        ("Piecewise((0, 1/x > 0), (1, True))", 0, UNDEFINED),
        ("Piecewise((1, x >= 0), (log(x), True))", 2, 1),
        ("Sum(1/k, (k, 1, x))", 0, 0),
        ("Sum(1/k, (k, 0, x))", -1, 0),
        ("Sum(k, (k, 5, x))", 1, 0),
        ("Product(k, (k, 5, x))", 1, 1),
        ("Sum(1/k, (k, 0, x))", 2, UNDEFINED),
        ("Sum(k, (k, 1, x))", "5/2", UNDEFINED),
        ("Sum(k**2, (k, 1, x))", 4, 30),
        ("Product(k, (k, 1, x))", 4, 24),
        ("Sum(Sum(i*j, (i, 1, j)), (j, 1, x))", 3, 25),
        ("Sum(x*Sum(x, (x, 0, 2)), (k, 0, 1))", 2, 12),
        ("Subs(1/t, t, x)", 0, UNDEFINED),
        ("Subs(t**2 + x, t, 3)", 1, 10),
        ("Derivative(x**3, x)", 2, 12),
        ("Derivative(Abs(x), x)", 0, UNDEFINED),
        ("Derivative(log(x), x)", -1, UNDEFINED),
        ("Subs(Derivative(t**3, t), t, x)", 2, 12),
        ("1 + 1e-30 - 1", 0, Fraction(1, 10**30)),
    ],
)
def test_exact_values_over_the_reals(text: str, x: int | str, value: Any) -> None:
    found = run(text, x=x)
    expected = value if isinstance(value, Outcome) else fmpq(*Fraction(value).as_integer_ratio())
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(
    "text, z, value",
    [
        ("z**0", (0, 0), 1),
        ("log(z)", (0, 0), UNDEFINED),
        ("0**z", (1, 1), 0),
        ("0**z", (0, 1), UNDEFINED),
        ("0**z", (-1, 1), UNDEFINED),
        ("0**z", (0, 0), 1),
        ("1/(z**2 + 1)", (0, 1), UNDEFINED),
        ("sign(z)", (0, 0), 0),
        ("arg(z)", (0, 0), UNDEFINED),
        ("z*conjugate(z)", (3, 4), 25),
        ("Abs(z)", (3, 4), 5),
        ("re(z) + im(z)", (3, 4), 7),
        ("I*I", (0, 0), -1),
        ("sqrt(z)", (-4, 0), (0, 2)),
        ("sqrt(z**2)", (-1, -1), (1, 1)),
        ("z**(1/2)", (-4, 0), (0, 2)),
        ("cbrt(z)", (-8, 0), -2),
        ("atan(z)", (0, 1), UNDEFINED),
        ("atanh(z)", (1, 0), UNDEFINED),
        ("Piecewise((1, z == I), (0, True))", (0, 1), 1),
        ("Piecewise((1, z < 1), (0, True))", (0, 1), UNDEFINED),
        ("Max(z, 1)", (0, 1), UNDEFINED),
        ("relu(z)", (0, 1), UNDEFINED),
        ("Piecewise((1, z*conjugate(z) > 24), (0, True))", (3, 4), 1),
    ],
)
def test_exact_values_over_the_complex_numbers(text: str, z: tuple[int, int], value: Any) -> None:
    found = run(text, z=z, complex_numbers=True)
    if isinstance(value, tuple):
        assert found == acb(*value)
    else:
        assert found == value


@pytest.mark.parametrize(
    "text, z, expected",
    [
        ("log(z)", (-1, 0), acb(0, 1) * acb.pi()),
        ("log(exp(z))", (0, 4), acb(0, 4) - 2 * acb.pi() * acb(0, 1)),
        ("z**(1/3)", (-8, 0), acb(1, arb(3).sqrt())),
        ("root(z, 3)", (-8, 0), acb(1, arb(3).sqrt())),
        ("arg(z)", (-1, 0), acb.pi()),
        ("asin(z)", (2, 0), -acb(0, 1) * (acb(0, 2) + acb(-3).sqrt()).log()),
        ("acosh(z)", (-2, 0), acb(2 + arb(3).sqrt()).log() + acb(0, 1) * acb.pi()),
        ("atanh(z)", (2, 0), (acb(3).log() - acb(-1).log()) / 2),
    ],
)
def test_principal_branches(text: str, z: tuple[int, int], expected: acb) -> None:
    found = rectangle(run(text, z=z, complex_numbers=True))
    assert found.overlaps(expected)
    assert found.rel_accuracy_bits() > 40


@pytest.mark.parametrize(
    "text, outcome",
    [
        ("sqrt(sin(pi))", WIDE),  # 0, but no precision shows it
        ("1/sin(pi)", WIDE),
        ("tan(pi/2)", WIDE),
        ("log(x)/(sqrt(2)**2 - 2)", WIDE),
        ("0**(sqrt(2)**2 - 2)", WIDE),
        ("(-8)**(sqrt(2)**2)", WIDE),
        ("KroneckerDelta(sqrt(2)**2, 2)", WIDE),
        ("gamma(sqrt(2)**2 - 3)", WIDE),
        ("Sum(1, (k, 1, sqrt(2)**2))", WIDE),
        ("Limit(sin(1/x), x, 0)", UNSUPPORTED),
        ("Integral(x, x)", UNSUPPORTED),
        ("Integral(exp(t), (t, 0, oo))", UNSUPPORTED),
        ("Sum(k, (k, 1, 10**9))", UNSUPPORTED),
        ("Sum(Sum(Sum(1, (i, 1, 900)), (j, 1, 900)), (k, 1, 900))", UNSUPPORTED),
        ("binomial(10**9*x, 5*10**8*x)", UNSUPPORTED),
        ("q*x", UNSUPPORTED),  # no value given for q
    ],
)
def test_what_is_not_known_is_never_guessed(text: str, outcome: Outcome) -> None:
    assert run(text, x=1) is outcome


@pytest.mark.parametrize(
    "text, low, high",
    [
        ("sign(sqrt(2)**2 - 2)", -1, 1),
        ("Heaviside(sqrt(2)**2 - 2)", 0, 1),
        ("floor(sqrt(2)**2)", 1, 2),
        ("Piecewise((3, sqrt(2)**2 > 2), (5, True))", 3, 5),
    ],
)
def test_an_undecided_switch_encloses_both_ways(text: str, low: int, high: int) -> None:
    found = run(text, bits=128)
    assert found.contains(low)
    assert found.contains(high)


def test_a_branch_that_is_undefined_makes_an_undecided_choice_wide() -> None:
    assert run("Piecewise((1/0, sqrt(2)**2 > 2), (5, True))") is WIDE


def test_an_undefined_part_beside_a_deciding_one_is_unclear() -> None:
    """Whether the second part of a decided conjunction is needed is not settled by the language."""
    assert run("Piecewise((1, x != 0 and 1/x > 0), (2, True))", x=0) is UNSUPPORTED
    assert run("Piecewise((1, x == 0 and 1/x > 0), (2, True))", x=0) is UNDEFINED


@pytest.mark.parametrize(
    "text, exponent, bits, sign",
    [
        ("exp(x)", 400, 64, None),
        ("factorial(x)", 400, 2048, 1),
        ("factorial(x)", 6, 64, 1),
        ("(1 + 1e-9)**x", 12, 64, 1),
        ("exp(-x)", 6, 64, 1),
        ("sin(x)", 400, 64, None),
        ("sin(x)", 400, 2048, -1),
        ("x**x", 9, 64, 1),
    ],
)
def test_huge_arguments_cost_little_and_stay_rigorous(text: str, exponent: int, bits: int, sign: int | None) -> None:
    found = run(text, bits, x=10**exponent)
    if sign is None:
        assert found is WIDE or found.contains(0)
    else:
        assert found * sign > 0


def test_huge_powers_are_not_formed_exactly() -> None:
    assert type(at(Term("pow", (integer(3), integer(10**7))))) is arb
    square = X
    for _ in range(60):
        square = Term("mul", (square, square))
    assert at(square, x="3/2") is UNSUPPORTED  # the tree counts 2**60 leaves


def test_a_term_too_deep_has_no_value() -> None:
    tower = X
    for _ in range(300):
        tower = call("sin", tower)
    assert at(tower, x=1) is UNSUPPORTED


def test_shared_parts_do_not_multiply_the_program() -> None:
    nest = X
    for _ in range(15):
        nest = Term("Piecewise", (nest, call("gt", nest, NOUGHT), NOUGHT, call("true")))
    assert at(nest, x=2) == 2


@pytest.mark.parametrize(
    "condition, x, answer",
    [
        ("x > 0", 1, Answer.YES),
        ("x > 0", 0, Answer.NO),
        ("x >= 0", 0, Answer.YES),
        ("0 < x < 1", "1/2", Answer.YES),
        ("x < 0 or x > 1", "1/2", Answer.NO),
        ("not x == 1", 1, Answer.NO),
        ("x**2 == 2", 1, Answer.NO),
        ("sqrt(2)*x == 2*x/sqrt(2)", 1, Answer.UNKNOWN),
        ("1/x > 0", 0, Answer.UNKNOWN),
        ("log(x) > 0", 2, Answer.YES),
    ],
)
def test_conditions_have_three_answers(condition: str, x: int | str, answer: Answer) -> None:
    term = read(f"Piecewise((1, {condition}))").args[1]
    assert holds(term, point(x=x)) is answer


@pytest.mark.parametrize(
    "term, x, expected",
    [
        (Term("guard", (X, call("gt", X, NOUGHT)), "exact"), 1, fmpq(1)),
        (Term("guard", (X, call("gt", X, NOUGHT)), "exact"), -1, UNDEFINED),
        (Term("guard", (X, call("gt", X, NOUGHT)), "loose"), 1, fmpq(1)),
        (Term("guard", (X, call("gt", X, NOUGHT)), "loose"), -1, UNSUPPORTED),
        (Term("guard", (X, call("eq", call("log", X), call("log", X))), "exact"), 2, fmpq(2)),
        (Term("guard", (X, call("eq", call("log", X), call("log", X))), "exact"), -1, UNDEFINED),
        (Term("guard", (X, call("gt", call("log", X), NOUGHT)), "loose"), -1, UNSUPPORTED),
        (Term("guard", (NOUGHT, FALSE), "exact"), 1, UNDEFINED),
        (Term("mul", (NOUGHT, Term("unknown"))), 1, UNSUPPORTED),
        (Term("Matrix", (X,), "1"), 1, UNSUPPORTED),
        (call("gt", X, NOUGHT), 1, UNSUPPORTED),
        (Term("constant", (), "I"), 1, UNSUPPORTED),
        (Term("Subs", (X, Term("index", (integer(1),), "x"), NOUGHT)), 1, UNSUPPORTED),
    ],
)
def test_guards_and_foreign_terms(term: Term, x: int, expected: Any) -> None:
    assert at(term, x=x) == expected


def test_declared_functions_take_concrete_bodies() -> None:
    t = symbol("t")
    f = (("t",), Term("pow", (t, integer(3))))
    at_two = Point({"x": Fraction(2)}, {"f": f})
    applied = Term("apply", (X,), "f")
    assert compile_term(applied).run(at_two, 64) == 8
    assert compile_term(Term("Derivative", (applied, X, integer(1)))).run(at_two, 64) == 12
    assert compile_term(Term("partial", (X,), "f:2")).run(at_two, 64) == 12
    assert compile_term(applied).run(Point({"x": Fraction(2)}), 64) is UNSUPPORTED


def test_a_function_of_other_arguments_has_no_value() -> None:
    of_two = Point({"x": Fraction(2)}, {"f": (("s", "t"), symbol("t"))})
    assert compile_term(Term("apply", (X,), "f")).run(of_two, 64) is UNSUPPORTED


def test_a_function_that_calls_another_is_refused_not_followed() -> None:
    body = Term("apply", (symbol("t"),), "f")
    looped = Point({"x": Fraction(2)}, {"f": (("t",), body)})
    assert compile_term(Term("apply", (X,), "f")).run(looped, 64) is UNSUPPORTED


def test_entries_of_indexed_symbols() -> None:
    total = read("Sum(x[i], (i, 1, n))", x="indexed real", n="natural")
    values = {"n": Fraction(2), "x[1]": Fraction(3), "x[2]": Fraction(1, 2)}
    assert compile_term(total).run(Point(values), 64) == fmpq(7, 2)
    assert compile_term(total).run(Point({**values, "n": Fraction(3)}), 64) is UNSUPPORTED
    assert compile_term(total).run(Point({"n": Fraction(0)}), 64) == 0


def test_the_precision_is_put_back() -> None:
    before = ctx.prec
    run("sqrt(2)", bits=1000)
    run("1/0", bits=1000)
    assert ctx.prec == before
    with pytest.raises(ValueError, match="precision"):
        run("sqrt(2)", bits=5000)


@pytest.mark.parametrize(
    "lhs, rhs, x, bits, difference",
    [
        ("x", "x + 1e-60", "1/3", 64, Difference.DIFFERENT),
        ("exp(x)", "exp(x) + 1e-60", 1, 64, Difference.OVERLAPPING),
        ("exp(x)", "exp(x) + 1e-60", 1, 256, Difference.DIFFERENT),
        ("x/x", "1", 0, 64, Difference.UNDEFINED),
        ("x/x", "1", 2, 64, Difference.EQUAL),
        ("Limit(sin(1/x), x, 0)", "0", 2, 64, Difference.UNCLEAR),
        ("1/(sqrt(2)**2 - 2)", "1", 2, 64, Difference.UNCLEAR),
        ("exp(-x)", "0", 10**6, 64, Difference.DIFFERENT),
    ],
)
def test_differences_are_certain(lhs: str, rhs: str, x: int | str, bits: int, difference: Difference) -> None:
    sides = compile_term(read(lhs)), compile_term(read(rhs))
    assert differ(*sides, point(x=x), bits).difference is difference


def test_agreement_is_counted_in_digits() -> None:
    sides = compile_term(read("sqrt(x)**2")), compile_term(read("x + 1e-30"))
    assert 17 <= differ(*sides, point(x=2), 64).digits <= 19
    assert 29 <= differ(*sides, point(x=2), 256).digits <= 31
