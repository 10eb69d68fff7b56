"""The command `verify`, and `python -m verifier`: Ctrl-C is no traceback even while the command is being loaded."""

from __future__ import annotations

import sys

INTERRUPTED = 130


def main() -> int:
    """Runs the command with the arguments of the process and returns its exit status."""
    try:
        from verifier.frontends.command import main as command

        return command()
    except KeyboardInterrupt:
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())
