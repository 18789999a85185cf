"""C12 for the side processes: every worker twice on one job gives one answer and leaves the state of one run."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from models.beside.recusal import Recusal
from models.beside.review import Review
from models.case.complaint import Complaint
from models.case.lifecycle import RequestState
from models.case.matter import Matter
from models.clock.legal_time import as_iso
from models.ground.codes import RectificationKind, RecusalSubject
from services.actor import Actor
from services.beside.discipline.propose_for_opinion import propose_for_opinion
from services.beside.extension.request_extension import RequestExtension, request_extension
from services.beside.rectification.order_rectification import OrderRectification, order_rectification
from services.beside.recusal.request_recusal import RequestRecusal, request_recusal
from services.beside.referral.open_referral import OpenReferral, open_referral
from services.beside.supervision.open_supervision import OpenSupervision, open_supervision
from services.unit_of_work import Unit
from tests.full_office import FullOffice
from tests.unit.side_requests.side_case import SideCase, side_case
from tests.workers.test_jobs import answer, counts, job
from workers import (
    disciplinary_transfer,
    extension,
    rectification,
    recusal,
    referral,
    review,
    supervision,
)
from workers.hardened.job_route import JobRouter

Opening = Callable[[Complaint, Unit, Actor], object]


def propose(complaint: Complaint, unit: Unit, actor: Actor) -> object:
    for matter in unit.session.query(Matter).filter_by(complaint_id=complaint.id):
        matter.disposals = ["propose_discipline"]
    unit.session.flush()
    return propose_for_opinion(complaint, unit, actor)


def ask_for_review(complaint: Complaint, unit: Unit, actor: Actor) -> object:
    row = Review(
        id="a" * 32,
        complaint_id=complaint.id,
        no=1,
        round=1,
        state=RequestState.OPEN,
        requested_by=actor.name,
        requested_at=unit.clock.now(),
        reason="不服",
        requested_side="complainant",
    )
    unit.session.add(row)
    return row


OPENINGS: dict[str, tuple[JobRouter, str, Opening]] = {
    "complaint.start-recusal": (
        recusal.router,
        "recusal_id",
        lambda c, u, a: request_recusal(RequestRecusal(RecusalSubject.STAFF, "xun.wenshi", "同学"), c, u, a),
    ),
    "complaint.start-supervision": (
        supervision.router,
        "supervision_id",
        lambda c, u, a: open_supervision(OpenSupervision(c.id, "超时"), u, a),
    ),
    "complaint.start-rectification": (
        rectification.router,
        "rectification_id",
        lambda c, u, a: order_rectification(
            OrderRectification("RS", RectificationKind.RECTIFY, "出具告知单"), c, u, a
        ),
    ),
    "complaint.start-disciplinary-transfer": (disciplinary_transfer.router, "transfer_id", propose),
    "complaint.start-review": (review.router, "review_id", ask_for_review),
    "complaint.prepare-referral": (
        referral.router,
        "referral_id",
        lambda c, u, a: open_referral(OpenReferral("RS"), c, u, a),
    ),
    "complaint.check-objection-window": (
        referral.router,
        "referral_id",
        lambda c, u, a: open_referral(OpenReferral("X-DL"), c, u, a),
    ),
    "complaint.prepare-extension": (
        extension.router,
        "extension_id",
        lambda c, u, a: request_extension(RequestExtension("待查", 5), c, u, a),
    ),
    "complaint.check-extension-window": (
        extension.router,
        "extension_id",
        lambda c, u, a: request_extension(RequestExtension("待查", 5), c, u, a),
    ),
}


@pytest.fixture
def case(office: FullOffice) -> SideCase:
    return side_case(office)


@pytest.mark.parametrize("job_type", OPENINGS)
def test_side_job_twice_is_one_run(case: SideCase, job_type: str) -> None:
    """C12: the windows are over when their check asks; a later time changes no answer."""
    router, variable, opening = OPENINGS[job_type]
    request_id = case.do("du.daodi", opening)
    if "check-" in job_type:
        case.office.clock.set("2026-09-15T10:00")
    one = job(job_type, **{variable: request_id})
    first = answer(case.office, router, one)
    before = counts(case.office)
    case.office.clock.set("2026-09-16T10:00")
    assert answer(case.office, router, one) == first
    assert counts(case.office) == before
    assert isinstance(first, dict)
    assert first.get("is_duplicate", False) is False
    assert first.get("is_window_over", True) is True


def test_second_instance_of_a_side_process_is_a_duplicate(case: SideCase) -> None:
    """A start message replayed after its time to live ends at the first worker."""
    router, variable, opening = OPENINGS["complaint.start-recusal"]
    request_id = case.do("du.daodi", opening)
    answers = [
        answer(case.office, router, job("complaint.start-recusal", key, instance, **{variable: request_id}))
        for key, instance in [(1, 100), (2, 200)]
    ]
    assert [entry["is_duplicate"] for entry in answers] == [False, True]  # type: ignore[index]  # a job's variables
    assert case.one(Recusal).process_instance_key == "100"


def test_prepared_extension_says_its_old_date(case: SideCase) -> None:
    """The timer of the diagram gets the due moment with its offset."""
    router, variable, opening = OPENINGS["complaint.prepare-extension"]
    request_id = case.do("xun.wenshi", opening)
    prepared = answer(case.office, router, job("complaint.prepare-extension", **{variable: request_id}))
    assert isinstance(prepared, dict)
    assert prepared["window_ends_at"] == as_iso(case.clock("resolve").due_at)
