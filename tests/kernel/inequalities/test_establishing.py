"""Proofs of conditions: what each rule accepts, and what it refuses from a forger."""

from __future__ import annotations

import pytest

from tests.relations import claim_between
from verifier.kernel.cell import Refused
from verifier.kernel.inequalities.establishing import establish
from verifier.kernel.judge import lowered
from verifier.kernel.normal_forms.tower import NeedsSign
from verifier.kernel.proving import condition_of
from verifier.kernel.relations import statement, valued
from verifier.model.evidence import Proof
from verifier.terms.term import ONE, ZERO, Term, call, integer, neg, power, rational, sub, symbol


def read(text: str, **symbols: str) -> Term:
    return lowered(claim_between(text, "=", "0", **symbols))[1]


X, Y, N = symbol("x"), symbol("y"), symbol("n")
SIGNS = Proof("signs")


def shown(lhs: str, relation: str, rhs: str, proof: Proof, *assume: str, **symbols: str) -> bool:
    """Whether the kernel accepts the proof for the relation on the declared domain."""
    cell, side, _ = lowered(statement(valued(claim_between(lhs, relation, rhs, *assume, **symbols))))
    condition = condition_of(side)
    assert condition is not None
    try:
        establish(cell, condition, proof)
    except (Refused, NeedsSign):
        return False
    return True


def slope(c: Term, mode: str, first: Proof = SIGNS, second: Proof = SIGNS, name: str = "x") -> Proof:
    return Proof("slope", (c,), (name, mode), (first, second))


def test_a_slope_shows_what_starts_at_zero_and_grows() -> None:
    own = Proof("apply", (), ("log",), (SIGNS,))
    grows = Proof("lemma", (call("ge", call("exp", symbol("x_0")), ONE),), (), (own, SIGNS))
    assert shown("exp(x)", ">=", "1 + x", slope(ZERO, "weak", SIGNS, grows), x="nonnegative")


@pytest.mark.parametrize(
    "lhs, relation, rhs, proof, words",
    [
        ("exp(x)", ">", "1 + x", slope(ZERO, "growth"), "nonnegative"),  # equal at 0
        ("exp(x)", ">=", "1 + x", slope(ZERO, "weak"), "real"),  # x may lie below 0
        ("exp(x)", ">=", "1 + x", slope(ZERO, "start"), "nonnegative"),  # nothing is strict at 0
        ("1/x", ">=", "-1", slope(ONE, "weak"), "real"),  # a pole lies between
        ("1/x", ">=", "1/2", slope(integer(-2), "weak"), "> 0"),  # the start is on the other side of the pole
        ("x", ">=", "1", slope(ZERO, "weak"), "nonnegative"),  # it is negative at the start
        ("x**2", ">=", "1", slope(ONE, "weak"), "nonnegative"),  # it falls below the start
        ("floor(x)", ">=", "0", slope(ZERO, "weak"), "nonnegative"),  # no derivative at the jumps
        ("-floor(x)", ">=", "0", slope(ZERO, "weak"), "nonnegative"),
        ("sign(x)", ">=", "0", slope(neg(ONE), "weak"), "real"),
        ("x", ">=", "y", slope(X, "weak"), "real"),  # the place names the symbol
        ("x", ">=", "x", slope(ZERO, "weak", name="z"), "real"),
        ("x", ">=", "x", slope(ZERO, "weak", name="q"), "real"),
        ("sqrt(x) + 1", ">=", "0", slope(neg(ONE), "weak"), "real"),  # not defined at the start
        ("log(x)", "<=", "0", slope(ONE, "weak"), "> 0"),
    ],
)
def test_a_forged_slope_is_refused(lhs: str, relation: str, rhs: str, proof: Proof, words: str) -> None:
    assert not shown(lhs, relation, rhs, proof, x=words)


def test_facts_that_need_not_hold_between_are_forgotten() -> None:
    """x*(x - 2) >= 0 on the domain says nothing of the numbers between 0 and x."""
    proof = slope(ZERO, "weak")
    assert not shown("x**3 - 3*x**2", ">=", "-2*x", proof, "x*(x - 2) >= 0", x="nonnegative")
    assert not shown("n*(n - 1)", ">=", "0", slope(ZERO, "weak", name="n"), n="natural")


