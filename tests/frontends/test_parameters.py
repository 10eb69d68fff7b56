"""What the options' values may look like."""

from __future__ import annotations

import click
import pytest

from verifier.frontends.parameters import declarations, duration, size, verdicts


@pytest.mark.parametrize("text, seconds", [("10s", 10), ("10", 10), ("500ms", 0.5), ("2m", 120), ("1.5 s", 1.5)])
def test_durations(text: str, seconds: float) -> None:
    assert duration(text) == pytest.approx(seconds)


@pytest.mark.parametrize(
    "text, amount", [("1GiB", 1 << 30), ("512MiB", 512 << 20), ("2GB", 2 * 10**9), ("134217728", 128 << 20)]
)
def test_sizes(text: str, amount: int) -> None:
    assert size(text) == amount


@pytest.mark.parametrize("text", ["", "fast", "-1s", "0s", "1e3", "10x", "١s", "nan", "inf"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    for read in (duration, size):
        with pytest.raises(click.BadParameter):
            read(text)


@pytest.mark.parametrize("text", ["1", "64MiB", "127MiB"])
def test_a_size_that_no_step_can_do_with_is_refused(text: str) -> None:
    with pytest.raises(click.BadParameter, match="128MiB or more"):
        size(text)


def test_fail_on_takes_verdicts() -> None:
    assert verdicts("refuted, conditional") == {"refuted", "conditional"}
    assert verdicts("") == frozenset()
    with pytest.raises(click.BadParameter):
        verdicts("proved")


def test_declarations_split_at_the_colon_or_the_equals_sign() -> None:
    given = ("a, b: in (0, 1)", "s = 1/(1 + exp(-z))", "f(t): t")
    assert declarations(given, "--let") == {"a, b": "in (0, 1)", "s": "1/(1 + exp(-z))", "f(t)": "t"}


@pytest.mark.parametrize("given", [("a",), (": real",), ("a:",), ("a: real", "a: real")])
def test_declarations_that_are_none(given: tuple[str, ...]) -> None:
    with pytest.raises(click.UsageError):
        declarations(given, "--symbols")


@pytest.mark.parametrize(
    "given, option, offer",
    [
        ("a > 0", "--symbols", "'a: > 0'"),
        ("a", "--symbols", "'a: real'"),
        ("a >= 0", "--symbols", "'a: >= 0'"),
        ("2", "--symbols", "'a: in (0, 1)'"),
        ("s", "--let", "'s: ...'"),
        ("1/x", "--let", "'s: 1/(1 + exp(-z))'"),
    ],
)
def test_a_declaration_is_offered_with_the_sign_that_it_lacks(given: str, option: str, offer: str) -> None:
    with pytest.raises(click.UsageError) as raised:
        declarations((given,), option)
    assert raised.value.message.endswith(f"write {option} {offer}")
