"""The card bench on paper: what each of its panels says."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len

from tabletop.content.render import excerpt
from tabletop.telling.words import STRATEGIES, STRATEGY, STRATEGY_KEY, TACTIC
from tabletop.tui.canvas import Canvas
from tabletop.tui.screens.pages import write_story
from tabletop.tui.text import joined
from tabletop.tui.widgets.crises import Crises
from tabletop.tui.widgets.worth import draw_worth
from tabletop.workbench.authored import FORMER, LOST
from tabletop.workbench.benchtext import ranges
from tabletop.workbench.clauses import lines

if TYPE_CHECKING:
    from tabletop.content.problems import Problem
    from tabletop.workbench.authored import Version, Written
    from tabletop.workbench.cardbench import CardBench

WIDTHS: Final = (("the table at 80 × 24", 78, 10), ("the table at 120 × 40", 52, 18), ("read whole", 0, 0))
"""How the card is drawn: what for, cells, and lines that the table has for it."""
_TACTIC: Final = {
    "interest": "Inter.", "listen": "Listen", "rapport": "Rapp.", "package": "Pack.", "mediate": "Med.",
    "backchannel": "Back", "arbitrate": "Arb.", "hard": "Hard",
}  # fmt: skip
_TONE: Final = {"error": "$tt-bad", "warning": "$tt-warn", "tip": "$tt-accent"}
_SIGN: Final = {"error": "✗", "warning": "!", "tip": "·"}


def clock(at: float) -> str:
    """A time of this day, ``10:41:05``."""
    return time.strftime("%H:%M:%S", time.localtime(at))


# ---------------------------------------------------------------- the card


def draw_card(canvas: Canvas, bench: CardBench, way: int) -> None:
    """The card exactly as the game draws it, and under it what each seat alone knows."""
    name, width, room = WIDTHS[way]
    both = way == 0 and canvas.width >= WIDTHS[0][1] + WIDTHS[1][1] + 3
    names = f"{name}, and at 120 × 40" if both else name
    canvas.rule("As seen at", note=f"v {names}", what=("width",))
    if both:
        canvas.beside(as_drawn(bench, *WIDTHS[0][1:]), as_drawn(bench, *WIDTHS[1][1:]), gap=3)
    elif width:
        canvas.beside(as_drawn(bench, min(width, canvas.width), room))
    else:
        whole = Canvas(canvas.width)
        write_story(whole, bench.view(bench.seat), bench.wanted, lambda _, key: key)
        canvas.beside(whole)
    draw_briefs(canvas, bench)


def as_drawn(bench: CardBench, width: int, room: int) -> Canvas:
    """The panel of crises as the table draws it, without the empty lines at its end."""
    made, panel = Canvas(width), Crises()
    panel.view, panel.card, panel.room = bench.view(), bench.wanted, room
    panel.titled = room > WIDTHS[0][2]
    panel.paint(made)
    while made.lines and not made.lines[-1].plain.strip():
        made.lines.pop()
    return made


def draw_briefs(canvas: Canvas, bench: CardBench) -> None:
    """What each seat alone knows; the chosen seat's stands on the card."""
    crisis = bench.crisis
    if crisis is None:
        return
    members = {member.seat: member for member in bench.view().members}
    told = [interest for interest in crisis.stakes if _brief(bench, interest.seat)]
    canvas.put()
    canvas.rule("Briefs", note=f"{len(told)} of {len(crisis.stakes)} seats have one")
    for interest in crisis.stakes:
        member, brief = members[interest.seat], _brief(bench, interest.seat)
        here = interest.seat == bench.seat
        line = canvas.line().add("▸" if here else " ", "bold $tt-accent")
        line.add(f"{member.emblem} {member.name}", f"bold $tt-{member.colour}", ("seat", interest.seat))
        line.add(f"  stake {interest.stake:.2f}", "$tt-dim")
        canvas.put(line if brief else line.add("  knows nothing of its own", "$tt-dim"))
        if brief:
            canvas.write(joined(brief), indent=3)


def _brief(bench: CardBench, seat: str) -> str:
    written = bench.written
    return written.entry.card.briefs.get(seat, "") if written is not None and written.entry is not None else ""


# ---------------------------------------------------------------- the condition


