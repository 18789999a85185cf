"""Progress as the complainant's program reads it: no name of staff, no respondent, no identity."""

from __future__ import annotations

from marshmallow import fields

from api.schemas.base import Moment, StrictSchema


class ProgressQuery(StrictSchema):
    """In the body, so that the code stands in no address."""

    number = fields.String(required=True)
    query_code = fields.String(required=True)


class ProgressStepOut(StrictSchema):
    """One step that was reached."""

    code = fields.String()
    at = Moment()


class AnswerLineOut(StrictSchema):
    """What became of one claim."""

    no = fields.Integer()
    text = fields.String()
    decision = fields.String(allow_none=True)
    finding = fields.String(allow_none=True)
    disposals = fields.List(fields.String())
    ground = fields.String(allow_none=True)
    basis = fields.String(allow_none=True)
    right_place = fields.String(allow_none=True)


class AnswerOut(StrictSchema):
    """The published answer."""

    findings_text = fields.String()
    decision_text = fields.String()
    measures_text = fields.String()
    lines = fields.List(fields.Nested(AnswerLineOut))
    published_at = Moment()


class ProgressOut(StrictSchema):
    """Where the complaint stands."""

    number = fields.String()
    stage = fields.String()
    outcome = fields.String(allow_none=True)
    received_at = Moment()
    acceptance_due_at = Moment(allow_none=True)
    resolve_due_at = Moment(allow_none=True)
    steps = fields.List(fields.Nested(ProgressStepOut))
    refused_claims = fields.List(fields.Nested(AnswerLineOut))
    answer = fields.Nested(AnswerOut, allow_none=True)
    is_closed = fields.Boolean()
