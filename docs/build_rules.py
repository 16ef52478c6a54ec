"""Write the generated blocks of docs/rules.md from the rules themselves: python docs/build_rules.py

A block stands between ``<!-- generated: NAME -->`` and ``<!-- end of NAME -->``; everything else is written by hand.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from tabletop.game.units import unit
from tabletop.rules import optional
from tabletop.rules.adjust import ADJUSTABLE
from tabletop.rules.arithmetic import chance
from tabletop.rules.conditions import NAMES
from tabletop.rules.optional import OPTIONS
from tabletop.rules.parameters import CLAUSE_EFFECTS, LEVELS, MEANINGS, Meaning, Rulebook
from tabletop.rules.registry import REGISTRY, formula_of, number_text, value_of
from tabletop.rules.scorecard import GRADES
from tabletop.rules.state import VARIABLES
from tabletop.rules.vocabulary import Clause, Feature, Strategy, Tactic

DOCUMENT = Path(__file__).with_name("rules.md")
BOOK = Rulebook()
MOVES = [strategy.word for strategy in Strategy if strategy != Strategy.HOLD]


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [list(head), *map(list, rows)]
    lines.insert(1, ["---"] * len(lines[0]))
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def value(name: str) -> str:
    return number_text(value_of(name, BOOK))


def variables() -> str:
    rows = [
        [f"`{v.name}`", v.shape, f"{v.low}..{'2^62' if v.high == 2**62 else v.high}", v.see, v.meaning, v.source]
        for v in VARIABLES.values()
    ]
    return table(["Variable", "Shape", "Stored range", "Seen by", "Meaning", "Source"], rows)


def curve() -> str:
    points = [-28, -20, -14, -10, -7, -3, 0, 3, 7, 10, 14, 20, 28]
    odds = [f"{int(chance(100 * p, BOOK.score_scale)) / 100:.0f} %" for p in points]
    return table(["Points", *(number_text(p) for p in points)], [["Chance", *odds]])


def fit() -> str:
    features = [feature.word for feature in Feature]
    rows = [[move, value(f"base.{move}"), *(value(f"fit.{move}.{f}") for f in features)] for move in MOVES]
    return table(["", "base", *features], rows)


def weights() -> str:
    names = [
        "trust_weight", "affinity_weight", "effort_weight", "escalation_weight", "groundwork_weight",
        "legitimacy_weight", "leverage_weight", "domestic_weight", "partner_weight", "need",
    ]  # fmt: skip
    head = ["", *(name.removesuffix("_weight") for name in names)]
    return table(head, [[move, *(value(f"{name}.{move}") for name in names)] for move in MOVES])


def effects() -> str:
    names = [
        "steps", "tension_success", "trust_success", "trust_failure", "legitimacy_success", "support_success",
        "support_failure",
    ]  # fmt: skip
    head = ["", *(name.replace("_", ", ") for name in names)]
    return table(head, [[move, *(value(f"{name}.{move}") for name in names)] for move in MOVES])


def tactics() -> str:
    listen, rapport = (number_text(1 + value_of(f"{name}_bonus", BOOK)) for name in ("listen", "rapport"))
    points_and_rest = [
        (f"2 + {value('interest_gain')}·(1 − S)/2", ""),
        (
            f"1 + {value('listen_gain')}·misperception",
            f"trust won ×{listen}; cheaper side deals (R3)",
        ),
        (
            "−1",
            f"trust won ×{rapport}, +{value('rapport_failure')} even on failure",
        ),
        (f"1 + {value('package_gain')}·enforcement", f"costs {value('package_means')} means"),
        (f"{value('mediate_gain')} from step 4 or below trust 40, else 1; + (legitimacy − 50)/20", ""),
        (
            f"−2 + {value('backchannel_gain')}·sensitivity + own channel",
            f"public cost of failure ×{value('backchannel_shield')}; may leak",
        ),
        (f"internal 1 + {value('arbitrate_gain')}·enforcement, else 3·enforcement − 1", ""),
        (
            f"−{value('hard_cost')}",
            f"influence +{value('hard_gain')} for a success (×{value('hard_gain_bilateral')} in a bilateral); "
            f"trust of all others −{value('hard_resentment')}; out of the common line",
        ),
    ]
    rows = [[tactic.word, *cells] for tactic, cells in zip(Tactic, points_and_rest, strict=True)]
    return table(["", "Points", "Besides"], rows)


def clauses() -> str:
    rows = [[clause.word, *(value(f"clause.{clause.word}.{name}") for name in CLAUSE_EFFECTS)] for clause in Clause]
    return table(["", *CLAUSE_EFFECTS], rows)


def rules() -> str:
    told = [
        f"**{rule.id} {rule.title}.** {rule.statement}\n\n"
        f"> {formula_of(rule.id, BOOK)}\n\n"
        f"*{rule.status[0].upper()}{rule.status[1:]}." + ("*" if rule.source == "—" else f" Source: {rule.source}.*")
        for rule in REGISTRY.values()
    ]
    return "\n\n".join(told)


def levels() -> str:
    names = sorted({name for values in LEVELS.values() for name in values}, key=list(MEANINGS).index)
    rows = [
        [f"`{n}`", *(number_text(changes.get(n, value_of(n, BOOK))) for changes in LEVELS.values()), MEANINGS[n].text]
        for n in names
    ]
    return table(["Parameter", *(level.word for level in LEVELS), "Meaning"], rows)


def default(name: str, meaning: Meaning) -> str:
    return "table" if meaning.rows else value(name)


def parameters() -> str:
    rows = [
        [f"`{name}`", m.rule, default(name, m), f"{number_text(m.low)}..{number_text(m.high)}", m.text]
        for name, m in MEANINGS.items()
    ]
    return table(["Parameter", "Rule", "Default", "Range", "Meaning"], rows)


def names() -> str:
    rows = [
        [f"`{n}`", m.kind, f"{number_text(m.low)}..{number_text(m.high)}", m.meaning] for n, m in NAMES.items()
    ]  # fmt: skip
    return table(["Name", "Kind", "Range", "Meaning"], rows)


def options() -> str:
    """Which optional rules there are, and which were thought of and are not."""
    built = dict(zip(OPTIONS, optional.RULES, strict=True))
    rows = [[f"`{word}`", rule.id, rule.statement] for word, rule in built.items()]
    return table(["Option", "Rule", "What it adds"], [*rows, *(["—", name, text] for name, text in NOT_BUILT.items())])


NOT_BUILT = {
    "O4": "*Not built.* Accession and a partner's seat: unanimous, and the new member starts with a mean trust of 45.",
    "O5": "*Not built.* Exit or half an exit (France 1966): leave the clauses (readiness −8), keep the treaty.",
    "O6": "*Not built.* Seats for an organisation, a firm, an armed group or a secretariat, ±3 points to one "
    "negotiation a turn.",
    "O7": "*Not built.* Intelligence that shows the rival's type with 85 % reliability; here what has been learnt of "
    "the rival opens its type to all.",
}
"""Optional rules that the design names and that nobody can play yet."""


def adjustable() -> str:
    """Every number that the facilitator can overrule, and how far."""
    shown = [(what, unit(name)) for name, what in ADJUSTABLE.items()]
    rows = [
        [f"`{what.variable}`", what.axis, f"{number_text(what.low / one)}..{number_text(what.high / one)}",
         VARIABLES[what.variable].meaning]
        for what, one in shown
    ]  # fmt: skip
    return table(["Number", "Whose", "Limits", "Meaning"], rows)


def grades() -> str:
    rows = [[letter, f"{number_text(floor / 100)} or more"] for floor, letter in GRADES]
    return table(["Grade", "Lower index"], [*rows, ["F", "a collapse, whatever the indices"]])


BLOCKS: dict[str, Callable[[], str]] = {
    made.__name__: made
    for made in (
        variables, curve, fit, weights, effects, tactics, clauses, rules, levels, parameters, names, grades,
        options, adjustable,
    )
}  # fmt: skip


def rebuilt(text: str) -> str:
    """The document with every generated block written anew."""
    for name, made in BLOCKS.items():
        opens, closes = f"<!-- generated: {name} -->", f"<!-- end of {name} -->"
        pattern = re.compile(re.escape(opens) + ".*?" + re.escape(closes), re.DOTALL)
        block = f"{opens}\n{made()}\n{closes}"

        def replace(_: Any, block: str = block) -> str:
            return block

        text, count = pattern.subn(replace, text)
        if count != 1:
            raise SystemExit(f"{DOCUMENT.name}: the block {name} stands there {count} times. Next: give it one place.")
    return text


def main() -> int:
    before = DOCUMENT.read_text(encoding="utf-8")
    after = rebuilt(before)
    if "--check" in sys.argv[1:]:
        return int(before != after)
    DOCUMENT.write_text(after, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
