"""Install the YAML language server, once for this machine and version: python3 tests/content/schema/server/install.py

Prints where it lies.  Needs node and npm; standard library only, so that it runs before the tests' environment exists.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[3]))  # also when it is run by itself

from tests.npm import MissingError, package  # noqa: E402

__all__ = ["MissingError", "server"]


def server() -> list[str]:
    """The words that start the server.  Fetches it when it is not there; raises `MissingError`."""
    node = shutil.which("node") or shutil.which("nodejs")
    if node is None:
        raise MissingError("node is missing (.ci/setup installs it)")
    place = package(HERE, "language server")
    return [node, str(place / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"), "--stdio"]


if __name__ == "__main__":
    try:
        print(server()[1])
    except MissingError as missing:
        sys.exit(str(missing))
