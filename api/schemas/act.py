"""Acts on a case beside its tasks, as programs read and take them."""

from __future__ import annotations

from marshmallow import fields

from api.schemas.base import StrictSchema
from api.schemas.third_persons import make_third_persons


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
    third_persons = make_third_persons()


class ActTaken(StrictSchema):
    """The record on file."""

    act_record_id = fields.String()
