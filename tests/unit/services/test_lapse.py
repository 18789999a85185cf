"""Which open request lapses with which move of a case, and what its lapse does."""

from __future__ import annotations

import pytest

from models.beside.side_request import SideRequest
from models.case.complaint import Complaint
from models.case.lifecycle import ClockKind, RequestState, Stage
from models.ground.codes import (
    EntrustmentKind,
    RectificationKind,
    RecusalSubject,
    ReferralKind,
    ReferralRole,
    RequestedSide,
)
from models.ground.ids import ComplaintId, new_id
from models.ledger.trail_event import TrailEvent
from services.actor import SYSTEM
from services.case.lifecycle import LEGAL_TRANSITIONS, move_stage
from services.clocks.open_clock import OpenClock, open_clock
from services.requests.kinds import KINDS
from services.requests.kinds.disciplinary_transfer import DISCIPLINARY_TRANSFER
from services.requests.kinds.entrustment import ENTRUSTMENT
from services.requests.kinds.extension import EXTENSION
from services.requests.kinds.rectification import RECTIFICATION
from services.requests.kinds.recusal import RECUSAL
from services.requests.kinds.referral import REFERRAL
from services.requests.kinds.respondent import RESPONDENT
from services.requests.kinds.review import REVIEW
from services.requests.kinds.supervision import SUPERVISION
from services.requests.kinds.supplement import SUPPLEMENT
from services.requests.kinds.withdrawal import WITHDRAWAL
from services.requests.open_requests import list_open_requests
from services.requests.request_kind import RequestKind
from services.unit_of_work import Unit
from tests.full_office import FullOffice

pytestmark = pytest.mark.parametrize("office_database", ["sqlite"], indirect=True)

ALWAYS = {RECTIFICATION, DISCIPLINARY_TRANSFER, REVIEW, SUPERVISION}
UNTIL_ARCHIVE = ALWAYS | {RECUSAL}
UNTIL_ANSWER = UNTIL_ARCHIVE | {REFERRAL, EXTENSION, WITHDRAWAL}
WINDOWS_OF_HANDLING = {ENTRUSTMENT, RESPONDENT}
# What is still open after a move, by the stage that is left and the one that is entered.
LEFT_OPEN = {
    (Stage.INTAKE, Stage.INVESTIGATION): UNTIL_ANSWER | WINDOWS_OF_HANDLING,
    (Stage.INTAKE, Stage.REFERRAL): UNTIL_ANSWER | WINDOWS_OF_HANDLING,
    (Stage.INTAKE, Stage.FEEDBACK): UNTIL_ARCHIVE | WINDOWS_OF_HANDLING,
    (Stage.INVESTIGATION, Stage.DISPOSAL): UNTIL_ANSWER,
    (Stage.INVESTIGATION, Stage.FEEDBACK): UNTIL_ARCHIVE,
    (Stage.DISPOSAL, Stage.INVESTIGATION): set(KINDS.values()),
    (Stage.DISPOSAL, Stage.FEEDBACK): set(KINDS.values()) - (UNTIL_ANSWER - UNTIL_ARCHIVE),
    (Stage.REFERRAL, Stage.INTAKE): set(KINDS.values()),
    (Stage.FEEDBACK, Stage.RETURN_VISIT): set(KINDS.values()),
    (Stage.RETURN_VISIT, Stage.ARCHIVED): ALWAYS,
    (Stage.INVESTIGATION, Stage.ARCHIVED): ALWAYS,
}


def own_columns(kind: RequestKind, clock_id: str, office: FullOffice) -> dict[str, object]:
    now = office.clock.now()
    return {
        SUPPLEMENT: {"items": "收据", "window_wd": 5, "window_ends_at": now},
        REFERRAL: {
            "kind": ReferralKind.ASSIGN, "role": ReferralRole.LEAD, "unit_code": "SJ", "sign_off_clock_id": clock_id,
        },
        EXTENSION: {
            "reason": "跨单位", "amount": 5, "unit": "wd", "extended_clock_id": clock_id, "old_due_at": now,
        },
        ENTRUSTMENT: {
            "kind": EntrustmentKind.APPRAISAL, "to_unit": "X-JD", "scope": "笔迹", "limit_wd": 10,
            "window_ends_at": now,
        },
        RESPONDENT: {"unit_code": "SJ", "questions": "请说明", "window_ends_at": now},
        RECUSAL: {
            "who_kind": RecusalSubject.STAFF, "who": "xun.wenshi", "reason": "亲属",
            "requested_side": RequestedSide.STAFF,
        },
        SUPERVISION: {"is_automatic": False, "reason": "久无进展"},
        RECTIFICATION: {"unit_code": "SJ", "kind": RectificationKind.RECTIFY, "what": "更新指南"},
        DISCIPLINARY_TRANSFER: {},
        REVIEW: {"reason": "不服", "requested_side": RequestedSide.COMPLAINANT},
        WITHDRAWAL: {"reason": "已解决", "requested_side": RequestedSide.COMPLAINANT},
    }[kind]  # fmt: skip


def add_all_kinds(complaint_id: str, stage: Stage, unit: Unit, office: FullOffice) -> None:
    """One open request of every kind in a case that stands in this stage."""
    unit.session.get_one(Complaint, complaint_id).stage = stage
    clock = open_clock(
        OpenClock(ComplaintId(complaint_id), ClockKind.REFERRAL_SIGN_OFF, 1, office.clock.now()), unit
    )
    for kind in KINDS.values():
        row: SideRequest = kind.table(
            id=new_id(), complaint_id=complaint_id, no=1, round=1, state=RequestState.OPEN,
            requested_by="system", requested_at=office.clock.now(), **own_columns(kind, clock.id, office),
        )  # fmt: skip
        unit.session.add(row)
    unit.session.flush()


@pytest.mark.parametrize("move", LEFT_OPEN, ids=lambda move: f"{move[0].value}-to-{move[1].value}")
def test_a_move_ends_what_its_stage_asked_for_and_nothing_else(
    office: FullOffice, move: tuple[Stage, Stage]
) -> None:
    """因阶段结束失效, with a line on the trail for each."""
    case = office.file().complaint_id
    with office.unit_of_work() as unit:
        add_all_kinds(case, move[0], unit, office)
        move_stage(unit.session.get_one(Complaint, case), move[1], unit, SYSTEM)
        still_open = {request.kind for request in list_open_requests(case, unit)}
        ended = [row for kind in KINDS.values() for row in unit.session.query(kind.table) if row.ended_at]
    assert still_open == LEFT_OPEN[move]
    assert {(row.state, row.end_reason) for row in ended} <= {(RequestState.LAPSED, "STAGE_ENDED")}
    lines = [row.payload["kind"] for row in office.rows(TrailEvent, kind="request.lapsed")]
    assert sorted(lines) == sorted(kind.name for kind in set(KINDS.values()) - still_open)


def test_every_move_of_the_table_is_legal(office: FullOffice) -> None:
    assert all(after in LEGAL_TRANSITIONS[before] for before, after in LEFT_OPEN)
    assert office
