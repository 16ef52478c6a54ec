"""Every tunable number of the model, in one place, with its rule, declared range and meaning.

Authors write plain decimals (``start_tension: 44``); the rules read integers in hundredths.  A campaign may
override any number within its range, by name or, for tables, by ``name.row`` or ``name.row.column``
(``fit.multilateral.enforcement: 2``).  The sizes are design choices, tuned for balance and discussion.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

import numpy as np

from tabletop.rules.arrays import Ints
from tabletop.rules.vocabulary import UNIT, Clause, Feature, Level, Strategy

RULES_VERSION: Final = "1.0"
"""Stamped into every save and report; a change of any formula or default changes it."""

CLAUSE_EFFECTS: Final = ("readiness", "tension", "trust", "means", "sovereignty", "legitimacy", "line")


class ParameterError(ValueError):
    """An override that names no parameter, or leaves its declared range."""

    def __init__(self, name: str, problem: str, hint: str = "") -> None:
        super().__init__(f"{name}: {problem}")
        self.name, self.problem, self.hint = name, problem, hint


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a parameter is: the rule it belongs to, its range in whole units, its unit and its meaning."""

    rule: str
    low: float
    high: float
    text: str
    unit: int = UNIT
    """Stored value = written value times unit (1 for counts and switches)."""
    rows: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()


def _number(default: float, rule: str, low: float, high: float, text: str) -> Any:
    return field(default=_stored(default, UNIT), metadata={"meaning": Meaning(rule, low, high, text)})


def _count(default: int, rule: str, low: int, high: int, text: str) -> Any:
    return field(default=default, metadata={"meaning": Meaning(rule, low, high, text, 1)})


def _table(
    values: list[Any], rule: str, low: float, high: float, text: str,
    rows: tuple[str, ...] = Strategy.words(), columns: tuple[str, ...] = (), unit: int = UNIT,
) -> Any:  # fmt: skip
    stored = np.array(
        [[_stored(v, unit) for v in row] if isinstance(row, list) else _stored(row, unit) for row in values], np.int32
    )
    stored.flags.writeable = False
    meaning = Meaning(rule, low, high, text, unit, rows, columns)
    return field(default_factory=lambda: stored, metadata={"meaning": meaning})


def _stored(value: float | Decimal, unit: int) -> int:
    return int((Decimal(str(value)) * unit).quantize(Decimal(1), rounding=ROUND_HALF_UP))


