"""Facts as data, and each as a line of JSON that the reader takes for a chain."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

from verifier.terms.vocabulary import CONSTANTS, FUNCTIONS, OPERATORS

FOLDER = Path(__file__).parent
FILES = (
    FOLDER.parent / "facts.yaml",
    *(
        FOLDER / f"{topic}.yaml"
        for topic in ("values", "limits", "improper", "integrals", "sums", "series", "complex", "planes")
    ),
)
TRUTHS = ("equal", "hole", "agrees", "unequal", "branch", "domain", "undefined")
KEYS = {"claim", "truth", "needs", "symbols", "assume", "let", "points", "unseen"}
_WORDS = {*FUNCTIONS, *OPERATORS, *CONSTANTS, "True", "and", "or", "not", "d", "dx"}


@dataclass(frozen=True)
class Fact:
    """`lhs = rhs` and its truth; `needs` holds, where a side is defined, exactly where both are."""

    group: str
    claim: str
    truth: str
    needs: str | None = None
    symbols: Mapping[str, str] = field(default_factory=dict)
    assume: tuple[str, ...] = ()
    let: Mapping[str, str] = field(default_factory=dict)
    points: tuple[Mapping[str, Fraction], ...] = ()
    unseen: bool = False

    @property
    def sides(self) -> tuple[str, str]:
        lhs, rhs = self.claim.split(" = ")
        return lhs, rhs

    @property
    def name(self) -> str:
        words = [*(f"{n} {w}" for n, w in self.symbols.items()), *self.assume]
        return f"{self.group}: {self.claim}" + (f" for {', '.join(words)}" if words else "")


def facts() -> Iterator[Fact]:
    """Every fact of the files, in their order."""
    for file in FILES:
        for group, entries in yaml.load(file.read_text(), yaml.CBaseLoader).items():
            yield from (_fact(group, entry) for entry in entries)


def _fact(group: str, entry: dict[str, Any]) -> Fact:
    assert set(entry) <= KEYS, entry
    assert entry["truth"] in TRUTHS, entry
    points = tuple(_point(p) for p in entry.pop("points", ()))
    return Fact(group, points=points, **{k: tuple(v) if k == "assume" else v for k, v in entry.items()})


def _point(text: str) -> Mapping[str, Fraction]:
    pairs = (p.split(" = ") for p in text.split(", "))
    return {name: Fraction(value) for name, value in pairs}


def symbols_of(fact: Fact) -> dict[str, str]:
    """The declared symbols: every name that is neither bound, nor defined, nor a word of the language is real."""
    texts = " ".join([fact.claim, *fact.assume, *fact.let.values()])
    bound = set(re.findall(r", \((\w+), [^,()]+, [^,()]+\)", texts))
    defined = {re.split(r"\W", name)[0] for name in fact.let}
    parameters = {p for name in fact.let for p in re.findall(r"\w+", name)[1:]}
    names = dict.fromkeys(re.findall(r"(?<![\w.])[A-Za-z_]\w*", texts))
    free = [n for n in names if n not in _WORDS | bound | defined | parameters and n not in fact.symbols]
    return {**fact.symbols, **dict.fromkeys(free, "real")}


def line_of(fact: Fact, *, flipped: bool = False, condition: str | None = None) -> bytes:
    """The fact as one chain; `flipped` exchanges the sides, `condition` is added to what is assumed."""
    lhs, rhs = fact.sides
    chain = {
        "id": fact.claim,
        "symbols": symbols_of(fact),
        "let": dict(fact.let),
        "assume": [*fact.assume, *([condition] if condition else [])],
        "steps": [rhs, lhs] if flipped else [lhs, rhs],
    }
    return json.dumps({k: v for k, v in chain.items() if v}).encode()
