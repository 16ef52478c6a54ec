"""Folders made to hurt: too many files, too deep, full of links, pipes and names that a terminal would obey."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tabletop.content import check_paths, render
from tabletop.content.checking import WALK_DEPTH

DECK = "{format: 1, id: deck, title: D, version: '1', summary: S, licence: L, authors: [A]}\n"
CARD = """\
- id: card-{number}
  title: Card
  domain: external
  escalation: 1
  features: {{urgency: 1, breadth: 1, misperception: 1, sensitivity: 1, enforcement: 1}}
  situation: A line.
"""

posix = pytest.mark.skipif(sys.platform == "win32", reason="names, links and pipes of POSIX")


@pytest.fixture(autouse=True)
def quickly() -> Iterator[None]:
    began = time.process_time()
    yield
    assert time.process_time() - began < 5


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    folder = tmp_path / "decks" / "deck"
    (folder / "cards").mkdir(parents=True)
    (folder / "deck.yaml").write_text(DECK, encoding="utf-8")
    return folder


def test_ten_thousand_files_of_cards(deck: Path) -> None:
    for number in range(10_000):
        (deck / "cards" / f"{number:05}.yaml").write_bytes(b"- {id: x}\n")
    problems = check_paths([deck])
    assert any("files" in problem.message and problem.file for problem in problems)
    assert all(problem.is_error for problem in problems if problem.severity != "tip")
    assert render.as_text(problems)


def test_ten_thousand_folders_and_other_files(tmp_path: Path) -> None:
    for number in range(5_000):
        (tmp_path / f"{number}").mkdir()
        (tmp_path / f"{number}.txt").write_bytes(b"")
    assert [problem.code for problem in check_paths([tmp_path])] == ["E120"]


def test_a_very_deep_folder(tmp_path: Path) -> None:
    folder = tmp_path
    for _ in range(300):
        folder /= "d"
        folder.mkdir()
    (folder / "deck.yaml").write_text("broken: [", encoding="utf-8")
    assert WALK_DEPTH < 300
    assert [problem.code for problem in check_paths([tmp_path])] == ["E120"]


@posix
@pytest.mark.parametrize(
    "name", ["new\nline", "esc\x1b[2Jape", "\u202egpj", "a\rb", "sur\udcffrogate", "x" * 240, "[red]", "-rf"]
)
def test_names_that_a_terminal_would_obey(name: str, tmp_path: Path) -> None:
    folder = tmp_path / name
    try:
        (folder / "cards").mkdir(parents=True)
    except (OSError, UnicodeEncodeError):
        pytest.skip("this file system has no such names")
    (folder / "deck.yaml").write_text(DECK, encoding="utf-8")
    (folder / "cards" / f"{name}.yaml").write_text("- {id: 3, \x1b: 1}\n", encoding="utf-8")
    for asked in (tmp_path, folder, folder / "cards" / f"{name}.yaml", folder / "no"):
        problems = check_paths([asked])
        assert problems
        for shown in (render.as_text(problems), render.as_json(problems), render.as_sarif(problems)):
            shown.encode("utf-8")
            assert all(char.isprintable() or char in "\n\u00a0" for char in shown)


@posix
def test_pipes_links_and_sockets_among_the_cards(deck: Path, tmp_path: Path) -> None:
    cards = deck / "cards"
    os.mkfifo(cards / "a.yaml")
    (cards / "b.yaml").symlink_to("/dev/zero")
    (cards / "c.yaml").symlink_to(cards / "c.yaml")
    (cards / "d.yaml").symlink_to(tmp_path / "nowhere.yaml")
    (cards / "e.yaml").mkdir()
    (cards / "f.yaml").symlink_to("/etc/passwd")
    problems = check_paths([deck])
    assert {Path(problem.file).name: problem.code for problem in problems if problem.line == 0} == {
        "a.yaml": "E101", "b.yaml": "E117", "c.yaml": "E101", "d.yaml": "E101", "e.yaml": "E101", "f.yaml": "E117",
    }  # fmt: skip
    assert "root:" not in render.as_text(problems)


@posix
def test_a_pipe_is_named_itself(tmp_path: Path) -> None:
    for name in ("deck.yaml", "campaign.yaml", "x.yaml"):
        os.mkfifo(tmp_path / name)
        assert {problem.code for problem in check_paths([tmp_path / name])} <= {"E101", "E120"}
    assert {problem.code for problem in check_paths([tmp_path])} <= {"E101", "E120"}


@posix
def test_folders_that_hold_themselves(deck: Path) -> None:
    for name in ("again", "cards/again", "campaigns"):
        (deck / name).symlink_to(deck.parent, target_is_directory=True)
    check_paths([deck.parent.parent])
    check_paths([deck.parent])


@posix
def test_a_folder_nobody_may_read(deck: Path) -> None:
    (deck / "cards").chmod(0)
    try:
        problems = check_paths([deck])
    finally:
        (deck / "cards").chmod(0o755)
    assert os.geteuid() == 0 or problems


def test_a_file_that_changes_while_it_is_read(deck: Path) -> None:
    """Whatever is met there, it is one of the states the file was in, or told as a file that cannot be read."""
    file = deck / "cards" / "a.yaml"
    states = [CARD.format(number=1), "- [", "", "x" * 300_000, "\t- id: x\n", CARD.format(number=2) * 50]
    file.write_text(states[0], encoding="utf-8")
    over = threading.Event()

    def rewrite() -> None:
        number = 0
        while not over.is_set():
            number += 1
            if number % 7 == 0:
                file.unlink(missing_ok=True)
            else:
                file.write_text(states[number % len(states)], encoding="utf-8")

    writer = threading.Thread(target=rewrite)
    writer.start()
    try:
        until = time.monotonic() + 1.5
        while time.monotonic() < until:
            for problem in [*check_paths([deck]), *check_paths([file])]:
                assert problem.message
                assert problem.column <= len(problem.excerpt) + 1
                render.one_as_text(problem)
    finally:
        over.set()
        writer.join()
