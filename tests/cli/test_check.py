"""`tabletop check` and `tabletop explain`, as scripts and courses call them."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from tabletop.cli import check
from tabletop.content.codes import CODES
from tabletop.errors import UsageError

SMALL = Path(__file__).parent.parent / "content" / "samples" / "small.yaml"


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    check.add_arguments(parser)
    return check.main(parser.parse_args(words))


@pytest.fixture
def bad(tmp_path: Path) -> str:
    file = tmp_path / "bad.yaml"
    text = SMALL.read_text(encoding="utf-8").replace("domain: external", "domain: foreign")
    file.write_text(text, encoding="utf-8")
    return str(file)


@pytest.fixture
def warned(tmp_path: Path) -> str:
    file = tmp_path / "warned.yaml"
    file.write_text(SMALL.read_text(encoding="utf-8").replace("when: is.rough, ", ""), encoding="utf-8")
    text = SMALL.read_text(encoding="utf-8").replace("when: is.rough, ", "when: turn > 1, ")
    file.write_text(text, encoding="utf-8")
    return str(file)


def test_fine(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(str(SMALL)) == 0
    assert capsys.readouterr().out == "No problems.\n"


def test_text(bad: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(bad) == 1
    first, excerpt, caret, hint, summary = capsys.readouterr().out.splitlines()
    assert "error E204: “domain” cannot be “foreign”" in first
    assert excerpt[caret.index("^") : caret.rindex("^") + 1] == "foreign"
    assert hint == "    hint: one of: external, internal, transnational"
    assert summary.startswith("1 error.")


def test_json(bad: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(bad, "--format", "json") == 1
    (problem,) = json.loads(capsys.readouterr().out)
    assert problem.keys() >= {"code", "severity", "file", "line", "column", "message", "hint"}
    assert (problem["code"], problem["severity"]) == ("E204", "error")
    lines = Path(bad).read_text(encoding="utf-8").splitlines()
    assert lines[problem["line"] - 1][problem["column"] - 1 :].startswith("foreign")
    assert run(str(SMALL), "--format", "json") == 0
    assert json.loads(capsys.readouterr().out) == []


def test_sarif(bad: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(bad, "--format", "sarif") == 1
    log = json.loads(capsys.readouterr().out)
    assert log["version"] == "2.1.0"
    (only,) = log["runs"]
    assert only["results"][0]["ruleId"] == only["tool"]["driver"]["rules"][0]["id"] == "E204"
    assert only["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] > 1


def test_strict(warned: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(warned) == 0
    assert "warning W211" in capsys.readouterr().out
    assert run(warned, "--strict") == 1


def test_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(UsageError):
        run()
    assert run("no-such-campaign") == 1
    assert "E120" in capsys.readouterr().out


@pytest.mark.parametrize("code", CODES)
def test_explain(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    parser = argparse.ArgumentParser()
    check.add_explain_arguments(parser)
    assert check.explain_main(parser.parse_args([code.lower()])) == 0
    out = capsys.readouterr().out
    assert out.startswith(f"{code} (")
    assert "What to do: " in out


def test_explain_an_unknown_code() -> None:
    with pytest.raises(UsageError, match="There is no code E9"):
        check.explain_code("E999")
