"""Every rule by its id: what players are told of it, its formula, where it comes from and what kind of claim it is.

The ids are those of the ledger (`Entry.rule`) and of the parameters (`Meaning.rule`).  A formula names parameters
in braces, ``{side_deal}`` or ``{base.bilateral}``, with ``:%`` for a share shown in percent; `formula_of` fills in the
values of one rulebook, so that a campaign's overrides show.  A source stands behind the idea of a rule, never behind
its numbers.
"""

from __future__ import annotations

import re
from typing import Any, Final

from tabletop.rules import adjust, optional
from tabletop.rules.parameters import MEANINGS, Rulebook
from tabletop.rules.rule import DESIGN, EMPIRICAL, STATUSES, THEORY, Rule

__all__ = [
    "DESIGN", "EMPIRICAL", "REGISTRY", "STATUSES", "THEORY", "Rule", "formula_of", "names_in", "number_text",
    "value_of",
]  # fmt: skip

_NAME: Final = re.compile(r"\{([a-z0-9_.]+)(:%)?\}")


def value_of(name: str, book: Rulebook) -> float:
    """A parameter's value in whole units; `name` as in overrides (``quorum``, ``fit.bilateral.urgency``).

    Raises ``KeyError`` for a name that is no parameter or no single cell of its table.
    """
    head, *path = name.split(".")
    meaning = MEANINGS[head]
    axes = [axis for axis in (meaning.rows, meaning.columns) if axis]
    if len(path) != len(axes) or any(word not in axis for word, axis in zip(path, axes, strict=True)):
        raise KeyError(name)
    stored: Any = getattr(book, head)
    cell = stored[tuple(axis.index(word) for word, axis in zip(path, axes, strict=True))] if axes else stored
    return int(cell) / meaning.unit


def number_text(value: float) -> str:
    """A number as people read it: no needless zeros, the true minus sign."""
    return f"{value:g}".replace("-", "−")


def formula_of(rule_id: str, book: Rulebook) -> str:
    """A rule's formula with the values of `book` in place of the names; raises ``KeyError`` for an unknown rule."""

    def fill(found: re.Match[str]) -> str:
        value = value_of(found[1], book)
        return f"{number_text(round(100 * value, 6))} %" if found[2] else number_text(value)

    return _NAME.sub(fill, REGISTRY[rule_id].formula)


def names_in(formula: str) -> tuple[str, ...]:
    """The parameters that a formula names, as written in its braces."""
    return tuple(found[1] for found in _NAME.finditer(formula))


