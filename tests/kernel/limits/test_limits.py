"""What limits become: values, signs that decide, what is undefined, and what is left as it stands."""

from __future__ import annotations

import pytest
from flint import fmpq

from verifier.kernel.derivatives.calculus import resolve
from verifier.kernel.derivatives.guards import UNDEFINED
from verifier.kernel.limits.expansions import Expansion, Expansions, Imprecise
from verifier.kernel.limits.scales import UNIT, Scale
from verifier.kernel.normal_forms.field import Field
from verifier.kernel.terms.casework import MOST_LEAVES
from verifier.reading.pairs import read_pair
from verifier.terms.term import Term


def limit(text: str) -> Term:
    return resolve(read_pair(text, text).chain.steps[0].written.term, False)


def heads(term: Term) -> set[str]:
    return {term.head}.union(*map(heads, term.args))


@pytest.mark.parametrize(
    "text",
    [
        "Limit(sin(x), x, oo)",
        "Limit(sin(1/x), x, 0)",
        "Limit(x/(2 + sin(x)), x, oo)",
        "Limit(gamma(x), x, -oo)",
        "Limit(Sum(1/k, (k, 1, n)), n, oo)",
        "Limit(sin(x)**2 + cos(x)**2, x, oo)",
        "Limit(exp(exp(exp(exp(exp(exp(exp(x))))))), x, oo)",
        "Limit(x - floor(x), x, oo)",
        "Limit((-1)**x, x, oo)",
        "Limit((-1)**(2*x), x, oo)",
        "Limit((-1/2)**(x/2), x, oo)",
        "Limit((-1/2)**(x**2), x, oo)",
        "Limit((-2)**x, x, oo)",
        "Limit((-1/2)**x/(-1/2)**x, x, oo)",
    ],
)
def test_what_expansions_do_not_tell_stays_a_limit(text: str) -> None:
    assert limit(text).head == "Limit"


@pytest.mark.parametrize(
    "text",
    [
        "Limit(1/x, x, 0)",
        "Limit(Abs(x)/x, x, 0)",
        "Limit(exp(x), x, oo)",
        "Limit(log(x), x, 0, '-')",
        "Limit(sqrt(x), x, -1)",
        "Limit(floor(x), x, 3)",
        "Limit(1/(x - x), x, 0)",
        "Limit((-2)**x, x, 0)",
    ],
)
def test_a_limit_that_does_not_exist_is_undefined(text: str) -> None:
    assert limit(text) == UNDEFINED


@pytest.mark.parametrize("text", ["Limit(sqrt(x), x, 0)", "Limit(x**x, x, 0)", "Limit(asin(x), x, 1)"])
def test_of_a_limit_from_both_sides_that_has_one_side_nothing_is_claimed(text: str) -> None:
    assert limit(text) == Term("unknown")


def test_the_sign_of_a_symbol_decides_by_pieces() -> None:
    found = limit("Limit(exp(-a*x), x, oo)")
    assert heads(found) & {"Piecewise", "guard"} == {"Piecewise", "guard"}
    assert not heads(found) & {"Limit", "unknown"}


def test_the_variable_may_have_the_name_of_a_symbol_in_the_point() -> None:
    assert limit("Limit(x**2, x, x)") == limit("Limit(t**2, t, x)")


def test_many_open_signs_end_the_search() -> None:
    body = " + ".join(f"a{k}*exp(b{k}*x)" for k in range(9))
    assert limit(f"Limit({body}, x, oo)").head == "Limit"
    assert MOST_LEAVES <= 100


@pytest.mark.parametrize("n", [40, 90])
def test_long_products_and_sums_are_bounded(n: int) -> None:
    body = "*".join(f"(exp(x/{k}) + x + sin(x)/x + log(x + {k}))" for k in range(1, n // 10))
    assert limit(f"Limit(({body})/exp({n}*x), x, oo)") is not None


# ---- expansions


def expansions() -> Expansions:
    field = Field(4)

    def sign(q: object) -> int:
        value = q.numer.leading_coefficient() if q.numer != 0 else fmpq(0)  # type: ignore[attr-defined]
        return (value > 0) - (value < 0)

    return Expansions(Scale(field, sign), 4)


def test_terms_within_the_error_are_dropped() -> None:
    of = expansions()
    t = of.scale.power_of_logarithm(0, of.field.constant(-1))
    rough = of.sum(of.number(1), of.of(of.field.one, t), Expansion((), UNIT))
    assert rough.summands == ()
    assert rough.error == UNIT


def test_a_difference_that_cancels_is_not_taken_for_zero() -> None:
    of = expansions()
    t = of.of(of.field.one, of.scale.power_of_logarithm(0, of.field.constant(-1)))
    inverse = of.inverse(of.sum(of.number(1), t))
    assert inverse is not None
    with pytest.raises(Imprecise):
        of.leading(of.subtract(inverse, inverse))
    assert of.leading(of.subtract(t, t)) is None


def test_logarithms_grow_slower_than_powers_and_powers_than_exponentials() -> None:
    of = expansions()
    scale, one = of.scale, of.field.one
    log, t = scale.power_of_logarithm(1, of.field.constant(100)), scale.power_of_logarithm(0, one)
    exponential = scale.exponential([(one, t)])
    assert scale.compare(t, log) > 0
    assert scale.compare(exponential, scale.power(t, of.field.constant(100))) > 0
    assert scale.compare(scale.exponential([(of.field.constant(-1), t)]), scale.power(t, of.field.constant(-9))) < 0
    assert scale.compare(scale.product(t, log), scale.product(log, t)) == 0
