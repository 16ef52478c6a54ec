"""What happened, told: pure functions from what a seat may see to sentences. No widget, no colour, nothing decided."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tabletop.telling import steered
from tabletop.telling.authored import authored, comes, listed
from tabletop.telling.numbers import NAMES
from tabletop.telling.words import CLAUSE, REASON, STRATEGY, TERM, TREATY, number, shift, signed

if TYPE_CHECKING:
    from tabletop.game.advice import Forecast
    from tabletop.game.records import CardMove, GroupOutcome, LedgerRow
    from tabletop.game.viewmodels import Played, SeatView

_COUNT = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight")
GOOD, BAD, PLAIN, TITLE = "good", "bad", "plain", "title"
__all__ = [
    "BAD",
    "GOOD",
    "PLAIN",
    "TITLE",
    "Names",
    "Sentence",
    "at_home",
    "at_opening",
    "attempt",
    "counted",
    "effect",
    "events",
    "headlines",
    "idle",
    "index_story",
    "listed",
    "motives",
    "movement",
    "names_of",
    "offence",
    "opened",
    "percent",
    "reasons",
    "sorted_terms",
    "story",
    "strategy_name",
    "term_name",
    "total",
    "treaty_stage",
    "wait",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence and whether it is good news: good, bad, plain; or a title."""

    text: str
    kind: str = PLAIN


@dataclass(frozen=True, slots=True)
class Names:
    """How things are called: `member` and `card` turn ids into names, `rule` a rule's id into its title."""

    member: Callable[[str], str]
    card: Callable[[str], str]
    rule: Callable[[str], str]


def names_of(view: SeatView, card: Callable[[str], str], rule: Callable[[str], str]) -> Names:
    """The names of one game."""
    members = {member.seat: member.name for member in view.members} | {"outside": view.outside.name}
    return Names(lambda seat: members.get(seat, seat), card, rule)


def counted(count: int, word: str) -> str:
    """“one step”, “two steps”."""
    name = _COUNT[count] if 0 <= count < len(_COUNT) else str(count)
    return f"{name} {word}" if count == 1 else f"{name} {word}s"


def percent(value: float) -> str:
    return f"{value:.0f} %"


# ---------------------------------------------------------------- negotiations


def attempt(group: GroupOutcome, everybody: int, names: Names) -> Sentence:
    """One negotiation, with its chance and its die."""
    who, on = [names.member(seat) for seat in group.members], f"“{names.card(group.card)}”"
    start = _attempted(group, who, on, everybody, names)
    if not group.tried:
        return Sentence(f"{start}, and nobody else came. Nothing could come of it.", BAD)
    if group.die is None:
        return Sentence(f"{start}.")
    # Rounded to 82, a chance of 82.4 would seem to lose against a die of 82.34.
    chance = percent(group.chance) if abs(group.chance - group.die) >= 1 else f"{number(group.chance, 2)} %"
    dice = f"The chance was {chance} and the die fell {number(group.die, 2)}"
    result = f"it {'worked' if group.success else 'failed'}"
    if group.answered is False:
        result += f", but {names.member('outside')} did not answer, so it counts as failed here"
    return Sentence(f"{start}. {dice}: {result}.", GOOD if group.took_hold else BAD)


def _attempted(group: GroupOutcome, who: list[str], on: str, everybody: int, names: Names) -> str:
    if group.strategy == "bilateral":
        written = group.clause in CLAUSE and group.target != "outside"
        clause = f" (clause: {CLAUSE[group.clause or ''].lower()})" if written else ""
        if len(who) > 1:
            return f"{listed(who)} sought an agreement with each other on {on}{clause}"
        return f"{who[0]} sought an agreement with {names.member(group.target or '')} on {on}{clause}"
    if group.strategy == "multilateral":
        if len(who) == 1:
            return f"{who[0]} called a summit on {on}"
        if "minilateral" in group.terms:
            return f"{listed(who)} met on {on}, too few for a summit"
        return f"A summit of {'all' if len(who) == everybody else listed(who)} met on {on}"
    if group.strategy == "confidence":
        return f"{listed(who)} took a reassuring step on {on}"
    return f"{listed(who)} opened unofficial talks on {on}"


