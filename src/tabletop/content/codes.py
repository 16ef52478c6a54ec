"""Every problem code: what it means, why it matters and what to do, with a wrong and a right example.

E1 reading, E2 shape, E3 names, E4 conditions, E5 parameters, W2 warnings.  A code keeps its meaning for ever: courses
and scripts rely on it, and authors' ``ignore:`` lines name warnings by it.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class Code(NamedTuple):
    title: str
    cause: str
    fix: str
    bad: str = ""
    good: str = ""


CODES: Final[dict[str, Code]] = {
    # reading
    "E101": Code(
        "The file cannot be read",
        "It is missing, forbidden, or no ordinary file.",
        "Check the path and its permissions.",
    ),
    "E102": Code(
        "The file is not UTF-8",
        "An editor saved it in another encoding, so that letters with accents are lost.",
        "Save it as UTF-8 (“UTF-8 without BOM” in some editors).",
    ),
    "E103": Code(
        "A control or direction character",
        "An invisible character that a terminal would obey, or that makes a line look other than it is, "
        "stands in the text; mostly it came with a copied web page.",
        "Delete it and retype the word.",
    ),
    "E104": Code(
        "The YAML cannot be read",
        "An indent, colon, quotation mark or bracket does not fit.",
        "Compare the line with its neighbours; put text with “: ”, “ #” or brackets in quotes.",
        "title: War: the first day",
        'title: "War: the first day"',
    ),
    "E105": Code(
        "A tab in the indent",
        "YAML counts spaces, and a tab has no agreed width.",
        "Indent with spaces only.",
    ),
    "E106": Code(
        "An unusual space in the indent",
        "A non-breaking or other special space looks like a space and is none.",
        "Retype the indent with the space bar.",
    ),
    "E107": Code(
        "An anchor or alias",
        "References inside a file (&name, *name) can blow up to any size and hide what a card says.",
        "Write the value out. Quote text that begins with & or *.",
        "law: &charter Article 51",
        "law: Article 51",
    ),
    "E108": Code(
        "A merge key",
        "The key << copies another mapping's keys.",
        "Write the keys out.",
        "<<: *base",
        "escalation: 2",
    ),
    "E109": Code(
        "A tag",
        "A word with ! sets a type by hand, which could run code in other programs.",
        "Delete it. Quote text that begins with !.",
        "title: !!str 1948",
        'title: "1948"',
    ),
    "E110": Code(
        "A YAML directive",
        "A line that begins with % changes how the file is read.",
        "Delete the line.",
    ),
    "E111": Code(
        "A second document",
        "A line of three dashes begins another document in the same file.",
        "Put it into a file of its own.",
    ),
    "E112": Code(
        "A key given twice",
        "Only one of the two values could count, and nobody would see which.",
        "Keep one.",
        "weight: 2\nweight: 3",
        "weight: 3",
    ),
    "E113": Code(
        "Nested too deeply",
        "More than 40 levels stand one inside the other; usually a bracket is stuck.",
        "Look for stray [ or {.",
    ),
    "E114": Code(
        "Too much in one place",
        "A file has more than 150,000 values, or a deck more than 500 files.",
        "Divide it.",
    ),
    "E115": Code(
        "The file is too large",
        "A file may have 2 MiB.",
        "Divide a deck into several files under cards/.",
    ),
    "E116": Code(
        "The file is empty",
        "There is nothing but blanks or comments in it.",
        "Write its first keys, or delete it.",
    ),
    "E117": Code(
        "Outside the folder",
        "A link or path leads out of the campaign's, deck's or library's folder, so that the content could "
        "not be copied or shared.",
        "Copy the file in.",
    ),
    "E118": Code(
        "A number that starts with 0",
        "Some YAML programs read 012 as ten, others as twelve.",
        "Leave the 0 out; quote it if it is text.",
        "minutes: 090",
        "minutes: 90",
    ),
    "E119": Code(
        "A key that is no word",
        "A key is missing, or is a list or mapping itself.",
        "Write one plain word before the colon.",
    ),
    "E120": Code(
        "Nothing found",
        "No campaign or deck lies at this path, and none has this id.",
        "Check the spelling; name further folders with --library or TABLETOP_LIBRARY.",
    ),
    "E121": Code(
        "An id that is there twice",
        "Two places of the library hold a campaign or deck with the same id.",
        "Rename or remove one, or name the one you mean by its path.",
    ),
    # shape
    "E201": Code(
        "An unknown key",
        "The format has no such key here; often it is a slip of the pen, or stands one level too deep.",
        "Use a key of the format.",
        "situaton: The cable is cut.",
        "situation: The cable is cut.",
    ),
    "E202": Code(
        "A missing key",
        "Something that every card or campaign needs is not there.",
        "Add it.",
    ),
    "E203": Code(
        "The wrong kind of value",
        "Text stands where a number belongs, one value where a list belongs, and so on. Only true and false "
        "are truth values; yes, no, on and off are words.",
        "Write the kind that is asked for.",
        "repeat: yes",
        "repeat: true",
    ),
    "E204": Code(
        "An unknown word",
        "Only certain words are possible here.",
        "Use one of them.",
        "domain: foreign",
        "domain: external",
    ),
    "E205": Code(
        "Too long",
        "Cards must fit on a screen and be read aloud in half a minute.",
        "Shorten the text.",
    ),
    "E206": Code(
        "Out of range",
        "A number is too large or too small, or has more than two decimals.",
        "Write a number inside the range.",
        "escalation: 7",
        "escalation: 5",
    ),
    "E207": Code(
        "Not in the right form",
        "Ids are small letters, digits and hyphens, beginning with a letter; dates, addresses and short names"
        " have forms of their own.",
        "Follow the example in the hint.",
        "id: Cable_Cut",
        "id: cable-cut",
    ),
    "E208": Code(
        "Too few or too many",
        "A list has not as many entries as it should.",
        "Add or delete some.",
    ),
    "E209": Code(
        "Keys that do not go together",
        "Two keys exclude each other, or one needs another.",
        "Keep those that belong.",
        "{change: {tension: 2}, set: {flag: seen}}",
        "[{change: {tension: 2}}, {set: {flag: seen}}]",
    ),
    "E210": Code(
        "A wrong sum",
        "Shares sum to 1 and weights to 100.",
        "Change the numbers until they do.",
    ),
    "E211": Code(
        "Empty",
        "A text or list is there and holds nothing.",
        "Fill it, or leave the key out.",
    ),
    "E212": Code(
        "An unknown format",
        "The file was written for another version of this program.",
        "Write format: 1, or use the program it was made for.",
    ),
    # names
    "E301": Code(
        "An unknown card",
        "No deck of this campaign has a card with this id.",
        "Check the spelling; add its deck under decks:.",
    ),
    "E302": Code(
        "An unknown member",
        "The campaign has no member with this id.",
        "Use a member's id, not its name.",
    ),
    "E303": Code(
        "An unknown act",
        "The campaign has no act with this id.",
        "Check the spelling under acts:.",
    ),
    "E304": Code(
        "A missing deck",
        "The deck is neither beside the campaign nor in the library.",
        "Check the id, or write a relative path.",
    ),
    "E305": Code(
        "Given twice",
        "Two cards, members, acts or entries have the same id.",
        "Rename or delete one.",
    ),
    "E306": Code(
        "Members that look alike",
        "Name, short name, colour and emblem tell members apart on every screen.",
        "Change one.",
    ),
    "E307": Code(
        "An order that never ends well",
        "Ways to the next act and endings are looked at in order. One without “when” always fits: it must "
        "stand last. The last ending must be one of these.",
        "Move it, or change its “when”.",
    ),
    "E308": Code(
        "A card that calls itself",
        "A card's own effect or follow-up queues it again.",
        "Use repeat: true, or another card.",
    ),
    "E309": Code(
        "Acts in a circle",
        "An act leads back to an earlier one, so that a game might never end.",
        "End the circle somewhere.",
    ),
    "E310": Code(
        "Too many turns",
        "The longest road through the acts takes more than 40 turns.",
        "Shorten some acts.",
    ),
    "E311": Code(
        "An unknown tag",
        "Tags are a closed list, so that filters find all cards they should.",
        "Use a known tag, or declare your own in deck.yaml under tags:.",
    ),
    # conditions
    "E401": Code(
        "The condition cannot be read",
        "A sign does not belong there, or something is missing.",
        "Use names, numbers, comparisons, and, or, not, + - *.",
        "when: tension > 40 && turn > 2",
        "when: tension > 40 and turn > 2",
    ),
    "E402": Code(
        "An unknown name in a condition",
        "There is no such quantity, function, flag or named condition.",
        "Check the list of names in the author's guide.",
        "when: tensoin > 40",
        "when: tension > 40",
    ),
    "E403": Code(
        "Kinds that do not fit",
        "A number stands where a truth is needed, a whole row where one value is, or the reverse.",
        "Compare numbers; wrap rows in any, all, count, min, max or mean.",
        "when: support < 40",
        "when: any(support < 40)",
    ),
    "E404": Code(
        "Not part of the language",
        "Conditions are a small language of their own, not Python.",
        "Use its words only.",
        "when: act == 'storm'",
        "when: act.storm",
    ),
    "E405": Code(
        "Conditions in a circle",
        "Named conditions refer to one another in a circle.",
        "Break it.",
    ),
    "E406": Code(
        "A condition too long or too deep",
        "A condition may have 1,000 characters and 30 levels.",
        "Name parts of it under define:.",
    ),
    "E407": Code(
        "The outcome too early",
        "Who won is known at the end only.",
        "Ask for it in endings and objectives only.",
    ),
    # parameters
    "E501": Code(
        "An unknown parameter",
        "The rules have no number of this name.",
        "Check the list in docs/rules.md.",
        "parameters: {tension: 50}",
        "parameters: {start_tension: 50}",
    ),
    "E502": Code(
        "A parameter out of range",
        "Outside its range the rules have not been tried, or make no sense.",
        "Stay inside the range.",
    ),
    "E503": Code(
        "Parameters that do not fit together",
        "The weights of an index must sum to 1 at every level.",
        "Change several together.",
    ),
    # warnings
    "W201": Code(
        "Text cut short by #",
        "A # after a blank begins a comment, so that the rest of the sentence is lost.",
        "Put the text in quotes; before a real comment leave two spaces.",
        "title: Room #5",
        'title: "Room #5"',
    ),
    "W202": Code(
        "A flag that is never set",
        "A condition asks for a flag that no effect sets: it is always false.",
        "Correct the spelling, or set it somewhere.",
    ),
    "W203": Code(
        "A flag that is never asked for",
        "An effect sets a flag and nothing comes of it.",
        "Ask for it, or delete the effect.",
    ),
    "W204": Code(
        "Nothing to ignore",
        "The card has no warning of this code (any more).",
        "Delete the line under ignore:.",
    ),
    "W205": Code(
        "An act without a way to it",
        "No act names it under next:, and it is not the first.",
        "Name it, or delete it.",
    ),
    "W206": Code(
        "An unknown concept",
        "The registry of concepts does not have this id.",
        "Correct it, or add it to concepts.yaml.",
    ),
    "W207": Code(
        "A source is missing",
        "A card about something that happened should say where one can read about it.",
        "Add sources:.",
    ),
    "W208": Code(
        "A card that never comes",
        "No act deals it, or it has weight 0 and nothing queues it.",
        "Give it a weight, an act or a call.",
    ),
    "W209": Code(
        "An act without cards",
        "No card with a weight may be dealt in the act.",
        "Look at the act's cards: and the cards' acts:.",
    ),
    "W210": Code(
        "A comparison without choice",
        "Within the ranges of its quantities it always or never holds.",
        "Compare with a value inside the range.",
        "when: tension > 100",
        "when: tension > 80",
    ),
    "W211": Code(
        "A named condition without use",
        "Nothing asks for it with is.NAME.",
        "Use it, or delete it.",
    ),
}
