"""Around the table: home with many campaigns, settings that do something, records, the day's game, help."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from tests.tui.conftest import SIZES

from tabletop.session import daily, records
from tabletop.session.records import Record
from tabletop.session.settings import change, place, read
from tabletop.session.wish import Wish
from tabletop.tui.screens.keys import Keys
from tabletop.tui.screens.records import Records
from tabletop.tui.screens.settings import SettingsPage

Make = Callable[..., Wish]
Start = Callable[..., Any]
Golden = Callable[[str, str], None]
LIBRARY = Path(__file__).parent / "library"
TITLES = (
    "A pact", "The League of the Seven Rivers and the Two Seas, 1911–1938: how to keep what nobody wants",
    "東海同盟の危機と長い長い長い長い長い題名の試み", "Ünïon", "[bold]Bold[/bold] [/nope]", "Zeta", "Eta", "Theta",
    "Iota", "Kappa", "Lambda",
)  # fmt: skip


@pytest.fixture(autouse=True)
def a_known_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(daily, "today", lambda: date(2031, 5, 28))
    day = daily.daily(date(2031, 5, 28), ["harbour"])
    monkeypatch.setattr("tabletop.session.desk.Desk.today", lambda self: day)
    monkeypatch.setattr("tabletop.content.library.shipped", lambda: Path("nowhere"))


@pytest.fixture
def alone(tmp_path: Path) -> Path:
    """A library of one campaign."""
    folder = tmp_path / "alone" / "campaigns"
    folder.mkdir(parents=True)
    source = (LIBRARY / "campaigns" / "harbour.yaml").read_text(encoding="utf-8")
    (folder / "harbour.yaml").write_text(source, encoding="utf-8")
    return tmp_path / "alone"


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """A library of twelve campaigns, some historical."""
    folder = tmp_path / "many" / "campaigns"
    folder.mkdir(parents=True)
    source = (LIBRARY / "campaigns" / "harbour.yaml").read_text(encoding="utf-8")
    (folder / "harbour.yaml").write_text(source, encoding="utf-8")
    for number, title in enumerate(TITLES):
        text = source.replace("id: harbour", f"id: c{number}", 1).replace("The Harbour Pact", title, 1)
        text = text.replace(f"title: {title}", f'title: "{title}"', 1)
        if number % 2:
            text = text.replace("kind: fictional", "kind: historical", 1)
        (folder / f"c{number}.yaml").write_text(text, encoding="utf-8")
    return tmp_path / "many"


def some_records() -> None:
    for number, (grade, cohesion, level) in enumerate(
        (("C", 61.0, "standard"), ("A", 80.4, "full"), ("F", 41.5, "basics"))
    ):
        records.add(
            Record(
                f"harbour-{number}", "harbour", "The Harbour Pact", level, "normal", ("corte",), "win", grade, cohesion,
                77.25, 4, daily=f"2031-05-{26 + number}" if number else "", taken_back=number,
                luck="known" if number == 0 else "fresh", honours=("two-tables", "one-house")[:number],
                ended=f"2031-05-{26 + number}T10:00:00Z",
            )
        )  # fmt: skip


# ---------------------------------------------------------------- frames


async def test_frames_of_home(player: Start, golden: Golden, size: str, many: Path) -> None:
    async with player(size=SIZES[size], library=many) as p:
        await p.press("down")
        golden(f"home-many-{size}", p.text())
        for _ in range(30):
            if "Ünïon" in "".join(line for line in p.lines() if "▸" in line):
                break
            await p.press("down")
        await p.shows("cards ·")  # the whole campaign is read when the cursor has come to rest
        golden(f"home-card-{size}", p.text())
        await p.press("i")
        golden(f"about-{size}", p.text())


async def test_frames_of_setup(player: Start, golden: Golden, size: str, alone: Path) -> None:
    async with player(size=SIZES[size], library=alone) as p:
        await p.press("n")
        golden(f"setup-{size}", p.text())
        await p.press("up", "up")
        golden(f"setup-campaign-{size}", p.text())


async def test_frames_of_settings_and_keys(player: Start, golden: Golden, size: str, alone: Path) -> None:
    change(keymap={"screen: colours": "f6"})
    async with player(size=SIZES[size], library=alone) as p:
        await p.press("e")
        golden(f"settings-{size}", p.text())
        await p.press("k", "down")
        await p.press("enter")
        assert p.app.screen.asking
        # The rest of the page lists the bindings of all screens, which have tests of their own; the bar at its right
        # edge is as long as there are many.
        golden(f"keys-{size}", "\n".join(line.rstrip(" ▁▂▃▄▅▆▇█") for line in p.lines()[:8]))


async def test_frames_of_records(player: Start, golden: Golden, size: str, alone: Path) -> None:
    some_records()
    async with player(size=SIZES[size], library=alone) as p:
        await p.press("r")
        golden(f"records-{size}", p.text())
        await p.press("h")
        golden(f"honours-{size}", p.text())


async def test_frames_of_palette_and_help(player: Start, golden: Golden, size: str, alone: Path) -> None:
    async with player(size=SIZES[size], library=alone) as p:
        await p.press("ctrl+p")
        golden(f"palette-{size}", p.text())
        await p.press("escape", "f1")
        golden(f"help-{size}", p.text())


async def test_frames_of_stored_games(
    player: Start, golden: Golden, size: str, alone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tabletop.session.desk import Stored

    kept = [
        Stored("harbour-1", "The Harbour Pact", "Corte", "turn 2 · 2031-05-28", True),
        Stored("far-1", TITLES[1], "Anvers, Brill, Corte", "over: win · 2031-05-27", False),
        Stored("bad-1", "bad-1", "", "damaged", False, "The file is cut off after command 3."),
    ]
    monkeypatch.setattr("tabletop.session.desk.Desk.stored", lambda self: kept)
    async with player(size=SIZES[size], library=alone) as p:
        await p.press("s", "up")
        golden(f"stored-{size}", p.text())


async def test_a_game_of_a_class_is_left_to_it(player: Start, alone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tabletop.session.desk import Stored

    of_class = Stored("h-1", "The Harbour Pact", "Corte", "turn 2, of a class", False, classroom="harbour-2031-7f3a")
    monkeypatch.setattr("tabletop.session.desk.Desk.stored", lambda self: [of_class])
    async with player(library=alone) as p:
        assert "Continue" not in p.text()
        await p.press("s")
        assert "A game of the class harbour-2031-7f3a; its host plays it." in p.text()
        assert "tabletop resume" not in p.text()


# ---------------------------------------------------------------- home


async def test_many_campaigns_fit_and_can_be_reached(player: Start, many: Path) -> None:
    async with player(library=many) as p:
        text = p.text()
        assert text.index("Campaigns: fiction") > 0
        seen = set()
        for _ in range(40):
            await p.press("down")
            assert {cell_len(line) for line in p.lines()} == {80}
            (here,) = [line for line in p.lines() if line.startswith("  ▸ ")]
            seen.add(here[:31].strip())
        assert sum(any(title[:12] in line for line in seen) for title in TITLES) == len(TITLES)
        assert "history" in p.text()


async def test_home_and_back_by_mouse_and_key(player: Start) -> None:
    async with player() as p:
        for words, screen in (("Records", "Records"), ("Settings", "SettingsPage"), ("How to play", "Help")):
            await p.click(words)
            assert p.where == screen
            await p.press("escape")
            assert p.where == "Home"


# ---------------------------------------------------------------- settings do something


async def test_what_a_new_game_begins_with(player: Start) -> None:
    async with player(first=lambda _: SettingsPage()) as p:
        await p.press("down", "down", "right", "right", "right", "down", "right")
        assert (read().settings.level, read().settings.npc) == ("full", "hard")
        p.app.go_home()
        await p.settle()
        await p.press("n", "enter")
        sitting = p.app.screen.sitting
        assert sitting.view("room").level == "full"
        assert sitting.wish.skill == "hard"


async def test_the_page_after_a_turn_can_be_left_out(player: Start, harbour: Make) -> None:
    change(resolution="skip")
    async with player(harbour()) as p:
        await p.press("enter", "b", "enter")
        assert p.where == "Briefing"
        assert p.app.screen.sitting.turns_played() == 1
        await p.press("enter")
        assert p.where == "Table"


async def test_several_people_always_read_what_happened(player: Start, harbour: Make) -> None:
    change(resolution="skip")
    async with player(harbour(people=("brill", "corte"))) as p:
        await p.until("Resolution")


async def test_the_bell_rings_when_something_is_refused(player: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    async with player(first=lambda _: SettingsPage()) as p:
        rung: list[int] = []
        monkeypatch.setattr(p.app, "bell", lambda: rung.append(1))
        p.app.screen.tell("no", bad=True)
        assert not rung
        await p.click(" on ")
        assert read().settings.bell
        assert len(rung) == 1, "one hears at once what one has chosen"
        p.app.screen.tell("yes")
        p.app.screen.tell("no", bad=True)
        assert len(rung) == 2


async def test_motion(player: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    async with player(first=lambda _: SettingsPage()) as p:
        assert p.app.animation_level == "none"
        assert not p.app.moving
        await p.press("down", "right")
        assert p.app.animation_level == "basic"
        assert p.app.moving
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")
    async with player() as p:
        assert not p.app.moving, "the wish of the environment is stronger"


async def test_a_damaged_file_is_told_and_left_alone(player: Start) -> None:
    place().parent.mkdir(parents=True)
    place().write_text('{"npc": "hard",\n oops}')
    async with player() as p:
        assert "settings.json:2:2" in " ".join(note.message for note in p.app._notifications)
        await p.press("e", "down", "right")
        assert "left alone" in " ".join(note.message for note in p.app._notifications)
        assert p.app.animation_level == "basic", "it holds for now"
    assert place().read_text() == '{"npc": "hard",\n oops}'


async def test_settings_by_key_and_by_mouse_come_to_the_same(player: Start) -> None:
    async with player(first=lambda _: SettingsPage()) as p:
        await p.click("hard")
        await p.click("skip")
        await p.press("up")
        assert (read().settings.npc, read().settings.resolution) == ("hard", "skip")
        await p.press("enter")
        assert read().settings.npc == "easy"


# ---------------------------------------------------------------- records, and the game of the day


async def test_a_record_opens_the_stored_game(player: Start, harbour: Make) -> None:
    async with player(harbour()) as p:
        await p.until("End")
        await p.press("ctrl+p", *"go: home", "enter", "r")
        assert p.where == "Records"
        assert "1 game" in p.text()
        await p.press("enter")
        assert p.where == "End"
        await p.press("q")
        assert p.where == "Records"


async def test_a_record_whose_game_is_gone_says_so(player: Start) -> None:
    some_records()
    async with player(first=lambda _: Records()) as p:
        assert "no longer stored" in p.text()
        await p.press("enter")
        assert p.where == "Records"


async def test_the_game_of_the_day(player: Start) -> None:
    async with player() as p:
        await p.press("d")
        assert p.where == "Briefing"
        sitting = p.app.screen.sitting
        assert sitting.wish.daily == "2031-05-28"
        assert sitting.view("room").secrets.seed is None
        await p.until("End")
        (record,) = p.app.desk.records().records
        assert (record.daily, record.luck) == ("2031-05-28", "fresh")
        p.app.go_home()
        await p.settle()
        for _ in range(5):
            if "You have played it" in p.text():
                break
            await p.press("down")
        assert f"grade {record.grade}" in p.text()
        assert "1 day in a row" in p.text()


# ---------------------------------------------------------------- help, and the tutorial


async def test_help_tells_every_key_of_every_screen(player: Start, harbour: Make) -> None:
    async with player(harbour(level="full")) as p:
        for way in ((), ("enter",), ("i",), ("q", "4"), ("q", "5"), ("q",)):
            await p.press(*way)
            bound = {active.binding for active in p.app.screen.active_bindings.values() if active.binding.id}
            await p.press("f1")
            assert p.where == "Help", way
            told = " ".join(f"{keys} {says}" for keys, says in p.app.screen.keys)
            for binding in bound:
                assert (binding.tooltip or binding.description) in told, binding.id
            await p.press("f1")


async def test_the_tutorial_is_left_and_gone_on_with(player: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    async with player() as p:
        await p.press("t", "enter")
        for _ in range(3):
            await p.on()
            while p.where != "Table":
                await p.on()
        sitting = p.app.screen.sitting
        turn, crises = sitting.turn, sitting.view("room").crises
        assert turn == 4
        await p.press("q")
        assert p.where == "Home"
        assert "turn 4" in p.text()
        await p.press("c")
        assert p.app.screen.sitting.turn == turn
        assert p.app.screen.sitting.view("room").crises == crises


async def test_lists_stay_as_wide_as_the_screen(player: Start, many: Path) -> None:
    some_records()
    for screen in (Records, Keys, SettingsPage):
        for width, height in ((80, 24), (97, 31), (200, 60)):
            async with player(first=lambda _, screen=screen: screen(), size=(width, height)) as p:
                for _ in range(3):
                    assert {cell_len(line) for line in p.lines()} == {width}
                    await p.press("down")
