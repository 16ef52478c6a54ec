"""The card bench: one card on a board that is made by hand, and everything that can be said of it there, as plain data.

The board is a batch of one state of the rules.  Chances come from `game.advice`, the card from `game.view`, conditions
and effects from the rules themselves: what the bench says is what the table would say on the same board.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar, cast

import numpy as np

from tabletop.content.campaign import Campaign
from tabletop.content.clauses import of_card
from tabletop.errors import TabletopError, UsageError
from tabletop.game.advice import Forecast, odds
from tabletop.game.choice import Choice
from tabletop.game.game import Game
from tabletop.game.viewmodels import CrisisFacts, SeatView
from tabletop.rules import State, Tables
from tabletop.rules.conditions import holds
from tabletop.rules.deal import lay
from tabletop.rules.indices import update_indices
from tabletop.rules.tables import Effect, Node
from tabletop.rules.vocabulary import Level, Moment
from tabletop.session.desk import proposed
from tabletop.telling.words import STRATEGIES
from tabletop.telling.worth import assumption, companions, natural_partner
from tabletop.workbench.authored import Authored, Version, Written
from tabletop.workbench.clauses import light
from tabletop.workbench.consequences import Happening, carried_out, happenings
from tabletop.workbench.made import SEED, Chance, Dealing, MadeGame
from tabletop.workbench.sliders import CARD, DERIVED, Dial, Naming, Slider, card_sliders, changed, named, sliders

T = TypeVar("T")


class CardBench:
    """A campaign in the making, one card of it, and a board that can be set by hand."""

    def __init__(self, authored: Authored, *, card: str = "", seat: str = "", level: Level | None = None) -> None:
        """`card`, `seat` and `level` by default the first card, the seat the author proposes and the campaign's own.

        Raises `UsageError` for a seat or card that does not exist while there is a campaign to ask.
        """
        self.authored = authored
        self.level = level
        self.wanted = card
        """The card that was chosen, by id; kept while it is gone or broken."""
        self.effort = 1
        self.partner = ""
        self.values: dict[str, float] = {}
        """What was set by hand, by slider."""
        self._seat = seat
        self._game: MadeGame | None = None
        self._base: State | None = None
        self._kept: dict[str, object] = {}
        self._version = authored.version
        self.take(authored.version if authored.version.read_at else authored.look())

    # ------------------------------------------------------------------ what is loaded

    @property
    def version(self) -> Version:
        """What is on the bench: a look that is under way in another thread changes nothing of it."""
        return self._version

    @property
    def campaign(self) -> Campaign | None:
        return self.version.campaign

    def reload(self) -> Version:
        """Look at the files again; the chosen card, seat and sliders stay as they are."""
        return self.take(self.authored.look())

    def take(self, version: Version) -> Version:
        """Go on with a version that was read."""
        if version.campaign is self._version.campaign and self._game is not None:
            # Only more was found out about the same files.
            self._version = version
            return version
        self._kept.clear()
        self._version = version
        self._game = self._base = None
        if version.campaign is not None:
            chosen = self.level if self.level is not None else Level[version.campaign.level.upper()]
            seats = [member.id for member in version.campaign.members]
            if self._seat not in seats:
                self._seat = proposed(version.campaign, 1)[0]
            self._game = MadeGame(version.campaign, SEED, chosen, (self._seat,))
            self._base = self._game.opening()
        if not self.wanted:
            self.wanted = next((card.id for card in version.cards if card.entry is not None), "")
        return version

    @property
    def written(self) -> Written | None:
        """The chosen card as it stands in the files; None when it is gone."""
        return self.version.card(self.wanted)

    @property
    def shown(self) -> bool:
        """Whether there is a card to show."""
        written = self.written
        return self._game is not None and written is not None and written.entry is not None

    @property
    def game(self) -> Game:
        """The game on the made board; ask only where a card is `shown`."""
        self.board()
        assert self._game is not None
        return self._game

    @property
    def tables(self) -> Tables:
        assert self._game is not None
        return self._game.tables

    # ------------------------------------------------------------------ choosing

    def choose(self, card: str) -> None:
        """Another card; what was set of the card itself is let go, the board stays."""
        if card != self.wanted:
            self.wanted, self.partner = card, ""
            for name in CARD:
                self.values.pop(name, None)
            self._kept.clear()

    @property
    def seat(self) -> str:
        """The member whose chances are reckoned."""
        return self._seat

    def sit(self, seat: str) -> None:
        """Another seat; raises `UsageError` for one that is not there."""
        campaign = self.campaign
        if campaign is None or seat not in [member.id for member in campaign.members]:
            raise UsageError(f"There is no member “{seat}”.", "")
        self._seat, self.partner = seat, ""
        if self._game is not None:
            self._game.people = (seat,)
        self._kept.clear()

    def at_level(self, level: Level) -> None:
        """Another level of the rules."""
        self.level = level
        self._game = None
        self.take(self.version)

    @property
    def level_now(self) -> str:
        return self._game.level.word if self._game is not None else ""

    # ------------------------------------------------------------------ the board

    def set(self, name: str, value: float) -> None:
        """Set a slider by hand, within its limits.  ``KeyError`` for one that is not there."""
        slider = self.sliders()[name]
        self.values[name] = slider.within(value)
        self._kept.clear()

    def step(self, name: str, by: float, *, big: bool = False) -> None:
        """A small or big step of a slider."""
        dial = next(dial for dial in self.dials() if dial.slider.name == name)
        self.set(name, dial.value + by * (dial.slider.big if big else dial.slider.small))

    def reset(self, name: str = "") -> None:
        """One slider as it came, or all of them."""
        if name:
            self.values.pop(name, None)
        else:
            self.values.clear()
        self._kept.clear()

    def sliders(self) -> dict[str, Slider]:
        """Every slider there is for this card, by address."""
        return self._once("sliders", self._sliders)

    def _sliders(self) -> dict[str, Slider]:
        tables = self.tables
        made = sliders(tables, self.naming, tables.alliance.ids.index(self._seat), self._conditions())
        return made | {slider.name: slider for slider in card_sliders()}

    def _conditions(self) -> list[Node]:
        """The compiled conditions of the card: its `when`, then those of its effects and follow-ups."""
        if not self.shown:
            return []
        number = self._number
        nodes = [self.tables.cards.when[number], *(effect.when for effect in self._effects)]
        return [node for node in nodes if node is not None]

    @property
    def _number(self) -> int:
        return self.tables.cards.ids.index(self.wanted)

    @property
    def _effects(self) -> list[Effect]:
        number = self._number
        return [effect for effect in self.tables.effects if effect.card == number]

    def board(self) -> State:
        """The board on which the card is dealt: the opening position with what was set by hand."""
        return self._once("board", lambda: self.made(self.values))

    def dealt(self) -> State:
        """The board with the card on it, and what happens when it is dealt done: what people choose on."""
        return self._once("dealt", self._dealt)

    def made(self, values: Mapping[str, object], games: int = 1) -> State:
        """A board with some values; arrays make a batch."""
        assert self._base is not None
        tables, known = self.tables, self.sliders()
        board = self._base.copy() if games == 1 else self._base.take(np.zeros(games, np.int64))
        # A wide setting first, the narrow ones over it: all trust in a member, then that of one ally.
        first = ("turn", "act", *(name for name in values if name.startswith("standing ")))
        for name in (*first, *values):
            if name in values and name in known and name not in (*CARD, *DERIVED):
                known[name].put(board, tables, values[name])
        if "act_turn" not in values:
            turns = np.array([act.turns for act in tables.acts], np.int32)
            now = np.where(board.end_turn > 0, board.end_turn, board.turn)
            board.act_since[...] = now - np.minimum(now, turns[board.act]) + 1
        update_indices(board, tables)
        for name in DERIVED:
            if name in values:
                known[name].put(board, tables, values[name])
        return board

    def _dealt(self) -> State:
        board, tables, number = self.board().copy(), self.tables, self._number
        games, cards = np.zeros(1, np.int32), np.array([number], np.int32)
        lay(board, tables, games, cards, np.zeros(1, np.int64))
        board.end_turn[...] = 0
        known = self.sliders()
        for name in CARD:
            if name in self.values:
                known[name].put(board, tables, self.values[name])
        effects = [effect for effect in self._effects if effect.moment == Moment.DEALT]
        board, _ = carried_out(board, tables, effects)
        return board

    # ------------------------------------------------------------------ what is said of it

    def dials(self) -> list[Dial]:
        """Every slider as it stands: those the card's conditions read first, then those its effects change."""
        return self._once("dials", self._dials)

    def _dials(self) -> list[Dial]:
        tables, known = self.tables, self.sliders()
        reads = dict.fromkeys(name for node in self._conditions() for name in named(node, tables))
        writes = dict.fromkeys(changed(self._effects, tables)) if self.shown else {}
        order = [name for name in (*reads, *writes, *CARD, *known) if name in known]
        board, laid = self.board(), self.dealt() if self.shown else None
        found = []
        for name in dict.fromkeys(order):
            slider = known[name]
            if name in CARD and laid is None:
                continue
            value = self.values.get(name, slider.get(laid if name in CARD and laid is not None else board, tables))
            found.append(Dial(slider, value, name in self.values, name in reads, name in writes))
        return found

    def dealing(self) -> Dealing:
        """Whether the card could come on this board, clause by clause."""
        return self._once("dealing", self._dealing)

    def _dealing(self) -> Dealing:
        campaign, board, number = self.campaign, self.board(), self._number
        assert campaign is not None
        cards, act = self.tables.cards, int(board.act[0])
        clause = of_card(campaign, self.wanted)
        barred = []
        if not cards.acts[act, number]:
            acts = [campaign.acts[k].id for k in range(len(campaign.acts)) if cards.acts[k, number]]
            barred.append(f"the act {campaign.acts[act].id} does not deal it ({', '.join(acts) or 'no act'} does)")
        if not int(cards.weight[number]):
            barred.append("its weight is 0: it comes only when another card or act queues it")
        return Dealing(light(clause, board, self.tables) if clause is not None else None, tuple(barred))

    def sweep(self, name: str) -> list[tuple[float, bool]]:
        """Where along a slider the card's condition holds, all else as it is; empty where it does not look at it."""
        node = self.tables.cards.when[self._number] if self.shown else None
        if node is None or name not in set(named(node, self.tables)):
            return []
        values = self.sliders()[name].values()
        board = self.made({**self.values, name: np.array(values)}, len(values))
        return list(zip(values, holds(node, board, self.tables).tolist(), strict=True))

    def view(self, seat: str = "") -> SeatView:
        """What a seat sees of the board with the card on it, as at the table."""
        seat = seat or self._seat
        return self._once(f"view {seat}", lambda: self.stood().view(seat))

    def stood(self) -> Game:
        """The game, everybody standing before the board with the card on it."""
        board = self.dealt()
        assert self._game is not None
        if self._kept.get("stands") is not board:
            self._game.stand(board)
            self._kept["stands"] = board
        return self._game

    @property
    def crisis(self) -> CrisisFacts | None:
        """The card as it lies on the table."""
        return self.view().crisis(self.wanted)

    def forecast(self, choice: Choice, others: tuple[str, ...] = ()) -> Forecast | None:
        """What a choice would be worth; None where it is not possible."""
        key = f"odds {choice} {others}"
        if key not in self._kept:
            try:
                self._kept[key] = odds(self.stood(), self._seat, choice, others)
            except TabletopError:
                self._kept[key] = None
        found = self._kept[key]
        return found if isinstance(found, Forecast) else None

    def choice(self, strategy: str, tactic: str | None) -> Choice:
        """A choice as the table would begin it: the natural partner, one point of effort, consultation."""
        view = self.view()
        allowed = view.options
        assert allowed is not None
        found = allowed.crisis(self.wanted)
        targets = found.targets if found else ()
        partner = self.partner if self.partner in targets else natural_partner(view, self.crisis, targets)
        return Choice(
            strategy, tactic, min(self.effort, allowed.efforts[-1]), partner if strategy == "bilateral" else None,
            "consult" if allowed.clauses and strategy in ("bilateral", "multilateral") else None, self.wanted,
        )  # fmt: skip

    def tactics(self) -> tuple[str | None, ...]:
        """The tactics of this level; None stands for a level without."""
        allowed = self.view().options
        return allowed.tactics if allowed is not None and allowed.tactics else (None,)

    def chance(self, strategy: str, tactic: str | None) -> Chance:
        """What one way and tactic would be worth for the seat."""
        choice = self.choice(strategy, tactic)
        found = self.forecast(choice, companions(self.view(), choice))
        return Chance(choice, found, "" if found else "not possible on this board")

    def chances(self) -> list[Chance]:
        """Every way with every tactic."""
        return [self.chance(way, tactic) for way in STRATEGIES[:-1] for tactic in self.tactics()]

    def assumed(self, choice: Choice) -> str:
        """What a forecast takes the others to do, in the table's words."""
        return assumption(self.view(), choice, self.forecast)

    def partners(self) -> tuple[str, ...]:
        """With whom a bilateral could be."""
        allowed = self.view().options
        found = allowed.crisis(self.wanted) if allowed else None
        return found.targets if found else ()

    def happenings(self) -> tuple[Happening, ...]:
        """What the card's effects would do, moment by moment."""
        return self._once("happenings", self._happenings)

    def _happenings(self) -> tuple[Happening, ...]:
        written, campaign = self.written, self.campaign
        assert written is not None
        assert written.entry is not None
        assert campaign is not None
        return happenings(campaign, self.tables, written.entry, self.board(), self.dealt(), self.naming)

    @property
    def naming(self) -> Naming:
        """How members, acts, flags and cards are called."""
        campaign = self.campaign
        assert campaign is not None
        deck, ids = campaign.deck, self.tables.cards.ids
        return Naming(
            [member.short for member in campaign.members], [act.title for act in campaign.acts], self.tables.flags,
            lambda number: deck[ids[number]].title,
        )  # fmt: skip

    def _once(self, key: str, make: Callable[[], T]) -> T:
        """What is asked again and again between two changes."""
        if key not in self._kept:
            self._kept[key] = make()
        return cast("T", self._kept[key])
