"""A case file as the API tells it; no identity and no free text of the complainant but the matters."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from api.v1.side_out import present_side
from models.case.matter import Matter
from models.case.respondent import Respondent
from models.case.task_record import TaskRecord
from services.views.case_group import GroupPart
from services.views.case_summary import CaseSummary
from services.views.open_file import OpenFile

_MATTER = (
    "no",
    "text",
    "decision",
    "decided_at",
    "nonaccept_ground",
    "basis",
    "right_place",
    "merged_into",
    "settled",
    "finding",
    "adoption",
    "not_adopted",
    "kind",
    "category",
)


def present_line(summary: CaseSummary) -> dict[str, Any]:
    """The head of a case."""
    return {**asdict(summary), "is_closed": summary.is_closed}


def present_case(file: OpenFile) -> dict[str, Any]:
    """The file as the schema names it."""
    return {
        **present_line(file.summary),
        **present_side(file.summary.number, file.side),
        "urgent": file.summary.is_urgent,
        "claims": [
            {
                "no": claim.no,
                "text": claim.text,
                "matters": claim.matter_nos,
                "answer": claim.answer,
                "reason": claim.reason,
            }
            for claim in file.claims
        ],
        "matters": [_matter(matter) for matter in file.matters],
        "splits": [
            {
                "number": line.number,
                "is_first": line.is_first,
                "first_told_on": line.first_told_on,
                "is_counted_from_first_day": line.is_counted_from_first_day,
            }
            for line in file.splits
        ],
        "group": present_group(file.answering.group),
        "answered_in": file.answering.answered_in,
        "respondent": _first_respondent(file),
        "respondents": [_respondent(row) for row in file.respondents_in_force],
        "suggestion": file.suggestion,
        "standing": file.standing.standing,
        "is_bounded": file.standing.is_bounded,
        "effective_received": file.effective_received,
        "accepted_at": file.accepted_at,
        "clocks": file.clocks,
        "runs": file.runs,
        "submitted": [_submitted(record) for record in file.submissions],
    }


def present_group(group: GroupPart | None) -> dict[str, Any] | None:
    """The mass complaint that a file belongs to; nothing of the other people but the numbers of their files."""
    if group is None:
        return None
    return {
        "name": group.name,
        "leading_number": group.leading.number,
        "is_leading": group.is_leading,
        "members": [line.number for line in group.members],
        "own_matters": list(group.own_matters),
        "own_claims": list(group.own_claims),
        "representatives": [line.number for line in group.members if line.is_representative],
    }


def _submitted(record: TaskRecord) -> dict[str, Any]:
    told = {"element_id": record.element_id, "form_id": record.form_id, "is_act": record.is_act}
    return {**told, "by": record.submitted_by, "at": record.submitted_at}


def _matter(matter: Matter) -> dict[str, Any]:
    told = {name: getattr(matter, name) for name in _MATTER}
    return {**told, "refer_to": matter.referred_to, "disposals": list(matter.disposals or ())}


def _first_respondent(file: OpenFile) -> dict[str, Any] | None:
    rows = file.respondents_in_force
    return _respondent(rows[0]) if rows else None


def _respondent(row: Respondent) -> dict[str, Any]:
    return {
        "respondent_id": row.id,
        "matter_no": row.matter_no,
        "unit": row.unit,
        "window": row.window,
        "staff": row.staff_id,
        "item": row.item,
        "match": row.match,
        "roster_day": row.roster_day,
        "is_suggested": row.is_suggested,
    }