def draw_condition(canvas: Canvas, bench: CardBench) -> None:
    """Whether it could be dealt on this board, clause by clause, and where along each slider its condition holds."""
    dealing = bench.dealing()
    names = {member.seat: member.short for member in bench.view().members}
    lit = dealing.lit
    mark, style = ("✓", "$tt-good") if dealing.comes else ("✗", "$tt-bad")
    canvas.rule("Could it come?", note="the card's when")
    says = "it could be dealt on this board" if dealing.comes else "it would not be dealt on this board"
    canvas.put(canvas.line().add(f" {mark} ", f"bold {style}").add(says, "bold"))
    for reason in dealing.barred:
        canvas.write(f"✗ {reason}", "$tt-warn", indent=3)
    if lit is None:
        canvas.write("It has no condition of its own.", "$tt-dim", indent=3)
        return
    canvas.put()
    for text in lines(lit, lambda seat: names.get(seat, seat)):
        indent = len(text) - len(text.lstrip())
        good = text.lstrip().startswith("✓")
        canvas.write(text.strip(), "$tt-good" if good else "$tt-bad", indent=3 + indent)
    read = [dial for dial in bench.dials() if dial.reads]
    if not read:
        return
    canvas.put()
    canvas.put(canvas.line().add(" Moved alone, the rest as it stands:", "bold"))
    for dial in read:
        line = canvas.line().to(3).add(dial.slider.label, "", ("slider", dial.slider.name), room=canvas.width - 40)
        line.to(max(min(canvas.width - 44, 40), 24)).add(" ").add(ranges(bench, dial))
        canvas.put(line.add(f"  now {dial.slider.word(dial.value)}", "$tt-dim"))


# ---------------------------------------------------------------- the chances


