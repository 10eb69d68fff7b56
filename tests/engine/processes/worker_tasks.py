"""Tasks for the tests of workers: well-behaved, hanging, greedy and lying ones."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import time
from pathlib import Path


def same(value: object) -> object:
    return value


def loaded(name: str) -> bool:
    return name in sys.modules


def number_of_process() -> int:
    return os.getpid()


def file_of(module: str) -> str:
    return str(getattr(__import__(module), "__file__", ""))


def path() -> tuple[str, ...]:
    return tuple(sys.path)


def group_is_own() -> bool:
    return os.getpgid(0) == os.getpid()


def read_input() -> str:
    return sys.stdin.read() + os.read(0, 100).decode()


def print_much() -> str:
    print("babble" * 100_000)
    os.write(1, b"\0\0\0\4null" * 1000)
    sys.stderr.write("x" * 1_000_000)
    return "done"


def environment(name: str) -> str | None:
    return os.environ.get(name)


def hang_in_python() -> None:
    while True:
        pass


def hang_in_flint() -> None:
    from flint import fmpz

    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    fmpz(3) ** (10**9)


def hang_with_a_child(marker: str) -> None:
    child = os.fork()
    if child:
        Path(marker).write_text(str(child))
    time.sleep(60)


def eat_memory_in_python() -> None:
    eaten = []
    while True:
        eaten.append(bytearray(1 << 24))


def eat_memory_at_once() -> object:
    return bytearray(1 << 40)


def eat_memory_in_flint() -> object:
    from flint import arb, ctx

    ctx.prec = 10**10
    return arb(3).exp()


def take_memory(size: int) -> int:
    return len(b"x" * size)


def exit_at_once(status: int) -> None:
    os._exit(status)


def raise_signal(number: int) -> None:
    os.kill(os.getpid(), number)
    time.sleep(60)


def touch_nothing() -> None:
    ctypes.string_at(0)


def divide_by_zero() -> float:
    return 1 / 0


def recurse() -> None:
    recurse()


def exit_python() -> None:
    sys.exit(3)


def return_an_object() -> object:
    return object()


def return_too_much() -> str:
    return "x" * ((1 << 26) + 1)


def write_a_large_file(name: str) -> None:
    with open(name, "wb") as file:
        for _ in range(100):
            file.write(b"x" * (1 << 20))


def _pipe_to_the_run() -> int:
    import gc
    import io

    writers = [o for o in gc.get_objects() if isinstance(o, io.BufferedWriter) and o.fileno() > 2]
    return writers[0].fileno()


def answer_with(letters: str) -> None:
    os.write(_pipe_to_the_run(), letters.encode("latin-1"))
    time.sleep(60)


def babble_endlessly() -> None:
    pipe = _pipe_to_the_run()
    while True:
        os.write(pipe, b"babble" * 1000)
