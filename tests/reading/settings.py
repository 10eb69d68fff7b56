"""The names that the tests of expressions use."""

from __future__ import annotations

from verifier.model.chain import Declaration, Kind
from verifier.reading.names import Defined, Names
from verifier.terms.term import ONE, integer


def names() -> Names:
    """Scalars a b k x y z, a function f, an indexed u, a vector v, a matrix A, definitions s and sigma(t)."""
    return Names(
        {name: Declaration(name) for name in ("a", "b", "k", "x", "y", "z", "alpha", "beta", "lambda")}
        | {
            "f": Declaration("f", Kind.FUNCTION),
            "u": Declaration("u", Kind.INDEXED),
            "v": Declaration("v", Kind.VECTOR, shape=(integer(3), ONE)),
            "A": Declaration("A", Kind.MATRIX, shape=(integer(2), integer(3))),
        },
        {"s": Defined(), "sigma": Defined(("t",))},
    )
