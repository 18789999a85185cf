"""Which rows belong to a case, in every table of the office, and what of them goes when its file is destroyed.

A table that is in none of these lists, and a column of text that nobody has thought of, is found by
tests/store_app/test_every_table_and_a_destroyed_file.py; what stays, and why, is said in tests/store_app/stays_of_a_file.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Table, and_, exists, false, literal, or_, select

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
    "complaint_group": (
        Way("leading_id", "complaint", "id"),
        Way("leading_id", "group_member", "leading_id"),
    ),
    "file_examiner": (Way("file_id", "reviewed_file", "id"),),
    "file_mark": (Way("file_id", "reviewed_file", "id"),),
    "file_reader": (Way("restriction_id", "file_restriction", "id"),),
    "group_proposal": (Way("leading_id", "complaint", "id"), Way("id", "proposed_file", "proposal_id")),
    "letter_batch": (Way("leading_id", "complaint", "id"),),
    "order_objection": (Way("order_id", "hotline_order", "id"),),
    "order_return": (Way("order_id", "hotline_order", "id"),),
    "task_draft": (Way("user_task_key", "task", "user_task_key"),),
    "unit_mail": (Way("dispatch_id", "dispatch", "id"),),
}

# Rows of several cases: by which table, and by which columns of both, the others stand in them, beside `leading_id`. They are
# emptied with the last of their cases, so that no file that is kept loses a word.
SHARED: Mapping[str, Way] = {
    "complaint_group": Way("leading_id", "group_member", "leading_id"),
    "group_proposal": Way("id", "proposed_file", "proposal_id"),
}

# Rows that are nothing but who somebody is or what he said, and stand under nothing: they are deleted, in this order.
GONE = (
    "appointment_contact",
    "case_pair",
    "earlier_address",
    "earlier_identity",
    "example_source",
    "finding_band",
    "finding_print",
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

# Sealed words that stay: the record of the destruction itself, which is kept for ever (档案法实施条例 art. 24).
RECORD = ("appraisal_line.first_words", "appraisal_line.second_words")


def is_of_case(table: Table, complaint_id: str) -> ColumnElement[bool]:
    """The condition on a row of `table`: it belongs to the case. KeyError for a table that belongs to none."""
    if table.name == "complaint":
        return table.c.id == complaint_id
    if "complaint_id" in table.c:
        return table.c.complaint_id == complaint_id
    return or_(*(_is_under(table, way, complaint_id) for way in WAYS[table.name]))


def is_kept_for_another(table: Table) -> ColumnElement[bool]:
    """The condition on a row of several cases: one of them is not destroyed. False for a table that is in no way shared."""
    if table.name not in SHARED:
        return false()
    cases, way = Base.metadata.tables["complaint"], SHARED[table.name]
    parts = Base.metadata.tables[way.parent]
    is_part = and_(parts.c[way.key] == table.c[way.column], parts.c.complaint_id == cases.c.id)
    is_led = cases.c.id == table.c.leading_id
    is_kept = cases.c.destroyed_at.is_(None)
    return or_(exists().where(is_part, is_kept), exists().where(is_led, is_kept))


def list_case_tables() -> list[Table]:
    """Every table with rows of cases, parents before what stands under them."""
    tables = Base.metadata.sorted_tables
    return [one for one in tables if one.name == "complaint" or "complaint_id" in one.c or one.name in WAYS]


def _is_under(table: Table, way: Way, complaint_id: str) -> ColumnElement[bool]:
    if way.parent == "complaint":
        return table.c[way.column] == literal(complaint_id)
    parent = Base.metadata.tables[way.parent]
    return table.c[way.column].in_(select(parent.c[way.key]).where(is_of_case(parent, complaint_id)))
