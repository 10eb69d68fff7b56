"""Terms become SymPy objects and come back; text never becomes one."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from verifier.engine.peer.sympy_bridge import declarations_from_sympy, from_sympy, to_sympy
from verifier.model.chain import Declaration, Kind, NumberSet
from verifier.model.claim import Domain
from verifier.terms.printer import text_of
from verifier.terms.term import (
    HALF,
    ONE,
    PI,
    TWO,
    E,
    I,
    Term,
    add,
    call,
    div,
    integer,
    mul,
    neg,
    power,
    rational,
    sub,
    symbol,
)
from verifier.terms.term import ZERO as NOUGHT

x, y, n, k = map(symbol, "xynk")
REAL = Domain((Declaration("x"), Declaration("y"), Declaration("f", Kind.FUNCTION)))
sx, sy = sympy.symbols("x y", real=True)


@pytest.fixture(autouse=True)
def _no_text_reaches_sympy(monkeypatch: pytest.MonkeyPatch) -> None:
    """SymPy's one way of evaluating text fails for as long as a test runs."""
    import sympy.physics.units
    from sympy.parsing import sympy_parser

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("text reached SymPy")

    monkeypatch.setattr(sympy_parser, "parse_expr", refuse)
    with pytest.raises(AssertionError):
        sympy.sympify("x")


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        (rational(Fraction(1, 3)), sympy.Rational(1, 3)),
        (add(x, neg(y), ONE), sx - sy + 1),
        (div(mul(TWO, x), power(y, integer(3))), 2 * sx / sy**3),
        (call("sqrt", x), sympy.sqrt(sx)),
        (call("root", x, integer(3)), sx ** sympy.Rational(1, 3)),
        (call("log", x, TWO), sympy.log(sx, 2)),
        (call("log2", x), sympy.log(sx, 2)),
        (call("log10", x), sympy.log(sx, 10)),
        (call("ln", x), sympy.log(sx)),
        (call("sigmoid", x), 1 / (1 + sympy.exp(-sx))),
        (call("softplus", x), sympy.log(1 + sympy.exp(sx))),
        (call("relu", x), sympy.Max(0, sx)),
        (mul(PI, E, I), sympy.pi * sympy.E * sympy.I),
        (call("lt", x, y), sx < sy),
        (call("and", call("gt", x, NOUGHT), call("ne", y, NOUGHT)), sympy.And(sx > 0, sympy.Ne(sy, 0))),
        (Term("true"), sympy.true),
        (Term("apply", (x,), "f"), sympy.Function("f", real=True)(sx)),
        (Term("index", (integer(1),), "w"), sympy.IndexedBase("w", real=True)[1]),
        (Term("Derivative", (call("sin", x), x, TWO)), sympy.Derivative(sympy.sin(sx), sx, 2)),
        (Term("Integral", (x, x)), sympy.Integral(sx, sx)),
        (Term("Integral", (x, x, NOUGHT, y)), sympy.Integral(sx, (sx, 0, sy))),
        (Term("Limit", (x, x, NOUGHT), "+"), sympy.Limit(sx, sx, 0, "+")),
        (Term("Subs", (power(x, y), x, NOUGHT)), sympy.Subs(sx**sy, sx, 0)),
        (Term("Matrix", (x, y), "2"), sympy.ImmutableMatrix([[sx, sy]])),
        (
            Term("Piecewise", (x, call("gt", x, NOUGHT), NOUGHT, Term("true"))),
            sympy.Piecewise((sx, sx > 0), (0, True)),
        ),
    ],
    ids=lambda value: text_of(value) if isinstance(value, Term) else "",
)
def test_a_term_becomes_the_object_sympy_writes_for_it(term: Term, expected: object) -> None:
    assert to_sympy(term, REAL) == expected


def test_the_index_of_a_sum_is_an_integer_and_hides_the_symbol_of_that_name() -> None:
    index = sympy.Symbol("x", integer=True)
    term = add(x, Term("Sum", (power(y, x), x, ONE, x)))
    assert to_sympy(term, REAL) == sx + sympy.Sum(sy**index, (index, 1, sx))


def test_a_cube_root_of_a_negative_number_is_real_over_the_reals() -> None:
    assert to_sympy(call("cbrt", integer(-8)), REAL) == -2
    assert to_sympy(call("cbrt", integer(-8)), Domain(complex_numbers=True)) != -2


