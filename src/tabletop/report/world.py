"""The sections that lead out of the game: agreements, crises and what really happened, notes, questions, the model."""

from __future__ import annotations

from tabletop.report import facts as f
from tabletop.report.blocks import Block, Bullets, Heading, Para, Section, Table
from tabletop.telling.sentences import listed

_END = {"resolved": "resolved", "outbreak": "broke out", "": "on the table at the end"}
_MARKS = "E: observations support the direction; T: a published argument does; D: a design choice. Every size is one."


def agreements(report: f.Report) -> Section:
    rows = [(str(one.turn), one.what, listed(one.who), one.detail, one.card) for one in report.agreements]
    if not rows:
        return Section("agreements", "Agreements and treaties", [Para("Nothing was agreed.")])
    head = ("Turn", "What", "Between", "Clause or stage", "Crisis")
    return Section("agreements", "Agreements and treaties", [Table("The register of treaties and clauses", head, rows)])


def crises(report: f.Report) -> Section:
    def turn(number: int) -> str:
        return str(number) if number else "–"

    rows = [
        (card.title, turn(card.came), turn(card.first_joint), turn(card.left),
         _END[card.end] if report.finished or card.end else "on the table", " → ".join(map(str, card.steps)))
        for card in report.cards
    ]  # fmt: skip
    head = ("Crisis", "Came in turn", "First joint action", "Left in turn", "How", "Steps on the ladder")
    blocks: list[Block] = (
        [
            Table(
                "When each came and went, and when two members or more first acted on it",
                head,
                rows,
                frozenset({1, 2, 3}),
            )
        ]
        if rows
        else []
    )
    for card in report.cards:
        blocks += _crisis(card)
    if any(card.happened for card in report.cards):
        blocks.append(
            Para("What really happened is one path among several; it is no proof that it had to come so.", quiet=True)
        )
    return Section("crises", "The crises", blocks)


def _crisis(card: f.Card) -> list[Block]:
    blocks: list[Block] = [Heading(f"{card.title} ({card.date})" if card.date else card.title), Para(card.situation)]
    told = [Para(brief.text, f"Told to {brief.name} alone:") for brief in card.briefs]
    told += [Para(card.law, "Law:")] if card.law else []
    told += [Para(card.lesson, "To take away:")] if card.lesson else []
    if told:
        blocks.append(Bullets(told))
    if card.happened:
        blocks += [Heading("What really happened", 4), Para(card.happened)]
    if card.readings:
        blocks.append(Bullets([Para(reading.says, f"{reading.who}:") for reading in card.readings]))
    if card.sources:
        blocks += [Heading("Sources", 4), Bullets([Para(source_text(source)) for source in card.sources])]
    return blocks


def source_text(source: f.Source) -> str:
    """“Author, Title (1984), https://…; note”."""
    text = f"{source.author}, {source.title}" if source.author else source.title
    text += f" ({source.year})" if source.year else ""
    text += f", {source.url}" if source.url else ""
    return f"{text}; {source.note}" if source.note else text


def notes(report: f.Report) -> Section:
    blocks: list[Block] = []
    if report.notes:
        blocks.append(Bullets([Para(note.text, f"Turn {note.turn}, {note.who}:", lines=True) for note in report.notes]))
    if report.taken_back:
        turns = listed([str(turn) for turn in report.taken_back])
        word = "turn" if len(report.taken_back) == 1 else "turns"
        blocks.append(Para(
            f"Choices of {word} {turns} were taken back and made again; who had seen the dice chose with more "
            "knowledge.",
            quiet=True,
        ))  # fmt: skip
    return Section("notes", "Notes", blocks)


def questions(report: f.Report) -> Section:
    if not report.opened:
        return Section("questions", "To talk about", [])
    blocks: list[Block] = [
        Bullets([
            Para("What happened, in which order? Use the timeline only.", "Facts."),
            Para("Pick one failure and read its ledger. Which term hurt most, and who could have changed it?", "Why."),
            Para("What did you believe the others wanted? Compare it with their scorecards.", "The others."),
            Para("Find a good decision with a bad die, and a poor one with a good die.", "Luck and judgement."),
            Para("Where does the case agree with what you know of the world, and where not?", "The world."),
            Para("Which rule would you change? What does the model leave out?", "The model."),
        ])
    ]  # fmt: skip
    for card in report.cards:
        if card.questions:
            blocks += [Heading(card.title), Bullets([Para(question) for question in card.questions])]
    return Section("questions", "To talk about", blocks)


def model(report: f.Report) -> Section:
    campaign = report.campaign
    rows = [
        (f"{rule.id} {rule.title}", rule.statement, rule.source, rule.mark, str(rule.terms) if rule.terms else "–")
        for rule in report.rules
    ]
    head = ("Rule", "What it says", "Source of the idea", "Mark", "Terms")
    blocks: list[Block] = [
        *(Para(text) for text in report.honesty),
        Para(campaign.fact_and_fiction, "Fact and fiction."),
    ]
    blocks += [
        Table("The rules that this game met, and how often they wrote into its ledger", head, rows, frozenset({4}))
    ]
    blocks.append(Para(_MARKS, quiet=True))
    if campaign.sources:
        blocks += [Heading("Sources of the campaign"), Bullets([Para(source_text(one)) for one in campaign.sources])]
    by = f" by {listed(campaign.authors)}" if campaign.authors else ""
    blocks.append(Para(
        f"{campaign.title} {campaign.version}{by}, {campaign.licence}. Content {campaign.digest[:16]}, rules "
        f"{report.rules_version}{f', state {report.state_hash[:16]}' if report.finished else ''}.",
        quiet=True,
    ))  # fmt: skip
    return Section("model", "What this report can and cannot show", blocks)
