"""The safety report: what a facilitator wants to know of a stranger's pack, in plain words, before anybody plays it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from tabletop.content.campaign_models import CampaignFile
from tabletop.content.text import clean, shorten
from tabletop.workbench.packs import names, words
from tabletop.workbench.packs.gather import Content
from tabletop.workbench.packs.installing import Installed
from tabletop.workbench.packs.opening import Pack, Tried

CANNOT: Final = (
    "It holds text only. No program is in it, and nothing in it is run: conditions are read by a fixed list of words.",
    "It cannot read or change a file outside its own folder, and it opens no address: links are shown, not followed.",
)
NO_SIGNATURE: Final = (
    "Packs are not signed. Who made this one is what it says, not what is proved; "
    "to be sure, compare the digest with the one its author published."
)
_MOST: Final = 12


@dataclass
class Report:
    """The report's facts; `lines` puts them into words."""

    pack: Pack
    tried: Tried
    facts: dict[str, Any] = field(default_factory=dict)
    odd: list[str] = field(default_factory=list)
    """What deserves a look; not a reason to refuse the pack."""
    lacking: list[str] = field(default_factory=list)

    @property
    def fine(self) -> bool:
        """Whether it can be installed here."""
        return not self.tried.errors and not self.lacking

    def as_json(self) -> dict[str, Any]:
        """The fields of ``tabletop verify --json``."""
        about = self.pack.manifest
        return {
            "fine": self.fine, "id": about.id, "kind": about.kind, "title": about.title, "version": about.version,
            "digest": about.digest, "licence": about.licence, "authors": list(about.authors),
            "language": about.language, "warnings": list(about.warnings), **self.facts, "odd": self.odd,
            "lacking": self.lacking, "problems": [problem.as_json() for problem in self.tried.problems],
        }  # fmt: skip

    def lines(self) -> Iterator[str]:
        """The report, a line at a time; a line that begins with two spaces belongs to the one above."""
        about, facts = self.pack.manifest, self.facts
        yield f"{clean(about.title)}: {about.kind} {about.id}, version {clean(about.version)}"
        yield f"  {clean(about.summary)}"
        yield ""
        yield "Whole: every file is the one the pack was made with."
        yield f"  {len(about.files)} files, {_size(sum(entry.size for entry in about.files))}; digest {about.digest}"
        yield f"Inside: {facts.get('inside', 'it cannot be read far enough to say')}."
        if "minutes_to_read" in facts:
            yield f"  {facts['words']:,} words, about {facts['minutes_to_read']} minutes to read all of it."
        for need in about.needs:
            yield f"  It uses the deck {need.deck} (version {clean(need.version)} or newer) of another pack."
        yield f"Licence: {clean(about.licence)}. By {clean(', '.join(about.authors)) or 'nobody named'}."
        yield f"Language: {clean(about.language)}."
        if "fact_and_fiction" in facts:
            yield f"Fact or fiction ({facts['setting']}): {clean(facts['fact_and_fiction'])}"
        if about.warnings:
            yield "Content warnings by its authors:"
            yield from (f"  {clean(line)}" for line in about.warnings)
        elif about.kind == "campaign":
            yield "Content warnings: its authors give none."
        sources = len(about.sources)
        yield f"Sources: {sources or 'none'} named." + (f" {facts['history']}" if facts.get("history") else "")
        if facts.get("hosts"):
            yield "Addresses lead to these machines; none was opened:"
            yield "  " + ", ".join(f"{host} ({number})" for host, number in facts["hosts"].items())
        yield "What it cannot do:"
        yield from (f"  {line}" for line in CANNOT)
        yield f"Signature: none. {NO_SIGNATURE}"
        yield f"Here: {facts.get('here', '')}"
        if self.odd:
            yield "Worth a look:"
            yield from (f"  {line}" for line in self.odd)
        warnings = [problem for problem in self.tried.problems if not problem.is_error]
        if warnings:
            yield f"The check finds no error and {len(warnings)} warnings or tips." if self.fine else "Warnings:"
            yield from (f"  {problem.one_line()}" for problem in warnings[:_MOST])
            if len(warnings) > _MOST:
                yield f"  … and {len(warnings) - _MOST} more."