def test_the_ends_of_an_open_domain_need_not_be_in_it() -> None:
    assert shown("x", ">", "0", slope(ZERO, "growth"), x="positive")
    assert not shown("x", ">", "0", slope(ZERO, "start"), x="positive")


@pytest.mark.parametrize(
    "lhs, relation, rhs, low, high, words, accepted",
    [
        ("exp(x)", ">", "2*x", 0, 2, "in [0, 2]", True),
        ("exp(x)", ">", "2*x", 0, 1, "in [0, 2]", False),  # the interval is too short
        ("exp(x)", ">=", "1 + x", -1, 1, "in [-1, 1]", False),  # contact
        ("exp(x)", ">", "3*x", 0, 2, "in [0, 2]", False),
        ("1/x", ">", "-1000", -1, 1, "in [-1, 1]", False),  # a pole
        ("x + y", ">", "-9", -1, 1, "in [-1, 1]", False),  # another symbol
        ("2 - floor(x)", ">", "0", 0, 1, "in [0, 1]", True),
        ("1 - floor(x)", ">", "0", 0, 1, "in [0, 1]", False),
    ],
)
def test_boxes_show_what_is_positive_on_an_interval(
    lhs: str, relation: str, rhs: str, low: int, high: int, words: str, accepted: bool
) -> None:
    proof = Proof("boxes", (integer(low), integer(high)), ("x",))
    assert shown(lhs, relation, rhs, proof, x=words) is accepted


def test_a_lemma_must_be_defined_and_true() -> None:
    below = call("lt", X, ZERO)
    assert not shown("x", "<", "1", Proof("lemma", (below,), (), (SIGNS, SIGNS)))
    undefined = call("ge", call("log", X), call("log", X))
    assert not shown("x", "<=", "x", Proof("lemma", (undefined,), (), (SIGNS, SIGNS)))
    assert shown("x", "<=", "x", Proof("lemma", (undefined,), (), (SIGNS, SIGNS)), x="positive")
    assert not shown("x", "<=", "x", Proof("lemma", (X,), (), (SIGNS, SIGNS)))


@pytest.mark.parametrize(
    "function, terms, words, accepted",
    [
        ("log", (), "positive", True),
        ("log", (), "real", False),
        ("power", (integer(2),), "nonnegative", True),
        ("power", (integer(2),), "real", False),
        ("power", (integer(3),), "real", True),
        ("power", (integer(-1),), "positive", False),
        ("power", (ZERO,), "positive", False),
        ("power", (Y,), "positive", False),
        ("power", (rational(3),), "real", True),
        ("exp", (), "real", True),
        ("cos", (), "real", False),
    ],
)
def test_only_increasing_functions_go_to_both_sides(
    function: str, terms: tuple[Term, ...], words: str, accepted: bool
) -> None:
    """x <= y as a fact, and after the function."""
    fact = call("le", X, Y)
    after = tuple(power(s, terms[0]) if function == "power" and terms else call(function, s) for s in fact.args)
    cell, _side, _ = lowered(statement(claim_between("x", "<=", "y", "x <= y", x=words, y=words)))
    proof = Proof("applied", (fact, *terms), (function,))
    try:
        establish(cell, Term("le", after), proof)
    except Refused:
        assert not accepted
    else:
        assert accepted


def test_what_is_applied_is_a_fact() -> None:
    cell, _, _ = lowered(statement(claim_between("x", "<=", "y")))
    with pytest.raises(Refused):
        establish(cell, call("le", call("exp", X), call("exp", Y)), Proof("applied", (call("le", X, Y),), ("exp",)))


def test_a_sum_of_terms_is_the_difference_and_each_is_not_negative() -> None:
    square = power(sub(X, Y), integer(2))
    assert shown("x**2 + y**2", ">=", "2*x*y", Proof("sum", (square,), (), (SIGNS,)))
    assert not shown("x**2 + y**2", ">=", "3*x*y", Proof("sum", (square,), (), (SIGNS,)))
    assert not shown("x**2 + y**2", ">", "2*x*y", Proof("sum", (square,), (), (SIGNS,)))
    assert not shown("x", ">=", "y", Proof("sum", (sub(X, Y),), (), (SIGNS,)))
    assert not shown("x**2 + y**2", ">=", "2*x*y", Proof("sum", (), (), ()))


