"""R13 and its neighbours: means, burden, the common line, arms, tension, legitimacy, harm.

Richardson 1960; Jervis 1976 (spiral and deterrence); Glaser 1992; Weitsman 2004.
"""

from __future__ import annotations

import numpy as np

from tabletop.rules.arithmetic import ratio
from tabletop.rules.context import Turn
from tabletop.rules.luck import Purpose, draw, normal
from tabletop.rules.solidarity import mean_effort
from tabletop.rules.vocabulary import Domain, Strategy, Tactic


def headlines(turn: Turn) -> None:
    """H1: fortune, read aloud.  The shared and the national part of support are drawn apart."""
    book, changes, running = turn.tables.book, turn.changes, turn.state.running
    for variable, spread, purpose in (
        ("tension", book.news_tension, Purpose.HEADLINE_TENSION),
        ("legitimacy", book.news_legitimacy, Purpose.HEADLINE_LEGITIMACY),
        ("support", book.news_support, Purpose.HEADLINE_SUPPORT),
    ):
        changes.add(variable, "H1", running * ratio(spread * normal(draw(turn.luck, purpose)), 100), "headlines")
    own = [normal(draw(turn.luck, Purpose.HEADLINE_NATIONAL, i)) for i in range(turn.state.members)]
    changes.add("support", "H1", running * ratio(book.news_national * np.stack(own), 100), "news at home")


def means_and_burden(turn: Turn) -> None:
    """M1, M2: effort is spent, means come in, past burden fades."""
    book, state, changes, choices = turn.tables.book, turn.state, turn.changes, turn.groups.choices
    acting = turn.groups.acting
    changes.add("means", "M1", -100 * choices.effort, "effort")
    packaged = acting & (choices.tactic == Tactic.PACKAGE)
    changes.add("means", "T4", -book.package_means * packaged, "package deal")
    changes.add("means", "M1", book.income * state.running, "income")
    changes.add("means", "M1", book.rest * ~acting * state.running, "held back")
    changes.settle(state, "means")
    changes.settle(state, "sovereignty")
    fades = ratio(state.burden * book.burden_memory, 100) - state.burden
    bears = ratio(choices.effort * turn.groups.weight, 2)
    if turn.record is not None:
        turn.record.note("M2", "burden", fades * state.running, "past effort fades")
        turn.record.note("M2", "burden", bears * state.running, "effort")
    state.burden = np.where(state.running, state.burden + fades + bears, state.burden).astype(np.int32)
    state.effort = (state.effort + 100 * choices.effort * state.running).astype(np.int32)
    mediated = turn.success & (choices.tactic == Tactic.MEDIATE)
    state.mediations = state.mediations + mediated


def common_line(turn: Turn) -> None:
    """L1: how united the turn looked.

    In line is whoever works on a crisis with at least one other member, not by a one-sided deal or hard bargaining.
    """
    book, state, groups = turn.tables.book, turn.state, turn.groups
    company = turn.at_own(groups.here.sum(axis=1, dtype=np.int32))
    one_sided = turn.acts(Strategy.BILATERAL) & ~groups.mutual
    hard = groups.choices.tactic == Tactic.HARD
    united = groups.acting & (company >= 2) & ~one_sided & ~hard
    share = ratio(10000 * united.sum(axis=0, dtype=np.int32), state.members)
    aim = ratio((100 - book.line_summit) * share, 100) + 100 * book.line_summit * turn.summit
    turn.changes.add("line", "L1", ratio(book.line_pace * (aim - state.line), 100), "how united the turn looked")
    turn.changes.add("line", "L1", book.line_success * turn.summit, "summit")


def arms_and_tension(turn: Turn) -> None:
    """R13: readiness, the outside party's strength, and the tension between them."""
    book, state, changes = turn.tables.book, turn.state, turn.changes
    effort = mean_effort(turn.groups.choices.effort)
    changes.add("readiness", "R13", -book.readiness_decay * state.running, "wear")
    changes.add("readiness", "R13", ratio(book.readiness_effort * effort, 100), "effort together")
    changes.settle(state, "readiness")
    changes.add("threat", "R13", ratio(book.arms_race * (state.readiness - state.threat), 100), "arms answered by arms")
    changes.add("threat", "R13", ratio(book.ambition * state.greed, 100), "ambition")
    changes.add("threat", "R13", -book.restraint * state.running, "restraint")
    unread = ratio(book.arms_noise * normal(draw(turn.luck, Purpose.ARMING)), 100)
    changes.add("threat", "R13", unread * state.running, "what nobody could read")
    changes.settle(state, "threat")
    lead = np.maximum(0, state.readiness - state.threat)
    fear = ratio(ratio(book.spiral * lead, 100) * (100 - state.greed), 100)
    changes.add("tension", "R13", fear, "arms frighten a security seeker")
    gap = np.clip(book.temptation_from - state.deterrence, 0, 4000)
    weak = ratio(ratio(book.temptation * gap, 1000) * state.greed, 100)
    changes.add("tension", "R13", weak, "weakness tempts a greedy rival")
    hot = (np.clip(state.escalation - 2, 0, 4) * turn.open * (turn.domain == Domain.EXTERNAL)).sum(
        axis=0, dtype=np.int32
    )
    changes.add("tension", "R13", book.heat * hot, "open crises with the outside party")
    drift = ratio(book.tension_drift * (book.tension_home - state.tension), 100)
    changes.add("tension", "R13", drift, "calm returns")
    changes.settle(state, "tension")
    home = ratio(book.legitimacy_drift * (book.legitimacy_home - state.legitimacy), 100)
    changes.add("legitimacy", "R15", home, "standing settles")
    changes.settle(state, "legitimacy")
    changes.settle(state, "harm")
    changes.settle(state, "line")
    if book.channels:
        open_ = np.where(state.running, np.maximum(0, state.channel - book.channel_decay), state.channel)
        if turn.record is not None:
            turn.record.note("R10", "channel", open_ - state.channel, "channels go quiet")
        state.channel = open_.astype(np.int32)
