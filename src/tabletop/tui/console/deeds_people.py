"""What is done with people and seats: let in, move, merge, rename, mute, speaker, who plays, private words, erase."""

from __future__ import annotations

from functools import partial

from tabletop.tui.console.choose import Pick
from tabletop.tui.console.deeds import Deeds, Way


class PeopleDeeds(Deeds):
    """Keys a, A, h, w, M, and the menus of a seat and of a person."""

    def action_admit(self) -> None:
        waiting = [str(one["person"]) for one in self.seen.waiting]
        who = self.person_here() if self.person_here() in waiting else (waiting or [""])[0]
        if not who:
            self.tell("Nobody is at the door.")
            return
        self.deed(self.admit(who))

    async def admit(self, who: str) -> None:
        """To the emptiest seat, or to one that is chosen."""
        one = self.person(who)
        name, role = str(one.get("name", who)), one.get("role")
        if role != "player":
            await self.send("admit", f"{name} is in.", person=who)
            return
        picks = [Pick("", "The emptiest seat")]
        picks += [
            Pick(f"seat {s['seat']}", self.seat_name(str(s["seat"])), self._team_names(str(s["seat"])))
            for s in self.seen.seats
        ]
        picks += [
            Pick("observer", "As an observer", "watches and rates"),
            Pick("refuse", "Send away", "Their page is cut off; they may join again with the code"),
        ]
        chosen = await self.choose(f"Let {name} in", "Where to? Enter at once takes the emptiest seat.", picks, at="")
        if chosen == "refuse":
            await self.send("refuse", f"{name} was sent away.", person=who)
        elif chosen == "observer":
            await self.send("admit", f"{name} watches.", person=who, role="observer", to=self.seen.group)
        elif chosen is not None:
            seat = {"seat": chosen[5:], "to": self.seen.group} if chosen else {}
            if not chosen and self.seen.groups == 1:
                seat = {"to": self.seen.group}
            await self.send("admit", f"{name} is in.", person=who, **seat)

    def action_admit_all(self) -> None:
        self.deed(self._admit_all())

    async def _admit_all(self) -> None:
        await self.seen.look()
        waiting = self.seen.waiting
        if not waiting:
            self.tell("Nobody is at the door.")
            return
        done = 0
        for one in waiting:
            done += bool(await self.send("admit", person=one["person"]))
        self.tell(f"{done} let in.")

    # ------------------------------------------------------------------ a person

    async def person_menu(self, who: str) -> None:
        one = self.person(who)
        if not one:
            return
        if not one.get("admitted"):
            await self.admit(who)
            return
        name = str(one["name"])
        player = one.get("role") == "player"
        muted = bool(one.get("muted"))
        mute = partial(self._mute, who, name, not muted)
        does: list[Way] = [
            ("Private words", "Only this person reads them, and the report", partial(self.whisper, who, name)),
            ("Move", "To another seat, group or role", partial(self.move_person, who, name)),
            ("Make speaker", "Commits for the seat", partial(self._speaker, who, name)),
            ("Unmute" if muted else "Mute", "Let speak again" if muted else "No messages from this person", mute),
            ("Rename", "", partial(self._rename, who, name)),
            ("Erase the name", "A pseudonym stands for it in everything that is kept", partial(self._erase, who, name)),
            ("Send away", "Their page is cut off", partial(self._refuse, who, name)),
        ]  # fmt: skip
        if not player or one.get("speaker"):
            does = [way for way in does if way[0] != "Make speaker"]
        await self.menu(name, does)

    async def move_person(self, who: str, name: str) -> None:
        group = self.seen.group
        if self.seen.groups > 1:
            picks = [Pick(n, f"Group {n}") for n in range(1, self.seen.groups + 1)]
            group = await self.choose(f"Move {name}", "To which group?", picks, at=group)
            if group is None:
                return
        picks = [
            Pick(
                f"seat {s['seat']}",
                self.seat_name(str(s["seat"])),
                self._team_names(str(s["seat"])) if group == self.seen.group else "",
            )
            for s in self.seen.seats
        ]
        picks += [
            Pick("observer", "Observer", "watches and rates"),
            Pick("room", "Screen for the room", "big type, no secrets"),
            Pick("facilitator", "Facilitator, too", "sees and may do everything that you may"),
        ]  # fmt: skip
        to = await self.choose(f"Move {name}", "To which seat, or to what?", picks)
        if to is None:
            return
        if to == "facilitator" and not await self.sure(
            f"Make {name} a facilitator?", f"{name} then sees all secrets and may do everything that you may."
        ):
            return
        fields = {"role": "player", "seat": to[5:]} if to.startswith("seat ") else {"role": to}
        await self.send("move", f"{name} is moved.", group=group, person=who, **fields)

    async def _speaker(self, who: str, name: str) -> None:
        await self.send("speaker", f"{name} speaks for the seat.", person=who)

    async def _mute(self, who: str, name: str, on: bool) -> None:
        await self.send("mute", f"{name} is muted." if on else f"{name} may speak again.", person=who, on=on)

    def action_mute(self) -> None:
        who = self.person_here()
        self.deed(self._mute_here(who) if self.person(who).get("admitted") else self._mute_one())

    async def _mute_one(self) -> None:
        picks = [
            Pick(str(one["person"]), str(one["name"]), "Unmute: let speak again" if one.get("muted") else "Mute")
            for one in self.seen.people
            if one.get("admitted") and one.get("role") != "facilitator"
        ]
        who = await self.choose("Mute or unmute", "Who may not send messages, or may again?", picks)
        if who:
            await self._mute_here(who)

    async def _mute_here(self, who: str) -> None:
        one = self.person(who)
        await self._mute(who, str(one.get("name", who)), not one.get("muted"))

    async def _rename(self, who: str, name: str) -> None:
        new = await self.question(f"Rename {name}", "What is this person to be called?", name, most=40)
        if new and new != name:
            await self.send("rename", f"Now called {new}.", person=who, name=new)

    async def _erase(self, who: str, name: str) -> None:
        if await self.sure(
            f"Erase the name {name}?",
            "A pseudonym stands for it everywhere, in what is stored and in the report, for good.",
            "What the person wrote and chose stays.",
        ):  # fmt: skip
            await self.send("erase", "The name is erased.", person=who)

    async def _refuse(self, who: str, name: str) -> None:
        if await self.sure(
            f"Send {name} away?",
            "The seat is left, and their page is cut off.",
            "One may join again with the code, and waits at the door.",
        ):
            await self.send("refuse", f"{name} was sent away.", person=who)

    # ------------------------------------------------------------------ a seat

    def action_hand(self) -> None:
        seat = self.seat_here()
        if seat:
            self.deed(self.hand(seat))
        else:
            self.tell("Put the cursor on a seat first.")

    async def hand(self, seat: str) -> None:
        """To a computer player, or back to its people."""
        found = next((one for one in self.seen.seats if one["seat"] == seat), {})
        name, team = self.seat_name(seat), self.seen.team(seat)
        if found.get("by") != "person" and team:
            await self.send("hand", f"{name} is played by its people again.", seat=seat, to="people")
            return
        from tabletop.minds import SHIPPED

        minds = {mind: known.about for mind, known in SHIPPED.items() if not mind.startswith("always-")}
        picks = [Pick(mind, mind.capitalize(), about) for mind, about in minds.items()]
        mind = await self.choose(
            f"{name} to a computer player", "Which character plays it, until you give it back?", picks
        )
        if mind:
            said = f"A computer player has {name} now ({mind})."
            await self.send("hand", said, seat=seat, to=f"npc:{mind}")

    async def seat_menu(self, seat: str) -> None:
        name, team = self.seat_name(seat), self.seen.team(seat)
        found = next((one for one in self.seen.seats if one["seat"] == seat), {})
        back = found.get("by") != "person" and bool(team)
        does: list[Way] = [
            ("Private words", "Only this seat reads them", partial(self.whisper, seat, name)),
            ("Rate", "How the team did it: P, S, M or U", partial(self.rate, seat)),
            ("Note", "What you saw, with this seat", partial(self.observe, seat)),
            ("Inject for this seat", "Words of your own, now, later or held", partial(self.write_inject, [seat])),
            ("Back to its people" if back else "To a computer player", "", partial(self.hand, seat)),
            ("Merge", "Move all its people to another seat", partial(self._merge, seat)),
            ("Overrule a number", "With a reason that everybody reads", partial(self.overrule, seat)),
        ]  # fmt: skip
        if not team:
            does = [way for way in does if way[0] != "Merge"]
        says = {True: "Speaks for the seat", False: "Move, speaker, mute, rename, erase"}
        people: list[Way] = [
            (str(one["name"]), says[bool(one.get("speaker"))], partial(self.person_menu, str(one["person"])))
            for one in team
        ]
        await self.menu(name, [*does, *people])

    async def _merge(self, seat: str) -> None:
        into = await self.one_seat(f"Merge {self.seat_name(seat)}", "To which seat do all its people go?", but=seat)
        if into:
            await self.send(
                "merge",
                f"{self.seat_name(seat)} is merged into {self.seat_name(into)}.",
                **{"from": seat, "into": into},
            )

    # ------------------------------------------------------------------ private words

    def action_words(self) -> None:
        who, seat = self.person_here(), self.seat_here()
        if who:
            self.deed(self.whisper(who, str(self.person(who).get("name", who))))
        elif seat:
            self.deed(self.whisper(seat, self.seat_name(seat)))
        else:
            self.deed(self._words())

    async def _words(self) -> None:
        seat = await self.one_seat("Private words", "To which seat?", everybody="Everybody, publicly")
        if seat:
            await self.whisper(seat, self.seat_name(seat))
        elif seat == "":
            text = await self.letter("Words to everybody", "Everybody reads this.")
            if text:
                await self.send("say", "Said to everybody.", to="all", text=text)

    async def whisper(self, to: str, name: str) -> None:
        text = await self.letter(f"Private words to {name}", f"Only {name} reads this, and the report.")
        if text:
            await self.send("whisper", f"Said to {name}.", to=to, text=text)
