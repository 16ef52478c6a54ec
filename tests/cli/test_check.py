"""`tabletop check` and `tabletop explain`, as scripts and courses call them."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest
from tests.content.frames import campaign_text

from tabletop.cli import check
from tabletop.content import Problem
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


@pytest.fixture
def fine(tmp_path: Path) -> str:
    file = tmp_path / "fine.yaml"
    file.write_text(campaign_text(), encoding="utf-8")
    return str(file)


def test_fine(fine: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(fine) == 0
    assert capsys.readouterr().out == "No problems.\n"


def test_text(bad: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(bad) == 1
    first, excerpt, caret, hint, summary = capsys.readouterr().out.splitlines()
    assert "error E204: “domain” cannot be “foreign”" in first
    assert excerpt[caret.index("^") : caret.rindex("^") + 1] == "foreign"
    assert hint == "    hint: one of: external, internal, transnational"
    assert summary.startswith("1 error.")


def test_json(bad: str, fine: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(bad, "--format", "json") == 1
    (problem,) = json.loads(capsys.readouterr().out)
    assert problem.keys() >= {"code", "severity", "file", "line", "column", "message", "hint"}
    assert (problem["code"], problem["severity"]) == ("E204", "error")
    lines = Path(bad).read_text(encoding="utf-8").splitlines()
    assert lines[problem["line"] - 1][problem["column"] - 1 :].startswith("foreign")
    assert run(fine, "--format", "json") == 0
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


def test_explain_a_finding_of_the_lab(capsys: pytest.CaptureFixture[str]) -> None:
    assert check.explain_code("l101") == 0
    told = capsys.readouterr().out
    assert told.startswith("L101 (warning): one strategy is the answer to everything")
    assert "What to do: " in told
    assert "Where to look: " in told


def test_explain_an_unknown_code() -> None:
    with pytest.raises(UsageError, match="There is no code E9"):
        check.explain_code("E999")


def test_explain_without_a_code_lists_all(capsys: pytest.CaptureFixture[str]) -> None:
    parser = argparse.ArgumentParser()
    check.add_explain_arguments(parser)
    assert check.explain_main(parser.parse_args([])) == 0
    out = capsys.readouterr().out
    assert all(f"{code}  {entry.title}\n" in out for code, entry in CODES.items())


def test_an_example_is_shown_as_it_runs(capsys: pytest.CaptureFixture[str]) -> None:
    assert check.explain_code("E302") == 0
    lines = capsys.readouterr().out.splitlines()
    wrong = lines.index("Wrong:") + 1
    assert lines[wrong].strip() == CODES["E302"].bad
    assert lines[wrong + 1].index("^") == lines[wrong].index("astr:")


@pytest.fixture
def several(tmp_path: Path) -> Path:
    file = tmp_path / "several.yaml"
    text = SMALL.read_text(encoding="utf-8").replace("repeat: true", "repeat: yes").replace("aster: high", "astr: high")
    file.write_text(text, encoding="utf-8")
    return file


def test_a_fix_is_shown(several: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(str(several)) == 1
    out = capsys.readouterr().out
    assert "    fix: true\n" in out
    assert "did you mean “aster”?" in out


def test_fixes_are_carried_out(several: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(str(several), "--fix") == 0
    out = capsys.readouterr().out
    assert out.count("mended ") == 2
    assert "astr → aster (E302)" in out
    assert "error" not in out
    assert several.read_bytes() == SMALL.read_bytes()


def test_a_dry_run_writes_nothing(several: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = several.read_bytes()
    assert run(str(several), "--fix", "--dry-run") == 1
    out = capsys.readouterr().out
    assert "-    repeat: yes\n+    repeat: true\n" in out
    assert several.read_bytes() == before
    with pytest.raises(UsageError):
        run(str(several), "--dry-run")


def test_shipped_content_is_not_mended_by_its_name() -> None:
    with pytest.raises(UsageError, match="needs a path"):
        run("halcyon", "--fix")


def test_only_what_is_new(several: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept = str(tmp_path / "kept.json")
    assert run(str(several), "--write-baseline", kept) == 0
    assert capsys.readouterr().out.startswith("2 problems noted")
    assert run(str(several), "--baseline", kept) == 0
    assert capsys.readouterr().out == "No new problems.\n2 problems of the baseline not shown.\n"
    assert run(str(several), "--baseline", kept, "--format", "json") == 0
    assert json.loads(capsys.readouterr().out) == []
    text = (
        several.read_text(encoding="utf-8").replace("repeat: yes", "repeat: true").replace("domain: ext", "domain: x")
    )
    several.write_text(text, encoding="utf-8")
    assert run(str(several), "--baseline", kept) == 1
    out = capsys.readouterr().out
    assert out.count("error ") == 1
    assert "1 of the baseline is gone" in out


def test_sarif_knows_the_baseline(several: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept = str(tmp_path / "kept.json")
    assert run(str(several), "--write-baseline", kept) == 0
    several.write_text(several.read_text(encoding="utf-8").replace("domain: ext", "domain: x"), encoding="utf-8")
    capsys.readouterr()
    assert run(str(several), "--baseline", kept, "--format", "sarif") == 1
    results = json.loads(capsys.readouterr().out)["runs"][0]["results"]
    states = {result["ruleId"]: result["baselineState"] for result in results}
    assert states == {"E302": "unchanged", "E203": "unchanged", "E204": "new"}
    (mended,) = (result for result in results if result["ruleId"] == "E302")
    (change,) = mended["fixes"][0]["artifactChanges"]
    (replacement,) = change["replacements"]
    region = replacement["deletedRegion"]
    line = several.read_text(encoding="utf-8").splitlines()[region["startLine"] - 1]
    assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == "astr"
    assert replacement["insertedContent"]["text"] == "aster"
    assert mended["partialFingerprints"]
    assert mended["rank"] == 100


TIP, LIKELY = Problem("T401", "a.yaml", 1, 1, "a tip"), Problem("W202", "a.yaml", 2, 1, "odd", confidence="likely")


def test_tips_never_count(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "find", lambda _: [TIP])
    assert run("x", "--strict") == 0
    assert capsys.readouterr().out.startswith("a.yaml:1:1: tip T401")
    assert run("x", "--no-tips") == 0
    assert capsys.readouterr().out == "No problems.\n1 tip left out.\n"


def test_tips_come_last_and_doubt_is_told(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "find", lambda _: [TIP, LIKELY])
    assert run("x") == 0
    assert run("x", "--strict") == 1
    first, second, summary = capsys.readouterr().out.splitlines()[:3]
    assert first == "a.yaml:2:1: warning W202 (likely): odd"
    assert second.startswith("a.yaml:1:1: tip T401")
    assert summary.startswith("1 warning and 1 tip.")
    assert run("x", "--format", "json") == 0
    assert [row["confidence"] for row in json.loads(capsys.readouterr().out)][1] == "likely"
