"""The numbers one can ask about, and what a choice is reckoned with: the same answers for every face."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tabletop.game.choice import Choice
from tabletop.session.desk import Desk
from tabletop.session.sitting import Sitting
from tabletop.session.wish import Wish
from tabletop.telling.numbers import course, find, lately, latest, numbers, opening, terms, value
from tabletop.telling.sentences import opened, total
from tabletop.telling.words import shift
from tabletop.telling.worth import assumption, companions, marks, natural_partner, own_stake, pressing


@pytest.fixture
def sitting(root: Path) -> Iterator[Sitting]:
    desk = Desk((root / "tests" / "tui" / "library",))
    made = desk.begin(Wish("harbour", ("brill",), "full", 11))
    first = made.view("brill").crises[0].card
    made.seal("brill", Choice("confidence", "interest", 1, card=first))
    yield made
    desk.close()


def test_every_number_is_listed_once_and_its_terms_add_up(sitting: Sitting) -> None:
    view, played = sitting.view("brill"), sitting.played(1, "brill")
    known = numbers(view, played, sitting.card_title)
    assert len({(number.variable, number.who) for number in known}) == len(known)
    assert known[2].title == "support in Brill", "one's own before the others"
    rows = [len(terms(played, number)) for number in known]
    assert sum(rows) > 50
    for member in view.members:
        place = find(known, view, f"support {member.seat}")
        assert place is not None
        assert total(terms(latest(view), known[place])) == pytest.approx(member.support_change, abs=0.011)


@pytest.mark.parametrize(
    ("address", "title"),
    [
        ("cohesion", "cohesion"), ("deterrence", "readiness"), ("trust corte dorn", "trust of Corte in Dorn"),
        ("threat", "the rival's strength"), ("means dorn", "means of Dorn"), ("support brill", "support in Brill"),
    ],
)  # fmt: skip
def test_a_number_is_found_by_its_address(sitting: Sitting, address: str, title: str) -> None:
    view = sitting.view("brill")
    known = numbers(view, sitting.played(1, "brill"), sitting.card_title)
    place = find(known, view, address)
    assert place is not None
    assert known[place].title == title


def test_what_is_no_number_is_not_found(sitting: Sitting) -> None:
    view = sitting.view("brill")
    known = numbers(view, sitting.played(1, "brill"), sitting.card_title)
    assert find(known, view, "weather") is None
    assert find(known, view, "trust brill brill") is None
    standing = find(known, view, "standing anvers")
    assert standing is not None
    assert known[standing].title.endswith("in Anvers")
    assert not next(number for number in known if number.variable == "tension").good


def test_where_one_would_start(sitting: Sitting) -> None:
    view = sitting.view("brill")
    first = pressing(view)
    assert first is not None
    weights = [(own_stake(crisis, "brill") or 0) * crisis.escalation for crisis in view.crises]
    assert (own_stake(first, "brill") or 0) * first.escalation == max(weights)
    targets = ("anvers", "corte", "dorn", "outside")
    partner = natural_partner(view, first, targets)
    assert partner in targets[:3]
    assert natural_partner(view, first, ("outside",)) is None
    assert all(0 <= count <= 4 for count in marks(first).values())
    assert course(view.cohesion) in ("on course", "below goal", "in danger")


def test_a_forecast_says_with_whom_it_is_reckoned(sitting: Sitting) -> None:
    view = sitting.view("brill")
    card = view.crises[0].card

    def told(choice: Choice) -> str:
        return assumption(view, choice, lambda one, others: sitting.forecast("brill", one, others))

    summit = Choice("multilateral", "interest", 1, clause="consult", card=card)
    assert companions(view, summit) == ("anvers", "corte", "dorn")
    assert told(summit).startswith("if all join; ")
    few, all_but_one = (sitting.forecast("brill", summit, companions(view, summit)[:n]) for n in (1, 2))
    assert all_but_one.quorum == 3
    assert not all_but_one.short
    assert few.short
    assert told(summit).endswith(f"; {all_but_one.chance:.0f} % if 3 (quorum), {few.chance:.0f} % if 2")
    pair = Choice("bilateral", "interest", 1, "corte", "consult", card)
    assert companions(view, pair) == ()
    assert told(pair).endswith("if your partner proposes it too")
    assert told(Choice("track2", "interest", 1, card=card)).startswith("alone; ")


def test_what_a_board_shows_follows_from_the_board_before_it(root: Path) -> None:
    """The player's chain of numbers: board, change, next board; every change has its terms."""
    desk = Desk()
    sitting = desk.begin(Wish("halcyon", ("borealis",), "standard", 7))
    moved_before_choice = 0
    view = sitting.view("borealis")
    while not sitting.over:
        before = view
        told = sitting.view("borealis").stability.history[-1]
        sitting.seal("borealis", Choice())
        view, played = sitting.view("borealis"), sitting.played(before.turn, "borealis")
        lately = latest(view)
        known = numbers(view, lately, sitting.card_title)
        for old, new in ((before.cohesion, view.cohesion), (before.stability, view.stability)):
            assert new.value == pytest.approx(old.value + new.change, abs=0.011)
            place = find(known, view, new.name)
            assert place is not None
            assert total(terms(lately, known[place])) == pytest.approx(new.change, abs=0.011)
            opened, chosen = opening([row for row in played.ledger if row.variable == new.name])
            assert old.value == pytest.approx(old.history[-1] + total(opened), abs=0.011)
            assert new.history[-1] == pytest.approx(old.value + total(chosen), abs=0.011)
        for name, gauge in view.region.items():
            assert gauge.value == pytest.approx(before.region[name].value + gauge.change, abs=0.011), name
        for old_member, member in zip(before.members, view.members, strict=True):
            assert member.support == pytest.approx(old_member.support + member.support_change, abs=0.011)
        moved_before_choice += abs(before.stability.value - told) > 0.05
    assert moved_before_choice, "new crises move stability before anybody chooses, or this proves nothing"
    desk.close()


