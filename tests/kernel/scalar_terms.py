"""Random scalar terms as written, and exact points that like to lie on their boundaries."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from mpmath import mpc

from verifier.terms.term import HALF, ONE, TRUE, TWO, ZERO, I, Term, integer, rational, symbol

X, Y = symbol("x"), symbol("y")
NUMBERS = [ZERO, ONE, TWO, integer(-1), integer(3), HALF, integer(-2)]
EXPONENTS = [TWO, integer(3), integer(-1), ZERO, ONE, HALF, rational(Fraction(3, 2)), rational(Fraction(-1, 2))]
ANALYTIC = (
    "exp log ln log2 sqrt sin cos tan cot sec csc asin acos atan sinh cosh tanh coth sech csch asinh acosh atanh "
    "sigmoid softplus neg"
).split()
REAL = "Abs sign relu Heaviside floor ceiling cbrt erf log10 re im conjugate arg".split()
COMPLEX = "re im conjugate Abs sign arg".split()
REAL_POINTS = [Fraction(n) for n in ("0", "1", "-1", "2", "1/2", "1/3", "-7/5")]
COMPLEX_POINTS = [Fraction(0), Fraction(1), Fraction(-1), Fraction(2), Fraction(-2)] + [
    mpc(*parts) for parts in ((0, 1), (0, 2), (0, -2), (1, 1), (-1, 2), ("0.3", -4), ("-1.5", "-0.25"))
]


def _with_two(parts: SearchStrategy[Term], heads: list[str]) -> SearchStrategy[Term]:
    return st.builds(lambda head, a, b: Term(head, (a, b)), st.sampled_from(heads), parts, parts)


def _conditions(parts: SearchStrategy[Term]) -> SearchStrategy[Term]:
    sides = st.one_of(st.just(X), parts), st.one_of(st.sampled_from([ZERO, ONE, Y]), parts)
    relation = st.builds(lambda h, a, b: Term(h, (a, b)), st.sampled_from("gt ge lt le eq ne".split()), *sides)
    return st.one_of(relation, relation, _with_two(relation, ["and", "or"]), relation.map(lambda r: Term("not", (r,))))


def _choices(parts: SearchStrategy[Term]) -> SearchStrategy[Term]:
    last = st.one_of(st.just(TRUE), _conditions(parts))
    return st.builds(lambda a, c, b, d: Term("Piecewise", (a, c, b, d)), parts, _conditions(parts), parts, last)


def _extended(parts: SearchStrategy[Term]) -> SearchStrategy[Term]:
    return st.one_of(
        _with_two(parts, ["add", "add", "mul", "div"]),
        st.builds(lambda a, q: Term("pow", (a, q)), parts, st.one_of(st.sampled_from(EXPONENTS), st.just(Y))),
        st.builds(lambda h, a: Term(h, (a,)), st.sampled_from([*ANALYTIC, *REAL]), parts),
        _with_two(parts, ["Max", "Min", "atan2"]),
        _choices(parts),
    )


def _extended_complex(parts: SearchStrategy[Term]) -> SearchStrategy[Term]:
    return st.one_of(
        _with_two(parts, ["add", "mul", "div"]),
        st.builds(lambda a, q: Term("pow", (a, q)), parts, st.one_of(st.sampled_from(EXPONENTS), parts)),
        st.builds(lambda h, a: Term(h, (a,)), st.sampled_from([*ANALYTIC, *COMPLEX]), parts),
    )


real_terms = st.recursive(st.sampled_from([X, X, X, Y, *NUMBERS]), _extended, max_leaves=6)
complex_terms = st.recursive(st.sampled_from([X, X, X, I, *NUMBERS]), _extended_complex, max_leaves=4)
real_points = st.fixed_dictionaries({"x": st.sampled_from(REAL_POINTS), "y": st.sampled_from(REAL_POINTS)})
complex_points = st.fixed_dictionaries({"x": st.sampled_from(COMPLEX_POINTS)})
