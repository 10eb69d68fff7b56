"""True steps to start from: facts, the derivations of the notes, and random terms rewritten by identities that hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from random import Random

from tests.facts.check import read_fact
from tests.facts.load import facts
from verifier.model.chain import Chain, Declaration
from verifier.reading.files import read_file
from verifier.terms.definitions import expand
from verifier.terms.term import Term, add, call, div, integer, mul, neg, power, symbol

DERIVATIONS = Path(__file__).parents[2] / "derivations"
X, Y = symbol("x"), symbol("y")


@dataclass(frozen=True)
class TrueStep:
    """Two expanded lines that are equal wherever both are defined, with the chain that declares their symbols."""

    chain: Chain
    lhs: Term
    rhs: Term


@cache
def known_steps() -> tuple[TrueStep, ...]:
    """The steps of the facts and of the derivations that hold."""
    return (*_from_facts(), *_from_derivations())


def _from_facts() -> Iterator[TrueStep]:
    for fact in facts():
        if fact.truth in ("equal", "hole") and not fact.unseen and "Integral" not in fact.claim:
            chain = read_fact(fact)
            yield TrueStep(_bare(chain), *(expand(s.written.term, chain.definitions) for s in chain.steps))


def _from_derivations() -> Iterator[TrueStep]:
    for path in sorted(DERIVATIONS.glob("*.yaml")):
        for chain in read_file(f"derivations/{path.name}", path.read_bytes()).chains:
            lines = [(s, expand(s.written.term, chain.definitions)) for s in chain.steps]
            for (_, before), (step, line) in pairwise(lines):
                if step.expect is None and "Matrix" not in repr(line):
                    yield TrueStep(_bare(chain), before, line)


def _bare(chain: Chain) -> Chain:
    """The chain with its declared domain and nothing else: its lines are expanded already."""
    conditions = tuple(expand(a, chain.definitions) for a in chain.assumptions)
    return replace(chain, definitions=(), assumptions=conditions, result=None)


def random_step(random: Random) -> TrueStep:
    """A random term in x and y, and the same rewritten up to four times."""
    lhs = rhs = random_term(random, 3)
    for _ in range(random.randint(1, 4)):
        rhs = rewritten(rhs, random)
    return TrueStep(Chain("random", "", 1, (Declaration("x"), Declaration("y"))), lhs, rhs)


def random_term(random: Random, depth: int) -> Term:
    """A term over the whole plane: every function in it is defined everywhere."""
    if depth == 0:
        return random.choice([X, X, Y, integer(random.randint(0, 5))])

    def part() -> Term:
        return random_term(random, depth - 1)

    shapes = [
        lambda: add(part(), part()),
        lambda: add(part(), neg(part())),
        lambda: mul(part(), part()),
        lambda: mul(part(), part(), part()),
        lambda: neg(part()),
        lambda: power(part(), integer(random.randint(2, 4))),
        lambda: div(part(), add(integer(random.randint(1, 3)), power(part(), integer(2)))),
        lambda: call(
            random.choice(["exp", "sin", "cos", "tanh", "sigmoid", "softplus", "atan", "Abs", "sign"]), part()
        ),
        lambda: call(random.choice(["Max", "Min"]), part(), part()),
        lambda: call(random.choice(["sqrt", "log"]), add(integer(1), power(part(), integer(2)))),
    ]
    return random.choice(shapes)()


def rewritten(term: Term, random: Random) -> Term:
    """The term with one part replaced by an equal one of the same natural domain."""
    if term.args and random.random() < 0.7:
        i = random.randrange(len(term.args))
        if term.head in ("pow", "index") and i:
            return term
        return Term(term.head, (*term.args[:i], rewritten(term.args[i], random), *term.args[i + 1 :]), term.value)
    return random.choice(_equal_terms(term, random))


def _equal_terms(term: Term, random: Random) -> list[Term]:
    k = integer(random.randint(2, 5))
    equal = [neg(neg(term)), add(term, k, neg(k)), div(mul(k, term), k), add(term, Y, neg(Y))]
    match term.head, term.args:
        case "add" | "mul", args:
            equal.append(Term(term.head, tuple(random.sample(args, len(args)))))
            if term.head == "mul" and args[1].head == "add":
                equal.append(add(*(mul(args[0], b, *args[2:]) for b in args[1].args)))
        case "pow", (base, exponent) if exponent.number == 2:
            equal.append(mul(base, base))
        case "exp", (u,):
            equal += [div(integer(1), call("exp", neg(u))), power(call("exp", div(u, integer(2))), integer(2))]
        case "sin" | "tanh" | "atan" | "sign", (u,):
            equal.append(neg(call(term.head, neg(u))))
        case "cos" | "Abs", (u,):
            equal.append(call(term.head, neg(u)))
        case "sigmoid", (u,):
            equal += [
                add(integer(1), neg(call("sigmoid", neg(u)))),
                div(integer(1), add(integer(1), call("exp", neg(u)))),
            ]
        case "Max" | "Min", (u, v):
            equal += [call(term.head, v, u), neg(call("Min" if term.head == "Max" else "Max", neg(u), neg(v)))]
    return equal
