"""The game on paper: nobody's secret on another's sheet, numbers that are the game's, and pages that print."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.report.conftest import played

from tabletop.content.campaign import Campaign
from tabletop.errors import TabletopError
from tabletop.game import Choice, Game
from tabletop.game.advice import odds
from tabletop.report.paper import paper, write_paper
from tabletop.report.paper.byhand import MOVES, climbing, points
from tabletop.report.paper.sheets import Sheet, Slip, sheets
from tabletop.session import Table
from tabletop.telling.worth import marks

FULL = 100


@pytest.fixture(scope="module")
def game(going_on: Table) -> Game:
    return going_on.game


@pytest.fixture(scope="module")
def page(game: Game) -> str:
    return paper(game, session="a-session")


def by_id(game: Game) -> dict[str, Sheet]:
    return {sheet.id: sheet for sheet in sheets(game, session="", slips=2)}


def parts(page: str) -> dict[str, str]:
    """The page's text by sheet."""
    return {
        found[1]: found[0] for found in
        ((section, re.search(r'<h2 id="([\w-]+)"', section)[1]) for section in page.split("<section")[1:])  # type: ignore[index]
    }  # fmt: skip


def test_each_seat_has_its_own_secret_and_nobody_elses(page: str, game: Game) -> None:
    found = parts(page)
    for written in game.campaign.members:
        own = " ".join(written.brief.split())[:60].split("'")[0]
        holders = [name for name, text in found.items() if own in " ".join(text.split())]
        assert holders == [f"seat-{written.id}"], written.id
        assert f"For {written.name} alone" in found[f"seat-{written.id}"]


def test_the_ladder_has_six_steps(page: str, game: Game) -> None:
    crisis = game.view(game.seats[0]).crises[0]
    assert f"{crisis.escalation} of 6, " in page
    assert f"{crisis.escalation} of 5, " not in page


def test_the_rivals_intent_stands_on_the_facilitators_secret_part_alone(page: str) -> None:
    found = parts(page)
    assert [name for name, text in found.items() if "It seeks safety" in text or "It wants more" in text] == ["cards"]
    assert 'class="sheet secret"' in page
    assert "luck number" not in page


def test_the_chances_are_the_games(game: Game) -> None:
    seat = game.seats[0]
    view = game.view(seat)
    crisis = view.crises[0]
    found = odds(game, seat, Choice("confidence", None, min(1, view.options.efforts[-1]), None, None, crisis.card))  # type: ignore[union-attr]
    told = [row for block in by_id(game)[f"seat-{seat}"].blocks if hasattr(block, "rows") for row in block.rows]
    rows = [row for row in told if row[0] == "Confidence" and len(row) == 3]
    assert rows[0][2] == f"{found.chance:.0f} % alone"


def test_points_by_hand_are_the_terms_of_the_program(game: Game) -> None:
    """What is printed on a card is what the program adds up for the crisis itself."""
    seat = game.seats[0]
    view = game.view(seat)
    for crisis in view.crises:
        printed = points(game.tables.book, marks(crisis))
        for move in ("confidence", "track2"):
            terms = odds(game, seat, Choice(move, None, 0, None, None, crisis.card)).terms
            own = sum(terms.get(name, 0.0) for name in
                      ("base", "urgency", "breadth", "misperception", "sensitivity", "enforcement"))  # fmt: skip
            assert printed[move] == pytest.approx(own, abs=0.15), (crisis.card, move)
    assert set(printed) == set(MOVES)
    assert climbing(game.tables.book, 4) > climbing(game.tables.book, 0) > 0


def test_slips_offer_what_the_game_takes(game: Game) -> None:
    for seat in game.seats:
        slips = [block for block in by_id(game)[f"seat-{seat}"].blocks if isinstance(block, Slip)]
        assert [slip.turn for slip in slips] == [game.turn, game.turn + 1]
        rows = dict(slips[0].rows)
        assert list(rows["Crisis"]) == [crisis.title for crisis in game.view(seat).crises]
        assert not dict(slips[1].rows)["Crisis"]
        assert rows["Effort"] == ["0", "1", "2"]
        assert "Tactic" in rows
        assert len(rows["A bilateral with"]) == len(game.seats)


def test_cards_that_can_come_are_those_that_have_not(game: Game, page: str) -> None:
    text = parts(page)["cards"]
    dealt = {card for turn in game.played for card in turn.dealt}
    deck = game.campaign.deck
    for name in game.tables.cards.ids:
        shown = f"<h4>{deck[name].title} (" in text.replace("&#39;", "'").replace("&#34;", '"')
        assert shown is (name not in dealt and not any(c.card == name for c in game.view("room").crises)), name


@pytest.mark.parametrize("level", ["basics", "standard", "full"])
def test_every_level_of_every_campaign_has_its_pages(campaigns: list[Campaign], level: str) -> None:
    for campaign in campaigns:
        text = paper(Game.new(campaign, 5, level=level))
        assert text.count('class="slip"') == 2 * len(campaign.members)
        assert ("Hard bargaining" in text) is (level != "basics")


@pytest.fixture(scope="module")
def campaigns() -> list[Campaign]:
    from tabletop.content import load_campaign

    return [load_campaign(name) for name in ("halcyon", "halcyon-tutorial", "north-atlantic")]


def test_the_page_is_complete_in_itself(page: str) -> None:
    assert "<script" not in page
    assert not re.findall(r'(?:src|href)="(?!#)', page)
    assert "break-before: page" in page
    assert "@page" in page


def test_a_game_that_is_over_is_not_gone_on_with(over: Table) -> None:
    with pytest.raises(TabletopError, match="over"):
        paper(over.game)


def test_it_is_written_whole_or_not_at_all(game: Game, tmp_path: Path) -> None:
    file = write_paper(game, tmp_path / "table.html")
    assert file.read_text(encoding="utf-8") == paper(game)
    with pytest.raises(TabletopError, match="exists"):
        write_paper(game, file)


def test_the_same_game_makes_the_same_pages(page: str) -> None:
    again = played(turns=3)
    assert paper(again.game, session="a-session") == page
