"""A case as programs read it. No identity field stands here."""

from __future__ import annotations

from marshmallow import fields

from api.schemas.base import Moment, StrictSchema


class CaseQuery(StrictSchema):
    """Which cases to list."""

    number = fields.String(load_default="", metadata={"description": "Complaint number or its beginning"})
    limit = fields.Integer(load_default=50)


class CaseLine(StrictSchema):
    """One case in a list."""

    complaint_id = fields.String()
    number = fields.String()
    channel = fields.String()
    stage = fields.String()
    outcome = fields.String(allow_none=True)
    received_at = Moment()
    next_due_at = Moment(allow_none=True)
    clock_state = fields.String(allow_none=True)
    is_closed = fields.Boolean()


class CaseList(StrictSchema):
    """A page of cases."""

    cases = fields.List(fields.Nested(CaseLine))


class ClaimOut(StrictSchema):
    """One claim with its own outcome."""

    no = fields.Integer()
    text = fields.String()
    decision = fields.String(allow_none=True)
    nonaccept_ground = fields.String(allow_none=True)
    basis = fields.String(allow_none=True)
    right_place = fields.String(allow_none=True)
    finding = fields.String(allow_none=True)
    disposals = fields.List(fields.String())


class RespondentOut(StrictSchema):
    """Who or what is complained about, as far as it could be resolved."""

    unit = fields.String(allow_none=True)
    window = fields.String(allow_none=True)
    staff = fields.String(allow_none=True)
    item = fields.String(allow_none=True)
    match = fields.String(allow_none=True)


class StoryClockOut(StrictSchema):
    """The legal dates as Beijing days; null for what is not reached."""

    effective_received = fields.Date()
    acceptance_due = fields.Date(allow_none=True)
    accepted_on = fields.Date(allow_none=True)
    limit_workdays = fields.Integer(allow_none=True)
    resolve_due = fields.Date(allow_none=True)


class AnnouncedRungOut(StrictSchema):
    """A warning or overdue that was announced."""

    kind = fields.String()
    rung = fields.String()
    announced_at = Moment()


class ClockOut(StrictSchema):
    """One clock of the case."""

    clock_id = fields.String()
    kind = fields.String()
    round = fields.Integer()
    opened_at = Moment()
    original_due_at = Moment()
    due_at = Moment()
    stopped_at = Moment(allow_none=True)
    rung = fields.String()
    is_provisional = fields.Boolean()


class CaseOut(CaseLine):
    """A case file without identity and free text of the complainant."""

    category = fields.String(allow_none=True)
    route = fields.String(allow_none=True)
    complexity = fields.String(allow_none=True)
    identity_kind = fields.String()
    urgent = fields.Boolean()
    disclosure_level = fields.Integer()
    handling_unit = fields.String(allow_none=True)
    handler_id = fields.String(allow_none=True)
    respondent = fields.Nested(RespondentOut, allow_none=True)
    claims = fields.List(fields.Nested(ClaimOut))
    suggested_claim_count = fields.Integer()
    story_clock = fields.Nested(StoryClockOut)
    clocks = fields.List(fields.Nested(ClockOut))
    announced_rungs = fields.List(fields.Nested(AnnouncedRungOut))
