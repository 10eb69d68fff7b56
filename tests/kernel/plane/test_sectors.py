"""Angles of values lie in the sectors that are found: of sectors themselves, and of random terms at random points."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from fractions import Fraction

import pytest
from mpmath import mp

from tests.independent import evaluate
from tests.independent.numbers import Unclear
from tests.independent.numbers import Undefined as Undefined_
from verifier.kernel.cell import Cell, with_tower
from verifier.kernel.domains.places import answer_of
from verifier.kernel.judge import lowered
from verifier.kernel.plane import sectors
from verifier.kernel.plane.cuts import off_imaginary_rays, off_negative_axis, off_real_rays
from verifier.kernel.plane.sectors import Sector, ray
from verifier.kernel.plane.term_sectors import sector
from verifier.kernel.signs.signs import NEGATIVE, POSITIVE, ZERO
from verifier.model.verdict import Answer
from verifier.reading.pairs import read_pair
from verifier.session.asking import claim_of
from verifier.session.setting import settle
from verifier.terms.term import Term

SYMBOLS = {"x": "positive", "y": "positive", "t": "real", "z": "complex"}
BASES = (
    "x",
    "y",
    "t",
    "z",
    "I",
    "-1",
    "1 + I*x",
    "1 - I*x",
    "x + y",
    "x - I*y",
    "t + I",
    "1 + I",
    "1 - sqrt(3)*I",
    "-x",
)
EXPONENTS = ("2", "3", "-1", "1/2", "-1/2", "1/3", "3/4", "3/2", "-2/3")
QUARTERS = [Fraction(k, 4) for k in range(-8, 9)]


def cell_of(text: str, symbols: dict[str, str], facts: tuple[str, ...] = ()) -> tuple[Cell, Term]:
    chain = read_pair(text, "I", symbols, {}, facts).chain
    cell, term, _ = lowered(claim_of(settle(chain), *(s.written.term for s in chain.steps)))
    return cell, term


def sector_of(text: str, *facts: str) -> Sector:
    cell, term = cell_of(text, SYMBOLS, facts)
    return with_tower(cell, (), lambda tower: sector(tower, term))


def is_in(s: Sector, value: mp.mpc, slack: float = 1e-9) -> bool:
    """Whether a value lies in the sector, or so near that rounding hides where it lies."""
    if abs(value) < slack:
        return True
    angle = float(mp.arg(value) / mp.pi)
    return any(s.low - slack <= angle + turns <= s.high + slack for turns in range(-20, 21, 2))


# ---- sectors


def some_sector(dice: random.Random) -> Sector:
    low = dice.choice(QUARTERS)
    high = low + abs(dice.choice(QUARTERS))
    ends = (True, True) if high == low else (dice.random() < 0.5, dice.random() < 0.5)
    return Sector(low, high, *ends, dice.random() < 0.2)


def angles_in(s: Sector) -> Iterator[Fraction]:
    """Angles of a sector, ends and what is near to them among them."""
    for k in range(33):
        angle = s.low + s.width * Fraction(k, 32)
        if s.low < angle < s.high or (angle == s.low and s.has_low) or (angle == s.high and s.has_high):
            yield angle


def principal_angle(angle: Fraction) -> Fraction:
    return angle if -1 < angle <= 1 else principal_angle(angle - 2 if angle > 1 else angle + 2)


@pytest.mark.parametrize("seed", range(200))
def test_products_powers_and_common_parts_hold_the_angles_of_their_values(seed: int) -> None:
    dice = random.Random(seed)
    a, b = some_sector(dice), some_sector(dice)
    q = dice.choice([Fraction(1, 2), Fraction(-1, 3), Fraction(3, 4), Fraction(5, 2), Fraction(2), Fraction(-3)])
    for angle in angles_in(a):
        assert a.contains(angle)
        assert a.contains(angle + 2)
        turned = angle if q.denominator == 1 else principal_angle(angle)
        assert sectors.power(a, q).contains(q * turned)
        assert sectors.opposite_angles(a).contains(-angle)
        assert sectors.principal(a).contains(angle)
        if b.contains(angle):
            assert sectors.common(a, b).contains(angle)
        for other in list(angles_in(b))[::8]:
            assert sectors.product(a, b).contains(angle + other)


@pytest.mark.parametrize("seed", range(300))
def test_sums_hold_the_angles_of_their_values(seed: int) -> None:
    dice = random.Random(seed)
    parts = [some_sector(dice) for _ in range(dice.randint(2, 3))]
    found = sectors.total(parts)
    for _ in range(60):
        angles = [dice.choice(list(angles_in(s))) for s in parts]
        sizes = [0 if s.may_vanish and dice.random() < 0.5 else dice.choice([1, 1, 2, 5]) for s in parts]
        held = {principal_angle(a) for a, size in zip(angles, sizes, strict=True) if size}
        value = sum((size * mp.expjpi(a) for a, size in zip(angles, sizes, strict=True)), mp.mpc(0))
        if not any(sizes):
            assert found.may_vanish
        elif len(held) == 1:
            assert found.contains(held.pop())
        elif abs(value) < 1e-9:
            assert found.may_vanish
        else:
            eighth = Fraction(round(8 * mp.arg(value) / mp.pi), 8)
            is_exact = abs(mp.arg(value) / mp.pi - eighth) < 1e-13
            assert found.contains(eighth) if is_exact else is_in(found, value)


@pytest.mark.parametrize("seed", range(200))
def test_signs_of_parts_are_those_of_the_values(seed: int) -> None:
    s = some_sector(random.Random(seed))
    for angle in angles_in(s):
        for turn in (Fraction(0), Fraction(1, 2)):
            part = mp.cospi(angle - turn)
            sign = ZERO if (angle - turn - Fraction(1, 2)).denominator == 1 else POSITIVE if part > 0 else NEGATIVE
            assert sectors.sign_of_part(s, turn) & sign
    assert not s.may_vanish or sectors.sign_of_part(s, Fraction(0)) & ZERO


def test_signs_give_the_quadrants_with_and_without_their_edges() -> None:
    assert sectors.of_signs(POSITIVE, ZERO) in (ray(0), ray(2))
    quadrant = sectors.of_signs(POSITIVE | ZERO, POSITIVE)
    assert quadrant.contains(Fraction(1, 2))
    assert not quadrant.contains(Fraction(0))
    assert not quadrant.may_vanish
    assert sectors.of_signs(POSITIVE | ZERO, POSITIVE | ZERO).may_vanish
    assert sectors.of_signs(NEGATIVE, POSITIVE | NEGATIVE | ZERO).width == 1


# ---- terms


def expression(dice: random.Random, depth: int = 2) -> str:
    kind = dice.randint(0, 3) if depth else 0
    if kind == 0:
        return f"({dice.choice(BASES)})"
    if kind == 1:
        return f"({expression(dice, depth - 1)})**({dice.choice(EXPONENTS)})"
    joined = dice.choice(["*", "/"]) if kind == 2 else dice.choice([" + ", " - "])
    return f"({expression(dice, depth - 1)}{joined}{expression(dice, depth - 1)})"


def some_point(dice: random.Random) -> dict[str, object]:
    size = dice.choice([Fraction(1, 100), Fraction(1), Fraction(1), Fraction(100)])
    plane = mp.mpc(dice.randint(-2, 2), dice.randint(-2, 2))
    return {
        "x": size * dice.randint(1, 3),
        "y": Fraction(dice.randint(1, 5), 2),
        "t": Fraction(dice.randint(-3, 3)),
        "z": plane if plane.imag else Fraction(int(plane.real)),
    }


def check_values(dice: random.Random, text: str) -> None:
    cell, term = cell_of(text, SYMBOLS)
    found = with_tower(cell, (), lambda tower: sector(tower, term))
    for _ in range(25):
        point = some_point(dice)
        try:
            value = mp.mpmathify(evaluate.value(term, point, complex_numbers=True))
        except (Undefined_, Unclear):
            continue
        assert is_in(found, value), (text, found, point)
        assert value != 0 or found.may_vanish, (text, point)


@pytest.mark.parametrize("seed", range(250))
def test_values_of_terms_lie_in_their_sectors(seed: int) -> None:
    dice = random.Random(seed)
    check_values(dice, expression(dice, 3))


UNITS = (
    "(1 - I*x)**(1/4)/(1 + I*x)**(1/4)",
    "x*sqrt(1 + I*y)",
    "x*(2 + I)**(1/3)",
    "x",
    "-I*sqrt(x)",
    "exp(I*t)",
    "sqrt(z)",
)
COEFFICIENTS = ("", "-", "2*", "-2*", "sqrt(2)*", "-sqrt(2)*", "-sqrt(3)*", "1/2*", "(1 - I)*")


@pytest.mark.parametrize("seed", range(200))
def test_values_of_short_polynomials_lie_in_their_sectors(seed: int) -> None:
    dice = random.Random(seed)
    unit, degrees = dice.choice(UNITS), dice.choice([(0, 1), (0, 1, 2), (0, 1, 2), (-1, 0, 1), (0, 1, 2, 3)])
    text = "1" + "".join(
        f" + ({dice.choice(COEFFICIENTS)}({unit})**({k}))" for k in degrees if k or dice.random() < 0.5
    )
    check_values(dice, text)


@pytest.mark.parametrize(
    ("text", "low", "high", "ends"),
    [
        ("sqrt(1 + I*x)", 0, Fraction(1, 4), "()"),
        ("sqrt(1 - I*t)", Fraction(-1, 4), Fraction(1, 4), "()"),
        ("(1 - I*x)**(1/4)/(1 + I*x)**(1/4)", Fraction(-1, 4), 0, "()"),
        ("(1 + I)*sqrt(1 + I*x)", Fraction(1, 4), Fraction(1, 2), "()"),
        ("(1 - sqrt(3)*I)**(1/3)", Fraction(-1, 9), Fraction(-1, 9), "[]"),
        ("(-8)**(1/3)", Fraction(1, 3), Fraction(1, 3), "[]"),
        ("sqrt(z)", Fraction(-1, 2), Fraction(1, 2), "(]"),
        ("sqrt(-x)", Fraction(1, 2), Fraction(1, 2), "[]"),
        ("sqrt(-x - I*y)", Fraction(-1, 2), Fraction(-1, 4), "()"),
        ("sqrt(t)", 0, Fraction(1, 2), "[]"),
        ("sqrt(x)*(x + I*y)**3/sqrt(x + I*y)", 0, Fraction(5, 4), "()"),
        ("x*(1 + I) + y", 0, Fraction(1, 4), "()"),
        ("1 - sqrt(2)*(1 - I*x)**(1/4)/(1 + I*x)**(1/4)", Fraction(1, 2), 1, "()"),
        ("2 + exp(I*t)", Fraction(-1, 2), Fraction(1, 2), "()"),
        ("1 - sqrt(2)*x*sqrt(1 + I*y) + x**2*(1 + I*y)", Fraction(-1, 2), Fraction(3, 4), "()"),
    ],
)
def test_these_sectors_are_found(text: str, low: Fraction, high: Fraction, ends: str) -> None:
    s = sector_of(text)
    turns = 2 * round((low - s.low) / 2)
    assert (s.low + turns, s.high + turns) == (low, high)
    assert ("(["[s.has_low], ")]"[s.has_high]) == (ends[0], ends[1])


def test_what_a_fact_says_of_a_part_counts() -> None:
    assert sector_of("sqrt(cot(t))", "cos(t)/sin(t) > 0").width == 0
    assert sector_of("1 + (-1)**(3/4)*sqrt(cot(t))", "cos(t)/sin(t) > 0").width < 1


@pytest.mark.parametrize(
    ("off_cut", "text", "answer"),
    [
        (off_negative_axis, "1 + sqrt(z)", Answer.YES),  # re(sqrt(z)) >= 0
        (off_negative_axis, "sqrt(z)", Answer.UNKNOWN),  # 0 at 0
        (off_negative_axis, "sqrt(1 + I*x)**2 - 1", Answer.YES),
        (off_negative_axis, "sqrt(-x)**2", Answer.NO),
        (off_negative_axis, "(x + I*y)**2", Answer.YES),
        (off_negative_axis, "(x + I*t)**2", Answer.YES),
        (off_negative_axis, "(t + I*x)**2", Answer.UNKNOWN),  # on the cut for t = 0
        (off_negative_axis, "((t + I*x)**(1/2))**4", Answer.UNKNOWN),
        (off_negative_axis, "sqrt(z)*sqrt(1 + z)", Answer.UNKNOWN),
        (off_imaginary_rays, "sqrt(1 + I*t)", Answer.YES),
        (off_imaginary_rays, "sqrt(1 + I*t)*sqrt(1 - I*x)", Answer.YES),
        (off_imaginary_rays, "(1 + I)*sqrt(1 + I*x)", Answer.YES),  # angles up to the axis, without it
        (off_imaginary_rays, "(1 + I)*sqrt(I*x)", Answer.UNKNOWN),  # on the axis
        (off_imaginary_rays, "(1 + I)*sqrt(t + I*x)", Answer.UNKNOWN),
        (off_imaginary_rays, "sqrt(z)", Answer.UNKNOWN),  # on the axis for z < 0
        (off_negative_axis, "2 + exp(I*t)", Answer.YES),
        (off_negative_axis, "1 + exp(I*t)", Answer.UNKNOWN),  # 0 at pi
        (off_negative_axis, "1 - x*sqrt(1 + I*y) + x**2*(1 + I*y)", Answer.YES),
        (off_negative_axis, "(1 - 2*x + x**2)*(1 + I*x)", Answer.UNKNOWN),  # 0 at 1
        (off_negative_axis, "1 - 3/2*x*sqrt(1 + I*y) + x**2*(1 + I*y)", Answer.UNKNOWN),
        (off_negative_axis, "1 - sqrt(2)*x*(-1)**(1/4) + x**2*I", Answer.UNKNOWN),  # 0 at 1
        (off_negative_axis, "1 - sqrt(2)*x*(-1)**(1/5) + x**2*(-1)**(2/5)", Answer.YES),
        (off_negative_axis, "1 - (1 - I*x)**(1/4)/(1 + I*x)**(1/4)", Answer.YES),
        (off_negative_axis, "1 - (1 - I*t)**(1/4)/(1 + I*t)**(1/4)", Answer.UNKNOWN),  # 0 at 0
        (off_imaginary_rays, "1 - sqrt(2)*(1 - I*x)**(1/4)/(1 + I*x)**(1/4)", Answer.YES),
        (off_imaginary_rays, "1 - sqrt(2)*(-x)**(1/4)/x**(1/4)", Answer.NO),  # -I
        (off_imaginary_rays, "1 - sqrt(2)*(1 - I*x)**(1/3)/(1 + I*x)**(1/3)", Answer.UNKNOWN),
        (off_imaginary_rays, "(1 - 2*x*(1/2 - sqrt(7)*I/2)**(1/3))/sqrt(3)", Answer.YES),
        (off_imaginary_rays, "(1 - 2*x*(1/2 - sqrt(7)*I/2)**(2/3))*sqrt(3)", Answer.UNKNOWN),
        (off_imaginary_rays, "(I - (1 - 2*I)*x)/(2*sqrt(1 + I)*sqrt(x + x**2))", Answer.YES),
        (off_imaginary_rays, "(2*I - (1 - 2*I)*x)/(2*sqrt(1 + I)*sqrt(x + x**2))", Answer.UNKNOWN),
        (off_real_rays, "(1 + I*(1 - 2*I)*x)/(2*sqrt(1 + I)*sqrt(x + x**2))", Answer.YES),
        (off_real_rays, "(I*x - 1)*I/sqrt(1 + I*y)", Answer.UNKNOWN),
        (off_negative_axis, "1 - sqrt(1 + I*t)/sqrt(2)", Answer.YES),
        (off_negative_axis, "1 - sqrt(1 + I*t)", Answer.UNKNOWN),  # 0 at 0
        (off_negative_axis, "1 - sqrt(2 + I*t)", Answer.UNKNOWN),  # negative at 0
        (off_negative_axis, "1 - sqrt(x + I*t)/sqrt(x + y + I*t)", Answer.YES),
        (off_negative_axis, "1 - sqrt(x + y + I*t)/sqrt(x + I*t)", Answer.UNKNOWN),  # negative at 0
    ],
)
def test_conditions_are_decided_up_to_the_cut(off_cut: Callable[[Term], Term], text: str, answer: Answer) -> None:
    cell, u = cell_of(text, SYMBOLS)
    assert with_tower(cell, (), lambda tower: answer_of(tower, off_cut(u))) is answer
