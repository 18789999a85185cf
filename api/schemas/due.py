"""The due-list as programs read it."""

from __future__ import annotations

from marshmallow import fields

from api.schemas.base import Moment, StrictSchema


class DueClockOut(StrictSchema):
    """One running clock; `seconds_left` is negative when overdue."""

    clock_id = fields.String()
    complaint_id = fields.String()
    number = fields.String()
    kind = fields.String()
    due_at = Moment()
    rung = fields.String()
    seconds_left = fields.Float()
    is_provisional = fields.Boolean()
    unit = fields.String(allow_none=True)
    handler_name = fields.String(allow_none=True)
    late_reason = fields.String(
        allow_none=True, metadata={"description": "NOTICE_TOO_LATE or DECISION_TOO_LATE of an extension"}
    )


class OpenWindowOut(StrictSchema):
    """One window: somebody was asked and has until then; `kind` is the name of the window of a kind of request."""

    kind = fields.String()
    request_id = fields.String()
    complaint_id = fields.String()
    number = fields.String()
    ends_at = Moment()
    seconds_left = fields.Float()
    unit = fields.String(allow_none=True)
    handler_name = fields.String(allow_none=True)


class DueList(StrictSchema):
    """Running clocks and open windows, the nearest due first."""

    clocks = fields.List(fields.Nested(DueClockOut))
    windows = fields.List(fields.Nested(OpenWindowOut))
    has_more = fields.Boolean(
        metadata={"description": "Whether more than 10,000 run of either; the nearest are told"}
    )
