"""The menu of acts of a case: what this person may do beside the tasks, by what it is for."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template, request

from api.context import current_actor
from api.frame_unit import frame_unit
from api.staff.case_page import render_section
from bpmn.names import ActId
from services.acts.act_case import ActCase
from services.acts.list_acts import ActRow, list_acts_in, read_forms
from services.acts.registry import ACTS
from services.views.open_file import OpenFile, open_case_file

_KEY_DIGITS = 20
# In the order of the menu; an act that no group names is the last group's.
SUPPLEMENT, ANSWER, LIMITS, UNITS, RELATED, SUPERVISION, OTHER = (
    *("supplement", "answer", "limits", "units", "related", "supervision", "other"),
)
GROUPS: dict[str, tuple[ActId, ...]] = {
    SUPPLEMENT: (
        ActId.RECORD_CONTACT,
        ActId.REQUEST_SUPPLEMENT,
        ActId.REGISTER_SUPPLEMENT,
        ActId.REMIND_SUPPLEMENT,
        ActId.REGISTER_EVIDENCE,
        ActId.JUDGE_EVIDENCE,
        ActId.WORD_MATTERS,
        ActId.CODE_CAUSES,
        ActId.CORRECT_RESPONDENT,
        ActId.RECORD_STANDING,
        ActId.CHANGE_ADDRESS,
        ActId.REPORT_FACT,
    ),
    ANSWER: (
        ActId.GIVE_INTERIM_ANSWER,
        ActId.SEND_ANSWER_AGAIN,
        ActId.RECORD_ANSWER_DELIVERY,
        ActId.RECORD_ANSWER_RETURN,
        ActId.ANSWER_OWN_CLAIMS,
        ActId.REQUEST_WITHDRAWAL,
        ActId.REQUEST_REVIEW,
    ),
    LIMITS: (ActId.REQUEST_EXTENSION,),
    UNITS: (
        ActId.OPEN_REFERRAL,
        ActId.REGISTER_REFERRAL_ANSWER,
        ActId.DESIGNATE_UNIT,
        ActId.RETURN_PART,
        ActId.WAIVE_PART,
        ActId.HAND_PART_OVER,
        ActId.ASK_RESPONDENT,
        ActId.REPLY_AS_RESPONDENT,
        ActId.OPEN_ENTRUSTMENT,
        ActId.REGISTER_ENTRUSTMENT_REPORT,
        ActId.FOLLOW_ENTRUSTMENT,
        ActId.APPROVE_DISCLOSURE,
    ),
    RELATED: (
        ActId.SPLIT_FILE,
        ActId.OPEN_GROUP,
        ActId.JOIN_GROUP,
        ActId.LEAVE_GROUP,
        ActId.NAME_REPRESENTATIVES,
        ActId.CLOSE_GROUP_BELOW_SHARE,
    ),
    SUPERVISION: (
        ActId.OPEN_SUPERVISION,
        ActId.ORDER_RECTIFICATION,
        ActId.PROVE_CORRECTION,
        ActId.MARK_UPWARD_REPORT,
        ActId.RECORD_UPWARD_REPORT,
        ActId.REQUEST_RECUSAL,
        ActId.RESTRICT_FILE,
        ActId.LIFT_RESTRICTION,
    ),
    OTHER: (ActId.REOPEN_CASE, ActId.TAKE_UP_RUN, ActId.CANCEL_RUN),
}


@dataclass(frozen=True, slots=True)
class Menu:
    """What this person may do by groups, and what not now; `of_task` is the task that it was opened from, if any."""

    groups: list[tuple[str, list[ActRow]]]
    barred: list[ActRow]
    of_task: str


# Where what came of an act is read; the others on the first page.
_SECTION_OF = {
    "matters": (ActId.WORD_MATTERS, ActId.CODE_CAUSES),
    "evidence": (ActId.REGISTER_EVIDENCE, ActId.JUDGE_EVIDENCE),
    "investigation": (
        *(ActId.REQUEST_SUPPLEMENT, ActId.REGISTER_SUPPLEMENT, ActId.REMIND_SUPPLEMENT, ActId.ASK_RESPONDENT),
        *(ActId.OPEN_ENTRUSTMENT, ActId.REGISTER_ENTRUSTMENT_REPORT, ActId.FOLLOW_ENTRUSTMENT),
    ),
    "opinion": (ActId.ORDER_RECTIFICATION, ActId.PROVE_CORRECTION),
    "answers": GROUPS[ANSWER],
    "limits": (ActId.REQUEST_EXTENSION, ActId.OPEN_SUPERVISION),
    "units": (
        *(
            ActId.CORRECT_RESPONDENT,
            ActId.OPEN_REFERRAL,
            ActId.REGISTER_REFERRAL_ANSWER,
            ActId.REQUEST_RECUSAL,
        ),
        *(ActId.DESIGNATE_UNIT, ActId.RETURN_PART, ActId.WAIVE_PART, ActId.HAND_PART_OVER),
    ),
    "related": GROUPS[RELATED],
    "complainant": (ActId.RECORD_STANDING, ActId.CHANGE_ADDRESS),
    "entries": (ActId.RECORD_CONTACT, ActId.MARK_UPWARD_REPORT, ActId.RECORD_UPWARD_REPORT),
}
_PLACE_OF = {act.value: f"/{section}" for section, acts in _SECTION_OF.items() for act in acts}
_GROUP_OF = {act.value: group for group, acts in GROUPS.items() for act in acts}


def left_task() -> str:
    """The key of the task from whose page somebody came to act, and goes back to; empty for who came from the case."""
    key = request.args.get("task", "")
    return key if key.isascii() and key.isdecimal() and len(key) <= _KEY_DIGITS else ""


def place_of(complaint_id: str, act: str) -> str:
    """The page of the case on which it is read what came of an act."""
    return f"/cases/{complaint_id}{_PLACE_OF.get(act, '')}?taken={act}"


def acts_page(complaint_id: str, *, is_part: bool) -> str:
    """The menu; `is_part`: for the dialog of another page of the case, without frame."""
    read_forms()
    if not is_part:
        return render_section(complaint_id, "acts", menu=_read_menu)
    with open_case_file(complaint_id, frame_unit(), current_actor()) as file:
        return render_template("staff/case/acts_menu.html", file=file, menu=_read_menu)


def _read_menu(file: OpenFile) -> Menu:
    rows = list_acts_in(ActCase(file.unit, file.complaint, file.actor), ACTS)
    return Menu(
        _by_group([row for row in rows if row.may]), [row for row in rows if not row.may], left_task()
    )


def _by_group(rows: list[ActRow]) -> list[tuple[str, list[ActRow]]]:
    """Groups with something to do, in their order, acts in the order of the page."""
    found = [(group, [row for row in rows if _GROUP_OF.get(row.act, OTHER) == group]) for group in GROUPS]
    return [(group, acts) for group, acts in found if acts]
