"""A signal raises KeyboardInterrupt at once, or behind what must not be torn; the handlers before come back."""

from __future__ import annotations

import gc
import signal
import sys
import threading

import pytest

from verifier.frontends.signals import Signals

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
BOTH = pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])


@BOTH
def test_a_signal_raises_at_once(number: signal.Signals) -> None:
    before = signal.getsignal(number)
    with pytest.raises(KeyboardInterrupt), Signals():
        signal.raise_signal(number)
    assert signal.getsignal(number) is before


@BOTH
def test_what_is_held_is_finished_first(number: signal.Signals) -> None:
    done = []
    with Signals() as signals:
        with signals.held():
            signal.raise_signal(number)
            done.append("held")
        with pytest.raises(KeyboardInterrupt):
            signals.pass_on()
    assert done == ["held"]


def held_for_two(signals: Signals) -> None:
    with signals.held():
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)


def test_a_second_signal_does_not_wait() -> None:
    with Signals() as signals, pytest.raises(KeyboardInterrupt):
        held_for_two(signals)


def test_without_a_signal_nothing_is_passed_on() -> None:
    with Signals() as signals:
        with signals.held():
            pass
        signals.pass_on()


class Noisy:
    def __del__(self) -> None:
        signal.raise_signal(signal.SIGINT)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_signal_that_python_loses_is_passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "unraisablehook", lambda lost: None)
    with Signals() as signals:
        noisy = Noisy()
        del noisy
        gc.collect()
        with pytest.raises(KeyboardInterrupt):
            signals.pass_on()


def test_a_signal_that_is_ignored_stays_ignored() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with Signals() as signals:
            signal.raise_signal(signal.SIGINT)
            signals.pass_on()
    finally:
        signal.signal(signal.SIGINT, before)


def test_another_thread_changes_nothing() -> None:
    def enter() -> None:
        with Signals():
            found.append(signal.getsignal(signal.SIGINT))

    found: list[object] = []
    thread = threading.Thread(target=enter)
    thread.start()
    thread.join()
    assert found == [signal.getsignal(signal.SIGINT)]
