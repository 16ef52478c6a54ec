"""The description card of a campaign: for whom, how long, what it teaches, and what is fact in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding

from tabletop.errors import TabletopError
from tabletop.tui.canvas import Canvas
from tabletop.tui.screens.page import Page
from tabletop.tui.text import joined, wrap
from tabletop.tui.widgets.menu import KIND, facts

if TYPE_CHECKING:
    from tabletop.content.campaign import Campaign
    from tabletop.content.library import CampaignCard

_LABEL = 16


class About(Page):
    """Everything that the authors say of their campaign. Enter begins a game."""

    TOPIC: ClassVar[str] = "about"
    BINDINGS = [
        Binding("enter", "new", "new game", id="about: new", tooltip="Choose a seat and begin"),
        Binding("i", "back", "back", show=False, id="about: back", tooltip="Go back"),
        Binding("q", "back", "back", id="about: leave", tooltip="Go back"),
        Binding("escape", "back", "back", show=False, id="about: escape", tooltip="Go back"),
    ]

    def __init__(self, card: CampaignCard, *, beginning: bool = False) -> None:
        """`beginning`: the screen below is where one begins with it."""
        super().__init__()
        self.card = card
        self.beginning = beginning
        self.campaign: Campaign | None = None
        self.trouble = ""

    def head(self) -> tuple[str, str]:
        return self.card.title, KIND.get(self.card.kind, self.card.kind)

    def on_mount(self) -> None:
        self.read()

    @work(thread=True, exclusive=True)
    def read(self) -> None:
        try:
            campaign = self.tabletop.desk.campaign(str(self.card.path))
        except TabletopError as error:
            self.hand_back(self.known, None, "\n".join(error.lines()[:6]))
            return
        self.hand_back(self.known, campaign, "")

    def known(self, campaign: Campaign | None, trouble: str) -> None:
        self.campaign, self.trouble = campaign, trouble
        self.again()

    def write(self, canvas: Canvas) -> None:
        card, campaign = self.card, self.campaign
        canvas.put()
        canvas.write(card.title, "bold $tt-accent", indent=1)
        canvas.write(facts(card), "$tt-dim", indent=1)
        canvas.put()
        canvas.write(joined(card.summary), indent=1)
        canvas.put()
        if campaign is None:
            canvas.write(self.trouble or "Reading the campaign…", "$tt-bad" if self.trouble else "$tt-dim", indent=1)
            return
        self._fact(canvas, "For", campaign.audience)
        self._list(canvas, "You learn to", tuple(aim.text for aim in campaign.learning))
        self._fact(canvas, "Fact, fiction", joined(campaign.fact_and_fiction))
        self._list(canvas, "Beforehand", campaign.warnings)
        self._fact(canvas, "Cards", f"{len(campaign.deck)}, in {len(campaign.acts)} acts")
        self._fact(canvas, "Seats", ", ".join(member.name for member in campaign.members))
        self._fact(canvas, "By", f"{', '.join(campaign.authors)} · {campaign.licence} · version {campaign.version}")

    def _fact(self, canvas: Canvas, label: str, text: str) -> None:
        for number, part in enumerate(wrap(text, canvas.width - _LABEL - 1)):
            canvas.put(canvas.line().add(" ").add("" if number else label, "$tt-dim").to(_LABEL).add(part))
        canvas.put()

    def _list(self, canvas: Canvas, label: str, texts: tuple[str, ...]) -> None:
        if not texts:
            return
        for first, text in enumerate(texts):
            for number, part in enumerate(wrap(joined(text), canvas.width - _LABEL - 3)):
                line = canvas.line().add(" ").add("" if first or number else label, "$tt-dim").to(_LABEL)
                canvas.put(line.add("  " if number else "· ", "$tt-dim").add(part))
        canvas.put()

    def action_new(self) -> None:
        from tabletop.tui.screens.setup import Setup

        if self.beginning:
            self.app.pop_screen()
            return
        self.app.switch_screen(Setup(self.card))
