"""Side work of a case as programs read it: requests and what became of each. No free text stands here."""

from __future__ import annotations

from marshmallow import fields

from api.schemas.base import Moment, StrictSchema


class RequestOut(StrictSchema):
    """What every request has; `state` open, answered, refused, expired or lapsed."""

    id = fields.String()
    no = fields.Integer()
    round = fields.Integer()
    state = fields.String()
    requested_at = Moment()
    ended_at = Moment(allow_none=True)
    end_reason = fields.String(allow_none=True)


class SupplementOut(StrictSchema):
    """Material that came, asked for or not."""

    id = fields.String()
    supplement_request_id = fields.String(allow_none=True)
    received_at = Moment()
    is_late = fields.Boolean()


class SuggestionOut(StrictSchema):
    """What the decision tables suggested; people decide."""

    category = fields.String(allow_none=True)
    severity = fields.String(allow_none=True)
    route = fields.String(allow_none=True)
    unit = fields.String(allow_none=True)
    complexity = fields.String(allow_none=True)
    made_at = Moment()


class RunOut(StrictSchema):
    """One run of the process for the case."""

    run_no = fields.Integer()
    reason = fields.String()
    process_instance_key = fields.String(allow_none=True)
    started_at = Moment(allow_none=True)
    ended_at = Moment(allow_none=True)
    end_reason = fields.String(allow_none=True)
