"""The historical campaigns keep what they owe: dates, sources, what happened, more than one reading."""

from __future__ import annotations

import pytest

from tabletop.content import find_campaigns, load_campaign

HISTORICAL = ("double-track", "north-atlantic")


def test_they_are_told_apart_from_fiction() -> None:
    assert {card.id for card in find_campaigns() if card.kind == "historical"} >= set(HISTORICAL)


@pytest.mark.parametrize("name", HISTORICAL)
def test_every_card_says_when_where_from_and_what_really_happened(name: str) -> None:
    campaign = load_campaign(name)
    assert len(campaign.deck) >= 18
    for card in campaign.deck.values():
        assert card.date, card.id
        assert card.happened, card.id
        assert "path" in card.happened, f"{card.id}: history is one path among several, and the card says so"
        assert card.sources, card.id
        assert all(source.title for source in card.sources), card.id
        assert card.verified is not None, card.id
        assert card.briefs, card.id


@pytest.mark.parametrize("name", HISTORICAL)
def test_readings_come_in_pairs(name: str) -> None:
    readings = [card.readings for card in load_campaign(name).deck.values() if card.readings]
    assert all(len(pair) >= 2 for pair in readings), "one reading alone takes a side"
    assert all(len({reading.who for reading in pair}) == len(pair) for pair in readings)
    assert len(readings) >= 8


@pytest.mark.parametrize("name", HISTORICAL)
def test_cards_keep_the_order_of_the_acts(name: str) -> None:
    campaign = load_campaign(name)
    assert campaign.kind == "historical"
    assert campaign.fact_and_fiction
    assert all(card.acts for card in campaign.deck.values()), "a dated card belongs to the years of its act"
