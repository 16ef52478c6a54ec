"""The words and symbols of the screens: one for each thing, the same everywhere."""

from __future__ import annotations

from typing import Final

STRATEGIES: Final = ("bilateral", "multilateral", "confidence", "track2", "hold")
STRATEGY: Final = {
    "bilateral": "Bilateral", "multilateral": "Multilateral", "confidence": "Confidence", "track2": "Track II",
    "hold": "Hold",
}  # fmt: skip
STRATEGY_KEY: Final = {"bilateral": "b", "multilateral": "m", "confidence": "c", "track2": "t", "hold": "h"}
STRATEGY_HINT: Final = {
    "bilateral": "an agreement between two: quick, but those left out mind",
    "multilateral": "a summit of all: slow, needs a quorum, and builds the treaty",
    "confidence": "a visible step that reassures the other side: works on fear",
    "track2": "unofficial talks: deniable and slow; they prepare the ground",
    "hold": "stay out this turn: saves means, and is noticed",
}  # fmt: skip
TACTIC: Final = {
    "interest": "Interests", "listen": "Listen", "rapport": "Rapport", "package": "Package deal",
    "mediate": "Mediate", "backchannel": "Back channel", "arbitrate": "Arbitrate", "hard": "Hard bargaining",
}  # fmt: skip
TACTIC_HINT: Final = {
    "interest": "look behind positions; worth most where positions are far apart",
    "listen": "hear them out; against fear, wins more trust, side deals offend less",
    "rapport": "invest in the person; wins trust even when the talks fail",
    "package": "link several matters; where a deal must bind; costs half a means",
    "mediate": "go between; when a crisis is ripe or trust is very low",
    "backchannel": "talk in secret; where face matters; may leak",
    "arbitrate": "let a third party decide; between allies, where a deal must bind",
    "hard": "insist; wins influence for you alone, costs trust with everyone",
}  # fmt: skip
CLAUSE: Final = {
    "defence": "Defence", "exercise": "Exercises", "intel": "Intelligence", "logistics": "Logistics",
    "tech": "Technology", "consult": "Consultation",
}  # fmt: skip
CLAUSE_HINT: Final = {
    "defence": "most readiness, most sovereignty; the neighbour notices",
    "exercise": "readiness and some tension",
    "intel": "readiness and trust, a little calm",
    "logistics": "readiness, and means come back",
    "tech": "readiness and some means",
    "consult": "trust, legitimacy and a common line",
}  # fmt: skip
STEP: Final = ("settled", "friction", "dispute", "confrontation", "crisis", "brink", "outbreak")
"""Names of the steps of the escalation ladder, 0 to 6."""
DOMAIN: Final = {"external": "external", "internal": "between allies", "transnational": "transnational"}
DOMAIN_SYMBOL: Final = {"external": "►", "internal": "◄►", "transnational": "≈"}
FEATURES: Final = ("urgency", "breadth", "misperception", "sensitivity", "enforcement")
FEATURE: Final = {
    "urgency": "urgent", "breadth": "broad", "misperception": "fear", "sensitivity": "secret", "enforcement": "binding",
}  # fmt: skip
FEATURE_HINT: Final = {
    "urgency": "how fast it gets worse; favours bilaterals",
    "breadth": "how many must agree; favours summits",
    "misperception": "how much is fear; favours confidence-building",
    "sensitivity": "what cannot be said in public; favours Track II",
    "enforcement": "how much must bind; favours summits",
}  # fmt: skip
GOAL: Final = {"security": "security", "autonomy": "autonomy", "prosperity": "prosperity", "influence": "influence"}
LEVELS: Final = ("basics", "standard", "full")
LEVEL_HINT: Final = {
    "basics": "One crisis at a time; no tactics, clauses or treaty. The rival's intent is shown. Best at first.",
    "standard": "Two crises at once, tactics, the treaty in four stages, elections. The rival's intent is hidden.",
    "full": "Up to four crises, and you choose the clause of every agreement. For groups that know the game.",
}  # fmt: skip
SKILLS: Final = ("easy", "normal", "hard")
SKILL_HINT: Final = {
    "easy": "The others mean well and plan little: some look at their own crisis only, some choose at random.",
    "normal": "Each of the others plays its own character: guarantor, free-rider, opportunist and so on.",
    "hard": "The others think about what works. They are better allies, and better at looking after themselves.",
}  # fmt: skip
OUTCOME: Final = {
    "win": "The alliance holds and the region is calm",
    "draw": "Neither lost nor won",
    "cohesion-collapse": "The alliance broke apart",
    "stability-collapse": "Regional war",
}  # fmt: skip
GRADE_HINT: Final = {
    "A": "both at 75 or more", "B": "both at 65 or more", "C": "both at 55 or more: passed",
    "D": "the lower index between 45 and 55", "E": "the lower index under 45", "F": "an index fell through its floor",
}  # fmt: skip
INTENT_WAS: Final = {
    "seeker": "sought safety, and could be reassured", "greedy": "wanted more, and looked for weakness",
}  # fmt: skip
"""What the outside party was after, as it is told at the end, behind its name."""
TREATY: Final = (
    "no treaty talks yet",
    "objectives agreed",
    "terms agreed",
    "obligations agreed",
    "up for ratification",
)
TERM: Final = {
    "base": "start", "misperception": "fear", "sensitivity": "secrecy", "enforcement": "binding",
    "urgency": "urgency", "breadth": "breadth", "affinity": "shared interest", "domestic": "support at home",
    "minilateral": "too few came", "dual track": "measures beside",
}  # fmt: skip
"""Names of the terms of a chance where the rules' own word is not the screen's."""

