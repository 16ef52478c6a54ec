"""What happened besides the choices, in sentences."""

from __future__ import annotations

from tabletop.content import load_campaign
from tabletop.game import Choice, Command, Game
from tabletop.telling.sentences import BAD, GOOD, names_of, opened, story


def told_of(game: Game, turn: str = "now") -> list[str]:
    view = game.view("delmar")
    names = names_of(view, lambda card: game.campaign.deck[card].title, str)
    if turn == "now":
        return [sentence.text for sentence in opened(view)]
    assert view.last is not None
    return [sentence.text for sentence in story(view.last, view, names)]


def test_everything_is_told_to_everybody() -> None:
    game = Game.new(
        load_campaign("halcyon"), 12, level="full", people=["delmar"], optional=["pledges", "public-line", "audit"]
    )
    crisis = game.view("room").crises[0]
    card = next(c for c in game.tables.cards.ids if c not in [x.card for x in game.view("room").crises])
    title = game.campaign.deck[card].title
    for step in (
        Command("pledge", "delmar", 1, {"strategy": "track2", "card": crisis.card}),
        Command("pledge", "corvina", 1, {"strategy": "hold", "card": None}, "facilitator"),
        Command("stand", "delmar", 1),
        Command("inject", "", 1, {"card": card}, "facilitator"),
        Command("overrule", "", 1, {"variable": "harm", "who": [], "amount": 2.5}, "facilitator", "The flood"),
        Command(
            "overrule",
            "",
            1,
            {"variable": "trust", "who": ["delmar", "corvina"], "amount": -4},
            "facilitator",
            "A row.",
        ),
    ):
        game.apply(step)
    now = told_of(game)
    assert now[-6:] == [
        f"The facilitator put “{title}” on the table.",
        "The facilitator overruled civilian harm, +2.50: The flood.",
        "The facilitator overruled the trust of Delmar in Corvina, −4.00: A row.",
        "Delmar spent means on its public: support at home rises.",
        f"Delmar pledged Track II on “{crisis.title}” in public.",
        "Corvina pledged to hold back in public.",
    ]
    for seat in game.seats:
        game.apply(Command.choose(seat, 1, Choice(), "facilitator"))
    game.apply(Command("resolve", "", 1, {}, "facilitator"))
    assert not [text for text in told_of(game) if "facilitator" in text or "pledged" in text]
    last = told_of(game, "last")
    assert last[0] == "Before the choices"
    assert f"Delmar pledged Track II on “{crisis.title}” in public, and did something else." in last
    assert "Corvina pledged to hold back in public, and kept its word." in last
    assert last.index("The audit") == len(last) - 6
    assert all("of the burden; its fair share is" in text for text in last[-5:])
    view = game.view("delmar")
    assert view.last is not None
    kinds = {s.text: s.kind for s in story(view.last, view, names_of(view, str, str))}
    assert kinds["Corvina pledged to hold back in public, and kept its word."] == GOOD
    assert kinds["The facilitator overruled civilian harm, +2.50: The flood."] == BAD


def test_an_authors_markup_and_a_facilitators_reason_stay_words() -> None:
    game = Game.new(load_campaign("halcyon"), 12)
    why = "[bold]so[/bold] {outside} <b>"
    game.apply(Command("overrule", "", 1, {"variable": "line", "who": [], "amount": 1}, "facilitator", why))
    assert f"The facilitator overruled common line, +1.00: {why}." in told_of(game)
