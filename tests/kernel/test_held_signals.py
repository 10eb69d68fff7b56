"""What a signal's handler raises is never lost in a callback of FLINT, and the enclosure of an integral never torn."""

from __future__ import annotations

import gc
import signal
import sys
import threading
from collections.abc import Callable, Iterator

import pytest

from verifier.engine.decide import decide
from verifier.kernel.held_signals import HeldSignals
from verifier.model.claim import Claim, Domain
from verifier.model.verdict import Verdict
from verifier.reading.expressions import read_value
from verifier.reading.names import Names

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="timers of POSIX")


class Stop(BaseException):
    """As KeyboardInterrupt: no Exception."""


def stop(*_: object) -> None:
    raise Stop


@pytest.fixture(autouse=True)
def _alarm_stops() -> Iterator[None]:
    """Without the collector's callbacks, as Hypothesis sets one: what is raised in those is lost, whoever raises it."""
    gc.disable()
    before = signal.signal(signal.SIGALRM, stop)
    yield
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)
    gc.enable()


def slow_claim() -> Claim:
    lhs = "Integral(exp(-t**2)*sin(10**9*t), (t, 0, 10**9)) + Integral(Integral(exp(a*b), (a, 0, 1)), (b, 0, 1))"
    return Claim(
        *(read_value(text, Names(())).term for text in (lhs, "Integral(cos(t)**9, (t, 0, 1))")), "=", Domain(())
    )


def decide_until_alarm(claim: Claim, seconds: float) -> None:
    signal.setitimer(signal.ITIMER_REAL, seconds)
    while True:
        decide(claim)


def test_what_a_handler_raises_always_arrives() -> None:
    claim = slow_claim()
    decide(claim)  # loads the modules it needs: nothing is to be stopped within an import
    for number in range(60):
        with pytest.raises(Stop):
            decide_until_alarm(claim, 0.0002 * (number + 1))


def test_a_handler_that_raises_nothing_changes_nothing() -> None:
    count = 0

    def tick(*_: object) -> None:
        nonlocal count
        count += 1

    expected = decide(slow_claim())
    signal.signal(signal.SIGALRM, tick)
    signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)
    assert decide(slow_claim()) == expected
    assert expected.verdict is not Verdict.PROVED
    assert count


def hold_and_deliver() -> None:
    with HeldSignals() as held:
        signal.raise_signal(signal.SIGALRM)
        held.deliver()


def hold_to_the_end() -> None:
    with HeldSignals():
        signal.raise_signal(signal.SIGALRM)


def hold_twice() -> None:
    with HeldSignals():
        hold_and_deliver()


@pytest.mark.parametrize("held", [hold_and_deliver, hold_to_the_end, hold_twice])
def test_signals_wait_until_they_are_delivered(held: Callable[[], None]) -> None:
    with pytest.raises(Stop):
        held()
    assert signal.getsignal(signal.SIGALRM) is stop


def test_another_thread_holds_nothing() -> None:
    def hold() -> None:
        with HeldSignals():
            found.append(signal.getsignal(signal.SIGALRM))

    found: list[object] = []
    thread = threading.Thread(target=hold)
    thread.start()
    thread.join()
    assert found == [stop]
