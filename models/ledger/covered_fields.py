"""Which fields of the rows of a case its entries of the trail vouch for, by version of the list (ADR 0321).

An entry names the version that it was written under, and is compared by that list for ever: a change of the list is a new
version. What the office computes anew by itself stands in none: the rung of a clock and when it is looked at next, the worst
rung and nearest date of a complaint, and what became of a completion in the engine.
"""

from collections.abc import Mapping

from models.case.answer import Answer
from models.case.claim import Claim
from models.case.complaint import Complaint
from models.case.decision import Decision
from models.case.matter import Matter
from models.case.task_record import TaskRecord
from models.clock.clock import Clock

CoveredRow = Answer | Claim | Clock | Complaint | Decision | Matter | TaskRecord
COVERED: Mapping[str, type[CoveredRow]] = {
    kind.__tablename__: kind for kind in (Complaint, Matter, Claim, Clock, Decision, Answer, TaskRecord)
}
# Which row of its table and case it is: an answer has no id of its own.
KEYS: Mapping[str, str] = {name: "round" if kind is Answer else "id" for name, kind in COVERED.items()}

_FIRST: Mapping[str, tuple[str, ...]] = {
    "complaint": (
        *("number", "channel", "received_at", "received_hour", "registered_at", "registered_by"),
        *("occurred_on", "occurred_text", "occurred_hour", "place", "matter", "wanted"),
        *("category", "other_categories", "severity", "area", "merged_into", "cause_code", "route"),
        *("complexity", "identity_kind", "confidentiality_requested", "disclosure_level", "urgent"),
        *("times_urged", "first_contact_staff", "handling_unit", "handler_id", "stage", "outcome", "round"),
        *("effective_received", "channel_due_at", "accepted_at", "closed_at", "destroyed_at"),
        *("submission_id", "query_code_hmac", "privacy_notice_version"),
    ),
    "matter": (
        *("no", "text", "is_reworded", "kind", "category", "category_found", "times_told", "times_found"),
        *("occurred", "place", "decision", "nonaccept_ground", "basis", "right_place", "remedies"),
        *("met_points", "decided_by", "decided_at", "finding", "investigated_finding", "departure", "facts"),
        *("cited_evidence", "uncited_reason", "responsibility", "responsibility_note", "adoption"),
        *("not_adopted", "reason", "opinion_basis", "merged_into", "referred_to", "referral_id"),
        *("settled", "disposals"),
    ),
    "claim": ("no", "text", "matter_nos", "answer", "reason"),
    "clock": (
        *("kind", "round", "subject_id", "watch_key", "policy_id", "opened_at", "started_on"),
        *("original_due_at", "due_at", "stopped_at", "stop_reason", "is_provisional", "is_short"),
    ),
    "decision": ("kind", "round", "by", "at", "content"),
    "answer": (
        *("findings_text", "decision_text", "measures_text", "refused_lines", "lines", "claim_lines", "ways"),
        *("delivery_note", "delivered_at", "published_at", "given_by"),
    ),
    "task_record": (
        *("user_task_key", "element_id", "form_id", "form_version", "answers", "submitted_by"),
        "submitted_at",
    ),
}
VERSION = 1
FIELDS: Mapping[int, Mapping[str, tuple[str, ...]]] = {1: _FIRST}
