"""The table: choosing, comparing, number by number, and everything in its place at every size."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from tabletop.session.wish import Wish
from tabletop.tui.screens.table import Table
from tabletop.tui.text import ELLIPSIS
from tabletop.tui.widgets.composer import Composer
from tabletop.tui.widgets.lens import Lens
from tabletop.tui.widgets.painted import Painted
from tabletop.tui.widgets.pointing import nearest

Make = Callable[..., Wish]
Start = Callable[..., Any]
NAMES = (
    "Großherzogtum Niederösterreich", "Republika Srednjevropska", "日本国連邦", "Brill", "Principality of Nine Rivers",
    "Ο Κάμπος", "Île-de-la-Reine", "한국 공화국",
)  # fmt: skip
SHORTS = ("GRO", "REP", "日本", "BRI", "NIN", "KAM", "ILE", "한국")
COLOURS = ("blue", "vermillion", "green", "purple", "orange", "sky", "yellow", "grey")


@pytest.fixture
def eight(tmp_path: Path) -> Path:
    """A library with the small campaign for eight members whose names are long, or wide."""
    from tabletop.content.reader import read_text

    source = (Path(__file__).parent / "library" / "campaigns" / "harbour.yaml").read_text(encoding="utf-8")
    data: Any = json.loads(json.dumps(read_text(source, "harbour.yaml").data, default=str))
    members = []
    for number, name in enumerate(NAMES):
        member = json.loads(json.dumps(data["members"][number % 4]))
        member.update(
            id=f"m{number}", name=name, short=SHORTS[number], colour=COLOURS[number], emblem="◆▲●■✦★◇○"[number],
            capability=0.2 if number < 2 else 0.1,
        )  # fmt: skip
        member["objective"].pop("bonus", None)
        members.append(member)
    data.update(members=members, start={}, variants=[{"people": 1, "play": ["m3"]}], seats={"min": 1, "max": 8})
    data["acts"][0]["turns"] = 6
    for card in data["cards"]:
        card.update({"parties": ["m0", "m3"]} if "parties" in card else {})
        card.update({"touches": {"m3": "high"}} if "touches" in card else {})
        card["briefs"] = {}
    (tmp_path / "campaigns").mkdir()
    (tmp_path / "campaigns" / "harbour.yaml").write_text(json.dumps(data), encoding="utf-8")
    return tmp_path


def lines_of(p: Any, name: str) -> list[str]:
    """What a panel shows."""
    area = p.app.screen.query_one(f"#{name}", Painted).region
    return [line[area.x : area.right] for line in p.lines()[area.y : area.bottom]]


# ---------------------------------------------------------------- choosing


async def test_no_way_is_chosen_beforehand(player: Start, harbour: Make) -> None:
    async with player(harbour()) as p:
        await p.press("enter")
        composer = p.app.screen.query_one(Composer)
        assert not composer.decided
        assert composer.crisis is not None
        shown = p.text()
        for told in ("No way chosen yet", "b Bilateral", "m Multilateral", "c Confidence", "t Track II", "h Hold"):
            assert told in shown
        for label in composer.crisis.labels.values():
            assert f"“{label}”" in shown, "what the author calls it here"
        turn = p.app.screen.sitting.turn
        await p.press("enter")
        assert p.where == "Table"
        assert p.app.screen.sitting.turn == turn
        assert "Choose a way first: b m c t, or h to hold." in p.text()
        await p.press("h", "enter")
        assert p.where == "Resolution"


async def test_a_way_is_chosen_by_a_click_on_its_line(player: Start, harbour: Make) -> None:
    async with player(harbour()) as p:
        await p.press("enter")
        await p.click("a summit of all")
        assert p.app.screen.query_one(Composer).choice().strategy == "multilateral"
        row = next(n for n, line in enumerate(p.lines()) if "effort" in line and "‹" in line)
        await p.pilot.click(offset=(p.lines()[row].index("›"), row))
        await p.settle()
        assert p.app.screen.query_one(Composer).choice().effort == 2
        await p.pilot.click(offset=(p.lines()[row].index("‹"), row))
        await p.settle()
        assert p.app.screen.query_one(Composer).choice().effort == 1


async def test_after_undo_the_former_choice_is_shown(player: Start, harbour: Make) -> None:
    async with player(harbour()) as p:
        await p.press("enter", "t", "e", "a")
        before = p.app.screen.query_one(Composer).choice()
        await p.press("enter", "enter", "enter")
        assert not p.app.screen.query_one(Composer).decided
        await p.press("u")
        assert p.app.screen.query_one(Composer).choice() == before


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_the_board_stands_still_while_one_chooses(player: Start, harbour: Make, size: tuple[int, int]) -> None:
    async with player(harbour(level="full"), size=size) as p:
        await p.press("enter")
        heights = set()
        for key in ("enter", "b", "o", "m", "e", "t", "h", "o", "c", "x", "x"):
            await p.press(key)
            heights.add(p.app.screen.query_one("#board").size.height)
        assert len(heights) == 1


# ---------------------------------------------------------------- before sealing


async def test_every_term_of_the_chance_is_on_the_screen_or_a_click_away(player: Start, harbour: Make) -> None:
    from tabletop.telling.sentences import sorted_terms
    from tabletop.telling.words import signed

    async with player(harbour(level="full"), size=(120, 40)) as p:
        await p.press("enter", "b")
        composer = p.app.screen.query_one(Composer)
        found = composer.worth(composer.choice())
        shown = p.text()
        for name, value in sorted_terms(found.terms):
            assert f"{name} {signed(value)}" in shown
        assert " more " not in shown.split("because")[1].split("success")[0]
        await p.pilot.resize_terminal(80, 24)
        await p.settle()
        assert "because" in p.text()
        await p.click("because")
        assert p.where == "Odds"
        await p.press("q", "d")
        assert p.where == "Odds"
        page = p.text()
        assert "points in all" in page
        assert all(signed(value, 2) in page for value in found.terms.values())


async def test_comparing_keeps_what_was_chosen_beside_the_next(player: Start, harbour: Make) -> None:
    async with player(harbour(level="full")) as p:
        await p.press("enter", "c")
        composer = p.app.screen.query_one(Composer)
        kept = composer.worth(composer.choice())
        await p.press("o")
        assert "kept" in p.text()
        await p.press("m")
        now = composer.worth(composer.choice())
        told = next(line for line in p.lines() if "c→m" in line)
        assert f"{kept.chance:.0f} → {now.chance:.0f} %" in told
        assert composer.kept == kept.choice
        await p.press("o")
        assert composer.kept is None
        assert "because" in p.text()


# ---------------------------------------------------------------- number by number


async def test_numbers_by_keyboard(player: Start, harbour: Make) -> None:
    async with player(harbour(level="full")) as p:
        await p.press("enter", "c", "enter", "enter", "enter", "2", "x")
        screen = p.app.screen
        assert isinstance(screen, Table)
        assert screen.pointer.name == "trust brill anvers"
        view = screen.sitting.view("brill")
        shown = p.text()
        assert f"{view.trust['brill']['anvers']:.1f}" in shown
        assert f"{view.trust['anvers']['brill']:.1f}" in shown
        assert "shared interest" in shown
        assert "lately" in shown
        await p.press("right")
        assert screen.pointer.name == "trust brill corte"
        await p.press("down", "down")
        assert screen.pointer.name == "trust dorn corte"
        await p.press("w")
        assert p.where == "Why"
        assert "Why: trust of Dorn in Corte" in p.text()
        await p.press("q", "enter")
        assert p.where == "Why", "Enter never seals while one looks at numbers"
        await p.press("q", "x")
        assert screen.query_one(Composer).display
        assert not screen.query_one(Lens).display
        assert screen.sitting.turn == 2


async def test_every_number_can_be_reached_and_has_a_ledger(player: Start, harbour: Make) -> None:
    from tabletop.telling.numbers import find, numbers

    async with player(harbour(level="full"), size=(120, 40)) as p:
        await p.press("enter", "c", "enter", "enter", "enter", "x")
        screen = p.app.screen
        view = screen.sitting.view("brill")
        known = numbers(view, view.last, screen.sitting.card_title)
        names = {target.what[1] for target in screen._numbers()}
        assert len(names) > 30
        assert all(find(known, view, name) is not None for name in names)
        for width, height in ((120, 40), (80, 24), (200, 60)):
            await p.pilot.resize_terminal(width, height)
            await p.settle()
            everywhere = screen._numbers()
            reached, new = set(), {everywhere[0]}
            while new:
                reached |= new
                steps = ((1, 0), (-1, 0), (0, 1), (0, -1))
                new = {nearest(everywhere, here, *step) for here in new for step in steps} - reached
            assert {target.what[1] for target in reached} == {target.what[1] for target in everywhere}


async def test_numbers_by_mouse(player: Start, harbour: Make) -> None:
    async with player(harbour(level="full"), size=(120, 40)) as p:
        await p.press("enter", "c", "enter", "enter", "enter")
        screen = p.app.screen
        target = next(t for t in screen._numbers() if t.what[1] == "trust anvers dorn")
        await p.pilot.hover(offset=(target.x, target.y))
        await p.settle()
        assert target.widget._under is not None
        await p.pilot.click(offset=(target.x, target.y))
        await p.settle()
        assert p.where == "Table"
        assert screen.pointer.name == "trust anvers dorn"
        await p.pilot.click(offset=(target.x, target.y))
        await p.settle()
        assert "Why: trust of Anvers in Dorn" in p.text()
        await p.press("q", "x")
        gauge = next(t for t in screen._numbers() if t.what[1] == "tension")
        await p.pilot.click(offset=(gauge.x, gauge.y))
        await p.settle()
        assert "Why: tension" in p.text()


async def test_before_the_first_turn_a_number_says_that_nothing_moved_it(player: Start, harbour: Make) -> None:
    async with player(harbour()) as p:
        await p.press("enter", "x")
        assert "nothing moved it" in p.text()
        await p.press("w")
        assert "Nothing changed it." in p.text()
        await p.press("q", "b")
        assert p.app.screen.query_one(Composer).choice().strategy == "bilateral"
        assert not p.app.screen.pointer.on


async def test_help_begins_with_what_is_under_the_cursor(player: Start, harbour: Make) -> None:
    async with player(harbour(level="full")) as p:
        await p.press("enter", "b", "a", "f1")
        assert "Tactics: how you talk" in p.text()
        await p.press("q", "x", "f1")
        assert "Number by number" in p.text()


# ---------------------------------------------------------------- everything in its place


@pytest.mark.parametrize("size", [(80, 24), (97, 31), (120, 40), (200, 60)])
async def test_eight_members_with_long_names(player: Start, eight: Path, size: tuple[int, int]) -> None:
    async with player(Wish("harbour", level="full", seed=11), size=size, library=eight) as p:
        for _ in range(3):
            await p.until("Table")
            await p.on("h")
        await p.until("Table")
        for key in ("b", "2", "x", "x", "3", "o"):
            await p.press(key)
            assert {cell_len(line) for line in p.lines()} == {size[0]}
            assert len(p.lines()) == size[1]
        if size[0] < 116:
            await p.press("2")
        rows = lines_of(p, "alliance")
        view = p.app.screen.sitting.view("m3")
        above = 1 + p.app.screen.wide  # the head of the columns, and the title of the panel
        for member, row in zip(view.members, rows[above : above + 8], strict=True):
            numbers = [f"{value:.0f}" for other, value in view.trust[member.seat].items()]
            assert all(text in row for text in numbers), (member.name, row)
        await p.press("x")
        assert p.app.screen.pointer.name.startswith("trust m3 ")


async def test_four_crises_fit_the_smallest_window(player: Start) -> None:
    async with player(Wish("halcyon", level="full", seed=5)) as p:
        for _ in range(8):
            await p.until("Table")
            view = p.app.screen.sitting.view(p.app.screen.seat)
            if len(view.crises) == 4:
                break
            await p.on("h")
        assert len(view.crises) == 4
        shown = p.text()
        for crisis in view.crises:
            assert crisis.title[:20] in shown
            assert f"{crisis.escalation} " in shown
        assert shown.count("binding ") == 4


async def test_wide_windows_show_all_panels_and_very_wide_ones_the_last_turn(player: Start, harbour: Make) -> None:
    async with player(harbour(), size=(200, 60)) as p:
        await p.press("enter")
        assert "The harbour master opens the book" in "".join(lines_of(p, "log"))
        await p.press("c", "enter", "enter", "enter")
        log = "\n".join(lines_of(p, "log"))
        assert "The talks" in log
        assert "Why the others chose so" in log
        boxes = [p.app.screen.query_one(f"#{name}").region for name in ("crises", "alliance", "region", "log")]
        for number, one in enumerate(boxes):
            assert one.area > 0
            assert all(not one.overlaps(other) for other in boxes[number + 1 :])
        await p.pilot.resize_terminal(120, 40)
        await p.settle()
        assert not p.app.screen.query_one("#log").display
        await p.pilot.resize_terminal(80, 24)
        await p.settle()
        assert not p.app.screen.query_one("#alliance").display
        await p.pilot.resize_terminal(200, 60)
        await p.settle()
        assert "Why the others chose so" in "\n".join(lines_of(p, "log"))


async def test_there_is_room_for_an_outlook_that_moves_nothing(player: Start, harbour: Make) -> None:
    """The lowest lines of the left column are the outlook's where panels stand side by side, also when it is off."""
    async with player(harbour(level="full"), size=(120, 40)) as p:
        await p.press("enter", "c", "enter", "enter", "enter")
        free = lines_of(p, "outlook")
        assert len(free) == 7
        assert all(not line.strip() for line in free)


