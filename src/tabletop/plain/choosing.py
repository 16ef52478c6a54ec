"""Choosing a move, in one line or step by step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from tabletop.plain.here import Here, Puzzled, pick
from tabletop.plain.moves import read_move
from tabletop.plain.speech import percent, value
from tabletop.plain.worth import allowed, chosen, complete, efforts, would
from tabletop.telling.words import (
    CLAUSE,
    CLAUSE_HINT,
    STRATEGIES,
    STRATEGY,
    STRATEGY_HINT,
    TACTIC,
    TACTIC_HINT,
    stake,
)
from tabletop.telling.worth import natural_partner, own_stake, pressing

if TYPE_CHECKING:
    from tabletop.game.choice import Choice
    from tabletop.game.legal import Options

Asked = Callable[[str], str]
"""Asks a question and returns the answer; whoever asks lets one look around meanwhile."""
_CANCEL = ("cancel", "stop", "x")


# ---------------------------------------------------------------- what may be chosen


def options(here: Here) -> None:
    """Every part of a move, with what may be chosen."""
    may, view, paper = allowed(here), here.view, here.paper
    if not may.crises:
        paper.say("No crisis is on the table: everybody holds.")
        return
    _list(here, "Ways", [f"{STRATEGY[w]}: {STRATEGY_HINT[w]}." for w in STRATEGIES if w in may.strategies])
    targets = list(dict.fromkeys(name for crisis in may.crises for name in crisis.targets))
    _list(here, "Partners of a bilateral", [_partner(here, name) for name in targets])
    _list(here, "Tactics", [f"{TACTIC[word]}: {TACTIC_HINT[word]}." for word in may.tactics])
    _list(here, "Clauses of a bilateral or a summit", [f"{CLAUSE[word]}: {CLAUSE_HINT[word]}." for word in may.clauses])
    means = value(view.me.means) if view.me else "0"
    paper.heading(f"Effort: {efforts(may)}. You have {means} means; effort 1 costs 1.")
    paper.say("choose asks for each part; or all in one line, like: choose " + _example(here, may))


def _example(here: Here, may: Options) -> str:
    partner = next((name for name in may.crises[0].targets if name != "outside"), "outside")
    parts = ["1 bilateral", partner, *may.tactics[:1], *may.clauses[:1], "effort", str(may.efforts[-1])]
    return " ".join(parts)


def _list(here: Here, title: str, lines: Sequence[str]) -> None:
    if lines:
        here.paper.heading(title)
        for place, line in enumerate(lines, 1):
            here.paper.item(place, line)


def _partner(here: Here, name: str) -> str:
    view = here.view
    if name == "outside":
        return f"{view.outside.name}: the other side itself; everybody left out will mind."
    theirs, mine = view.trust[name][here.seat], view.trust[here.seat][name]
    return f"{view.member(name).name}: trusts you {theirs:.0f}, you trust it {mine:.0f}."


# ---------------------------------------------------------------- one line, or step by step


def choose(here: Here, typed: Sequence[str], asked: Asked | None = None) -> None:
    """Make a move, in one line or by questions; it is told with its chance, and not yet sealed."""
    allowed(here)
    parts = read_move(here, typed)
    if asked is not None and not parts.keys() & {"way", "partner"}:
        found = _questions(here, parts, asked)
        if found is None:
            here.paper.say("Nothing was changed." if here.draft else "Nothing is chosen.")
            return
        parts = found
    here.draft = complete(here, parts)
    chosen(here)


def _questions(here: Here, given: dict[str, Any], asked: Asked) -> dict[str, Any] | None:
    """Ask for the parts that were not given, one after the other; None when it was given up."""
    parts = dict(given)
    order = [part for part in ("crisis", "way", "partner", "tactic", "clause", "effort") if part not in given]
    if not here.view.crises:
        here.paper.say("No crisis is on the table: all one can do is hold.")
        return {"way": "hold"}
    here.paper.say("Enter takes what stands in brackets; back goes one question back; cancel stops.")
    at = 0
    while at < len(order):
        part = order[at]
        question = _question(here, part, {name: value for name, value in parts.items() if name != part})
        if question is None:
            parts.pop(part, None)
            at += 1
            continue
        answer = _ask(here, *question, asked)
        if answer is None:
            return None
        if answer == "back":
            previous = [n for n in range(at) if order[n] in parts]
            at = previous[-1] if previous else at
            parts.pop(order[at], None)
            continue
        parts[part] = answer[0]
        at += 1
        if parts.get("way") == "hold":
            return {"way": "hold"}
    return parts


Question = tuple[str, str, list[tuple[str, Any, str]], int]
"""Title, what is asked, the answers as name, value and what stands in the list, and the place of the usual one."""


def _question(here: Here, part: str, parts: dict[str, Any]) -> Question | None:
    """The question for a part; None where there is nothing to ask."""
    may, view, way = allowed(here), here.view, parts.get("way")
    draft = here.draft if here.draft and here.draft.strategy != "hold" else None
    answers: list[tuple[str, Any, str]] = []
    usual: Any = None
    if part == "crisis":
        for crisis in view.crises:
            at_stake = own_stake(crisis, here.seat)
            weight = f", your stake {stake(at_stake)}" if at_stake is not None else ""
            answers.append((crisis.title, crisis.card, f"{crisis.title}, step {crisis.escalation}{weight}"))
        first = pressing(view)
        usual = draft.card if draft else first.card if first else None
        title, asks = "Which crisis?", "Crisis"
    elif part == "way":
        for word in STRATEGIES:
            if word in may.strategies:
                told = f"{STRATEGY[word]}: {STRATEGY_HINT[word]}{_rough(here, word, parts)}"
                answers.append((STRATEGY[word], word, told))
        usual = draft.strategy if draft else _likeliest(here, parts)
        title, asks = "Which way of working?", "Way"
    elif part == "partner" and way == "bilateral":
        found = may.crisis(parts.get("crisis") or view.crises[0].card)
        for name in found.targets if found else ():
            label = view.outside.name if name == "outside" else view.member(name).name
            answers.append((label, name, _partner(here, name)))
        names = [name for _, name, _ in answers]
        usual = draft.target if draft and draft.target else natural_partner(
            view, view.crisis(found.card) if found else None, names
        )  # fmt: skip
        title, asks = "With whom?", "Partner"
    elif part == "tactic" and may.tactics:
        answers = [(TACTIC[word], word, f"{TACTIC[word]}: {TACTIC_HINT[word]}") for word in may.tactics]
        usual = draft.tactic if draft else "interest"
        title, asks = "Which tactic?", "Tactic"
    elif part == "clause" and may.clauses and way in ("bilateral", "multilateral"):
        answers = [(CLAUSE[word], word, f"{CLAUSE[word]}: {CLAUSE_HINT[word]}") for word in may.clauses]
        usual = draft.clause if draft and draft.clause else "consult"
        title, asks = "Which clause?", "Clause"
    elif part == "effort":
        return _effort_question(here, may, draft)
    else:
        return None
    values = [value for _, value, _ in answers]
    return title, asks, answers, values.index(usual) if usual in values else 0


def _effort_question(here: Here, may: Options, draft: Choice | None) -> Question:
    told = ("nothing but words", "one means", "two means")
    means = value(here.view.me.means) if here.view.me else "0"
    answers = [(str(effort), effort, told[effort]) for effort in may.efforts]
    usual = min(draft.effort if draft else 1, may.efforts[-1])
    return f"How much effort? You have {means} means.", "Effort", answers, usual


def _rough(here: Here, way: str, parts: dict[str, Any]) -> str:
    """The chance of a way, in a few words, for the list of ways."""
    if way == "hold":
        return "."
    choice = would(here, way, parts)
    found = here.worth(choice) if choice else None
    if found is None or choice is None:
        return ". Not possible now."
    who = (
        " if all join"
        if way == "multilateral"
        else f" with {here.names.member(choice.target)}"
        if choice.target
        else ""
    )
    return f". Chance{who} {percent(found.chance)}."


def _likeliest(here: Here, parts: dict[str, Any]) -> str:
    """The way with the best chance: a place to start from, not advice."""
    chances = {
        way: found.chance
        for way in STRATEGIES[:-1]
        if (choice := would(here, way, parts)) and (found := here.worth(choice))
    }
    return max(chances, key=lambda way: chances[way], default="hold")


def _ask(
    here: Here, title: str, asks: str, answers: list[tuple[str, Any, str]], usual: int, asked: Asked
) -> tuple[Any] | str | None:  # fmt: skip
    """The value that was chosen, in a tuple; “back”, or None for giving up."""
    numeric = asks == "Effort"

    def show() -> None:
        here.paper.heading(title)
        for place, (name, _, told) in enumerate(answers, 1):
            here.paper.item(int(name) if numeric else place, told)

    if len(answers) == 1 and not numeric:
        return (answers[0][1],)
    show()
    while True:
        line = asked(f"{asks} [{answers[usual][0]}]:")
        word = line.lower()
        if not word:
            return (answers[usual][1],)
        if word in _CANCEL:
            return None
        if word in ("back", "b") and (word == "back" or asks != "Way"):
            return "back"
        if word in ("?", "list"):
            show()
            continue
        try:
            if word.isdecimal() and not numeric:
                return (answers[here.place(word, len(answers), asks.lower())][1],)
            if asks == "Way" and len(word) == 1:
                return (read_move(here, [word])["way"],)
            return (pick(word, {name: (value,) for name, value, _ in answers}, asks.lower())[0],)
        except Puzzled as puzzled:
            here.paper.say(f"{str(puzzled).rstrip('.')}. Type ? for the list, cancel to stop.")
