"""Where one begins: what can be gone on with, what can be played, and how."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from tabletop import __version__
from tabletop.errors import TabletopError
from tabletop.plain.here import Here, Puzzled, pick
from tabletop.plain.keyboard import Keyboard
from tabletop.plain.paper import Paper
from tabletop.session.wish import Wish
from tabletop.telling.words import LEVEL_HINT, LEVELS, SKILL_HINT, SKILLS

if TYPE_CHECKING:
    from tabletop.content.campaign import Campaign
    from tabletop.session.desk import Desk
    from tabletop.session.sitting import Sitting

TUTORIAL = "halcyon-tutorial"
_KIND = {"fictional": "fiction", "historical": "history"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list: its word, what it says, what it opens, and a title that it goes by, too."""

    word: str
    told: str
    open: Callable[[], Sitting | None]
    title: str = ""


class Home:
    """The first list. `choose` answers with a game, or None to leave."""

    def __init__(self, desk: Desk, paper: Paper, keyboard: Keyboard) -> None:
        self.desk, self.paper, self.keyboard = desk, paper, keyboard

    def choose(self, *, new: bool = False) -> Sitting | None:
        """Show the list until a game is opened. `new`: begin with the campaigns."""
        shown = not new
        if new:
            self.paper.heading("A new game")
            self._list(self.campaigns())
        while True:
            entries = self.campaigns() if new else self.entries()
            if shown:
                self.paper.heading(f"Tabletop {__version__}, line by line")
                self._list(entries)
            shown = False
            line = self.keyboard.ask("Number or word, or quit:")
            word = line.lower()
            if word in ("quit", "q", "leave", "exit"):
                return None
            if word in ("", "list", "menu", "back"):
                new, shown = False, True
                continue
            if word in ("help", "?"):
                self._help()
                continue
            try:
                opened = self._pick(line, entries).open()
            except Puzzled as puzzled:
                self.paper.say(f"{puzzled} list shows the list again.")
                continue
            except TabletopError as error:
                for told in error.lines():
                    self.paper.say(told)
                continue
            if opened is not None:
                return opened
            new, shown = False, True

    def _pick(self, line: str, entries: list[Entry]) -> Entry:
        if line.isdecimal():
            return entries[Here.place(line, len(entries), "line")]
        return pick(line, {name: one for one in entries for name in (one.word, one.title, one.told)}, "line")

    def _list(self, entries: list[Entry]) -> None:
        for place, entry in enumerate(entries, 1):
            self.paper.item(place, entry.told)

    def entries(self) -> list[Entry]:
        """Going on, learning, playing, looking."""
        found: list[Entry] = []
        stored = self._stored()
        latest = next((game for game in stored if game.playable), None)
        if latest is not None:
            name = latest.id
            told = f"Continue {latest.title}, {latest.seat}, {latest.where.replace(' · ', ', ')}"
            found.append(Entry("continue", told, lambda: self.desk.resume(name)))
        cards = self.desk.cards()
        if any(card.id == TUTORIAL for card in cards):
            told = "Tutorial: eight cards, one a turn; each teaches one thing"
            found.append(Entry("tutorial", told, lambda: self.desk.begin(Wish(TUTORIAL))))
        day = self._today()
        if day:
            found.append(Entry("day", day, self.desk.begin_today))
        found += [self._campaign(card) for card in cards if card.id != TUTORIAL]
        if stored:
            count = f"{len(stored)} games are kept" if len(stored) > 1 else "one game is kept"
            found.append(Entry("stored", f"Stored games: {count}", self.stored))
        return found

    def campaigns(self) -> list[Entry]:
        """New games only."""
        return [self._campaign(card) for card in self.desk.cards()]

    def _campaign(self, card: Any) -> Entry:
        seats = f"{card.seats[0]} to {card.seats[1]} people" if card.seats[1] > card.seats[0] else "one person"
        facts = [fact for fact in (f"about {card.minutes} minutes" if card.minutes else "", seats) if fact]
        facts.append(_KIND.get(card.kind, card.kind) or "campaign")
        return Entry(card.id, f"New game: {card.title}, {', '.join(facts)}", lambda: self.setup(card.id), card.title)

    def _stored(self) -> list[Any]:
        try:
            return list(self.desk.stored())
        except TabletopError as error:
            self.paper.say(str(error))
            return []

    def _today(self) -> str:
        try:
            day = self.desk.today()
            if day is None:
                return ""
            title = next((card.title for card in self.desk.cards() if card.id == day.campaign), day.campaign)
            done = self.desk.records().of_day(day.date)
        except TabletopError:
            return ""
        told = f"Game of the day, {day.date}: {title}, level {day.level}, the same luck for everybody"
        return f"{told}; you have played it, grade {done.grade}" if done else told

    def _help(self) -> None:
        self.paper.say("A number opens that line of the list; so does its first word. list shows the list again.")
        self.paper.say("In a game, help lists the commands, and help game tells how the game works.")

    def stored(self) -> Sitting | None:
        """The stored games; one of them, or None to go back."""
        games = self._stored()
        self.paper.heading("Stored games")
        for place, game in enumerate(games, 1):
            self.paper.item(place, f"{game.title}, {game.seat}, {game.where.replace(' · ', ', ')}")
        while True:
            line = self.keyboard.ask("Which game? Number, or back:")
            if line.lower() in ("", "back", "cancel", "q", "quit"):
                return None
            try:
                return self.desk.resume(games[Here.place(line, len(games), "game")].id)
            except (Puzzled, TabletopError) as error:
                self.paper.say(str(error))

    # ------------------------------------------------------------------ a new game

    def setup(self, name: str) -> Sitting | None:
        """What a campaign is; then it begins as its author proposes, or after some questions."""
        from tabletop.session.desk import proposed

        campaign, paper = self.desk.campaign(name), self.paper
        paper.heading(campaign.title)
        paper.tell(campaign.summary)
        paper.tell(f"For: {campaign.audience}")
        if campaign.learning:
            paper.heading("What it teaches")
            for place, aim in enumerate(campaign.learning, 1):
                paper.item(place, aim.text)
        paper.gap()
        paper.tell(f"Fact and fiction: {campaign.fact_and_fiction}")
        for warning in campaign.warnings:
            paper.tell(f"Warning: {warning}")
        paper.gap()
        seat = proposed(campaign, 1)
        names = {member.id: member.name for member in campaign.members}
        usual = self._usual(name, campaign)
        others = "each play their own character" if usual.skill == "normal" else f"play at “{usual.skill}”"
        paper.say(f"As proposed: you are {names[seat[0]]}, level {usual.level}, the others {others}.")
        while True:
            line = self.keyboard.ask("Enter starts so; settings changes it; back goes back:").lower()
            if line in ("", "start", "yes", "y"):
                return self.desk.begin(usual)
            if line in ("back", "cancel", "quit", "q", "no", "n"):
                return None
            if line and "settings".startswith(line):
                wish = self._settings(usual, campaign)
                return self.desk.begin(wish) if wish is not None else None
            paper.say("Please press Enter, or type settings or back.")

    def _usual(self, name: str, campaign: Campaign) -> Wish:
        """What a new game begins with: as its author proposes, or as the settings say."""
        from tabletop.session.settings import read

        found = read()
        for trouble in found.troubles:
            self.paper.say(trouble)
        level = campaign.level if found.settings.level == "campaign" else found.settings.level
        return Wish(name, level=level, skill=found.settings.npc)

    def _settings(self, usual: Wish, campaign: Campaign) -> Wish | None:
        from tabletop.session.desk import proposed

        self.paper.say("Enter takes what stands in brackets; cancel stops.")
        most = min(campaign.seats.max, len(campaign.members))
        wish = usual
        people = self._one("How many people at this keyboard?", [(str(n), n, "") for n in range(1, most + 1)], 0)
        if people is None:
            return None
        first = proposed(campaign, 1)[0]
        if people == 1:
            members = [(member.name, member.id, f"{member.name}: {member.title}") for member in campaign.members]
            ids = [member.id for member in campaign.members]
            seat = self._one("Whom do you play?", members, ids.index(first))
            if seat is None:
                return None
            wish = replace(wish, people=(seat,))
        else:
            sat = self._seats(campaign, people)
            if sat is None:
                return None
            wish = replace(wish, people=sat)
        levels = [(word, word, f"{word}: {LEVEL_HINT[word]}") for word in LEVELS]
        level = self._one("Which level?", levels, LEVELS.index(usual.level or campaign.level))
        skill = None
        if level is not None:
            skills = [(word, word, f"{word}: {SKILL_HINT[word]}") for word in SKILLS]
            skill = self._one("How well do the others play?", skills, SKILLS.index(usual.skill))
        if level is None or skill is None:
            return None
        while True:
            line = self.keyboard.ask("Luck: a number plays a certain luck again [fresh]:")
            if line.lower() in ("cancel", "stop"):
                return None
            if line.lower() in ("", "fresh"):
                return replace(wish, level=level, skill=skill)
            if line.isascii() and line.isdecimal() and int(line[:30]) < 1 << 64:
                return replace(wish, level=level, skill=skill, seed=int(line[:30]))
            self.paper.say("That is no whole number from 0 to 18446744073709551615.")

    def _seats(self, campaign: Campaign, people: int) -> tuple[str, ...] | None:
        """Which members several people play; None when it was cancelled."""
        from tabletop.session.desk import proposed

        members, usual = campaign.members, proposed(campaign, people)
        if people == len(members):
            return usual
        self.paper.heading("Whom do they play?")
        for place, member in enumerate(members, 1):
            self.paper.item(place, f"{member.name}: {member.title}")
        names = {member.id: member.name for member in members}
        known = {name: member.id for member in members for name in (member.name, member.id, member.short)}
        while True:
            line = self.keyboard.ask(
                f"{people} numbers, or names with commas [{', '.join(names[seat] for seat in usual)}]:"
            )
            if not line:
                return usual
            if line.lower() in ("cancel", "stop", "back", "quit"):
                return None
            words = line.split(",") if "," in line else line.split()
            try:
                found = [
                    members[Here.place(word.strip(), len(members), "member")].id
                    if word.strip().isdecimal()
                    else pick(word.strip(), known, "member")
                    for word in words
                ]
            except Puzzled as puzzled:
                self.paper.say(str(puzzled))
                continue
            if len(set(found)) == len(found) == people:
                return tuple(member.id for member in members if member.id in found)
            self.paper.say(f"That must be {people} different members.")

    def _one(self, title: str, answers: list[tuple[str, Any, str]], usual: int) -> Any:
        """One answer of a list; None when it was cancelled."""
        lists = any(told for _, _, told in answers)
        if lists:
            self.paper.heading(title)
            for place, (_, _, told) in enumerate(answers, 1):
                self.paper.item(place, told)
        while True:
            prompt = f"{'Number or word' if lists else title} [{answers[usual][0]}]:"
            line = self.keyboard.ask(prompt)
            if not line:
                return answers[usual][1]
            if line.lower() in ("cancel", "stop", "back", "quit"):
                return None
            try:
                if line.isdecimal():
                    return answers[Here.place(line, len(answers), "answer")][1]
                return pick(line, {name: (value,) for name, value, _ in answers}, "answer")[0]
            except Puzzled as puzzled:
                self.paper.say(str(puzzled))
