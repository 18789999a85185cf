"""A case as programs read it. No identity field stands here."""

from __future__ import annotations

from marshmallow import fields

from api.schemas.base import Moment, StrictSchema
from api.schemas.side import (
    DisciplinaryTransferOut,
    EntrustmentOut,
    ExtensionOut,
    RectificationOut,
    RecusalOut,
    ReferralOut,
    RespondentRequestOut,
    ReviewOut,
    RunOut,
    SuggestionOut,
    SupervisionOut,
    SupplementOut,
    SupplementRequestOut,
    WithdrawalOut,
)


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
    refer_to = fields.String(allow_none=True, metadata={"description": "Code of the unit it went to"})
    merged_into = fields.String(allow_none=True, metadata={"description": "Number of the case it went to"})
    settled = fields.Boolean()
    finding = fields.String(allow_none=True)
    disposals = fields.List(fields.String())


class RespondentOut(StrictSchema):
    """Who or what is complained about, as far as it could be resolved."""

    unit = fields.String(allow_none=True)
    window = fields.String(allow_none=True)
    staff = fields.String(allow_none=True)
    item = fields.String(allow_none=True)
    match = fields.String(allow_none=True)


class PausedOut(StrictSchema):
    """A stretch in which the whole-case limit stood still: Beijing days and counted working days."""

    from_day = fields.String(attribute="from", data_key="from", metadata={"format": "date"})
    to = fields.String(metadata={"format": "date"})
    workdays = fields.Integer()


class StoryClockOut(StrictSchema):
    """The legal dates as Beijing days; null for what is not reached."""

    effective_received = fields.Date()
    acceptance_due = fields.Date(allow_none=True)
    acceptance_due_after_supplement_pause = fields.Date(allow_none=True)
    accepted_on = fields.Date(allow_none=True)
    limit_workdays = fields.Integer(allow_none=True)
    resolve_due = fields.Date(allow_none=True)
    resolve_due_after_pauses_and_extension = fields.Date(allow_none=True)
    paused = fields.List(fields.Nested(PausedOut))


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
    stop_reason = fields.String(allow_none=True)
    rung = fields.String()
    late_reason = fields.String(
        allow_none=True, metadata={"description": "NOTICE_TOO_LATE or DECISION_TOO_LATE of an extension"}
    )
    is_provisional = fields.Boolean()


class CaseOut(CaseLine):
    """A case file without identity and free text of the complainant."""

    category = fields.String(allow_none=True)
    severity = fields.String(allow_none=True)
    merged_into = fields.String(allow_none=True)
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
    suggestion = fields.Nested(SuggestionOut, allow_none=True)
    is_supplement_first = fields.Boolean()
    story_clock = fields.Nested(StoryClockOut)
    clocks = fields.List(fields.Nested(ClockOut))
    announced_rungs = fields.List(fields.Nested(AnnouncedRungOut))
    runs = fields.List(fields.Nested(RunOut))
    supplement_requests = fields.List(fields.Nested(SupplementRequestOut))
    supplements = fields.List(fields.Nested(SupplementOut))
    referrals = fields.List(fields.Nested(ReferralOut))
    entrustments = fields.List(fields.Nested(EntrustmentOut))
    extensions = fields.List(fields.Nested(ExtensionOut))
    respondent_requests = fields.List(fields.Nested(RespondentRequestOut))
    recusals = fields.List(fields.Nested(RecusalOut))
    supervisions = fields.List(fields.Nested(SupervisionOut))
    rectifications = fields.List(fields.Nested(RectificationOut))
    disciplinary_transfers = fields.List(fields.Nested(DisciplinaryTransferOut))
    reviews = fields.List(fields.Nested(ReviewOut))
    withdrawals = fields.List(fields.Nested(WithdrawalOut))