@pytest.mark.parametrize(
    ("condition", "word"),
    [
        (call("gt", x, NOUGHT), "positive"),
        (call("ge", x, ONE), "positive"),
        (call("lt", NOUGHT, x), "positive"),
        (call("and", call("gt", x, NOUGHT), call("lt", x, ONE)), "positive"),
        (call("ge", x, NOUGHT), "nonnegative"),
        (call("lt", x, neg(HALF)), "negative"),
        (call("le", x, NOUGHT), "nonpositive"),
        (call("ne", x, NOUGHT), "nonzero"),
        (call("gt", x, integer(-1)), None),
        (call("gt", x, y), None),
        (call("ne", x, ONE), None),
    ],
    ids=lambda value: text_of(value) if isinstance(value, Term) else str(value),
)
def test_symbols_carry_the_declared_sign_and_no_more(condition: Term, word: str | None) -> None:
    words = ("positive", "negative", "nonnegative", "nonpositive", "nonzero")
    declared = to_sympy(x, Domain((Declaration("x", conditions=(condition,)),)))
    assumed = to_sympy(x, Domain((Declaration("x"),), conditions=(condition,)))
    assert declared == assumed == sympy.Symbol("x", real=True, **({word: True} if word else {}))
    assert [w for w in words if word is None and getattr(declared, f"is_{w}")] == []


def test_a_name_no_author_can_write_becomes_a_symbol_of_its_own() -> None:
    assert to_sympy(sub(symbol("z'"), symbol("z")), REAL) != 0
    assert to_sympy(sub(symbol("z'"), symbol("z'")), REAL) == 0
    assert "'" not in str(to_sympy(symbol("z'"), REAL))


@pytest.mark.parametrize(
    "name", ["", "a b", "x;", "é", "ｘ", "x²", "__import__('os').system('id')", "1x", "x.y", "x\n"]
)
def test_a_name_of_other_letters_is_refused_both_ways(name: str) -> None:
    for term in (symbol(name), Term("apply", (x,), name), Term("index", (x,), name)):
        with pytest.raises(ValueError, match="is no name"):
            to_sympy(term, REAL)
    for expr in (sympy.Dummy(name or " "), sympy.Function(name or " ")(sx)):
        with pytest.raises(ValueError, match="is no name"):
            from_sympy(expr)


@pytest.mark.parametrize(
    "head", ["unknown", "guard", "partial", "Expectation", "Variance", "eval", "__class__", "make_neg"]
)
def test_what_sympy_has_no_word_for_is_refused(head: str) -> None:
    with pytest.raises(TypeError, match="SymPy has no word"):
        to_sympy(Term(head, (x,)), REAL)


numbers = st.fractions(min_value=-9, max_value=9, max_denominator=20).map(rational)
leaves = st.one_of(st.sampled_from([x, y, PI, E]), numbers)


def larger(part: st.SearchStrategy[Term]) -> st.SearchStrategy[Term]:
    few = st.lists(part, min_size=2, max_size=3)
    unary = st.sampled_from(["exp", "sin", "cos", "atan", "sinh", "Abs", "sign", "floor", "erf", "sigmoid", "relu"])
    return st.one_of(
        few.map(lambda parts: add(*parts)),
        few.map(lambda parts: mul(*parts)),
        st.builds(neg, part),
        st.builds(div, part, part.filter(lambda t: to_sympy(t, REAL) != 0)),
        st.builds(power, part.filter(lambda t: to_sympy(t, REAL) != 0), st.integers(-3, 3).map(integer)),
        st.builds(call, unary, part),
        st.builds(lambda body: Term("Derivative", (body, x, ONE)), part),
        st.builds(lambda body: Term("Sum", (mul(k, body), k, ONE, n)), part),
        st.builds(lambda a, b: Term("Piecewise", (a, call("gt", x, NOUGHT), b, Term("true"))), part, part),
    )


terms = st.recursive(leaves, larger, max_leaves=8)


@given(terms)
def test_what_sympy_built_from_a_term_reads_back_as_the_same_object(term: Term) -> None:
    """But for a number that SymPy multiplies into a sum when it meets both anew: 2*(1 + u) is 2 + 2*u."""
    domain = Domain((Declaration("x"), Declaration("y"), Declaration("n", numbers=NumberSet.INTEGER)))
    built = to_sympy(term, domain)
    if built.has(sympy.nan, sympy.zoo):
        return
    again = to_sympy(from_sympy(built), domain)
    assert again == built or sympy.simplify(again - built) == 0


