"""What the panels of the card bench are called, and what F1 tells of them."""

from __future__ import annotations

from typing import Final

TITLES: Final = {
    "cards": "1 Cards", "card": "2 Card", "condition": "3 Condition", "chances": "4 Chances", "effects": "5 Effects",
    "problems": "6 Problems",
}  # fmt: skip
HELP: Final = {
    "cards": "The cards, in the order of their files. ✗ an error, ! a warning or tip. / finds some of them by id, "
    "title, tag or file; ! in it stands for those with a problem.",
    "board": "The sliders make the board on which the card is dealt. First those that its conditions read (?), then "
    "those its effects change (±), then all others. ← and → move a slider by a small step, PgDn and PgUp by a big one. "
    "Under the bar, ✓ stands where its condition holds. Sliders stay as they are when the file is "
    "saved or another card is chosen.",
    "card": "The card as the table draws it, for the chosen seat, and below it what each seat alone knows.",
    "condition": "Whether the card could come on this board, clause by clause, with the value and how far it is away; "
    "then, for everything it reads, where along that slider alone the condition would hold.",
    "chances": "The same numbers as at the table, after what happens when the card is dealt. Below the grid stands the "
    "way that is marked, with all its terms.",
    "effects": "What the author lets happen, with whether its own condition holds now, and what it makes of this "
    "board. What the rules add to a success or an outbreak is not counted.",
    "problems": "What tabletop check says of this card and its file.",
}
WRITING: Final = (
    "Every file of the campaign and its decks is looked at four times a second. A card that is broken is shown as it "
    "last was, with the fault over it; the others follow their files."
)
