"""Codes of tips: what a careful reader of a campaign would remark."""

from __future__ import annotations

from typing import Final

from tabletop.content.codes.code import Code

_CARD: Final = (
    "   features: {{urgency: 3, breadth: 2, misperception: 3, sensitivity: 2, enforcement: 1}}, situation: {0}}}"
)


_MEMBERS: Final = "members:\n" + "".join(
    f"  - {{id: {name.lower()}, name: {name}, short: {name[:3].upper()}, colour: {colour}, emblem: {mark},\n"
    f"     capability: {share}, positions: {{security: 0, integration: 0, values: 0}}, exposure: 0.3,\n"
    "     title: Of three, aims: Ships., brief: You have ships.,\n"
    "     objective: {title: Ships, weights: {security: 100, autonomy: 0, prosperity: 0, influence: 0}}}\n"
    for name, colour, mark, share in (
        ("Aster", "green", "●", 0.3), ("Brel", "orange", "■", 0.3), ("Corvo", "blue", "◆", 0.4)
    )
)  # fmt: skip
_FEATURES: Final = "{urgency: 3, breadth: 2, misperception: 3, sensitivity: 2, enforcement: 1}"


def _cards(*more: str) -> str:
    """All cards of a campaign."""
    return "cards:" + "".join(
        f"\n  - {{id: card-{number}, title: A card, escalation: 2, situation: Nets are cut., {keys},"
        f"\n     features: {_FEATURES}}}"
        for number, keys in enumerate(more, 1)
    )


_ACTS: Final = (
    "acts:\n"
    "  - {id: calm, title: Calm, turns: 3, opening: The sea is flat., next: [{act: thaw}]}\n"
    "  - {id: thaw, title: Thaw, turns: 3, opening: It drips.}\n"
)
_OUT, _IN = "domain: external", "domain: internal"


def _two(first: str, second: str) -> str:
    """Two whole cards, the second with keys or a situation of its own."""
    head = "- {{id: {0}, title: The {0}, domain: internal, escalation: 2,{1}\n"
    cards = (("fish-war", "", first), ("blockade", "", second))
    return "\n".join(head.format(name, keys) + _CARD.format(text) for name, keys, text in cards)


_NETS: Final = "Nets are cut at night and each port blames the other for it"
_DATED: Final = "sources: [{title: The cable war, author: A. Historian}]\n"

