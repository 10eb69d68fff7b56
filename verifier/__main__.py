"""`python -m verifier` is the command `verify`."""

from __future__ import annotations

import sys

from verifier.frontends.command import main

if __name__ == "__main__":
    sys.exit(main())
