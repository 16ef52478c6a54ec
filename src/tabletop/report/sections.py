"""The report's sections, in the order of a debriefing: what happened, why, what the others wanted, luck, the world,
the model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from tabletop.report import counterfactual
from tabletop.report import facts as f
from tabletop.report.blocks import Block, Bullets, Figure, Heading, Para, Section, Table, Tone
from tabletop.report.judged import balance_text, par_text
from tabletop.report.room import sections as room
from tabletop.report.world import agreements, crises, model, notes, questions
from tabletop.telling.authored import follows
from tabletop.telling.sentences import listed
from tabletop.telling.words import number, signed

TONES: Final[dict[str, Tone]] = {"good": "good", "bad": "bad"}


def title(report: f.Report) -> str:
    return report.campaign.title


def _so_many(report: f.Report) -> str:
    return f"{report.turns_played} turn{'' if report.turns_played == 1 else 's'}"


def subtitle(report: f.Report) -> str:
    """What was played, in a line."""
    seats = [seat.name for seat in report.seats if seat.played_by == "person"]
    parts = [
        f"{report.campaign.kind.capitalize()} campaign", f"level {report.level}", f"{_so_many(report)} played",
        f"people: {listed(seats)}" if seats else "played by computer players",
        *([f"luck number {report.seed}"] if report.seed is not None else []),
        *([f"session {report.session}"] if report.session else []), *([report.date] if report.date else []),
    ]  # fmt: skip
    return " · ".join(parts)


def sections(report: f.Report) -> list[Section]:
    """Every section that has something to say."""
    makers: tuple[Callable[[f.Report], Section], ...] = (
        _ending, _players, room.thread, room.clock, _timeline, _turns, room.led, _turning, counterfactual.section,
        _trust, _burden, agreements, room.said, _scores, _luck, crises, notes, room.answers, room.participation,
        questions, model,
    )  # fmt: skip
    made = (make(report) for make in makers)
    return [section for section in made if section.blocks]


# ---------------------------------------------------------------- what happened


def _ending(report: f.Report) -> Section:
    last, limits = report.stands or report.timeline[-1], report.limits
    curves = Figure("indices", "Cohesion and stability, turn by turn, with the goal and the floors")
    if report.ending is None:
        unfinished = Para(
            f"This game is not finished. Played so far: {_so_many(report)}. What is still secret is left "
            "out: objectives, briefs, notes, the computer players' characters, the rival's intent, and the "
            "analysis. Make the report again when the game is over.",
            "Not finished.",
        )  # fmt: skip
        if report.opened:
            unfinished = Para(
                f"The story was not played to its end: the class left it after {_so_many(report)}. There is no "
                "outcome and no grade; numbers, scores, turning points and luck are told as they stood then. What was "
                "secret is opened.",
                "Declassified before the end.",
            )  # fmt: skip
        return Section("end", "Where it stands", [unfinished, *_opened(report), _indices(last, limits), curves])
    end = report.ending
    blocks: list[Block] = [
        Para(f"{end.outcome_text}. Grade {end.grade}: {end.grade_text}.", f"{end.title}.", TONES.get(end.tone, "")),
        *([Para(end.closing, quiet=True)] if end.closing else []),
        Para(end.text),
        _indices(last, limits),
        curves,
        Para(
            "A report about a game, not about the world: it does not show that any way of acting works. See the last "
            "section.",
            quiet=True,
        ),
    ]
    return Section("end", "How it ended", blocks)


def _opened(report: f.Report) -> list[Block]:
    """The way from the end of the last turn played to the board that everybody saw last."""
    last, stands = report.timeline[-1], report.stands
    if stands is None:
        return []
    when = f"After turn {last.turn}" if last.turn else "At the start"
    told = stands.told or f"Then turn {stands.turn} opened, which moved neither."
    played = "was not played" if report.opened else "has not been played yet"
    since = f" Turning points and luck are reckoned up to the end of turn {last.turn}." if report.luck else ""
    return [Para(
        f"{when}: cohesion {number(last.cohesion)}, stability {number(last.stability)}. {told} Turn {stands.turn} "
        f"{played}; the table has the board as everybody last saw it.{since}"
    )]  # fmt: skip


def _indices(last: f.Moment, limits: f.Limits) -> Table:
    return Table(
        "The two indices", ("Index", "Value", "Goal", "Floor"),
        (
            ("Cohesion", number(last.cohesion, 2), number(limits.goal), number(limits.cohesion_floor)),
            ("Stability", number(last.stability, 2), number(limits.goal), number(limits.stability_floor)),
        ),
        frozenset({1, 2, 3}),
    )  # fmt: skip


def _players(report: f.Report) -> Section:
    rows = []
    for seat in report.seats:
        person = f"a person{f' ({seat.person})' if seat.person else ''}"
        computer = f"computer player: {seat.mind}" if seat.mind else "computer player"
        rows.append((seat.name, seat.title, person if seat.played_by == "person" else computer, seat.mind_about))
    blocks: list[Block] = [
        Table("The members and who played them", ("Member", "Seat", "Played by", "How it plays"), rows)
    ]
    intent = {
        "seeker": "It sought safety, and could be reassured.",
        "greedy": "It wanted more, and looked for weakness.",
    }.get(report.outside.intent, "What it wants is not known yet.")
    blocks.append(Para(f"{report.outside.description} {intent}", f"{report.outside.name}."))
    return Section("players", "Who played", blocks)


def _timeline(report: f.Report) -> Section:
    parts = [*report.limits.cohesion_weights, *report.limits.stability_weights]
    stands = report.stands
    moments = [
        (f"{m.turn}, opened" if m is stands else str(m.turn) if m.turn else "start",
         number(m.cohesion), number(m.stability), number(m.tension),
         *(number(value) for value in (*m.cohesion_parts.values(), *m.stability_parts.values())))
        for m in (*report.timeline, *([stands] if stands else []))
    ]  # fmt: skip
    head = ("Turn", "Cohesion", "Stability", "Tension", *(part[:1].upper() + part[1:] for part in parts))
    table = Table(
        "Both indices, tension and the ten components after each turn"
        + (f", and as turn {stands.turn} opened" if stands else ""),
        head,
        moments,
        frozenset(range(1, 14)),
    )
    weights = [
        Para(listed([f"{name} {number(weight, 0)}\u00a0%" for name, weight in of.items()]) + ".", lead)
        for lead, of in (
            ("Cohesion:", report.limits.cohesion_weights), ("Stability:", report.limits.stability_weights)
        )
    ]  # fmt: skip
    return Section("timeline", "Timeline", [
        Figure("components", "The ten components, turn by turn"), table, Bullets(weights)
    ])  # fmt: skip


def _turns(report: f.Report) -> Section:
    blocks: list[Block] = []
    for turn in report.turns:
        blocks.append(Heading(f"Turn {turn.turn}"))
        if turn.closing:
            blocks.append(Para(turn.closing, quiet=True))
        if turn.way:
            blocks.append(Para(follows(turn.way), quiet=True))
        if turn.opening:
            blocks.append(Para(turn.opening, f"{turn.act}.", quiet=True))
        if turn.dealt:
            blocks.append(Para(f"{listed([f'“{name}”' for name in turn.dealt])}.", "New on the table:"))
        if turn.opened:
            blocks.append(Bullets([Para(one.text, tone=TONES.get(one.kind, "")) for one in turn.opened]))
        blocks += _story(turn.told)
        blocks.append(_choices(turn))
        if turn.negotiations:
            blocks.append(_negotiations(turn))
        blocks.append(Bullets([
            Para(_causes(turn.cohesion_causes), "Cohesion, rule by rule:"),
            Para(_causes(turn.stability_causes), "Stability, rule by rule:"),
        ]))  # fmt: skip
    return Section("turns", "Turn by turn", blocks)


def _story(told: Sequence[f.Told]) -> list[Block]:
    blocks: list[Block] = []
    items: list[Para] = []
    for one in told:
        if one.kind == "title":
            blocks += [Bullets(items)] if items else []
            items = []
            blocks.append(Heading(one.text, 4))
        else:
            items.append(Para(one.text, tone=TONES.get(one.kind, "")))
    return [*blocks, Bullets(items)] if items else blocks


def _choices(turn: f.Turn) -> Table:
    rows = [(choice.name, choice.by, choice.text, choice.why) for choice in turn.choices]
    return Table(
        f"Choices in turn {turn.turn}", ("Member", "Chosen by", "Choice", "The computer player's reason"), rows
    )


def _negotiations(turn: f.Turn) -> Table:
    rows = []
    for one in turn.negotiations:
        what = f"{one.strategy}{f' with {one.partner}' if one.partner else ''} on “{one.title}”"
        terms = "; ".join(f"{term.name} {signed(term.points)}" for term in one.terms)
        die = "–" if one.die is None else number(one.die, 2)
        result = "success" if one.success else "nobody else came" if one.die is None else "failure"
        result += ", not answered" if one.answered is False else ""
        rows.append((listed(one.members), what, f"{number(one.chance)} %", die, result, signed(one.score), terms))
    return Table(
        f"Ledger of the negotiations of turn {turn.turn} (a die below the chance is a success)",
        ("Who", "What", "Chance", "Die", "Result", "Points", "Terms by size"), rows, frozenset({2, 3, 5}),
    )  # fmt: skip


def _causes(found: Sequence[f.Cause]) -> str:
    return "; ".join(f"{cause.rule} {cause.title} {signed(cause.amount, 2)}" for cause in found) or "nothing moved it."


# ---------------------------------------------------------------- why, and the others


def _turning(report: f.Report) -> Section:
    end = "the end" if report.finished else "where the game was left"
    blocks: list[Block] = [
        Para(f"{point.sentence} {point.other}", f"Turn {point.turn}, “{point.title}”.")
        for point in report.turning_points
    ]
    if blocks:
        blocks.append(Para(
            "Each was played again with its result turned round and all other luck as it was. Everybody chose as they "
            "did where that was still possible; elsewhere a computer player chose for the seat. It says how much hung "
            "on a result, not that a choice was right or wrong.",
            quiet=True,
        ))  # fmt: skip
    elif report.luck is not None:
        blocks = [Para(f"No negotiation's other outcome would have moved {end}.")]
    return Section("turning", "Where it turned", blocks)


def _trust(report: f.Report) -> Section:
    trust = report.trust
    blocks: list[Block] = [
        Figure(f"trust-{when}", f"Trust {said}: rows trust columns", _matrix(trust, values, said))
        for when, said, values in (
            ("before", "at the start", trust.before),
            ("after", "at the end" if report.finished else "when it was left" if report.opened else "now", trust.after),
        )
    ]  # fmt: skip
    changes = [
        (f"{c.of} in {c.toward}", number(c.before), number(c.after), signed(c.change), str(c.turn) if c.turn else "–",
         "; ".join(f"{cause.rule} {cause.title} {signed(cause.amount)}" for cause in c.causes))
        for c in trust.changes
    ]  # fmt: skip
    if changes:
        head = ("Trust of", "Before", "After", "Change", "Most in turn", "Rules that moved it most")
        blocks.append(Table("The largest changes of trust", head, changes, frozenset({1, 2, 3, 4})))
    return Section("trust", "Trust", blocks)


def _matrix(trust: f.Trust, values: Sequence[Sequence[float | None]], when: str) -> Table:
    rows = [
        (name, *("–" if value is None else number(value) for value in row))
        for name, row in zip(trust.names, values, strict=True)
    ]
    head = ("Trust of … in", *trust.names)
    return Table(f"Trust {when}", head, rows, frozenset(range(1, len(head))))


def _burden(report: f.Report) -> Section:
    rows = [
        (b.name, f"{number(b.share)} %", f"{number(b.fair)} %", signed(b.share - b.fair), number(b.effort))
        for b in report.burden
    ]
    table = Table(
        "Burden against capability", ("Member", "Share borne", "Share of capability", "Difference", "Effort spent"),
        rows, frozenset({1, 2, 3, 4}),
    )  # fmt: skip
    return Section("burden", "Burden and capability", [
        Figure("burden", "Share of the burden borne lately; the mark is the member's share of the capability"), table,
        Para("The fair share is one key among several. Which other key would you propose?", quiet=True),
    ])  # fmt: skip


def _scores(report: f.Report) -> Section:
    did: tuple[str, ...] = (
        "Member", "Negotiations", "Successes", "Mean chance", "Held", "Support", "Trusted by others",
        "Sovereignty ceded",
    )  # fmt: skip
    rows = [
        (c.name, str(c.negotiations), str(c.successes), "–" if c.mean_chance is None else f"{number(c.mean_chance)} %",
         str(c.held), number(c.support), number(c.standing), number(c.sovereignty))
        for c in report.scorecards
    ]  # fmt: skip
    acts = Table("What each did", did, rows, frozenset(range(1, len(did))))
    if not report.opened:
        return Section("scores", "The members", [acts])
    names = [goal.name for goal in report.scorecards[0].goals]
    scored = [
        (c.name, number(c.total or 0), *(f"{number(g.value)} × {g.weight} %" for g in c.goals), signed(c.bonus_points),
         signed(c.fate), signed(c.less_common or 0))
        for c in report.scorecards
    ]  # fmt: skip
    head = ("Member", "Score", *(name.capitalize() for name in names), "Bonus", "Shared fate", "Own less common")
    blocks: list[Block] = [Table("Scores, and what they are made of", head, scored, frozenset(range(1, len(head))))]
    blocks.append(Para(
        "Own less common is the score less the lower index: above zero, the member did better for itself than the "
        "alliance did.",
        quiet=True,
    ))  # fmt: skip
    if any(card.red_lines for card in report.scorecards):
        blocks.append(Para(
            "Red lines bring and cost no points, and the game does not watch over them. Ask at each: was it crossed, "
            "who noticed, and what was it worth?",
            quiet=True,
        ))  # fmt: skip
    for card in report.scorecards:
        blocks += [Heading(f"{card.name}: {card.objective}"), Para(card.brief)]
        told = [Para(line, "Red line:") for line in card.red_lines]
        if card.bonus:
            met: Tone = "good" if card.bonus_met else "bad"
            told.append(Para(card.bonus, f"Objective {'met' if card.bonus_met else 'not met'}:", met))
        blocks += [Bullets(told)] if told else []
    blocks.append(acts)
    if report.honours:
        blocks += [
            Heading("Honours"),
            Bullets([Para(f"{h.condition} ({h.how})", f"{h.name}.") for h in report.honours]),
        ]
    return Section("scores", "National scorecards", blocks)


def _luck(report: f.Report) -> Section:
    luck = report.luck
    if luck is None:
        return Section("luck", "Luck and judgement", [])
    rows = [
        (d.name, str(d.rolled), number(d.expected, 2), str(d.actual), signed(d.balance, 2), number(d.spread, 2))
        for d in (luck.dice, *luck.seats)
    ]  # fmt: skip
    head = ("Member", "Rolled", "Expected successes", "Successes", "Balance", "Usual spread")
    extremes = [
        *([Para(luck.luckiest + ".", "The luckiest die:")] if luck.luckiest else []),
        *([Para(luck.unluckiest + ".", "The unluckiest die:")] if luck.unluckiest else []),
        Para(
            ", ".join(f"{name} {signed(amount)}" for name, amount in luck.headlines.items()) + ".",
            "Headlines, in sum over the game:",
        ),
    ]  # fmt: skip
    return Section("luck", "Luck and judgement", [
        *(Para(text) for text in par_text(luck)), Heading("The dice"), Para(balance_text(luck)), Bullets(extremes),
        Table("The dice of the negotiations, by member", head, rows, frozenset(range(1, 6))),
        Para("A lucky result is not a wise one, and a failure with a good chance is not a mistake.", quiet=True),
    ])  # fmt: skip
