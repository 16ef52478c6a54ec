"""The end: four pages, what was reckoned meanwhile, and the ways on from there."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from tests.tui.conftest import SIZES
from tests.tui.looking_back import BEACON, opening, play

from tabletop.errors import TabletopError
from tabletop.session import Store
from tabletop.session.sitting import Sitting
from tabletop.session.wish import Wish
from tabletop.tui.canvas import Canvas
from tabletop.tui.screens.opening import Opening
from tabletop.tui.screens.stored import StoredGames
from tabletop.tui.widgets.bars import KeyLine
from tabletop.tui.widgets.verdict import draw_lapses, draw_outcome

Make = Callable[..., Wish]
Start = Callable[..., Any]
Golden = Callable[[str, str], None]
PAGES = ("outcome", "scores", "turning", "talk")


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reports are written to where one stands."""
    (tmp_path / "here").mkdir()
    (tmp_path / "home").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "home"))


def told(p: Any) -> str:
    return " ".join(note.message for note in p.app._notifications)


async def test_frames(player: Start, golden: Golden, size: str) -> None:
    async with player(first=opening(), size=SIZES[size]) as p:
        for place, page in enumerate(PAGES):
            if size == "80x24" or place in (0, 2):
                await p.press(str(place + 1))
                golden(f"end-{page}-{size}", p.text())


async def test_the_pages_by_key_and_by_mouse(player: Start) -> None:
    marks = ("The light was kept", "Recluse", "Luck against judgement", "? What would you need to know?")
    async with player(first=opening()) as p:
        assert p.where == "End"
        for place, mark in enumerate(marks):
            await p.press(str(place + 1))
            shown = [other in p.text() for other in marks]
            assert shown == [other == mark for other in marks] or (place == 2 and not any(shown))
        await p.press("right")
        assert marks[0] in p.text()
        await p.press("left")
        assert marks[3] in p.text()
        for name, mark in (("Scores", marks[1]), ("Talk about it", marks[3]), ("Outcome", marks[0])):
            await p.click(name)
            assert mark in p.text()


async def test_enter_reads_everything(player: Start) -> None:
    async with player(first=opening()) as p:
        text = ""
        for _ in range(20):
            text += p.text()
            await p.press("enter")
        assert p.where == "End"
        for words in (
            "The luck of this game had the number 11.", "Recluse", "Honours", "Luck against judgement", "That is par.",
            "Who keeps the log?", "What really happened  17 January 1903", "A. Clerk, Minutes of the Swan commission",
            "An anchor had done it.", "It was convenient.", "In this game: resolved in turn 3.",
            "In this game it was never closed.",
        ):  # fmt: skip
            assert words in text, words


async def test_the_scorecards_are_ranked_and_open(player: Start) -> None:
    async with player(first=opening(Wish("harbour", ("brill",), seed=11))) as p:
        view = p.app.screen.sitting.view("brill")
        await p.press("2")
        rows = [line for line in p.lines() if "×" in line and "." in line]
        names = [next(m.name for m in view.members if m.name in row) for row in rows]
        scores = {m.name: m.score.total for m in view.members}
        assert names == sorted(names, key=lambda name: -scores[name])
        assert [row.strip(" ▸│")[0] for row in rows] == ["1", "2", "3", "4"]
        assert "▸" in next(row for row in rows if "Brill" in row)
        text = " ".join(p.text().split())
        for member in view.members:
            assert member.objective.title in text
            if member.objective.bonus:
                mark = "✓" if member.objective.bonus_met else "✗"
                assert f"{mark} {member.objective.bonus}" in text