def idle(played: Played, names: Names) -> Sentence | None:
    """Who held."""
    held = [names.member(seat) for seat, choice in played.choices.items() if choice.strategy == "hold"]
    return Sentence(f"{listed(held)} held back.") if held else None


# ---------------------------------------------------------------- crises


def movement(move: CardMove, names: Names, climbed: bool = False) -> Sentence:
    """Where a crisis went on its ladder; `climbed`: it first went a step up, and what lowered it came after that."""
    title = f"“{names.card(move.card)}”"
    if move.end == "resolved":
        first = "climbed one step and then came down" if climbed else "is resolved"
        return Sentence(f"{title} {first}: from step {move.before} off the table.", GOOD)
    if move.end == "outbreak":
        return Sentence(f"{title} broke out: from step {move.before} over the top of the ladder.", BAD)
    if move.after == move.before:
        how = "climbed one step, came down and is back" if climbed else "stays"
        return Sentence(f"{title} {how} at step {move.after}.")
    way, kind = ("climbs", BAD) if move.after > move.before else ("comes down", GOOD)
    if climbed and kind == GOOD:
        return Sentence(f"{title} climbed one step and then came down, from {move.before} to {move.after}.", kind)
    return Sentence(
        f"{title} {way} {counted(abs(move.after - move.before), 'step')}, from {move.before} to {move.after}.", kind
    )


# ---------------------------------------------------------------- numbers and their reasons


def total(rows: Iterable[LedgerRow]) -> float:
    return sum(row.amount for row in rows)


def reasons(rows: Sequence[LedgerRow], most: int = 3) -> list[tuple[str, float]]:
    """The rules behind a change, the largest first: rule id and what it did in sum."""
    sums: dict[str, float] = {}
    for row in rows:
        sums[row.rule] = sums.get(row.rule, 0.0) + row.amount
    kept = sorted(
        ((rule, amount) for rule, amount in sums.items() if abs(amount) >= 0.005),
        key=lambda pair: (-abs(pair[1]), pair[0]),
    )
    return kept[:most]


def index_story(name: str, value: float, played: Played, names: Names) -> Sentence:
    """An index from the board on which people chose to the end of the turn, and the three rules that moved it most."""
    rows = [row for row in played.ledger if row.variable == name and not row.opening]
    change = total(rows)
    told = "; ".join(f"{REASON.get(rule) or names.rule(rule)} {signed(amount)}" for rule, amount in reasons(rows))
    kind = GOOD if change >= 0.05 else BAD if change <= -0.05 else PLAIN
    way = f"{number(round(value - change, 2))} → {number(value)} ({signed(shift(value, change))})"
    return Sentence(f"{name.capitalize()} {way}" + (f": {told}." if told else "."), kind)


def opened(view: SeatView) -> list[Sentence]:
    """What the opening of this turn did besides dealing crises, in the author's words where there are any."""
    found: dict[str, list[LedgerRow]] = {}
    for row in steered.others(view.opening):
        if row.variable in view.region or row.variable in ("support", "means", "trust"):
            found.setdefault(row.why, []).append(row)
    told = []
    for why, rows in found.items():
        parts = [_opened(view, name, [row for row in rows if row.variable == name]) for name in dict.fromkeys(
            row.variable for row in rows
        )]  # fmt: skip
        why = why or REASON["E1"]
        told.append(Sentence(f"{why[:1].upper()}{why[1:]}: {listed(parts)}."))
    titles = {crisis.card: crisis.title for crisis in view.crises}
    came = [Sentence(comes(titles[card], why)) for card, why in view.came.items() if card in titles]
    return [*came, *told, *_as_sentences(steered.so_far(view))]


def _as_sentences(told: Iterable[tuple[str, bool | None]]) -> list[Sentence]:
    return [Sentence(text, GOOD if good else PLAIN if good is None else BAD) for text, good in told]


def at_opening(played: Played, names: Names) -> list[Sentence]:
    """An earlier turn's opening in its author's words: why queued cards came, and what the author let happen."""
    told = [Sentence(comes(names.card(card), why)) for card, why in played.came.items()]
    return told + _authored(played, names, opening=True)


