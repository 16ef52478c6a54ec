"""Codes about the condition language."""

from __future__ import annotations

from typing import Final

from tabletop.content.codes.code import Code

CONDITIONS: Final[dict[str, Code]] = {
    "E401": Code(
        "The condition cannot be read",
        "A sign does not belong there, or something is missing.",
        "Use names, numbers, comparisons, and, or, not, + - *.",
        "when: tension > 40 && turn > 2",
        "when: tension > 40 and turn > 2",
        word="&& turn",
    ),
    "E402": Code(
        "An unknown name in a condition",
        "There is no such quantity, function, flag or named condition.",
        "Check the list of names in the author's guide.",
        "when: tensoin > 40",
        "when: tension > 40",
        word="tensoin",
    ),
    "E403": Code(
        "Kinds that do not fit",
        "A number stands where a truth is needed, a whole row where one value is, or the reverse.",
        "Compare numbers; wrap rows in any, all, count, min, max or mean.",
        "when: support < 40",
        "when: any(support < 40)",
        word="support < 40",
    ),
    "E404": Code(
        "Not part of the language",
        "Conditions are a small language of their own, not Python.",
        "Use its words only.",
        "when: turn in (1, 2)",
        "when: turn <= 2",
        word="turn in (1, 2)",
    ),
    "E405": Code(
        "Conditions in a circle",
        "Named conditions refer to one another in a circle.",
        "Break it.",
        "define: {rough: is.dark, dark: is.rough}",
        "define: {rough: is.dark, dark: tension > 60}",
        where="campaign",
        word="is.rough",
    ),
    "E406": Code(
        "A condition too long or too deep",
        "A condition may have 1,000 characters and 30 levels.",
        "Name parts of it under define:.",
        "when: " + "not " * 32 + "act.storm",
        "when: act.storm",
    ),
    "E407": Code(
        "The outcome too early",
        "Who won is known at the end only.",
        "Ask for it in endings and objectives only.",
        "when: outcome.win",
        "when: tension < 40",
        word="outcome.win",
    ),
}