def test_induction_needs_an_integer_from_the_start_on() -> None:
    proof = Proof("induction", (ZERO,), ("n",), (SIGNS, SIGNS))
    assert shown("2**n", ">=", "1", proof, n="natural")
    assert not shown("2**n", ">=", "1", proof, n="integer")
    assert not shown("2**n", ">=", "1", proof, n="nonnegative")
    assert shown("n", "<=", "5", proof, "n <= 5", n="natural")  # where n + 1 <= 5 is asked for
    assert not shown("n", "<=", "4", proof, "n <= 5", n="natural")
    assert not shown("n", ">=", "2", proof, "n >= 3", n="natural")  # not at the start
    assert not shown("(n - 2)**2", ">=", "1", proof, "(n - 2)**2 >= 1", n="natural")  # it does not hold on the way
    assert not shown("n", "<=", "m", proof, "n <= m/(n - 1)", n="natural", m="real")  # undefined on the way
    assert not shown("n**2", ">", "n", proof, n="positive integer")


def test_listed_bounds_are_recognised_as_written() -> None:
    known = Proof("known")
    assert shown("cos(x*y)", "<=", "1", known)
    assert shown("exp(x - y)", ">=", "1 + (x - y)", known)
    assert not shown("cos(x*y)", "<", "1", known)
    assert not shown("exp(x - y)", ">=", "1 + (y - x)", known)
    assert not shown("exp(x)", ">=", "2 + x", known)


def test_cases_cover_the_cell() -> None:
    assert shown("Abs(x)", ">=", "x", Proof("split", (X,), (), (SIGNS, SIGNS, SIGNS)))
    assert not shown("Abs(x)", ">=", "x", Proof("split", (X,), (), (SIGNS, SIGNS)))
    assert not shown("Abs(x)", ">=", "x", Proof("split", (call("log", X),), (), (SIGNS, SIGNS, SIGNS)))
    either = call("or", call("gt", X, ONE), call("lt", X, neg(ONE)))
    assert not shown("x**2", ">", "1", Proof("alternatives", (either,), (), (SIGNS, SIGNS)))


def test_a_value_is_a_number_and_true() -> None:
    assert shown("exp(1)", ">", "2", Proof("value"))
    assert not shown("exp(1)", ">", "3", Proof("value"))
    assert not shown("sqrt(2)*sqrt(3)", "<", "sqrt(6)", Proof("value"))
    assert shown("sqrt(2)*sqrt(3)", "<=", "sqrt(6)", Proof("value"))
    assert not shown("x", "<=", "x + 1", Proof("value"))


@pytest.mark.parametrize("rule", ["signs", "value", "known", "lemma", "split", "each", "other", "sum", "nothing"])
def test_rules_with_wrong_parameters_are_refused(rule: str) -> None:
    assert not shown("x", "<=", "x + y", Proof(rule, (N,), ("x", "y", "z"), ()))


def means(middle: Term, *weighted: Term) -> Proof:
    return Proof("means", (middle, *weighted))


