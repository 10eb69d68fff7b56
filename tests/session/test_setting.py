"""What is settled once a chain: complex or real, and which declarations and assumptions bear on a claim."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.session.building import PROVED, chain, step
from tests.session.conftest import UseTable
from verifier.model.chain import Declaration, Definition, NumberSet, Step
from verifier.model.claim import Domain
from verifier.model.verdict import Reason, Verdict
from verifier.session import check_chain
from verifier.session.asking import Trials
from verifier.session.setting import domain_of, is_complex, settle, whole_domain
from verifier.terms.definitions import MAX_DEPTH
from verifier.terms.term import ONE, TWO, ZERO, I, Term, add, call, mul, neg, symbol

A, B, C, P, Q, W, X = map(symbol, "abcpqwx")
COMPLEX_W = Declaration("w", numbers=NumberSet.COMPLEX, words="complex")


def line(term: Term) -> Step:
    """A line with a term of its own."""
    bare = step("line")
    return replace(bare, written=replace(bare.written, term=term))


@pytest.mark.parametrize(
    "lines, definitions, expected",
    [
        ((A, B), (), False),
        ((A, add(B, I)), (), True),
        ((A, add(A, W)), (), True),
        ((A, B), (Definition("f", I),), False),
        ((A, symbol("f")), (Definition("f", I),), True),
        ((A, symbol("g")), (Definition("f", W), Definition("g", mul(symbol("f"), TWO))), True),
        ((A, Term("apply", (A,), "h")), (Definition("h", mul(I, X), ("x",)),), True),
    ],
)
def test_a_chain_is_complex_by_its_lines_and_the_definitions_they_use(
    lines: tuple[Term, ...], definitions: tuple[Definition, ...], expected: bool
) -> None:
    declared = (COMPLEX_W, *map(Declaration, "abx"))
    steps = [line(t) for t in lines]
    assert is_complex(chain(*steps, declarations=declared, definitions=definitions)) is expected


def test_a_result_makes_a_chain_complex_and_a_reason_does_not() -> None:
    assert is_complex(chain(line(A), line(B), result=line(I)))
    assert not is_complex(chain(line(A), step("b", because=call("eq", mul(I, I), ONE))))


def test_the_domain_word_is_reported(engine: UseTable) -> None:
    engine(otherwise=PROVED)
    assert check_chain(chain(line(A), line(I))).domain == "complex"
    assert check_chain(chain("a", "b")).domain == "real"


def test_only_assumptions_tied_to_the_claim_bear_on_it() -> None:
    p_above_q, x_above_0 = call("gt", P, Q), call("gt", X, ZERO)
    q = Declaration("q", conditions=(call("gt", Q, ZERO),))
    declared = (Declaration("p"), q, Declaration("x"), Declaration("c"))
    setting = settle(chain("p", "p", declarations=declared, assumptions=(p_above_q, x_above_0)))
    assert domain_of(setting, (P, P)) == Domain(declared[:2], (p_above_q,))
    assert domain_of(setting, (C, C)) == Domain(declared[3:])
    assert whole_domain(setting) == Domain(declared, (p_above_q, x_above_0))


def test_what_is_given_for_a_step_always_bears_on_it() -> None:
    x_above_0 = call("gt", X, ZERO)
    setting = settle(chain("p", "p", declarations=(Declaration("p"), Declaration("x"))))
    assert domain_of(setting, (P, P), (x_above_0,)).conditions == (x_above_0,)
    assert len(domain_of(setting, (P, P), (x_above_0,)).declarations) == 2


def test_lines_and_conditions_are_expanded(engine: UseTable) -> None:
    fake = engine(otherwise=PROVED)
    definitions = (Definition("s", add(X, ONE)),)
    given = (call("gt", symbol("s"), ZERO),)
    check_chain(chain("s", step("s", given=given), definitions=definitions, declarations=(Declaration("x"),)))
    claim = fake.asked[0]
    assert (claim.lhs, claim.rhs) == (add(X, ONE), add(X, ONE))
    assert claim.domain.conditions == (call("gt", add(X, ONE), ZERO),)


def test_a_trial_that_cannot_be_expanded_is_undecided() -> None:
    body = X
    for _ in range(MAX_DEPTH - 2):
        body = call("sin", body)
    setting = settle(chain("s", "s", definitions=(Definition("s", body),), declarations=(Declaration("x"),)))
    outcome = Trials(setting).ask(symbol("s"), neg(neg(symbol("s"))))
    assert (outcome.verdict, outcome.reason) == (Verdict.UNDECIDED, Reason.UNSUPPORTED)