_RULES: Final = (
    Rule(
        "S0", "Where a game starts",
        "Each game starts a little differently: tension, trust and support vary around the scenario's values.",
        "tension = {start_tension} + N(0, {start_tension_spread}), kept within 15..75; trust of i in j = "
        "{start_trust} + N(0, {start_trust_spread}) once a game + N(0, {start_trust_pair}) for each ordered pair + "
        "{start_trust_affinity}·(S − 0.5), kept within 5..95; support = {start_support} + N(0, "
        "{start_support_spread}) for each member, kept within 20..90; readiness {start_readiness}, legitimacy "
        "{start_legitimacy}, common line {start_line}, rival's strength {start_threat}, harm {start_harm}, means "
        "{start_means}; burden = 2·capability share",
        "Signorino & Ritter 1999 for S; start values are the scenario's", DESIGN,
    ),
    Rule(
        "T0", "Dealing crises",
        "Each turn brings a crisis card, sometimes two. A card that finds no free place waits, and tension rises.",
        "one card a turn, in the first turn {start_cards} with more than three members; a second later with chance "
        "{load} + {load_per_member}·(N − 3), give or take {load_spread} once a game; {slots} places; no free place: "
        "tension +{overload}. Stakes: external 0.3 + 0.7·exposure ± 0.2; internal: the parties 1, others 0.25 + "
        "0.3·breadth ± 0.1; transnational 0.3 + 0.5·breadth ± 0.2",
        "—", DESIGN,
    ),
    Rule(
        "C1", "From points to a chance",
        "Points become a chance on a fixed curve: 0 points are even odds; nothing is surer than 95 % or less likely "
        "than 5 %.",
        "p = 1 / (1 + exp(−score / {score_scale})), within 5 %..95 %",
        "the logistic curve is a convention, not a finding", DESIGN,
    ),
    Rule(
        "T1", "Strategy and situation",
        "Each strategy starts with base points and fits some situations better than others.",
        "base (bilateral {base.bilateral}, multilateral {base.multilateral}, confidence {base.confidence}, track2 "
        "{base.track2}) + Σ fit[strategy, feature]·(2·pips/4 − 1) over the five features",
        "Oye 1986; Olson 1965; Ruggie 1992; Koremenos, Lipson & Snidal 2001; Jervis 1978; Davidson & Montville 1981",
        THEORY,
    ),
    Rule(
        "T2", "The other terms of the chance",
        "Trust, shared interest, effort, groundwork, legitimacy and support raise the chance; a crisis far up the "
        "ladder lowers it.",
        "weight of the strategy times: trust (T − 50)/10; affinity S − 0.3 (outside party: S = {outside_affinity}); "
        "effort supply/need − 1 within −1..+0.5, supply = Σ (½ + ½·N·cap)·effort, need = need[strategy]·(1 + "
        "{need_escalation}·step [+ {need_breadth}·breadth for bilateral, multilateral]) [·N/2 for multilateral]; "
        "escalation step − 2; groundwork; legitimacy (L − 50)/10; leverage (deterrence − 50)/10 within ±3, external "
        "only; domestic (support − 50)/10; partners, three at most",
        "Kydd 2005; Signorino & Ritter 1999; Olson & Zeckhauser 1966; Putnam 1988", THEORY,
    ),
    Rule(
        "T3", "What success and failure change",
        "Success lowers the crisis and builds trust and support; failure costs both. How much depends on the strategy.",
        "table 3; a failed summit costs legitimacy {summit_failure}; a full one gives readiness {summit_readiness}; a "
        "deal with the outside party counts {outside_tension}× for tension, {outside_legitimacy}× for legitimacy; a "
        "confidence measure elsewhere eases tension by {quiet_share}× its effect, builds trust {confidence_parties} "
        "between quarrelling parties, spares harm {confidence_harm} across borders; Track II builds {track2_parties} "
        "between parties; what is learnt of the rival: {learn} for each measure or Track II success with it",
        "Davidson & Montville 1981; Osgood 1962; Ruggie 1992", DESIGN,
    ),
    Rule(
        "T4", "Tactics",
        "Eight ways to negotiate; each pays in its own situation. A group uses the mean of its members' tactics.",
        "interest 2 + {interest_gain}·(1 − S)/2; listen 1 + {listen_gain}·fear, trust won +{listen_bonus:%}; rapport "
        "−1, trust won +{rapport_bonus:%}, +{rapport_failure} even on failure; package 1 + "
        "{package_gain}·enforcement, costs {package_means} means; mediate {mediate_gain} from step 4 or below trust "
        "40, else 1, + (legitimacy − 50)/20; backchannel −2 + {backchannel_gain}·sensitivity + own channel, public "
        "cost of failure ×{backchannel_shield}; arbitrate between allies 1 + {arbitrate_gain}·enforcement, else "
        "3·enforcement − 1; hard −{hard_cost}, influence +{hard_gain} (×{hard_gain_bilateral} in a bilateral), trust "
        "of all others −{hard_resentment}. Choice of tactics: {tactics} (0 = all interest)",
        "Fisher & Ury 1981; Walton & McKersie 1965; Touval & Zartman 1985; Wanis-St. John 2006; Simmons 2002; "
        "Schelling 1960",
        THEORY,
    ),
    Rule(
        "T5", "Clauses",
        "Each agreement carries one clause that changes readiness, tension, trust, means, sovereignty, legitimacy or "
        "the common line.",
        "table 5; of two proposals in a mutual deal the stronger partner's counts; sovereignty is ceded only while "
        "the pair has fewer than two agreements. Clauses: {clauses} (0 = always consult, 1 = proposed, 2 = chosen)",
        "Leeds et al. 2002; Morrow 1991", DESIGN,
    ),
    Rule(
        "R1", "Speed",
        "Bilateral deals and confidence measures act before the escalation roll, summits and Track II after it, until "
        "a treaty stands.",
        "fast: bilateral, confidence, and multilateral once any domain is covered by a treaty; slow: the rest",
        "Wallander 2000 on standing institutions", THEORY,
    ),
    Rule(
        "R2", "Quorum",
        "A summit needs a quorum. Below it, it is minilateral: harder, one step, no treaty. Alone it is a "
        "consultation without effect.",
        "quorum = {quorum}·N rounded up; below it −{minilateral} points, at most one step, no stage, no legitimacy; "
        "members who hold then lose {absentee} trust with those who met",
        "Naím 2009 on minilateralism", DESIGN,
    ),
    Rule(
        "R3", "Side deals",
        "A successful bilateral costs each dealer trust with everyone left out: most with those who had much at stake.",
        "{side_deal}·(stake + {side_deal_floor}), ×{side_deal_outside} with the outside party, ×{side_deal_open} "
        "after listening, ×{side_deal_nested} if the proposer is bound by a treaty",
        "Snyder 1984, 1997; Crawford 2014", THEORY,
    ),
    Rule(
        "R4", "Duplication and clash",
        "On a crisis only the best success counts, plus one step if another strategy worked too. Many bilaterals get "
        "in each other's way.",
        "steps = best success + 1 if a different strategy moved it too; −{bilateral_clash} points for every bilateral "
        "for each further one on the crisis; −{summit_clash} points for the summit for each of them",
        "Diamond & McDonald 1996 on multi-track diplomacy", DESIGN,
    ),
    Rule(
        "R5", "Dual track",
        "A confidence measure on the same crisis helps the summit: firmness and an offer together.",
        "+{dual_track} points for the summit",
        "Harmel report 1967; the double-track decision of 1979", THEORY,
    ),
    Rule(
        "R6", "Support and abandonment",
        "Members in danger remember who helped and who stood idle. Idling hurts more for those who signed treaties.",
        "from step {danger_step}, with a stake of {high_stake} or more: trust +{support_trust}·effort in each helper, "
        "−{abandonment}·(1 + {abandonment_treaty}·treaties signed) in each idle member; support −{idle_victim} at "
        "home for holding oneself",
        "Snyder 1984, 1997; Leeds, Long & Mitchell 2000", EMPIRICAL,
    ),
    Rule(
        "R6b", "Entrapment",
        "Working on a crisis that is hardly your own, and that escalates, costs support at home.",
        "own stake below {entrapment_stake} and the crisis climbs: support −{entrapment}",
        "Snyder 1984", THEORY,
    ),
    Rule(
        "R6c", "Open quarrels",
        "A quarrel between allies that stays open costs its two parties trust, and the alliance its common line.",
        "trust between the parties −{quarrel}·(step − 1); common line −{quarrel_line}·(step − 2) above step 2",
        "Snyder 1997; Weitsman 2004", THEORY,
    ),
    Rule(
        "R7", "Free riding",
        "Those who make no effort lose trust with those who do.",
        "trust −{free_riding}·min(mean effort, {free_riding_cap}) with each contributor; past burden counts "
        "×{burden_memory} a turn",
        "Olson & Zeckhauser 1966; Sandler 1993", EMPIRICAL,
    ),
    Rule(
        "R8", "The arithmetic of trust",
        "Trust is won slowly near the top and lost quickly: losses weigh more than gains. Unused, it drifts to what "
        "interest carries.",
        "T += {trust_pace}·gain·(1 − T/100); T −= {loss_aversion}·{trust_pace}·loss·T/100; then {trust_drift:%} of "
        "the way to {trust_base} + {trust_base_affinity}·(S − 0.3)",
        "Slovic 1993; Rozin & Royzman 2001; Kydd 2005", EMPIRICAL,
    ),
    Rule(
        "R9", "Reciprocity",
        "A confidence measure helps with the outside party only if it answers. A greedy rival often takes it and "
        "gives nothing.",
        "chance of an answer = {answer:%} − {answer_greed:%}·greed, +{answer_known:%} once {known_enough} of the "
        "rival is known; answered: a step, less tension, misperception ×{cleared}; not: tension +{exploited_tension}, "
        "readiness −{exploited_readiness}, support −{exploited_support}",
        "Osgood 1962; Lindskold 1978; Larson 1987; Kydd 2005; Jervis 1978", EMPIRICAL,
    ),
    Rule(
        "R10", "Groundwork, channels and leaks",
        "Track II prepares official talks and opens channels that calm crises. Quiet talks sometimes leak.",
        "success: groundwork +1 (2 at most), each level takes {groundwork_share:%} off sensitivity in official talks; "
        "channel +1 (3 at most, −{channel_decay} a turn), +{channel_points} points a level on later Track II; each "
        "member in Track II or a back channel leaks with chance {leak_chance:%}: support −{leak_support}, others' "
        "trust −{leak_trust}. Channels and leaks on: {channels}",
        "Kelman 2005; Fisher 2005; Davidson & Montville 1981", THEORY,
    ),
    Rule(
        "R10b", "Face and fear",
        "Where a matter is taboo, or both sides live in fear, official talks move one step at most until the ground "
        "is prepared.",
        "sensitivity left ≥ {taboo}: bilateral, summit and confidence measure one step at most; misperception left ≥ "
        "{taboo}: bilateral and summit one step at most",
        "Zartman & Berman 1982; Kelman 2005; Jervis 1978", THEORY,
    ),
    Rule(
        "R11", "The treaty",
        "Four full summits carry a treaty from objectives to ratification. Then each parliament decides whether to "
        "sign.",
        "a member signs if support + {ratify_integration}·integration − {ratify_sovereignty}·sovereignty + N(0, "
        "{ratify_spread}) ≥ {ratify}; in force if a quorum signs that holds {ratify_share:%} of capability; its "
        "clause counts ×{treaty_strength} (readiness, sovereignty, line) or ×{treaty_other} (the rest), trust "
        "+{treaty_trust} among signers, legitimacy +{treaty_legitimacy}, new cards of its domain start "
        "{treaty_relief} lower; non-signers −{treaty_holdout} trust with signers; not in force: back to stage 2, "
        "support −{treaty_failure}. Ratification on: {treaty} (0 = a full summit is a standing institution at once)",
        "Putnam 1988; Koremenos, Lipson & Snidal 2001; Leeds 2003; Poast 2019", THEORY,
    ),
    Rule(
        "R12", "Domestic politics",
        "Voters settle back, dislike effort for others' causes and lost sovereignty, and now and then change the "
        "government.",
        "support: {support_drift:%} of the way to {support_home}; −{overreach}·(effort − {overreach_stake}·stake − "
        "{overreach_free}) if positive; −{sovereignty_cost}·(sovereignty − {sovereignty_free} − "
        "{sovereignty_axis}·(integration + 1)) if positive; elections every {election_every} turns: N(0, "
        "{election_spread}); below {fall_below} the government falls: support {fall_restart}, allies' trust "
        "−{fall_trust}, positions move N(0, {fall_shift}); above sovereignty {withdraw_from} it leaves a treaty with "
        "chance {withdraw_chance:%}: sovereignty ×{withdraw_back}, legitimacy −{withdraw_legitimacy}, line "
        "−{withdraw_line}. Elections on: {elections}; sovereignty on: {sovereignty}",
        "Putnam 1988; Leeds & Savun 2007; Leeds, Mattes & Vogel 2009", EMPIRICAL,
    ),
    Rule(
        "R13", "Arms and tension",
        "Arms frighten a rival that seeks security; weakness tempts a greedy one. Nobody tells you which one you face.",
        "readiness −{readiness_decay} + {readiness_effort}·mean effort; rival's strength + {arms_race}·(readiness − "
        "strength) + {ambition}·greed − {restraint} + N(0, {arms_noise}); tension + {spiral}·(1 − greed)·"
        "max(0, readiness − strength) + "
        "{temptation}·greed·(({temptation_from} − deterrence)/10 within 0..4) + {heat}·Σ(step − 2) over external "
        "crises, then {tension_drift:%} of the way to {tension_home}; greed {seeker_greed} or {greedy_greed}; rival "
        "shown: {rival_shown}",
        "Richardson 1960; Jervis 1976, 1978; Glaser 1992, 2010", THEORY,
    ),
    Rule(
        "R14", "Escalation",
        "A crisis that no fast success touched may climb a step: more likely if urgent, if tension is high, and if "
        "nobody tried.",
        "{escalate_base:%} + {escalate_urgency:%}·urgency + {escalate_tension:%}·tension/100 + {escalate_idle:%} if "
        "nobody tried − {escalate_deterrence:%}·(deterrence − 50)/50 (external) − {escalate_channel:%}·best channel, "
        "within 5 %..90 %",
        "Kahn 1965; Brecher & Wilkenfeld 1997", THEORY,
    ),
    Rule(
        "R15", "Outbreak and suffering",
        "At step 6 a crisis breaks out, and everybody pays. Long crises hurt people; resolving one is welcomed at "
        "home.",
        "outbreak: tension +{outbreak_tension}, harm +{outbreak_harm} + {outbreak_harm_human}·human cost, legitimacy "
        "−{outbreak_legitimacy}, support −{outbreak_support}·stake, line −{outbreak_line}; internal: the parties "
        "−{breach} trust, everyone −{breach_all}; else the badly hit −{blame} trust in those who did not work on it. "
        "Each turn: harm +{suffering}·(step − 2)·human cost, −{healing}; legitimacy −{erosion}·(step − 3) for "
        "transnational crises, then {legitimacy_drift:%} of the way to {legitimacy_home}. Resolved: support "
        "+{relief_support}·stake",
        "Brecher & Wilkenfeld 1997; UN Charter 2(4), 33, 51", DESIGN,
    ),
    Rule(
        "R16", "Shared fate",
        "If cohesion falls too low the alliance breaks up; if stability does, there is regional war. Everybody loses "
        "by it.",
        "cohesion < {cohesion_floor}: break-up; stability < {stability_floor}: war; both: the one proportionally "
        "lower; every national score −{shared_fate}",
        "—", DESIGN,
    ),
    Rule(
        "H1", "Headlines",
        "The world moves a little by itself every turn; the headlines are read aloud.",
        "tension N(0, {news_tension}), legitimacy N(0, {news_legitimacy}), support N(0, {news_support}) for all and "
        "N(0, {news_national}) for each member",
        "—", DESIGN,
    ),
    Rule(
        "L1", "The common line",
        "The common line follows how many members pull together in public. One-sided deals and hard bargaining do not "
        "count.",
        "{line_pace:%} of the way to 100·((1 − {line_summit})·share of members acting in line + {line_summit} after a "
        "full summit), +{line_success} for a full summit",
        "Weitsman 2004", THEORY,
    ),
    Rule(
        "M1", "Means",
        "Effort costs means, one for one. Means come back a little every turn, faster for those who hold.",
        "means −effort + {income} (+{rest} when holding), within 0..6",
        "—", DESIGN,
    ),
    Rule(
        "M2", "Burden",
        "Past effort is remembered as a burden that slowly fades; fair shares make for an equitable alliance.",
        "burden = {burden_memory}·burden + ½·(½ + ½·N·cap)·effort",
        "Olson & Zeckhauser 1966", THEORY,
    ),
    Rule(
        "I1", "Cohesion",
        "Cohesion is trust, fair burdens, a common line, support at home and shared institutions.",
        "{cohesion_weights.trust}·trust + {cohesion_weights.equity}·equity + {cohesion_weights.line}·line + "
        "{cohesion_weights.domestic}·domestic + {cohesion_weights.institutions}·institutions; trust = (1 − "
        "{weakest_link})·mean + {weakest_link}·standing of the least trusted; equity = 100·(1 − {equity_slope}·H), H "
        "= ½·Σ|burden share − capability share|; institutions = {institution_treaty}·treaties a member + "
        "{institution_agreement}·agreements a pair + {institution_stage}·stage + {institution_readiness}·readiness, "
        "100 at most; pass mark {pass_mark}",
        "OECD/JRC 2008 on composite indicators; Hoover index", DESIGN,
    ),
    Rule(
        "I2", "Stability",
        "Stability is calm, crises under control, deterrence, legitimacy and the safety of people.",
        "{stability_weights.calm}·(100 − tension) + {stability_weights.control}·100·(1 − Σ steps/{crisis_control}) + "
        "{stability_weights.deterrence}·deterrence + {stability_weights.legitimacy}·legitimacy + "
        "{stability_weights.human}·(100 − harm); deterrence = 50 + readiness·(½ + ½·cohesion/100) − "
        "{threat_share}·rival's strength, within 0..100",
        "OECD/JRC 2008 on composite indicators", DESIGN,
    ),
    Rule(
        "N1", "National scorecards",
        "Each member weighs security, autonomy, prosperity and influence in its own secret way.",
        "security = stability + {security_bonus} − {own_crisis}·Σ stake·step; autonomy = 100 − "
        "{autonomy_cost}·sovereignty; prosperity = 100 − {prosperity_cost}·effort a turn + "
        "{prosperity_deal}·agreements; influence = mean trust of the others + influence won by hard bargaining; each "
        "within 0..100; ±{objective_bonus} for the objective's own condition",
        "Schelling 1960; Morrow 1991", THEORY,
    ),
    Rule(
        "E1", "The author's say",
        "The story's own consequences: what a card or an act changes because its author says so.",
        "the amount written in the card or act, within the limits of the variable",
        "the campaign's author", DESIGN,
    ),
    Rule(
        "LIM", "Limits",
        "Nothing passes its limit: what would go beyond 0 or 100 is cut off, and the ledger shows what was cut.",
        "limit − (value before + all other terms), where that would leave the range",
        "—", DESIGN,
    ),
)  # fmt: skip

REGISTRY: Final[dict[str, Rule]] = {rule.id: rule for rule in (*_RULES, *optional.RULES, *adjust.RULES)}
"""Every rule by its id, in the order in which the document tells them."""
