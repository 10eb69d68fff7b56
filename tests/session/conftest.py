"""Puts a table in the engine's place."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from tests.session.building import PROVED, UNDECIDED, Engine, Table, diagnosis_of
from verifier.engine.outcome import Outcome

UseTable = Callable[..., Engine]


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> UseTable:
    """`engine(table, otherwise, mistakes)` answers every claim of the session from then on."""

    def use(
        table: Table | None = None,
        otherwise: Outcome = UNDECIDED,
        mistakes: Mapping[str, tuple[str, str]] | None = None,
    ) -> Engine:
        fake = Engine(table or {}, otherwise)
        monkeypatch.setattr("verifier.session.asking.decide", fake)
        monkeypatch.setattr("verifier.session.asking.Trials.is_ruled_out", lambda trials, claim: False)
        monkeypatch.setattr("verifier.session.assumptions.decide", lambda claim, limits: PROVED)
        monkeypatch.setattr("verifier.session.judging.with_parts", lambda claim, outcome: outcome)
        monkeypatch.setattr("verifier.session.judging.comparison", lambda setting, step, judged: ())
        monkeypatch.setattr("verifier.session.diagnosing.diagnose", diagnosis_of(mistakes or {}))
        return fake

    return use
