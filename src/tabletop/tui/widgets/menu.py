"""The menu of the home screen, with a card at its right about the line under the cursor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from tabletop.tui.canvas import Canvas
from tabletop.tui.text import headed, joined, wrap
from tabletop.tui.widgets.painted import Painted

if TYPE_CHECKING:
    from tabletop.content.campaign import Campaign
    from tabletop.content.library import CampaignCard
    from tabletop.session.daily import Daily
    from tabletop.session.desk import Stored
    from tabletop.session.records import Book

TUTORIAL = "halcyon-tutorial"
KIND = {"fictional": "fiction", "historical": "history"}
HEADING = {kind: f"Campaigns: {word}" for kind, word in KIND.items()}
ROOMY = 116
"""Cells from which the menu is wider."""


def facts(card: CampaignCard) -> str:
    """What a campaign is, in a line."""
    low, high = card.seats
    people = f"{low}–{high} people" if high > low else "1 person" if high == 1 else f"{high} people"
    minutes = f"{card.minutes} minutes" if card.minutes else ""
    return " · ".join(part for part in (KIND.get(card.kind, card.kind), minutes, people, card.level) if part)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the menu."""

    name: str
    key: str
    label: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """The game of the day, and what is known of it here."""

    daily: Daily
    title: str
    begun: bool
    result: str
    streak: int

    @classmethod
    def of(cls, daily: Daily, book: Book, stored: list[Stored], cards: list[CampaignCard]) -> Day:
        done = book.of_day(daily.date)
        title = next((card.title for card in cards if card.id == daily.campaign), daily.campaign)
        begun = any(one.daily == daily.date and one.playable for one in stored)
        result = f"grade {done.grade}, lower index {done.lower:.1f}" if done else ""
        return cls(daily, title, begun, result, book.streak(date.fromisoformat(daily.date)))

    @property
    def about(self) -> str:
        """In a few sentences."""
        text = f"{self.daily.date} · {self.title} · {self.daily.level}\n\n"
        if self.result:
            text += f"You have played it: {self.result}. Played again, it counts as a game with known luck."
        elif self.begun:
            text += "You have begun it. It goes on where you stopped."
        else:
            text += "Everybody who plays today is dealt the same cards and throws the same dice. The first end counts."
        days = f"{self.streak} days" if self.streak > 1 else "1 day"
        return text + (f"\n\n{days} in a row." if self.streak else "")