@dataclass(frozen=True, eq=False, repr=False, init=False)
class Rulebook:
    """All parameters of one game; values are integers in hundredths unless the unit says a count."""

    def __init__(self, **values: Any) -> None:
        # By hand: dataclass would compile a function of 110 arguments, longer than any other module of the rules takes.
        if unknown := values.keys() - _DEFAULTS.keys():
            raise TypeError(f"no parameter: {', '.join(sorted(unknown))}")
        self.__dict__.update(_DEFAULTS, **values)

    # --- the table and its length -------------------------------------------------------------------------
    slots: int = _count(4, "T0", 1, 4, "crises that can be open at once")
    start_cards: int = _count(2, "T0", 1, 2, "cards dealt in the first turn (two only with more than three members)")
    load: int = _number(0.0, "T0", -0.5, 0.9, "chance of a second card each turn, for three members")
    load_per_member: int = _number(0.15, "T0", 0, 0.5, "added to that chance by each member above three")
    load_spread: int = _number(0.3, "T0", 0, 0.5, "how far the chance varies from game to game")
    overload: int = _number(6, "T0", 0, 20, "tension when a card finds no free slot")
    pass_mark: int = _number(55, "I1", 30, 80, "both indices must reach it for a win")
    cohesion_floor: int = _number(35, "R16", 10, 50, "below it the alliance breaks up")
    stability_floor: int = _number(30, "R16", 10, 50, "below it there is regional war")
    shared_fate: int = _number(25, "R16", 0, 60, "lost by every national score on a collapse")

    # --- switches of the levels ---------------------------------------------------------------------------
    tactics: int = _count(1, "T4", 0, 1, "negotiation tactics are chosen (0: all count as interest)")
    clauses: int = _count(2, "T5", 0, 2, "clauses: 0 always consult, 1 the fitting one is proposed, 2 chosen")
    treaty: int = _count(1, "R11", 0, 1, "the treaty goes through stages and ratification")
    channels: int = _count(1, "R10", 0, 1, "Track II opens channels, and talks may leak")
    elections: int = _count(1, "R12", 0, 1, "governments face elections")
    sovereignty: int = _count(1, "R12", 0, 1, "clauses cede sovereignty")
    rival_shown: int = _count(0, "R13", 0, 1, "the rival's type is shown")

    # --- where a game starts ------------------------------------------------------------------------------
    start_tension: int = _number(44, "S0", 10, 80, "tension at the start")
    start_tension_spread: int = _number(18, "S0", 0, 25, "one standard deviation of it")
    start_trust: int = _number(56, "S0", 20, 80, "trust at the start")
    start_trust_spread: int = _number(14, "S0", 0, 25, "one standard deviation of its common part")
    start_trust_pair: int = _number(6, "S0", 0, 20, "one standard deviation of each pair's own part")
    start_trust_affinity: int = _number(18, "S0", 0, 40, "trust for a full unit of shared interest above one half")
    start_support: int = _number(56, "S0", 30, 80, "domestic support at the start")
    start_support_spread: int = _number(5, "S0", 0, 15, "one standard deviation of it")
    start_readiness: int = _number(45, "S0", 0, 100, "readiness at the start")
    start_legitimacy: int = _number(55, "S0", 0, 100, "legitimacy at the start")
    start_line: int = _number(50, "S0", 0, 100, "common line at the start")
    start_threat: int = _number(50, "S0", 0, 100, "the outside party's strength at the start")
    start_harm: int = _number(5, "S0", 0, 100, "civilian harm at the start")
    start_means: int = _number(3, "S0", 0, 6, "means at the start")
    seeker_greed: int = _number(0.15, "R13", 0, 0.5, "greed of a security seeker")
    greedy_greed: int = _number(0.75, "R13", 0.5, 1, "greed of a greedy rival")

    # --- the chance of success (tables 1, 2, 4) -----------------------------------------------------------
    score_scale: int = _number(14, "C1", 8, 25, "points that turn even odds into 73 %")
    base: Ints = _table([0, -4, -1, -3, 0], "T1", -20, 20, "points a strategy starts with")
    fit: Ints = _table(
        [[0, 0, 0, 0, 0], [4, -4, -2, -4, 2], [-3, 4, -2, -6, 4], [0, 1, 6, -4, -4], [-3, -1, 1, 7, -3]],
        "T1", -15, 15, "points for a feature at its highest, lost at its lowest", columns=Feature.words(),
    )  # fmt: skip
    trust_weight: Ints = _table([0, 2, 1.5, 1, 0.5], "T2", 0, 6, "points for ten points of trust above 50")
    affinity_weight: Ints = _table([0, 3, 4, 1, 0], "T2", 0, 10, "points for one unit of shared interest above 0.3")
    effort_weight: Ints = _table([0, 6, 7, 4, 2], "T2", 0, 15, "points for effort that doubles the need")
    escalation_weight: Ints = _table([0, -2, -1, -2, -2], "T2", -6, 2, "points for each step above 2")
    groundwork_weight: Ints = _table([0, 4, 5, 2, 0], "T2", 0, 10, "points for each level of groundwork")
    legitimacy_weight: Ints = _table([0, 0, 1.5, 0.5, 0], "T2", 0, 5, "points for ten points of legitimacy above 50")
    leverage_weight: Ints = _table([0, 1, 1, 0, 0], "T2", 0, 5, "points for ten points of deterrence above 50")
    domestic_weight: Ints = _table([0, 0.5, 1, 0.5, 0], "T2", 0, 5, "points for ten points of support above 50")
    partner_weight: Ints = _table([0, 4, 1.5, 2.5, 1.5], "T2", 0, 8, "points for each partner, three at most")
    need: Ints = _table([0, 0.8, 1, 0.6, 0.4], "T2", 0.1, 3, "effort a crisis at step 0 needs")
    need_escalation: int = _number(0.25, "T2", 0, 1, "share of the need added by each step")
    need_breadth: int = _number(0.5, "T2", 0, 2, "share of the need added by full breadth (bilateral, multilateral)")
    outside_affinity: int = _number(0.1, "T2", -1, 1, "shared interest with the outside party")
    bilateral_clash: int = _number(3, "R4", 0, 10, "points lost by all for each further bilateral on a crisis")
    summit_clash: int = _number(4, "R4", 0, 10, "points a summit loses for each side deal on its crisis")
    dual_track: int = _number(3, "R5", 0, 10, "points a confidence measure gives the summit on the same crisis")
    channel_points: int = _number(2, "R10", 0, 6, "points for each channel on later Track II")
    quorum: int = _number(0.6, "R2", 0.5, 1, "share of members a summit needs")
    minilateral: int = _number(6, "R2", 0, 15, "points lost below the quorum")
    absentee: int = _number(1.5, "R2", 0, 6, "trust lost by idle absentees when the quorum is missed")
    interest_gain: int = _number(5, "T4", 0, 10, "interest: points for positions wholly apart")
    listen_gain: int = _number(4, "T4", 0, 10, "listen: points for full misperception")
    package_gain: int = _number(4, "T4", 0, 10, "package: points for full enforcement need")
    package_means: int = _number(0.5, "T4", 0, 2, "package: means it costs")
    mediate_gain: int = _number(5, "T4", 0, 10, "mediate: points late or under deep mistrust")
    backchannel_gain: int = _number(6, "T4", 0, 12, "back channel: points for full sensitivity")
    backchannel_shield: int = _number(0.3, "T4", 0, 1, "back channel: share of the public cost of failure")
    arbitrate_gain: int = _number(5, "T4", 0, 10, "arbitrate: points for full enforcement need between allies")
    rapport_bonus: int = _number(0.6, "T4", 0, 2, "rapport: share added to the trust won")
    rapport_failure: int = _number(2, "T4", 0, 6, "rapport: trust won even on failure")
    listen_bonus: int = _number(0.25, "T4", 0, 1, "listen: share added to the trust won")
    hard_cost: int = _number(4, "T4", 0, 10, "hard bargaining: points lost")
    hard_gain: int = _number(6, "T4", 0, 15, "hard bargaining: influence for a success")
    hard_gain_bilateral: int = _number(0.7, "T4", 0, 1, "hard bargaining: share of it in a bilateral")
    hard_resentment: int = _number(1, "T4", 0, 5, "hard bargaining: trust lost with everyone")

    # --- effects (table 3) and clauses (table 5) ------------------------------------------------------------
    steps: Ints = _table([0, 2, 2, 1, 0], "T3", 0, 4, "ladder steps on success", unit=1)
    tension_success: Ints = _table([0, -1, -1.5, -6, -1.5], "T3", -15, 5, "tension on success (external)")
    trust_success: Ints = _table([0, 6, 4, 4, 3], "T3", 0, 15, "trust in the group on success")
    trust_failure: Ints = _table([0, 2, 2.5, 1, 0], "T3", 0, 10, "trust lost in the group on failure")
    legitimacy_success: Ints = _table([0, -0.5, 2, 1, 0], "T3", -6, 6, "legitimacy on success")
    summit_failure: int = _number(1, "T3", 0, 6, "legitimacy a failed summit costs")
    support_success: Ints = _table([0, 1, 1, 0.5, 0], "T3", 0, 5, "support at home on success")
    support_failure: Ints = _table([0, -1.5, -2, -1.5, 0], "T3", -6, 0, "support at home on failure")
    outside_tension: int = _number(2.5, "T3", 0, 5, "multiplies the tension effect of a deal with the outside party")
    outside_legitimacy: int = _number(2, "T3", 0, 5, "multiplies its legitimacy effect")
    quiet_share: int = _number(0.4, "T3", 0, 1, "share of the tension effect of confidence measures elsewhere")
    confidence_parties: int = _number(6, "T3", 0, 15, "trust between the parties after a confidence measure")
    confidence_harm: int = _number(1, "T3", 0, 5, "harm a transnational confidence measure spares")
    track2_parties: int = _number(4, "T3", 0, 15, "trust between the parties after Track II")
    learn: int = _number(0.34, "T3", 0, 1, "what a confidence measure or Track II teaches of the rival")
    summit_readiness: int = _number(1, "T3", 0, 6, "readiness from a full summit")
    clause: Ints = _table(
        [[5, 1, 2, 0, 4, 0, 0], [4, 1.5, 1, 0, 2, 0, 0], [2, -0.5, 1, 0, 3, 0, 0],
         [2, 0, 0, 1, 3, 0, 0], [3, 0.5, 0, 0.5, 3, 0, 0], [0, -0.5, 1, 0, 2, 1, 2]],
        "T5", -10, 15, "what a clause changes", rows=Clause.words(), columns=CLAUSE_EFFECTS,
    )  # fmt: skip

    # --- named rules ----------------------------------------------------------------------------------------
    side_deal: int = _number(5, "R3", 0, 15, "trust a dealer loses with a fully concerned excluded member")
    side_deal_floor: int = _number(0.25, "R3", 0, 1, "stake that every excluded member has in being asked")
    side_deal_outside: int = _number(1.6, "R3", 0, 4, "multiplies it for a deal with the outside party")
    side_deal_open: int = _number(0.4, "R3", 0, 1, "multiplies it after open consultation (listen)")
    side_deal_nested: int = _number(0.5, "R3", 0, 1, "multiplies it for a dealer bound by a treaty")
    support_trust: int = _number(2, "R6", 0, 6, "trust won by each point of effort for a member in danger")
    abandonment: int = _number(4, "R6", 0, 12, "trust an idle ally loses with a member in danger")
    abandonment_treaty: int = _number(0.4, "R6", 0, 2, "share added for each treaty the idle ally signed")
    danger_step: int = _count(3, "R6", 1, 6, "step from which a member with a high stake is in danger")
    high_stake: int = _number(0.7, "R6", 0, 1, "what counts as a high stake")
    idle_victim: int = _number(2, "R6", 0, 6, "support lost by a member that holds while its own crisis burns")
    entrapment: int = _number(2.5, "R6b", 0, 8, "support lost in another's crisis that escalates")
    entrapment_stake: int = _number(0.4, "R6b", 0, 1, "own stake below which it counts as another's")
    quarrel: int = _number(2.5, "R6c", 0, 8, "trust an open quarrel costs its parties for each step above 1")
    quarrel_line: int = _number(0.8, "R6c", 0, 4, "common line it costs for each step above 2")
    free_riding: int = _number(2, "R7", 0, 8, "trust lost with each contributor")
    free_riding_cap: int = _number(1.2, "R7", 0, 2, "mean effort that counts at most")
    burden_memory: int = _number(0.85, "R7", 0, 1, "share of past burden that is remembered each turn")
    trust_pace: int = _number(2, "R8", 0.5, 4, "multiplies every gain and loss of trust")
    loss_aversion: int = _number(1.6, "R8", 1, 3, "losses weigh this much more than gains")
    trust_drift: int = _number(0.04, "R8", 0, 0.3, "share of the way to its base that trust drifts each turn")
    trust_base: int = _number(50, "R8", 20, 80, "base of that drift at a shared interest of 0.3")
    trust_base_affinity: int = _number(20, "R8", 0, 50, "added for each unit of shared interest above it")
    answer: int = _number(0.90, "R9", 0, 1, "chance that a rival without greed answers a confidence measure")
    answer_greed: int = _number(0.55, "R9", 0, 1, "taken off for full greed")
    answer_known: int = _number(0.10, "R9", 0, 0.5, "added once the rival is well known")
    known_enough: int = _number(0.6, "R9", 0, 1, "what counts as well known")
    exploited_tension: int = _number(2, "R9", 0, 10, "tension after an unanswered measure")
    exploited_readiness: int = _number(2, "R9", 0, 10, "readiness it costs")
    exploited_support: int = _number(2, "R9", 0, 10, "support it costs those who offered it")
    cleared: int = _number(0.5, "R9", 0, 1, "share of misperception left after a measure that worked")
    groundwork_share: int = _number(0.5, "R10", 0, 0.5, "share of sensitivity removed by each level of groundwork")
    channel_decay: int = _number(0.2, "R10", 0, 1, "channels lost each turn")
    leak_chance: int = _number(0.06, "R10", 0, 0.5, "chance that quiet talks leak")
    leak_support: int = _number(4, "R10", 0, 12, "support a leak costs")
    leak_trust: int = _number(2, "R10", 0, 8, "trust of the others a leak costs")
    taboo: int = _number(0.75, "R10b", 0, 1.01, "sensitivity or misperception from which official deals move one step")
    ratify: int = _number(46, "R11", 20, 80, "what a government needs to sign")
    ratify_integration: int = _number(8, "R11", 0, 20, "points for a full belief in integration")
    ratify_sovereignty: int = _number(0.3, "R11", 0, 1, "points lost for each point of sovereignty ceded")
    ratify_spread: int = _number(5, "R11", 0, 15, "one standard deviation of the parliament's mood")
    ratify_share: int = _number(0.5, "R11", 0, 1, "capability the signers must hold")
    treaty_strength: int = _number(3, "R11", 0, 6, "multiplies a clause's readiness, sovereignty and line in a treaty")
    treaty_other: int = _number(1.5, "R11", 0, 6, "multiplies its tension, means, trust and legitimacy")
    treaty_trust: int = _number(3, "R11", 0, 10, "trust among signers")
    treaty_legitimacy: int = _number(3, "R11", 0, 10, "legitimacy of a treaty in force")
    treaty_holdout: int = _number(4, "R11", 0, 12, "trust non-signers lose with signers")
    treaty_failure: int = _number(3, "R11", 0, 10, "support everywhere after a failed ratification")
    treaty_relief: int = _count(1, "R11", 0, 3, "steps lower that new cards of a covered domain start")
    support_drift: int = _number(0.10, "R12", 0, 0.5, "share of the way home that support drifts")
    support_home: int = _number(55, "R12", 30, 80, "where it drifts to")
    overreach: int = _number(1, "R12", 0, 4, "support for each point of effort beyond what the public cares about")
    overreach_stake: int = _number(1.6, "R12", 0, 4, "effort the public backs for a full stake")
    overreach_free: int = _number(0.2, "R12", 0, 2, "effort it always backs")
    sovereignty_cost: int = _number(0.04, "R12", 0, 0.3, "support for each point of sovereignty above tolerance")
    sovereignty_free: int = _number(25, "R12", 0, 100, "sovereignty everyone tolerates")
    sovereignty_axis: int = _number(12, "R12", 0, 50, "tolerance added by each unit of integration above -1")
    election_spread: int = _number(6, "R12", 0, 15, "one standard deviation of an election")
    election_every: int = _count(4, "R12", 1, 20, "turns between elections")
    fall_below: int = _number(44, "R12", 0, 70, "support below which a government falls")
    fall_restart: int = _number(54, "R12", 30, 80, "support of the next government")
    fall_trust: int = _number(5, "R12", 0, 15, "trust of allies it costs")
    fall_shift: int = _number(0.35, "R12", 0, 1, "one standard deviation of the change of positions")
    withdraw_chance: int = _number(0.5, "R12", 0, 1, "chance that a new government leaves a treaty")
    withdraw_from: int = _number(25, "R12", 0, 100, "sovereignty ceded above which it may")
    withdraw_back: int = _number(0.6, "R12", 0, 1, "share of sovereignty still ceded afterwards")
    withdraw_legitimacy: int = _number(1.5, "R12", 0, 10, "legitimacy it costs")
    withdraw_line: int = _number(5, "R12", 0, 20, "common line it costs")
    readiness_decay: int = _number(1.2, "R13", 0, 5, "readiness lost each turn")
    readiness_effort: int = _number(0.9, "R13", 0, 5, "readiness for each point of mean effort")
    arms_race: int = _number(0.06, "R13", 0, 0.4, "share of the gap in arms the outside party closes")
    ambition: int = _number(1.6, "R13", 0, 6, "strength a fully greedy rival adds")
    restraint: int = _number(0.4, "R13", 0, 4, "strength that lapses")
    arms_noise: int = _number(1.5, "R13", 0, 5, "one standard deviation of what nobody can read in a turn's arming")
    spiral: int = _number(0.12, "R13", 0, 0.5, "tension for each point of readiness above the rival's strength")
    temptation: int = _number(1.6, "R13", 0, 6, "tension for ten points of missing deterrence")
    temptation_from: int = _number(60, "R13", 0, 100, "deterrence below which weakness tempts")
    heat: int = _number(0.7, "R13", 0, 3, "tension for each step above 2 of an external crisis")
    tension_drift: int = _number(0.04, "R13", 0, 0.3, "share of the way home that tension drifts")
    tension_home: int = _number(40, "R13", 0, 80, "where it drifts to")
    escalate_base: int = _number(0.05, "R14", 0, 0.5, "chance of escalation")
    escalate_urgency: int = _number(0.25, "R14", 0, 0.6, "added by full urgency")
    escalate_tension: int = _number(0.30, "R14", 0, 0.8, "added by full tension")
    escalate_idle: int = _number(0.15, "R14", 0, 0.5, "added when nobody tried")
    escalate_deterrence: int = _number(0.15, "R14", 0, 0.5, "taken off by full deterrence (external)")
    escalate_channel: int = _number(0.03, "R14", 0, 0.2, "taken off by each level of the best channel")
    outbreak_tension: int = _number(10, "R15", 0, 30, "tension")
    outbreak_harm: int = _number(6, "R15", 0, 30, "harm")
    outbreak_harm_human: int = _number(12, "R15", 0, 40, "harm added by full human cost")
    outbreak_legitimacy: int = _number(4, "R15", 0, 20, "legitimacy lost")
    outbreak_support: int = _number(7, "R15", 0, 20, "support lost for a full stake")
    outbreak_line: int = _number(4, "R15", 0, 20, "common line lost")
    breach: int = _number(25, "R15", 0, 60, "trust between the parties of a quarrel that breaks out")
    breach_all: int = _number(3, "R15", 0, 15, "trust of everyone in everyone it costs")
    blame: int = _number(3, "R15", 0, 15, "trust the badly hit lose in those who did not work on it")
    suffering: int = _number(1.5, "R15", 0, 6, "harm for each step above 2 at full human cost")
    healing: int = _number(0.4, "R15", 0, 3, "harm healed each turn")
    erosion: int = _number(0.25, "R15", 0, 2, "legitimacy for each step above 3 of a transnational crisis")
    legitimacy_drift: int = _number(0.04, "R15", 0, 0.3, "share of the way home that legitimacy drifts")
    legitimacy_home: int = _number(52, "R15", 0, 80, "where it drifts to")
    relief_support: int = _number(2.5, "R15", 0, 8, "support for a full stake in a crisis resolved")

    # --- headlines, means, common line ------------------------------------------------------------------------
    news_tension: int = _number(6, "H1", 0, 15, "one standard deviation of the headlines")
    news_support: int = _number(3, "H1", 0, 10, "one standard deviation, shared by all members")
    news_national: int = _number(1.8, "H1", 0, 10, "one standard deviation, each member's own")
    news_legitimacy: int = _number(2.5, "H1", 0, 10, "one standard deviation")
    income: int = _number(1, "M1", 0, 3, "means each turn")
    rest: int = _number(0.5, "M1", 0, 3, "means added by holding")
    line_pace: int = _number(0.25, "L1", 0, 1, "share of the way the common line moves each turn")
    line_summit: int = _number(0.12, "L1", 0, 1, "share of the common line a summit alone makes")
    line_success: int = _number(3, "L1", 0, 10, "common line from a full summit")

    # --- indices and scorecards ---------------------------------------------------------------------------------
    cohesion_weights: Ints = _table(
        [0.40, 0.15, 0.15, 0.15, 0.15], "I1", 0, 1, "weights of the parts of cohesion",
        rows=("trust", "equity", "line", "domestic", "institutions"),
    )  # fmt: skip
    stability_weights: Ints = _table(
        [0.30, 0.30, 0.15, 0.15, 0.10], "I2", 0, 1, "weights of the parts of stability",
        rows=("calm", "control", "deterrence", "legitimacy", "human"),
    )  # fmt: skip
    crisis_control: int = _number(17, "I2", 4, 40, "escalation steps on the table that leave no control at all")
    equity_slope: int = _number(1.5, "I1", 0.5, 3, "how steeply unfair burdens lower equity")
    weakest_link: int = _number(0.25, "I1", 0, 1, "share of the trust part that is the least trusted member's standing")
    institution_treaty: int = _number(30, "I1", 0, 60, "institutions for a treaty of every member")
    institution_agreement: int = _number(35, "I1", 0, 60, "institutions for an agreement of every pair")
    institution_stage: int = _number(6, "I1", 0, 20, "institutions for each stage of the treaty")
    institution_readiness: int = _number(0.45, "I1", 0, 1, "institutions for each point of readiness")
    threat_share: int = _number(0.75, "I2", 0, 2, "deterrence lost for each point of the rival's strength")
    own_crisis: int = _number(5, "N1", 0, 15, "security lost for each step at full stake")
    security_bonus: int = _number(10, "N1", 0, 30, "security above the stability index")
    autonomy_cost: int = _number(1.5, "N1", 0, 4, "autonomy lost for each point of sovereignty")
    prosperity_cost: int = _number(50, "N1", 0, 100, "prosperity lost for a point of effort each turn")
    prosperity_deal: int = _number(3, "N1", 0, 10, "prosperity for each bilateral agreement")
    objective_bonus: int = _number(5, "N1", 0, 15, "points for the objective's own condition, lost when it fails")

    def with_values(self, values: Mapping[str, float]) -> Rulebook:
        """This rulebook with some numbers changed.

        `values` maps a name (``start_tension``, ``base.bilateral``, ``fit.multilateral.enforcement``) to a number
        in whole units.  Raises `ParameterError` for an unknown name or a number outside its range.
        """
        changed: dict[str, Any] = {}
        for name, value in values.items():
            head, *path = name.split(".")
            meaning = MEANINGS.get(head)
            if meaning is None:
                raise ParameterError(name, "is no parameter of the rules")
            if isinstance(value, bool):
                value = int(value)
            if not meaning.low <= value <= meaning.high:
                raise ParameterError(name, f"{value:g} is outside its range", f"{meaning.low:g} to {meaning.high:g}")
            if meaning.unit == 1 and value != int(value):
                raise ParameterError(name, f"{value:g} is not a whole number")
            stored = _stored(value, meaning.unit)
            if meaning.rows:
                table = np.array(changed.get(head, getattr(self, head)), np.int32)
                table[_cell(name, meaning, path)] = stored
                table.flags.writeable = False
                changed[head] = table
            elif path:
                raise ParameterError(name, f"{head} is one number, not a table")
            else:
                changed[head] = stored
        for head in ("cohesion_weights", "stability_weights"):
            if head in changed and int(changed[head].sum()) != UNIT:
                raise ParameterError(head, "weights of an index must sum to 1")
        return replace(self, **changed)


