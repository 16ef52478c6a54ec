"""The keys of the card bench. Ways and tactics have the letters that they have at the table."""

from __future__ import annotations

from typing import Final

from textual.binding import Binding, BindingType

from tabletop.telling.words import STRATEGY, STRATEGY_HINT

LEAVES: Final = ("cards", "card", "condition", "chances", "effects", "problems")
"""The panels, in the order of their digits."""

_WAYS = (("b", "bilateral"), ("m", "multilateral"), ("c", "confidence"), ("t", "track2"))

KEYS: Final[list[BindingType]] = [
    Binding("up", "walk(-1)", "up", show=False, id="bench: up", tooltip="The slider or card before"),
    Binding("down", "walk(1)", "slider", key_display="↑↓", id="bench: down", tooltip="The next slider or card"),
    Binding("left", "step(-1)", "less", show=False, id="bench: less", tooltip="A small step down"),
    Binding("right", "step(1)", "change", key_display="←→", id="bench: more", tooltip="A small step up"),
    Binding("pagedown", "step(-1, True)", "less", show=False, id="bench: page down", tooltip="A big step down"),
    Binding("pageup", "step(1, True)", "more", show=False, id="bench: page up", tooltip="A big step up"),
    Binding("0", "reset", "reset", show=False, id="bench: reset", tooltip="This slider as it came"),
    Binding("r", "reset_all", "reset all", show=False, id="bench: reset all", tooltip="All sliders as they came"),
    Binding("tab", "leaf(1)", "panel", id="bench: panel", tooltip="The next panel"),
    Binding("shift+tab", "leaf(-1)", "panel", show=False, id="bench: panel before", tooltip="The panel before"),
    *(
        Binding(str(place), f"open('{leaf}')", leaf, show=False, id=f"bench: {leaf}", tooltip=f"The panel “{leaf}”")
        for place, leaf in enumerate(LEAVES, start=1)
    ),
    Binding("space", "roll", "read on", show=False, id="bench: read on", tooltip="Read on in this panel"),
    Binding("n", "card(1)", "next card", id="bench: next", tooltip="The next card"),
    Binding("N", "card(-1)", "card before", show=False, id="bench: before", tooltip="The card before"),
    Binding("x", "faulty", "next problem", show=False, id="bench: faulty", tooltip="The next problem"),
    Binding("slash", "find", "find", show=False, id="bench: find", tooltip="Find cards: type some letters"),
    Binding("s", "seat(1)", "seat", show=False, id="bench: seat", tooltip="See it as the next member"),
    Binding("S", "seat(-1)", "seat", show=False, id="bench: seat before", tooltip="See it as the member before"),
    Binding("l", "level", "level", show=False, id="bench: level", tooltip="Basics, standard, full"),
    Binding("i", "read", "read", show=False, id="bench: read", tooltip="Read the whole card"),
    Binding("v", "width", "width", show=False, id="bench: width", tooltip="As drawn at 80 or 120 columns, or whole"),
    *(
        Binding(key, f"way('{word}')", word, show=False, id=f"bench: {word}",
                tooltip=f"{STRATEGY[word]}: {STRATEGY_HINT[word]}")
        for key, word in _WAYS
    ),
    Binding("a", "tactic(1)", "tactic", show=False, id="bench: tactic", tooltip="The next tactic"),
    Binding("A", "tactic(-1)", "tactic", show=False, id="bench: tactic before", tooltip="The tactic before"),
    Binding("p", "partner(1)", "partner", show=False, id="bench: partner", tooltip="The next partner"),
    Binding("P", "partner(-1)", "partner", show=False, id="bench: partner before", tooltip="The partner before"),
    Binding("f", "effort", "effort", show=False, id="bench: effort", tooltip="More effort, or none"),
    Binding("e", "edit", "edit", show=False, id="bench: edit", tooltip="Open the card in your editor ($EDITOR)"),
    Binding("q", "leave", "leave", id="bench: leave", tooltip="Leave"),
    Binding("escape", "escape", "back", show=False, id="bench: escape", tooltip="Go back"),
]  # fmt: skip
