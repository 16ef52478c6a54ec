"""Everything that a seat can do in a class besides its move: asked step by step, sent to the host, told when done."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, Final

from tabletop.errors import TabletopError
from tabletop.game.choice import Choice
from tabletop.host.client import words as w
from tabletop.host.client.news import choice_told
from tabletop.telling.evaluation import FORMS, RATING, RATINGS, RUBRIC
from tabletop.telling.words import STRATEGIES, STRATEGY, STRATEGY_HINT
from tabletop.tui.join.asking import Option, Pick, Write
from tabletop.tui.join.base import InClass
from tabletop.tui.screens.ask import Ask
from tabletop.tui.screens.sure import Sure

if TYPE_CHECKING:
    from tabletop.game.viewmodels import SeatView

SEVERAL: Final = "several"
_MINUTES: Final = (2, 3, 5, 10, 15, 30)
_NO_CRISIS: Final = ""


class Deeds(InClass):
    """A screen from which they can be done."""

    def action_deed(self, name: str) -> None:
        """Begin one; it goes on while screens ask for its parts."""
        deed: Callable[[], Coroutine[Any, Any, None]] = getattr(self, f"_do_{name}")
        self.run_worker(deed(), group="deed", exclusive=True)

    # ---- what can be done now

    def deeds(self) -> list[Option]:
        """What this person can do now, by the name of the deed."""
        me, klass, sitting = self.part("me"), self.part("class"), self.joined.sitting
        role, going = me.get("role"), not sitting.over
        player = role == "player" and bool(me.get("seat"))
        speaks = player and bool(me.get("speaker"))
        lead, playing = speaks and going, player and going
        check = klass.get("comcheck")
        forms = [form for form in klass.get("forms") or () if form not in (me.get("filled") or ())]
        optional = sitting.view("").optional if sitting.ready else ()
        found = [
            (check and me.get("heard") != check, "hear", "I read you", "Answer the facilitator's check of the line"),
            (bool(forms), "fill", "Fill a questionnaire", ", ".join(_title(form) for form in forms)),
            (player, "say", "Write a message", "To all, members, your team, the press …"),
            (lead, "propose", "Propose", "Put a text before the alliance"),
            (playing, "ready", "We are ready to go on", "The facilitator sees it"),
            (playing and self._drafts(), "take", "Take a suggestion", "Make a team mate's suggestion your move"),
            (speaks and len(self.team()) > 1, "speaker", "Let another one speak", "Another of your team commits"),
            (lead, "red_line", "Draw a red line", "Say in public what you will not accept"),
            (lead and "pledges" in optional, "pledge", "Pledge", "Announce what you will choose"),
            (lead and "public-line" in optional, "stand", "Take a line in public", "Once a turn"),
            (role == "observer", "observe", "Note what you see", "Of a member, or of all"),
            (role == "observer", "rate", "Rate a capability", "With the observers' rubric"),
            (True, "raise", "Call the facilitator", ""),
            (True, "reflect", "Note for yourself", "Kept for you and for the report"),
            (True, "rename", "Be called otherwise", str(me.get("name") or "")),
            (True, "leave", "Leave the class for good", "Your team or a computer goes on"),
        ]  # fmt: skip
        return [Option(name, label, says) for so, name, label, says in found if so]

    def team(self) -> list[dict[str, Any]]:
        """The own team."""
        return [one for one in self.part("table").get("team") or () if isinstance(one, dict)]

    def _drafts(self) -> list[dict[str, Any]]:
        me = self.part("me").get("person")
        return [one for one in self.team() if one.get("draft") and one.get("person") != me]

    @property
    def _view(self) -> SeatView:
        return self.joined.sitting.view("")

    async def _ask(self, screen: Any) -> Any:
        return await self.app.push_screen_wait(screen)

    # ---- talking

    async def _do_say(self, to: Any = None) -> None:
        if self.part("me").get("muted"):
            self.tell("The facilitator has muted you for now: you can read, but not write.")
            return
        to = to or await self._receivers()
        if not to:
            return
        more: dict[str, Any] = {}
        if self.part("class").get("unsigned"):
            signed = [Option(True, "With our name"), Option(False, "Without our name")]
            with_name = await self._ask(Pick("Signed?", "Messages may be sent without the seat's name.", signed))
            if with_name is None:
                return
            more = {} if with_name else {"unsigned": True}
        whom = w.receivers({"to": to, "from": self.part("me").get("seat")}, self.part("me"), self.member)
        whom = "your team" if to == "team" else whom
        text = await self._ask(Write("A message", f"To {whom}.", kept="say"))
        if text:
            self.joined.does("say", "Sent.", kept="say", to=to, text=text, **more)

    async def _receivers(self) -> Any:
        me = self.part("me").get("seat")
        members = [Option([m.seat], m.name, m.title) for m in self._view.members if m.seat != me]
        to = await self._ask(Pick("A message", "To whom?", [
            Option("all", "Everybody"), *members, Option(SEVERAL, "Several members"), Option("team", "Our team"),
            Option("press", "The press", "Everybody reads it, as news"), Option("facilitator", "The facilitator"),
        ]))  # fmt: skip
        if to != SEVERAL:
            return to
        seats = [Option(m.seat, m.name, m.title) for m in self._view.members if m.seat != me]
        return await self._ask(Pick("A message", "To whom? Space marks several.", seats, many=True))

    async def _do_propose(self) -> None:
        title = await self._ask(Write("A proposal", "Its title.", most=200, kept="title"))
        text = await self._ask(Write("A proposal", f"“{title}”: the text.", kept="text", empty=True)) if title else None
        if text is None:
            return
        rules = [Option(rule, name.capitalize(), says) for rule, (name, says) in w.RULES.items()]
        rule = await self._ask(Pick("A proposal", "How is it adopted?", rules))
        times = [Option(float(n), f"{n} minutes") for n in _MINUTES]
        minutes = await self._ask(Pick("A proposal", "When does it close?", times)) if rule else None
        if minutes is None:
            return
        cards = [Option(crisis.card, crisis.title) for crisis in self._view.crises]
        about: str | None = _NO_CRISIS
        if cards:
            none = Option(_NO_CRISIS, "None in particular")
            about = await self._ask(Pick("A proposal", "About which crisis?", [none, *cards]))
        if about is not None:
            more = {"card": about} if about else {}
            self.joined.kept_texts.pop("text", None)
            self.joined.does(
                "propose", "Proposed.", kept="title", title=" ".join(title.split()), text=text, rule=rule,
                minutes=minutes, **more,
            )  # fmt: skip

    async def _do_red_line(self) -> None:
        text = await self._ask(Write("A red line", "What will you not accept? Everybody reads it.", kept="red_line"))
        if text:
            self.joined.does("red_line", "Said in public.", kept="red_line", text=text)

    async def _do_pledge(self) -> None:
        ways = [Option(way, STRATEGY[way], STRATEGY_HINT[way]) for way in STRATEGIES]
        way = await self._ask(Pick("A pledge", "What do you announce?", ways))
        if not way:
            return
        more: dict[str, Any] = {}
        if way != "hold":
            cards = [Option(crisis.card, crisis.title) for crisis in self._view.crises]
            card = await self._ask(Pick("A pledge", "On which crisis?", cards))
            if not card:
                return
            more = {"card": card}
        words = f"Everybody hears: {STRATEGY[way]}{f' on “{self.joined.names.card(card)}”' if more else ''}."
        if await self._ask(Sure("Pledge this in public?", words, "Breaking it costs trust with all, and support.")):
            self.joined.does("pledge", "Pledged in public.", strategy=way, **more)

    async def _do_stand(self) -> None:
        words = "It costs one means and brings support at home. Once a turn."
        if await self._ask(Sure("Take a line in public?", words)):
            self.joined.does("stand", "You have taken a line in public.")

    # ---- the own team

    async def _do_ready(self) -> None:
        self.joined.does("ready", "The facilitator sees that your team is ready to go on.")

    async def _do_take(self) -> None:
        names = self.joined.names
        options = [Option(one["person"], str(one["name"]), choice_told(one["draft"], names)) for one in self._drafts()]
        who = await self._ask(Pick("Take a suggestion", "Whose? It becomes the move at your table.", options))
        table = self.joined.table
        draft = next((one["draft"] for one in self._drafts() if one.get("person") == who), None)
        if draft is None or table is None:
            return
        from tabletop.tui.join.composer import SeatComposer

        try:
            table.query_one(SeatComposer).restore(Choice.parse(draft))
        except TabletopError as error:
            self.tell(str(error), bad=True)

    async def _do_speaker(self) -> None:
        options = [Option(one["person"], str(one["name"])) for one in self.team() if not one.get("speaker")]
        who = await self._ask(Pick("Let another one speak", "Who commits for your seat from now on?", options))
        if who:
            self.joined.does("speaker", "Passed on.", person=who)

    # ---- notes and questionnaires

    async def _do_raise(self) -> None:
        text = await self._ask(Write("Call the facilitator", "What is it about?", most=400, empty=True))
        if text is not None:
            self.joined.does("raise", "The facilitator has your call.", text=text or "Please come.")

    async def _do_reflect(self) -> None:
        text = await self._ask(Write("A note", "For yourself and the report.", kept="reflect"))
        if text:
            self.joined.does("reflect", "Kept.", kept="reflect", text=text)

    async def _do_hear(self) -> None:
        self.joined.does("hear", "Answered.", comcheck=self.part("class").get("comcheck"))

    async def _do_fill(self) -> None:
        klass, filled = self.part("class"), self.part("me").get("filled") or ()
        forms = [form for form in klass.get("forms") or () if form not in filled and form in FORMS]
        if not forms:
            self.tell("No questionnaire is open for you.")
            return
        form = forms[0]
        if len(forms) > 1:
            form = await self._ask(Pick("Questionnaires", "Which one?", [Option(one, _title(one)) for one in forms]))
        sheet = FORMS.get(form or "")
        if sheet is None:
            return
        answers: dict[str, Any] = {}
        for place, question in enumerate(sheet.questions, 1):
            title = f"{sheet.title}, {place} of {len(sheet.questions)}"
            if question.scale:
                scale = [*(Option(n, word) for n, word in enumerate(question.scale, 1)), Option(0, "No answer")]
                answer = await self._ask(Pick(title, question.text, scale))
            else:
                answer = await self._ask(Write(title, question.text, empty=True))
            if answer is None:
                self.tell("Nothing was sent.")
                return
            if answer:
                answers[question.key] = answer
        more: dict[str, Any] = {}
        if klass.get("anonymous"):
            named = [Option(False, "With my name"), Option(True, "Without my name")]
            anonymous = await self._ask(Pick(sheet.title, "Send my answers", named))
            if anonymous is None:
                return
            more = {"anonymous": anonymous}
        self.joined.does("fill", "Thank you, your answers are kept.", form=form, answers=answers, **more)

    async def _do_observe(self) -> None:
        seat = await self._about("What you see", "Of whom?")
        text = await self._ask(Write("What you see", "Who does what, and how?", kept="observe")) if seat else None
        if text:
            self.joined.does("observe", "Noted.", kept="observe", text=text, **({} if seat == "*" else {"seat": seat}))

    async def _do_rate(self) -> None:
        capability = await self._ask(Pick("A rating", "Which capability?", [Option(name, name) for name in RUBRIC]))
        if not capability:
            return
        levels = RUBRIC[capability]
        grades = [Option(g, f"{g}  {RATING[g]}", levels["UMSP".index(g)]) for g in RATINGS]
        grade = await self._ask(Pick(capability, "How well?", grades))
        seat = await self._about(capability, "Of whom?") if grade else None
        note = await self._ask(Write(capability, "Why? It may be left empty.", empty=True)) if seat else None
        if note is not None:
            more: dict[str, Any] = {} if seat == "*" else {"seat": seat}
            self.joined.does("rate", "Rated.", capability=str(capability), rating=grade, note=note, **more)

    async def _about(self, title: str, words: str) -> Any:
        members = [Option(m.seat, m.name, m.title) for m in self._view.members]
        return await self._ask(Pick(title, words, [Option("*", "The whole alliance"), *members]))

    async def _do_rename(self) -> None:
        name = await self._ask(Ask("Your name", "What do you want to be called?", most=40))
        if name:
            self.joined.does("rename", name=name)

    async def _do_leave(self) -> None:
        words = "Your seat stays with your team, or with a computer player. To come back you join again with the code."
        if await self._ask(Sure("Leave the class for good?", words, "Without it: q closes this, and keeps your seat.")):
            self.joined.does("leave")


def _title(form: str) -> str:
    return FORMS[form].title if form in FORMS else form
