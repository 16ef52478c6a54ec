"""How one game of a test went, in plain lines that an author can read, keep and compare."""

from __future__ import annotations

import numpy as np

from tabletop.content.trials.loading import Prepared
from tabletop.game.choice import from_choices
from tabletop.game.units import shown
from tabletop.rules import Choices, State, Tables
from tabletop.rules.negotiate import Outcomes
from tabletop.rules.scorecard import outcome
from tabletop.rules.story import ending
from tabletop.rules.vocabulary import Level, Strategy
from tabletop.workbench.trials.playing import play

_GAUGES = ("cohesion", "stability", "tension", "line", "legitimacy", "readiness")


def transcript(test: Prepared, seed: int | None = None) -> str:
    """The game with the test's first seed, or another one."""
    given, campaign = test.trial.given, test.campaign
    seed = given.games[0] if seed is None else seed
    lines = [f"{campaign.id}, level {given.level or campaign.level}, seed {seed}"]

    def watch(opened: State, choices: Choices, outcomes: Outcomes, after: State) -> None:
        lines.extend(_turn(opened, choices, outcomes, after, tables))

    tables = campaign.tables(Level[(given.level or campaign.level).upper()])
    played = play(test, (seed,), watch)
    end = played.end
    how = outcome(int(end.over[0]), int(end.cohesion[0]), int(end.stability[0]), int(tables.book.pass_mark))
    number = int(ending(end, tables)[0])
    lines += ["", f"end: {how} after turn {int(end.end_turn[0])}, ending {tables.endings[number].id}"]
    return "\n".join(lines) + "\n"


def _turn(opened: State, choices: Choices, outcomes: Outcomes, after: State, tables: Tables) -> list[str]:
    cards = tables.cards.ids
    lines = ["", f"turn {opened.turn}, act {tables.acts[int(opened.act[0])].id}"]
    for card in np.flatnonzero(opened.dealt[:, 0] == opened.turn).tolist():
        slot = int(np.flatnonzero(opened.card[:, 0] == card)[0])
        lines.append(f"  dealt: {cards[card]}, step {int(opened.escalation[slot, 0])}")
    for seat, choice in zip(tables.alliance.ids, from_choices(choices, opened, tables), strict=True):
        if choice.strategy == "hold":
            lines.append(f"  {seat}: hold")
            continue
        more = [word for word in (choice.target and f"with {choice.target}", choice.tactic, choice.clause) if word]
        effort = [f"effort {choice.effort}"] if choice.effort else []
        lines.append(f"  {seat}: {', '.join([f'{choice.strategy} on {choice.card}', *more, *effort])}")
    lines += _results(opened, outcomes, tables)
    for slot, card in enumerate(opened.card[:, 0].tolist()):
        if card >= 0:
            lines.append(f"  {cards[card]}: {_moved(opened, after, slot, card)}")
    flags = [name for f, name in enumerate(tables.flags) if after.flags[f, 0] != opened.flags[f, 0]]
    lines += [f"  flag: {name} {'set' if after.flags[tables.flags.index(name), 0] else 'cleared'}" for name in flags]
    lines.append("  " + ", ".join(f"{name} {shown(int(getattr(after, name)[0])):g}" for name in _GAUGES))
    return lines


def _results(opened: State, outcomes: Outcomes, tables: Tables) -> list[str]:
    """One line for each group that tried."""
    lines = []
    for lead in dict.fromkeys(outcomes.lead[:, 0].tolist()):
        strategy = Strategy(int(outcomes.strategy[lead, 0]))
        if strategy == Strategy.HOLD:
            continue
        card = tables.cards.ids[int(opened.card[int(outcomes.slot[lead, 0]), 0])]
        group = [name for i, name in enumerate(tables.alliance.ids)
                 if outcomes.lead[i, 0] == lead and outcomes.strategy[i, 0] == strategy]  # fmt: skip
        what = f"  {strategy.word} on {card} by {', '.join(group)}: "
        if int(outcomes.die[lead, 0]) < 0:
            lines.append(what + "nothing can come of it")
            continue
        chance, die = shown(int(outcomes.chance[lead, 0])), shown(int(outcomes.die[lead, 0]))
        result = "succeeds" if outcomes.success[lead, 0] else "fails"
        if outcomes.success[lead, 0] and outcomes.answered is not None and not outcomes.answered[lead, 0]:
            result = "succeeds, not answered"
        lines.append(what + f"chance {chance:g} %, die {die:g}, {result}")
    return lines


def _moved(opened: State, after: State, slot: int, card: int) -> str:
    """Where a crisis stands after the turn."""
    before = int(opened.escalation[slot, 0])
    if int(after.card[slot, 0]) == card and int(after.since[slot, 0]) == int(opened.since[slot, 0]):
        now = int(after.escalation[slot, 0])
        return f"step {before}" if now == before else f"step {before} to {now}"
    return f"step {before}, " + ("resolved" if int(after.ended[card, 0]) == 1 else "breaks out")
