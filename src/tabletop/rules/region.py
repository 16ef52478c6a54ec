"""R13 and its neighbours: means, burden, the common line, arms, tension, legitimacy, harm.

Richardson 1960; Jervis 1976 (spiral and deterrence); Glaser 1992; Weitsman 2004.
"""

from __future__ import annotations

import numpy as np

from tabletop.rules.arithmetic import at_least, clamp, count, given, ratio
from tabletop.rules.context import Turn
from tabletop.rules.luck import Purpose, draw, draws, normal
from tabletop.rules.solidarity import mean_effort
from tabletop.rules.state import as_it_was
from tabletop.rules.vocabulary import Domain, Strategy, Tactic


def headlines(turn: Turn) -> None:
    """H1: fortune, read aloud.  The shared and the national part of support are drawn apart."""
    book, changes, running = turn.tables.book, turn.changes, turn.state.running
    for variable, spread, purpose in (
        ("tension", book.news_tension, Purpose.HEADLINE_TENSION),
        ("legitimacy", book.news_legitimacy, Purpose.HEADLINE_LEGITIMACY),
        ("support", book.news_support, Purpose.HEADLINE_SUPPORT),
    ):
        changes.add(variable, "H1", given(running, ratio(spread * normal(draw(turn.luck, purpose)), 100)), "headlines")
    own = normal(draws(turn.luck, Purpose.HEADLINE_NATIONAL, turn.state.members))
    changes.add("support", "H1", given(running, ratio(book.news_national * own, 100)), "news at home")


def means_and_burden(turn: Turn) -> None:
    """M1, M2: effort is spent, means come in, past burden fades."""
    book, state, changes, choices = turn.tables.book, turn.state, turn.changes, turn.groups.choices
    acting = turn.groups.acting
    changes.add("means", "M1", -100 * choices.effort, "effort")
    packaged = acting & turn.uses(Tactic.PACKAGE)
    changes.add("means", "T4", given(packaged, -book.package_means), "package deal")
    changes.add("means", "M1", given(state.running, book.income), "income")
    changes.add("means", "M1", given(~acting & state.running, book.rest), "held back")
    changes.settle(state, "means")
    changes.settle(state, "sovereignty")
    fades = ratio(state.burden * book.burden_memory, 100) - state.burden
    bears = ratio(choices.effort * turn.groups.weight, 2)
    if turn.record is not None:
        turn.record.note("M2", "burden", fades * state.running, "past effort fades")
        turn.record.note("M2", "burden", bears * state.running, "effort")
    state.burden = state.burden + given(state.running, fades + bears)
    state.effort = state.effort + given(state.running, 100 * choices.effort)
    mediated = turn.success & turn.uses(Tactic.MEDIATE)
    state.mediations = state.mediations + mediated.astype(np.int32)


def common_line(turn: Turn) -> None:
    """L1: how united the turn looked.

    In line is whoever works on a crisis with at least one other member, not by a one-sided deal or hard bargaining.
    """
    book, state, groups = turn.tables.book, turn.state, turn.groups
    company = turn.at_own(count(groups.here, axis=1))
    one_sided = turn.acts(Strategy.BILATERAL) & ~groups.mutual
    hard = turn.uses(Tactic.HARD)
    united = groups.acting & (company >= 2) & ~one_sided & ~hard
    share = ratio(10000 * count(united), state.members)
    aim = ratio((100 - book.line_summit) * share, 100) + given(turn.summit, 100 * book.line_summit)
    turn.changes.add("line", "L1", ratio(book.line_pace * (aim - state.line), 100), "how united the turn looked")
    turn.changes.add("line", "L1", given(turn.summit, book.line_success), "summit")


def arms_and_tension(turn: Turn) -> None:
    """R13: readiness, the outside party's strength, and the tension between them."""
    book, state, changes = turn.tables.book, turn.state, turn.changes
    effort = mean_effort(turn.groups.choices.effort)
    changes.add("readiness", "R13", given(state.running, -book.readiness_decay), "wear")
    changes.add("readiness", "R13", ratio(book.readiness_effort * effort, 100), "effort together")
    changes.settle(state, "readiness")
    changes.add("threat", "R13", ratio(book.arms_race * (state.readiness - state.threat), 100), "arms answered by arms")
    changes.add("threat", "R13", ratio(book.ambition * state.greed, 100), "ambition")
    changes.add("threat", "R13", given(state.running, -book.restraint), "restraint")
    unread = ratio(book.arms_noise * normal(draw(turn.luck, Purpose.ARMING)), 100)
    changes.add("threat", "R13", given(state.running, unread), "what nobody could read")
    changes.settle(state, "threat")
    lead = at_least(state.readiness - state.threat, 0)
    fear = ratio(ratio(book.spiral * lead, 100) * (100 - state.greed), 100)
    changes.add("tension", "R13", fear, "arms frighten a security seeker")
    gap = clamp(book.temptation_from - state.deterrence, 0, 4000)
    weak = ratio(ratio(book.temptation * gap, 1000) * state.greed, 100)
    changes.add("tension", "R13", weak, "weakness tempts a greedy rival")
    burning = turn.open & (turn.domain == Domain.EXTERNAL.value)
    hot = given(burning, clamp(state.escalation - 2, 0, 4)).sum(axis=0, dtype=np.int32)
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
        open_ = as_it_was(state, at_least(state.channel - book.channel_decay, 0), state.channel)
        if turn.record is not None:
            turn.record.note("R10", "channel", open_ - state.channel, "channels go quiet")
        state.channel = open_
