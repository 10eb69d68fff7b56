"""Sample points: exact, inside the declared domain, on and beside every border, and always the same."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pytest

from verifier.engine.points.points import MOST_POINTS, has_point, sample
from verifier.kernel.balls.evaluation import holds
from verifier.model.claim import Claim, Domain
from verifier.model.evidence import Point
from verifier.model.verdict import Answer
from verifier.reading.pairs import read_pair
from verifier.terms.definitions import expand


def claim(lhs: str, rhs: str, assume: Sequence[str] = (), complex_numbers: bool = False, **symbols: str) -> Claim:
    chain = read_pair(lhs, rhs, symbols, {}, assume).chain
    assert not chain.errors, chain.errors
    sides = [expand(s.written.term, chain.definitions) for s in chain.steps]
    return Claim(*sides, "=", Domain(chain.declarations, chain.assumptions, complex_numbers))


def points(lhs: str, rhs: str = "0", assume: Sequence[str] = (), most: int = MOST_POINTS, **rest: Any) -> list[Point]:
    made = claim(lhs, rhs, assume, **rest)
    return list(sample(made.domain, (made.lhs, made.rhs), most))


def values(name: str, found: list[Point]) -> list[Any]:
    return [p.values[name] for p in found]


def test_the_first_points_are_simple_and_irregular_ones_follow() -> None:
    found = values("x", points("sin(x)"))
    assert found[0] == Fraction(1, 2)
    assert Fraction(-5, 4) in found[:6]
    assert {0, 1, -1} <= set(found)


def test_symbols_never_walk_in_step() -> None:
    found = points("x + y + z")
    for a, b in (("x", "y"), ("y", "z"), ("x", "z")):
        assert sum(p.values[a] != p.values[b] for p in found[:6]) >= 5


def test_somewhere_all_symbols_are_equal() -> None:
    assert any(p.values["x"] == p.values["y"] for p in points("x/y"))


def test_the_same_points_come_every_time() -> None:
    assert points("x**y + Abs(x - 3)") == points("x**y + Abs(x - 3)")


def test_points_are_finitely_many_and_lazily_made() -> None:
    assert len(points("x*y*z*w")) <= MOST_POINTS
    assert len(points("x*y*z*w", most=3)) == 3


@pytest.mark.parametrize(
    "symbols, assume, wanted",
    [
        ({"x": "in (0, 1)"}, [], lambda x: 0 < x < 1),
        ({"x": "in [0, 1]"}, [], lambda x: 0 <= x <= 1),
        ({"x": "> 1000"}, [], lambda x: x > 1000),
        ({"x": "real"}, ["1000 < x < 1000.001"], lambda x: 1000 < x < Fraction("1000.001")),
        ({"x": "real"}, ["x**2 < 1e-6", "x != 0"], lambda x: 0 < x * x < Fraction(1, 10**6)),
        ({"x": "nonzero"}, [], lambda x: x != 0),
        ({"x": "nonpositive"}, [], lambda x: x <= 0),
        ({"x": "natural"}, [], lambda x: x >= 0 and x.denominator == 1),
        ({"x": "positive integer"}, ["x > 40"], lambda x: x > 40 and x.denominator == 1),
        ({"x": "real"}, ["x < -3 or x > 3"], lambda x: abs(x) > 3),
        ({"x": "real"}, ["sin(x) > 1/2"], lambda x: x != 0),
    ],
)
def test_every_point_lies_in_the_declared_domain(symbols: dict[str, str], assume: list[str], wanted: Any) -> None:
    found = values("x", points("x", assume=assume, **symbols))
    assert found
    assert all(map(wanted, found))


def test_ends_of_an_interval_are_approached_and_reached_where_they_belong_to_it() -> None:
    open_ = values("x", points("x", x="in (0, 1)"))
    assert min(open_) <= Fraction(1, 10**5)
    assert max(open_) >= 1 - Fraction(1, 10**5)
    assert {0, 1} <= set(values("x", points("x", x="in [0, 1]")))


@pytest.mark.parametrize(
    "lhs, on",
    [
        ("Piecewise((2, x == 3), (x, True))", 3),
        ("Piecewise((x + 1, x > 1000), (x, True))", 1000),
        ("Abs(2*x - 7)", Fraction(7, 2)),
        ("Max(x, 5 - x)", Fraction(5, 2)),
        ("Heaviside(x + 11)", -11),
        ("Piecewise((1, x**2 == 49/4), (0, True))", Fraction(-7, 2)),
        ("Derivative(Abs(x - 6), x)", 6),
        ("sqrt((x - 100)**2)", None),
        ("KroneckerDelta(x, 17)", 17),
    ],
)
def test_switches_are_met_on_and_beside_and_far_behind(lhs: str, on: Any) -> None:
    found = values("x", points(lhs))
    if on is not None:
        assert on in found
        assert any(0 < x - on <= Fraction(1, 1000) for x in found)
        assert any(0 < on - x <= Fraction(1, 1000) for x in found)
        assert any(x > on + 2 for x in found)
    assert max(found) > 100
    assert min(found) < -100


def test_switches_of_two_symbols_meet_too() -> None:
    assert any(p.values["x"] == p.values["y"] for p in points("Piecewise((x, x == y), (y, True))"))
    assert any(p.values["i"] == p.values["j"] for p in points("KroneckerDelta(i, j)", i="integer", j="integer"))


@pytest.mark.parametrize(
    "assume, symbols",
    [
        (["p + q = 1"], {}),
        (["p + q = 1"], {"p": "in (0, 1)", "q": "in (0, 1)"}),
        (["p + q = 1", "p - q = r"], {}),
        (["2*p = 3*q + r", "r = 7"], {}),
        (["p*q = 1", "p > 2"], {}),
        (["p = q**2"], {"q": "positive"}),
        (["n = 2*m"], {"n": "integer", "m": "integer"}),
        (["x[1] + x[2] = 1"], {"x": "indexed real"}),
        (["p < q", "q < r"], {}),
    ],
)
def test_assumptions_on_several_symbols_hold_exactly(assume: list[str], symbols: dict[str, str]) -> None:
    made = claim("0", "0", assume, **symbols)
    found = list(sample(made.domain))
    assert len(found) >= 3
    for point in found:
        assert all(holds(c, point) is Answer.YES for c in made.domain.conditions)


@pytest.mark.parametrize(
    "assume", [["x > 1", "x < 1"], ["x**2 = -1"], ["x = x + 1"], ["x > 0", "log(-x) > 0"], ["1 > 2"]]
)
def test_without_a_point_in_the_domain_none_is_made_up(assume: list[str]) -> None:
    made = claim("x", "x", assume, x="real")
    assert not has_point(made.domain)
    assert list(sample(made.domain, (made.lhs,))) == []


def test_a_symbol_that_cannot_be_chosen_leaves_no_point_even_where_it_does_not_occur() -> None:
    made = claim("x", "x", ["y**2 < 0"], x="real", y="real")
    assert not has_point(made.domain)


def test_complex_symbols_reach_all_quadrants_both_sides_of_cuts_and_beyond_the_strip() -> None:
    found = values("z", points("log(exp(z))", z="complex", complex_numbers=True))
    pairs = [v if isinstance(v, tuple) else (v, Fraction(0)) for v in found]
    assert {(a > 0, b > 0) for a, b in pairs if a and b} == {(True, True), (True, False), (False, True), (False, False)}
    assert any(abs(b) > 4 or abs(b) >= Fraction(7, 2) for _, b in pairs)
    assert any(a < 0 < b < Fraction(1, 100) for a, b in pairs)
    assert any(a < 0 and -Fraction(1, 100) < b < 0 for a, b in pairs)
    assert any(a < 0 and b == 0 for a, b in pairs)


@pytest.mark.parametrize(
    ("assume", "is_far"),
    [
        (["-pi < im(z)", "im(z) <= 2*pi"], lambda z: z.imag > 5),
        (["Abs(im(z)) < 3.2"], lambda z: abs(z.imag) > 3.15),
        (["-2 < re(z) and re(z) < 2"], lambda z: abs(z.real) > 1.9),
        (["Abs(z) < 3.3"], lambda z: abs(z.imag) > 3.15),
        (["z != 0", "Abs(arg(z)) < 1.6"], lambda z: z.real < 0),
        (["0 < im(z)", "0 < re(z)", "re(z) < 1/100"], lambda z: 0 < z.real < 0.01),
    ],
)
def test_complex_symbols_come_close_to_the_borders_of_their_domain(assume: list[str], is_far: Any) -> None:
    made = claim("z", "z", assume, complex_numbers=True, z="complex")
    found = [
        complex(*map(float, p.values["z"]))
        for p in sample(made.domain, (made.lhs,))
        if isinstance(p.values["z"], tuple)
    ]
    assert any(map(is_far, found))


def test_sums_with_symbolic_bounds_run_empty_and_up_to_five_with_all_their_entries() -> None:
    found = points("Sum(x[i], (i, 1, n))", x="indexed real", n="natural")
    assert set(range(6)) <= {int(n) for n in values("n", found)}
    assert {f"x[{i}]" for i in range(6)} <= found[0].values.keys()
    assert len({found[0].values[f"x[{i}]"] for i in range(6)}) > 3


def test_entries_with_two_indices_and_with_written_ones() -> None:
    found = points("A[1, 9] + Sum(A[i, j], (i, 1, 2))", A="indexed positive", j="in [1, 2]")
    assert {"A[1, 9]", "A[1, 2]", "A[2, 1]"} <= found[0].values.keys()
    assert all(v > 0 for n, v in found[0].values.items() if n.startswith("A["))  # type: ignore[operator]


def test_sizes_are_small_at_some_points_where_entries_have_two_indices() -> None:
    found = points("Sum(A[i, k], (i, 1, n)) + d", A="indexed", k="integer", n="positive integer", d="positive integer")
    assert any(int(v) <= 3 for v in values("n", found))
    assert any(all(p.values[n] <= 3 for n in ("k", "n", "d")) for p in found)  # type: ignore[operator]


def test_declared_functions_become_concrete_ones_out_of_step() -> None:
    found = points("f(x) + g(x, 2)", f="function", g="function")
    bodies = {(p.functions["f"], p.functions["g"]) for p in found}
    assert len(bodies) >= 3
    assert all(len(p.functions["g"][0]) == 2 for p in found)
    assert all(f[1] != g[1] for f, g in bodies)


def test_bases_and_exponents_meet_in_every_order() -> None:
    found = points("(x**a)**b")
    assert any((p.values["x"], p.values["a"], p.values["b"]) == (-2, 2, Fraction(1, 2)) for p in found)