@pytest.mark.parametrize(
    "lhs, rhs, proof, words, accepted",
    [
        ("(x**3 + 2*y**3)/3", "x*y**2", means(read("x*y**2"), read("x**3"), ONE, read("y**3"), integer(2)), "positive", True),
        ("(x**3 + 2*y**3)/3", "x*y**2", means(read("x*y**2"), read("x**3"), ONE, read("y**3"), integer(2)), "real", False),
        ("(x**3 + 2*y**3)/3", "x**2*y", means(read("x**2*y"), read("x**3"), ONE, read("y**3"), integer(2)), "positive", False),
        ("(x**2 + y**2)/2", "x*y", means(read("x*y"), read("x**2"), ONE, read("y**2"), ONE), "real", True),
        ("(x**2 + y**2)/2", "-x*y", means(read("-x*y"), read("x**2"), ONE, read("y**2"), ONE), "real", True),
        ("(x**2 + y**2)/2", "2*x*y", means(read("2*x*y"), read("x**2"), ONE, read("y**2"), ONE), "real", False),
        ("(x**2 + y**2)/2", "x*y", means(read("x*y"), read("x**2"), ONE, read("y**2"), ZERO), "real", False),
        ("(x**2 + y**2)/2", "x*y", means(read("x*y"), read("x**2"), neg(ONE), read("y**2"), integer(3)), "real", False),
        ("(x**2 + y**2)/2", "x*y", means(read("x*y"), read("x**2"), ONE), "real", False),
        ("(x + y)/2", "-1", means(neg(ONE), read("x"), ONE, read("y"), ONE), "real", False),
    ],
)  # fmt: skip
def test_means_are_weighted_and_of_terms_that_are_not_negative(
    lhs: str, rhs: str, proof: Proof, words: str, accepted: bool
) -> None:
    assert shown(lhs, ">=", rhs, proof, x=words, y=words) is accepted
    assert not shown(lhs, ">", rhs, proof, x=words, y=words)


@pytest.mark.parametrize(
    "lhs, rhs, weights, words, accepted",
    [
        ("p*x + (1 - p)*y", "x**p*y**(1 - p)", ("x", "p", "y", "1 - p"), {"x,y": "positive", "p": "in [0, 1]"}, True),
        ("p*x + (1 - p)*y", "x**p*y**(1 - p)", ("x", "p", "y", "1 - p"), {"x,y": "real", "p": "in (0, 1)"}, False),
        ("p*x + (1 - p)*y", "x**p*y**(1 - p)", ("x", "p", "y", "1 - p"), {"x,y": "positive", "p": "real"}, False),
        ("p*x + (1 - p)*y", "x**p*y**(1 - p)", ("x", "p", "y", "1 - p"), {"x,y": "positive", "p": "in [0, 2]"}, False),
        ("p*x + q*y", "x**p*y**q", ("x", "p", "y", "q"), {"x,y,p,q": "positive"}, False),  # of any sum
        ("p*x + (1 - p)*y", "x**(1 - p)*y**p", ("x", "p", "y", "1 - p"), {"x,y": "positive", "p": "in (0, 1)"}, False),
        ("p*x - p*y", "x**p*y**(-p)", ("x", "p", "y", "-p"), {"x,y": "positive", "p": "in (0, 1)"}, False),
    ],
)  # fmt: skip
def test_weights_of_means_are_not_negative_and_have_the_sum_one(
    lhs: str, rhs: str, weights: tuple[str, ...], words: dict[str, str], accepted: bool
) -> None:
    symbols = {name: own for names, own in words.items() for name in names.split(",")}
    proof = means(*(read(text, **symbols) for text in (rhs, *weights)))
    assert shown(lhs, ">=", rhs, proof, **symbols) is accepted
    assert not shown(lhs, ">", rhs, proof, **symbols)


@pytest.mark.parametrize(
    "lhs, relation, rhs, words, accepted",
    [
        ("log(x)", "<", "x - 1", "> 1", True),
        ("log(x)", "<", "x - 1", "in (0, 1)", True),
        ("log(x)", "<", "x - 1", "positive", False),
        ("log(x)", "<=", "x - 1", "positive", True),
        ("exp(x)", ">", "1 + x", "negative", True),
        ("exp(x)", ">", "1 + x", "real", False),
        ("exp(x)", ">", "x", "negative", False),
    ],
)
def test_listed_bounds_are_strict_where_their_place_of_contact_is_excluded(
    lhs: str, relation: str, rhs: str, words: str, accepted: bool
) -> None:
    assert shown(lhs, relation, rhs, Proof("known"), x=words) is accepted


def instance(general: Term, term: Term, fact: Term, name: str = "t") -> Proof:
    return Proof("instance", (general, term, fact), (name,), (SIGNS, SIGNS))


T = symbol("t")