async def test_the_parts_of_both_indices_are_told_where_panels_stand_side_by_side(player: Start, harbour: Make) -> None:
    for width in (116, 120, 160, 200):
        async with player(harbour(), size=(width, 40)) as p:
            await p.press("enter")
            parts = lines_of(p, "indices")[1]
            assert sum(character.isdigit() for character in parts) >= 20
            assert ELLIPSIS not in parts
            assert "institutions" in parts
            assert "deterrence" in parts


async def test_the_panel_that_is_shown_opens_whole(player: Start, harbour: Make) -> None:
    async with player(harbour(level="full")) as p:
        await p.press("enter", "c", "enter", "enter", "enter", "2", "2")
        assert p.where == "Members"
        assert "The alliance" in p.text()
        await p.press("q", "3", "3")
        assert p.where == "Surroundings"
        await p.click("tension")
        assert p.where == "Why"
        await p.press("q", "q", "1", "1")
        assert p.where == "Story"


async def test_what_changed_is_marked_with_its_amount(player: Start, harbour: Make) -> None:
    from tabletop.telling.words import number, shift

    async with player(harbour(level="full")) as p:
        await p.press("enter", "c", "enter", "enter", "enter", "2")
        view = p.app.screen.sitting.view("brill")
        for member, row in zip(view.members, lines_of(p, "alliance")[1:5], strict=True):
            change = shift(member.support, member.support_change)
            if abs(change) >= 0.05:
                sign = "▲" if change > 0 else "▼"
                assert f"{number(member.support)} {sign}{number(abs(change))}" in row


