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


class SupplementRequestOut(RequestOut):
    """Missing material that the complainant was asked for."""

    window_ends_at = Moment()
    reminded_at = Moment(allow_none=True)


class SupplementOut(StrictSchema):
    """Material that came, asked for or not."""

    id = fields.String()
    supplement_request_id = fields.String(allow_none=True)
    received_at = Moment()
    is_late = fields.Boolean()


class ReferralOut(RequestOut):
    """A hand-over to a unit of the centre (assign) or to another authority (transfer)."""

    reference = fields.String()
    unit_code = fields.String()
    kind = fields.String()
    role = fields.String()
    claim_nos = fields.List(fields.Integer())
    needs_result = fields.Boolean()
    may_object = fields.Boolean()
    objection_ends_at = Moment(allow_none=True)
    signed_at = Moment(allow_none=True)
    objected_at = Moment(allow_none=True)
    arbitration = fields.String(allow_none=True)
    arbitrated_at = Moment(allow_none=True)
    result_at = Moment(allow_none=True)


class EntrustmentOut(RequestOut):
    """An investigation or appraisal that another body does."""

    reference = fields.String()
    unit_code = fields.String()
    kind = fields.String()
    limit_wd = fields.Integer()
    pauses_clock = fields.Boolean()
    window_ends_at = Moment()
    returned_at = Moment(allow_none=True)


class ExtensionOut(RequestOut):
    """More time that was asked for; it counts only when it was told before the old date."""

    old_due_at = Moment()
    new_due_at = Moment(allow_none=True)
    is_approved = fields.Boolean(allow_none=True)
    decided_at = Moment(allow_none=True)
    told_at = Moment(allow_none=True)
    is_effective = fields.Boolean()


class RespondentRequestOut(RequestOut):
    """Questions to the unit complained about."""

    unit_code = fields.String()
    window_ends_at = Moment()
    replied_at = Moment(allow_none=True)


class RecusalOut(RequestOut):
    """Who is to keep away, and what was decided."""

    who_kind = fields.String()
    who = fields.String()
    requested_side = fields.String()
    outcome = fields.String(allow_none=True)
    replaced_by = fields.String(allow_none=True)
    decided_at = Moment(allow_none=True)


class SupervisionOut(RequestOut):
    """A supervision of a late or stuck case."""

    is_automatic = fields.Boolean()
    planned_on = fields.Date(allow_none=True)
    explained_at = Moment(allow_none=True)
    is_in_bulletin = fields.Boolean()


class RectificationOut(RequestOut):
    """An order to a unit."""

    unit_code = fields.String(allow_none=True)
    kind = fields.String()
    claim_no = fields.Integer(allow_none=True)
    reported_at = Moment(allow_none=True)
    verified_at = Moment(allow_none=True)
    attempts = fields.Integer()


class DisciplinaryTransferOut(RequestOut):
    """Clues handed to the authority that may punish."""

    claim_nos = fields.List(fields.Integer())
    to_unit = fields.String(allow_none=True)
    transferred_at = Moment(allow_none=True)
    result_at = Moment(allow_none=True)


class ReviewOut(RequestOut):
    """A second look at the decision by others."""

    requested_side = fields.String()
    reviewer = fields.String(allow_none=True)
    outcome = fields.String(allow_none=True)
    decided_at = Moment(allow_none=True)


class WithdrawalOut(RequestOut):
    """A wish to take the complaint back."""

    requested_side = fields.String()
    is_confirmed = fields.Boolean(allow_none=True)
    verified_at = Moment(allow_none=True)


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