class Menu(Painted):
    """The menu at the left, and at the right what the line under the cursor would do."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.latest: Stored | None = None
        self.stored = 0
        self.cards: list[CampaignCard] = []
        self.read: dict[str, Campaign] = {}
        """Campaigns that have been read whole, by the path of their file."""
        self.day: Day | None = None
        self.played = ""
        """What the records come to, in a sentence."""
        self.loaded = False
        self.looked = False
        """The game of the day and the records have been looked for."""
        self.moved = False
        self.at = "new"

    def entries(self) -> list[Entry]:
        tutorial = any(card.id == TUTORIAL for card in self.cards) or not self.loaded
        kept = f"{self.stored} games are kept." if self.stored > 1 else "1 game is kept."
        begin = self.key_for("setup: start", "enter")
        every = {
            "continue": Entry("continue", "c", "Continue", self._continue()) if self.latest else None,
            "new": Entry(
                "new", "n", "New game",
                f"Choose a campaign, a seat and a level. {begin}, and the first crisis is dealt.",
            ),
            "tutorial": Entry(
                "tutorial", "t", "Tutorial",
                "Eight cards, one a turn; each teaches one thing. You may leave at any moment and go on later.",
            ) if tutorial else None,
            "today": Entry(
                "today", "d", "Game of the day", self.day.about if self.day else "Looking for today's game…"
            ) if self.day or not self.looked else None,
            "stored": Entry(
                "stored", "s", "Stored games", f"{kept} Every choice is stored the moment it is made."
            ) if self.stored else None,
            "records": Entry("records", "r", "Records", self.played or "No game has come to its end yet."),
            "settings": Entry("settings", "e", "Settings", "Colours, motion, how a new game begins, and all keys."),
            "help": Entry("help", "question_mark", "How to play", "The whole game on two pages."),
            "leave": Entry("leave", "q", "Leave", "Everything is stored already."),
        }  # fmt: skip
        return [entry for entry in every.values() if entry is not None]

    def lines(self) -> list[str]:
        """Everything the cursor can stand on."""
        return [entry.name for entry in self.entries()] + [f"campaign {n}" for n in range(len(self.cards))]

    @property
    def card(self) -> CampaignCard | None:
        """The campaign under the cursor."""
        return self.cards[int(self.at.split()[1])] if self.at.startswith("campaign ") else None

    def paint(self, canvas: Canvas) -> None:
        left = self._menu()
        wide = 44 if canvas.width >= ROOMY else 31
        height = self.room or len(left)
        cursor = next((row for row, line in enumerate(left) if line[0] == self.at), 0)
        first = min(max(cursor - height + 3, 0), max(len(left) - height, 0))
        right = self._about(canvas.width - wide - 4, height)
        for row in range(max(min(len(left) - first, height), len(right))):
            line = canvas.line().add(" ")
            if first + row < len(left):
                name, key, label, style = left[first + row]
                here = bool(name) and name == self.at
                ground = " on $tt-mark" if here else ""
                what = ("open", name) if name else None
                line.add(" ▸ " if here else "   ", f"bold $tt-accent{ground}", what)
                line.add(f"{key}  " if key else "", f"bold $tt-accent{ground}", what)
                line.add(headed(label, wide - line.at), style + ground, what, room=wide - line.at)
                if here:
                    line.to(wide, "on $tt-mark")
                elif row == 0 and first:
                    line.to(wide - 1).add("↑", "$tt-dim")
                elif row == height - 1 and first + height < len(left):
                    line.to(wide - 1).add("↓", "$tt-dim")
            line.to(wide + 2)
            if row < len(right):
                line.add(*right[row])
            canvas.put(line)

    def _menu(self) -> list[tuple[str, str, str, str]]:
        rows = []
        for entry in self.entries():
            name = "screen: help too" if entry.name == "help" else f"home: {entry.name}"
            rows.append((entry.name, self.key_for(name, entry.key), entry.label, "bold"))
        kind = None
        for number, card in enumerate(self.cards):
            if card.kind != kind:
                kind = card.kind
                rows += [("", "", "", ""), ("", "", HEADING.get(kind, f"Campaigns: {kind}"), "$tt-dim")]
            rows.append((f"campaign {number}", "", card.title, ""))
        if not self.loaded:
            rows += [("", "", "", ""), ("", "", "Campaigns", "$tt-dim"), ("", "", "looking…", "$tt-dim")]
        return rows

    def _about(self, width: int, height: int) -> list[tuple[str, str]]:
        """What stands at the right: text and style a line."""
        card = self.card
        if card is not None:
            return self._card(card, width, height)
        entry = next((entry for entry in self.entries() if entry.name == self.at), None)
        if entry is None:
            return []
        return [(entry.label, "bold $tt-accent"), ("", ""), *((part, "") for part in wrap(entry.about, width, 12))]

    def _card(self, card: CampaignCard, width: int, height: int) -> list[tuple[str, str]]:
        """The description card, as far as there is room; the rest is a key away."""
        text = [(part, "bold $tt-accent") for part in wrap(card.title, width, 2)]
        text += [(part, "$tt-dim") for part in wrap(facts(card), width, 2)]
        room = max(height - len(text) - 3, 4)
        summary = wrap(joined(card.summary), width, room)
        text += [("", ""), *((part, "") for part in summary)]
        room -= len(summary)
        campaign = self.read.get(str(card.path))
        for told in more(campaign) if campaign is not None else ():
            lines = wrap(joined(told), width)
            if len(lines) < room:
                text += [("", ""), *((part, "$tt-dim") for part in lines)]
                room -= len(lines) + 1
        return [*text, ("", ""), (f"{self.key_for('home: about', 'i')} tells all of it", "$tt-dim")]

    def _continue(self) -> str:
        if self.latest is None:
            return ""
        return f"{self.latest.title}\n{self.latest.seat}\n{self.latest.where}"


def more(campaign: Campaign) -> list[str]:
    """What a card says where there is room, the most important first."""
    told = [f"For: {campaign.audience}", f"{len(campaign.deck)} cards · {campaign.licence}"]
    if campaign.learning:
        told.append("You learn to " + "; ".join(aim.text for aim in campaign.learning[:4]) + ".")
    return told


class Masthead(Painted):
    """The name of the game."""

    def paint(self, canvas: Canvas) -> None:
        canvas.put()
        canvas.put(canvas.line().add("    T A B L E T O P", "bold $tt-accent"))
        canvas.put(canvas.line().add("    Alliance diplomacy: trust, quarrels and a common danger.", "$tt-dim"))
        canvas.put()