def _cell(name: str, meaning: Meaning, path: list[str]) -> tuple[int, ...]:
    axes = [axis for axis in (meaning.rows, meaning.columns) if axis]
    if len(path) != len(axes):
        example = ".".join([name.split(".", maxsplit=1)[0], *(axis[-1] for axis in axes)])
        raise ParameterError(name, "names no single cell of its table", f"write it like {example}")
    for word, axis in zip(path, axes, strict=True):
        if word not in axis:
            raise ParameterError(name, f"“{word}” is no row or column of the table", ", ".join(axis))
    return tuple(axis.index(word) for word, axis in zip(path, axes, strict=True))


MEANINGS: Final[dict[str, Meaning]] = {f.name: f.metadata["meaning"] for f in fields(Rulebook)}
"""Every parameter's meaning, by name."""

_DEFAULTS: Final = {f.name: f.default_factory() if callable(f.default_factory) else f.default for f in fields(Rulebook)}

HOUSE_RULES: Final = ("tactics", "treaty", "channels", "elections", "sovereignty", "rival_shown")
"""The switches a campaign may set for every level under `house_rules`."""

LEVELS: Final[dict[Level, Mapping[str, float]]] = {
    Level.FULL: {},
    Level.STANDARD: {
        "slots": 2, "clauses": 1,
        "load": -0.05, "overload": 11, "crisis_control": 12.5, "start_tension": 42, "tension_home": 45, "heat": 1.5,
        "escalate_base": 0.15, "escalate_urgency": 0.3, "escalate_tension": 0.45,
    },
    Level.BASICS: {
        "slots": 1, "tactics": 0, "clauses": 0, "treaty": 0, "channels": 0, "elections": 0, "sovereignty": 0,
        "rival_shown": 1, "start_cards": 1,
        "load": -0.5, "overload": 14, "crisis_control": 7, "start_tension": 52, "tension_home": 45, "heat": 1.5,
        "escalate_base": 0.17, "escalate_urgency": 0.2, "escalate_tension": 0.5, "escalate_idle": 0.3,
        "temptation": 1, "start_trust": 52.5, "start_line": 38, "institution_readiness": 0.25,
    },
}  # fmt: skip
"""What each level changes; tuned so that each holds the balance band of docs/rules.md."""


def rulebook(level: Level = Level.FULL, overrides: Mapping[str, float] | None = None) -> Rulebook:
    """The parameters of a level with a campaign's overrides on top."""
    return Rulebook().with_values(LEVELS[level]).with_values(overrides or {})
