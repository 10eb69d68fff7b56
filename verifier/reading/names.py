"""The names an expression may use, and what to say about one it may not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from typing import Final

from verifier.model.chain import Declaration, Kind
from verifier.reading.errors import nearest
from verifier.terms.record import mutable_record, record
from verifier.terms.term import Term
from verifier.terms.vocabulary import (
    CONNECTIVE_CALLS,
    CONSTANTS,
    FUNCTIONS,
    MATRIX_FUNCTIONS,
    OPERATORS,
    RANDOM_FUNCTIONS,
    RELATION_CALLS,
)

# words with a meaning of their own: nobody can declare them
RESERVED: Final = frozenset({"and", "or", "not", "in", "True", "False"})
CALLABLE: Final = frozenset(
    {
        *FUNCTIONS,
        *RELATION_CALLS,
        *CONNECTIVE_CALLS,
        *MATRIX_FUNCTIONS,
        *RANDOM_FUNCTIONS,
        *OPERATORS,
        "Matrix",
        "Rational",
    }
)
# what users of other systems write
_OTHER_NAMES: Final = {
    "arcsin": "asin", "arccos": "acos", "arctan": "atan", "arctan2": "atan2", "arcsinh": "asinh", "arccosh": "acosh",
    "arctanh": "atanh", "sgn": "sign", "ceil": "ceiling", "lg": "log10", "ld": "log2", "logistic": "sigmoid",
    "expit": "sigmoid", "sigma": "sigmoid", "diff": "Derivative", "D": "Derivative", "integrate": "Integral",
    "int": "Integral", "summation": "Sum", "prod": "Product", "lim": "Limit", "subs": "Subs", "det": "Determinant",
    "tr": "Trace", "inv": "Inverse", "eye": "Identity", "Var": "Variance", "Cov": "Covariance",
    "fac": "factorial", "choose": "binomial", "Gamma": "gamma", "step": "Heaviside", "theta": "Heaviside",
    "ReLU": "relu", "e": "E", "i": "I", "j": "I", "inf": "oo", "infinity": "oo", "Infinity": "oo", "PI": "pi",
}  # fmt: skip
_MOST_LISTED: Final = 6

Shape = tuple[Term, Term]


@record
class Defined:
    """A name of `let`: its parameters if it is a function, and its shape if it is a matrix."""

    parameters: tuple[str, ...] = ()
    shape: Shape | None = None


@mutable_record
class Names:
    """What may be used where an expression stands.

    `later` are definitions that come further down, `broken` names whose declaration or definition could not be read:
    using one is no second error. `taken` is None where an undeclared name is an error; otherwise such a name becomes a
    real symbol and is noted there.
    """

    declared: dict[str, Declaration] = field(default_factory=dict)
    defined: dict[str, Defined] = field(default_factory=dict)
    later: set[str] = field(default_factory=set)
    broken: set[str] = field(default_factory=set)
    taken: list[str] | None = None

    def copy(self) -> Names:
        """Names of a chain, which add to those of its file."""
        return Names(dict(self.declared), dict(self.defined), set(), set(self.broken), self.taken)

    def kind_of(self, name: str) -> Kind | None:
        """What a declared name is; None where it is not declared."""
        declaration = self.declared.get(name)
        return None if declaration is None else declaration.kind

    def is_known(self, name: str) -> bool:
        return name in self.declared or name in self.defined or name in self.broken

    def all(self) -> Iterator[str]:
        yield from self.declared
        yield from self.defined


def explain_unknown(name: str, names: Names) -> str:
    """The message for a name that is neither declared nor defined."""
    if name in names.later:
        return f"`{name}` is defined further down: move its definition up"
    if name in CALLABLE:
        return f"`{name}` is a function: write `{name}(...)`, or declare `{name}` under `symbols`"
    known = nearest(name, names.all())
    if known:
        return f"`{name}` is not declared: write `{known}`, or declare `{name}` under `symbols`"
    product = _as_product(name, names)
    if product:
        return f"`{name}` is not declared: for a product write `{product}`"
    other = _OTHER_NAMES.get(name) or nearest(name, (*CONSTANTS, *CALLABLE))
    if other:
        return f"`{name}` is not declared: write `{other}`, or declare `{name}` under `symbols`"
    return f"`{name}` is not declared: add `{name}: real` under `symbols`{_listed(names)}"


def explain_unknown_function(name: str, bracket: str, names: Names) -> str:
    """The message for a name that is neither a function nor declared, before a bracket such as `(1 - a)`."""
    if name in names.later:
        return f"`{name}` is defined further down: move its definition up"
    if name.startswith("__"):
        return f"`{name}` has no meaning here: an expression is read as mathematics, never run"
    known = _OTHER_NAMES.get(name) or nearest(name, (*_functions(names), *CALLABLE))
    if known and known not in CONSTANTS:
        return f"`{name}` is not a function here: write `{known}{bracket}`, or declare `{name}: function`"
    product = f"for a product write `{name}*{bracket}`, or " if len(name) <= 2 else ""
    return f"`{name}` is not a function here: {product}declare `{name}: function` under `symbols`"


def _functions(names: Names) -> list[str]:
    declared = [name for name, d in names.declared.items() if d.kind is Kind.FUNCTION]
    return declared + [name for name, d in names.defined.items() if d.parameters]


def _as_product(name: str, names: Names) -> str | None:
    """`a*b` for `ab` where `a` and `b` are known."""
    return "*".join(name) if 2 <= len(name) <= 4 and all(names.is_known(letter) for letter in name) else None


def _listed(names: Names) -> str:
    known = list(names.all())
    if not known:
        return ""
    more = ", ..." if len(known) > _MOST_LISTED else ""
    return f" (known here: {', '.join(f'`{n}`' for n in known[:_MOST_LISTED])}{more})"