def report(pack: Pack, tried: Tried, lacking: list[str], installed: Installed | None) -> Report:
    """The safety report of a pack that was opened and tried."""
    made = Report(pack, tried, lacking=lacking)
    made.facts["here"] = _here(pack, installed)
    text = [data.decode("utf-8", "replace") for name, data in pack.files.items() if name != names.MANIFEST]
    found = Counter(host for part in text for host in words.hosts(part))
    made.facts["hosts"] = dict(sorted(found.items()))
    made.odd += _letters(pack, text)
    if tried.content is not None:
        _content(made, tried.content)
    return made


def _content(made: Report, content: Content) -> None:
    head, cards = content.head, [entry.card for entry in content.loaded.cards]
    parts = [f"{len(cards)} cards"]
    dumped: list[Any] = [card.model_dump(mode="json", exclude={"sources", "ignore"}) for card in cards]
    dumped.append(head.model_dump(mode="json", exclude={"sources"}))
    if isinstance(head, CampaignFile):
        parts = [f"{len(head.members)} members", f"{len(head.acts)} acts", *parts, f"{len(head.endings)} endings"]
        seats = f"{head.seats.min}" if head.seats.min == head.seats.max else f"{head.seats.min} to {head.seats.max}"
        parts.append(f"for {seats} people, about {head.minutes} minutes to play")
        made.facts["setting"] = head.kind
        made.facts["fact_and_fiction"] = head.fact_and_fiction
    texts = [text for part in dumped for text in words.texts(part)]
    total = sum(words.count(text) for text in texts)
    made.facts |= {
        "inside": ", ".join(parts), "cards": len(cards), "words": total,
        "minutes_to_read": max(1, round(total / words.A_MINUTE)),
    }  # fmt: skip
    long = sum(words.count(text) > words.LONG for text in texts)
    if long:
        made.odd.append(f"{_many(long, 'text')} of more than {words.LONG} words, which may stop a session.")
    dated = [card for card in cards if card.date]
    historical = dated if not isinstance(head, CampaignFile) or head.kind == "fictional" else cards
    unsourced = [card.id for card in historical if not card.sources]
    unverified = [card.id for card in historical if card.verified is not True]
    if historical:
        checked = len(historical) - len(unverified)
        made.facts["history"] = f"{checked} of {len(historical)} historical cards are marked as verified."
    for what, which in (("historical cards without a source", unsourced), ("not marked as verified", unverified)):
        if which:
            listed = ", ".join(which[:_MOST]) + (" …" if len(which) > _MOST else "")
            made.odd.append(f"{len(which)} {what}: {listed}.")
    if isinstance(head, CampaignFile) and not head.warnings and head.kind == "historical":
        made.odd.append("A historical campaign without content warnings.")


def _letters(pack: Pack, text: list[str]) -> Iterator[str]:
    """What is odd about letters and names."""
    scripts: set[str] = set()
    disguised: Counter[str] = Counter()
    unseen = 0
    for part in [*text, *pack.files]:
        scripts |= words.scripts(part)
        disguised.update(words.disguised(part))
        unseen += words.unseen(part)
    others = sorted(name.title() for name in scripts - {"LATIN"})
    if others:
        yield f"Letters that are not Latin: {', '.join(others)}."
    if disguised:
        listed = ", ".join(shorten(word) for word in sorted(disguised)[:_MOST])
        yield f"Words that mix alphabets, so that they may look like others: {listed}."
    if unseen:
        yield f"{_many(unseen, 'invisible character')} (soft hyphens, joiners and the like)."
    if not any(name.split("/")[-1].casefold().startswith(("licen", "copying")) for name in pack.files):
        yield f"No licence text is in it, only the name “{shorten(pack.manifest.licence)}”."


def _here(pack: Pack, installed: Installed | None) -> str:
    about = pack.manifest
    if installed is None:
        return "not installed yet."
    if installed.manifest.digest == about.digest:
        return "this very pack is installed already" + (", and was changed by hand." if installed.changed else ".")
    order = installed.compare(about)
    if order == 0:
        return f"version {clean(about.version)} is installed with other content; install asks for --force."
    word = "older" if order < 0 else "newer"
    return f"version {clean(installed.manifest.version)} is installed; this one is {word}."


def _many(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _size(number: int) -> str:
    return f"{number / 1024:,.0f} KiB" if number < 1024 * 1024 else f"{number / 1024 / 1024:,.1f} MiB"
