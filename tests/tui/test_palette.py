"""The list of commands: what can be done here and now, by name; titles are drawn as they are written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tabletop.session.settings import change, read
from tabletop.session.wish import Wish
from tabletop.tui.finding import fits
from tabletop.tui.keymap import called

Make = Callable[..., Wish]
Start = Callable[..., Any]


def names(p: Any, *, now: bool = False) -> list[str]:
    return [command.name for command in p.app.screen.commands if not (now and command.why_not)]


async def test_what_cannot_be_done_now_says_why(player: Start, harbour: Make) -> None:
    async with player(harbour()) as p:
        await p.press("enter", "ctrl+p")
        assert p.where == "Palette"
        assert "table: read" in names(p, now=True)
        assert "table: undo" not in names(p, now=True), "nothing has been played yet"
        assert "table: facilitator" not in names(p), "one person alone"
        await p.press(*"undo")
        assert "There is nothing to take back yet." in p.text()
        await p.press("enter")
        assert p.where == "Palette"
        await p.press("escape")
        await p.until("Resolution")
        await p.press("enter", "enter", "ctrl+p")
        assert p.where == "Palette"
        assert "table: undo" in names(p, now=True)


FOUND = {
    "quit": "program: quit", "exit": "table: leave", "theme": "screen: colours", "dark": "colours: tabletop",
    "undo": "table: undo", "save": "table: leave", "stats": "go: records", "options": "go: settings",
    "shortcut": "go: keys", "replay": "table: history", "explain": "table: why", "commit": "table: seal",
    "deniable": "table: Track II", "tactic before": "table: tactic before",
}  # fmt: skip
"""What people type, and what they mean."""


async def test_found_by_what_people_call_it(player: Start, harbour: Make) -> None:
    async with player(harbour(level="full"), size=(120, 40)) as p:
        await p.press("enter", "c", "enter", "enter", "enter", "ctrl+p")
        for typed, found in FOUND.items():
            p.app.screen._type(typed)
            shown = [command.name for command in p.app.screen.shown()]
            assert any(name.startswith(found) for name in shown[:4]), (typed, shown)


async def test_names_are_words_and_every_sentence_is_its_own(player: Start, harbour: Make) -> None:
    async with player(harbour(level="full")) as p:
        await p.press("enter", "ctrl+p")
        commands = [command for command in p.app.screen.commands if command.name.startswith("table:")]
        assert not [command.name for command in commands if "track2" in command.name]
        assert "table: Track II" in names(p)
        says = [command.says for command in commands]
        assert len(says) == len(set(says)), sorted(says)


async def test_the_table_stays_in_sight(player: Start, harbour: Make) -> None:
    async with player(harbour()) as p:
        await p.press("enter")
        top = p.lines()[:2]
        await p.press("ctrl+p")
        assert p.lines()[:2] == top
        assert "╭─ Commands" in p.text()
        await p.pilot.resize_terminal(120, 40)
        await p.settle()
        assert {len(line) for line in p.lines()} == {120}
        await p.pilot.resize_terminal(60, 20)
        await p.settle()
        assert "Tabletop needs" in p.text()
        assert "Commands" not in p.text()


async def test_help_tells_of_the_list_on_every_screen() -> None:
    from tabletop.tui.keymap import bindings, screens

    for screen in screens():
        assert "screen: commands" in {binding.id for binding in bindings(screen)}, screen.__name__


async def test_every_command_of_every_screen_is_what_the_screen_does(player: Start, harbour: Make) -> None:
    async with player(harbour()) as p:
        await p.press("enter")
        below = p.app.screen
        await p.press("ctrl+p")
        for command in p.app.screen.commands:
            if command.key:
                assert any(called(active.binding.id or "") == command.name for active in below.active_bindings.values())


async def test_typed_chosen_and_done(player: Start, harbour: Make) -> None:
    async with player(harbour()) as p:
        await p.press("enter", "ctrl+p", *"pa", "backspace", "backspace", *"hist")
        assert "▸ hist▏" in p.text()
        await p.press("enter")
        assert p.where == "History"
        await p.press("ctrl+p", "ctrl+p")
        assert p.where == "History"


async def test_letters_that_are_keys_elsewhere_are_letters_here(player: Start) -> None:
    async with player() as p:
        await p.press("ctrl+p", "question_mark", "q", "space", "n")
        assert p.where == "Palette"
        assert "▸ ?q n▏" in p.text()
        assert "Nothing is called so." in p.text()
        await p.press("enter")
        assert p.where == "Palette"
        await p.press("escape")
        assert p.where == "Home"


async def test_from_a_game_home_and_to_another_campaign(player: Start, harbour: Make) -> None:
    async with player(harbour()) as p:
        await p.press("enter", "ctrl+p", *"go home", "enter")
        assert p.where == "Home"
        assert "Continue" in p.text()
        await p.press("c", "ctrl+p", *"vesper", "enter")
        assert p.where == "Setup"
        assert "Eight lessons at Vesper" in p.text()
        await p.press("q")
        assert p.where == "Home"
        await p.press("ctrl+p", *"continue", "enter")
        assert p.where in ("Table", "Briefing")


async def test_colours_and_pages(player: Start) -> None:
    async with player() as p:
        await p.press("ctrl+p", *"projector", "enter")
        assert p.app.theme == "tabletop-projector"
        assert read().settings.theme == "tabletop-projector"
        for typed, screen in (("go: settings", "SettingsPage"), ("go: keys", "Keys"), ("go: records", "Records")):
            await p.press("ctrl+p", *typed, "enter")
            assert p.where == screen
            await p.press("q")
            assert p.where == "Home"


async def test_a_curtain_lets_nothing_through(player: Start, harbour: Make) -> None:
    async with player(harbour(people=("brill", "corte"))) as p:
        assert p.where == "Curtain"
        await p.press("ctrl+p")
        assert not [name for name in names(p) if name.startswith(("table:", "brief"))]
        sitting = p.app.screen.below.sitting
        secret = sitting.view("brill").me.brief.split("\n")[0][:20]
        assert secret not in p.text()
        assert "Cohesion" not in p.text(), "the table is behind the curtain, and the curtain is not looked through"
        await p.press("escape", "f4", "p", "ctrl+p")
        assert "Cohesion" not in p.text()
        assert type(p.app.screen.below).__name__ == "Pause"


async def test_titles_are_drawn_as_they_are_written(player: Start, tmp_path: Path) -> None:
    title = "[/nope] [@click=app.quit]東海同盟[/] \\x1b]0;x\\x07"
    folder = tmp_path / "campaigns"
    folder.mkdir()
    source = (Path(__file__).parent / "library" / "campaigns" / "harbour.yaml").read_text(encoding="utf-8")
    (folder / "bad.yaml").write_text(
        source.replace("id: harbour", "id: bad", 1).replace("title: The Harbour Pact", f'title: "{title}"', 1),
        encoding="utf-8",
    )
    async with player(library=tmp_path) as p:
        assert "[/nope]" in p.text()
        await p.press("ctrl+p", *"nope")
        assert "play: [/nope] [@click=app.quit]" in p.text().replace("…", "")[:2000] or "[/nope]" in p.text()
        await p.press("enter")
        assert p.where == "Setup"
        await p.press("i")
        assert p.where == "About"
        assert "[@click=app.quit]東海同盟[/]" in p.text()


async def test_keys_are_shown_as_they_are_now(player: Start) -> None:
    change(keymap={"home: records": "z"})
    async with player() as p:
        await p.press("ctrl+p", *"home: rec")
        (line,) = [line for line in p.lines() if "home: records" in line]
        assert line.rstrip(" │").endswith(" z")


@pytest.mark.parametrize(
    ("typed", "name", "score"),
    [
        ("", "go: home", 0),
        ("ho", "go: home", 0),
        ("om", "go: home", 1),
        ("go ho", "go: home", 0),
        ("x", "go: home", None),
    ],
)
def test_fits(typed: str, name: str, score: int | None) -> None:
    assert fits(typed, name) == score


async def test_the_program_is_left_from_the_list(player: Start, harbour: Make) -> None:
    async with player(harbour()) as p:
        await p.press("enter", "ctrl+p", *"quit", "enter")
        assert p.app._exit
