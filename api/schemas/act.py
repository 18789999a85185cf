"""Acts on a case beside its tasks, as programs read and take them."""

from __future__ import annotations

from marshmallow import fields

from api.schemas.base import StrictSchema


class ActLine(StrictSchema):
    """One act that this person's role may take; `why_not` is the code of the rule against it now."""

    act = fields.String()
    why_not = fields.String(allow_none=True)


class ActList(StrictSchema):
    """The acts of a case for this person."""

    acts = fields.List(fields.Nested(ActLine))


class ActOut(StrictSchema):
    """An act with its deployed form and the data the form is shown with."""

    act = fields.String()
    schema = fields.Raw()
    data = fields.Raw()
    why_not = fields.String(allow_none=True)


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


class ActAnswers(StrictSchema):
    """What a person entered; keys are those of the deployed form, which decides what is accepted."""

    submission_id = fields.String(
        required=True,
        metadata={
            "description": "16 to 64 letters, digits, - and _ chosen by the caller for this act; what is sent again with it is "
            "the same act and gets the first answer, also when it would be refused by now. "
            "Other answers under the same id are 422 and not taken."
        },
    )
    answers = fields.Dict(keys=fields.String(), required=True)
    third_persons = fields.Nested(
        ThirdPersons,
        load_default=None,
        metadata={
            "description": "Needed where words that leave for a unit are marked: 422 then names `third_persons` and each mark "
            "as `third_persons.N`."
        },
    )


class ActTaken(StrictSchema):
    """The record on file."""

    act_record_id = fields.String()
