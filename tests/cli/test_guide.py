"""`tabletop guide`: every page that the messages name can be read wherever the program is installed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tabletop.cli import guide, main


def test_the_list(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["guide"]) == 0
    out = capsys.readouterr().out
    files = [*(root / "docs").glob("*.md"), *(root / "docs").glob("*/*.md")]
    names = {file.parent.name if file.parent.name != "docs" and file.stem == "README" else file.stem for file in files}
    assert {line.split()[0] for line in out.partition("\n\n")[0].splitlines()} == names - {"README"}


@pytest.mark.parametrize("word", ["tests", "Tests", "tests.md", "docs/author/tests.md", "author/tests"])
def test_a_page(root: Path, word: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["guide", word]) == 0
    assert capsys.readouterr().out == (root / "docs" / "author" / "tests.md").read_text(encoding="utf-8")


def test_where_it_lies(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["guide", "rules", "--path"]) == 0
    assert main(["guide", "--path"]) == 0
    assert capsys.readouterr().out.splitlines() == [str(root / "docs" / "rules.md"), str(root / "docs")]


def test_an_unknown_page_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["guide", "tets"]) == 2
    assert "There is no page “tets”. Did you mean “tests”?" in capsys.readouterr().err


def test_the_pages_that_messages_name_are_there(root: Path) -> None:
    known = guide.pages(guide.folder())
    named = set[str]()
    pattern = re.compile(r"tabletop guide ([a-z]+)(?= lists| shows|\)|\.\"|`|\n)")
    for file in [*(root / "src").rglob("*.py"), *(root / "src").rglob("*.yaml")]:
        named |= set(pattern.findall(file.read_text(encoding="utf-8")))
    assert {"rules", "concepts", "tests", "editors", "reference"} <= named <= set(known)


def test_a_wheel_holds_the_pages_beside_its_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "tabletop"
    (package / "cli").mkdir(parents=True)
    (package / "_docs" / "author").mkdir(parents=True)
    (package / "_docs" / "README.md").write_text("| [author/why.md](author/why.md) | why |\n", encoding="utf-8")
    (package / "_docs" / "author" / "why.md").write_text("# Why\n", encoding="utf-8")
    monkeypatch.setattr(guide, "__file__", str(package / "cli" / "guide.py"))
    assert guide.page("why", guide.folder()) == package / "_docs" / "author" / "why.md"
