"""What the trail vouches for: rows of a case that were changed past the application are named, lawful life is silent (SE-14)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.orm import Session

from models.case.answer import Answer
from models.case.complaint import Complaint
from models.case.decision import Decision
from models.case.lifecycle import DecisionKind
from models.case.matter import Matter
from models.case.task_record import TaskRecord
from models.clock.clock import Clock
from models.ground.base import Base
from models.ground.ids import new_id
from models.ledger.digest_check import DigestReport, RowFault, RowFaultKind, check_digests
from models.ledger.trail_check import verify_trail
from models.ledger.trail_event import TrailEvent
from services.actor import SYSTEM
from services.case.archive_case import ArchiveCase, archive_case
from services.once.once_per_job import JobIdentity
from services.unit_of_work import ROWS_CHANGED
from services.views.case_history import list_history
from tests.full_office import FullOffice
from tests.store_app.test_trail import meddle
from tests.unit.services.projected_task import submit, walk_to

Meddling = Callable[[Session], object]


def check(session: Session) -> tuple[DigestReport, list[RowFault]]:
    report = DigestReport()
    return report, list(check_digests(session, report))


def checked(office: FullOffice) -> tuple[DigestReport, list[RowFault]]:
    with office.unit_of_work().reading() as unit:
        assert verify_trail(unit.session).fault is None
        return check(unit.session)


def found_after(office: FullOffice, meddling: Meddling) -> set[tuple[str, RowFaultKind, tuple[str, ...]]]:
    """Faults that are found where somebody has written into the database; it is as before afterwards."""
    with office.database.write_transaction() as session:
        meddling(session)
        found = {(fault.table, fault.kind, fault.fields) for fault in check(session)[1]}
        session.rollback()
    return found


def archived_case(office: FullOffice) -> str:
    case = office.file().complaint_id
    walk_to(office, case, "record-return-visit")
    submit(office, case, "record-return-visit", "fang.huiyin", reached="yes", satisfaction="4", way="phone")
    archive_case(
        ArchiveCase(case, 1, JobIdentity("2", "2251799813685301", "complaint.archive-case")),
        office.unit_of_work(),
        SYSTEM,
    )
    return case


def test_each_change_past_the_application_is_named_and_a_whole_life_is_silent(office: FullOffice) -> None:
    """From the filing to the archive nothing is told, though limits ran, were stopped and matters were decided."""
    case = archived_case(office)
    report, faults = checked(office)
    assert (faults, report.whole, report.cases) == ([], 1, 1)
    assert report.rows > 20
    changed, gone = RowFaultKind.CHANGED, RowFaultKind.GONE
    later = timedelta(days=30)
    decisions = [
        {
            "id": new_id(),
            "complaint_id": case,
            "kind": DecisionKind.ACCEPTANCE,
            "round": 9,
            "by": "x",
            "content": {},
        }
        | {"at": office.clock.now()}
    ]
    for meddling, told in (
        (update(Complaint).values(matter="另一件事"), ("complaint", changed, ("matter",))),
        (update(Complaint).values(closed_at=Complaint.closed_at), None),
        (update(Answer).values(findings_text="不属实"), ("answer", changed, ("findings_text",))),
        (update(Matter).values(decided_by="another"), ("matter", changed, ("decided_by",))),
        (update(Decision).values(content={"made": "up"}), ("decision", changed, ("content",))),
        (delete(TaskRecord), ("task_record", gone, ())),
        (insert(Decision).values(decisions), ("decision", RowFaultKind.ADDED, ())),
        (text("UPDATE complaint SET matter = 'v1:none:AAAA'"), ("complaint", RowFaultKind.UNREADABLE, ())),
    ):
        expected = set() if told is None else {told}
        assert found_after(office, lambda session, done=meddling: session.execute(done)) == expected, meddling
    assert found_after(office, lambda session: _put_off(session, later)) == {("clock", changed, ("due_at",))}


def _put_off(session: Session, by: timedelta) -> None:
    """The dates of limits, by a statement past the session."""
    for clock_id, due_at in session.execute(select(Clock.id, Clock.due_at)).all():
        session.execute(
            Base.metadata.tables["clock"].update().where(Clock.id == clock_id).values(due_at=due_at + by)
        )


def test_rows_that_change_without_an_entry_get_one(office: FullOffice) -> None:
    """Through the application, and the pages of people show no line of it; taken away lawfully it is no fault either."""
    case = office.file().complaint_id
    for _time in range(2):
        with office.unit_of_work() as unit:
            unit.session.get_one(Complaint, case).times_urged += 1
    with office.unit_of_work() as unit:
        unit.session.delete(unit.session.scalars(select(Matter).where(Matter.complaint_id == case)).all()[0])
    assert len(office.rows(TrailEvent, complaint_id=case, kind=ROWS_CHANGED)) == 3
    assert checked(office)[1] == []
    with office.unit_of_work().reading() as unit:
        assert ROWS_CHANGED not in {event.kind for event in list_history(case, unit)}


def test_two_who_change_other_fields_of_a_row_accuse_nobody(office: FullOffice) -> None:
    """The one had read the row before the other changed it, which SQLite lets nobody do."""
    if office.database.is_sqlite:
        return
    case = office.file().complaint_id
    with office.unit_of_work() as unit:
        row = unit.session.get_one(Complaint, case)
        with office.unit_of_work() as other:
            other.session.get_one(Complaint, case).severity = "high"
        row.urgent = True
    assert checked(office)[1] == []


def test_cases_of_before_are_counted_and_not_accused(office: FullOffice) -> None:
    """An office that was upgraded: what came before has no digest, what changes with an entry from then on has."""
    cases = [office.file(address=f"203.0.113.{place}").complaint_id for place in range(3)]
    meddle(
        office.database,
        lambda connection: connection.execute(
            text("UPDATE trail_event SET digests = NULL WHERE complaint_id <> :case"), {"case": cases[0]}
        ),
    )
    with office.unit_of_work() as unit:
        for case in cases[1:]:
            unit.session.get_one(Complaint, case).urgent = True
        unit.trail.add(cases[1], "test.happened", {}, SYSTEM)
    with office.unit_of_work().reading() as unit:
        report, faults = check(unit.session)
    assert (faults, report.whole, report.in_part, report.uncovered) == ([], 1, 1, 1)
    accused = found_after(office, lambda session: session.execute(update(Complaint).values(round=4)))
    assert accused == {("complaint", RowFaultKind.CHANGED, ("round",))}
