"""The keys of the table.

Some have two meanings: while one looks at numbers, arrows and Enter belong to the numbers (`Table.check_action`).
"""

from __future__ import annotations

from typing import Final

from textual.binding import Binding, BindingType

from tabletop.telling.words import STRATEGY, STRATEGY_HINT

POINTING: Final = frozenset({"aim", "ledger"})
"""What is done only while one looks at numbers."""
CHOOSING: Final = frozenset({"seal", "compare", "walk", "turn", "undo"})
"""What is not done meanwhile."""
KEYS: Final[list[BindingType]] = [
    Binding("enter", "seal", "seal", id="table: seal", tooltip="Seal the choice and play the turn"),
    Binding("enter", "ledger", "why", show=False, id="table: ledger", tooltip="Why the number moved, rule by rule"),
    Binding(
        "up", "aim(0, -1)", "move", key_display="↑ ↓ ← →", id="table: aim", tooltip="From number to number"
    ),
    *(
        Binding(
            key, f"aim({step})", "next number", show=False, id=f"table: aim {key}", tooltip="From number to number"
        )
        for key, step in (("down", "0, 1"), ("left", "-1, 0"), ("right", "1, 0"))
    ),
    Binding("x", "point(False)", "your move", id="table: move", tooltip="Back to your move"),
    Binding("x", "point", "numbers", show=False, id="table: numbers", tooltip="Look at one number after another"),
    Binding("o", "compare", "compare", id="table: compare", tooltip="All ways of working side by side"),
    Binding("d", "odds", "the chance", show=False, id="table: odds", tooltip="The chance of your choice, term by term"),
    Binding("g", "outlook", "outlook", show=False, id="table: outlook", tooltip="What may come, and the coach"),
    Binding("w", "why('')", "why", id="table: why", tooltip="Every change since you last chose, rule by rule"),
    Binding("u", "undo", "undo", id="table: undo", tooltip="Take back the last turn"),
    Binding("f4", "facilitator", "facilitator", id="table: facilitator", tooltip="Pause, take back, note"),
    Binding("i", "read", "read", show=False, id="table: read", tooltip="Read the whole crisis"),
    Binding("l", "tab('5')", "history", show=False, id="table: history", tooltip="Every turn again"),
    Binding("n", "step('crisis', 1)", "next crisis", show=False, id="table: crisis", tooltip="The next crisis"),
    *(
        binding
        for key, name in (("a", "tactic"), ("p", "partner"), ("s", "clause"), ("e", "effort"))
        for binding in (
            Binding(
                key, f"step('{name}', 1)", f"next {name}", show=False, id=f"table: {name}",
                tooltip=f"The next {name}",
            ),
            Binding(
                key.upper(), f"step('{name}', -1)", f"last {name}", show=False, id=f"table: {name} before",
                tooltip=f"The {name} before",
            ),
        )
    ),
    *(
        Binding(
            key, f"take('strategy', '{word}')", word, show=False, id=f"table: {word}",
            tooltip=f"{STRATEGY[word]}: {STRATEGY_HINT[word]}",
        )
        for key, word in (
            ("b", "bilateral"), ("m", "multilateral"), ("c", "confidence"), ("t", "track2"), ("h", "hold"),
        )
    ),
    *(
        Binding(key, action, action, show=False, id=f"table: {key}", tooltip="Rows of your move, and their choices")
        for key, action in (("up", "walk(-1)"), ("down", "walk(1)"), ("left", "turn(-1)"), ("right", "turn(1)"))
    ),
    *(
        Binding(key, f"tab('{key}')", word, show=False, id=f"table: {word} panel", tooltip=f"Show {says}")
        for key, word, says in (
            ("1", "crises", "the crises"), ("2", "alliance", "the members and their trust"),
            ("3", "region", "the region, cohesion, the treaty"), ("4", "brief", "what you alone know"),
            ("5", "history", "every turn again"),
        )
    ),
    *(
        Binding(key, f"panel({by})", word, show=False, id=f"table: {word}", tooltip=f"The {word}")
        for key, by, word in (("tab", 1, "next panel"), ("shift+tab", -1, "panel before"))
    ),
    Binding("q", "leave", "leave", id="table: leave", tooltip="Leave; every choice is stored already"),
    Binding(
        "escape", "point(False)", "back to your move", show=False, id="table: escape", tooltip="Back to your move"
    ),
    Binding(
        "escape", "escape", "leave", show=False, id="table: leave too", tooltip="Back to where you came from"
    ),
]  # fmt: skip