@pytest.mark.parametrize(
    "proof, accepted",
    [
        (instance(call("le", X, T), read("x + 1"), call("ge", T, X)), True),
        (instance(call("le", X, T), read("x + 1"), call("ge", T, ZERO)), False),  # too little is known of t
        (instance(call("le", X, T), read("x + 2"), call("ge", T, X)), False),  # another condition
        (instance(call("le", X, T), read("x + 1"), call("ge", T, read("x + 2"))), False),  # it does not hold of x + 1
        (instance(call("le", X, X), read("x + 1"), call("ge", X, X), "x"), False),  # x means something already
        (instance(call("le", X, read("x + 1")), read("x + 1"), read("x + 1")), False),  # no fact
    ],
)
def test_an_instance_is_shown_for_any_number_of_which_the_fact_holds(proof: Proof, accepted: bool) -> None:
    assert shown("x", "<=", "x + 1", proof, x="real") is accepted


def one_of(total: str, place: str, **symbols: str) -> Proof:
    return Proof("summand", (read(total, **symbols), read(place, **symbols)), (), (SIGNS,))


@pytest.mark.parametrize(
    "lhs, rhs, total, place, words, accepted",
    [
        ("2**n", "binomial(n, k)", "Sum(binomial(n, j), (j, 0, n))", "k", {"n,k": "natural"}, True),
        ("2**n", "binomial(n, k)", "Sum(binomial(n, j), (j, 0, n))", "k", {"n": "natural", "k": "integer"}, False),
        ("2**n", "binomial(n, k)", "Sum(binomial(n, j), (j, 0, n))", "k", {"n": "natural", "k": "real"}, False),
        ("2**n", "binomial(n, k) + 1", "Sum(binomial(n, j), (j, 0, n))", "k", {"n,k": "natural"}, False),
        ("0**n", "(-1)**k*binomial(n, k)", "Sum((-1)**j*binomial(n, j), (j, 0, n))", "k", {"n,k": "natural"}, False),
        ("n", "k", "Sum(1, (j, 1, n))", "k", {"n,k": "natural"}, False),
    ],
)
def test_a_term_of_a_sum_is_at_most_the_sum_of_such_terms(
    lhs: str, rhs: str, total: str, place: str, words: dict[str, str], accepted: bool
) -> None:
    symbols = {name: own for names, own in words.items() for name in names.split(",")}
    proof = one_of(total, place, **symbols)
    assert shown(lhs, ">=", rhs, proof, "k <= n", **symbols) is accepted
    assert not shown(lhs, ">=", rhs, proof, **symbols)
    assert not shown(lhs, ">", rhs, proof, "k <= n", **symbols)


WORDS = {"x": "indexed", "n": "natural"}


def read_over_entries(text: str) -> Term:
    return lowered(claim_between(text, "=", "0", **WORDS))[1]


def test_a_sum_is_shown_term_by_term() -> None:
    own = Proof("termwise", (read_over_entries("Sum(x[i]**2 + 1 - 2*x[i], (i, 1, n))"),), (), (SIGNS,))
    assert shown("Sum(x[i]**2 + 1, (i, 1, n))", ">=", "2*Sum(x[i], (i, 1, n))", own, **WORDS)
    refused = [
        ("Sum(x[i]**2 + 1, (i, 1, n))", ">", "2*Sum(x[i], (i, 1, n))"),  # an empty sum is not positive
        ("Sum(x[i]**2, (i, 1, n))", ">=", "2*Sum(x[i], (i, 1, n))"),  # another difference
        ("Sum(x[i]**2 + 1, (i, 1, n))", ">=", "2*Sum(x[i], (i, 1, n + 1))"),
    ]
    assert not any(shown(*claim, own, **WORDS) for claim in refused)


@pytest.mark.parametrize(
    "total",
    ["Sum(x[i], (i, 1, n))", "Sum(x[i]*x[i + 1], (i, 1, n))", "Sum(x[i]**2 - x[1]**2, (i, 1, n))", "x[1]**2"],
)
def test_terms_that_may_be_negative_show_nothing(total: str) -> None:
    own = Proof("termwise", (read_over_entries(total),), (), (SIGNS,))
    assert not shown(total, ">=", "0", own, **WORDS)
