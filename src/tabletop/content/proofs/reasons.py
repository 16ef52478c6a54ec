"""Why a condition can never hold: the clauses that exclude each other, or what this campaign never brings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tabletop.content.clauses import Clause
from tabletop.content.proofs.board import TURN, Moment
from tabletop.content.proofs.ground import atoms
from tabletop.content.proofs.ranges import Goal, cases
from tabletop.content.proofs.reach import Reach, Story, widest
from tabletop.content.text import shorten
from tabletop.rules.tables import Node

_WORDS: Final = {">": "above", ">=": "at least", "<": "below", "<=": "at most", "==": "exactly", "!=": "other than"}
_OFF: Final = {
    "treaties": "treaty", "treaty_stage": "treaty", "signed": "treaty", "channel": "channels", "mediations": "tactics",
    "red_lines": "tactics",
}  # fmt: skip
"""The switch without which a quantity stays at nothing."""


@dataclass(frozen=True)
class Asked:
    """A moment at which a condition is asked, and what must hold there besides."""

    story: Story
    moment: Moment
    besides: tuple[Goal, ...] = ()


@dataclass(frozen=True)
class Reason:
    """Why a condition cannot hold, and the clause that makes it so."""

    clause: Clause
    text: str


Part = tuple[Clause, Goal]


def conjuncts(reach: Reach, clause: Clause, shown: Clause | None = None) -> list[Part]:
    """The parts that must all hold, each with the clause to point at (of a named condition: where it is named)."""
    if clause.kind == "and" or (clause.kind == "named" and clause.parts[0].kind in ("and", "named")):
        inner = clause.parts if clause.kind == "and" else (clause.parts[0],)
        outer = shown or (clause if clause.kind == "named" else None)
        return [part for one in inner for part in conjuncts(reach, one, outer)]
    return [(shown or clause, (reach.node(clause), True))]


def never(reach: Reach, asked: Sequence[Asked], goals: Sequence[Goal], free: frozenset[Node] = frozenset()) -> bool:
    """Whether some goals are met at none of the moments."""
    return not any(reach.possible(one.story, one.moment, (*one.besides, *goals), free) for one in asked)


def why_never(reach: Reach, clause: Clause, asked: Sequence[Asked]) -> Reason:
    """The reason for a condition that holds at none of the moments."""
    parts = conjuncts(reach, clause)
    everything = frozenset[Node]().union(*(atoms(node) for _, (node, _) in parts))
    everything |= {("card", "dealt", atom[2]) for atom in everything if atom[0] == "card"}
    bare = [Asked(one.story, one.moment) for one in asked[:1]]
    if never(reach, bare, [goal for _, goal in parts], everything):
        core = _core(reach, parts, bare, everything)
        return Reason(core[-1][0], _excluded([part for part, _ in core]))
    there = _there(reach, parts, asked)
    narrower = there is not asked
    asked = there
    core = _core(reach, parts, asked)
    goals = [goal for _, goal in core]
    looked_at = frozenset[Node]().union(*(atoms(node) for node, _ in goals))
    blamed = [atom for atom in sorted(looked_at, key=str) if not never(reach, asked, goals, frozenset({atom}))]
    told = []
    for atom in blamed or sorted(looked_at, key=str)[:1]:
        fact = _call(reach, atom, looked_at, asked) or (
            _begins(reach, goals, asked) if narrower and atom == TURN else ""
        )
        told.append(fact or _fact(reach, atom, asked))
    told = list(dict.fromkeys(told))
    at = next((part for part, (node, _) in core[::-1] if atoms(node) & set(blamed)), core[-1][0])
    return Reason(at, " and ".join(told[:2]))


def _there(reach: Reach, parts: Sequence[Part], asked: Sequence[Asked]) -> Sequence[Asked]:
    """The moments in the acts that a condition itself names, where it names some of them."""
    acts = [goal for _, goal in parts if atoms(goal[0]) and all(atom[0] == "act" for atom in atoms(goal[0]))]
    there = [one for one in asked if acts and not never(reach, [one], acts)]
    return there if 0 < len(there) < len(asked) else asked


def _begins(reach: Reach, goals: Sequence[Goal], asked: Sequence[Asked]) -> str:
    """When the acts that a condition names are played, where it asks for earlier or later turns; or ``''``."""
    turns = [reach.box(one.story, one.moment)[TURN] for one in asked]
    low, high = min(low for low, _ in turns) // 100, max(high for _, high in turns) // 100
    free = frozenset({TURN})
    wanted = [
        box[TURN] for one in asked for box in cases([*one.besides, *goals], reach.box(one.story, one.moment, free))
    ]
    acts = sorted({one.moment.act for one in asked})
    names = _listed([f"“{shorten(reach.campaign.acts[act].id)}”" for act in acts])
    many = len(acts) > 1
    if wanted and all(last < 100 * low for _, last in wanted):
        if all(one.moment.kind == "way" for one in asked):
            return f"{names} {'end' if many else 'ends'} with turn {low} at the earliest"
        return f"{names} {'begin' if many else 'begins'} in turn {low} at the earliest"
    if wanted and all(first > 100 * high for first, _ in wanted):
        return f"{names} {'end' if many else 'ends'} with turn {high} at the latest"
    return ""


def _call(reach: Reach, atom: Node, looked_at: frozenset[Node], asked: Sequence[Asked]) -> str:
    """Which card must have called another that is asked for; ``''`` where that is not the reason."""
    if atom[0] != "card" or all(reach.box(one.story, one.moment)[atom] == (0, 0) for one in asked):
        return ""
    for other in sorted({other[2] for other in looked_at if other[0] == "card"} - {atom[2]}):
        callers = reach.callers.get(other, ())
        if atom[2] in callers:
            names = _listed([f"“{shorten(reach.cards[card].card.id)}”" for card in callers], "or")
            return f"“{shorten(reach.cards[other].card.id)}” comes only when {names} calls it"
    return ""


def _core(
    reach: Reach, parts: Sequence[Part], asked: Sequence[Asked], free: frozenset[Node] = frozenset()
) -> list[Part]:
    """As few parts as are needed for none of the moments to meet them."""
    core = list(parts)
    for part in parts:
        fewer = [other for other in core if other is not part]
        if fewer and never(reach, asked, [goal for _, goal in fewer], free):
            core = fewer
    return core


def why_always(reach: Reach, clause: Clause, asked: Sequence[Asked]) -> str:
    """The reason for a condition that holds at all of the moments; ``''`` where it holds on every board."""
    goal: Goal = (reach.node(clause), False)
    looked_at = atoms(goal[0])
    if never(reach, [Asked(one.story, one.moment) for one in asked[:1]], [goal], looked_at):
        return "on every board"
    blamed = [atom for atom in sorted(looked_at, key=str) if not never(reach, asked, [goal], frozenset({atom}))]
    told = list(dict.fromkeys(_fact(reach, atom, asked) for atom in blamed))
    return " and ".join(told[:2])


def quoted(clause: Clause) -> str:
    return f"“{shorten(clause.text, 50)}”"


def _excluded(core: Sequence[Clause]) -> str:
    if len(core) == 1:
        return f"{quoted(core[0])} holds on no board"
    one, two = core[0], core[-1]
    if len(core) == 2 and one.kind == two.kind == "compare" and one.left == two.left:
        name = one.text.partition(one.sign)[0].strip()
        values = [clause.text.partition(clause.sign)[2].strip() for clause in (one, two)]
        if name and all(values):
            first, second = (f"{_WORDS[part.sign]} {text}" for part, text in zip((one, two), values, strict=True))
            return f"it needs {shorten(name)} {first} and {second}"
    names = list(dict.fromkeys(quoted(clause) for clause in core))
    if len(names) == 1:
        return f"{names[0]} holds on no board"
    if len(names) == 2:
        return f"{names[0]} and {names[1]} exclude each other"
    return f"{', '.join(names[:-1])} and {names[-1]} cannot hold together"


def _fact(reach: Reach, atom: Node, asked: Sequence[Asked]) -> str:
    """What the campaign says of a quantity, in one clause."""
    head, word = atom[0], atom[1]
    boxes = [reach.box(one.story, one.moment)[atom] for one in asked]
    low, high = min(low for low, _ in boxes) / 100, max(high for _, high in boxes) / 100
    if head == "flag":
        name = next((name for name, number in reach.links.names.flags.items() if number == word), "")
        return f"nothing that can happen by then sets the flag “{shorten(name)}”"
    if head == "card":
        card = reach.cards[atom[2]].card.id
        if any(one.moment.card == atom[2] for one in asked):
            return f"“{shorten(card)}” still lies on the table then"
        return f"the card “{shorten(card)}” cannot have come by then"
    if head == "act":
        names = [reach.campaign.acts[act].id for act in sorted({one.moment.act for one in asked})]
        return f"it is asked in {_listed(names)} only"
    if head == "outcome":
        return "the outcome does not allow it" if asked[0].moment.kind == "end" else "the game is not over"
    if word == "turn":
        longest = max(one.story.rules.length for one in asked)
        if high >= longest:
            return f"the longest game has {longest} turns"
        return f"it is asked in turn {low:g}{'' if low == high else f' to {high:g}'} only"
    if word in ("act_turn", "turns_left"):
        return _in_act(asked, high)
    if word == "crises" and all(one.moment.kind == "deal" for one in asked):
        return f"a card comes only while a place is free, with at most {high:g} open crises"
    if word == "worst" and high < 6:
        return "a crisis at step 6 has broken out and left the table"
    if word == "treaty_stage" and high:
        return "at the fourth stage a treaty is ratified or falls back at once"
    if word in ("cohesion", "stability"):
        return _index(asked, word)
    if word in _OFF and not high:
        return f"“{_OFF[word]}” is switched off at every level"
    if (low * 100, high * 100) == widest(atom):
        return f"{word} does not allow it here"
    return f"{word} is {f'always {low:g}' if low == high else f'{low:g} to {high:g}'} here"


def _in_act(asked: Sequence[Asked], most: float) -> str:
    kinds = {one.moment.kind for one in asked}
    if kinds == {"start"}:
        lengths = sorted({one.moment.rules.turns[one.moment.act] for one in asked})
        return f"it is asked in the first of the act's {_listed([str(n) for n in lengths], 'or')} turns"
    if kinds == {"way"}:
        return "it is asked in the last turn of the act"
    return f"{'the act has' if len({one.moment.act for one in asked}) == 1 else 'its acts have'} at most {most:g} turns"


def _index(asked: Sequence[Asked], word: str) -> str:
    book = asked[0].moment.rules.book
    floor = book.cohesion_floor if word == "cohesion" else book.stability_floor
    if asked[0].moment.kind == "end":
        return f"a win needs {book.pass_mark / 100:g} in both indices, and below {floor / 100:g} a game has collapsed"
    return f"below {floor / 100:g} the game is over"


def _listed(names: Sequence[str], word: str = "and") -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {word} {names[-1]}"