# ---------------------------------------------------------------- panel by panel


async def test_tab_goes_from_panel_to_panel(player: Start, harbour: Make) -> None:
    async with player(harbour()) as p:
        await p.press("enter", "tab")
        assert lines_of(p, "alliance")[0].split()[-4:] == ["ANV", "BRI", "COR", "DOR"]
        await p.press("tab")
        assert "Cohesion is made of" in p.text()
        await p.press("tab", "shift+tab", "shift+tab")
        assert p.app.screen.tab == "2"
        await p.press("x", "tab")
        assert p.app.screen.pointer.at.widget.id == "region", "the first number of the next panel"


async def test_side_by_side_each_panel_has_a_title_and_one_is_marked(player: Start, harbour: Make) -> None:
    titles = ["Crises", "Alliance", "The region"]
    async with player(harbour(), size=(120, 40)) as p:
        await p.press("enter")
        for here in (0, 1, 2, 0):
            told = p.text()
            for place, title in enumerate(titles):
                assert f"{'▸─' if place == here else '──'} {title} ─" in told
            await p.press("tab")
        await p.press("x", *["down"] * 9)
        at = p.app.screen.pointer.at.widget.id
        assert p.app.screen.query_one(f"#{at}").marked, "the mark follows the numbers"


async def test_the_region_stands_right_below_the_alliance(player: Start, harbour: Make) -> None:
    for size in ((120, 40), (200, 60)):
        async with player(harbour(level="full"), size=size) as p:
            await p.press("enter")
            lines = p.lines()
            left = p.app.screen.query_one("#region").region.x
            rule = next(row for row, line in enumerate(lines) if "─ The region ─" in line[left:])
            above = [line[left : left + 60].strip() for line in lines[rule - 2 : rule]]
            assert any(above), "no gap between the two"


