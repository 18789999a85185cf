"""Which rows belong to a case, in every table of the office, and what of them goes when its file is destroyed.

A table that is in none of these lists, and a column of text that nobody has thought of, is found by
tests/store_app/test_every_table_and_a_destroyed_file.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Table, literal, or_, select

from models.store.tables import Base


@dataclass(frozen=True, slots=True)
class Way:
    """The rows whose `column` is a `key` of the rows of `parent` that belong to the case."""

    column: str
    parent: str
    key: str


# Tables without a column `complaint_id`; all that have one belong to the case that it names.
WAYS: Mapping[str, tuple[Way, ...]] = {
    "appointment_contact": (Way("appointment_id", "appointment", "id"),),
    "case_pair": (Way("no", "case_text", "no"),),
    "clock_pause": (Way("clock_id", "clock", "id"),),
    "clock_rung": (Way("clock_id", "clock", "id"),),
    "complaint_group": (Way("leading_id", "complaint", "id"),),
    "file_reader": (Way("restriction_id", "file_restriction", "id"),),
    "group_proposal": (Way("leading_id", "complaint", "id"), Way("id", "proposed_file", "proposal_id")),
    "letter_batch": (Way("leading_id", "complaint", "id"),),
    "order_objection": (Way("order_id", "hotline_order", "id"),),
    "order_return": (Way("order_id", "hotline_order", "id"),),
    "task_draft": (Way("user_task_key", "task", "user_task_key"),),
    "unit_mail": (Way("dispatch_id", "dispatch", "id"),),
}

# Rows that are nothing but who somebody is or what he said, and stand under nothing: they are deleted, in this order.
GONE = (
    "appointment_contact",
    "case_pair",
    "earlier_address",
    "earlier_identity",
    "form_upload",
    "identity",
    "prior_mark",
    "represented_person",
    "source_delivery",
    "submission",
    "task_draft",
    "told_respondent",
)

# Sealed JSON that must have a value, and the shape that its readers expect; a sealed text that must is an empty one.
SHAPES: Mapping[str, object] = {
    "answer.refused_lines": [],
    "decision.content": {},
    "hotline_order.fields": {},
    "interim_answer.lines": [],
    "letter.words": {},
    "order_return.content": {},
    "proposal.answers": {},
    "proposal.subjects": [],
    "receipt.meta": {},
    "task_record.answers": {},
}

# In clear, and telling of the words or files of a case, of where somebody lives or of how a page is opened for him.
NULLED = (
    "answer_sending.mail_no",
    "data_request.copy_sha256",
    "entrustment.receipt_code_hmac",
    "evidence.safe_copy_key",
    "incoming.sender_index",
    "incoming.source_digest",
    "incoming.thread_digest",
    "interim_answer.mail_no",
    "interim_sending.mail_no",
    "letter.sha256",
    "letter.storage_key",
    "letter_delivery.mail_no",
    "referral.receipt_code_hmac",
    "return_visit.mail_no",
    "review.receipt_code_hmac",
    "review_sending.mail_no",
    "suggestion.rules",
    "task_record.outcome_note",
    "unit_mail.sha256",
)
# Such as must have a value, some of them one of their own: the id of their row.
REPLACED = (
    "evidence.sha256",
    "evidence.storage_key",
    "incoming.raw_key",
    "incoming.raw_sha256",
    "receipt.raw_sha256",
)

# Text in clear that stays, with the reason. Codes, logins and ids (up to 40 characters) stay everywhere: figures count by them.
STAYS: Mapping[str, str] = {
    "alert.facts": "codes, numbers and moments",
    "alert.key": "ids",
    "appointment.code_hmac": "a keyed digest of a random code",
    "appointment.said_hmac": "a keyed digest; its key never leaves the office",
    "appointment.submission_id": "a random id",
    "case_run.reason": "a code",
    "clock.explanation": "dates and codes: how a limit was reckoned",
    "clock.watch_key": "ids",
    "complaint.query_code_hmac": "the query code tells that the file was destroyed",
    "complaint.submission_id": "a random id",
    "evidence.media_type": "a type of file",
    "file_volume.digest": "a digest of digests: which volume was destroyed",
    "file_volume.seal": "a keyed digest of that",
    "hotline_order.number": "what the order is called in the hotline's own system",
    "letter.number": "the public number of a letter",
    "letter_batch.address": "an address of a page",
    "objection.party": "the code of a unit or a login",
    "outbox.dedupe_key": "ids",
    "outbox.failed_reason": "a code",
    "outbox.payload": "ids and codes, as the engine knows them",
    "outbox.subject": "ids",
    "proposal.form_id": "the name of a form",
    "retry_item.element_id": "the name of an element of a diagram",
    "standstill.facts": "codes and moments",
    "task.element_id": "the name of an element of a diagram",
    "task.end_reason": "a code",
    "task.form_id": "the name of a form",
    "task_record.element_id": "the name of an element of a diagram",
    "task_record.form_id": "the name of a form",
    "unit_mail.reference": "numbers",
    "trail_event.kind": "a code: the skeleton of the trail stays",
    "trail_event.prev_hash": "the skeleton of the trail stays",
    "trail_event.hash": "the skeleton of the trail stays",
}

# JSON in clear that stays: lists of codes, logins and numbers of matters.
CODES = (
    "answer.ways",
    "answer_sending.ways",
    "channel_table_row.faults",
    "claim.matter_nos",
    "complaint.other_categories",
    "destruction_line.objects",
    "disciplinary_transfer.matter_nos",
    "evidence_item.corroborated_by",
    "evidence_item.matter_nos",
    "evidence_item.readers",
    "extension.told_ways",
    "file_entry.ways",
    "file_split.matter_nos",
    "group_member.own_claims",
    "group_member.own_matters",
    "identity_reveal.fields",
    "interim_answer.ways",
    "interim_sending.ways",
    "letter.writers",
    "letter_delivery.ways",
    "matter.cited_evidence",
    "matter.disposals",
    "matter.met_points",
    "proposal.kinds",
    "proposed_file.reasons",
    "referral.matter_nos",
    "refused_review.matter_nos",
    "refused_review.opened_by",
    "respondent.candidates",
    "respondent_request.matter_nos",
    "review.matter_nos",
    "review.opened_by",
    "review_sending.ways",
    "suggestion.versions",
    "supplement.opened_by",
    "supplement_request.matter_nos",
    "support_note.matter_nos",
    "task.candidate_groups",
    "task.details",
    "told_finding.matter_nos",
)

# Sealed words that stay: the record of the destruction itself, which is kept for ever (档案法实施条例 art. 24).
RECORD = ("appraisal_line.first_words", "appraisal_line.second_words")

# Tables that hold nothing of one case, with the reason.
OF_NO_CASE: Mapping[str, str] = {
    "absence": "leave of staff",
    "account": "sign-in of staff",
    "alert_mail": "ids of alerts",
    "alert_mail_choice": "what a member of staff chose",
    "alert_read": "ids of alerts",
    "appraisal": "words about a batch of files: the record of the decision",
    "approval_policy": "a rule of the office",
    "case_view": "what a member of staff searched for; gone after a month unless he named it",
    "category_words": "words of the office's own table",
    "centre": "the office",
    "channel_table": "the name of a table of many; its bytes go with the first of its cases that is destroyed",
    "clock_shift": "a demo office",
    "complaint_route": "a rule of the office",
    "declared_relation": "what staff declared of themselves",
    "demo_move": "a demo office",
    "deployed_form": "forms",
    "deployed_version": "diagrams",
    "destruction_list": "the record of the destruction",
    "filing_draft": "what nobody has sent; gone after days",
    "ground_text": "texts of the office",
    "group_policy": "a rule of the office",
    "inbox": "answers of jobs: ids and codes",
    "keeping_rule": "a rule of the office",
    "legal_basis": "texts of law",
    "letter_approval": "a rule of the office",
    "letter_series": "numbers",
    "letter_text": "texts of the office",
    "limit_proposal": "a rule of the office",
    "login_session": "sign-in of staff",
    "message_source": "another system",
    "number_series": "numbers",
    "opening": "a round at the boxes; what was found in it belongs to cases line by line",
    "place_change": "the directory",
    "place_import": "the directory",
    "prior_case": "what the office kept before, of no case here; taken back table by table",
    "prior_heading": "headings",
    "prior_identity": "as prior_case",
    "prior_named": "as prior_case",
    "prior_pair": "as prior_case",
    "prior_row": "as prior_case",
    "prior_table": "as prior_case",
    "privacy_notice": "texts of the office",
    "rate_limit": "counts; gone after a day",
    "retry_batch": "who tried again when",
    "roster": "the directory",
    "service_item": "the directory",
    "service_window": "the directory",
    "staff": "the directory",
    "staff_change": "the directory",
    "standstill_look": "moments",
    "time_limit_policy": "a rule of the office",
    "unit": "the directory",
    "vault_key": "keys by id",
    "visiting_closure": "rules of the office",
    "visiting_room": "rules of the office",
    "visiting_slot": "rules of the office",
    "work_calendar": "the calendar",
    "work_calendar_override": "the calendar",
    "work_calendar_year": "the calendar",
}


def is_of_case(table: Table, complaint_id: str) -> ColumnElement[bool]:
    """The condition on a row of `table`: it belongs to the case. KeyError for a table that belongs to none."""
    if table.name == "complaint":
        return table.c.id == complaint_id
    if "complaint_id" in table.c:
        return table.c.complaint_id == complaint_id
    return or_(*(_is_under(table, way, complaint_id) for way in WAYS[table.name]))


def list_case_tables() -> list[Table]:
    """Every table with rows of cases, parents before what stands under them."""
    tables = Base.metadata.sorted_tables
    return [one for one in tables if one.name == "complaint" or "complaint_id" in one.c or one.name in WAYS]


def _is_under(table: Table, way: Way, complaint_id: str) -> ColumnElement[bool]:
    if way.parent == "complaint":
        return table.c[way.column] == literal(complaint_id)
    parent = Base.metadata.tables[way.parent]
    return table.c[way.column].in_(select(parent.c[way.key]).where(is_of_case(parent, complaint_id)))
