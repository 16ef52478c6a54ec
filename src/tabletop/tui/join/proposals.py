"""Proposals: how each stands, and what one's own seat says to it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from textual.binding import Binding
from textual.widget import Widget

from tabletop.host.client import words as w
from tabletop.tui.canvas import Line
from tabletop.tui.console.listing import Listing, Row, Told, on, told
from tabletop.tui.join.asking import Option, Pick
from tabletop.tui.join.deeds import Deeds
from tabletop.tui.screens.sure import Sure
from tabletop.tui.widgets.bars import TopLine
from tabletop.tui.widgets.painted import Painted


class ProposalList(Listing):
    """The latest first; below it the marked one, whole."""

    FOOT = 12

    def rows(self) -> list[Row]:
        screen = self.screen
        assert isinstance(screen, Proposals)
        return [Row(one.get("n"), _draw(one, screen)) for one in reversed(screen.proposals())]

    def about(self, what: Any, width: int) -> Told:
        screen = self.screen
        assert isinstance(screen, Proposals)
        one = screen.proposal(what)
        if one is None:
            return []
        rule = w.RULES.get(str(one.get("rule")), ("", ""))
        seats = {m.seat: m.name for m in screen.joined.sitting.view("").members}
        about = screen.joined.names.card(str(one["card"])) if one.get("card") else ""
        return told(
            ("", str(one.get("title") or ""), "bold"), ("", str(one.get("text") or ""), ""), ("About", about, ""),
            ("", f"{rule[0].capitalize()}: {rule[1]}.", "$tt-dim"), ("", w.votes(one, screen.member), ""),
            ("", w.named(str(one.get("why") or ""), seats), "$tt-warn"), width=width, most=6,
        )  # fmt: skip

    def nothing(self) -> str:
        return "No proposals yet."


def _draw(one: dict[str, Any], screen: Proposals) -> Any:
    def draw(line: Line, ground: str) -> None:
        line.add(f"{one.get('n')} ", on("$tt-dim", ground))
        state = screen.state(one)
        room = line.width - line.at - len(state) - 22
        line.add(str(one.get("title") or ""), on("bold", ground), room=max(room, 10))
        line.add(f"  {screen.member(str(one.get('sponsor')))}", on("$tt-dim", ground), room=18)
        style = {"open": "bold $tt-warn", "adopted": "bold $tt-good"}.get(str(one.get("state")), "$tt-dim")
        line.to(line.width - len(state) - 2, ground).add(state, on(style, ground))

    return draw


class Proposals(Deeds):
    """All of them; Enter says one's word."""

    TOPIC: ClassVar[str] = "seat"
    BINDINGS = [
        Binding("enter", "word", "your word", id="proposals: word", tooltip="Vote, sign, break the silence, withdraw"),
        Binding("n", "deed('propose')", "propose", id="proposals: new", tooltip="Put a text before the alliance"),
        Binding("up", "move(-1)", "up", show=False, id="proposals: up", tooltip="Move"),
        Binding("down", "move(1)", "move", key_display="↑ ↓", id="proposals: move", tooltip="Move"),
        Binding("q", "back", "back", id="proposals: back", tooltip="Go back"),
        Binding("escape", "back", "back", show=False, id="proposals: escape", tooltip="Go back"),
    ]

    def body(self) -> Iterable[Widget]:
        yield TopLine("Proposals", "", id="top")
        yield ProposalList(id="proposal-list", classes="fill")

    def changed(self) -> None:
        self.query_one(ProposalList).repaint(layout=False)
        self.refresh_bindings()

    def second(self) -> None:
        self.query_one(ProposalList).repaint(layout=False)

    def proposals(self) -> list[dict[str, Any]]:
        return [one for one in self.part("talk").get("proposals") or () if isinstance(one, dict)]

    def proposal(self, n: Any) -> dict[str, Any] | None:
        return next((one for one in self.proposals() if one.get("n") == n), None)

    def state(self, one: dict[str, Any]) -> str:
        """“open, 2:10”, “adopted”, “silence broken”."""
        if one.get("state") != "open":
            return w.STATES.get(str(one.get("state")), str(one.get("state")))
        left = w.ends_in(one, self.line.clock())
        return f"open, {w.clock_text(left)}" if left > 0 else "closing"

    @property
    def _speaks(self) -> bool:
        return bool(self.part("me").get("speaker"))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("word", "deed") and self.part("me").get("role") != "player":
            return False
        if action == "word":
            one = self.proposal(self.query_one(ProposalList).chosen) if self.is_mounted else None
            if not self._speaks or one is None or one.get("state") != "open":
                return None
        if action == "deed" and not (self._speaks and self.joined.sitting.open):
            return None
        return super().check_action(action, parameters)

    def why_not(self, binding: Binding) -> str:
        if not self._speaks:
            return "The speaker of your seat proposes, signs and votes."
        if binding.id == "proposals: new":
            return "Proposals are made before the turn is played."
        return "This one is closed." if self.proposals() else "There is no proposal yet."

    def action_move(self, by: int) -> None:
        self.query_one(ProposalList).move(by)
        self.refresh_bindings()

    def action_word(self) -> None:
        one = self.proposal(self.query_one(ProposalList).chosen)
        if one is not None:
            self.run_worker(self._word(one), group="deed", exclusive=True)

    async def _word(self, one: dict[str, Any]) -> None:
        """What the own seat can say to a proposal."""
        me, n = self.part("me").get("seat"), one.get("n")
        own, silence = one.get("sponsor") == me, one.get("rule") == "silence"
        options = []
        if own:
            options.append(Option("withdraw_proposal", "Withdraw it"))
        elif me not in (one.get("cosigners") or ()):
            options.append(Option("cosign", "Co-sign", "Your name under it, and a yes"))
        if silence and not own:
            options.append(Option("no", "Break the silence", "The proposal falls, and everybody sees that it was you"))
        if not silence:
            options += [Option("yes", "Yes"), Option("no", "No"), Option("abstain", "Abstain")]
        said = await self._ask(Pick(f"Proposal {n}", str(one.get("title") or ""), options))
        if said in ("withdraw_proposal", "cosign"):
            self.joined.does(said, "Signed." if said == "cosign" else "Withdrawn.", proposal=n)
        elif said is not None:
            words = "The proposal falls, and everybody sees that it was you."
            if silence and not await self._ask(Sure("Break the silence?", words)):
                return
            self.joined.does(
                "vote", "The silence is broken." if silence else f"You say {said}.", proposal=n, stance=said
            )

    def action_back(self) -> None:
        self.dismiss()

    def on_painted_picked(self, message: Painted.Picked) -> None:
        listing = self.query_one(ProposalList)
        again, what = listing.chosen == message.what[1], message.what[1]
        listing.go(what)
        self.refresh_bindings()
        if again and self.check_action("word", ()):
            self.action_word()
