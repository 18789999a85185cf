"""What becomes of marks of third persons in words that leave for a unit, as programs say it."""

from __future__ import annotations

from marshmallow import fields

from api.schemas.base import StrictSchema


class MarkDecided(StrictSchema):
    """What becomes of one mark of a third person."""

    words = fields.String(
        required=True, metadata={"description": "The marked words, as the refusal names them."}
    )
    leave = fields.Boolean(load_default=False, metadata={"description": "Whether they stand; cut otherwise."})
    reason = fields.String(
        load_default="", metadata={"description": "Why the unit needs them; needed where they stand."}
    )


class ThirdPersons(StrictSchema):
    """What a person decided about words that may tell of third persons in what leaves for a unit."""

    checked = fields.Boolean(
        required=True, metadata={"description": "That a person has looked at all of it."}
    )
    marks = fields.List(fields.Nested(MarkDecided), load_default=list)


def make_third_persons() -> fields.Nested:
    """The field of a body that may have words leave; without it nothing was decided."""
    return fields.Nested(
        ThirdPersons,
        load_default=None,
        metadata={
            "description": "Needed where words that leave for a unit are marked: 422 then names `third_persons` and each mark "
            "as `third_persons.N`."
        },
    )
