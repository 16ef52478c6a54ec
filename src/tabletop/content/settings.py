"""A campaign's parameters against the ranges that the rules declare, at every level."""

from __future__ import annotations

from collections.abc import Iterator

from tabletop.content.campaign import Campaign
from tabletop.content.compile import rulebook
from tabletop.content.places import Place
from tabletop.content.problems import Problem
from tabletop.content.text import did_you_mean, shorten
from tabletop.rules.parameters import HOUSE_RULES, MEANINGS, ParameterError, Rulebook
from tabletop.rules.vocabulary import Level


def check_parameters(campaign: Campaign, place: Place) -> list[Problem]:
    """Unknown parameters, values out of range, and tables that no longer sum to what they must."""
    problems = list(_single(campaign.parameters, place / "parameters"))
    for name in campaign.house_rules:
        if name not in HOUSE_RULES:
            hint = did_you_mean(name, HOUSE_RULES) or "there are " + ", ".join(HOUSE_RULES)
            unknown = f"there is no house rule “{shorten(name)}”"
            problems.append(place.at("house_rules", name).problem("E501", unknown, hint, key=True))
    for word, rules in campaign.levels.items():
        problems += _single(rules.parameters, place.at("levels", word, "parameters"))
    if problems:
        return problems
    for level in Level:
        try:
            rulebook(campaign, level)
        except ParameterError as error:
            where = place.at("levels", level.word, "parameters")
            if not where.document.has(where.path):
                where = place / "parameters"
            return [where.problem("E503", f"{error.name}: {error.problem}", error.hint, key=True)]
    return []


def _single(values: dict[str, float], place: Place) -> Iterator[Problem]:
    for name, value in values.items():
        head = name.split(".")[0]
        meaning = MEANINGS.get(head)
        if meaning is None:
            hint = did_you_mean(head, MEANINGS) or "tabletop guide rules lists them all"
            unknown = f"the rules have no parameter “{shorten(head)}”"
            yield (place / name).problem("E501", unknown, hint, key=True, length=len(head))
            continue
        if meaning.unit == 1 and value != int(value):
            yield (place / name).problem("E502", f"“{shorten(name)}” is a whole number", f"write {round(value)}")
            continue
        try:
            Rulebook().with_values({name: value})
        except ParameterError as error:
            if meaning.low <= value <= meaning.high:
                if error.name == name:
                    yield (place / name).problem("E501", error.problem, error.hint, key=True)
            else:
                hint = f"{meaning.text}: {meaning.low:g} to {meaning.high:g}"
                yield (place / name).problem("E502", f"“{shorten(name)}” is {value:g}, outside its range", hint)
