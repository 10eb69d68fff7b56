"""The words of the language: functions with their numbers of arguments, constants, relations, operators."""

from __future__ import annotations

from typing import Final

CONSTANTS: Final = frozenset({"pi", "E", "I", "oo"})

# name -> fewest and most arguments
FUNCTIONS: Final[dict[str, tuple[int, int]]] = {
    **dict.fromkeys(
        "exp ln log2 log10 sqrt cbrt Abs sign floor ceiling sin cos tan cot sec csc asin acos atan sinh cosh tanh coth "
        "sech csch asinh acosh atanh factorial gamma erf Heaviside re im conjugate arg sigmoid softplus relu".split(),
        (1, 1),
    ),
    "log": (1, 2),
    **dict.fromkeys("root atan2 binomial KroneckerDelta".split(), (2, 2)),
    **dict.fromkeys("Max Min".split(), (1, 50)),
}

# relation written between two terms -> head, and the spelling in the form of a function
RELATIONS: Final[dict[str, str]] = {"=": "eq", "==": "eq", "!=": "ne", "<": "lt", "<=": "le", ">": "gt", ">=": "ge"}
RELATION_CALLS: Final[dict[str, str]] = {"Eq": "eq", "Ne": "ne", "Lt": "lt", "Le": "le", "Gt": "gt", "Ge": "ge"}
CONNECTIVE_CALLS: Final[dict[str, str]] = {"And": "and", "Or": "or", "Not": "not"}
RELATION_SIGNS: Final[dict[str, str]] = {"eq": "=", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}
NEGATED_RELATION: Final[dict[str, str]] = {"eq": "ne", "ne": "eq", "lt": "ge", "le": "gt", "gt": "le", "ge": "lt"}
CONDITION_HEADS: Final = frozenset({*RELATION_SIGNS, "and", "or", "not", "true", "false"})

# operators that bind names or are left unevaluated
BINDERS: Final = frozenset({"Integral", "Sum", "Product", "Limit", "Subs"})
OPERATORS: Final = BINDERS | {"Derivative", "Piecewise"}
MATRIX_FUNCTIONS: Final[dict[str, tuple[int, int]]] = dict.fromkeys(
    "Transpose Inverse Trace Determinant Identity".split(), (1, 1)
)
RANDOM_FUNCTIONS: Final[dict[str, tuple[int, int]]] = {"Expectation": (1, 1), "Variance": (1, 1), "Covariance": (2, 2)}

# the relations a step may have
STEP_RELATIONS: Final = ("=", "<=", "<", ">=", ">", "=>", "<=>", "~")
EQUATION_RELATIONS: Final = frozenset({"=>", "<=>"})


def is_condition(head: str) -> bool:
    """Whether a term with this head is true or false rather than a value."""
    return head in CONDITION_HEADS
