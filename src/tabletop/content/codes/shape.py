"""Codes about the shape of what was read: keys, kinds, lengths and ranges."""

from __future__ import annotations

from typing import Final

from tabletop.content.codes.code import Code

SHAPE: Final[dict[str, Code]] = {
    "E201": Code(
        "An unknown key",
        "The format has no such key here; often it is a slip of the pen, or stands one level too deep. Inside { } "
        "it may be the rest of a text with a comma: the comma ends a text that has no quotes.",
        "Use a key of the format; inside { } put text with a comma in quotes.",
        "human_cst: 2",
        "human_cost: 2",
        word="human_cst",
    ),
    "E202": Code(
        "A missing key",
        "Something that every card or campaign needs is not there.",
        "Add it.",
        "features: {urgency: 3, breadth: 2, misperception: 3, sensitivity: 2}",
        "features: {urgency: 3, breadth: 2, misperception: 3, sensitivity: 2, enforcement: 1}",
        word="features",
    ),
    "E203": Code(
        "The wrong kind of value",
        "Text stands where a number belongs, one value where a list belongs, and so on. Only true and false "
        "are truth values; yes, no, on and off are words.",
        "Write the kind that is asked for.",
        "repeat: yes",
        "repeat: true",
        word="yes",
    ),
    "E204": Code(
        "An unknown word",
        "Only certain words are possible here.",
        "Use one of them.",
        "domain: foreign",
        "domain: external",
        word="foreign",
    ),
    "E205": Code(
        "Too long",
        "Cards must fit on a screen and be read aloud in half a minute.",
        "Shorten the text.",
        "title: The day on which the cable between the two islands was cut twice",
        "title: The cable between the two islands",
        word="The day on which the cable between the two islands was cut twice",
    ),
    "E206": Code(
        "Out of range",
        "A number is too large or too small, or has more than two decimals.",
        "Write a number inside the range.",
        "escalation: 7",
        "escalation: 5",
        word="7",
    ),
    "E207": Code(
        "Not in the right form",
        "Ids are small letters, digits and hyphens, beginning with a letter; dates, addresses and short names"
        " have forms of their own.",
        "Follow the example in the hint.",
        "id: Cable_Cut",
        "id: cable-cut",
        word="Cable_Cut",
    ),
    "E208": Code(
        "Too few or too many",
        "A list has not as many entries as it should.",
        "Add or delete some.",
        "domain: internal\nparties: [aster]",
        "domain: internal\nparties: [aster, brel]",
        word="parties",
    ),
    "E209": Code(
        "Keys that do not go together",
        "Two keys exclude each other, or one needs another.",
        "Keep those that belong.",
        "on_resolved: [{change: {tension: 2}, queue: {card: inquiry}}]",
        "on_resolved: [{change: {tension: 2}}, {queue: {card: inquiry}}]",
        word="{change: {tension: 2}, queue: {card: inquiry}}",
    ),
    "E210": Code(
        "A wrong sum",
        "Shares sum to 1 and weights to 100.",
        "Change the numbers until they do.",
        "objective: {title: Trade, weights: {security: 60, autonomy: 20, prosperity: 20, influence: 20}}",
        "objective: {title: Trade, weights: {security: 40, autonomy: 20, prosperity: 20, influence: 20}}",
        where="member",
        word="{security: 60, autonomy: 20, prosperity: 20, influence: 20}",
    ),
    "E211": Code(
        "Empty",
        "A text or list is there and holds nothing.",
        "Fill it, or leave the key out.",
        'situation: ""',
        "situation: The cable is dark.",
        word='""',
    ),
    "E212": Code(
        "An unknown format",
        "The file was written for another version of this program.",
        "Write format: 1, or use the program it was made for.",
        "format: 2",
        "format: 1",
        where="campaign",
        word="2",
    ),
}
