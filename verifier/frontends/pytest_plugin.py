"""`pytest --verify`: the option, and nothing else: this module is loaded in every run of pytest there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("verify", "derivations")
    group.addoption("--verify", action="store_true", help="Collect derivations too: one test a step.")


def pytest_configure(config: pytest.Config) -> None:
    """Loads the collector where it was asked for."""
    if config.getoption("--verify"):
        from verifier.frontends import pytest_items

        config.pluginmanager.register(pytest_items, "verify-items")
