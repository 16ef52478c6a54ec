"""What people install: built from the source package, put into an empty environment, and played."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest


def run(*words: str | Path, cwd: Path, environment: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [str(word) for word in words],
        cwd=cwd,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment,
        stdin=subprocess.DEVNULL,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, f"{words}\n{done.stdout}\n{done.stderr}"
    return done


@pytest.mark.long
def test_the_wheel_plays_a_game_in_an_empty_environment(root: Path, tmp_path: Path) -> None:
    # `build` makes the source package first and the wheel from it: both ways to install are tried at once.
    run(sys.executable, "-m", "build", "--outdir", tmp_path / "dist", root, cwd=tmp_path)
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        inside = set(archive.namelist())
    shipped = {
        f"tabletop/_library/{file.relative_to(root).as_posix()}"
        for folder in ("decks", "campaigns")
        for file in (root / folder).rglob("*")
        if file.is_file()
    }
    assert shipped
    pages = {file.relative_to(root / "docs").as_posix() for file in (root / "docs").rglob("*.md")}
    assert {f"tabletop/_docs/{page}" for page in pages} | shipped <= inside
    assert not [name for name in inside if name.startswith(("tests/", "decks/", "docs/", "src/"))]
    assert not [name for name in inside if name.startswith("tabletop/_docs/") and not name.endswith(".md")]

    empty = tmp_path / "empty"
    venv.create(empty, with_pip=False, symlinks=os.name != "nt")
    programs = empty / ("Scripts" if os.name == "nt" else "bin")
    run(
        *(
            sys.executable,
            "-m",
            "pip",
            "--python",
            programs / "python",
            "--disable-pip-version-check",
            "install",
            "--quiet",
            "--no-compile",
        ),
        *("--constraint", root / "constraints.txt", wheel),
        cwd=tmp_path,
    )

    clean = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "TABLETOP", "VIRTUAL_ENV"))
    }
    clean["TABLETOP_HOME"] = str(tmp_path / "home")
    away = tmp_path / "away"
    away.mkdir()
    played = run(programs / "tabletop", "run", "halcyon", "--seed", "1", "--json", cwd=away, environment=clean)
    rows = [json.loads(line) for line in played.stdout.splitlines()]
    assert rows[0]["kind"] == "start"
    assert rows[0]["campaign"] == "halcyon"
    assert rows[-1]["kind"] == "end"
    assert rows[-1]["outcome"] in {"win", "draw", "cohesion-collapse", "stability-collapse"}
    assert {row["kind"] for row in rows[1:-1]} == {"turn"}
    assert played.stderr == ""

    # The checkout and the wheel are one game: the same call prints the same bytes.
    here = run(sys.executable, "-m", "tabletop", "run", "halcyon", "--seed", "1", "--json", cwd=away)
    assert here.stdout == played.stdout

    guide = run(programs / "tabletop", "guide", "tests", cwd=away, environment=clean)
    assert guide.stdout == (root / "docs" / "author" / "tests.md").read_text(encoding="utf-8")

    named = run(
        programs / "tabletop",
        "run",
        "halcyon",
        "--seed",
        "1",
        "--mind",
        "greedy",
        "--json",
        cwd=away,
        environment=clean,
    )
    assert named.stdout != played.stdout, "minds are found by their entry points"