a, b = sympy.symbols("a b")
f = sympy.Function("f")
i = sympy.Symbol("i", integer=True)
A, B = sympy.MatrixSymbol("A", 2, 2), sympy.MatrixSymbol("B", 2, 2)


@pytest.mark.parametrize(
    ("expr", "text"),
    [
        (sympy.Rational(-3, 7), "-(3/7)"),
        (a - b, "a - b"),
        (-a * b / (2 * sympy.sqrt(a + 1)), "-(a*b/(2*sqrt(1 + a)))"),
        (a**-2, "1/a**2"),
        (a**-b, "a**(-b)"),
        (sympy.exp(-a), "exp(-a)"),
        (sympy.log(a, 2), "log(a)/log(2)"),
        (sympy.Max(a, 0), "Max(0, a)"),
        (sympy.Heaviside(a), "Heaviside(a)"),
        (sympy.KroneckerDelta(i, 1), "KroneckerDelta(1, i)"),
        (f(a, b), "f(a, b)"),
        (sympy.Derivative(f(a), a, 2), "Derivative(f(a), a, 2)"),
        (sympy.Integral(a * b, (a, 0, 1), (b, 0, 2)), "Integral(Integral(a*b, (a, 0, 1)), (b, 0, 2))"),
        (sympy.Integral(a, a), "Integral(a, a)"),
        (sympy.Sum(sympy.IndexedBase("w")[i], (i, 1, 3)), "Sum(w[i], (i, 1, 3))"),
        (sympy.Product(i, (i, 1, b)), "Product(i, (i, 1, b))"),
        (sympy.Limit(sympy.sin(a) / a, a, 0, "+-"), "Limit(sin(a)/a, a, 0)"),
        (sympy.Limit(1 / a, a, sympy.oo), "Limit(1/a, a, oo, '-')"),
        (sympy.Subs(f(a), a, b), "Subs(f(a), a, b)"),
        (sympy.Eq(a, b), "a = b"),
        (sympy.Or(a > 1, sympy.Ne(b, 0)), "a > 1 or b != 0"),
        (sympy.Piecewise((a, a < 1), (b, True)), "Piecewise((a, a < 1), (b, True))"),
        (sympy.Matrix([[a, 1], [0, b]]), "Matrix([[a, 1], [0, b]])"),
        (sympy.ImmutableMatrix([[a, b]]), "Matrix([[a, b]])"),
        (A * B + 2 * A.T, "2*Transpose(A) + A*B"),
        (A.I, "Inverse(A)"),
        (sympy.Trace(A * B), "Trace(A*B)"),
        (sympy.Identity(2) - A, "-A + Identity(2)"),
        (2, "2"),
        (Fraction(-1, 2), "-(1/2)"),
    ],
    ids=str,
)
def test_an_object_becomes_the_term_an_author_would_write(expr: object, text: str) -> None:
    assert text_of(from_sympy(expr)) == text


def test_bound_symbols_yield_to_free_ones_of_the_same_name() -> None:
    free, bound = sympy.Symbol("i"), sympy.Symbol("i", integer=True)
    assert text_of(from_sympy(sympy.Sum(free * bound, (bound, 0, 2)))) in (
        "Sum(i*i', (i', 0, 2))",
        "Sum(i'*i, (i', 0, 2))",
    )
    assert text_of(from_sympy(sympy.Sum(bound, (bound, 0, 2)))) == "Sum(i, (i, 0, 2))"
    assert text_of(from_sympy(sympy.Dummy("a") ** a)) == "a'**a"
    assert text_of(from_sympy(sympy.Dummy("a"))) == "a"


def test_two_symbols_that_print_alike_are_refused() -> None:
    with pytest.raises(ValueError, match="two symbols are named `a`"):
        from_sympy(sympy.Symbol("a", real=True) - sympy.Symbol("a", positive=True))


