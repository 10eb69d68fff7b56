"""The names an expression may use, and what to say about one it may not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field
from typing import Final

from verifier.model.chain import Declaration, Kind
from verifier.reading.errors import nearest
from verifier.terms.record import mutable_record, record
from verifier.terms.term import Term
from verifier.terms.vocabulary import (
    CONNECTIVE_CALLS,
    FUNCTIONS,
    MATRIX_FUNCTIONS,
    OPERATORS,
    RANDOM_FUNCTIONS,
    RELATION_CALLS,
)

GREEK_LETTERS: Final = frozenset(
    """alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau upsilon phi chi
    psi omega""".split()
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
CONSTANTS_ELSEWHERE: Final = {
    "e": "E", "i": "I", "j": "I", "inf": "oo", "infinity": "oo", "Infinity": "oo", "PI": "pi", "Pi": "pi",
}  # fmt: skip
FUNCTIONS_ELSEWHERE: Final = {
    "arcsin": "asin", "arccos": "acos", "arctan": "atan", "arctan2": "atan2", "arcsinh": "asinh", "arccosh": "acosh",
    "arctanh": "atanh", "arsinh": "asinh", "arcosh": "acosh", "artanh": "atanh", "tg": "tan", "ctg": "cot",
    "cotg": "cot", "cosec": "csc", "arctg": "atan", "sh": "sinh", "ch": "cosh", "th": "tanh", "sgn": "sign",
    "ceil": "ceiling", "lg": "log10", "ld": "log2", "logistic": "sigmoid", "expit": "sigmoid", "sigma": "sigmoid",
    "diff": "Derivative", "D": "Derivative", "integrate": "Integral", "int": "Integral", "summation": "Sum",
    "prod": "Product", "lim": "Limit", "subs": "Subs", "det": "Determinant", "tr": "Trace", "inv": "Inverse",
    "eye": "Identity", "Var": "Variance", "Cov": "Covariance", "fac": "factorial", "choose": "binomial",
    "Gamma": "gamma", "step": "Heaviside", "theta": "Heaviside", "ReLU": "relu", "fabs": "Abs", "real": "re",
    "imag": "im", "conj": "conjugate",
}  # fmt: skip
FORMS: Final = {
    "Derivative": "Derivative(f, x)` or `Derivative(f, x, 2)",
    "Integral": "Integral(f, x)` or `Integral(f, (x, a, b))",
    "Sum": "Sum(f, (k, a, b))",
    "Product": "Product(f, (k, a, b))",
    "Limit": "Limit(f, x, a)` or `Limit(f, x, a, '+')",
    "Subs": "Subs(f, x, a)",
    "Piecewise": "Piecewise((value, condition), ..., (value, True))",
    "Matrix": "Matrix([[a, b], [c, d]])",
    "Rational": "Rational(1, 2)",
}
"""How the calls are written that take more than values."""
_FEWEST: Final = {"Derivative": 2, "Integral": 2, "Sum": 2, "Product": 2, "Limit": 3, "Subs": 3}
_LETTER: Final = re.compile(r"(?:var)?([A-Za-z]+)(?:[0-9_][A-Za-z0-9_]*)?")
_ENTRY: Final = re.compile(r"(.+?)_?([0-9]+|(?<=_)[A-Za-z])")
_LONGEST: Final = 40  # no longer name is taken for an entry
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
    real symbol and is noted there. With `by_options` names are declared by options of a command, not by keys of a file.
    `is_partly_known` says that a declaration could not be read, whose name is not known either: then no name is unknown.
    """

    declared: dict[str, Declaration] = field(default_factory=dict)
    defined: dict[str, Defined] = field(default_factory=dict)
    later: set[str] = field(default_factory=set)
    broken: set[str] = field(default_factory=set)
    taken: list[str] | None = None
    by_options: bool = False
    is_partly_known: bool = False

    def copy(self) -> Names:
        """Names of a chain, which add to those of its file."""
        return Names(
            dict(self.declared),
            dict(self.defined),
            set(),
            set(self.broken),
            self.taken,
            self.by_options,
            self.is_partly_known,
        )

    def kind_of(self, name: str) -> Kind | None:
        """What a declared name is; None where it is not declared."""
        declaration = self.declared.get(name)
        return None if declaration is None else declaration.kind

    def is_known(self, name: str) -> bool:
        return name in self.declared or name in self.defined or name in self.broken

    def all(self) -> Iterator[str]:
        yield from self.declared
        yield from self.defined

    def under(self, key: str, words: str) -> str:
        """Where words are to be written: under a key of the file, or in the option of its name."""
        return f"`--{key} '{words}'`" if self.by_options else f"`{words}` under `{key}`"

    def declare(self, words: str) -> str:
        return f"{'add' if self.by_options else 'declare'} {self.under('symbols', words)}"

    def place(self, key: str) -> str:
        return f"with `--{key}`" if self.by_options else f"under `{key}`"

    def define(self, name: str) -> str:
        return f"add {self.under('let', name + ': ...')}" if self.by_options else f"define `{name}` under `let`"


