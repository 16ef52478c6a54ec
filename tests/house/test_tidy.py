"""The repository says nothing about the machines it was made on, and its files are the kind they claim to be."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

BUILT = {".git", ".venv", "__pycache__", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis", "dist", "build"}
BINARY = {".png", ".sqlite", ".db", ".whl", ".gz", ".zip"}

# Put together here, so that this file does not hold what it looks for.
MACHINE = re.compile(
    "|".join(
        [
            "/" + r"home/(?!\.\.\.|you\b|NAME\b)\w+",
            "/" + r"root\b",
            "/" + r"Users/\w+",
            r"[A-Z]:\\" + r"Users\\\w+",
            r"(?<![\w.])/" + r"work/",
            r"\." + "library/",
            "shared/" + "design",
        ]
    )
)


def tracked(root: Path) -> list[Path]:
    """The files of the repository; in a plain copy of it, everything that was not built."""
    if (root / ".git").exists():
        listed = subprocess.run(
            ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=root,
            capture_output=True,
            text=True,
            check=False,
        )
        if listed.returncode == 0 and listed.stdout:
            return [root / name for name in listed.stdout.split("\0") if name and (root / name).is_file()]
    found = []
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if name not in BUILT and not name.endswith(".egg-info")]
        found += [Path(folder) / name for name in names]
    return found


@pytest.fixture(scope="module")
def texts(root: Path) -> dict[str, str]:
    files = [file for file in tracked(root) if file.suffix not in BINARY]
    assert len(files) > 30
    return {file.relative_to(root).as_posix(): file.read_bytes().decode("utf-8") for file in files}


def test_no_path_of_anybodys_machine(texts: dict[str, str]) -> None:
    found = [
        f"{name}:{number}: {line.strip()[:100]}"
        for name, text in texts.items()
        for number, line in enumerate(text.splitlines(), 1)
        if MACHINE.search(line)
    ]
    assert found == []


def test_line_ends_are_line_feeds(texts: dict[str, str]) -> None:
    assert [name for name, text in texts.items() if "\r" in text and not name.endswith(".bat")] == []


def test_no_conflict_marks_and_no_notes_to_self(texts: dict[str, str]) -> None:
    marks = re.compile(r"^(<{7} |>{7} )|\b(TO" + "DO|FIX" + r"ME|XX" + r"X)\b", re.MULTILINE)
    assert [name for name, text in texts.items() if marks.search(text)] == []


def test_modules_stay_readable(texts: dict[str, str]) -> None:
    """A file of the program that passes 400 lines wants to be two."""
    long = {name: text.count("\n") for name, text in texts.items() if name.startswith("src/") and name.endswith(".py")}
    assert {name: lines for name, lines in long.items() if lines >= 400} == {}