@pytest.mark.parametrize(
    ("expr", "name"),
    [
        ("a + b", "str"),
        (0.5, "float"),
        (None, "NoneType"),
        (True, "bool"),
        ([a], "list"),
        (sympy.Float(0.1) * a, "Float"),
        (sympy.zoo, "ComplexInfinity"),
        (sympy.nan, "NaN"),
        (sympy.EulerGamma, "EulerGamma"),
        (sympy.zeta(a), "zeta"),
        (sympy.acot(a), "acot"),
        (sympy.Mod(a, b), "Mod"),
        (sympy.O(a**2), "Order"),
        (sympy.DiracDelta(a), "DiracDelta"),
        (sympy.Heaviside(a, 1), "Heaviside"),
        (sympy.KroneckerDelta(i, 1, (0, 3)), "KroneckerDelta"),
        (sympy.Derivative(f(a) ** 2, f(a)), "Derivative"),
        (sympy.Integral(a, (a, b)), "Integral"),
        (sympy.Subs(a * b, (a, b), (1, 2)), "Subs"),
        (A[0, 1], "MatrixElement"),
        (sympy.HadamardProduct(A, B), "HadamardProduct"),
        (sympy.Interval(0, 1), "Interval"),
        (sympy.Tuple(a, b), "Tuple"),
        (sympy.ITE(a > 1, b > 1, b < 0), "ITE"),
        (sympy.Wild("a"), "Wild"),
    ],
    ids=str,
)
def test_what_the_language_has_no_word_for_is_refused_by_its_class(expr: object, name: str) -> None:
    with pytest.raises(TypeError, match=name):
        from_sympy(expr)


def test_a_class_of_the_users_own_is_not_taken_for_one_of_sympys() -> None:
    own = type("exp", (sympy.Function,), {"__module__": "elsewhere"})
    with pytest.raises(TypeError, match=r"elsewhere\.exp"):
        from_sympy(own(a))


def test_an_object_beyond_the_bounds_is_refused() -> None:
    deep = a
    for _ in range(100):
        deep = sympy.sin(deep)
    for large in (deep, sympy.Add(*[a**j for j in range(2000)]), sympy.Integer(10) ** 400 + a):
        with pytest.raises(ValueError, match="too large"):
            from_sympy(large)
    assert from_sympy(sympy.Integer(10) ** 399).number == 10**399


@pytest.mark.parametrize(
    ("made", "declared"),
    [
        (sympy.Symbol("a"), Declaration("a")),
        (sympy.Symbol("a", real=True), Declaration("a")),
        (
            sympy.Symbol("a", positive=True),
            Declaration("a", conditions=(call("gt", symbol("a"), NOUGHT),), words="positive real"),
        ),
        (
            sympy.Symbol("a", integer=True, nonnegative=True),
            Declaration(
                "a",
                numbers=NumberSet.INTEGER,
                conditions=(call("ge", symbol("a"), NOUGHT),),
                words="nonnegative integer",
            ),
        ),
        (
            sympy.Symbol("a", complex=True, zero=False),
            Declaration(
                "a", numbers=NumberSet.COMPLEX, conditions=(call("ne", symbol("a"), NOUGHT),), words="nonzero complex"
            ),
        ),
        (f(1), Declaration("f", Kind.FUNCTION, words="function")),
        (sympy.IndexedBase("w")[1], Declaration("w", Kind.INDEXED, words="real indexed")),
        (A, Declaration("A", Kind.MATRIX, shape=(TWO, TWO), words="matrix")),
    ],
    ids=str,
)
def test_what_a_symbol_assumes_is_declared(made: object, declared: Declaration) -> None:
    assert declarations_from_sympy(made) == (declared,)


def test_only_free_names_are_declared() -> None:
    assert [d.name for d in declarations_from_sympy(sympy.Sum(i * b, (i, 0, sympy.Symbol("n"))), a, a + b)] == [
        "a",
        "b",
        "n",
    ]


@pytest.mark.parametrize(
    "word", ["even", "prime", "rational", "irrational", "imaginary", "noninteger", "extended_real"]
)
def test_an_assumption_no_declaration_can_state_is_refused(word: str) -> None:
    with pytest.raises(ValueError, match="cannot be declared"):
        declarations_from_sympy(sympy.Symbol("a", **{word: True}))


def test_one_name_used_in_two_ways_is_refused() -> None:
    for other in (sympy.Symbol("a", positive=True), sympy.Function("a")(b), sympy.IndexedBase("a")[1]):
        with pytest.raises(ValueError, match="`a` is used in two ways"):
            declarations_from_sympy(a, other)
