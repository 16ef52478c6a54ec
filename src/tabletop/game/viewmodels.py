"""What a seat sees, as models: the one thing that screens, web pages and reports are given.

Numbers are in the units people see (trust 56.25), with two decimals at most; members, cards and acts go by their ids.
"""

# No annotations from `__future__` here: they are text, which Pydantic would have to compile again at every start.

from tabletop.game.choice import Choice
from tabletop.game.legal import Options
from tabletop.game.position import Audited, Overruled, Pledge
from tabletop.game.records import CardMove, GroupOutcome, LedgerRow
from tabletop.game.sight import Owned, Public, Secret, Seen

Matrix = dict[str, dict[str, float]]


class OutsideFacts(Seen):
    """The outside party."""

    name: Public[str]
    short: Public[str]
    description: Public[str]
    known: Public[float]
    """0..100: what the alliance has learnt of it."""
    intent: Public[str] = ""
    """"seeker" or "greedy" once that is known to all, else ""."""
    greed: Secret[float | None] = None


class ActFacts(Seen):
    id: Public[str]
    number: Public[int]
    """1 = the campaign's first."""
    title: Public[str]
    opening: Public[str]
    turn: Public[int]
    """Turn of the act, 1 = its first."""
    turns: Public[int]
    turns_left: Public[int]
    """In this act, the present turn included; 0 when the game is over."""
    before: Public[str] = ""
    """The closing words of the act before, when this one begins now."""
    why: Public[str] = ""
    """The author's reason why this act follows, when it begins now."""


class Part(Seen):
    """One of the five parts of an index."""

    name: Public[str]
    value: Public[float]
    weight: Public[float]
    """Percent."""
    change: Public[float]


class Index(Seen):
    """Cohesion or stability."""

    name: Public[str]
    value: Public[float]
    change: Public[float]
    """Since the board of the turn before: what its choices brought, and what this turn's opening did.

    All changes in a view are counted so, from board to board: what a seat sees now against what it saw when it last
    chose.  At the end, and for an earlier turn, it is what that turn's choices brought.
    """
    history: Public[tuple[float, ...]]
    """At the start and after every turn played."""
    floor: Public[float]
    """Below it the alliance breaks up, or the region is at war."""
    goal: Public[float]
    parts: Public[tuple[Part, ...]]


class Gauge(Seen):
    """One variable of the region."""

    name: Public[str]
    value: Public[float]
    change: Public[float]
    history: Public[tuple[float, ...]]
    meaning: Public[str]


class TreatyFacts(Seen):
    stage: Public[int]
    """0..4 of the treaty under negotiation."""
    covered: Public[tuple[str, ...]]
    """Domains that a treaty in force covers."""
    in_force: Public[int]


class ObjectiveFacts(Seen):
    seat: Public[str]
    title: Owned[str] = ""
    weights: Owned[dict[str, int]] = {}
    bonus: Owned[str] = ""
    bonus_met: Owned[bool | None] = None
    """Whether its condition holds now."""


class ScoreFacts(Seen):
    """A national scorecard as of now."""

    seat: Public[str]
    total: Owned[float | None] = None
    parts: Owned[dict[str, float]] = {}
    bonus: Owned[float] = 0.0
    fate: Owned[float] = 0.0
    """What a collapse takes from everyone."""


class MemberFacts(Seen):
    seat: Public[str]
    name: Public[str]
    short: Public[str]
    colour: Public[str]
    emblem: Public[str]
    title: Public[str]
    aims: Public[str]
    played_by: Public[str]
    """person or npc."""
    positions: Public[dict[str, float]]
    exposure: Public[float]
    support: Public[float]
    support_change: Public[float]
    mood: Public[str]
    """firm, steady, uneasy or falling: support in a word."""
    means: Public[float]
    sovereignty: Public[float]
    channel: Public[float]
    signed: Public[int]
    standing: Public[float]
    """Mean trust of the others."""
    standing_change: Public[float]
    burden_share: Public[float]
    """Percent of what all have borne lately."""
    fair_share: Public[float]
    """Percent of the alliance's capability."""
    effort: Public[float]
    """Spent so far."""
    deals: Public[int]
    outside_deals: Public[int]
    red_lines_won: Public[float]
    """Influence won by hard bargaining."""
    mediations: Public[int]
    election: Public[int]
    """Turn of the next election, 0 = none."""
    brief: Owned[str] = ""
    red_lines: Owned[tuple[str, ...]] = ()
    objective: Public[ObjectiveFacts]
    score: Public[ScoreFacts]


