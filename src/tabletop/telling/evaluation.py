"""What is asked and looked for after a game: the hot wash, the feedback form, and the observers' rubric.

One place for all faces: the seat page shows the questionnaires, the console the rubric, the report both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

RATINGS: Final = ("P", "S", "M", "U")
RATING: Final = {
    "P": "performed without challenge", "S": "performed with some challenge", "M": "performed with major challenge",
    "U": "unable to perform",
}  # fmt: skip
"""The four ratings of an exercise (HSEEP 2020)."""

RUBRIC: Final = {
    "Situation analysis": (
        "acts on the title only", "names one feature", "reads the marks and the stakes",
        "also names what is unknown, and tests it",
    ),
    "Choice of strategy": (
        "habit", "a reason after the fact", "the reason fits the features", "weighs second-best and side effects",
    ),
    "Negotiation tactics": (
        "positions only", "one tactic for all", "the tactic fits the issue",
        "adapts to the counterpart's reply and culture",
    ),
    "Coordination": ("conflicting moves", "informs afterwards", "agrees on roles", "makes a contingency plan"),
    "Commitment": (
        "breaks its word unexplained", "explains afterwards", "keeps its word", "repairs others' trust actively",
    ),
    "Burden": ("token effort", "own crises only", "near its fair share", "covers a partner in need"),
    "Two-level awareness": (
        "absent", "notices at the election", "plans for it", "uses it openly in bargaining",
    ),
    "Law and ethics": ("absent", "a slogan", "names the rule or the harm", "changes its plan for it"),
    "Reflection": (
        "blames the die", "lists events", "uses the ledger", "separates luck, judgement and model",
    ),
}  # fmt: skip
"""What an observer looks for, capability by capability: what U, M, S and P look like."""

SERVES: Final = {
    "Situation analysis": ("fear-or-aim", "escalation-control", "deterrence", "technology", "information-sharing"),
    "Choice of strategy": ("speed-and-breadth", "four-strategies", "unofficial-talks"),
    "Negotiation tactics": ("treaty-making", "unofficial-talks", "red-lines"),
    "Coordination": ("division-of-labour", "information-sharing"),
    "Commitment": ("trust-repair", "side-deals", "credibility"),
    "Burden": ("burden-sharing", "who-pays"),
    "Two-level awareness": ("two-levels", "society"),
    "Law and ethics": ("law-and-ethics", "who-pays"),
    "Reflection": (),
}  # fmt: skip
"""The aims of learning, by their usual ids, that each capability bears on."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question: with words to choose from, or a text."""

    key: str
    text: str
    scale: tuple[str, ...] = ()
    """From the least to the most, stored as 1, 2, …; () for a text."""


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A short form that people fill when the game is over."""

    form: str
    title: str
    intro: str
    questions: tuple[Question, ...]

    def as_json(self) -> dict[str, Any]:
        """Plain data for pages and programs."""
        return {
            "form": self.form, "title": self.title, "intro": self.intro,
            "questions": [
                {"key": q.key, "text": q.text, **({"options": _options(q.scale)} if q.scale else {})}
                for q in self.questions
            ],
        }  # fmt: skip


def _options(scale: tuple[str, ...]) -> list[dict[str, Any]]:
    return [{"value": n, "label": word} for n, word in enumerate(scale, 1)]


_AGREE: Final = ("not at all", "hardly", "in part", "mostly", "fully")
_EASE: Final = ("very hard", "hard", "all right", "easy", "very easy")
_TIME: Final = ("much too short", "too short", "about right", "too long", "much too long")

HOT_WASH: Final = Questionnaire(
    "hot-wash", "Hot wash",
    "Right after the game, while it is fresh. A few words are enough; leave out what you do not want to answer.",
    (
        Question("feel", "One word: how does your minister feel?"),
        Question("well", "What went well in your alliance, and who made it so?"),
        Question("hard", "What was hardest?"),
        Question("surprise", "What did another member do that you did not expect? What did it want, you think?"),
        Question("luck", "Was your biggest failure bad judgement or a bad die?",
                 ("the die", "more the die", "both", "more us", "us")),
        Question("again", "What would you do otherwise if you could play one turn again?"),
        Question("change", "What should the alliance change first, and who should do it?"),
    ),
)  # fmt: skip
FEEDBACK: Final = Questionnaire(
    "feedback", "About this session",
    "About the session, not about you. It helps whoever leads the next one.",
    (
        Question("clear", "I knew what I had to do.", _AGREE),
        Question("part", "I could take part as much as I wanted to.", _AGREE),
        Question("learned", "I have understood something about alliances that I had not before.", _AGREE),
        Question("easy", "The page or program was …", _EASE),
        Question("time", "The time for talking was …", _TIME),
        Question("debrief", "The talk afterwards helped me to understand what had happened.", _AGREE),
        Question("keep", "What should stay as it is?"),
        Question("better", "What should be different next time?"),
    ),
)  # fmt: skip
FORMS: Final = {one.form: one for one in (HOT_WASH, FEEDBACK)}
"""The questionnaires by their ids, as `settings` opens them and `fill` names them."""
