"""The tutorial for authors works as it stands: its snippets, its commands, and every output it shows.

TABLETOP_BLESS=1 prints what each command says today, to be put into the page by hand.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shlex
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tabletop.cli import main
from tabletop.content import load_campaign

PAGE = Path(__file__).parents[2] / "docs" / "author" / "tutorial.md"


def _page() -> ModuleType:
    spec = importlib.util.spec_from_file_location("author_page", Path(__file__).with_name("author_page.py"))
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules["author_page"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


page = _page()


def typed(words: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """Exit code and everything the command says."""
    capsys.readouterr()
    try:
        code = int(main(shlex.split(words)) or 0)
    except SystemExit as left:
        code = int(left.code or 0)
    out, err = capsys.readouterr()
    return code, out + err


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, and an empty home."""
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("TABLETOP_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("TABLETOP_LIBRARY", raising=False)
    return folder


def test_the_tutorial_runs_as_it_is_printed(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong, last = [], {}
    for step in page.steps(PAGE.read_text(encoding="utf-8")):
        if isinstance(step, page.Snippet):
            page.put(step, desk)
            continue
        code, told = typed(step.words, capsys)
        last[step.words.split()[0]] = code
        if os.environ.get("TABLETOP_BLESS") == "1":
            with capsys.disabled():
                print(f"=== {step.line}: $ tabletop {step.words}  [{code}]\n{told}")
        if step.shown is not None and (missing := page.differs(step.shown, told)):
            wrong.append(f"line {step.line}: {step.words}\n  shown: {missing}\n  told:\n{told}")
        elif step.shown is None and code not in (0, 1):
            wrong.append(f"line {step.line}: {step.words} leaves with {code}\n{told}")
    assert not wrong, "\n".join(wrong)
    assert last["check"] == last["test"] == last["install"] == last["run"] == 0

    made = load_campaign(desk / "water-year")
    assert len(made.deck) == 10
    assert len(made.acts) == 3


def test_the_ten_minutes_work(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = PAGE.with_name("README.md").read_text(encoding="utf-8")
    calls = re.findall(r"^tabletop (\S.*?)  ", told, re.MULTILINE)
    assert [call.split()[0] for call in calls] == ["new", "run", "preview"]
    for call in calls:
        code, said = typed(call, capsys)
        assert code == 0, said


def test_a_changed_output_is_found() -> None:
    assert page.differs("a\n…\nd", "a\nb\nc\nd") == ""
    assert page.differs("a\nb", "a\nb\nc") == "(more) c"
    assert page.differs("a\nd", "a\nb\nc\nd") == "d"
    assert page.differs("seed …", "seed 7") == ""
    assert page.differs("seed …", "speed 7") == "seed …"


def test_a_snippet_replaces_completes_and_adds(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("x: 1\nlist:\n  - id: one\n    n: 1\n  - id: two\n    n: 2\n")
    page.put(page.Snippet("a.yaml", "", "x: 2\ny: 3\n"), tmp_path)
    page.put(page.Snippet("a.yaml", "list", "list:\n  - id: one\n    n: 5\n    m: 6\n"), tmp_path)
    assert file.read_text() == "x: 2\nlist:\n  - id: one\n    n: 5\n    m: 6\n  - id: two\n    n: 2\ny: 3\n"