class Interest(Seen):
    """What one member has at stake in a crisis."""

    seat: Public[str]
    stake: Public[float]
    """0..1."""
    brief: Owned[str] = ""


class CrisisFacts(Seen):
    card: Public[str]
    slot: Public[int]
    title: Public[str]
    situation: Public[str]
    domain: Public[str]
    tags: Public[tuple[str, ...]]
    concepts: Public[tuple[str, ...]]
    date: Public[str]
    since: Public[int]
    """Turn in which it was dealt."""
    escalation: Public[int]
    """Step of the ladder, 1..5; at 6 it breaks out."""
    human_cost: Public[int]
    features: Public[dict[str, int]]
    """The five features as printed, 0..4."""
    misperception_left: Public[float]
    """0..100."""
    sensitivity_left: Public[float]
    """0..100, for official talks, after groundwork."""
    groundwork: Public[int]
    """0..2."""
    parties: Public[tuple[str, ...]]
    """The two members that quarrel, for an internal crisis."""
    stakes: Public[tuple[Interest, ...]]
    labels: Public[dict[str, str]]
    """What the author calls a strategy here, where there is such a name."""
    law: Public[str]
    who_pays: Public[str]
    lesson: Public[str]
    aloud: Public[str] = ""
    """The lesson without the terminal's keys, "" where it names none."""
    discuss: Secret[tuple[str, ...]] = ()
    purpose: Secret[str] = ""
    expect: Secret[str] = ""
    skip_if: Secret[str] = ""
    happened: Secret[str] = ""


class ReadingFacts(Seen):
    """How one school reads what happened."""

    who: Public[str]
    says: Public[str]


class SourceFacts(Seen):
    """Where something can be read."""

    title: Public[str]
    author: Public[str]
    year: Public[str]
    url: Public[str]
    note: Public[str]


class CardHistory(Seen):
    """What really happened, for a crisis that has left the table."""

    card: Public[str]
    title: Public[str]
    date: Public[str]
    """As the author wrote it, e.g. 1983-11-22; "" for fiction."""
    happened: Public[str]
    readings: Public[tuple[ReadingFacts, ...]]
    sources: Public[tuple[SourceFacts, ...]]
    closed_turn: Public[int]
    """The last turn in which it left the table; 0 for a card that lay there to the end, or never came."""
    end: Public[str]
    """"resolved" or "outbreak", "" for one that never left the table."""


class SeatState(Seen):
    """Whether a seat has chosen, and for itself what, and what it may choose."""

    seat: Public[str]
    chosen: Public[bool]
    choice: Owned[Choice | None] = None
    options: Owned[Options | None] = None


class Played(Seen):
    """A turn that has been played."""

    turn: Public[int]
    act: Public[str]
    dealt: Public[tuple[str, ...]]
    choices: Public[dict[str, Choice]]
    groups: Public[tuple[GroupOutcome, ...]]
    moves: Public[tuple[CardMove, ...]]
    ledger: Public[tuple[LedgerRow, ...]]
    """Sums exactly to every change; what only the outside party knows stands in one row."""
    cohesion: Public[float]
    stability: Public[float]
    reasons: Public[dict[str, str]] = {}
    """Why each member that no person plays chose as it did, a sentence each; none for whom nothing was noted."""
    came: Public[dict[str, str]] = {}
    """The author's reason for each card of `dealt` that came because of something before, where one is given."""
    way: Public[str] = ""
    """The author's reason why the act began, in its first turn."""
    pledges: Public[tuple[Pledge, ...]] = ()
    """What members had announced, and whether they kept it (rule O1)."""
    stood: Public[tuple[str, ...]] = ()
    """Members that took a line in public (rule O2)."""
    overrules: Public[tuple[Overruled, ...]] = ()
    """Numbers that the facilitator changed before the choices were opened."""
    injected: Public[tuple[str, ...]] = ()
    """Cards of `dealt` that the facilitator put on the table."""
    audit: Public[tuple[Audited, ...]] = ()
    """Who had borne which share of the burden at the turn's end, in games with the audit (rule O3)."""
    full_ledger: Secret[tuple[LedgerRow, ...]] = ()
    by: Secret[dict[str, str]] = {}


