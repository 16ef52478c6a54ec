"""How a class is led: clock and phases, injects, overruled numbers, going back, forking, practising, ending."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.host.room.kit import Class

from tabletop.content import Campaign
from tabletop.host.room import ClassError, Person
from tabletop.session import Store

Begin = Callable[..., Class]


def test_a_turn_goes_through_its_phases_and_the_clock_warns_and_counts_on(begin: Begin) -> None:
    a = begin()
    ada = a.seats()[0]
    seen = []
    for _ in range(4):
        a.lead("phase")
        seen.append(a.room.state(ada)["phase"]["phase"])
        if seen[-1] == "commit":
            break
    assert seen == ["brief", "caucus", "commit"]
    a.lead("phase", to="caucus")
    warnings = []
    for seconds in (0, 280, 30, 60, 100):
        a.clock.go(seconds)
        a.room.tick()
        told = a.room.state(ada)["phase"]
        warnings.append((told["left"], told["warning"], told["overrun"]))
    assert warnings == [(360, "", 0), (80, "", 0), (50, "minute", 0), (-10, "over", 10), (-110, "over", 110)]
    a.lead("extend", seconds=300)
    assert a.room.state(ada)["phase"]["left"] == 190
    a.lead("pause")
    a.clock.go(1000)
    assert a.room.state(ada)["phase"]["left"] == 190
    a.lead("pause", on=False)
    a.lead("phase")
    spans = a.room.state(a.room.facilitator)["timeline"]["spans"]
    assert [(s["phase"], s["planned"], s["actual"]) for s in spans[-1:]] == [("caucus", 660, 470)]


def test_a_class_can_run_by_its_clock_alone(begin: Begin) -> None:
    a = begin()
    a.seats()
    a.lead("settings", auto={"advance_on_time": True, "hold_for_silent": True})
    a.lead("phase")
    for _ in range(40):
        a.clock.go(60)
        a.room.tick()
    group = a.room.group(1)
    assert len(group.game.played) >= 2
    assert {s.phase for s in group.clock.spans} == {"lobby", "brief", "caucus", "commit", "resolve", "discuss"}


def test_a_dry_run_with_computer_players_alone(begin: Begin) -> None:
    a = begin()
    a.lead("settings", auto={"advance_on_time": True})
    a.lead("phase")
    for _ in range(600):
        a.clock.go(200)
        a.room.tick()
    assert a.room.group(1).game.over
    assert a.room.group(1).clock.phase == "end"
    assert a.room.state(a.room.facilitator)["end"]["over"]


def test_going_back_keeps_what_was_played_as_a_session_of_its_own(
    begin: Begin, store: Store, campaign: Campaign
) -> None:
    a = begin()
    people = a.seats()
    a.go_to("commit")
    a.do(people[0], "say", to="all", text="first turn")
    a.lead("resolve")
    a.go_to("commit")
    a.do(people[0], "say", to="all", text="second turn")
    a.lead("resolve")
    old, final = a.room.group(1).session, a.room.group(1).game.state_hash
    answer = a.lead("rewind", turn=2)
    group = a.room.group(1)
    assert answer["kept"] == old
    assert (group.game.turn, group.clock.phase, group.clock.turn) == (2, "brief", 2)
    assert [m.text for m in group.talk.messages] == ["first turn"]
    assert a.room.state(people[0])["board"]["turn"] == 2
    b = a.again()
    assert b.room.group(1).session == group.session
    assert [m.text for m in b.room.group(1).talk.messages] == ["first turn"]
    assert store.verify(old, campaign).state_hash == final
    assert b.room.group(1).before == [old]
    b.room.close()


def test_a_fork_is_a_new_group_and_the_old_one_goes_on(begin: Begin) -> None:
    a = begin()
    people = a.seats()
    a.go_to("commit")
    a.lead("resolve")
    assert a.lead("fork", turn=1)["group"] == 2
    assert (a.room.group(1).game.turn, a.room.group(2).game.turn) == (2, 1)
    a.lead("move", person=people[0].id, group=2, seat="corvina")
    assert a.room.state(a.person("aurelia-1"))["board"]["seat"] == "corvina"
    with pytest.raises(ClassError, match="no turn 5"):
        a.lead("fork", turn=5)


def test_a_practice_turn_gives_nothing_away_and_leaves_the_game_as_it_was(begin: Begin) -> None:
    a = begin()
    people = a.seats()
    before = a.room.group(1).game.state_hash
    a.lead("practice")
    assert a.room.state(people[0])["phase"]["practice"] is True
    assert a.room.group(1).game.seed != 7
    a.go_to("commit")
    a.do(people[0], "say", to="all", text="only practice")
    for person in people:
        a.hold(person)
    assert a.room.group(1).game.turn == 2
    with pytest.raises(ClassError, match="practice"):
        a.lead("rewind", turn=1)
    a = a.again()
    a.lead("practice", on=False)
    group = a.room.group(1)
    assert (group.game.state_hash, group.game.seed, group.clock.phase) == (before, 7, "brief")
    assert group.talk.messages == []
    a.go_to("commit")
    a.hold(a.person("aurelia-1"))
    with pytest.raises(ClassError, match="begun"):
        a.lead("practice")
    a.room.close()


def test_injects_come_now_later_at_the_turn_or_when_released(begin: Begin) -> None:
    a = begin()
    people = a.seats()
    a.go_to("caucus")
    a.lead("inject", title="Now", text="n")
    a.lead("inject", title="Soon", text="s", when=2, to=["borealis"])
    a.lead("inject", title="Turn", text="t", when="turn")
    held = a.lead("inject", title="Held", text="h", when="held")["inject"]

    def told(n: int) -> list[str]:
        return [m["title"] for m in a.room.state(people[n])["talk"]["messages"]]

    assert told(0) == ["Now"]
    a.clock.go(121)
    a.room.tick()
    assert (told(0), told(1)) == (["Now"], ["Now", "Soon"])
    a.lead("resolve")
    a.go_to("brief")
    assert told(0) == ["Now", "Turn"]
    a.lead("release", inject=held)
    assert told(0) == ["Now", "Turn", "Held"]
    with pytest.raises(ClassError, match="already"):
        a.lead("release", inject=held)
    with pytest.raises(ClassError, match="come already"):
        a.lead("drop", inject=held)
    with pytest.raises(ClassError, match="card or a text"):
        a.lead("inject")


def test_a_held_inject_is_dropped_and_never_comes(begin: Begin) -> None:
    a = begin()
    ada = a.seats()[0]
    a.go_to("caucus")
    a.lead("inject", title="Held", when="held")
    a.lead("inject", title="Soon", when=1)
    a.lead("drop", inject=1)
    a.lead("drop", inject=2)
    a = a.again()
    a.clock.go(61)
    a.room.tick()
    assert [inject["state"] for inject in a.room.group(1).notes.injects] == ["dropped", "dropped"]
    assert a.room.state(a.person(ada.name))["talk"]["messages"] == []
    with pytest.raises(ClassError, match="been dropped"):
        a.lead("release", inject=1)
    with pytest.raises(ClassError, match="no inject 7"):
        a.lead("drop", inject=7)
    with pytest.raises(ClassError):
        a.do(a.person(ada.name), "drop", inject=1)


def test_a_card_and_a_number_are_changed_by_the_games_own_commands(begin: Begin) -> None:
    a = begin()
    ada = a.seats()[0]
    a.go_to("caucus")
    group = a.room.group(1)
    tray = a.room.state(a.room.facilitator)["tray"]["cards"]
    card = next(one["card"] for one in tray if not one["on_table"])
    a.lead("inject", card=card)
    before = a.room.state(ada)["board"]["region"]["tension"]["value"]
    a.lead("overrule", variable="tension", amount=4.0, why="The storm has calmed nobody.")
    assert a.room.state(ada)["board"]["region"]["tension"]["value"] == before + 4
    assert {c.kind for c in group.game.commands} == {"inject", "overrule"}
    assert a.room.state(ada)["talk"]["overruled"][0]["why"] == "The storm has calmed nobody."
    with pytest.raises(ClassError):
        a.lead("overrule", variable="no-such-number", amount=1.0, why="x")
    with pytest.raises(ClassError, match="no such card"):
        a.lead("inject", card="no-such-card")
    b = a.again()
    assert b.room.group(1).game.state_hash == group.game.state_hash
    b.room.close()


def test_pledges_are_public_where_the_class_plays_with_them(begin: Begin) -> None:
    a = begin(options=["pledges"])
    ada, bo = a.seats()[:2]
    a.go_to("caucus")
    a.do(ada, "pledge", strategy="hold")
    assert a.room.state(bo)["talk"]["pledges"][0]["seat"] == "aurelia"
    other = begin()
    eve = other.seats()[0]
    other.go_to("caucus")
    with pytest.raises(ClassError, match="without"):
        other.do(eve, "pledge", strategy="hold")


def test_groups_are_led_together_and_one_by_one(begin: Begin) -> None:
    a = begin(groups=3)
    a.lead("phase", group="all")
    a.lead("phase", group=2)
    assert [g.clock.phase for g in a.room.groups] == ["brief", "caucus", "brief"]
    answer = a.lead("phase", to="caucus", group="all")
    assert [answer["groups"][n]["ok"] for n in "123"] == [True, False, True]
    told = a.room.state(a.room.facilitator)["groups"]["groups"]
    assert [(one["group"], one["phase"]) for one in told] == [(1, "caucus"), (2, "caucus"), (3, "caucus")]
    with pytest.raises(ClassError, match="no group 4"):
        a.lead("phase", group=4)
    assert a.room.state(a.room.facilitator, 3)["phase"]["group"] == 3


def test_seats_are_merged_and_people_sent_away(begin: Begin) -> None:
    a = begin()
    people = a.seats()
    assert a.lead("merge", **{"from": "delmar", "into": "aurelia"})["moved"] == [people[3].id]
    assert [p.seat for p in a.room.people.team(1, "aurelia")] == ["aurelia", "aurelia"]
    assert sum(p.speaker for p in a.room.people.team(1, "aurelia")) == 1
    told = a.room.state(people[0])["table"]["seats"]
    assert next(s for s in told if s["seat"] == "delmar")["by"] == "npc"
    a.lead("refuse", person=people[0].id)
    assert a.room.person(a.tokens["aurelia-1"]) is None
    with pytest.raises(ClassError, match="no longer") as refused:
        a.do(people[0], "ready")
    assert refused.value.status == 401
    with pytest.raises(ClassError, match="yourself"):
        a.lead("refuse", person=a.room.facilitator.id)
    with pytest.raises(ClassError, match="without a facilitator"):
        a.lead("move", person=a.room.facilitator.id, role="observer")


def test_the_lines_are_checked(begin: Begin) -> None:
    a = begin()
    ada, bo = a.seats()[:2]
    a.lead("comcheck")
    a.clock.go(1.5)
    a.do(ada, "hear", comcheck=1)
    told = a.room.state(a.room.facilitator)["comcheck"]
    assert told["heard"] == {ada.id: 1.5}
    assert bo.id in told["missing"]


def test_a_check_waits_for_players_alone_and_ends_with_them_or_with_the_phase(begin: Begin) -> None:
    a = begin()
    players = a.seats()
    watch, screen = a.join("Olga", "observer"), a.join("Wall", "room")

    def asked() -> list[bool]:
        """Who is asked still."""
        parts = [a.room.state(one) for one in (*players, watch, screen)]
        return [part["me"]["heard"] != part["class"]["comcheck"] for part in parts]

    a.clock.go(1)
    a.lead("comcheck")
    assert set(a.room.state(a.room.facilitator)["comcheck"]["missing"]) == {one.id for one in players}
    a.do(players[0], "hear", comcheck=1)
    assert asked()[:2] == [False, True]
    for one in players[1:]:
        a.do(one, "hear", comcheck=1)
    assert not any(asked())
    a.clock.go(1)
    a.lead("comcheck")
    assert all(asked()[: len(players)])
    a.clock.go(1)
    a.lead("phase")
    assert not any(asked())


def test_everything_is_opened_after_the_end_and_not_before(begin: Begin) -> None:
    a = begin()
    people = a.seats()
    a.go_to("commit")
    a.do(people[0], "say", to="team", text="our secret plan")
    a.lead("resolve")
    with pytest.raises(ClassError, match="still being played"):
        a.lead("declassify")
    assert "end" not in a.room.state(people[1])
    a.lead("end")
    with pytest.raises(ClassError, match="ended"):
        a.room.join(a.room.code, "Too late")
    a.lead("declassify")
    told = a.room.state(people[1])["end"]
    assert [m["text"] for m in told["messages"]] == ["our secret plan"]
    assert all(member["brief"] and member["objective"]["title"] for member in told["members"])
    assert told["choices"][0]["turn"] == 1


def test_everybody_reads_at_once_what_is_overruled_and_why(begin: Begin) -> None:
    a = begin()
    ada, bo = a.seats()[:2]
    a.go_to("caucus")
    a.lead("overrule", variable="support", who=[bo.seat], amount=-3, why="The strike was never answered.")
    told = a.room.state(ada)["talk"]["messages"][-1]
    assert told["kind"] == "system"
    assert "-3.00" in told["text"].replace("−", "-")
    assert "The strike was never answered." in told["text"]


def test_the_story_leads_to_the_numbers_that_are_shown(begin: Begin) -> None:
    """A new turn opens as soon as one is played: what that did stands under the story of the old one."""
    a = begin()
    people = a.seats()
    a.go_to("commit")
    for person in people:
        a.hold(person)
    view = a.room.group(1).game.view(people[0].seat)
    story = a.room.ask(people[0], {"ask": "story"})["story"]
    opened = sum(row.amount for row in view.opening if row.variable == "stability")
    assert abs(opened) > 0.05
    assert story[-1]["text"].startswith("Then turn 2 opened")
    assert f"→ {view.stability.value:.1f}" in story[-1]["text"]


def told(a: Class, person: Person) -> list[str]:
    return [m["text"] for m in a.room.state(person)["talk"]["messages"]]


def tray(a: Class) -> dict[str, str]:
    """Titles of the cards that do not lie on the table."""
    cards = a.room.state(a.room.facilitator)["tray"]["cards"]
    return {one["card"]: one["title"] for one in cards if not one["on_table"]}


@pytest.mark.parametrize("when", ["now", 1, "held"])
def test_a_card_that_is_laid_is_news_to_all_once(begin: Begin, when: str | int) -> None:
    def with_a_free_place() -> tuple[Class, list[Person]]:
        for seed in range(20):
            a = begin(seed=seed, level="full")
            people, group = a.seats(), a.room.group(1)
            while not group.game.over:
                a.go_to("caucus")
                if min(group.game.board.card[:2, 0]) < 0:
                    return a, people
                a.lead("resolve")
        raise AssertionError("no game has a free place")

    a, (ada, bo, *_) = with_a_free_place()
    card, title = next(iter(tray(a).items()))
    n = a.lead("inject", card=card, when=when)["inject"]
    if when != "now":
        assert told(a, ada) == [], "it has not come yet"
        a.clock.go(61)
        a.room.tick()
    if when == "held":
        a.lead("release", inject=n)
    assert told(a, ada) == told(a, bo) == [f"The facilitator has put “{title}” on the table."]


def test_a_card_that_waits_for_a_free_place_is_news_when_it_lies_there(begin: Begin) -> None:
    a = begin()
    ada = a.seats()[0]
    a.go_to("caucus")
    group = a.room.group(1)
    titles = tray(a)
    card = next(iter(titles))
    a.lead("inject", card=card)
    assert group.game.open_turn.injected == ()
    while not group.game.open_turn.injected:
        assert told(a, ada) == []
        a.go_to("commit")
        a.lead("resolve")
    for _ in range(2):
        assert told(a, ada) == [f"The facilitator has put “{titles[card]}” on the table."]
        a.go_to("caucus")
