"""A class: people in seats around one or several games, their clock, their talk and their notes.

No network and no screen: whoever serves the class (a web server, a console) calls it from one thread.
"""

from __future__ import annotations

from tabletop.host.room.classroom import Classroom
from tabletop.host.room.errors import ClassError
from tabletop.host.room.group import Group
from tabletop.host.room.parts import Part
from tabletop.host.room.people import Person, Roster
from tabletop.host.room.plan import PHASES, Plan

__all__ = ["PHASES", "ClassError", "Classroom", "Group", "Part", "Person", "Plan", "Roster"]
