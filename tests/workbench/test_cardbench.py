"""The card bench: what it says is what the table and the rules would say, and no file can take it away."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import numpy as np
import pytest
from tests.content.small_library import small_library

from tabletop.content import load_campaign
from tabletop.errors import TabletopError, UsageError
from tabletop.game.advice import odds
from tabletop.game.game import Game
from tabletop.game.position import OpenTurn
from tabletop.rules import Record
from tabletop.rules.conditions import holds
from tabletop.workbench.alliance import open_path
from tabletop.workbench.authored import FORMER, LOST, NOW
from tabletop.workbench.benchtext import as_text, ranges
from tabletop.workbench.cardbench import CardBench


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The small campaign as a library: its cards in two files of a deck."""
    return small_library(tmp_path)


@pytest.fixture
def bench(folder: Path) -> CardBench:
    return CardBench(open_path(folder / "decks" / "quarrels").authored, card="cable-cut")


def card_file(folder: Path, name: str = "one") -> Path:
    return folder / "decks" / "quarrels" / "cards" / f"{name}.yaml"


def change(file: Path, old: str, new: str) -> None:
    """Save the way careful editors do: beside, then renamed."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    beside = file.with_suffix(".tmp")
    beside.write_text(text.replace(old, new, 1), encoding="utf-8")
    os.replace(beside, file)


# ---------------------------------------------------------------- the board


def test_a_slider_turns_the_condition_and_says_how_far_it_is(bench: CardBench) -> None:
    lit = bench.dealing().lit
    assert lit is not None
    assert not lit.holds
    assert [part.holds for part in lit.parts] == [False, True]
    assert (lit.parts[0].value, lit.parts[0].distance) == (1.0, 2.0)
    bench.set("turn", 3)
    assert bench.dealing().comes
    bench.set("flag ship-named", 1)
    lit = bench.dealing().lit
    assert lit is not None
    assert [part.holds for part in lit.parts] == [True, False]
    bench.reset("flag ship-named")
    assert bench.dealing().comes
    bench.reset()
    assert not bench.dealing().comes


def test_what_matters_stands_first(bench: CardBench) -> None:
    dials = bench.dials()
    assert [dial.slider.name for dial in dials if dial.reads] == ["turn", "flag ship-named"]
    names = [dial.slider.name for dial in dials]
    assert names[:2] == ["turn", "flag ship-named"]
    assert {"support brel", "trust aster brel"} <= {dial.slider.name for dial in dials if dial.changes}
    marked = [dial.reads or dial.changes for dial in dials]
    assert marked == sorted(marked, reverse=True)
    assert len(names) == len(set(names))


def test_every_slider_sets_what_it_reads(bench: CardBench) -> None:
    """Whatever a slider writes it reads back; values beyond its range stop at its ends."""
    for card in ("cable-cut", "inquiry", "shelf-line"):
        bench.choose(card)
        for dial in bench.dials():
            slider = dial.slider
            for value in (slider.low, slider.high, slider.within(slider.low + slider.small)):
                bench.reset()
                if slider.name == "act_turn":
                    bench.set("turn", slider.high)
                bench.set(slider.name, value)
                on = bench.dealt() if slider.name in ("escalation", "fear", "groundwork") else bench.board()
                assert slider.get(on, bench.tables) == pytest.approx(value), (card, slider.name, value)
            bench.set(slider.name, slider.high + 1000)
            assert bench.values[slider.name] == slider.high


def test_a_sweep_is_the_condition_at_every_value(bench: CardBench) -> None:
    for name in ("turn", "flag ship-named"):
        for value, met in bench.sweep(name):
            bench.set(name, value)
            lit = bench.dealing().lit
            assert lit is not None
            assert lit.holds == met, (name, value)
            bench.reset()
    assert bench.sweep("tension") == []
    dial = bench.dials()[0]
    assert ranges(bench, dial) == "met at 3–7"


def test_rare_names_of_a_condition_get_sliders(folder: Path) -> None:
    """Everything the language can ask for can be set on the bench."""
    when = (
        "known > 10 and treaties >= 1 and worst > 2 and crises < 2 and min(standing) > 30 and covered.external and "
        "resolved.inquiry and not active.shelf-line and agreements[aster, brel] > 0 and max(channel) > 0 and "
        "deterrence > 10 and stability > 20 and turns_left > 0 and outbreaks < 3 and not failed.inquiry"
    )
    change(card_file(folder), 'when: "turn > 2 and not flag.ship-named"', f'when: "{when}"')
    bench = CardBench(open_path(folder / "campaigns" / "small").authored, card="cable-cut")
    assert bench.version.faults == ()
    read = [dial.slider.name for dial in bench.dials() if dial.reads]
    for name in (
        "known", "treaties", "worst", "crises", "standing aster", "covered external", "card resolved inquiry",
        "card active shelf-line", "agreements aster brel", "channel brel", "deterrence", "stability",
        "card failed inquiry",
    ):  # fmt: skip
        assert name in read, name
    for name, value in {
        "known": 50, "treaties": 2, "worst": 3, "covered external": 1, "card resolved inquiry": 1, "stability": 60,
        "deterrence": 50, "standing aster": 60, "standing brel": 60, "standing west-holm": 60,
    }.items():  # fmt: skip
        bench.set(name, value)
    node = bench.tables.cards.when[bench.tables.cards.ids.index("cable-cut")]
    assert node is not None
    lit = bench.dealing().lit
    assert lit is not None
    assert lit.holds == bool(holds(node, bench.board(), bench.tables)[0])
    assert lit.holds, [part.clause.text for part in lit.parts if not part.holds]


def test_why_it_cannot_come_beside_the_condition(bench: CardBench) -> None:
    bench.choose("inquiry")
    assert "weight is 0" in " ".join(bench.dealing().barred)
    bench.choose("shelf-line")
    assert bench.dealing().comes
    bench.set("act", 1)
    assert "the act storm does not deal it" in " ".join(bench.dealing().barred)


# ---------------------------------------------------------------- as at the table


def test_chances_are_those_of_the_table(bench: CardBench, folder: Path) -> None:
    """A real game of the same campaign, put on the same board, gives the same forecasts to the last digit."""
    bench.set("turn", 4)
    bench.set("tension", 80)
    bench.set("trust brel aster", 12)
    bench.set("means aster", 1.5)
    game = Game.new(load_campaign(folder / "campaigns" / "small"), 1, people=("aster",))
    board = bench.dealt()
    game._turns = [OpenTurn(board.turn, board.copy(), Record(before=board.copy()))]
    seen = 0
    for chance in bench.chances():
        others = tuple(s for s in game.seats if s != "aster") if chance.choice.strategy == "multilateral" else ()
        real = odds(game, "aster", chance.choice, others)
        assert chance.forecast == real
        seen += 1
    assert seen == 4 * 8
    before = bench.chance("bilateral", "interest").forecast
    bench.set("trust brel aster", 90)
    after = bench.chance("bilateral", "interest").forecast
    assert before is not None
    assert after is not None
    assert after.chance > before.chance
    assert bench.view().region["tension"].value == 80


def test_no_seat_sees_more_than_at_the_table(bench: CardBench) -> None:
    assert bench.view("brel").secrets.seed is None
    assert bench.view("brel").secrets.flags in (None, ())


def test_levels_and_seats(bench: CardBench) -> None:
    from tabletop.rules.vocabulary import Level

    assert len(bench.tactics()) == 8
    bench.at_level(Level.BASICS)
    assert bench.tactics() == (None,)
    assert len([chance for chance in bench.chances() if chance.forecast]) == 4
    bench.sit("brel")
    assert bench.view().seat == "brel"
    with pytest.raises(UsageError):
        bench.sit("nobody")


# ---------------------------------------------------------------- effects


def test_effects_before_and_after(bench: CardBench) -> None:
    found = {happening.moment: happening for happening in bench.happenings()}
    assert [row.text for row in found["Track II succeeds"].rows] == [
        "sets the flag ship-named", "trust +3.0 of AST in BRE",
    ]  # fmt: skip
    shift = found["Track II succeeds"].shifts[0]
    assert shift.name == "trust AST→BRE"
    assert shift.after - shift.before == pytest.approx(3)
    assert found["When a turn has failed"].rows[0].text == "then “Inquiry” in 2 turns"
    bench.set("trust aster brel", 99)
    shift = next(h for h in bench.happenings() if h.moment == "Track II succeeds").shifts[0]
    assert (shift.before, shift.after, shift.lost) == (99, 100, -2)
    assert "2.0 cut off at its limit" in shift.words()


def test_an_effect_with_a_condition_of_its_own(folder: Path) -> None:
    change(
        card_file(folder), "on_outbreak: [{change: {support: -3}}]",
        "on_deal: [{change: {tension: 4}, when: tension > 50, why: Nerves}]\n  on_outbreak: [{change: {support: -3}}]",
    )  # fmt: skip
    bench = CardBench(open_path(folder / "decks" / "quarrels").authored, card="cable-cut")
    bench.set("tension", 40)
    dealt = bench.happenings()[0]
    assert (dealt.moment, dealt.rows[0].holds, dealt.shifts) == ("When it is dealt", False, ())
    assert int(bench.dealt().tension[0]) == 4000
    bench.set("tension", 98)
    dealt = bench.happenings()[0]
    assert dealt.rows[0].holds
    assert dealt.rows[0].why == "Nerves"
    assert (dealt.shifts[0].after, dealt.shifts[0].lost) == (100, -2)
    assert int(bench.dealt().tension[0]) == 10000
    assert int(bench.board().tension[0]) == 9800


def test_nothing_on_the_bench_changes_the_tables(bench: CardBench) -> None:
    start = bench.made({})
    bench.set("tension", 90)
    bench.set("trust aster brel", 1)
    bench.chances()
    bench.happenings()
    bench.reset()
    after = bench.board()
    for name in ("tension", "trust", "flags", "card", "dealt", "order", "support"):
        assert np.array_equal(getattr(start, name), getattr(after, name)), name


# ---------------------------------------------------------------- while it is written


def test_a_saved_change_is_followed_and_the_sliders_stay(bench: CardBench, folder: Path) -> None:
    bench.set("turn", 2)
    assert not bench.authored.changed()
    change(card_file(folder), "turn > 2", "turn > 1")
    assert bench.authored.changed()
    bench.reload()
    assert not bench.authored.changed()
    assert bench.values == {"turn": 2}
    assert bench.wanted == "cable-cut"
    assert bench.dealing().comes


def test_one_broken_card_shows_as_it_was_and_the_others_go_on(bench: CardBench, folder: Path) -> None:
    change(card_file(folder), "domain: transnational", "domain: trans")
    change(card_file(folder, "two"), "Whose fish?", "Whose herring?")
    version = bench.reload()
    written = version.card("cable-cut")
    assert written is not None
    assert written.state == FORMER
    assert [problem.code for problem in written.problems if problem.is_error] == ["E204"]
    assert bench.shown
    assert bench.crisis is not None
    bench.choose("shelf-line")
    assert bench.crisis is not None
    assert bench.crisis.situation.startswith("Whose herring?")
    assert bench.written is not None
    assert bench.written.state == NOW


@pytest.mark.parametrize(
    "text",
    [
        "- id: cable-cut\n  title: [", "", "\x00\x01", "- id:\n", "just words", "a: b", "- \u202eid: x\n", "[" * 5000,
        "- id: cable-cut\n  title: Half a wo",
    ],
)  # fmt: skip
def test_a_file_in_any_state_takes_nothing_away(bench: CardBench, folder: Path, text: str) -> None:
    sound = card_file(folder).read_text(encoding="utf-8")
    card_file(folder).write_text(text, encoding="utf-8")
    version = bench.reload()
    assert version.faults
    assert bench.shown
    assert bench.written is not None
    assert bench.written.state == FORMER
    # What is missing from a file that can be read is gone; a file that cannot be read keeps all its cards.
    kept = {"cable-cut", "shelf-line"} | (set() if "Half" in text else {"inquiry"})
    assert {card.id for card in version.cards if card.entry} == kept
    assert as_text(bench, open_path(folder / "decks" / "quarrels"))
    card_file(folder).write_text(sound, encoding="utf-8")
    version = bench.reload()
    assert not version.faults
    assert {card.state for card in version.cards} == {NOW}


def test_broken_from_the_start(folder: Path) -> None:
    card_file(folder).write_text("- id: cable-cut\n  title: [\n", encoding="utf-8")
    bench = CardBench(open_path(folder / "decks" / "quarrels").authored)
    assert bench.shown
    assert bench.wanted == "shelf-line"
    assert [card.state for card in bench.version.cards] == [LOST, NOW]


def test_a_card_that_others_name_may_go(bench: CardBench, folder: Path) -> None:
    """The cards that name it are shown on, with the fault."""
    bench.choose("shelf-line")
    change(card_file(folder), "id: inquiry", "id: enquiry")
    version = bench.reload()
    assert "E301" in [problem.code for problem in version.faults]
    assert version.card("inquiry") is None
    assert bench.shown
    assert bench.written is not None
    assert (bench.written.state, bench.written.mark) == (NOW, "✗")
    assert "“Inquiry” next turn" in as_text(bench, open_path(folder / "decks" / "quarrels"))


def test_cards_come_and_go(bench: CardBench, folder: Path) -> None:
    third = card_file(folder, "three")
    third.write_text(card_file(folder, "two").read_text(encoding="utf-8").replace("shelf-line", "other"), "utf-8")
    assert bench.authored.changed()
    assert bench.reload().card("other") is not None
    bench.choose("other")
    third.unlink()
    assert bench.authored.changed()
    assert bench.reload().card("other") is None
    assert not bench.shown
    assert bench.wanted == "other"
    assert "not in the files" in as_text(bench, open_path(folder / "decks" / "quarrels"))


def test_the_campaign_file_can_break_too(bench: CardBench, folder: Path) -> None:
    file = folder / "campaigns" / "small" / "campaign.yaml"
    change(file, "acts:", "acts: [\n")
    version = bench.reload()
    assert version.faults
    assert bench.shown
    shutil.rmtree(folder / "campaigns")
    assert bench.reload().faults
    assert bench.shown


def test_the_longer_look_adds_to_the_same_version(bench: CardBench) -> None:
    version = bench.version
    assert not version.deep
    deeper = bench.authored.deepen()
    assert deeper.deep
    assert deeper.campaign is version.campaign
    bench.set("tension", 70)
    bench.take(deeper)
    assert bench.values == {"tension": 70}
    assert len(deeper.problems) >= len(version.problems)


# ---------------------------------------------------------------- which alliance


def test_a_deck_alone_gets_a_neutral_alliance(folder: Path) -> None:
    shutil.rmtree(folder / "campaigns")
    opened = open_path(folder / "decks" / "quarrels")
    assert opened.neutral
    bench = CardBench(opened.authored)
    assert bench.version.faults == ()
    assert bench.shown
    assert {member.seat for member in bench.view().members} >= {"aster", "brel", "west-holm"}
    assert len(bench.view().members) >= 3
    assert "neutral alliance" in as_text(bench, opened)


def test_paths(folder: Path) -> None:
    opened = open_path(card_file(folder, "two"))
    assert opened.only.endswith("two.yaml")
    assert not opened.neutral
    assert not open_path(folder / "campaigns" / "small").neutral
    assert not open_path("quarrels", [folder]).neutral
    assert open_path(folder / "decks" / "quarrels", campaign="halcyon").alliance == "in The Halcyon Compact"
    for wrong in ("nowhere", folder / "nowhere", folder):
        with pytest.raises(TabletopError):
            open_path(wrong)


def test_hostile_text_is_told_as_written(folder: Path) -> None:
    change(card_file(folder), "The cable is dark.", '"[/nope] [@click=app.quit]x[/] <b> \\\\e[31m"')
    change(card_file(folder), "title: Cable cut", 'title: "[red]Cable[/"')
    opened = open_path(folder / "decks" / "quarrels")
    bench = CardBench(opened.authored, card="cable-cut")
    told = as_text(bench, opened)
    assert "[/nope] [@click=app.quit]x[/] <b>" in told
    assert "[red]Cable[/" in told
    assert "\x1b" not in told
