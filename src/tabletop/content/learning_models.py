"""What a campaign or deck is for: aims of learning, which cards serve by their ids."""

# No annotations from `__future__` here: they are text, which Pydantic would have to compile again at every start.

from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, SerializerFunctionWrapHandler, model_serializer

from tabletop.content.models import Model, ObjectiveId, Sentence, refuse


class LearningAim(Model):
    """One thing that people can do afterwards; with an id, cards can say that they serve it."""

    id: ObjectiveId | None = None
    """The word that cards write under objectives, e.g. burden-sharing; a sentence alone has none."""
    text: Sentence
    """What people can do afterwards, beginning with a verb, e.g. argue about a fair key for sharing burdens."""

    @model_serializer(mode="wrap")
    def _as_written(self, handler: SerializerFunctionWrapHandler) -> Any:
        # A sentence goes out as it came in: the digest of a campaign written before there were ids stays.
        return self.text if self.id is None else handler(self)


def _keyed(value: Any) -> Any:
    if isinstance(value, str):
        return {"text": value}
    if isinstance(value, LearningAim) or (isinstance(value, dict) and {"id", "text"} & set(value)):
        return value
    if isinstance(value, dict) and len(value) == 1:
        raise refuse("E203", "this should be a sentence, or id: and text:", "a sentence with a colon needs quotes")
    raise refuse("E203", "this should be a sentence, or id: and text:", "write {id: burden-sharing, text: …}")


def _once(aims: tuple[LearningAim, ...]) -> tuple[LearningAim, ...]:
    for index, aim in enumerate(aims):
        if aim.id and aim.id in [other.id for other in aims[:index]]:
            raise refuse("E305", f"“{aim.id}” is listed twice", "give each its own id", (index, "id"))
    return aims


def _named(aims: tuple[LearningAim, ...]) -> tuple[LearningAim, ...]:
    for index, aim in enumerate(aims):
        if aim.id is None:
            raise refuse("E202", "an aim of a deck needs an id", "write {id: burden-sharing, text: …}", (index,))
    return aims


_Aim = Annotated[LearningAim, BeforeValidator(_keyed, json_schema_input_type=LearningAim | Sentence)]
Learning = Annotated[tuple[_Aim, ...], Field(strict=False), AfterValidator(_once)]
"""Aims of a campaign: sentences, or ids with a text."""
ServedAims = Annotated[tuple[LearningAim, ...], Field(strict=False), AfterValidator(_once), AfterValidator(_named)]
"""Aims that a deck's cards serve, each with its id."""
