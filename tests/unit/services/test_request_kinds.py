"""A kind of request that is planted here is found everywhere by its descriptor alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from models.beside.supplement_request import SupplementRequest
from models.case.complaint import Complaint
from models.case.lifecycle import ClockKind, RequestState, Stage
from models.ground.ids import ComplaintId, new_id
from models.ledger.trail_event import TrailEvent
from services.actor import SYSTEM
from services.case.lifecycle import move_stage
from services.clocks.open_clock import OpenClock, open_clock
from services.requests.kinds import KINDS
from services.requests.request_kind import RequestKind
from services.worklist.clock_of_task import find_clock_of_task
from tests.full_office import FullOffice

pytestmark = pytest.mark.parametrize("office_database", ["sqlite"], indirect=True)
TOY_TASK = "UserTask_AnswerToy"


@pytest.fixture
def toy() -> Iterator[RequestKind]:
    """A kind that lives in this test only, on a table that is there."""
    kind = RequestKind(
        name="toy",
        table=SupplementRequest,
        task_clocks={TOY_TASK: ClockKind.REVIEW},
        clock_columns=(),
        lapses_on_leaving=frozenset({Stage.DISPOSAL}),
    )
    KINDS[kind.name] = kind
    yield kind
    del KINDS[kind.name]


def test_a_toy_kind_is_found_by_its_clock_and_lapses_with_its_stage(
    office: FullOffice, toy: RequestKind
) -> None:
    """HS-34: a new kind touches no file that lists other kinds."""
    case, request_id = office.file().complaint_id, new_id()
    with office.unit_of_work() as unit:
        complaint = unit.session.get_one(Complaint, case)
        complaint.stage = Stage.DISPOSAL
        clock = open_clock(
            OpenClock(ComplaintId(case), ClockKind.REVIEW, 1, office.clock.now(), subject_id=request_id),
            unit,
        )
        unit.session.add(
            SupplementRequest(
                id=request_id,
                complaint_id=case,
                no=1,
                round=1,
                state=RequestState.OPEN,
                requested_by="xun.wenshi",
                requested_at=office.clock.now(),
                process_instance_key="2251799813685999",
                items="收据",
                window_wd=5,
                window_ends_at=office.clock.now(),
            )
        )
    with office.unit_of_work() as unit:
        assert find_clock_of_task(TOY_TASK, "2251799813685999", case, unit) == clock.id
        move_stage(unit.session.get_one(Complaint, case), Stage.INVESTIGATION, unit, SYSTEM)
    assert office.rows(SupplementRequest, id=request_id)[0].state is RequestState.LAPSED
    lapsed = [event.payload["kind"] for event in office.rows(TrailEvent, kind="request.lapsed")]
    assert lapsed == ["toy"]
