"""The card bench on the screen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tabletop.tui.bench.editor import command
from tabletop.tui.bench.screen import Bench

Open = Callable[..., Any]
SIZES = {"80x24": (80, 24), "120x40": (120, 40), "200x60": (200, 60)}


def screen(p: Any) -> Bench:
    found = p.app.screen
    assert isinstance(found, Bench)
    return found


async def saved(p: Any) -> None:
    """What was written to the files is on the screen."""
    await p.settle()
    while screen(p).bench.authored.changed():
        screen(p).follow()
        await p.settle()


def file(library: Path, name: str = "one") -> Path:
    return library / "decks" / "quarrels" / "cards" / f"{name}.yaml"


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


# ---------------------------------------------------------------- frames


@pytest.mark.parametrize("size", ["80x24", "120x40"])
@pytest.mark.parametrize("leaf", ["cards", "card", "condition", "chances", "effects", "problems"])
async def test_frames(at_bench: Open, frame: Callable[[str, str], None], size: str, leaf: str) -> None:
    async with at_bench(size=SIZES[size]) as p:
        await p.press(str(("cards", "card", "condition", "chances", "effects", "problems").index(leaf) + 1))
        frame(f"{leaf}-{size}", p.text())


@pytest.mark.parametrize("size", ["80x24", "120x40"])
async def test_frames_of_the_screens(at_bench: Open, golden: Callable[[str, str], None], size: str) -> None:
    async with at_bench(size=SIZES[size]) as p:
        golden(f"bench-{size}", p.text())
        await p.press("i")
        golden(f"whole-{size}", p.text())
        await p.press("escape")
        await p.press("slash", *"line")
        golden(f"find-{size}", p.text())


async def test_frame_of_everything_at_once(at_bench: Open, frame: Callable[[str, str], None]) -> None:
    async with at_bench(size=SIZES["200x60"]) as p:
        await p.press("right", "right")
        frame("whole-200x60", p.text())


@pytest.mark.parametrize("size", ["80x24", "120x40"])
async def test_frames_of_a_broken_file(
    at_bench: Open, frame: Callable[[str, str], None], library: Path, size: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tabletop.tui.bench.draw.clock", lambda at: "10:41:05")
    async with at_bench(size=SIZES[size]) as p:
        change(file(library), "domain: transnational", "domain: transnatonal")
        await saved(p)
        frame(f"broken-{size}", p.text())


@pytest.mark.parametrize("size", list(SIZES))
@pytest.mark.parametrize("card", ["cable-cut", "inquiry", "shelf-line"])
async def test_no_line_is_wider_than_the_screen(at_bench: Open, size: str, card: str) -> None:
    async with at_bench(size=SIZES[size], card=card) as p:
        for key in "123456":
            await p.press(key)
            assert max(len(line) for line in p.lines()) <= SIZES[size][0]
            assert len(screen(p).query_one("#keys").shown()) <= 6


# ---------------------------------------------------------------- sliders


async def test_sliders_light_the_clauses(at_bench: Open) -> None:
    async with at_bench() as p:
        await p.press("3")
        assert "✗ turn > 2: 1, 2 away" in p.text()
        await p.press("right", "right")
        assert "✓ turn > 2: 3" in p.text()
        assert "✓ it could be dealt on this board" in p.text()
        await p.press("0")
        assert "✗ turn > 2: 1, 2 away" in p.text()
        await p.press("pageup")
        assert "✓ turn > 2: 4" in p.text()
        await p.press("r", "down", "right")
        assert "✗ not flag.ship-named: set" in p.text()


async def test_chances_follow_and_are_the_tables(at_bench: Open) -> None:
    from tabletop.game.advice import odds

    async with at_bench() as p:
        await p.press("c", "a", "a")
        bench = screen(p).bench
        assert (screen(p).way, screen(p).tactic) == ("confidence", "rapport")
        chance = bench.chance("confidence", "rapport")
        real = odds(bench.stood(), bench.seat, chance.choice, ())
        assert f"[{real.chance:.0f} %]" in p.text()
        screen(p).slider = "means aster"
        bench.set("means aster", 0)
        screen(p).again()
        await p.settle()
        poorer = bench.chance("confidence", "rapport").forecast
        assert poorer is not None
        assert poorer.chance < real.chance
        assert f"[{poorer.chance:.0f} %]" in p.text()


async def test_the_mouse_does_what_the_keys_do(at_bench: Open) -> None:
    async with at_bench() as p:
        await p.press("3")
        row = next(n for n, line in enumerate(p.lines()) if "?  turn" in line)
        line = p.lines()[row]
        await p.pilot.click(offset=(line.rindex("░"), row))
        await p.settle()
        assert screen(p).bench.values["turn"] == 7
        await p.pilot.click(offset=(p.lines()[row].index("‹"), row))
        await p.settle()
        assert screen(p).bench.values["turn"] == 6
        await p.pilot.click(offset=(p.lines()[row].index("•"), row))
        await p.settle()
        assert screen(p).bench.values == {}
        await p.click("4 Chances")
        assert screen(p).leaf == "chances"
        await p.click("Track II")
        assert screen(p).way == "track2"
        await p.press("1")
        await p.click("A line on the shelf")
        assert screen(p).bench.wanted == "shelf-line"


async def test_every_key_of_the_screen_does_no_harm(at_bench: Open, scale: Callable[[int, int], int]) -> None:
    async with at_bench() as p:
        for card in range(scale(1, 3)):
            for key in ("n", "N", "n", "x", "s", "S", "l", "v", "b", "m", "c", "t", "a", "A", "p", "P", "f", "tab",
                        "shift+tab", "space", "up", "down", "left", "right", "pageup", "0", "r"):  # fmt: skip
                await p.press(key)
                assert p.where == "Bench", (card, key)


# ---------------------------------------------------------------- following the files


async def test_a_saved_card_is_shown_and_everything_stays(at_bench: Open, library: Path) -> None:
    async with at_bench() as p:
        await p.press("right", "down", "2")
        before = screen(p).slider
        change(file(library), "The cable is dark.", "The cable is cut in two.")
        await saved(p)
        assert "The cable is cut in two." in p.text()
        assert screen(p).slider == before
        assert screen(p).bench.values == {"turn": 2}
        assert screen(p).leaf == "card"


async def test_the_screen_looks_by_itself(at_bench: Open, library: Path) -> None:
    async with at_bench() as p:
        change(file(library), "The cable is dark.", "It came by itself.")
        await p.shows("It came by itself.")


async def test_a_broken_file_keeps_the_last_good_version(at_bench: Open, library: Path) -> None:
    async with at_bench() as p:
        sound = file(library).read_text(encoding="utf-8")
        change(file(library), "escalation: 2", "escalation: 22")
        await saved(p)
        text = p.text()
        assert "✗ showing the version of " in text
        assert "decks/quarrels/cards/one.yaml:" in text
        assert "^^" in text
        assert "The cable is dark." in text
        for hurt in ("", "- id: cable-cut\n  ti", "\t\n", "%YAML 1.1\n", "- &a [*a]\n"):
            file(library).write_text(hurt, encoding="utf-8")
            await saved(p)
            assert "The cable is dark." in p.text(), hurt
        file(library).unlink()
        await saved(p)
        assert "no longer in the files" in p.text()
        file(library).write_text(sound, encoding="utf-8")
        await saved(p)
        assert "The cable is dark." in p.text()
        assert "✗" not in p.text()


async def test_new_cards_are_listed(at_bench: Open, library: Path) -> None:
    async with at_bench() as p:
        await p.press("1")
        text = file(library, "two").read_text(encoding="utf-8")
        file(library, "three").write_text(
            text.replace("id: shelf-line", "id: ice").replace("A line on the shelf", "Ice")
        )
        await saved(p)
        assert "Ice" in p.text()
        file(library, "three").unlink()
        await saved(p)
        assert "Ice" not in p.text()


# ---------------------------------------------------------------- finding, help, editor


async def test_finding_narrows_the_list(at_bench: Open) -> None:
    async with at_bench() as p:
        await p.press("slash")
        assert p.where == "Find"
        await p.press(*"shelf")
        assert "A line on the shelf" in p.text()
        assert "Cable cut" not in p.text()
        await p.press("enter")
        assert screen(p).bench.wanted == "shelf-line"
        assert "1 of 1" in p.text()
        await p.press("slash", *["backspace"] * 5, "escape")
        assert screen(p).typed == "shelf"
        await p.press("slash", *["backspace"] * 5, "down", "enter")
        assert screen(p).typed == ""


async def test_esc_drops_the_filter_first(at_bench: Open) -> None:
    async with at_bench() as p:
        await p.press("slash", *"shelf", "enter")
        assert screen(p).typed == "shelf"
        await p.press("escape")
        assert screen(p).typed == screen(p).opened.only
        assert p.where == "Bench"
        await p.press("escape")
        assert p.where == "Bench"


async def test_the_whole_card_is_a_key_away(at_bench: Open) -> None:
    async with at_bench() as p:
        await p.press("i")
        assert p.where == "Whole"
        assert "The cable is dark." in p.text()
        await p.press("escape")
        assert p.where == "Bench"


async def test_lists_show_that_they_go_on(at_bench: Open) -> None:
    async with at_bench() as p:
        board = [line for line in p.lines() if "‹" in line]
        assert board[-1].rstrip().endswith("▼")
        assert not any("▲" in line for line in board)
        await p.press("up")
        board = [line for line in p.lines() if "‹" in line]
        assert board[0].rstrip().endswith("▲")
        assert not any("▼" in line for line in board)


async def test_a_fault_of_the_campaign_is_told_whole(at_bench: Open, library: Path) -> None:
    """A fault that stands with no card: its message is over everything, and x leads to it."""
    campaign = library / "campaigns/small/campaign.yaml"
    async with at_bench() as p:
        for problem in screen(p).bench.version.problems:
            assert not problem.is_error
        change(campaign, "capability: 0.5", "capability: 50")
        await saved(p)
        first = screen(p).bench.version.faults[0]
        shown = " ".join(p.text().split())
        assert f"{first.code} campaign.yaml:{first.line}" in shown
        assert first.message[:40] in shown
        stops = set()
        for _ in range(6):
            await p.press("x")
            assert screen(p).leaf == "problems"
            stops.add(screen(p).filed)
            if screen(p).filed:
                assert "Problems that stand with no card" in p.text()
                assert first.message[:30] in p.text()
        assert True in stops
        assert "There is no problem." not in p.text()


async def test_a_broken_campaign_leaves_the_cards_in_their_order(at_bench: Open, library: Path) -> None:
    async with at_bench() as p:
        before = [card.id for card in screen(p).bench.version.cards]
        change(library / "campaigns/small/campaign.yaml", "acts:", "acts: [")
        await saved(p)
        assert screen(p).bench.version.faults
        assert [card.id for card in screen(p).bench.version.cards] == before


async def test_help_is_about_the_panel(at_bench: Open) -> None:
    async with at_bench() as p:
        await p.press("5", "f1")
        assert "What the author lets happen" in p.text()


@pytest.mark.parametrize(
    ("called", "words"),
    [
        ("vim", ["vim", "+7", "a b.yaml"]), ("code -w", ["code", "-w", "--goto", "a b.yaml:7"]),
        ("/usr/bin/hx", ["/usr/bin/hx", "a b.yaml:7"]), ("'my ed' -x", ["my ed", "-x", "+7", "a b.yaml"]), ("", []),
    ],
)  # fmt: skip
def test_how_editors_are_called(called: str, words: list[str]) -> None:
    assert command(called, "a b.yaml", 7) == words


async def test_editing(at_bench: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EDITOR", raising=False)
    monkeypatch.delenv("VISUAL", raising=False)
    calls: list[Any] = []
    monkeypatch.setattr("tabletop.tui.bench.screen.edit", lambda app, path, line: calls.append((path, line)) or "")
    async with at_bench() as p:
        await p.press("e")
        assert not calls
        assert "EDITOR" in " ".join(note.message for note in p.app._notifications)
        monkeypatch.setenv("EDITOR", "true")
        await p.press("n", "n", "e")
        assert [(Path(path).name, line) for path, line in calls] == [("two.yaml", 1)]


async def test_an_editor_that_is_not_there_is_told(at_bench: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", "'")
    async with at_bench() as p:
        await p.press("e")
        assert "cannot be understood" in " ".join(note.message for note in p.app._notifications)


# ---------------------------------------------------------------- hostile


async def test_hostile_text_is_shown_as_written(at_bench: Open, library: Path) -> None:
    change(file(library), "The cable is dark.", '"[/nope] [bold]x[/] [@click=app.quit]leave[/] 你好 é"')
    change(file(library), "title: Cable cut", 'title: "[red]Cable[/]"')
    change(file(library), "label: Captains' dinner", 'label: "[link=x]"')
    async with at_bench() as p:
        assert "[/nope] [bold]x[/] [@click=app.quit]leave[/]" in p.text()
        await p.press("1")
        assert "[red]Cable[/]" in p.text()
        await p.press("t")
        assert "[link=x]" in p.text()
        change(file(library), "title:", 'title: "[/b]" [')
        await saved(p)
        for key in "123456":
            await p.press(key)
            assert p.where == "Bench"
        await p.click("[red]Cable[/]") if "[red]Cable[/]" in p.text() else None
        assert p.app.broken is None


async def test_x_leads_to_the_only_fault_there_is(at_bench: Open, library: Path) -> None:
    change(library / "campaigns/small/campaign.yaml", "capability: 0.5", "capability: 50")
    async with at_bench(path="campaigns/small", card="") as p:
        assert "nothing can be shown until this is mended" in p.text()
        await p.press("x")
        assert screen(p).filed
        assert "Problems that stand with no card" in p.text()


async def test_a_campaign_that_never_was_sound(at_bench: Open, library: Path) -> None:
    (library / "campaigns/small/campaign.yaml").write_text("id: [", encoding="utf-8")
    async with at_bench(path="campaigns/small", card="") as p:
        assert "nothing can be shown until this is mended" in p.text()
        for key in ("1", "2", "3", "4", "5", "6", "right", "s", "b", "v", "l", "n", "e", "0"):
            await p.press(key)
        assert p.where == "Bench"
