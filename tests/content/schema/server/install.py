"""Install the YAML language server, once for this machine and version: python3 tests/content/schema/server/install.py

Prints where it lies.  Needs node and npm; standard library only, so that it runs before the tests' environment exists.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
MINUTES = 3


class MissingError(Exception):
    """The server is not there and cannot be fetched; the message says why."""


def cache() -> Path:
    """The folder of this version of the server; its name changes with the lock file."""
    home = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    version = hashlib.sha256((HERE / "package-lock.json").read_bytes()).hexdigest()[:12]
    return Path(home) / "tabletop-tests" / f"language-server-{version}"


def server() -> list[str]:
    """The words that start the server.  Fetches it when it is not there; raises `MissingError`."""
    node = shutil.which("node") or shutil.which("nodejs")
    if node is None:
        raise MissingError("node is missing (.ci/setup installs it)")
    script = Path("node_modules", "yaml-language-server", "bin", "yaml-language-server")
    if not (cache() / script).exists():
        _fetch(cache())
    return [node, str(cache() / script), "--stdio"]


def _fetch(folder: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise MissingError("npm is missing (.ci/setup installs it)")
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = tempfile.mkdtemp(dir=folder.parent)
    try:
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HERE / name, made)
        # No package's own script runs: the server is plain JavaScript and needs none.
        call = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
        try:
            done = subprocess.run(call, cwd=made, timeout=60 * MINUTES, capture_output=True, text=True, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise MissingError(f"npm could not fetch the language server: {error}") from error
        if done.returncode:
            raise MissingError(f"npm could not fetch the language server: {(done.stderr or done.stdout)[-300:]}")
        try:
            os.rename(made, folder)
        except OSError as error:
            if not folder.exists():  # no other test process was quicker
                raise MissingError(f"the language server could not be put at {folder}: {error}") from error
    finally:
        shutil.rmtree(made, ignore_errors=True)


if __name__ == "__main__":
    try:
        print(server()[1])
    except MissingError as missing:
        sys.exit(str(missing))
