"""Install axe-core, once for this machine and version: python3 tests/host/web/axe/install.py

Prints where it lies.  Needs npm; standard library only, so that it runs before the tests' environment exists.
"""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[3]))  # also when it is run by itself

from tests.npm import MissingError, package  # noqa: E402

__all__ = ["MissingError", "script"]


def script() -> Path:
    """The file that a page loads.  Fetches it when it is not there; raises `MissingError`."""
    return package(HERE, "axe-core") / "node_modules" / "axe-core" / "axe.min.js"


if __name__ == "__main__":
    try:
        print(script())
    except MissingError as missing:
        sys.exit(str(missing))
