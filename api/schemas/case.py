"""A case as programs read it. No identity field stands here."""

from __future__ import annotations

from marshmallow import fields

from api.schemas.base import Moment, StrictSchema
from api.schemas.requests import list_request_fields
from api.schemas.side import RunOut, SuggestionOut, SupplementOut


class CaseQuery(StrictSchema):
    """Which cases to list."""

    number = fields.String(load_default="", metadata={"description": "Any part of a complaint number"})
    limit = fields.Integer(load_default=50, metadata={"description": "Cases on a page, at most 200"})
    page = fields.Integer(load_default=1)


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
    open_after_archive = fields.Integer(
        metadata={"description": "Of an archived case: what runs on beside it and is still open"}
    )


class CaseList(StrictSchema):
    """A page of cases."""

    cases = fields.List(fields.Nested(CaseLine))
    total = fields.Integer(metadata={"description": "How many there are, counted up to 10,000"})
    has_more = fields.Boolean(metadata={"description": "Whether there are more than 10,000"})


class MatterOut(StrictSchema):
    """One matter with its own outcome."""

    no = fields.Integer()
    text = fields.String()
    decision = fields.String(allow_none=True)
    decided_at = Moment(allow_none=True)
    nonaccept_ground = fields.String(allow_none=True)
    basis = fields.String(allow_none=True)
    right_place = fields.String(allow_none=True)
    refer_to = fields.String(allow_none=True, metadata={"description": "Code of the unit it went to"})
    merged_into = fields.String(allow_none=True, metadata={"description": "Number of the case it went to"})
    settled = fields.Boolean()
    kind = fields.String()
    category = fields.String(allow_none=True)
    finding = fields.String(allow_none=True)
    adoption = fields.String(allow_none=True)
    not_adopted = fields.String(
        allow_none=True, metadata={"description": "Of a suggestion adopted in part: what is not, and why"}
    )
    disposals = fields.List(fields.String())


class ClaimOut(StrictSchema):
    """One thing that is wanted, and the answer to it."""

    no = fields.Integer()
    text = fields.String()
    matters = fields.List(fields.Integer(), metadata={"description": "Numbers of the matters it arises from"})
    answer = fields.String(allow_none=True)
    reason = fields.String(allow_none=True)


class RespondentOut(StrictSchema):
    """Who or what is complained about, as far as it is known; a suggestion was read from the words by nobody's decision.

    `matter_no` is null for the whole complaint.
    """

    respondent_id = fields.String()
    matter_no = fields.Integer(allow_none=True)
    unit = fields.String(allow_none=True)
    window = fields.String(allow_none=True)
    staff = fields.String(allow_none=True)
    item = fields.String(allow_none=True)
    match = fields.String(allow_none=True)
    roster_day = fields.Date(allow_none=True)
    is_suggested = fields.Boolean()


class PausedOut(StrictSchema):
    """A stretch in which a limit stood still: Beijing days and the working days that were not counted."""

    first = fields.Date(data_key="from")
    last = fields.Date(data_key="to")
    workdays = fields.Integer()


class AnnouncedRungOut(StrictSchema):
    """A warning or overdue that was announced."""

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
    amount = fields.Integer(metadata={"description": "Days of the limit, before pauses and extensions"})
    unit = fields.String(metadata={"description": "wd working days, cd calendar days"})
    announced = fields.List(fields.Nested(AnnouncedRungOut))
    pauses = fields.List(fields.Nested(PausedOut))


class SubmittedFormOut(StrictSchema):
    """A form of a task or an act that somebody submitted; what was entered is not told."""

    element_id = fields.String()
    form_id = fields.String()
    is_act = fields.Boolean()
    by = fields.String()
    at = Moment()


class GroupOut(StrictSchema):
    """The mass complaint of a case."""

    name = fields.String()
    leading_number = fields.String()
    is_leading = fields.Boolean()
    members = fields.List(fields.String(), metadata={"description": "Numbers, the leading file first"})
    representatives = fields.List(fields.String())
    own_matters = fields.List(
        fields.Integer(), metadata={"description": "Numbers of what is this file's alone"}
    )
    own_claims = fields.List(fields.Integer())


class SplitOut(StrictSchema):
    """A file that this one was taken out of, or that was taken out of it."""

    number = fields.String()
    is_first = fields.Boolean(metadata={"description": "Whether this file comes from it"})
    first_told_on = fields.Date(metadata={"description": "When what was taken out was told first"})
    is_counted_from_first_day = fields.Boolean()


class CaseOut(CaseLine):
    """A case file without identity and free text of the complainant; requests beside its way are a list a kind."""

    class Meta(CaseLine.Meta):
        """Options of marshmallow."""

        include = list_request_fields()

    category = fields.String(allow_none=True)
    severity = fields.String(allow_none=True)
    merged_into = fields.String(allow_none=True)
    route = fields.String(allow_none=True)
    complexity = fields.String(allow_none=True)
    identity_kind = fields.String()
    urgent = fields.Boolean()
    disclosure_level = fields.Integer()
    standing = fields.String(
        metadata={"description": "Whose matter it is: unknown, own, agent, guardian or bystander"}
    )
    is_bounded = fields.Boolean(
        metadata={"description": "The complainant is told of receipt, acceptance and conclusion alone"}
    )
    effective_received = fields.Date(
        metadata={"description": "The Beijing day that counts as that of receipt"}
    )
    accepted_at = Moment(allow_none=True)
    handling_unit = fields.String(allow_none=True)
    handler_id = fields.String(allow_none=True)
    splits = fields.List(fields.Nested(SplitOut))
    group = fields.Nested(GroupOut, allow_none=True)
    answered_in = fields.String(
        allow_none=True, metadata={"description": "The number of the file that answers for this one"}
    )
    respondent = fields.Nested(RespondentOut, allow_none=True)
    respondents = fields.List(fields.Nested(RespondentOut))
    matters = fields.List(fields.Nested(MatterOut))
    claims = fields.List(fields.Nested(ClaimOut))
    suggestion = fields.Nested(SuggestionOut, allow_none=True)
    clocks = fields.List(fields.Nested(ClockOut))
    runs = fields.List(fields.Nested(RunOut))
    submitted = fields.List(fields.Nested(SubmittedFormOut), metadata={"description": "The oldest first"})
    supplements = fields.List(fields.Nested(SupplementOut))
