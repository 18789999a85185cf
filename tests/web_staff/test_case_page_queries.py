"""Pages of a case ask the database at most 40 times, and as often for a full file as for a thin one."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from sqlalchemy import select

from api.staff.case_sections import SECTIONS
from models.beside.supplement_request import SupplementRequest
from models.case.file_entry import FileEntry
from models.case.lifecycle import FileEntryKind
from models.case.matter import Matter
from models.ground.ids import new_id
from services.actor import SYSTEM
from services.evidence.add_evidence import AddEvidence, add_evidence
from services.evidence.incoming_file import IncomingFile
from tests.both_databases.test_list_queries import statements
from tests.full_office import FullOffice
from tests.unit.services.projected_task import add_task, walk_to
from tests.web.pages import Visitor, photo

SignIn = Callable[[str], Visitor]
MOST = 40
READERS = ("wen.rusheng", "zong.lanyun")
PLACES = [*(section.place for section in SECTIONS), "acts", "receipt"]


@pytest.fixture
def case(office: FullOffice) -> str:
    """With something in every part of the file, and a task and a question that wait."""
    case = office.file().complaint_id
    walk_to(office, case, "approve-opinion")
    add_task(office, case, "approve-opinion")
    fill(office, case, 1)
    return case


def fill(office: FullOffice, case: str, more: int) -> None:
    """As many more notes, matters, events, supplement notices and files."""
    clerk = office.actor("wen.rusheng")
    with office.unit_of_work() as unit:
        highest = max(unit.session.scalars(select(Matter.no).where(Matter.complaint_id == case)))
        for number in range(more):
            unit.session.add(
                FileEntry(
                    id=new_id(), complaint_id=case, kind=FileEntryKind.NOTE, text=f"工作记录{number}",
                    by="wen.rusheng", at=office.clock.now(), ways=[],
                )
            )  # fmt: skip
            unit.session.add(
                Matter(id=new_id(), complaint_id=case, no=highest + 1 + number, text=f"另一事项{number}")
            )
            unit.trail.add(case, "entry.recorded", {}, SYSTEM)
            unit.session.add(
                SupplementRequest(
                    id=new_id(), complaint_id=case, no=10 * more + number, round=1, items="窗口号", window_wd=5,
                    requested_by="wen.rusheng", requested_at=office.clock.now(),
                    window_ends_at=office.clock.now(),
                )
            )  # fmt: skip
    files = tuple(
        IncomingFile(f"现场{number}.jpg", "image/jpeg", BytesIO(photo("red"))) for number in range(more)
    )
    add_evidence(AddEvidence(case, files, new_id()), office.unit_of_work(), clerk)


@pytest.mark.parametrize("login", READERS)
def test_no_page_of_a_case_asks_more_for_more_rows_or_over_forty_times(
    office: FullOffice, sign_in: SignIn, case: str, login: str
) -> None:
    """UX-42 UX-53: the page of a case asked 840 times."""
    visitor = sign_in(login)

    def count_all() -> dict[str, int]:
        found = {}
        for place in PLACES:
            with statements(office) as seen:
                assert visitor.get(f"/cases/{case}/{place}".rstrip("/")).status_code == 200
            found[place] = len(seen)
        return found

    before = count_all()
    fill(office, case, 4)
    after = count_all()
    assert before == after
    assert {place: number for place, number in after.items() if number > MOST} == {}