HISTORY: Final[dict[str, Code]] = {
    "W314": Code(
        "A date that has not come",
        "A card tells of something that happened, on a day in the future.",
        "Correct the date, or leave it out.",
        _DATED + "date: 2962-10-22",
        _DATED + "date: 1962-10-22",
        word="2962-10-22",
    ),
}
TIPS: Final[dict[str, Code]] = {
    "T401": Code(
        "One reading only",
        "Readings set schools of thought against each other; one alone looks like the truth.",
        "Add a second, or tell it under happened:.",
        "readings: [{who: A. Historian, says: It was an accident.}]",
        "readings: [{who: A. Historian, says: It was an accident.}, {who: B. Historian, says: It was not.}]",
        word="readings",
    ),
    "T402": Code(
        "An account that is not verified",
        "The card says of itself that nobody has checked what it tells.",
        "Check it against a source, and write verified: true.",
        "verified: false",
        "verified: true",
        word="false",
    ),
    "T403": Code(
        "A source nobody can find",
        "It has neither an author nor a year nor a url.",
        "Add one of them.",
        "sources: [{title: The cable war}]",
        "sources: [{title: The cable war, author: A. Historian}]",
        word="The cable war",
    ),
    "T404": Code(
        "A date outside the period",
        "The campaign's title names years, and the card's date is not among them.",
        "Correct the date, or the title.",
        "title: A quarrel 1975–1980\ncards:\n  - {id: fish-war, title: Fish war, domain: external, escalation: 2,\n"
        "     features: {urgency: 3, breadth: 2, misperception: 3, sensitivity: 2, enforcement: 1},\n"
        "     situation: Nets are cut., date: 1957-09-01, sources: [{title: The fish war, year: 1990}]}",
        "title: A quarrel 1975–1980\ncards:\n  - {id: fish-war, title: Fish war, domain: external, escalation: 2,\n"
        "     features: {urgency: 3, breadth: 2, misperception: 3, sensitivity: 2, enforcement: 1},\n"
        "     situation: Nets are cut., date: 1975-09-01, sources: [{title: The fish war, year: 1990}]}",
        where="campaign",
        word="1957-09-01",
        confidence="likely",
    ),
    "T405": Code(
        "Dates that go backwards",
        "All dated cards of an act lie before those of the act that leads to it.",
        "Exchange the acts, or correct the dates.",
        _two(
            'A., acts: [calm], date: "1976", sources: [{title: T, year: 1990}]',
            'B., acts: [thaw], date: "1975", sources: [{title: T, year: 1990}]',
        ),
        _two(
            'A., acts: [calm], date: "1975", sources: [{title: T, year: 1990}]',
            'B., acts: [thaw], date: "1976", sources: [{title: T, year: 1990}]',
        ),
        where="cards",
        confidence="likely",
    ),
    "T406": Code(
        "More to read than there is time",
        "At 200 words a minute (adults read 238 in silence, 183 aloud: Brysbaert 2019) the texts of a turn take longer "
        "than the timetable's briefing: the crises with their briefs, in an act's first turn its opening.",
        "Shorten the texts, or plan more time.",
        "facilitator: {timetable: {briefing: 0.01}}",
        "facilitator: {timetable: {briefing: 2, caucus: 1, choice: 1, resolution: 1}}",
        where="campaign",
        confidence="likely",
    ),
    "T407": Code(
        "A timetable longer than the campaign",
        "The timetable's minutes, turn by turn, are half as much again as the campaign's minutes, or more.",
        "Change one of them.",
        "facilitator: {timetable: {briefing: 9, caucus: 9, choice: 9, resolution: 9}}",
        "facilitator: {timetable: {briefing: 1, caucus: 2, choice: 1, resolution: 1}}",
        where="campaign",
        confidence="possible",
    ),
    "T408": Code(
        "A long opening",
        "An act's opening has more than 300 words, a minute and a half of reading before anything happens.",
        "Tell it shorter; the rest fits on the cards.",
        f"opening: {'The sea is flat and grey. ' * 51}".rstrip(),
        "opening: The sea is flat and grey.",
        where="act",
        word="opening",
        confidence="likely",
    ),
    "T409": Code(
        "A title that is cut",
        "On a screen of 80 columns a card's title has 47 cells where new crises are listed; wide characters take two.",
        "Shorten it.",
        "title: 海底电缆在夜里被切断两次但是没有任何人愿意为此承担责任的吧了",
        "title: 海底电缆被切断",
        word="海底电缆在夜里被切断两次但是没有任何人愿意为此承担责任的吧了",
    ),
    "T410": Code(
        "A high stake without a brief",
        "Some members have a brief on this card, and one that has most at stake has none.",
        "Write it one.",
        "briefs: {brel: You own the cable.}",
        "briefs: {aster: Your islands hang on the cable.}",
        confidence="likely",
    ),
    "T411": Code(
        "A crisis that is nobody's",
        "All members have a low stake in it.",
        "Raise the stake of those it concerns.",
        "touches: {west-holm: low, aster: low, brel: low}",
        "touches: {west-holm: low, aster: high, brel: low}",
        word="touches",
        confidence="likely",
    ),
    "T412": Code(
        "An act without questions",
        "Some cards have questions to discuss, and none of those that this act deals.",
        "Add discuss: to one of them.",
        _ACTS + _cards(f"{_OUT}, acts: [calm], discuss: [Whose is it?]", f"{_OUT}, acts: [thaw]"),
        _ACTS + _cards(f"{_OUT}, acts: [calm], discuss: [Whose is it?]", f"{_OUT}, acts: [thaw], discuss: [Why?]"),
        where="campaign",
        confidence="possible",
    ),
    "T413": Code(
        "A card without its purpose",
        "Most cards tell the facilitator what they are for, and this one does not.",
        "Add facilitator: {purpose: …}.",
        _cards(*(f"{_OUT}, facilitator: {{purpose: {word}}}" for word in ("Trust", "Time")), _OUT),
        _cards(*(f"{_OUT}, facilitator: {{purpose: {word}}}" for word in ("Trust", "Time", "Law"))),
        where="campaign",
        word="card-3",
        confidence="likely",
    ),
    "T414": Code(
        "An act of one domain",
        "All cards that an act may deal, four or more, are of one domain: the same strategies fit them all.",
        "Mix the domains.",
        _ACTS + _cards(_OUT, _OUT, _OUT, _OUT),
        _ACTS + _cards(_OUT, _IN, _OUT, _OUT),
        where="campaign",
        confidence="possible",
    ),
    "T415": Code(
        "A member without a crisis of its own",
        "No card gives it a high stake or makes it a party to a quarrel.",
        "Give it a high stake in some cards.",
        _MEMBERS + _cards(f"{_OUT}, touches: {{aster: high, corvo: high}}"),
        _MEMBERS + _cards(f"{_OUT}, touches: {{aster: high, corvo: high, brel: high}}"),
        where="campaign",
        word="brel",
        confidence="likely",
    ),
    "T416": Code(
        "A change without a reason",
        "The ledger tells players why each number moved, and here it has nothing to tell.",
        "Add why: to the effect.",
        "on_resolved: [{change: {tension: -5}}]",
        "on_resolved: [{change: {tension: -5}, why: The ships go home}]",
        word="change",
    ),
    "T417": Code(
        "Two situations nearly alike",
        "Most runs of words of one card's situation stand in another's too.",
        "Tell them apart, or use one card with repeat: true.",
        _two(_NETS, _NETS + " again"),
        _two(_NETS, "The port is shut to all ships of the other side since Sunday"),
        where="cards",
        confidence="likely",
    ),
    "T418": Code(
        "A title in capitals",
        "Titles stand beside each other on the table; capitals shout and are harder to read.",
        "Write it as a sentence.",
        "title: CABLE CUT AT NIGHT",
        "title: Cable cut at night",
        word="CABLE CUT AT NIGHT",
        confidence="likely",
    ),
    "T419": Code(
        "An objective like another",
        "One card alone serves it, and its name is nearly that of one which many serve.",
        "Write it as on the other cards.",
        _two("A., objectives: [trust, law]", "B., objectives: [trust, law]")
        + "\n- {id: lost-buoy, title: Lost buoy, domain: external, escalation: 1,\n"
        + _CARD.format("C., objectives: [trsut]"),
        _two("A., objectives: [trust, law]", "B., objectives: [trust, law]"),
        where="cards",
        word="trsut",
        confidence="likely",
    ),
    "T420": Code(
        "Still the template's words",
        "`tabletop new` writes a few sentences that ask you to write something; players would read them.",
        "Write your own.",
        "audience: Say for whom it is, and what they should know before.",
        "audience: Anyone from sixteen; no knowledge is needed.",
        where="campaign",
        word="Say for whom it is, and what they should know before.",
    ),
    "T421": Code(
        "A text that is cut",
        "A screen of 80 columns has a fixed room for titles, names and labels; wide characters take two cells.",
        "Shorten it; the message says how much room there is, and where.",
        "title: A long and quiet autumn in which nobody says what all of them know",
        "title: A long and quiet autumn",
        where="act",
        word="A long and quiet autumn in which nobody says what all of them know",
    ),
}
