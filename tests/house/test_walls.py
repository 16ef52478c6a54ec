"""Who may know whom: the walls of docs/architecture.md hold, and they would be seen to break."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest


def lint_imports(folder: Path, source: Path) -> subprocess.CompletedProcess[str]:
    """Check the walls of `source` with the contracts of the pyproject.toml in `folder`."""
    program = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [str(program), "--no-logo", "--no-cache", "--config", str(folder / "pyproject.toml")],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(source)},
        timeout=120,
        check=False,
    )


def test_the_walls_hold(root: Path) -> None:
    done = lint_imports(root, root / "src")
    assert done.returncode == 0, done.stdout


@pytest.mark.long
def test_every_wall_is_seen_to_break(root: Path, tmp_path: Path) -> None:
    shutil.copy(root / "pyproject.toml", tmp_path)
    shutil.copytree(
        root / "src" / "tabletop", tmp_path / "src" / "tabletop", ignore=shutil.ignore_patterns("__pycache__")
    )
    rooms = tmp_path / "src" / "tabletop"
    for room, line in {
        "rules": "import pydantic",
        "content": "import tabletop.cli",
        "game": "import textual",
        "minds": "import yaml",
        "lab": "import sqlite3",
        "telling": "import jinja2",
        "report": "import uvicorn",
    }.items():
        (rooms / room).mkdir(exist_ok=True)
        (rooms / room / "__init__.py").touch()
        (rooms / room / "through_the_wall.py").write_text(line + "\n", encoding="utf-8")
    done = lint_imports(tmp_path, tmp_path / "src")
    contracts = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    assert done.returncode == 1
    for contract in contracts:
        assert f"{contract['name']} BROKEN" in done.stdout


def test_a_new_room_must_be_given_its_place(root: Path, tmp_path: Path) -> None:
    shutil.copy(root / "pyproject.toml", tmp_path)
    shutil.copytree(
        root / "src" / "tabletop", tmp_path / "src" / "tabletop", ignore=shutil.ignore_patterns("__pycache__")
    )
    attic = tmp_path / "src" / "tabletop" / "attic"
    attic.mkdir()
    (attic / "__init__.py").touch()
    assert lint_imports(tmp_path, tmp_path / "src").returncode == 1