REASON: Final = {
    "R1": "crises talked down", "R2": "empty chairs at the summit", "R3": "side deals", "R6": "standing by, or not",
    "R6b": "drawn into others' crises", "R6c": "open quarrels", "R7": "free riding", "R8": "trust settling",
    "R9": "answers to reassurance", "R10": "groundwork and channels", "R11": "the treaty", "R12": "politics at home",
    "R13": "arms and tension", "R14": "crises that climbed", "R15": "what crises cost and spared", "T0": "new crises",
    "T3": "results of the talks", "T4": "tactics", "T5": "clauses", "H1": "headlines", "M1": "means spent",
    "M2": "who bore the burden", "L1": "how united it looked", "E1": "the story",
    "O1": "broken pledges", "O2": "lines taken in public", "INJECT": "the facilitator's cards",
    "OVERRULE": "overruled by the facilitator",
}  # fmt: skip
"""Short words for what a rule did to an index."""

INDEX_PARTS: Final = {
    "cohesion": ("trust", "equity", "common line", "domestic", "institutions"),
    "stability": ("calm", "crisis control", "deterrence", "legitimacy", "human security"),
}  # fmt: skip


def number(value: float, places: int = 1) -> str:
    """A number as screens show it, with the true minus sign."""
    return f"{value:.{places}f}".replace("-", "−")


def signed(value: float, places: int = 1) -> str:
    """A change: always with its sign; 0 without one."""
    text = f"{value:+.{places}f}".replace("-", "−")
    return text[1:] if text.strip("+−0.") == "" else text


def shift(value: float, change: float, places: int = 1) -> float:
    """`change`, by which `value` came about, as the difference of the two numbers as they are shown.

    A reader who subtracts one number on the screen from the other finds this one; the ledger has the hundredths.
    """
    return round(round(value, places) - round(round(value - change, 2), places), places)


def arrow(value: float) -> str:
    """▲ up, ▼ down, · the same."""
    return "▲" if value >= 0.05 else "▼" if value <= -0.05 else "·"


def pips(filled: int, most: int = 4) -> str:
    """●●○○"""
    filled = max(0, min(filled, most))
    return "●" * filled + "○" * (most - filled)


def ladder(step: int, top: int = 6) -> str:
    """The escalation ladder: ▁▂▃··· at step 3."""
    return "▁▂▃▄▅▆"[: max(0, min(step, top))].ljust(top, "·")


def gauge(value: float, cells: int, most: float = 100) -> str:
    """A bar of eighths."""
    eighths = round(max(0.0, min(value / most, 1.0)) * cells * 8)
    full, rest = divmod(eighths, 8)
    return ("█" * full + (" ▏▎▍▌▋▊▉"[rest] if rest else "")).ljust(cells, "░")[:cells]


def mood(support: float) -> str:
    """What the public at home thinks, in a word."""
    for floor, word in ((66, "confident"), (58, "steady"), (51, "watchful"), (44, "restless")):
        if support >= floor:
            return word
    return "falling"


def stake(value: float) -> str:
    """How much is at stake, 0..1, in a word."""
    return "high" if value >= 0.7 else "some" if value >= 0.4 else "low"
