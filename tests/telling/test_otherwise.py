"""The small language of moves, and what-if questions in it."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from tabletop.errors import TabletopError, UsageError
from tabletop.game.choice import Choice
from tabletop.lab.whatif import Altered, whatif
from tabletop.session import Table
from tabletop.telling.moves import Unclear, numbered, read_move, vocabulary
from tabletop.telling.otherwise import read_choice, read_question, seat_named

WORDS = vocabulary(
    [("delmar", "Delmar", "DEL"), ("high-isle", "The High Isle", "ISL")], ("the Karst Union", "Karst"),
    [("cable-cut", "The cut cable"), ("cable-talks", "Talks on cables")],
)  # fmt: skip
CARDS = ("cable-cut", "cable-talks")


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("track2 on cable-cut, listen, effort 1", {"way": "track2", "crisis": "cable-cut", "tactic": "listen",
                                                   "effort": 1}),
        ("Track II on The cut cable", {"way": "track2", "crisis": "cable-cut"}),
        ("1 bilateral delmar interest e2", {"crisis": "cable-cut", "way": "bilateral", "partner": "delmar",
                                            "tactic": "interest", "effort": 2}),
        ("2 b with the high isle clause intelligence 0", {"crisis": "cable-talks", "way": "bilateral",
                                                           "partner": "high-isle", "clause": "intel", "effort": 0}),
        ("b outside", {"way": "bilateral", "partner": "outside"}),
        ("agreement with Karst Union", {"way": "bilateral", "partner": "outside"}),
        ("hold", {"way": "hold"}),
        ("", {}),
    ],
)  # fmt: skip
def test_a_line_and_its_parts(line: str, parts: dict[str, object]) -> None:
    assert read_move(line.split(), WORDS, CARDS) == parts


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("bilatral", "is no part of a move. Did you mean “Bilateral”?"),
        ("xyzzy", "is no part of a move. Look here."),
        ("crisis cab", "can mean"),
        ("9 hold", "There is no crisis 9. Numbers go from 1 to 2. If the effort is meant, say effort 9."),
        ("hold bilateral", "That names two ways"),
    ],
)
def test_a_line_that_makes_no_sense(line: str, said: str) -> None:
    with pytest.raises(Unclear) as raised:
        read_move(line.split(), WORDS, CARDS, "Look here.")
    assert said in str(raised.value)
    assert raised.value.exit_code == 2


def test_places_in_a_list() -> None:
    assert [numbered(str(n), 3, "turn") for n in (1, 3)] == [0, 2]
    for wrong in ("0", "4", "x", "٣", "9" * 50):
        with pytest.raises(Unclear, match="There is no turn"):
            numbered(wrong, 3, "turn")


# ---------------------------------------------------------------- of a game


@pytest.fixture
def table(finished: Callable[..., Table]) -> Table:
    return finished(3, level="full")


def test_what_is_left_out_stays_as_it_was(table: Table) -> None:
    game = table.game
    for turn in game.played:
        for seat, was in turn.choices.items():
            if was.strategy == "hold":
                continue
            assert read_choice(game, turn.turn, seat, was.strategy) == was
            other = read_choice(game, turn.turn, seat, "confidence")
            assert (other.card, other.effort, other.tactic) == (was.card, was.effort, was.tactic)
            assert other.target is None
            assert other.clause is None
            assert read_choice(game, turn.turn, seat, "hold") == Choice()


def test_json_is_taken_as_it_is(table: Table) -> None:
    card = list(table.game.campaign.deck)[-1]
    said = json.dumps({"strategy": "track2", "effort": 1, "card": card})
    assert read_choice(table.game, 1, "borealis", said) == Choice("track2", None, 1, None, None, card)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("{", "The choice is not JSON. Like"),
        ('{"strategy": "hold"', "The choice is not JSON. Like"),
        ("[1]", "A choice is an object. Like"),
        ("[" * 50_000, "The choice is not JSON. Like"),
        ('{"strategy": "trak2"}', "There is no strategy “trak2”. Did you mean “track2”?"),
        ('{"strategy": "hold", "x": 1}', "A choice has no field “x”."),
        ('{"strategy": "track2", "card": "cable-cat"}', "has no card “cable-cat”. Did you mean “cable-cut”?"),
        ('{"strategy": "bilateral", "card": "cable-cut", "target": "delmarr"}', "Did you mean “delmar”?"),
        ('{"strategy": "bilateral", "card": "cable-cut", "target": "borealis"}', "no possible partner of borealis."),
        ("bilateral on 1 with borealis", "no possible partner of borealis."),
    ],
)
def test_what_no_turn_knows_makes_no_sense(wrong: str, said: str, table: Table) -> None:
    for ask in (
        lambda: read_choice(table.game, 1, "borealis", wrong),
        lambda: read_question(table.game, f"1 Borealis {wrong}"),
        lambda: read_question(table.game, f"1 borealis{'' if wrong[0] in '{[' else ' '}{wrong}"),
    ):
        with pytest.raises(UsageError) as raised:
            ask()
        assert said in str(raised.value)
        assert raised.value.exit_code == 2


def test_a_card_that_was_not_there_is_left_to_the_rules(table: Table) -> None:
    there = {move.card for move in table.game.played[0].moves}
    card = next(card for card in table.game.campaign.deck if card not in there)
    choice = read_choice(table.game, 1, "borealis", f"track2 on {card}")
    assert choice.card == card
    with pytest.raises(TabletopError, match="is not on the table"):
        whatif(table.game, table.npc, [Altered(1, "borealis", choice)])


def test_a_question(table: Table) -> None:
    assert read_question(table.game, "2 Borealis hold") == Altered(2, "borealis", Choice())
    assert read_question(table.game, "2 BOR hold").seat == "borealis"
    assert seat_named(table.game, "Delmar") == "delmar"
    for wrong, said in (
        ("", "does not begin with a turn"), ("borealis hold", "does not begin with a turn"),
        ("99 borealis hold", "It has turns 1 to"), ("2 boralis hold", "Did you mean “borealis”?"),
        ("2 borealis", "The other choice is empty"), ("2 borealis hold effort 2", "does nothing else"),
        ("²  borealis hold", "does not begin"), ("2", "has no member"),
    ):  # fmt: skip
        with pytest.raises(UsageError) as raised:
            read_question(table.game, wrong)
        assert said in str(raised.value), wrong
