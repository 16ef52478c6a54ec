"""What the facilitator does with keys is what the class is asked for, and what it then is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tabletop.errors import TabletopError
from tabletop.host.room import Classroom
from tabletop.session import Store
from tabletop.telling.evaluation import FORMS

Open = Callable[..., Any]


def told(p: Any) -> str:
    return " ".join(note.message for note in p.app._notifications)


def cursor(p: Any, page: str, what: Any) -> None:
    """Put the cursor on a line."""
    screen = p.app.screen
    screen.action_page(page)
    screen.panel(page).go(what)


# ---------------------------------------------------------------- people and seats


async def test_let_in(console: Open, busy: Any) -> None:
    linus = busy.named("Late Linus")
    async with console(busy) as p:
        await p.press("a", "'corte", "enter")
        assert (linus.admitted, linus.seat) == (True, "corte")
        await p.press("a")
        assert "Nobody is at the door." in told(p)


async def test_let_all_in_on_the_emptiest_seats(console: Open, busy: Any) -> None:
    busy.come("Mia")
    async with console(busy) as p:
        await p.press("A")
        assert [busy.named(name).seat for name in ("Late Linus", "Mia")] == ["dorn", "brill"]
        assert "2 let in." in told(p)


async def test_sent_away_at_the_door(console: Open, busy: Any) -> None:
    async with console(busy) as p:
        await p.press("a", "'send", "enter")
        assert "Late Linus" not in [person.name for person in busy.classroom.people]


async def test_a_person(console: Open, busy: Any) -> None:
    """Move, make speaker, mute, rename, erase: from the list of people."""
    ben = busy.named("Ben")
    async with console(busy) as p:
        cursor(p, "people", ("person", ben.id))
        await p.press("enter", "'speaker", "enter")
        assert ben.speaker
        assert not busy.named("Ada").speaker
        await p.press("enter", "'mut", "enter")
        assert ben.muted
        await p.press("enter", "'mut", "enter")
        assert not ben.muted
        await p.press("enter", "'move", "enter", "'dorn", "enter")
        assert (ben.seat, ben.speaker) == ("dorn", True)
        await p.press("enter", "'rename", "enter", *["backspace"] * 3, "'Bea", "enter")
        assert ben.name == "Bea"
        await p.press("enter", "'erase", "enter", "enter")
        assert ben.name == f"Person {ben.id[1:]}"


async def test_the_cursor_stays_with_whom_it_stands_on(console: Open, busy: Any) -> None:
    async with console(busy) as p:
        cursor(p, "people", ("person", busy.named("Cem").id))
        busy.come("Aaron", "anvers")
        busy.come("Abel", "anvers")
        await p.press("o", "escape")
        line = next(line for line in p.lines() if "▸ " in line and "[" not in line)
        assert "Cem" in line


async def test_a_seat_to_an_npc_and_back(console: Open, busy: Any) -> None:
    group = busy.classroom.group(1)
    async with console(busy) as p:
        cursor(p, "seats", ("seat", "brill"))
        await p.press("h", "'free", "enter")
        assert group.mind("brill", busy.classroom.people) == "free-rider"
        assert "· computer player" in p.text()
        assert "free-rider" in p.text()
        await p.press("h")
        assert group.mind("brill", busy.classroom.people) == ""


async def test_seats_are_merged(console: Open, busy: Any) -> None:
    async with console(busy) as p:
        cursor(p, "seats", ("seat", "anvers"))
        await p.press("enter", "'merge", "enter", "'cor", "enter")
        assert {person.name for person in busy.classroom.people.team(1, "corte")} == {"Ada", "Ben", "Dora"}


async def test_private_words(console: Open, busy: Any) -> None:
    talk = busy.classroom.group(1).talk
    async with console(busy) as p:
        cursor(p, "seats", ("seat", "brill"))
        await p.press("w", "H", "i", "enter", "'you", "f5")
        assert (talk.messages[-1].text, talk.messages[-1].to) == ("Hi\nyou", ("brill",))
        cursor(p, "people", ("person", busy.named("Ben").id))
        await p.press("w", "O", "K", "f5")
        assert talk.messages[-1].to == (busy.named("Ben").id,)
        await p.press("w", "x", "escape")
        assert talk.messages[-1].text == "OK", "Esc sends nothing"


async def test_a_hand_is_taken_down(console: Open, busy: Any) -> None:
    async with console(busy) as p:
        assert "1 called" in p.text()
        cursor(p, "seats", ("raised", 1))
        await p.press("enter", "enter")
        assert "called" not in p.text()
        busy.does("Cem", "raise", text="And me?")
        await p.shows("And me?")


# ---------------------------------------------------------------- the clock


async def test_the_clock(console: Open, busy: Any) -> None:
    clock = busy.classroom.group(1).clock
    async with console(busy) as p:
        await p.press("p")
        assert clock.paused
        assert "paused at 4:29" in p.text()
        await p.press("p", "e")
        assert not clock.paused
        assert clock.extended == 60
        await p.press("E", "minus", "2", "enter")
        assert clock.extended == -60
        await p.press("E", "x", "enter")
        assert "no number of minutes" in told(p)
        await p.press("n")
        assert clock.phase == "commit"
        await p.press("N", "'cauc", "enter")
        assert clock.phase == "caucus"


async def test_silent_seats_are_named_before_they_hold(console: Open, busy: Any) -> None:
    busy.lead("phase", to="commit")
    busy.does("Ada", "commit", turn=1, choice={"strategy": "hold"})
    async with console(busy) as p:
        await p.press("n")
        assert "Not chosen: Brill, Corte." in p.text()
        await p.press("n")
        assert busy.classroom.group(1).clock.phase == "commit", "n says no here"
        await p.press("r", "enter")
        assert busy.classroom.group(1).clock.phase == "resolve"
        assert busy.classroom.group(1).game.turn == 2


async def test_back_and_fork(console: Open, busy: Any) -> None:
    busy.lead("phase", to="commit")
    busy.lead("resolve")
    before = busy.classroom.group(1).session
    async with console(busy) as p:
        cursor(p, "time", ("turn", 1))
        await p.press("k", "enter")
        assert len(busy.classroom.groups) == 2
        await p.press("u", "enter")
        group = busy.classroom.group(1)
        assert (group.game.turn, group.clock.phase) == (1, "brief")
        assert before in group.before


async def test_practice(console: Open, room: Any) -> None:
    made = room()
    made.come("Ada", "anvers")
    async with console(made) as p:
        await p.press("y", "enter")
        assert made.classroom.group(1).practice
        assert "practice turn" in p.text()
        await p.press("y", "enter")
        assert not made.classroom.group(1).practice


async def test_all_groups_at_once(console: Open, room: Any) -> None:
    made = room(groups=3)
    clocks = [group.clock for group in made.classroom.groups]
    made.lead("phase", to="brief", group=2)
    async with console(made) as p:
        await p.press("p")
        assert [clock.paused for clock in clocks] == [True, False, False]
        await p.press("p", "G", "n")
        assert [clock.phase for clock in clocks] == ["brief"] * 3, "all go to the phase that follows here"
        assert "Not in group 2" in told(p)
        await p.press("p", "g")
        assert all(clock.paused for clock in clocks)
        assert "group 2 of 3" in p.text()
        await p.press("F", "F")
        assert "group 3 of 3" in p.text()


# ---------------------------------------------------------------- the course of the world


async def test_inject_a_card_now_later_and_held(console: Open, busy: Any) -> None:
    group = busy.classroom.group(1)
    async with console(busy) as p:
        await p.press("i", "'sick", "enter", "enter")
        assert busy.done[-1] == {"verb": "inject", "group": 1, "card": "sick-crew", "when": "now"}
        assert "A sick crew" in [crisis.title for crisis in group.game.view("room").crises]
        await p.press("i", "'book", "enter", "'hold", "enter")
        assert group.notes.injects[-1]["state"] == "held"
        await p.press("4")
        assert "Held or waiting" in p.text()
        cursor(p, "tray", ("inject", 2))
        await p.press("enter", "enter")
        assert group.notes.injects[-1]["state"] == "done"


async def test_a_card_without_a_free_place_is_said_to_wait(console: Open, busy: Any) -> None:
    there = {one["card"] for one in busy.classroom.state(busy.classroom.facilitator)["tray"]["cards"]
             if not one["on_table"]}  # fmt: skip
    async with console(busy) as p:
        for card in sorted(there):
            title = busy.classroom.campaign.deck[card].title
            await p.press("i", f"'{title}", "enter", "enter")
            view = busy.classroom.group(1).game.view("facilitator")
            waits = card in view.secrets.waiting
            assert waits or view.crisis(card)
            assert f"“{title}”: {'on the table next turn' if waits else 'out now'}" in told(p)
        assert waits, "the table has places for fewer cards than that"
        p.app.clear_notifications()
        await p.press("4")
        assert "waits for a free place" in p.text()


async def test_writing_stands_first_whatever_is_held(console: Open, busy: Any) -> None:
    busy.lead("inject", title="A rumour", text="Ships.", when="held")
    async with console(busy) as p:
        await p.press("i", "enter")
        assert p.where == "OneLine"
        await p.press("'Fog", "enter", "'Dense.", "f5", "enter", "down", "down", "enter", "backspace", "'1", "enter")
        assert "“Fog”: in 1 minute." in told(p)


async def test_what_did_not_happen_by_itself_is_told(console: Open, busy: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: Any) -> None:
        raise TabletopError("Nobody can choose.", "Hand the seats to others.")

    async with console(busy) as p:
        p.app.screen.changed()
        monkeypatch.setattr("tabletop.host.room.ticking.tick_group", fails)
        busy.classroom.tick()
        await p.until_so(lambda: "What should happen by itself did not: Nobody can choose." in told(p))


async def test_words_of_ones_own_for_chosen_seats_in_some_minutes(console: Open, busy: Any) -> None:
    group = busy.classroom.group(1)
    async with console(busy) as p:
        await p.press("i", "enter", "'News", "enter", "A", "enter", "B", "f5")
        await p.press("down", "space", "down", "space", "enter")
        await p.press("'minu", "enter", "backspace", "3", "enter")
        wanted = {"title": "News", "text": "A\nB", "to": ["anvers", "brill"], "when": 3.0}
        assert {name: busy.done[-1][name] for name in wanted} == wanted
        await p.press("4")
        assert "in 3:00" in p.text()
        busy.clock.at += 181
        busy.classroom.tick()
        assert group.talk.messages[-1].to == ("anvers", "brill")


async def test_overrule(console: Open, busy: Any) -> None:
    async with console(busy) as p:
        await p.press("v", "'legit", "enter", "equals_sign", "6", "0", "enter", "'Well", "enter")
        assert "Legitimacy 55.0 → 60.0 (+5.0), because: Well" in " ".join(p.text().split())
        assert "large change" not in p.text()
        await p.press("enter")
        assert busy.classroom.group(1).game.view("room").region["legitimacy"].value == 60
        await p.press("v", "enter", "plus", "5", "enter", "enter")
        assert "it needs a reason" in told(p)
        await p.press("v", "enter", "x", "enter")
        assert "neither a change nor a number" in told(p)
        assert [request["verb"] for request in busy.done] == ["overrule"]


async def test_a_plain_number_sets_and_a_large_change_is_told(console: Open, busy: Any) -> None:
    async with console(busy) as p:
        await p.press("v", "'legit", "enter")
        assert "A plain number sets it to that; with a sign it changes by" in " ".join(p.text().split())
        await p.press("4", "enter", "'Slip", "enter")
        assert "Legitimacy 55.0 → 4.0 (−51.0), because: Slip" in " ".join(p.text().split())
        assert "This is a large change: by 51.0." in p.text()
        await p.press("escape")
        assert not busy.done


async def test_a_held_card_that_has_come_already_is_told_and_dropped(console: Open, busy: Any) -> None:
    group = busy.classroom.group(1)
    busy.lead("inject", card="sick-crew", when="held")
    async with console(busy) as p:
        assert "come already" not in p.text() + told(p)
        busy.lead("inject", card="sick-crew", when="now")
        await p.until_so(lambda: "“A sick crew” has come already" in told(p))
        cursor(p, "tray", ("inject", 1))
        await p.press("enter")
        assert "Let it out" not in p.text()
        await p.press("enter")
        assert group.notes.injects[0]["state"] == "dropped"
        assert "Held or waiting" not in p.text()


# ---------------------------------------------------------------- notes


async def test_rate_and_note(console: Open, busy: Any) -> None:
    notes = busy.classroom.group(1).notes
    async with console(busy) as p:
        cursor(p, "seats", ("seat", "corte"))
        await p.press("t", "'coor", "enter", "down", "down", "enter", "H", "m", "enter")
        rating = notes.ratings[-1]
        assert (rating["seat"], rating["capability"], rating["rating"], rating["note"]) == (
            "corte",
            "Coordination",
            "M",
            "Hm",
        )
        await p.press("o", "'Loud", "f5")
        assert (notes.observations[-1]["text"], notes.observations[-1]["seat"]) == ("Loud", "corte")
        await p.press("6")
        assert "Corte M" in p.text()
        cursor(p, "notes", ("capability", "Burden"))
        await p.press("t", "enter", "enter", "enter")
        assert (notes.ratings[-1]["capability"], notes.ratings[-1]["seat"]) == ("Burden", "")


@pytest.mark.parametrize("key", "PSMU")
async def test_the_rating_is_the_letter_that_one_types(console: Open, busy: Any, key: str) -> None:
    async with console(busy) as p:
        cursor(p, "seats", ("seat", "corte"))
        await p.press("t", "enter", key.lower(), "enter", "enter")
        assert busy.classroom.group(1).notes.ratings[-1]["rating"] == key


async def test_a_computer_player_is_not_rated_by_chance(console: Open, busy: Any) -> None:
    async with console(busy) as p:
        cursor(p, "seats", ("seat", "dorn"))
        await p.press("t")
        assert "Which team?" in p.text()
        await p.press("'brill", "enter", "enter", "enter", "enter")
        assert busy.classroom.group(1).notes.ratings[-1]["seat"] == "brill"


async def test_the_marker_follows_what_is_typed(console: Open, busy: Any) -> None:
    """After every letter it stands on the best: who begins so before who has the letters somewhere."""
    async with console(busy) as p:
        await p.press("a", "down", "down", "down", "a")
        assert p.app.screen.query_one("#picks").chosen == "seat anvers"
        await p.press("backspace", "d")
        assert p.app.screen.query_one("#picks").chosen == "seat dorn"
        await p.press("enter")
        assert busy.named("Late Linus").seat == "dorn"


async def test_mute_has_a_key_and_is_found_in_both_states(console: Open, busy: Any) -> None:
    ben = busy.named("Ben")
    async with console(busy) as p:
        cursor(p, "people", ("person", ben.id))
        await p.press("M")
        assert ben.muted
        await p.press("ctrl+p", "'mut", "enter")
        assert not ben.muted
        cursor(p, "seats", ("seat", "brill"))
        await p.press("M", "'cem", "enter")
        assert busy.named("Cem").muted


# ---------------------------------------------------------------- the class


async def test_settings_are_switched(console: Open, busy: Any) -> None:
    async with console(busy) as p:
        await p.press("s", "enter", "'time", "enter")
        assert busy.classroom.facts.settings["open_door"]
        assert busy.classroom.group(1).plan.auto["advance_on_time"]
        await p.press("'hot", "enter")
        assert busy.classroom.facts.forms == (next(iter(FORMS)),)
        await p.press("enter", "escape")
        assert busy.classroom.facts.forms == ()


async def test_blank_and_comcheck(console: Open, busy: Any) -> None:
    async with console(busy) as p:
        await p.press("m")
        assert busy.classroom.facts.blank
        assert "room is blank" in p.text()
        await p.press("m", "c")
        assert not busy.classroom.facts.blank
        assert p.app.screen.head()[1] == "0 of 5 answered"
        busy.does("Ada", "hear", comcheck=1)
        await p.until_so(lambda: p.app.screen.head()[1] == "1 of 5 answered")
        await p.shows("✓ after 0.0 s")


async def test_news_that_comes_while_a_page_is_taken_down(console: Open, busy: Any) -> None:
    """The clock of the application outlives the pages it has drawn anew."""
    async with console(busy) as p:
        await p.press("c")
        await p.app.screen.query("*").remove()
        p.app.class_changed()
        await p.press("escape")
    p.app.class_changed()


async def test_the_end_opens_everything_only_when_asked_twice(console: Open, busy: Any) -> None:
    async with console(busy) as p:
        await p.press("z", "n")
        assert not busy.classroom.facts.ended
        await p.press("Z", "enter", "enter")
        assert "End the class first" in told(p)
        await p.press("z", "enter")
        assert busy.classroom.facts.ended
        await p.press("Z", "enter", "escape")
        assert not busy.classroom.facts.declassified
        await p.press("Z", "enter", "enter")
        assert busy.classroom.facts.declassified


async def test_an_export_goes_on_elsewhere(console: Open, busy: Any, tmp_path: Path, clock: Any) -> None:
    async with console(busy) as p:
        await p.press("x", "enter")
        assert "Written:" in told(p)
    other = Store(tmp_path / "elsewhere")
    name = Classroom.take_in(next(tmp_path.glob("*.zip")), other, (Path(__file__).parents[1] / "library",))
    with Classroom.resume(name, store=other, library=(Path(__file__).parents[1] / "library",), now=clock) as again:
        assert again.group(1).clock.phase == "caucus"


async def test_leaving_is_asked_and_nothing_else_ends_the_class(console: Open, busy: Any) -> None:
    async with console(busy) as p:
        await p.press(*["escape"] * 3)
        assert not p.app._exit
        await p.press("ctrl+q", "escape", "4", "i", "ctrl+q")
        assert not p.app._exit
        await p.press("escape", "q", "enter")
        assert p.app._exit


async def test_what_is_refused_is_told_and_nothing_is_lost(console: Open, busy: Any) -> None:
    async with console(busy) as p:
        await p.press("u", "enter", "enter")
        cursor(p, "seats", ("seat", "dorn"))
        await p.press("enter", "'computer", "enter", "'greed", "enter")
        busy.classroom.close()
        await p.press("p")
        assert p.where == "Console"
        assert told(p)


async def test_paper_is_there_only_where_it_can_be_written(console: Open, busy: Any, tmp_path: Path) -> None:
    def paper(group: int, folder: Path) -> Path:
        return folder / f"group-{group}.html"

    async with console(busy) as p:
        assert not any(active.binding.id == "console: on paper" for active in p.app.screen.active_bindings.values())
    async with console(busy, paper=paper) as p:
        await p.press("l")
        assert "group-1.html" in told(p)
