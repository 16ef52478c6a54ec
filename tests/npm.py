"""Packages from npm that tests need, fetched once for this machine and version into the user's cache.

Standard library only: .ci/setup runs it before the tests' environment exists.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

MINUTES = 3


class MissingError(Exception):
    """The package is not there and cannot be fetched; the message says why."""


def package(folder: Path, name: str) -> Path:
    """Where the packages of ``folder/package-lock.json`` lie (a folder with node_modules); fetches them when they are
    not there.  `name` is what errors call them.  Raises `MissingError`."""
    lock = folder / "package-lock.json"
    home = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    version = hashlib.sha256(lock.read_bytes()).hexdigest()[:12]
    place = Path(home) / "tabletop-tests" / f"{name.replace(' ', '-')}-{version}"
    if not (place / "node_modules").exists():
        _fetch(folder, place, name)
    return place


def _fetch(folder: Path, place: Path, name: str) -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise MissingError("npm is missing (.ci/setup installs it)")
    place.parent.mkdir(parents=True, exist_ok=True)
    made = tempfile.mkdtemp(dir=place.parent)
    try:
        for file in ("package.json", "package-lock.json"):
            shutil.copy(folder / file, made)
        # No package's own script runs: what the tests use is plain JavaScript and needs none.
        call = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
        try:
            done = subprocess.run(call, cwd=made, timeout=60 * MINUTES, capture_output=True, text=True, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise MissingError(f"npm could not fetch the {name}: {error}") from error
        if done.returncode:
            raise MissingError(f"npm could not fetch the {name}: {(done.stderr or done.stdout)[-300:]}")
        try:
            os.rename(made, place)
        except OSError as error:
            if not place.exists():  # no other test process was quicker
                raise MissingError(f"the {name} could not be put at {place}: {error}") from error
    finally:
        shutil.rmtree(made, ignore_errors=True)
