"""Effects that change nothing, and flags that are only ever cleared."""

from __future__ import annotations

from collections.abc import Iterator

from tabletop.content.models import PER_MEMBER, Effect
from tabletop.content.problems import Problem
from tabletop.content.proofs.board import declared
from tabletop.content.proofs.reach import Reach, Trigger
from tabletop.content.proofs.reasons import Asked, never
from tabletop.content.text import shorten
from tabletop.rules.tables import Node
from tabletop.rules.vocabulary import Moment as When


def pointless(reach: Reach) -> Iterator[Problem]:
    """What an effect cannot do on any board."""
    cleared = {trigger.effect.clear.flag for trigger in reach.triggers if trigger.effect and trigger.effect.clear}
    told: set[str] = set()
    for trigger in reach.triggers:
        effect = trigger.effect
        if effect is None:
            continue
        if effect.clear is not None and reach.links.names.flags[effect.clear.flag] not in reach.settable:
            flag = effect.clear.flag
            if flag not in told:
                message = f"no effect ever sets the flag “{shorten(flag)}”, so that there is nothing to clear"
                yield trigger.place.at("clear", "flag").problem("W311", message, "set it somewhere, or delete this")
            told.add(flag)
        if effect.set is not None and effect.set.flag not in cleared:
            yield from _set_already(reach, trigger, effect.set.flag)
        yield from _changes(reach, trigger, effect)


def _set_already(reach: Reach, trigger: Trigger, flag: str) -> Iterator[Problem]:
    """A flag that nothing clears, set by a card or effect that comes only when it is set."""
    number = reach.links.names.flags[flag]
    unset: Node = ("not", ("flag", number))
    where = "the effect’s"
    clause, asked = trigger.clause, [
        Asked(story, moment) for story in reach.stories for moment in reach.moments(story, trigger)
    ]  # fmt: skip
    sure = clause is not None and asked and never(reach, asked, [(reach.node(clause), True), (unset, True)])
    if not sure and trigger.card >= 0 and reach.cards[trigger.card].card.id not in reach.called:
        where, clause = "the card’s", reach.whens[trigger.card]
        asked = [Asked(story, one) for story in reach.stories for one in reach.deal_moments(story, trigger.card)]
        sure = clause is not None and asked and never(reach, asked, [(reach.node(clause), True), (unset, True)])
    if sure and asked and not never(reach, asked, [(("flag", number), True)]):
        message = f"“{shorten(flag)}” is set already: {where} “when” asks for it, and nothing clears it"
        yield trigger.place.at("set", "flag").problem("W312", message, "delete the effect")


def _changes(reach: Reach, trigger: Trigger, effect: Effect) -> Iterator[Problem]:
    for word, amount in (effect.change or {}).items():
        place = trigger.place.at("change", word)
        low, high = (edge / 100 for edge in declared(word))
        if amount == 0:
            yield place.problem("W312", f"{word} changes by 0", "give it a size, or delete it")
        elif abs(amount) > high - low:
            message = f"{word} runs from {low:g} to {high:g}: {amount:+g} is always cut off"
            yield place.problem("W312", message.replace("-", "−"), f"write {high - low:g} at most")
        elif trigger.when in (When.ACT, When.DEALT) and trigger.clause is not None and word != "trust":
            # Only at the beginning of a turn nothing else moves the quantity before it is cut off at its limit.
            alone = [other for other in _beside(reach, trigger) if word in (other.effect.change or {})]  # type: ignore[union-attr]
            if not alone and _at_limit(reach, trigger, effect, word, amount):
                limit = high if amount > 0 else low
                message = f"{word} is {limit:g} already where the effect’s “when” holds"
                yield place.problem("W312", message, "turn the sign, or change its “when”")


def _beside(reach: Reach, trigger: Trigger) -> list[Trigger]:
    """Other effects of the same moment, whose changes are summed with this one's."""
    return [
        other for other in reach.triggers
        if other is not trigger and other.effect is not None and other.when == trigger.when
        and (trigger.when == When.DEALT or other.act == trigger.act)
    ]  # fmt: skip


def _at_limit(reach: Reach, trigger: Trigger, effect: Effect, word: str, amount: float) -> bool:
    low, high = declared(word)
    names: list[Node] = [("name", word)]
    if word in PER_MEMBER:
        numbers = {member.id: index for index, member in enumerate(reach.campaign.members)}
        names = [("member", word, numbers[name]) for name in effect.who or numbers]
    assert trigger.clause is not None
    inside = [("<", name, ("number", high)) if amount > 0 else (">", name, ("number", low)) for name in names]
    asked = [Asked(story, moment) for story in reach.stories for moment in reach.moments(story, trigger)]
    holds = (reach.node(trigger.clause), True)
    return bool(asked) and not never(reach, asked, [holds]) and never(reach, asked, [holds, (("or", *inside), True)])