def _authored(played: Played, names: Names, *, opening: bool = False) -> list[Sentence]:
    rows = [row for row in played.ledger if row.opening == opening]
    return _as_sentences(authored(rows, tuple(played.choices), names.member))


def _opened(view: SeatView, name: str, rows: Sequence[LedgerRow]) -> str:
    if name == "trust":
        return f"trust {signed(total(rows) / len(rows))} on average"
    if name in view.region:
        return f"{NAMES.get(name, name)} {signed(total(rows))}"
    mine = [row for row in rows if row.who == (view.seat,)]
    if mine:
        return f"{'support at home' if name == 'support' else 'your means'} {signed(total(mine))}"
    who = listed([view.member(row.who[0]).name for row in rows])
    return f"{name} {'in' if name == 'support' else 'of'} {who} {signed(total(rows) / len(rows))}"


def headlines(played: Played, seat: str) -> Sentence | None:
    """What fortune brought: the part of the news that everybody reads, and one's own."""
    rows = [row for row in played.ledger if row.rule == "H1"]
    found = [f"{what} {signed(total(part))}" for what, part in (
        ("tension", [row for row in rows if row.variable == "tension"]),
        ("legitimacy", [row for row in rows if row.variable == "legitimacy"]),
        ("support at home", [row for row in rows if row.variable == "support" and row.who == (seat,)]),
    ) if abs(total(part)) >= 0.05]  # fmt: skip
    return Sentence(f"By chance, in the papers: {listed(found)}.") if found else None


_EVENTS = {
    ("R9", "tension", "measure answered"): ("{outside} answered the reassuring step.", GOOD),
    ("R9", "tension", "measure exploited"): ("{outside} took advantage of the reassuring step.", BAD),
    ("R10", "support", "a leak"): ("The quiet talks of {who} leaked.", BAD),
    ("R12", "support", "election"): ("", PLAIN),  # told by `_elections`
    ("R12", "support", "a new government"): ("The government of {who} fell.", BAD),
    ("R12", "signed", "left a treaty"): ("{who} left a treaty.", BAD),
    ("R11", "signed", "treaty in force"): ("The treaty is in force for {who}.", GOOD),
    ("R11", "support", "the treaty failed"): ("The treaty failed to be ratified.", BAD),
    ("R15", "trust", "breach between allies"): ("A breach between allies: trust falls everywhere.", BAD),
}


def _elections(played: Played, voted: Sequence[str], names: Names) -> list[Sentence]:
    """Who went to the polls and kept its government; a government that fell has a sentence of its own."""
    fell = {row.who[0] for row in played.ledger if (row.rule, row.why) == ("R12", "a new government")}
    kept = [names.member(seat) for seat in dict.fromkeys(voted) if seat not in fell]
    gone = [names.member(seat) for seat in dict.fromkeys(voted) if seat in fell]
    its = "its government stays" if len(kept) == 1 else "their governments stay"
    told = [Sentence(f"{listed(kept)} went to the polls: {its}.")] if kept else []
    return [*told, *([Sentence(f"{listed(gone)} went to the polls.")] if gone else [])]


def events(played: Played, outside: str, names: Names) -> list[Sentence]:
    """Things that happened besides the negotiations, read off the ledger."""
    found: list[Sentence] = []
    for (rule, variable, why), (text, kind) in _EVENTS.items():
        rows = [row for row in played.ledger if (row.rule, row.variable, row.why) == (rule, variable, why)]
        if why == "election":
            found += _elections(played, [row.who[0] for row in rows], names)
        elif rows:
            who = listed(list(dict.fromkeys(names.member(row.who[0]) for row in rows if row.who)))
            text = text.format(outside=outside, who=who)
            found.append(Sentence(text[0].upper() + text[1:], kind))
    stage = total(row for row in played.ledger if (row.rule, row.variable) == ("R11", "stage"))
    if stage > 0:
        found.append(Sentence("The treaty talks move one stage on.", GOOD))
    return found


