"""What the console shows and hides: secrets, foreign text, the clock, the door, sizes; and its small parts."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import segno
from rich.cells import cell_len

from tabletop.telling.evaluation import RATINGS, RUBRIC
from tabletop.tui.canvas import Canvas
from tabletop.tui.console.access import Door
from tabletop.tui.console.door import DoorPage, drawn, modules
from tabletop.tui.console.figures import amount_of, figures
from tabletop.tui.console.keys import KEYS
from tabletop.tui.console.large import large
from tabletop.tui.console.words import ago, looks_like, minutes, to_whom

Open = Callable[..., Any]
PICTURE = (Path(__file__).parent / "picture.txt").read_text(encoding="utf-8")


# ---------------------------------------------------------------- secrets


@pytest.mark.parametrize(
    "keys", [(), ("5", "down", "down"), ("enter",), ("enter", "enter"), ("v", "enter"), ("c",), ("r",)]
)
async def test_hidden_at_once_from_everywhere(console: Open, busy: Any, keys: tuple[str, ...]) -> None:
    """F8 works even while one types; nothing of the class is left, not in help, list of commands or notes."""
    async with console(busy) as p:
        await p.press("p", *keys, "f8")
        assert p.where == "Hidden"
        for more in ((), ("f1",), ("question_mark",), ("ctrl+p",), ("escape",), ("escape", "enter")):
            await p.press(*more)
            for word in ("Harbour", "Anvers", "Ada", "K7QM4P", "harbour", "clock stands", "support"):
                assert word not in p.text(), (more, word)
        while p.where != "Hidden":
            await p.press("escape")
        await p.press("escape")
        assert p.where == "Hidden", "a slip shows nothing"
        await p.press("b")
        assert p.where != "Hidden"


async def test_nothing_is_told_while_it_is_hidden(console: Open, busy: Any) -> None:
    async with console(busy) as p:
        p.app.screen.action_page("seats")
        await p.press("b")
        console_screen = next(screen for screen in p.app.screen_stack if type(screen).__name__ == "Console")
        console_screen.tell("Ada is moved.")
        busy.come("Someone Secret")
        busy.does("Dora", "raise", text="Psst")
        await p.until_so(lambda: "Psst" in str(p.app.watching.parts) and "Someone Secret" in str(p.app.watching.parts))
        assert not p.app._notifications
        assert "Secret" not in p.text()


async def test_every_screen_with_secrets_says_so(console: Open, busy: Any) -> None:
    async with console(busy) as p:
        for keys in (
            (),
            ("enter",),
            ("escape", "w"),
            ("escape", "v", "enter"),
            ("escape", "r"),
            ("escape", "c"),
            ("enter", "f"),
            ("enter", "d"),
        ):
            await p.press(*keys)
            assert "keep it from the room" in p.lines()[0], keys


async def test_the_join_page_is_for_everybody(console: Open, busy: Any) -> None:
    """Nothing but how one joins stands on it."""
    async with console(busy, size=(120, 40)) as p:
        await p.press("j")
        assert p.where == "DoorPage"
        text = p.text()
        assert "http://192.168.1.23:8400" in text
        assert "this page is for everybody" in text
        for word in ("Ada", "Linus", "Guardian", "Strange", "facilitator"):
            assert word not in text


# ---------------------------------------------------------------- foreign text

NASTY = (
    "[bold red]x[/]",
    "[/nope]",
    "<script>",
    "a\u202eb",
    "\u4f60\u597d\u4e16\u754c",
    "e" + "\u0301" * 30,
    "[@click=app.exit]go[/]",
)


async def test_names_and_messages_are_drawn_as_they_are_written(console: Open, room: Any) -> None:
    made = room()
    for name in NASTY:
        made.come(name, "anvers")
    made.lead("phase", to="brief")
    ada = made.come("Ada", "brill")
    made.does("Ada", "say", to="all", text="\x1b]0;owned\x07[/nope] [bold]hi\nthere")
    made.does("Ada", "propose", title="[red]all[/]", text="[/]", rule="silence", minutes=4)
    made.does("Ada", "raise", text="[/help]")
    assert ada
    async with console(made, size=(120, 40)) as p:
        text = p.text()
        assert "[/nope] [bold]hi there" in text
        assert "[red]all[/]" in text
        assert "[/help]" in text
        for key in "1234567":
            await p.press(key)
            assert "\x1b" not in p.text()
            assert all(cell_len(line) <= 120 for line in p.lines())
        await p.press("2")
        assert "[/nope]" in p.text()
        assert "[@click=app.exit]go[/]" in p.text()


async def test_what_is_pasted_is_cleaned(console: Open, busy: Any) -> None:
    from textual.events import Paste

    async with console(busy) as p:
        await p.press("w")
        p.app.screen.query_one("#letter").post_message(Paste("a\x1b]0;owned\x07b\nc"))
        await p.settle()
        await p.press("f5")
        assert "\x1b" not in busy.done[-1]["text"]


# ---------------------------------------------------------------- the clock


async def test_the_clock_counts_on_between_two_looks_and_up_when_it_is_over(console: Open, busy: Any) -> None:
    async with console(busy) as p:
        for later, words in ((200, "1:09 left"), (20, "0:49 left"), (60, "+0:11 over")):
            busy.clock.at += later
            p.app.class_changed()
            await p.settle()
            assert words in p.text(), later


async def test_a_class_that_cannot_be_read_is_told_and_looked_at_again(
    console: Open, busy: Any, monkeypatch: Any
) -> None:
    async with console(busy) as p:
        state = busy.classroom.state
        monkeypatch.setattr(busy.classroom, "state", lambda *_: 1 / 0)
        busy.come("Mia")
        await p.shows("could not be read")
        monkeypatch.setattr(busy.classroom, "state", state)
        busy.come("Nia")
        await p.shows("Nia")
        assert "could not be read" not in p.text()


async def test_a_second_redraws_only_what_has_changed(console: Open, busy: Any) -> None:
    async with console(busy, size=(120, 40)) as p:
        drawn_again: list[str] = []
        for widget in p.app.screen.query("*"):
            if hasattr(widget, "repaint"):
                widget.repaint = lambda name=widget.id, **_: drawn_again.append(str(name))
        p.app.class_changed()
        assert not [name for name in drawn_again if name != "console-tabs"]
        busy.clock.at += 1
        p.app.class_changed()
        assert set(drawn_again) <= {"clock", "groups", "c-seats", "c-talk", "console-tabs"}
        assert "clock" in drawn_again


# ---------------------------------------------------------------- sizes and keys


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (116, 34), (170, 46), (200, 60), (60, 20)])
async def test_all_sizes(console: Open, busy: Any, size: tuple[int, int]) -> None:
    async with console(busy, size=size) as p:
        for key in "1234567":
            await p.press(key)
            if size[0] < 80:
                assert "Please make it larger" in p.text()
                assert "Ada" not in p.text()
        assert all(len(line) <= size[0] for line in p.lines())


async def test_six_keys_at_most_in_the_line(console: Open, busy: Any) -> None:
    from tabletop.tui.widgets.bars import KeyLine

    async with console(busy) as p:
        for keys in (
            (),
            ("enter",),
            ("escape", "w"),
            ("escape", "j"),
            ("enter", "c"),
            ("enter", "d"),
            ("enter", "f"),
            ("enter", "r"),
        ):
            await p.press(*keys)
            assert 1 <= len(p.app.screen.query_one(KeyLine).shown()) <= 6, p.where


async def test_everything_is_in_the_list_of_commands_and_nothing_leads_out_of_the_class(
    console: Open, busy: Any
) -> None:
    async with console(busy) as p:
        await p.press("ctrl+p")
        names = {command.name for command in p.app.screen.commands}
        wanted = {
            binding.id for binding in KEYS
            if binding.key not in ("up", "down", "left", "right", "pageup", "pagedown", "tab", "shift+tab", "escape")
        } - {"console: on paper", "console: hide"}  # fmt: skip
        assert wanted <= names, wanted - names
        assert not {"go: home", "game: continue", "go: records"} & names
        assert not any(name.startswith("play: ") for name in names)


async def test_the_mouse_does_what_the_keys_do(console: Open, busy: Any) -> None:
    async with console(busy) as p:
        await p.click("Talk")
        assert p.app.screen.page == "talk"
        await p.click("Seats")
        await p.click("Corte")
        assert p.app.screen.chosen == ("seat", "corte")
        await p.click("Corte")
        assert p.where == "Choose"
        await p.press("escape")
        await p.click("hides it")
        assert p.where == "Hidden"


async def test_help_of_every_page(console: Open, busy: Any) -> None:
    async with console(busy) as p:
        for key, title in zip("1234567", ("Seats", "People", "Talk", "Tray", "Table", "Notes", "Time"), strict=True):
            await p.press(key, "f1")
            assert title in p.text()
            assert "The console" in p.text()
            await p.press("escape")


# ---------------------------------------------------------------- looking ahead


async def test_dry_run_is_apart_from_the_class(console: Open, busy: Any) -> None:
    before = busy.classroom.group(1).game.state_hash
    async with console(busy) as p:
        await p.press("d")
        await p.until_so(lambda: p.app.screen.end)
        assert "grade" in p.app.screen.end
        assert len(p.app.screen.turns) >= 3
        await p.press("enter")
    assert busy.classroom.group(1).game.state_hash == before
    assert not busy.done


async def test_forecast(console: Open, busy: Any) -> None:
    async with console(busy) as p:
        await p.press("f")
        await p.shows("win")
        assert re.search(r"win +\d+ %", p.text())
        assert "Cohesion" in p.text()


# ---------------------------------------------------------------- small parts


def test_the_picture_is_the_code() -> None:
    """What is drawn holds the very modules of the QR code, with a light border around, large and small."""
    wanted = [
        [int(dark) for dark in row]
        for row in segno.make("http://192.168.1.23:8400/?c=K7QM4P", micro=False, error="l").matrix
    ]
    dark = modules(PICTURE)
    assert dark == wanted
    for big in (True, False):
        lines = ["".join(text for text, _ in line) for line in drawn(dark, big=big, colour=True)]
        assert len({len(line) for line in lines}) == 1
        assert not lines[0].strip()
        assert all(line.startswith("   ") and line.endswith("   ") for line in lines)
        pixels = (
            [[int(sign == "█") for sign in line[::2]] for line in lines]
            if big
            else [[int(sign in part) for sign in line] for line in lines for part in ("▀█", "▄█")]
        )
        inner = [row[3 : 3 + len(dark)] for row in pixels[3 : 3 + len(dark)]]
        assert inner == wanted, big


def test_large_letters_fit_and_grow() -> None:
    sizes = [len(large("K7QM4P", width, 40)) for width in (23, 46, 92, 150)]
    assert sizes == [3, 5, 10, 15]
    for width in range(4, 160, 7):
        assert all(len(line) <= max(width, 6) for line in large("K7QM4P", width, 30))
    assert large("K7QM4P", 10, 30) == ["K7QM4P"], "as it is where nothing fits"
    shapes = {tuple(large(sign, 80, 5)) for sign in "23456789ABCDEFGHJKMNPQRSTUVWXYZ"}
    assert len(shapes) == 31, "no two signs of a code look alike"


def test_the_join_page_without_a_picture(console: Open) -> None:
    page = DoorPage(Door(("http://127.0.0.1:8400",), "K7QM4P"), "x")
    canvas = Canvas(80)
    from tabletop.tui.console.door import Entrance

    Entrance(page.door).paint(canvas)
    assert "http://127.0.0.1:8400" in canvas.content().plain


def test_every_number_offered_can_be_overruled(busy: Any) -> None:
    board = busy.classroom.state(busy.classroom.facilitator)["board"]
    known = figures(board)
    assert len(known) > 30
    for figure in known:
        amount = -1 if figure.value > 1 else 1
        busy.lead("overrule", variable=figure.variable, who=list(figure.who), amount=amount, why="A test.")
    after = {
        (one.variable, one.who): one.value for one in figures(busy.classroom.state(busy.classroom.facilitator)["board"])
    }
    moved = [one for one in known if after[one.variable, one.who] != one.value]
    assert len(moved) >= len(known) - 2, "each of them moved, but for fear that rests on an act"


@pytest.mark.parametrize(
    ("text", "amount"),
    [("+5", 5), ("-2.5", -2.5), ("−3", -3), ("=60", 10), ("60", 10), ("+1,5", 1.5), ("", None), ("x", None),
     ("=", None), ("nan", None), ("inf", None), ("1e9", None)],
)  # fmt: skip
def test_amounts(text: str, amount: float | None) -> None:
    assert amount_of(text, 50.0) == amount


def test_words() -> None:
    assert [minutes(seconds) for seconds in (0, 59.2, 60, 134, -45, 3725)] == [
        "0:00",
        "1:00",
        "1:00",
        "2:14",
        "+0:45",
        "1:02:05",
    ]
    assert [ago(seconds) for seconds in (1, 40, 300)] == ["now", "40 s", "5 min"]
    names = {"anvers": "Anvers", "brill": "Brill"}
    assert to_whom(["anvers", "brill"], names) == "Anvers and Brill"
    assert to_whom("press", names) == "the press"
    assert len(RUBRIC) == 9
    assert all(looks_like(capability, rating) for capability in RUBRIC for rating in RATINGS)
    assert looks_like("Coordination", "P") == "makes a contingency plan"
    assert looks_like("Coordination", "U") == "conflicting moves"