@pytest.fixture
def go(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """How it could have gone is not reckoned before this is set."""
    event, reckon = threading.Event(), Sitting.aftermath

    def slow(self: Sitting) -> Any:
        assert event.wait(60)
        return reckon(self)

    monkeypatch.setattr(Sitting, "aftermath", slow)
    return event


async def to_the_end_at_once(p: Any) -> None:
    """Without waiting for what is reckoned there."""
    p.app.push_screen(Opening(lambda: play(p.app.desk)))
    await p.until_so(lambda: p.where == "End")


async def test_keys_work_while_it_is_reckoned(player: Start, go: threading.Event) -> None:
    async with player() as p:
        await to_the_end_at_once(p)
        try:
            for key, words in (("3", "are being played …"), ("2", "Recluse"), ("4", "Who keeps the log?")):
                await p.pilot.press(key)
                await p.pilot.pause()
                assert words in p.text()
            await p.pilot.press("l")
            await p.pilot.pause()
            assert p.where == "History"
            await p.pilot.press("q", "3")
            await p.pilot.pause()
        finally:
            go.set()
        await p.settle()
        assert "being played" not in p.text()
        assert "Luck against judgement" in p.text() or "Turn " in p.text()


async def test_a_turn_taken_back_meanwhile_is_no_mishap(player: Start, go: threading.Event) -> None:
    async with player() as p:
        await to_the_end_at_once(p)
        await p.pilot.press("u")
        await p.pilot.pause()
        go.set()
        await p.settle()
        assert p.where in ("Table", "Briefing")
        assert p.app.broken is None


async def test_a_turning_point_leads_to_its_turn(player: Start) -> None:
    async with player(first=opening()) as p:
        await p.press("3")
        line = next(line for line in p.lines() if line.lstrip().startswith("Turn "))
        turn = int(line.split()[1])
        await p.click(f"Turn {turn}")
        assert p.where == "History"
        assert p.app.screen.at == turn


async def test_the_dearest_choices_are_told_and_explained(player: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    truly = Sitting.lapses

    def lapses(sitting: Sitting, seat: str) -> Any:
        asked.append(seat)
        return truly(sitting, seat)

    monkeypatch.setattr(Sitting, "lapses", lapses)
    async with player(first=opening(), size=(80, 90)) as p:
        assert asked == [], "they are weighed when somebody looks"
        await p.press("3")
        await p.settle()
        assert asked == ["aal"]
        found = truly(p.app.screen.sitting, "aal")
        assert found, "in this game something was dear"
        below = " ".join(p.text().split("Your dearest choices")[1].split())
        assert below.count("would have been worth") == len(found) <= 3
        for one in found:
            assert f"▼ {one.cost.mean:.1f} ± {one.cost.error:.1f}" in below
        await p.press("4", "3")
        assert asked == ["aal"]
        canvas = Canvas(80)
        draw_lapses(canvas, found, p.app.screen.names)
        assert ("lapse", found[0].turn) in {spot.what for spot in canvas.spots}


async def test_nobody_is_shown_up_before_others(player: Start) -> None:
    async with player(first=opening(replace(BEACON, people=("aal", "bor"))), size=(80, 90)) as p:
        await p.press("3")
        await p.settle()
        assert "dearest" not in p.text()


# ---------------------------------------------------------------- the report


async def test_saving_the_report(player: Start) -> None:
    async with player(first=opening()) as p:
        await p.press("s")
        assert p.where == "Save"
        name = f"{p.app.screen.sitting.name}-report"
        assert f"{name}.html" in p.text()
        await p.press("enter")
        assert p.where == "End"
        file = Path.cwd() / f"{name}.html"
        assert "The Beacon Treaty" in file.read_text(encoding="utf-8")
        assert "The report was saved" in told(p)
        assert f"{name}.html" in told(p)
        # A second one is not written over the first.
        await p.press("s")
        assert f"{name}-2.html" in p.text()
        await p.press("tab")
        assert f"{name}-2.md" in p.text()
        await p.press("enter")
        assert (Path.cwd() / f"{name}-2.md").read_text(encoding="utf-8").startswith("# ")
        assert len(list(Path.cwd().iterdir())) == 2


async def typed(p: Any, name: str) -> None:
    """Write a name over the one that is proposed."""
    await p.press("s", "ctrl+u")
    await p.pilot.press(*({".": "full_stop", "/": "slash", "~": "tilde", "?": "question_mark"}.get(c, c) for c in name))
    await p.settle()


async def test_where_it_cannot_go(player: Start) -> None:
    async with player(first=opening()) as p:
        await typed(p, "nowhere/x.html")
        await p.press("enter")
        assert p.where == "Save"
        assert "There is no folder nowhere" in p.text()
        await p.press("escape")
        await typed(p, "x.exe")
        await p.press("enter")
        assert "picks no form" in " ".join(p.text().split())
        await p.press("escape")
        assert p.where == "End"
        assert "saved" not in told(p)
        assert not list(Path.cwd().iterdir())


async def test_a_file_is_replaced_only_when_asked_twice(player: Start) -> None:
    file = Path("mine.md")
    file.write_text("mine", encoding="utf-8")
    async with player(first=opening()) as p:
        await typed(p, "mine.md")
        await p.press("enter")
        assert "exists already. Enter once more replaces it" in " ".join(p.text().split())
        assert file.read_text(encoding="utf-8") == "mine"
        await p.press("escape")
        assert file.read_text(encoding="utf-8") == "mine"
        await typed(p, "mine.md")
        await p.press("enter", "enter")
        assert p.where == "End"
        assert "Beacon" in file.read_text(encoding="utf-8")


async def test_ones_own_folder(player: Start) -> None:
    async with player(first=opening()) as p:
        await typed(p, "~/r.md")
        await p.press("enter")
        assert (Path.home() / "r.md").exists()
        assert "~/r.md" in told(p)
        assert str(Path.home()) not in p.text()


# ---------------------------------------------------------------- the ways on


async def test_fork_from_the_end(player: Start) -> None:
    async with player(first=opening()) as p:
        await p.press("f")
        assert p.where == "History"
        assert p.app.screen.at == 3
        await p.press("f", "enter")
        assert p.where == "Briefing"
        assert p.app.screen.sitting.turn == 4
        assert len(Store().list()) == 2


async def test_the_same_luck_again(player: Start) -> None:
    async with player(first=opening()) as p:
        await p.press("a")
        assert p.where == "Briefing"
        assert p.app.screen.sitting.again().seed == 11
        assert p.app.screen.sitting.turn == 1


async def test_a_finished_game_is_opened_at_its_end(player: Start) -> None:
    async with player() as p:
        play(p.app.desk).close()
        p.app.push_screen(StoredGames())
        await p.settle()
        assert "over" in p.text()
        await p.press("enter")
        assert p.where == "End"
        await p.press("l")
        assert "after turn 4 of 4" in p.text()
        await p.press("enter", "q")
        assert p.where == "Home"


async def test_a_collapse_is_told(player: Start, harbour: Make) -> None:
    """Whatever the end is, all pages can be drawn at every size, and no key line is cut."""
    for window in ((80, 24), (116, 34), (200, 60)):
        async with player(first=opening(harbour(level="full", people=("brill", "dorn"))), size=window) as p:
            for key in "1234":
                await p.press(key)
                assert {cell_len(line) for line in p.lines()} == {window[0]}
                assert len(p.app.screen.query_one(KeyLine).shown()) <= 6
                assert "…" not in p.lines()[-1]


async def test_a_report_that_cannot_be_made_is_told(player: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise TabletopError("The disk is full.", "Make room.")

    async with player(first=opening()) as p:
        monkeypatch.setattr("tabletop.report.files.write", refuse)
        await p.press("s", "enter")
        assert p.where == "Save"
        assert "The disk is full." in p.text()
        await p.press("enter")
        assert "The disk is full." in p.text()


@pytest.mark.parametrize("level", ["basics", "full"])
async def test_treaties_are_counted_where_there_can_be_any(player: Start, level: str) -> None:
    async with player(first=opening(replace(BEACON, level=level))) as p:
        await p.until("End")
        canvas = Canvas(200)
        draw_outcome(canvas, p.app.screen.view)
        text = canvas.content().plain
        assert "resolved" in text
        assert ("came into force" in text) == (level == "full")
