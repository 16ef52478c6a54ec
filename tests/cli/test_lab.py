"""`tabletop lab`, as people call it."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tabletop.cli import lab, main

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Report:
    """What the balance report hands over, made up."""

    findings: list[dict[str, Any]] = field(
        default_factory=lambda: [{"code": "B101", "severity": "warning", "message": "Too easy.", "seed": 7}]
    )
    best_reply_share: dict[str, float] = field(default_factory=lambda: {"bilateral": 0.25})
    decisive: dict[str, float] = field(default_factory=lambda: {"a-card": 0.1})

    def lines(self, width: int) -> Iterator[str]:
        yield f"FINDINGS in {width} columns"

    def html(self) -> str:
        return "<!doctype html><title>Balance</title>"


class Balance:
    """The balance report's room, made up: the real one has its own tests and takes its time."""

    @staticmethod
    def watching(plan: Any) -> tuple[Any, ...]:
        return ()

    @staticmethod
    def report(plan: Any, table: Any, **hands: Any) -> Report:
        assert set(hands) == {"jobs", "cluster", "progress", "every"}
        return Report()


@pytest.fixture(autouse=True)
def balance(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lab, "_balance", lambda: Balance)


def told(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    assert main(["lab", *words, "--json"]) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    assert captured.out.count("\n") == 1
    found: dict[str, Any] = json.loads(captured.out)
    return found


def test_every_number_is_turned_where_that_is_asked_for(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []

    def report(plan: Any, table: Any, **hands: Any) -> Report:
        asked.append(hands["every"])
        return Report()

    monkeypatch.setattr(Balance, "report", staticmethod(report))
    told(capsys, "halcyon", "--games", "5")
    told(capsys, "halcyon", "--games", "5", "--every-number")
    assert asked == [False, True]


def test_json_holds_what_is_promised(capsys: pytest.CaptureFixture[str]) -> None:
    one = told(capsys, "halcyon", "--games", "30", "--seed", "5", "--mind", "random", "--mind", "thoughtful")
    assert (one["campaign"], one["games"], one["seed"]) == ("halcyon", 30, 5)
    assert one["seconds"] > 0
    assert one["games_per_second"] > 0
    assert one["decisions_per_second"] > one["games_per_second"]
    assert list(one["minds"]) == ["random", "thoughtful"]
    for mind in one["minds"].values():
        low, high = mind["ci95"]
        assert 0 <= low <= mind["win_rate"] <= high <= 1
        for index in ("cohesion", "stability"):
            assert set(mind[index]) == {"mean", "p10", "p50", "p90"}
            assert mind[index]["p10"] <= mind[index]["p50"] <= mind[index]["p90"]
        assert set(mind["collapse"]) == {"cohesion", "stability"}
        assert mind["turns_mean"] > 1
    assert {
        "campaign", "games", "seed", "seconds", "games_per_second", "decisions_per_second", "minds", "strategies",
        "cards", "never_dealt", "findings", "samples",
    } <= set(one)  # fmt: skip
    for mind in one["minds"].values():
        assert set(mind) >= {"win_rate", "ci95", "cohesion", "stability", "collapse", "turns_mean"}
    for sample in one["samples"]:
        assert {"mind", "game", "seed", "outcome", "cohesion", "stability", "state_hash"} <= set(sample)
    assert set(one["strategies"]) == {"hold", "bilateral", "multilateral", "confidence", "track2"}
    for row in one["strategies"].values():
        assert set(row) == {"chosen", "best_reply_share", "success_rate"}
    assert one["strategies"]["bilateral"]["best_reply_share"] == 0.25
    for row in one["cards"].values():
        assert set(row) == {"dealt", "resolved", "worst", "decisive"}
    assert one["never_dealt"] == [card for card, row in one["cards"].items() if row["dealt"] == 0]
    assert one["findings"] == [{"code": "B101", "severity": "warning", "message": "Too easy.", "seed": 7}]
    assert [(row["mind"], row["game"]) for row in one["samples"]] == [
        (mind, k) for mind in ("random", "thoughtful") for k in range(1, 11)
    ]


@pytest.mark.parametrize("level", ["basics", "full"])
def test_a_sample_is_the_game_that_run_plays(level: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["double-track", "--level", level, "--mind", "borealis=random"]
    words = words if "borealis" in _members("double-track") else words[:3]
    one = told(capsys, *words, "--games", "12", "--mind", "opportunist")
    for sample in one["samples"][:3]:
        assert main(["run", *words, "--seed", str(sample["seed"]), "--mind", sample["mind"], "--json"]) == 0
        end = json.loads(capsys.readouterr().out.splitlines()[-1])
        for name in ("outcome", "cohesion", "stability", "turns", "state_hash"):
            assert sample[name] == end[name]


def _members(campaign: str) -> list[str]:
    from tabletop.content import load_campaign

    return [member.id for member in load_campaign(campaign).members]


def test_the_same_call_gives_the_same_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("halcyon", "--games", "600", "--mind", "random")
    clock = ("seconds", "games_per_second", "decisions_per_second")
    runs = [told(capsys, *words), told(capsys, *words, "--jobs", "2")]
    for one in runs:
        for name in clock:
            del one[name]
    assert runs[0] == runs[1]


def test_the_text_is_calm_and_fits(capsys: pytest.CaptureFixture[str]) -> None:
    words = [
        "lab",
        "halcyon",
        "--games",
        "40",
        "--level",
        "full",
        "--mind",
        "random",
        "--mind",
        "thoughtful-without-track2",
    ]
    assert main([*words, "--mind", "aurelia=greedy", "--set", "start_tension=50"]) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    lines = captured.out.splitlines()
    assert lines[0] == "The Halcyon Compact, level full: 40 games of each mind, seed 1"
    assert lines[1] == "  with aurelia is played by greedy; start_tension = 50"
    assert max(map(len, lines)) <= 80
    assert not [line for line in lines if line != line.rstrip()]
    assert re.search(r"^random +\d+\.\d %  +\d+\.\d to +\d+\.\d ", captured.out, re.M)
    assert "FINDINGS in 80 columns" in lines
    assert " ".join(line.strip(" \\") for line in lines[-2:]) == (
        "tabletop lab halcyon --level full --mind aurelia=greedy --mind random --open 1"
    )
    assert "\x1b" not in captured.out


def test_a_long_title_is_wrapped(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lab", "north-atlantic", "--level", "standard", "--games", "20"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 80
    assert " ".join(line.strip() for line in lines[:2]) == (
        "North Atlantic 1948–1956: founding an alliance, level standard: 20 games of each mind, seed 1"
    )


def test_set_changes_the_rules(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("halcyon", "--games", "60", "--mind", "random")
    calm, hot = (told(capsys, *words, "--set", f"start_tension={value}") for value in (20, 75))
    assert calm["set"] == {"start_tension": 20}
    assert calm["minds"]["random"]["stability"]["mean"] > hot["minds"]["random"]["stability"]["mean"]


def test_several_numbers_are_set_as_in_whatif(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("halcyon", "--games", "20", "--mind", "random", "--set")
    one = told(capsys, *words, "start_tension=50", "side_deal=2", "--set", "cohesion_weights.trust=0.2")
    assert list(one["set"])[:3] == ["start_tension", "side_deal", "cohesion_weights.trust"]
    weights = [value for name, value in one["set"].items() if name.startswith("cohesion_weights.")]
    assert len(weights) == 5  # the others give way
    assert sum(weights) == pytest.approx(1)
    assert main(["lab", *words, "cohesion_weights.trust=0.2"]) == 0
    assert max(map(len, capsys.readouterr().out.splitlines())) <= 80


def test_html(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "balance.html"
    assert main(["lab", "halcyon", "--games", "5", "--html", str(page)]) == 0
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert str(page) in capsys.readouterr().err
    assert main(["lab", "halcyon", "--games", "5", "--html", str(tmp_path / "no" / "x.html")]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "There is no folder" in captured.err


def test_a_page_is_replaced_only_with_force(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "balance.html"
    page.write_text("mine", encoding="utf-8")
    words = ["lab", "halcyon", "--games", "5", "--html", str(page)]
    with monkeypatch.context() as patched:
        patched.setattr(lab, "_study", lambda args, plan: pytest.fail("games were played"))
        assert main(words) == 1
    assert capsys.readouterr().err == (f"{page} exists already. Name another file, or replace it with --force.\n")
    assert page.read_text(encoding="utf-8") == "mine"
    assert main([*words, "--force"]) == 0
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert [file.name for file in tmp_path.iterdir()] == [page.name]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["halcyon", "--games", "0"], 2, "no whole number of games"),
        (["halcyon", "--jobs", "many"], 2, "no whole number of processes"),
        (["halcyon", "--mind", "thougtful"], 2, "Did you mean thoughtful"),
        (["halcyon", "--mind", "nobody=random"], 2, "no member “nobody”"),
        (["halcyon", "--set", "start_tension"], 2, "“start_tension” is no NAME=VALUE, like side_deal=2"),
        (["--set", "side_deal=1", "halcyon"], 2, "a campaign or a session goes before --set"),
        (["halcyon", "--set", "start_tension=nan"], 2, "“nan” is no number. It goes from 10 to 80"),
        (["halcyon", "--set", "start_tension=1e400"], 2, "1e400 is outside its range. It goes from 10 to 80"),
        (["halcyon", "--set", "start_tension=999"], 2, "999 is outside its range. It goes from 10 to 80"),
        (["halcyon", "--set", "side_deal=1", "side_deel=1"], 2, "Did you mean “side_deal”? It goes from 0 to 15"),
        (["halcyon", "--set", "cohesion_weights.trust=0.9", "cohesion_weights.line=0.2"], 2, "would sum to 1.1"),
        (["halcyon", "--open", "1", "--html", "x.html"], 2, "--html goes with a whole study"),
        (["halcyon", "--open", "1", "--html", "x.html", "--cluster", "h:1"], 2, "--html and --cluster go with"),
        (["halcyon", "--cluster", "nonsense"], 2, "“nonsense” is no address of a Dask scheduler"),
        (["halcyon", "--games", "3", "--open", "4"], 2, "games 1 to 3"),
        (["halcyon", "--mind", "random", "--mind", "greedy", "--open", "1"], 2, "--mind random --open 1"),
        (["halcyon", "--set", "start_tension=50", "--open", "1"], 2, "cannot be kept"),
        (["halcyon", "--jobs", "2", "--cluster", "tcp://127.0.0.1:9"], 2, "do not go together"),
        (["no-such-campaign"], 1, "no-such-campaign"),
    ],
)
def test_mistakes(words: list[str], code: int, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lab", *words]) == code
    captured = capsys.readouterr()
    assert captured.out == ""
    assert said in captured.err
    assert len(captured.err.splitlines()) == 1


# ---- one game of it


def test_a_game_can_be_opened_and_gone_on_with(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from tabletop.session.desk import Desk

    words = ["halcyon", "--games", "10", "--mind", "greedy", "--mind", "borealis=random"]
    sample = told(capsys, *words)["samples"][3]
    assert main(["lab", *words, "--open", "4"]) == 0
    out = capsys.readouterr().out
    name = re.search(r"tabletop resume (\S+)", out)
    assert name is not None
    assert sample["outcome"] in out

    desk = Desk()
    sitting = desk.resume(name[1])
    assert sitting.over
    assert sitting.game.state_hash == sample["state_hash"]
    assert sitting.game.seed == sample["seed"]
    assert {command.by for command in sitting.game.commands if command.kind == "choose"} == {"npc:greedy", "npc:random"}
    assert desk.records().records == ()
    with pytest.raises(Exception, match="Computer players played this game"):
        sitting.undo()
    fresh = desk.fork(sitting, 3)
    assert fresh.turn == 3
    assert len(fresh.people) == 1
    assert fresh.waiting == fresh.people
    assert fresh.people == ("borealis",)
    assert set(fresh.npc.values()) == {"greedy"}
    assert fresh.game.played == sitting.game.played[:2]
    desk.close()
    assert main(["report", name[1], "-o", str(tmp_path / "game.md")]) == 0
    assert "computer players" in (tmp_path / "game.md").read_text(encoding="utf-8")


def test_an_opened_game_as_data_is_its_report(own_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sample = told(capsys, "halcyon", "--games", "10", "--mind", "greedy")["samples"][3]
    assert main(["lab", "halcyon", "--games", "10", "--mind", "greedy", "--open", "4", "--json"]) == 0
    out = capsys.readouterr().out
    found = json.loads(out)
    assert found["finished"] is True
    assert str(sample["seed"]) in out
    assert main(["report", found["session"], "--format", "json"]) == 0
    assert capsys.readouterr().out == out


# ---- progress, and being stopped


def test_the_bar_tells_how_far_how_fast_and_how_long(monkeypatch: pytest.MonkeyPatch) -> None:
    bar = lab.Bar("games")
    bar(0, 400)
    assert bar.text().endswith(" 0 of 400 games")
    monkeypatch.setattr(lab.Bar, "seconds", property(lambda self: 2.0))
    bar(100, 400)
    assert bar.text().endswith(" 100 of 400 games, 50/s, 0:06 left")
    bar(400, 400)
    assert bar.text().endswith("0:00 left")
    assert lab._clock(3723) == "1:02:03"


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such terminals there")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_interrupted_study_prints_nothing(jobs: str, tmp_path: Path) -> None:
    """Progress is seen on a terminal; Ctrl-C then reaches every process of the call, as a terminal does it."""
    ours, theirs = os.openpty()
    words = [sys.executable, "-m", "tabletop", "lab", "halcyon", "--games", "1000000", "--json", "--jobs", jobs]
    with subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=theirs, cwd=ROOT, start_new_session=True,
        env={**os.environ, "TABLETOP_HOME": str(tmp_path)},
    ) as child:  # fmt: skip
        os.close(theirs)
        seen = b""
        while not re.search(rb"[1-9][\d,]* of 1,000,000 games, [\d,]+/s, [\d:]+ left", seen):
            seen += os.read(ours, 4096)
        os.killpg(child.pid, signal.SIGINT)
        seen = _rest(ours)
        out, _ = child.communicate(timeout=120)
    os.close(ours)
    assert child.returncode == 130
    assert out == b""
    assert b"Traceback" not in seen
    assert re.search(rb"Stopped after [\d,]+ of 1,000,000 games; half a study is not told", seen)


def _rest(terminal: int) -> bytes:
    """What is still written on a terminal until nobody is at the other end."""
    seen = b""
    while True:
        try:
            more = os.read(terminal, 4096)
        except OSError:
            return seen
        if not more:
            return seen
        seen += more
