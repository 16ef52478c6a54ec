"""Names that lead nowhere and parts that cannot meet: what is wrong between the pieces, each being well formed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from tabletop.content.campaign import Campaign
from tabletop.content.linking import Links
from tabletop.content.loading import Loaded, LoadedCard
from tabletop.content.member_models import Member
from tabletop.content.models import Effect
from tabletop.content.places import Place
from tabletop.content.problems import Problem
from tabletop.content.text import did_you_mean, shorten

SHARE_TOLERANCE = 0.001


def check_names(loaded: Loaded) -> list[Problem]:
    """Ids that name nothing, or one thing twice; what stands on them cannot be compiled."""
    problems: list[Problem] = []
    names = _Known(loaded, problems)
    for entry in loaded.cards:
        _card(entry, names, loaded.tags)
    if loaded.campaign is not None and loaded.place is not None:
        _campaign(loaded.campaign, loaded.place, names)
    return problems


class _Known:
    """Ids by kind; a kind that is not known (members, for a deck alone) accepts everything."""

    def __init__(self, loaded: Loaded, problems: list[Problem]) -> None:
        campaign = loaded.campaign
        self.problems = problems
        self._left_out = loaded.left_out
        self._ids: dict[str, Iterable[str]] = {"card": loaded.card_ids}
        if campaign is not None:
            self._ids["member"] = [member.id for member in campaign.members]
            self._ids["act"] = [act.id for act in campaign.acts]

    def need(self, kind: str, word: str | None, place: Place, *, key: bool = False) -> None:
        known = self._ids.get(kind)
        if word is None or known is None or word in known:
            return
        if kind == "card" and word in self._left_out:
            what = f"“{shorten(word)}” is left out, but the card “{shorten(place.card)}” still calls it"
            hint = f"leave {shorten(place.card)} out too, or write your own “{shorten(word)}”"
            self.problems.append(self._left_out[word].problem("E316", what, hint))
            return
        code = {"card": "E301", "member": "E302", "act": "E303"}[kind]
        hint = did_you_mean(word, known)
        self.problems.append(place.problem(code, f"there is no {kind} “{shorten(word)}”", hint, key=key))

    def need_all(self, kind: str, words: Iterable[str] | None, place: Place) -> None:
        for index, word in enumerate(words or ()):
            self.need(kind, word, place / index)


def _card(entry: LoadedCard, names: _Known, tags: set[str]) -> None:
    card, place = entry.card, entry.place
    for index, tag in enumerate(card.tags):
        if tag not in tags:
            hint = did_you_mean(tag, sorted(tags)) or "declare new tags in deck.yaml under tags:"
            names.problems.append(place.at("tags", index).problem("E311", f"there is no tag “{shorten(tag)}”", hint))
    names.need_all("act", card.acts, place / "acts")
    names.need_all("member", card.parties, place / "parties")
    for key, words in (("touches", card.touches), ("briefs", card.briefs)):
        for word in words:
            names.need("member", word, place.at(key, word), key=True)
    for _, _, effect, where in entry.effects():
        _effect(effect, where, names, card.id)
    for index, follow in enumerate(card.follow_up):
        where = place.at("follow_up", index, "card")
        names.need("card", follow.card, where)
        _refuse_itself(follow.card, card.id, where, names)


def _refuse_itself(queued: str, card: str, place: Place, names: _Known) -> None:
    if queued == card:
        names.problems.append(
            place.problem("E308", "the card would call itself", "name another card, or use repeat: true")
        )


def _effect(effect: Effect, place: Place, names: _Known, card: str = "") -> None:
    names.need_all("member", effect.who, place / "who")
    names.need_all("member", effect.between, place / "between")
    names.need("member", effect.from_, place / "from")
    names.need("member", effect.to, place / "to")
    if effect.queue is not None:
        where = place.at("queue", "card")
        names.need("card", effect.queue.card, where)
        _refuse_itself(effect.queue.card, card, where, names)


def _campaign(campaign: Campaign, place: Place, names: _Known) -> None:
    problems = names.problems
    problems += _members(campaign.members, place / "members")
    for kind, items in (("acts", campaign.acts), ("endings", campaign.endings)):
        problems += _twice([item.id for item in items], place / kind, "id")
    for index, grievance in enumerate(campaign.start.trust):
        here = place.at("start", "trust", index)
        names.need_all("member", grievance.between, here / "between")
        names.need("member", grievance.from_, here / "from")
        names.need("member", grievance.to, here / "to")
    for index, standing in enumerate(campaign.start.agreements):
        names.need_all("member", standing.between, place.at("start", "agreements", index, "between"))
    for member in campaign.start.channels:
        names.need("member", member, place.at("start", "channels", member), key=True)
    for index, act in enumerate(campaign.acts):
        here = place.at("acts", index)
        for step, follows in enumerate(act.next):
            names.need("act", follows.act, here.at("next", step, "act"))
            if follows.when is None and step + 1 < len(act.next):
                problems.append(
                    here.at("next", step).problem(
                        "E307",
                        "this way is always taken, so those after it never are",
                        "give it a “when”, or put it last",
                    )
                )
        for step, effect in enumerate(act.on_start):
            _effect(effect, here.at("on_start", step), names)
    problems += _endings(campaign, place / "endings")
    _variants(campaign, place, names)


def _members(members: tuple[Member, ...], place: Place) -> Iterator[Problem]:
    for key in ("id", "short", "colour", "emblem", "name"):
        yield from _twice([str(getattr(member, key)) for member in members], place, key)
    total = sum(member.capability for member in members)
    if abs(total - 1) > SHARE_TOLERANCE:
        yield place.problem(
            "E210",
            f"the members' capability sums to {total:.3g}, not 1",
            "capability is each member's share of the whole",
            key=True,
        )


def _twice(words: list[str], place: Place, key: str) -> Iterator[Problem]:
    for index, word in enumerate(words):
        if word in words[:index]:
            first = (place.at(words.index(word), key)).problem("E305", "").line
            code = "E305" if key == "id" else "E306"
            yield place.at(index, key).problem(
                code, f"the {key} “{shorten(word)}” is there twice", f"the first is on line {first}"
            )


def _endings(campaign: Campaign, place: Place) -> Iterator[Problem]:
    last = len(campaign.endings) - 1
    for index, ending in enumerate(campaign.endings):
        if ending.when is None and index < last:
            yield place.at(index, "id").problem(
                "E307",
                f"“{ending.id}” always fits, so the endings after it never come",
                "give it a “when”, or put it last",
            )
    if campaign.endings[last].when is not None:
        yield place.at(last, "when").problem(
            "E307", "a game that fits no ending would have none", "leave “when” out of the last ending", key=True
        )


def _variants(campaign: Campaign, place: Place, names: _Known) -> None:
    seats = campaign.seats
    if seats.max > len(campaign.members):
        names.problems.append(
            place.at("seats", "max").problem(
                "E206",
                f"{seats.max} people cannot share {len(campaign.members)} members",
                "one person plays one member",
            )
        )
    names.problems += _twice([str(variant.people) for variant in campaign.variants], place / "variants", "people")
    for index, variant in enumerate(campaign.variants):
        here = place.at("variants", index)
        names.need_all("member", variant.play, here / "play")
        if not seats.min <= variant.people <= seats.max:
            names.problems.append(
                (here / "people").problem(
                    "E206",
                    f"the campaign seats {seats.min} to {seats.max} people, not {variant.people}",
                    "change one of them",
                )
            )


def check_flags(links: Links, set_by: Mapping[str, Place]) -> Iterator[Problem]:
    """Flags that are read and never set, or set and never read."""
    for flag, where in links.names.flags_read.items():
        if flag not in set_by:
            hint = did_you_mean(flag, set_by, most=0) or "set it in some effect: {set: {flag: …}}"
            yield where("W202", f"no effect ever sets the flag “{shorten(flag)}”", hint)
    for flag, place in set_by.items():
        if flag not in links.names.flags_read:
            yield place.problem(
                "W203", f"nothing ever asks for the flag “{shorten(flag)}”", "ask with flag.NAME, or delete it"
            )
