"""The worker process: answers one task at a time, and dies with its run.

`workers.py` starts this file as a script, so it imports nothing but `sys` before it has mended the path.
"""

from __future__ import annotations

import sys
from typing import IO, Any, Final

READY: Final = "ready"
PART: Final = "part"
VALUE: Final = "value"
ERROR: Final = "error"
_LARGEST_FILE: Final = 1 << 24
_SPENT_BYTES: Final = 1 << 28


def main(folders: list[str]) -> None:
    """Serve until the run closes the pipe. Modules come from Python's own library, then from these folders."""
    sys.path[:1] = []  # the folder of this script
    sys.path += [folder for folder in folders if folder not in sys.path]
    requests, answers = _claim_standard_streams()
    _forbid_large_files()
    serve(requests, answers)


def serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    """Answer each request in turn: its number, `value` or `error`, the value or the error's name, whether it is the last.

    What a task yields is sent piece by piece, as a `part` each, before the answer. After an error, or once much memory
    was taken, the worker ends, so that one task never touches the next.
    """
    from collections.abc import Iterator

    from verifier.engine.processes.messages import decode, encode, read_frame, write_frame

    write_frame(answers, encode(READY))
    is_last = False
    while not is_last:
        try:
            request = read_frame(requests)
        except EOFError:
            return
        number, function, args, memory_bytes = decode(request)
        if not _die_with_the_run(requests, True):
            return
        _limit_memory(memory_bytes)
        try:
            value = _call(function, args)
            if isinstance(value, Iterator):
                for part in value:
                    write_frame(answers, encode((number, PART, part, False)))
                value = None
            message = encode((number, VALUE, value, is_last := _is_spent()))
        except Exception as error:
            message = encode((number, ERROR, type(error).__name__, is_last := True))
        _limit_memory(None)
        _die_with_the_run(requests, False)
        write_frame(answers, message)


def _call(function: str, args: tuple[Any, ...]) -> object:
    from importlib import import_module

    module, name = function.split(":")
    return getattr(import_module(module), name)(*args)


def _claim_standard_streams() -> tuple[IO[bytes], IO[bytes]]:
    """The pipes from and to the run; nothing stays for a library to read from or to print on.

    The descriptor of standard error stays open for the last words of a C library that aborts.
    """
    import os

    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    sys.stdin = os.fdopen(0, "r")
    sys.stdout = sys.stderr = os.fdopen(1, "w")
    return requests, answers


def _forbid_large_files() -> None:
    """Bound what a task can write to disk, and leave no memory dump behind."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (_LARGEST_FILE, _LARGEST_FILE))


def _limit_memory(limit: int | None) -> None:
    """Bound this process's address space, or lift the bound. Windows has no such bound; macOS may not keep to it."""
    if sys.platform != "win32":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        soft = hard if limit is None else limit
        resource.setrlimit(resource.RLIMIT_AS, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


def _is_spent() -> bool:
    """Whether this process once held so much memory that the next task would find less room than in a new one."""
    if sys.platform == "win32":
        return False
    try:
        with open("/proc/self/status", encoding="ascii") as status:  # what getrusage says includes the parent's past
            return any(int(line.split()[1]) << 10 > _SPENT_BYTES for line in status if line.startswith("VmHWM:"))
    except OSError:
        import resource

        unit = 1 if sys.platform == "darwin" else 1024
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit > _SPENT_BYTES


def _die_with_the_run(requests: IO[bytes], is_busy: bool) -> bool:
    """While busy, let the kernel end this process when the other end of the pipe closes, even inside a C call.

    No request comes while one is answered, so the only thing that can happen on the pipe is its end: SIGIO, whose
    default is to terminate. When idle the end of the pipe is read like any other. False where the end came before.
    """
    if sys.platform != "win32":
        import fcntl
        import os
        import select

        flags = fcntl.fcntl(requests, fcntl.F_GETFL)
        fcntl.fcntl(requests, fcntl.F_SETOWN, os.getpid())
        fcntl.fcntl(requests, fcntl.F_SETFL, flags | os.O_ASYNC if is_busy else flags & ~os.O_ASYNC)
        return not (is_busy and select.select([requests], [], [], 0)[0])
    return True


if __name__ == "__main__":
    main(sys.argv[1:])
