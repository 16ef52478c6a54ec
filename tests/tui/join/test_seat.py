"""A seat on screens: two turns of a real class, and what the line brings meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from tests.host.client.served import Served
from textual.screen import Screen

from tabletop.host.client.news import Told

Sit = Callable[..., Any]


async def lead(served: Served, verb: str, **fields: Any) -> dict[str, Any]:
    return await asyncio.to_thread(lambda: served.lead(verb, **fields))


async def phase(served: Served, name: str) -> None:
    await asyncio.to_thread(served.phase, name)


async def test_two_seats_play_two_turns(served: Served, sit: Sit) -> None:
    async with sit("Ada", "anvers") as ada, sit("Bo", "brill", size=(120, 40)) as bo:
        for turn in (1, 2):
            await phase(served, "commit")
            for one in (ada, bo):
                await one.read()
            await ada.press("c")
            await ada.shows("chance")
            await ada.shows("%")
            await ada.press("enter")
            assert ada.where == "Sure"
            await ada.press("enter")
            await bo.shows("1 of 2 committed")
            await ada.shows("✓ Your seat has committed")
            await bo.press("h", "enter", "enter")
            for one in (ada, bo):
                await one.until_so(lambda one=one, turn=turn: one.app.sitting.turns_played() == turn)
                await one.at("Resolution")
                await one.shows(f"Turn {turn} is played")
                await one.press("enter")
            await phase(served, "discuss")
        await ada.read()
        await ada.press("5")
        await ada.at("SeatHistory")
        await ada.shows("Brill")
        await ada.press("q", "w")
        await ada.at("Why")


async def test_talk_and_proposals(served: Served, sit: Sit) -> None:
    async with sit("Ada", "anvers") as ada, sit("Bo", "brill") as bo:
        await phase(served, "caucus")
        for one in (ada, bo):
            await one.read()
        await ada.press("r", "down", "enter", *"Shall we [b]act[/b]?", "enter")
        await bo.shows("+1")
        await bo.press("6")
        await bo.shows("Shall we [b]act[/b]?")
        await bo.press("a", *"Yes.", "enter")
        await ada.until_so(lambda: len(ada.app.line.part("talk")["messages"]) == 2)
        await bo.press("o", "n")
        await bo.press(
            *"One line", "enter", *"We speak with one voice.", "enter", "down", "down", "enter", "enter", "enter"
        )
        await ada.until_so(lambda: ada.app.line.part("talk")["proposals"])
        await ada.press("8")
        await ada.shows("One line")
        await ada.press("enter", "down", "enter")
        await ada.at("Sure")
        await ada.press("enter")
        await bo.shows("silence broken")


async def test_a_draft_is_suggested_and_taken(served: Served, sit: Sit) -> None:
    async with sit("Ada", "anvers") as ada, sit("Kim", "anvers") as kim:
        await phase(served, "commit")
        for one in (ada, kim):
            await one.read()
        await kim.press("t", "enter")
        await ada.until_so(lambda: any(one.get("draft") for one in ada.app.line.part("table")["team"]))
        await ada.press("7")
        await ada.shows("suggests:")
        await ada.shows("Track II on")
        page = ada.app.screen
        page.query_one("#class-list").go("take")
        await ada.press("enter", "enter", "q")
        await ada.at("SeatTable")
        await ada.shows("[Track II]")


async def test_the_line_breaks_and_comes_back(served: Served, sit: Sit) -> None:
    async with sit("Ada", "anvers") as ada:
        await phase(served, "caucus")
        await ada.read()
        port = served.host.port
        await asyncio.to_thread(served.stop)
        await ada.shows("line broken")
        await ada.press("y")
        await ada.shows("1 unsent")
        served.host.port = port
        await asyncio.to_thread(served.again)
        await ada.until_so(lambda: any(one.get("ready") for one in ada.app.line.part("table")["seats"]))
        await ada.until_so(lambda: "line broken" not in ada.text())


async def test_the_door_opens_and_closes(served: Served, sit: Sit) -> None:
    async with sit("Ada") as ada:
        await ada.shows("Welcome, Ada")
        person = ada.app.line.part("me")["person"]
        await lead(served, "admit", person=person, seat="corte")
        await ada.at("SeatTable")
        await ada.shows("Corte")
        await lead(served, "move", person=person, seat="dorn")
        await ada.shows("Dorn")
        await lead(served, "refuse", person=person)
        await ada.at("Doorstep")
        await ada.shows("You are out of the class")
        assert ada.app.left


async def test_an_observer_watches_and_rates(served: Served, sit: Sit) -> None:
    async with sit("Eve", wants="observer") as eve:
        await phase(served, "caucus")
        await eve.read()
        assert "commit" not in eve.lines()[-1]
        await eve.press("7")
        await eve.shows("Rate a capability")
        eve.app.screen.query_one("#class-list").go("rate")
        await eve.press("enter", "enter", "down", "enter", "down", "enter", *"early", "enter")
        await eve.shows("Rated.")
        ratings = served.room.state(served.room.facilitator)["ratings"]["ratings"]
        assert (ratings[0]["rating"], ratings[0]["seat"], ratings[0]["note"]) == ("S", "anvers", "early")


async def test_what_strangers_write_is_drawn_as_it_is(served: Served, sit: Sit) -> None:
    async with sit("[red]Ada[/]\x1b[2J", "anvers") as ada, sit("Bo", "brill") as bo:
        await phase(served, "caucus")
        for one in (ada, bo):
            await one.read()
        hostile = "[link=http://x]a[/link] [/] \u202eevil \x1b]0;t\x07"
        ada.app.does("say", to="all", text=hostile)
        ada.app.does("propose", title=hostile[:100], text=hostile, rule="majority", minutes=5.0)
        await bo.until_so(lambda: bo.app.line.part("talk").get("proposals"))
        await bo.press("6")
        await bo.shows("[link=http://x]a[/link]")
        await bo.press("q", "8")
        await bo.shows("[link=http://x]a[/link]")
        for one in (ada, bo):
            assert not set(one.text()) & {"\x1b", "\x07", "\u202e"}
        await ada.shows("[red]Ada[/]")


async def test_the_end_is_shown_and_opened(served: Served, sit: Sit) -> None:
    async with sit("Ada", "anvers") as ada:
        while not served.room.groups[0].game.over:
            await phase(served, "commit")
            await lead(served, "resolve")
        await ada.until_so(lambda: ada.app.sitting.over)
        await ada.read_to_the_end()
        await ada.shows("Neither lost nor won")
        await lead(served, "settings", forms=["feedback"])
        await lead(served, "declassify")
        await ada.shows("declassified")
        await ada.shows("questionnaire")
        await ada.press("f", *["enter"] * 8)
        await ada.until_so(lambda: "feedback" in ada.app.line.part("me").get("filled", ()) or ada.where == "Pick")
        if ada.where == "Pick":
            await ada.press("enter")
        await ada.until_so(lambda: "feedback" in ada.app.line.part("me").get("filled", ()))


async def test_a_class_that_ends_early_is_opened_whole(served: Served, sit: Sit) -> None:
    async with sit("Ada", "anvers", size=(120, 100)) as ada:
        await phase(served, "commit")
        await ada.read()
        await lead(served, "resolve")
        await ada.at("Resolution")
        await ada.press("enter")
        await lead(served, "end")
        await ada.at("ClassEnd")
        await ada.quiet()
        text = ada.text()
        assert "The class has ended after turn 1, before the end of the story." in text
        assert "Cohesion" in text
        for secret in ("Brill", "wanted more", "sought safety"):
            assert secret not in text
        await lead(served, "declassify")
        await ada.shows("Declassified: the secret briefs")
        text = ada.text()
        view = served.room.groups[0].game.view("facilitator")
        for member in view.members:
            row = next(line for line in text.splitlines() if member.name in line and "×" in line)
            assert f"{member.score.total:.1f}" in row
            assert all(f"{points:.0f}×{member.objective.weights[goal]}" in row
                       for goal, points in member.score.parts.items())  # fmt: skip
            assert member.objective.title in text
        assert ("wanted more" in text) != ("sought safety" in text)
        assert "To talk about" in text
        assert served.room.state(served.room.facilitator)["end"]["questions"][0] in text


async def test_a_computer_player_takes_the_seat_and_gives_it_back(served: Served, sit: Sit) -> None:
    async with sit("Ada", "anvers") as ada:
        await phase(served, "caucus")
        await ada.read()
        await ada.press("c")
        await ada.shows("[Confidence]")
        await lead(served, "hand", seat="anvers", to="npc:thoughtful")
        await ada.shows("A computer player has your seat")
        await ada.quiet()
        assert "[Confidence]" not in ada.text(), "nothing can be chosen meanwhile"
        await lead(served, "hand", seat="anvers", to="people")
        await ada.shows("Your seat is yours again.")
        await ada.shows("b Bilateral")


async def test_what_was_read_is_no_longer_unread(served: Served, sit: Sit) -> None:
    async with sit("Ada", "anvers") as ada:
        await phase(served, "caucus")
        await ada.read()
        await lead(served, "whisper", to="anvers", text="Look at the wall.")
        await ada.shows("Talk +1")
        await ada.press("6")
        await ada.shows("Look at the wall.")
        await ada.press("q")
        await ada.at("SeatTable")
        await ada.until_so(lambda: "Talk +1" not in ada.text())


async def test_the_real_game_is_told_after_a_practice_turn(served: Served, sit: Sit) -> None:
    async with sit("Ada", "anvers") as ada:
        await lead(served, "practice", on=True)
        await ada.at("Briefing")
        await ada.press("enter")
        await ada.at("SeatTable")
        await lead(served, "practice", on=False)
        await ada.shows("The practice is over: from now on it counts.")
        await ada.at("Briefing")


async def test_late_news_of_a_turn_take_no_page_away(served: Served, sit: Sit) -> None:
    """The line can be ahead of the news: then the page of the end, or of the next turn, waits already."""
    async with sit("Ada", "anvers") as ada:
        await phase(served, "caucus")
        await ada.read()
        ada.app.stories, ada.app._paged = [Screen], True
        ada.app._stories([Told("turn", "Turn 1 has been played.")])
        assert len(ada.app.stories) == 2
        assert ada.app.stories[-1] is Screen
        ada.app.stories.clear()


async def test_a_turn_that_was_taken_back_is_shown_no_longer(served: Served, sit: Sit) -> None:
    async with sit("Ada", "anvers") as ada:
        for turn in (1, 2):
            await phase(served, "commit")
            await ada.read()
            await lead(served, "resolve")
            await ada.at("Resolution")
            await ada.shows(f"Turn {turn} is played")
        await ada.press("w")
        await ada.at("Why")
        await lead(served, "rewind", turn=1)
        await ada.at("Briefing")
        await ada.shows("Turn 1 ·")
        assert not [screen for screen in ada.app.screen_stack if type(screen).__name__ == "Resolution"]
        await ada.press("enter")
        await ada.at("SeatTable")
        assert ada.app.stories == []


async def test_going_back_clears_what_waits_to_be_read(served: Served, sit: Sit) -> None:
    async with sit("Ada", "anvers") as ada:
        await phase(served, "commit")
        await ada.read()
        await ada.press("6")
        await lead(served, "resolve")
        await ada.until_so(lambda: ada.app.stories)
        await lead(served, "rewind", turn=1)
        await ada.until_so(lambda: len(ada.app.stories) == 1 and ada.app.sitting.turn == 1)
        await ada.press("q")
        await ada.at("Briefing")
        await ada.press("enter")
        await ada.at("SeatTable")
