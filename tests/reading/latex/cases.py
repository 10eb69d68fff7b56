"""Loads the tables of formulas: what each is declared as, and what it means or why it is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from verifier.model.chain import Declaration, Kind
from verifier.reading.expressions import read
from verifier.reading.latex.evidence import evidence_of
from verifier.reading.latex.formula import Formula
from verifier.reading.latex.names import LogBase, Names
from verifier.reading.names import Names as SymbolTable
from verifier.terms.term import ONE, Term, integer

FOLDER = Path(__file__).parent
_SHAPES = {"vector": (integer(3), ONE), "matrix": (integer(3), integer(3))}


def table(name: str) -> list[Any]:
    loaded = yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
    return [pytest.param(case, id=str(case["latex"])[:60]) for case in loaded]


def names(case: dict[str, Any]) -> Names:
    """The symbol table that a case declares: `declare: {a: real, f: function}`; the formula itself is evidence too."""
    declared = case.get("declare") or {}
    kinds = {n: Kind(w) if w in {k.value for k in Kind} else Kind.SCALAR for n, w in declared.items()}
    return Names(
        kinds,
        complex=frozenset(n for n, w in declared.items() if w == "complex"),
        shapes={n: _SHAPES[w] for n, w in declared.items() if w in _SHAPES},
        evidence=evidence_of([case["latex"], *(case.get("document") or [])]),
        log=LogBase(str(case.get("log", "natural"))),
    )


def meaning(text: str, formula: Formula, given: Names) -> Term:
    """What the reader of chain files makes of the text, with the names of the formula declared."""
    declared = {name: Declaration(name, kind, shape=given.shapes.get(name, ())) for name, kind in given.kinds.items()}
    for taken in formula.taken:
        kind = Kind.INDEXED if "indexed" in taken.words else Kind.SCALAR
        declared[taken.name] = Declaration(taken.name, kind)
    return read(text, SymbolTable(declared)).term