def draw_chances(canvas: Canvas, bench: CardBench, way: str, tactic: str | None, key: str = "") -> None:
    """Every way with every tactic for one seat; below, the chosen one as the table tells it."""
    view, crisis = bench.view(), bench.crisis
    if crisis is None:
        return
    me = view.member(bench.seat)
    allowed = view.options
    effort = min(bench.effort, allowed.efforts[-1]) if allowed else 0
    canvas.rule(f"Chances for {me.name}", note=f"s seat · f effort {effort} · a tactic", what=("seat", ""))
    tactics = bench.tactics()
    wide = min((canvas.width - 16) // max(len(tactics), 1), 15)
    head = canvas.line().to(16)
    for word in tactics:
        name = (TACTIC if wide >= 15 else _TACTIC).get(word or "", "")
        head.add(f"{name:>{wide - 1}} ", "bold" if word == tactic else "$tt-dim", ("way", way, word))
    canvas.put(head)
    for word in STRATEGIES[:-1]:
        line = canvas.line().add("▸" if word == way else " ", "bold $tt-accent")
        what = ("way", word, tactic)
        line.add(f"{STRATEGY_KEY[word]} ", "bold $tt-accent", what).add(STRATEGY[word], "", what).to(16)
        for each in tactics:
            found = bench.chance(word, each).forecast
            text = f"{found.chance:.0f} %" if found else "–"
            here = (word, each) == (way, tactic)
            cell = f"[{text}]" if here else f"{text} "
            line.add(f"{cell:>{wide}}", "bold $tt-accent on $tt-mark" if here else "", ("way", word, each))
        canvas.put(line)
    labels = {word: label for word, label in crisis.labels.items() if label}
    chance = bench.chance(way, tactic)
    line = canvas.line().add(f" {STRATEGY[way]}", "bold")
    line.add(f", {TACTIC[tactic].lower()}" if tactic else "", "bold")
    if chance.choice.target:
        names = {member.seat: member.name for member in view.members} | {"outside": view.outside.name}
        line.add(f" with {names.get(chance.choice.target, '')}", "bold").add(" (p)", "$tt-dim")
    label = f"  “{labels[way]}”" if labels.get(way) else ""
    beside = line.at + cell_len(label) <= canvas.width
    canvas.put(line.add(label if beside else "", "$tt-dim"))
    if not beside:
        canvas.write(label.strip(), "$tt-dim", indent=2)
    draw_worth(canvas, view, crisis, chance.forecast, bench.assumed(chance.choice), 4, key or " ")


# ---------------------------------------------------------------- the effects


def draw_effects(canvas: Canvas, bench: CardBench) -> None:
    """What the author lets happen, moment by moment, and what it would make of this board."""
    found = bench.happenings()
    names = {member.seat: member.short for member in bench.view().members}
    canvas.rule("What its effects would do", note="the author's part alone")
    if not found:
        canvas.write("It has no effects and no follow-ups of its own.", "$tt-dim", indent=1)
    for happening in found:
        canvas.put(canvas.line().add(f" {happening.moment}", "bold"))
        for row in happening.rows:
            mark = "" if row.lit is None else "✓ " if row.holds else "✗ "
            style = "" if row.holds else "$tt-dim"
            why = f"  {row.why}" if row.why else ""
            canvas.write(f"{mark}{row.text}{'' if row.holds else ' (not now)'}", style, ("line", row.line), indent=3)
            if why:
                canvas.write(row.why, "$tt-dim", indent=6)
            if row.lit is not None:
                for text in lines(row.lit, lambda seat: names.get(seat, seat)):
                    canvas.write(text, "$tt-good" if text.lstrip().startswith("✓") else "$tt-bad", indent=6)
        for shift in happening.shifts:
            cut = shift.lost != 0
            canvas.put(canvas.line().to(3).add("→ ", "$tt-accent").add(shift.words(), "$tt-warn" if cut else ""))


# ---------------------------------------------------------------- problems


def draw_files(canvas: Canvas, version: Version) -> None:
    """What `check` says of the campaign and its decks, apart from all cards."""
    canvas.rule("Problems that stand with no card", note="e opens the editor there")
    for problem in version.of_files:
        draw_problem(canvas, problem)
    faulty = sum(bool(card.problems) for card in version.cards)
    canvas.put()
    canvas.write(f"Cards with a problem: {faulty} (x goes on)." if faulty else "No card has a problem.",
                 "$tt-dim", indent=1)  # fmt: skip


def draw_problems(canvas: Canvas, written: Written | None, version: Version) -> None:
    """What `check` says of this card and its file; then how much there is elsewhere."""
    mine = written.problems if written is not None else ()
    others = [problem for problem in version.problems if problem not in mine]
    canvas.rule("Problems", note="e opens the editor there")
    if written is None:
        canvas.write("This card is no longer in the files.", "$tt-dim", indent=1)
    elif not mine:
        canvas.write("✓ Nothing is wrong with this card.", "$tt-good", indent=1)
    for problem in mine:
        draw_problem(canvas, problem)
    if not version.deep:
        canvas.write("Still looking further: what can be proved takes a moment …", "$tt-dim", indent=1)
    if others:
        errors = sum(problem.is_error for problem in others)
        canvas.put()
        told = f"Elsewhere: {errors} × error, {len(others) - errors} × warning or tip (x goes on)."
        canvas.write(told, "$tt-dim", indent=1)


def draw_problem(canvas: Canvas, problem: Problem, *, brief: bool = False) -> None:
    """One problem: where, what, the line with a caret under the word, and the way out."""
    style = f"bold {_TONE[problem.severity]}"
    place = f"{problem.file}:{problem.line}:{problem.column}" if problem.line else problem.file
    what = ("fault", problem.file, problem.line)
    canvas.put(canvas.line().add(f" {_SIGN[problem.severity]} ", style).add(f"{problem.heading} ", style, what)
               .add(place, "$tt-dim", what))  # fmt: skip
    canvas.write(problem.message, "bold", what, indent=3, most=2 if brief else 0)
    if problem.line and problem.excerpt.strip():
        for row, text in enumerate(_cut(excerpt(problem), canvas.width - 6)):
            canvas.put(canvas.line().to(5).add(text, style if row else "", what))
    if problem.hint:
        canvas.write(f"hint: {problem.hint}", "$tt-dim", indent=3, most=1 if brief else 0)


def _cut(pair: Sequence[str], room: int) -> tuple[str, str]:
    """An excerpt and its carets, cut alike so that the caret stays in sight."""
    line, carets = pair
    at = len(carets) - len(carets.lstrip())
    if cell_len(line) <= room:
        return line, carets
    left = max(0, at - room // 2)
    if not left:
        return line, carets[:room]
    return f"…{line[left + 1 :]}", carets[left : left + room]


def draw_fault(canvas: Canvas, bench: CardBench) -> None:
    """Over everything while a file is broken: what is shown instead, and the fault."""
    faults, written = bench.version.faults, bench.written
    if not faults:
        return
    mine = [problem for problem in (written.problems if written is not None else ()) if problem.is_error]
    several = f"  {len(faults)} errors, x shows the next" if len(faults) > 1 else ""
    line = canvas.line().add(" ✗ ", "bold $tt-bad")
    if bench.campaign is None:
        line.add("nothing can be shown until this is mended", "bold $tt-bad")
    elif written is not None and written.state == FORMER:
        line.add(f"showing the version of {clock(written.read_at)}", "bold $tt-bad")
    elif written is not None and written.state == LOST:
        line.add("this card cannot be shown until it is mended", "bold $tt-bad")
    else:
        count = f"{len(faults)} error{'s' if len(faults) > 1 else ''} elsewhere"
        line.add(f"{count}; this card is as saved" if written is not None else count, "bold $tt-warn")
        first = faults[0]
        place = f"  {first.code} {first.file.rsplit('/', 1)[-1]}:{first.line}:{first.column}"
        canvas.put(line.add(place, "$tt-dim", ("fault", first.file, first.line)))
        canvas.write(f"{first.message} (x shows it)", "bold", ("fault", first.file, first.line), indent=3, most=2)
        return
    canvas.put(line.add(several, "$tt-dim"))
    draw_problem(canvas, (mine or list(faults))[0], brief=True)