class EndFacts(Seen):
    ending: Public[str]
    title: Public[str]
    tone: Public[str]
    text: Public[str]
    closing: Public[str]
    """The last act's closing words."""
    outcome: Public[str]
    """win, draw, cohesion-collapse or stability-collapse."""
    grade: Public[str]
    """A to E by the lower index, F for a collapse."""


class Secrets(Seen):
    """What only the facilitator knows until the end."""

    seed: Secret[int | None] = None
    flags: Secret[tuple[str, ...]] = ()
    queue: Secret[dict[str, int]] = {}
    """Cards that will come, with the turn from which they may."""
    waiting: Secret[tuple[str, ...]] = ()
    """Cards that the facilitator put on the table and that wait for a free place."""


class SeatView(Seen):
    """Everything one seat may know of a game."""

    seat: Public[str]
    """A member's id, "room" or "facilitator"."""
    campaign: Public[str]
    title: Public[str]
    level: Public[str]
    turn: Public[int]
    turns_left: Public[tuple[int, int]]
    """Turns still to play, this one included: the fewest and the most, for the story may branch."""
    over: Public[bool]
    act: Public[ActFacts]
    outside: Public[OutsideFacts]
    cohesion: Public[Index]
    stability: Public[Index]
    region: Public[dict[str, Gauge]]
    """tension, threat, readiness, legitimacy, line, harm, deterrence."""
    counts: Public[dict[str, int]]
    """treaties, outbreaks, resolved, overloads."""
    treaty: Public[TreatyFacts]
    members: Public[tuple[MemberFacts, ...]]
    trust: Public[Matrix]
    """trust[i][j]: i's trust in j."""
    trust_change: Public[Matrix]
    """Over the last turn played."""
    affinity: Public[Matrix]
    """Shared interest, -1..1."""
    agreements: Public[dict[str, dict[str, int]]]
    crises: Public[tuple[CrisisFacts, ...]]
    seats: Public[tuple[SeatState, ...]]
    last: Public[Played | None]
    opening: Public[tuple[LedgerRow, ...]] = ()
    """What the opening of this turn changed, before anybody chose; () for an earlier board and after the end."""
    came: Public[dict[str, str]] = {}
    """The author's reason for each card of this turn that came because of something before, where one is given."""
    optional: Public[tuple[str, ...]] = ()
    """The optional rules the game is played with: pledges, public-line, audit."""
    pledges: Public[tuple[Pledge, ...]] = ()
    """What members have announced for this turn, in the order in which they did; () for an earlier board."""
    stood: Public[tuple[str, ...]] = ()
    """Members that have taken a line in public this turn."""
    overrules: Public[tuple[Overruled, ...]] = ()
    """Numbers that the facilitator has changed this turn; their terms stand in `opening`."""
    injected: Public[tuple[str, ...]] = ()
    """Cards that the facilitator has put on the table this turn."""
    audit: Public[tuple[Audited, ...]] = ()
    """Who has borne which share of the burden, in games with the audit: who bears most beyond its share first."""
    end: Public[EndFacts | None]
    secrets: Public[Secrets]

    @property
    def me(self) -> MemberFacts | None:
        """The seat's own member; None for the room and the facilitator."""
        return next((member for member in self.members if member.seat == self.seat), None)

    @property
    def options(self) -> Options | None:
        """What the seat may choose."""
        return next((state.options for state in self.seats if state.seat == self.seat), None)

    @property
    def choice(self) -> Choice | None:
        """The seat's own sealed choice."""
        return next((state.choice for state in self.seats if state.seat == self.seat), None)

    def member(self, seat: str) -> MemberFacts:
        """A member by id; raises ``KeyError``."""
        for member in self.members:
            if member.seat == seat:
                return member
        raise KeyError(seat)

    def crisis(self, card: str) -> CrisisFacts | None:
        """An open crisis by its card's id."""
        return next((crisis for crisis in self.crises if crisis.card == card), None)
