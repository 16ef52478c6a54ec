"""Codes about reading a file: bytes, characters and YAML."""

from __future__ import annotations

from typing import Final

from tabletop.content.codes.code import Code

READING: Final[dict[str, Code]] = {
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
}