# ---------------------------------------------------------------- one chain of numbers


def told_numbers(text: str) -> list[float]:
    """All numbers in a text, the true minus read as one."""
    import re

    return [float(found) for found in re.findall(r"(?<![\d.])[+-]?\d+\.\d+", text.replace("−", "-"))]


async def test_three_turns_tell_one_chain_of_numbers(player: Start) -> None:
    """What a sceptic does with paper: each screen goes on from the number that the one before ended with."""
    from pathlib import Path

    import tabletop

    wish = Wish("halcyon", ("borealis",), "standard", 7)
    async with player(wish, library=Path(tabletop.__file__).parents[2]) as p:
        stands: float | None = None
        for way in ("b", "c", "c"):
            assert p.where == "Briefing"
            line = next((line for line in p.lines() if "That changes" in line), "")
            opened = told_numbers(line.partition("stability")[2])
            if opened and stands is not None:
                assert opened[0] == stands
            await p.press("enter")
            head = told_numbers(p.lines()[1].partition("Stability")[2])
            if opened:
                assert head[0] == opened[-1]
            before = head[0]
            await p.press("w")
            while "Why: stability" not in p.text():
                await p.press("right")
            sum_of, start, end = told_numbers(p.lines()[2])
            assert sum_of == pytest.approx(end - start, abs=0.011)
            assert round(end, 1) == head[0]
            assert head[1] == pytest.approx(round(end, 1) - round(start, 1)), "the arrow's amount can be checked by eye"
            await p.press("q", way, "enter")
            assert p.where == "Resolution"
            text = " ".join(p.app.screen.query_one("#sheet", Painted).canvas(78).content().plain.split())
            was, stands, by = told_numbers(text.partition("Stability ")[2])[:3]
            assert was == before
            assert by == pytest.approx(stands - was)
            await p.press("w")
            while "Why: stability" not in p.text():
                await p.press("right")
            sum_of, start, end = told_numbers(p.lines()[2])
            assert (round(start, 1), round(end, 1)) == (was, stands)
            await p.press("q", "enter")


async def test_why_works_before_the_first_turn(player: Start, harbour: Make) -> None:
    async with player(harbour(level="full")) as p:
        await p.press("enter", "w")
        assert "Why: stability" in p.text(), "the opening has moved nothing else"
        assert "When turn 1 was opened" in p.text()
        assert "Dealing crises" in p.text()


# ---------------------------------------------------------------- after sealing


async def test_the_others_give_their_reasons(player: Start, harbour: Make) -> None:
    async with player(harbour()) as p:
        await p.press("enter", "c", "enter")
        assert p.where == "Resolution"
        assert "Why the others chose so" not in p.text()
        await p.press("r")
        shown = " ".join(p.text().split())
        assert "Why the others chose so" in shown
        for sentence in p.app.screen.played.reasons.values():
            assert " ".join(sentence.split())[:30] in shown.replace("· ", "")
        await p.press("r")
        assert "The talks" in p.text()
        await p.pilot.resize_terminal(120, 40)
        await p.settle()
        assert "The talks" in p.text()
        assert "Why the others chose so" in p.text()