def at_home(played: Played, view: SeatView, names: Names) -> Sentence | None:
    """Support of one's own, and why."""
    me = view.me
    if me is None:
        return None
    rows = [row for row in played.ledger if row.variable == "support" and row.who == (me.seat,) and not row.opening]
    change = total(rows)
    told = "; ".join(
        f"{row.why or names.rule(row.rule)} {signed(row.amount)}"
        for row in sorted(rows, key=lambda r: -abs(r.amount))[:2]
    )
    kind = GOOD if change >= 0.05 else BAD if change <= -0.05 else PLAIN
    # What the opening of the turn after it did is told when that turn begins.
    later = total(row for row in view.opening if row.variable == "support" and row.who == (me.seat,))
    value = round(me.support - later, 2)
    way = f"{number(value)} ({signed(shift(value, change))})"
    return Sentence(f"Support at home {way}" + (f": {told}." if told else "."), kind)


def motives(played: Played) -> list[Sentence]:
    """Why the members that nobody plays chose as they did; nothing where nothing was noted."""
    told = [Sentence(text) for text in played.reasons.values()]
    return [Sentence("Why the others chose so", TITLE), *told] if told else []


def story(played: Played, view: SeatView, names: Names) -> list[Sentence]:
    """A turn, from the talks to the numbers."""
    before = _as_sentences(steered.in_turn(played, names.member, names.card))
    told = [Sentence("Before the choices", TITLE), *before] if before else []
    told.append(Sentence("The talks", TITLE))
    told += [attempt(group, len(view.members), names) for group in played.groups]
    held = idle(played, names)
    told += [held] if held else []
    told.append(Sentence("The crises", TITLE))
    climbed = {
        row.card for row in played.ledger if (row.rule, row.variable) == ("R14", "escalation") and row.amount > 0
    }
    told += [movement(move, names, move.card in climbed) for move in played.moves] or [
        Sentence("No crisis lay on the table.")
    ]
    news = [*_authored(played, names), *events(played, view.outside.name, names), headlines(played, view.seat)]
    if any(news):
        told.append(Sentence("News", TITLE))
        told += [sentence for sentence in news if sentence]
    told.append(Sentence("The balance", TITLE))
    told.append(index_story("cohesion", played.cohesion, played, names))
    told.append(index_story("stability", played.stability, played, names))
    home = at_home(played, view, names)
    told += [home] if home else []
    audit = _as_sentences(steered.audited(played.audit, names.member))
    return told + ([Sentence("The audit", TITLE), *audit] if audit else [])


# ---------------------------------------------------------------- before the choice


def term_name(name: str) -> str:
    return TERM.get(name, name)


def sorted_terms(terms: dict[str, float]) -> list[tuple[str, float]]:
    """Terms of a chance by size; what rounds to nothing is left out."""
    return sorted(
        ((term_name(name), value) for name, value in terms.items() if abs(value) >= 0.05), key=lambda t: -abs(t[1])
    )


def effect(forecast: Forecast, step: int) -> str:
    """What a success would do to the crisis."""
    if forecast.choice.strategy == "track2" and forecast.steps == 0:
        return "no step yet, but it prepares the ground and opens a channel"
    if forecast.steps <= 0:
        return "no step down"
    to = max(step - forecast.steps, 0)
    end = f"{step} → {to}" if to else "resolved"
    return f"{counted(forecast.steps, 'step')} down ({end})"


def offence(forecast: Forecast, names: Callable[[str], str], most: int = 4) -> str:
    """Whose trust it may cost, and whether it may become known."""
    leak = f"may leak ({percent(forecast.leak)})" if forecast.leak else ""
    worst = sorted((pair for pair in forecast.offended.items() if pair[1] <= -0.05), key=lambda pair: pair[1])
    told = [f"{names(seat)} {signed(value, 0 if value <= -1 else 1)}" for seat, value in worst[:most]]
    more = f" and {len(worst) - most} more" if len(worst) > most else ""
    if told:
        return f"may offend {', '.join(told)}{more}" + (f"; {leak}" if leak else "")
    return leak or "offends nobody"


def wait(low: int, high: int) -> str:
    """How many turns are left, in words for the top line."""
    if high <= 1:
        return "the last turn"
    return f"{low} turns left" if low == high else f"{low}–{high} turns left"


def treaty_stage(stage: int) -> str:
    return TREATY[max(0, min(stage, len(TREATY) - 1))]


def strategy_name(word: str) -> str:
    return STRATEGY.get(word, word)
