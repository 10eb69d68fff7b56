"""What is settled once a chain: its definitions, its declared domain, whether its numbers are complex."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import field, replace

from verifier.model.chain import Chain, NumberSet
from verifier.model.claim import Domain
from verifier.session.options import DEFAULT, Options
from verifier.terms.definitions import Expander
from verifier.terms.heads import heads
from verifier.terms.record import record
from verifier.terms.substitution import free_symbols
from verifier.terms.term import I, Term


@record
class Setting:
    """A chain with what all its claims share.

    Each line is expanded once, though it is one step's right side and the next one's left side, and the domain of claims
    with the same names and the same `given` is made once. Without `has_point` no point of the declared domain is known,
    and nothing is judged.
    """

    chain: Chain
    options: Options
    expander: Expander
    complex_numbers: bool
    has_point: bool = True
    memo: dict[Term, Term] = field(default_factory=dict, repr=False, compare=False)
    domains: dict[tuple[frozenset[str], tuple[Term, ...]], Domain] = field(
        default_factory=dict, repr=False, compare=False
    )

    @property
    def domain_word(self) -> str:
        return "complex" if self.complex_numbers else "real"


def settle(chain: Chain, options: Options = DEFAULT) -> Setting:
    """The setting of a chain that was read without errors."""
    return Setting(chain, options, Expander(chain.definitions), is_complex(chain))


def expanded(setting: Setting, term: Term) -> Term:
    """The term without defined names; raises Unreachable and ExpansionTooLarge."""
    if not setting.chain.definitions:
        return term
    done = setting.memo.get(term)
    if done is None:
        done = setting.memo[term] = setting.expander.expand(term)
    return done


def whole_domain(setting: Setting) -> Domain:
    """The declared domain with every declaration and every assumption of the chain."""
    assumed = tuple(expanded(setting, a) for a in setting.chain.assumptions)
    return Domain(setting.chain.declarations, assumed, setting.complex_numbers)


def domain_of(setting: Setting, sides: Iterable[Term], given: Iterable[Term] = ()) -> Domain:
    """The declared domain of a claim about these expanded sides: all that `given` says, and what bears on its symbols.

    Assumptions about other symbols are left out. Where the whole domain has a point, which is asked once a chain, that
    changes no verdict; it spares the engine a search for values that do not matter.
    """
    own = tuple([expanded(setting, g) for g in given])
    names = frozenset[str]().union(*map(free_symbols, (*sides, *own)))
    found = setting.domains.get((names, own))
    if found is None:
        found = setting.domains[names, own] = _domain_about(setting, set(names), own)
    return found


def _domain_about(setting: Setting, names: set[str], own: tuple[Term, ...]) -> Domain:
    """The domain of claims about these names, and those tied to them."""
    found = whole_domain(setting).about(names)
    return replace(found, conditions=found.conditions + own)


def is_complex(chain: Chain) -> bool:
    """Whether `I` or a symbol declared complex occurs in a line of the chain or in a definition that its lines use."""
    declared = {d.name for d in chain.declarations if d.numbers is NumberSet.COMPLEX}
    return any(
        ("constant" in heads(t) and _has_imaginary_unit(t)) or (declared and free_symbols(t) & declared)
        for t in _used_terms(chain)
    )


def _used_terms(chain: Chain) -> Iterator[Term]:
    """The chain's lines, and each definition that they use, directly or through another one."""
    bodies = {d.name: d.body for d in chain.definitions}
    results = () if chain.result is None else (chain.result,)
    waiting = [s.written.term for s in (*chain.steps, *results)]
    while waiting:
        term = waiting.pop()
        yield term
        if bodies:
            waiting += [bodies.pop(name) for name in free_symbols(term) if name in bodies]


def _has_imaginary_unit(term: Term) -> bool:
    return term == I or any(map(_has_imaginary_unit, term.args))
