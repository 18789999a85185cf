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
    """What became of one matter."""

    no = fields.Integer()
    text = fields.String()
    decision = fields.String(allow_none=True)
    finding = fields.String(allow_none=True)
    disposals = fields.List(fields.String())
    ground = fields.String(allow_none=True)
    basis = fields.String(allow_none=True)
    right_place = fields.String(allow_none=True)
    referred_to = fields.String(allow_none=True, metadata={"description": "Name of the unit"})
    referral_result = fields.String(allow_none=True)
    merged_into = fields.String(allow_none=True, metadata={"description": "Number of the other case"})
    is_withdrawn = fields.Boolean()
    adoption = fields.String(allow_none=True)
    not_adopted = fields.String(allow_none=True)


class ClaimLineOut(StrictSchema):
    """What was said to one thing that was wanted."""

    no = fields.Integer()
    text = fields.String()
    answer = fields.String()
    reason = fields.String(allow_none=True)


class OpenSupplementOut(StrictSchema):
    """Something asked of the complainant, and until when an answer counts."""

    id = fields.String()
    items = fields.String()
    until = Moment()


class OwnFileOut(StrictSchema):
    """A file that the complainant sent; its content is not handed out again."""

    name = fields.String()
    size = fields.Integer()
    added_at = Moment()


class OwnWordsOut(StrictSchema):
    """What the complainant said, without his name and numbers."""

    matter = fields.String()
    wanted = fields.String(allow_none=True)
    occurred = fields.String(allow_none=True)
    place = fields.String(allow_none=True)
    files = fields.List(fields.Nested(OwnFileOut))


class AskedSupplementOut(StrictSchema):
    """Something that was asked of the complainant; `state` open, answered, expired or lapsed."""

    items = fields.String()
    asked_at = Moment()
    until = Moment()
    reminded_at = Moment(allow_none=True)
    state = fields.String()
    ended_at = Moment(allow_none=True)


class SentSupplementOut(StrictSchema):
    """Something sent after the complaint; no text when staff took it down."""

    text = fields.String(allow_none=True)
    received_at = Moment()
    is_late = fields.Boolean()


class ExtensionLineOut(StrictSchema):
    """A longer limit that was told, with its reason; no new date when it was told too late to count."""

    old_due_at = Moment()
    new_due_at = Moment(allow_none=True)
    told_at = Moment()
    reason = fields.String()


class WithdrawalLineOut(StrictSchema):
    """A wish to withdraw; `state` open, confirmed, refused or lapsed."""

    asked_at = Moment()
    reason = fields.String()
    state = fields.String()
    ended_at = Moment(allow_none=True)


class ChangedMatterOut(StrictSchema):
    """A matter that a review changed: as it was told first, and as it counts now."""

    no = fields.Integer()
    text = fields.String()
    first_finding = fields.String(allow_none=True)
    first_adoption = fields.String(allow_none=True)
    first_disposals = fields.List(fields.String())
    finding = fields.String(allow_none=True)
    adoption = fields.String(allow_none=True)
    disposals = fields.List(fields.String())
    reason = fields.String(allow_none=True)


class ChangedClaimOut(StrictSchema):
    """Something wanted that a review answers otherwise."""

    no = fields.Integer()
    text = fields.String()
    first_answer = fields.String(allow_none=True)
    answer = fields.String()
    reason = fields.String(allow_none=True)


class ReviewLineOut(StrictSchema):
    """A review; outcome, reasons and what it changes once it is decided."""

    asked_at = Moment()
    reason = fields.String()
    due_at = Moment(allow_none=True)
    outcome = fields.String(allow_none=True)
    reasons = fields.String(allow_none=True)
    decided_at = Moment(allow_none=True)
    is_lapsed = fields.Boolean()
    matters = fields.List(fields.Nested(ChangedMatterOut))
    claims = fields.List(fields.Nested(ChangedClaimOut))


class RefusedReviewOut(StrictSchema):
    """A request for a review that was refused: the rule, and the days that it is reckoned from."""

    asked_at = Moment()
    reason = fields.String()
    bar = fields.String()
    told_on = fields.Date(allow_none=True)
    last_day = fields.Date(allow_none=True)
    asked_before_at = Moment(allow_none=True)


class ReferralLineOut(StrictSchema):
    """A unit that the matter went to; `state` open, signed, answered, returned or lapsed."""

    unit_name = fields.String()
    state = fields.String()
    at = Moment()


class AnswerOut(StrictSchema):
    """The published answer."""

    findings_text = fields.String()
    decision_text = fields.String()
    measures_text = fields.String()
    lines = fields.List(fields.Nested(AnswerLineOut))
    published_at = Moment()
    is_of_this_round = fields.Boolean()
    claims = fields.List(fields.Nested(ClaimLineOut))


class DateMoveOut(StrictSchema):
    """A limit whose date moved by the yearly notice of holidays."""

    kind = fields.String()
    before = Moment()
    after = Moment()


class LeadingCaseOut(StrictSchema):
    """The case that answers for this one; its answer without anything of its own complainant."""

    number = fields.String()
    due_at = Moment(allow_none=True)
    answer = fields.Nested(AnswerOut, allow_none=True)


class IdentityLineOut(StrictSchema):
    """A consent on record, or to which unit the name was told by it; no unit for the centre's own people."""

    at = Moment()
    is_told = fields.Boolean()
    by_consent = fields.Boolean()
    unit_name = fields.String(allow_none=True)


class ProgressOut(StrictSchema):
    """Where the complaint stands."""

    number = fields.String()
    stage = fields.String()
    outcome = fields.String(allow_none=True)
    received_at = Moment()
    acceptance_due_at = Moment(allow_none=True)
    resolve_due_at = Moment(allow_none=True)
    steps = fields.List(fields.Nested(ProgressStepOut))
    refused_matters = fields.List(fields.Nested(AnswerLineOut))
    answer = fields.Nested(AnswerOut, allow_none=True)
    words = fields.Nested(OwnWordsOut)
    matters = fields.List(fields.Nested(AnswerLineOut))
    asked_supplements = fields.List(fields.Nested(AskedSupplementOut))
    sent_supplements = fields.List(fields.Nested(SentSupplementOut))
    withdrawals = fields.List(fields.Nested(WithdrawalLineOut))
    reviews = fields.List(fields.Nested(ReviewLineOut))
    refused_reviews = fields.List(fields.Nested(RefusedReviewOut))
    open_supplements = fields.List(fields.Nested(OpenSupplementOut))
    extensions = fields.List(fields.Nested(ExtensionLineOut))
    referrals = fields.List(fields.Nested(ReferralLineOut))
    identity_lines = fields.List(fields.Nested(IdentityLineOut))
    withdrawal_state = fields.String(allow_none=True)
    merged_into = fields.String(allow_none=True)
    merged_due_at = Moment(allow_none=True)
    leading_cases = fields.List(fields.Nested(LeadingCaseOut))
    date_moves = fields.List(fields.Nested(DateMoveOut))
    may_withdraw = fields.Boolean()
    may_rate = fields.Boolean()
    may_review = fields.Boolean()
    is_bounded = fields.Boolean(
        metadata={
            "description": "Another's matter: told is that it was received, accepted or not, and concluded"
        }
    )
    is_closed = fields.Boolean()
