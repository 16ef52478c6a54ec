"""What the turns so far tell of things nobody is shown: the rival's type, and how often a second card comes.

Only what everybody may see is looked at: answers to confidence measures, the outside party's strength, the cards that
came.  Chances are updated by Bayes' rule.  Who reckons the terms of tension after may know more; this does not.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from tabletop.rules.effects import answer_chance
from tabletop.rules.vocabulary import Domain

if TYPE_CHECKING:
    from tabletop.game.game import Game
    from tabletop.game.records import Resolution
    from tabletop.rules.arrays import Ints

_SURE = 0.98
"""What looks certain by its chance is held for a little less, for the rules round."""


def greedy_chance(game: Game, turn: int) -> int:
    """The chance that the outside party is greedy, as of the beginning of `turn`, in hundredths of a percent."""
    book, prior = game.tables.book, game.tables.rival.greedy_chance
    if not 0 < prior < 100:
        return 100 * prior
    odds = math.log(prior / (100 - prior))
    for played in game.played[: turn - 1]:
        for known, answered in _answers(game, played):
            greedy, seeker = (_answer(game, greed, known) for greed in (int(book.greedy_greed), int(book.seeker_greed)))
            odds += math.log(greedy / seeker) if answered else math.log((1 - greedy) / (1 - seeker))
        odds += _arming(game, played)
    return round(10000 / (1 + math.exp(-max(-30.0, min(odds, 30.0)))))


def _answer(game: Game, greed: int, known: int) -> float:
    one = np.array([greed, known], np.int32)
    chance = int(answer_chance(game.tables.book, one[:1], one[1:])[0]) / 10000
    return min(max(chance, 1 - _SURE), _SURE)


def _answers(game: Game, played: Resolution) -> list[tuple[int, bool]]:
    """Each successful confidence measure abroad: what was known of the rival then, and whether it was answered."""
    tables, price = game.tables, int(game.tables.book.exploited_tension)
    cards = tables.cards
    abroad = [
        group for group in played.groups
        if group.strategy == "confidence" and group.success
        and int(cards.domain[cards.ids.index(group.card)]) == Domain.EXTERNAL
    ]  # fmt: skip
    if not abroad or not price:
        return []
    known = int(game.boards()[played.turn - 1].known[0])
    cost = sum(
        round(100 * row.amount)
        for row in played.ledger
        if row.rule == "R9" and row.variable == "tension" and row.why == "measure exploited"
    )
    spurned = min(round(cost / price), len(abroad))
    return [(known, number >= spurned) for number in range(len(abroad))]


def _arming(game: Game, played: Resolution) -> float:
    """How much more likely a greedy rival's arming looks like this than a seeker's, as a logarithm."""
    book = game.tables.book
    gap = int(book.ambition) * (int(book.greedy_greed) - int(book.seeker_greed)) / 100
    spread = int(book.arms_noise)
    if not gap or not spread:
        return 0.0
    boards = game.boards()
    threat = int(boards[played.turn - 1].threat[0]) + sum(
        round(100 * row.amount) for row in played.ledger if row.variable == "threat" and row.opening
    )
    moved = sum(round(100 * row.amount) for row in played.ledger if row.variable == "threat" and row.rule == "R13")
    answered = int(book.arms_race) * (int(boards[played.turn].readiness[0]) - threat) / 100
    unexplained = moved - answered + int(book.restraint)
    greedy, seeker = (int(book.ambition) * int(greed) / 100 for greed in (book.greedy_greed, book.seeker_greed))
    return float(((unexplained - seeker) ** 2 - (unexplained - greedy) ** 2) / (2 * spread**2))


def loads(game: Game, turn: int) -> tuple[Ints, Ints]:
    """Possible chances of a second card in ten-thousandths, and how likely each is, as weights that rise to 2³¹.

    The second array is cumulative, so that a lot picks the first entry that is not below it.
    """
    book, members = game.tables.book, len(game.seats)
    middle, spread = 100 * (int(book.load) + int(book.load_per_member) * (members - 3)), 100 * int(book.load_spread)
    grid = np.clip(np.linspace(middle - spread, middle + spread, 41), 0, 9500)
    came, turns = 0, 0
    for number in range(2, turn + 1):
        dealt = _dealt(game, number)
        if dealt and number <= turn:
            turns += 1
            came += dealt > 1
    share = np.clip(grid / 10000, 0.001, 0.999)
    weights = share**came * (1 - share) ** (turns - came)
    total = np.cumsum(weights)
    return grid.astype(np.int32), np.round(total / total[-1] * (2**31 - 1)).astype(np.int64)


def _dealt(game: Game, turn: int) -> int:
    """Cards that came at the beginning of a turn; 0 where nothing can be concluded from it."""
    if turn <= len(game.played):
        return len(game.played[turn - 1].dealt) - len(game.played[turn - 1].injected)
    return int((game.board.dealt[:, 0] == turn).sum()) - len(game.opened(turn).injected)
