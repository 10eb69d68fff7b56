"""Expressions are read as written, with the place of every part."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import pytest
from hypothesis import given

from tests.reading.settings import names
from tests.strategies import formula_texts
from verifier.model.chain import Place
from verifier.reading.errors import ReadError
from verifier.reading.expressions import read
from verifier.reading.names import Names
from verifier.terms.term import ONE, TWO, Term, add, call, constant, div, integer, mul, neg, power, symbol

A, B, K, X, Y, Z = (symbol(name) for name in "abkxyz")
T = symbol("t")

READS = {
    "a - b + k": add(A, neg(B), K),
    "(a - b) + k": add(add(A, neg(B)), K),
    "a - (b + k)": add(A, neg(add(B, K))),
    "a*b*k": mul(A, B, K),
    "a*(b*k)": mul(A, mul(B, K)),
    "a*b/k": div(mul(A, B), K),
    "a/b*k": mul(div(A, B), K),
    "a/b/k": div(div(A, B), K),
    "-a*b": mul(neg(A), B),
    "-a**2": neg(power(A, TWO)),
    "a*-b": mul(A, neg(B)),
    "2**-x*y": mul(power(TWO, neg(X)), Y),
    "x**y**z": power(X, power(Y, Z)),
    "x^2": power(X, TWO),
    "--x": neg(neg(X)),
    "+x": X,
    "[x + y]*2": mul(add(X, Y), TWO),
    "x/x": div(X, X),
    "0*log(x)": mul(integer(0), call("log", X)),
    "log(x, 2)": call("log", X, TWO),
    "lambda*beta": mul(symbol("lambda"), symbol("beta")),
    "E**(I*pi)": power(constant("E"), mul(constant("I"), constant("pi"))),
    "Rational(1, 2)": div(ONE, TWO),
    "u[k + 1]": Term("index", (add(K, ONE),), "u"),
    "f(x, y)": Term("apply", (X, Y), "f"),
    "sigma(s)": Term("apply", (symbol("s"),), "sigma"),
    "Derivative(f(x), x)": Term("Derivative", (Term("apply", (X,), "f"), X, ONE)),
    "Derivative(x, x, y, 2)": Term("Derivative", (X, X, ONE, Y, TWO)),
    "Derivative(x, (y, 2))": Term("Derivative", (X, Y, TWO)),
    "Derivative(s, u[k])": Term("Derivative", (symbol("s"), Term("index", (K,), "u"), ONE)),
    "d/dz (1 + z)": Term("Derivative", (add(ONE, Z), Z, ONE)),
    "a*d/dz [z]*b": mul(A, Term("Derivative", (Z, Z, ONE)), B),
    "Integral(x, x)": Term("Integral", (X, X)),
    "Integral(t, (t, -oo, oo))": Term("Integral", (T, T, neg(constant("oo")), constant("oo"))),
    "Sum(j*k, (j, 1, k), (k, 1, a))": Term("Sum", (Term("Sum", (mul(symbol("j"), K), symbol("j"), ONE, K)), K, ONE, A)),
    "Product(t, (t, 1, 2))": Term("Product", (T, T, ONE, TWO)),
    "Limit(t, t, oo)": Term("Limit", (T, T, constant("oo")), "+-"),
    "Limit(t, t, 0, '+')": Term("Limit", (T, T, integer(0)), "+"),
    "Subs(t**2, t, x)": Term("Subs", (power(T, TWO), T, X)),
    "Piecewise((x, x > 0), (0, True))": Term("Piecewise", (X, call("gt", X, integer(0)), integer(0), Term("true"))),
    "Matrix([[a, b], [x, y]])": Term("Matrix", (A, B, X, Y), "2"),
    "Matrix([a, b])": Term("Matrix", (A, B), "1"),
    "A.T*A": mul(Term("Transpose", (symbol("A"),)), symbol("A")),
    "x = y": call("eq", X, Y),
    "x == y": call("eq", X, Y),
    "Ne(x, y)": call("ne", X, Y),
    "0 < a < 1": call("and", call("lt", integer(0), A), call("lt", A, ONE)),
    "not x = 1 and y >= 2": call("and", call("not", call("eq", X, ONE)), call("ge", Y, TWO)),
    "x < 1 or (y < 1 and a < 1)": call("or", call("lt", X, ONE), call("and", call("lt", Y, ONE), call("lt", A, ONE))),
    "Or(x < 1, Not(y < 1))": call("or", call("lt", X, ONE), call("not", call("lt", Y, ONE))),
}


@pytest.mark.parametrize("text", READS)
def test_an_expression_is_kept_as_written(text: str) -> None:
    assert read(text, names()).term == READS[text]


@pytest.mark.parametrize(
    "text, value",
    [
        ("0.001", Fraction(1, 1000)),
        ("1e-3", Fraction(1, 1000)),
        (".5", Fraction(1, 2)),
        ("1.", Fraction(1)),
        ("1.e2", Fraction(100)),
        ("2E3", Fraction(2000)),
        ("010", Fraction(10)),
        ("0.1234567890123456789012345", Fraction("0.1234567890123456789012345")),
    ],
)
def test_a_number_is_exact(text: str, value: Fraction) -> None:
    assert read(text, names()).term == Term("number", (), value)


def test_a_declared_name_beats_a_constant_and_a_function() -> None:
    taken = names()
    for name in ("I", "E", "pi", "exp", "Sum", "N", "S"):
        taken.declared[name] = taken.declared["x"]
        assert read(name, taken).term == symbol(name)


def test_a_bound_name_beats_a_constant() -> None:
    index = symbol("I")
    assert read("Sum(I, (I, 1, 2))", names()).term == Term("Sum", (index, index, ONE, TWO))


def test_a_bound_name_is_not_known_outside() -> None:
    with pytest.raises(ReadError, match="`j` is not declared"):
        read("Sum(j, (j, 1, 2)) + j", names())


def test_an_undeclared_name_is_taken_where_names_are_open() -> None:
    open_names = Names(taken=[])
    assert read("p + q*p", open_names).term == add(symbol("p"), mul(symbol("q"), symbol("p")))
    assert open_names.taken == ["p", "q"]


def test_a_bound_name_is_not_taken() -> None:
    open_names = Names(taken=[])
    read("Sum(j, (j, 1, n))", open_names)
    assert open_names.taken == ["n"]


@pytest.mark.parametrize("text", READS)
def test_places_fit_the_text(text: str) -> None:
    reading = read(text, names())
    for term, place in _parts(reading.term, reading.place):
        assert 0 <= place.start < place.end <= len(text)
        assert len(place.parts) == len(term.args)
        if term.head == "symbol":
            assert text[place.start : place.end].strip("+[ ]") == term.name
    assert text[reading.place.start : reading.place.end] == text


def test_places_point_at_the_parts() -> None:
    text = "-(y*log2(a) + (1 - y))"
    term, place, _ = read(text, names())
    assert term.args[0].head == "add"
    inner = place.parts[0]
    assert [text[p.start : p.end] for p in inner.parts] == ["y*log2(a)", "(1 - y)"]
    assert [text[p.start : p.end] for p in inner.parts[0].parts] == ["y", "log2(a)"]


def _parts(term: Term, place: Place) -> Iterator[tuple[Term, Place]]:
    yield term, place
    for a, p in zip(term.args, place.parts, strict=True):
        yield from _parts(a, p)


@pytest.mark.parametrize(
    "text, code",
    [
        ("x" + "+x" * 5_000, "too-long"),
        ("x" + "+x" * 2_500, "too-many-parts"),
        ("x" + "/x" * 70, "too-deep"),
        ("x" + "**x" * 200, "too-deep"),
        ("-" * 200 + "x", "too-deep"),
        ("not " * 200 + "x = 1", "too-deep"),
        ("(" * 65 + "x" + ")" * 65, "too-deep"),
        ("(" * 4_999 + "x" + ")" * 4_999, "too-deep"),
        ("exp(" * 65 + "x" + ")" * 65, "too-deep"),
        ("1 + 2*-x**(" * 64 + "x" + ")" * 64, "too-deep"),
        ("1" * 401, "too-many-digits"),
        ("0." + "1" * 400, "too-many-digits"),
    ],
)
def test_a_bound_is_a_message(text: str, code: str) -> None:
    with pytest.raises(ReadError) as raised:
        read(text, names())
    assert raised.value.code == code


@pytest.mark.parametrize(
    "text",
    ["(" * 63 + "x" + ")" * 63, "exp(" * 62 + "x" + ")" * 62, "x" + "/x" * 62, "x" + "+x" * 1_900, "1" * 400, "1e400"],
)
def test_what_is_within_the_bounds_is_read(text: str) -> None:
    assert read(text, names()).term.depth <= 64


def outcome(text: str, known: Names) -> Term | ReadError:
    try:
        return read(text, known).term
    except ReadError as error:
        return error


@given(formula_texts())
def test_any_text_is_a_term_or_a_read_error(text: str) -> None:
    for known in (names(), Names(taken=[])):
        found = outcome(text, known)
        if isinstance(found, ReadError):
            assert 0 <= found.start <= found.end <= max(len(text), 1)
            assert found.code
            assert "\n" not in found.message
        else:
            assert found.size <= 2_000
            assert found.depth <= 64
