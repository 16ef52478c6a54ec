"""How the world answers: state + choices + luck -> new state + ledger, for one game or many.

Pure array formulas over NumPy: no I/O, no clock, no global state.
"""

from tabletop.rules.choices import Choices
from tabletop.rules.ledger import Entry, Record
from tabletop.rules.negotiate import Outcomes
from tabletop.rules.parameters import RULES_VERSION, Rulebook, rulebook
from tabletop.rules.scorecard import Scores, scores
from tabletop.rules.start import start
from tabletop.rules.state import State
from tabletop.rules.story import ending
from tabletop.rules.tables import Tables
from tabletop.rules.turn import odds, open_turn, resolve

__all__ = [
    "RULES_VERSION", "Choices", "Entry", "Outcomes", "Record", "Rulebook", "Scores", "State", "Tables",
    "ending", "odds", "open_turn", "resolve", "rulebook", "scores", "start",
]  # fmt: skip