def test_before_the_first_turn_the_opening_explains_itself() -> None:
    desk = Desk()
    sitting = desk.begin(Wish("halcyon", ("borealis",), "standard", 7))
    view = sitting.view("borealis")
    lately = latest(view)
    place = find(numbers(view, lately, sitting.card_title), view, "stability")
    assert place is not None
    rows = terms(lately, numbers(view, lately, sitting.card_title)[place])
    assert lately.turn == 0
    assert rows
    assert all(row.opening for row in rows)
    assert total(rows) == pytest.approx(view.stability.change, abs=0.011)
    assert view.stability.value == pytest.approx(view.stability.history[0] + view.stability.change, abs=0.011)
    desk.close()


def test_a_change_is_the_difference_of_what_is_shown() -> None:
    assert shift(55.54, -10.44) == -10.5, "66.0 and 55.5 stand on the screen"
    assert shift(62.79, 7.25) == 7.3
    assert shift(50.0, 0.0) == 0.0


def test_values_and_terms_belong_to_the_same_board(sitting: Sitting) -> None:
    view = sitting.view("brill")
    played = latest(view)
    assert lately(view) == played.ledger
    first = sitting.view_at(0, "brill")
    for number in numbers(view, played, sitting.card_title):
        now, then = value(view, number), value(first, number)
        if number.variable in ("trust", "support", "tension", "harm", "line") and now is not None and then is not None:
            # The board that people chose on is the start and what the opening of turn 1 did.
            moved = total(row for row in sitting.played(1, "brill").ledger if row.opening and row in terms(
                sitting.played(1, "brill"), number
            ))  # fmt: skip
            assert now == pytest.approx(then + moved + total(terms(played, number)), abs=0.011), number.title


def test_what_the_opening_did_is_told_in_the_authors_words(sitting: Sitting) -> None:
    from tabletop.game.records import LedgerRow

    rows = (
        LedgerRow("E1", "tension", (), 5.0, "harsh words", opening=True),
        LedgerRow("E1", "support", ("brill",), -2.0, "Prices rise", opening=True),
        LedgerRow("E1", "support", ("corte",), -3.0, "Prices rise", opening=True),
        LedgerRow("E1", "trust", ("corte", "dorn"), 1.0, "They talk", opening=True),
        LedgerRow("E1", "trust", ("dorn", "corte"), 3.0, "They talk", opening=True),
        LedgerRow("T0", "stability", (), -4.0, "calm", opening=True),
    )
    view = sitting.view("brill").model_copy(update={"opening": rows})
    assert [sentence.text for sentence in opened(view)] == [
        "Harsh words: tension +5.0.", "Prices rise: support at home −2.0.", "They talk: trust +2.0 on average.",
    ]  # fmt: skip
