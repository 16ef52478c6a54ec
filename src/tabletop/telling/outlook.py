"""The outlook and the coach in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from tabletop.telling.words import STRATEGY, TACTIC, signed

if TYPE_CHECKING:
    from tabletop.game.choice import Choice
    from tabletop.lab.coach import Advice, Coaching, Lapse
    from tabletop.lab.forecast import Fan, Outlook
    from tabletop.telling.sentences import Names

ENDS: Final = ("win", "draw", "collapse")
HONEST: Final = (
    "It knows what your seat may know: other objectives, sealed choices, the deck and the dice are drawn by lot, many "
    "times over. It tells what follows if computer players keep to their characters and all others play thoughtfully, "
    "not what will come."
)

MEANS: Final = (
    "A chance is what comes of it when the others do what they are expected to do. A gain is points at the end, half "
    "from the lower index and half from your own score; ± is how far the reckoning may be off."
)
ALONE: Final = "0 %: nobody else is expected there"


def chance(share: float) -> str:
    """A chance in whole percent; what is not impossible is never called so."""
    if 0 < share < 1:
        return "under 1 %"
    if 99 < share < 100:
        return "over 99 %"
    return f"{share:.0f} %"


def ends(outlook: Outlook) -> list[tuple[str, str]]:
    """How likely each end is: win, draw, collapse."""
    return [("win", chance(outlook.win)), ("draw", chance(outlook.draw)), ("collapse", chance(outlook.collapse))]


def collapses(outlook: Outlook) -> str:
    """Which collapse threatens more; "" where neither does."""
    if not outlook.collapse:
        return ""
    alliance, region = chance(outlook.cohesion_collapse), chance(outlook.stability_collapse)
    return f"the alliance breaks up in {alliance}, the region in {region}"


def span(fan: Fan) -> str:
    """Where an index will be at the end."""
    low, _, middle, _, high = fan.end
    return f"{middle:.0f} at the end, 8 of 10 between {low:.0f} and {high:.0f}"


def rival(outlook: Outlook, outside: str) -> str:
    """What the outside party's deeds so far tell of its intent; "" where it is known."""
    if outlook.greedy is None:
        return ""
    return f"So far {outside} looks like one that wants more with a chance of {chance(outlook.greedy)}."


def move(choice: Choice, names: Names, *, full: bool = True) -> str:
    """A choice in a few words."""
    if choice.strategy == "hold":
        return STRATEGY["hold"]
    told = STRATEGY[choice.strategy]
    if choice.target:
        told += f" with {names.member(choice.target)}"
    if not full:
        return told
    tactic = f", {TACTIC[choice.tactic].lower()}" if choice.tactic else ""
    return f"{told} on “{names.card(choice.card or '')}”, effort {choice.effort}{tactic}"


def because(advice: Advice, most: int = 3) -> str:
    """What moves most: the parts of the two indices."""
    return ", ".join(f"{part} {signed(amount)}" for _, part, amount in advice.reasons[:most])


def expected(advice: Advice) -> str:
    """The chance of an attempt, with what the others are expected to do; “–” for holding."""
    if advice.choice.strategy == "hold":
        return "–"
    if advice.choice.strategy == "multilateral":
        return f"{chance(advice.chance)} with those expected there" if advice.chance else ALONE
    return chance(advice.chance)


def counsel(coaching: Coaching, names: Names) -> str:
    """The coach's first choice in one sentence, and how sure it is."""
    best = coaching.best
    told = move(best.choice, names)
    if best.choice.strategy == "hold":
        return f"{told}: nothing else promises more."
    sure = "" if coaching.clear else " Others come close."
    return f"{told}: {signed(best.gain.mean)} ± {best.gain.error:.1f} points against holding.{sure}"


def told_outlook(found: Outlook, outside: str) -> dict[str, Any]:
    """An outlook in sentences, for pages: the ends, where each index will be, the rival, and what it rests on."""
    odds = ", ".join(f"{word} {share}" for word, share in ends(found))
    threat = collapses(found)
    spans = {fan.name: f"{fan.name.capitalize()}: {span(fan)}." for fan in (found.cohesion, found.stability)}
    told = [f"{odds[:1].upper()}{odds[1:]}{f'; {threat}' if threat else ''}.", rival(found, outside)]
    return {"lines": [line for line in told if line], "spans": spans, "honest": HONEST}


def told_coaching(found: Coaching, names: Names, most: int = 6) -> dict[str, Any]:
    """What the coach says, for pages: the first choice, and the best of all side by side."""
    rows = [
        {
            "choice": move(one.choice, names), "gain": f"{signed(one.gain.mean)} ± {one.gain.error:.1f} points",
            "chance": expected(one), "because": because(one),
        }
        for one in found.advice[:most]
    ]  # fmt: skip
    return {"counsel": f"{counsel(found, names)} {MEANS}", "advice": rows}


def lapse(found: Lapse, names: Names) -> str:
    """A choice that cost something."""
    return f"Turn {found.turn}: {move(found.chosen, names)}. {instead(found, names)} {on_this_luck(found)}"


def instead(found: Lapse, names: Names) -> str:
    """What would have been worth more than a choice that was made, and by how much."""
    return (
        f"{move(found.better, names)} would have been worth {found.cost.mean:.1f} ± {found.cost.error:.1f} more on "
        "average."
    )


def on_this_luck(found: Lapse) -> str:
    """How the very same game would have ended with the better choice."""
    same = f"{signed(found.swing)}" if found.swing else "no difference"
    return (
        f"On the luck of this game: cohesion {found.cohesion:.1f}, stability {found.stability:.1f} at the end ({same} "
        "in the lower one)."
    )