def is_greek(name: str) -> bool:
    """Whether this is the name of a Greek letter, perhaps with an index behind it: `theta`, `Sigma`, `mu_1`."""
    match = _LETTER.fullmatch(name)
    return match is not None and match[1][0].lower() + match[1][1:] in GREEK_LETTERS


def may_be_symbol(name: str, names: Names) -> bool:
    """Whether a name is known, or one that authors give to symbols: a letter, Latin or Greek, with an index or not."""
    match = _LETTER.fullmatch(name)
    is_letter = match is not None and (len(match[1]) == 1 or is_greek(name))
    return is_letter or names.is_known(name) or name in (names.taken or ())


def explain_unknown(name: str, names: Names) -> str:
    """The message for a name that is neither declared nor defined, and not called: a function is no fix for it."""
    if name in names.later:
        return f"`{name}` is defined further down: move its definition up"
    declare = names.declare(f"{name}: real")
    if name in CALLABLE and not is_greek(name):
        return f"`{name}` is a function: write `{name}(...)`, or {declare}"
    instead = _instead_of(name, names)
    if instead:
        return f"`{name}` is not declared: {instead}"
    known = _nearest_symbol(name, names) or CONSTANTS_ELSEWHERE.get(name)
    if known:
        return f"`{name}` is not declared: write `{known}`, or {declare}"
    return f"`{name}` is not declared: add {names.under('symbols', name + ': real')}{_listed(names)}"


def _nearest_symbol(name: str, names: Names) -> str | None:
    """The nearest known name. One Greek letter is no misspelling of another."""
    known = names.all()
    if is_greek(name):
        letter = _letters(name)
        known = (other for other in known if not is_greek(other) or _letters(other) == letter)
    return nearest(name, known)


def _letters(name: str) -> str:
    """The name of the letter without its index, in lower case."""
    match = _LETTER.fullmatch(name)
    return match[1].lower() if match else name


def _instead_of(name: str, names: Names) -> str | None:
    """What a name was meant to be that is made of known ones: an entry `x[1]`, a call `sin(x)`, a product `a*b`."""
    entry = _ENTRY.fullmatch(name) if len(name) <= _LONGEST else None
    if entry and names.kind_of(entry[1]) is Kind.INDEXED:
        return f"write `{entry[1]}[{entry[2]}]`"
    if _nearest_symbol(name, names):
        return None
    if 2 <= len(name) <= 4 and all(names.is_known(letter) for letter in name):
        return f"for a product write `{'*'.join(name)}`"
    called = max((f for f in FUNCTIONS if name.startswith(f) and names.is_known(name[len(f) :])), key=len, default=None)
    return f"write `{called}({name[len(called) :]})`" if called else None


def explain_unknown_function(name: str, bracket: str, arguments: int, names: Names) -> str:
    """The message for a name that is neither a function nor declared, before a bracket such as `(1 - a)`."""
    if name in names.later:
        return f"`{name}` is defined further down: move its definition up"
    if name.startswith("__"):
        return f"`{name}` has no meaning here: an expression is read as mathematics, never run"
    declare = names.declare(f"{name}: function")
    known = FUNCTIONS_ELSEWHERE.get(name)
    if known is None and name not in CONSTANTS_ELSEWHERE and not is_greek(name):
        known = nearest(name, (*_functions(names), *CALLABLE))
    if known:
        form = FORMS[known] if arguments < _FEWEST.get(known, 0) else known + bracket
        return f"`{name}` is not a function here: write `{form}`, or {declare}"
    product = f"for a product write `{name}*{bracket}`, or " if len(name) <= 2 or is_greek(name) else ""
    return f"`{name}` is not a function here: {product}{declare}"


def _functions(names: Names) -> list[str]:
    declared = [name for name, d in names.declared.items() if d.kind is Kind.FUNCTION]
    return declared + [name for name, d in names.defined.items() if d.parameters]


def _listed(names: Names) -> str:
    known = list(names.all())
    if not known:
        return ""
    more = ", ..." if len(known) > _MOST_LISTED else ""
    return f" (known here: {', '.join(f'`{n}`' for n in known[:_MOST_LISTED])}{more})"
