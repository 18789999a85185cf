"""Every case of an office of an earlier release comes to its end with this release, from wherever it stood."""

from __future__ import annotations

from sqlalchemy import select

from models.case.case_run import CaseRun
from models.case.task import Task
from models.ledger.digest_check import DigestReport, check_digests
from models.ledger.outbox import OutboxRow
from models.ledger.trail_check import verify_trail
from tests.acceptance.any_case import walk_to_end
from tests.acceptance.earlier_office import Opened, rows
from tests.acceptance.waiting_summaries import release_waiting_summaries
from tests.acceptance.walk import READER, Case, list_cases, stage_of
from tests.confirmed_run import confirm_run_on_its_page
from tests.offices.test_contents import FORMS

OPEN_STAGES = {"intake", "referral", "investigation", "disposal", "feedback", "return_visit"}
# But the anchor of the office itself.
RUNNING = (
    "SELECT process_id, key FROM process_instance WHERE ended_at IS NULL AND process_id <> 'office-anchor'"
)


def assert_every_case_ends(opened: Opened) -> None:
    """About fifty cases, on the diagrams they began in and an owner's; nothing of them is left in the engine."""
    office = opened.office
    cases = list_cases(office)
    assert {stage_of(office, case) for case in cases} >= OPEN_STAGES
    for case in cases:
        if _is_left_without_run(opened, case):
            office.people.take_act(READER, case.complaint_id, "take-up-run", {"reason": "误撤销，继续办理"})
            confirm_run_on_its_page(office.people, case.number)
    walked = {case.number: walk_to_end(office, case) for case in cases}
    print(walked)
    assert set(FORMS) - {done for case in walked.values() for done in case} == set(), (
        "no open task of this form was done"
    )
    assert sum(bool(done) for done in walked.values()) > 45
    assert {stage_of(office, case) for case in cases} == {"archived"}
    office.settle()
    print(release_waiting_summaries(office))
    assert rows(office.data / "engine/engine.db", RUNNING) == []
    assert office.engine.post("incidents/search", {"filter": {"state": "ACTIVE"}})["items"] == []
    with office.clock.database.read() as session:
        assert session.scalars(select(Task.form_id).where(Task.state == "open")).all() == []
        assert session.scalars(select(OutboxRow.kind).where(OutboxRow.sent_at.is_(None))).all() == []
        assert verify_trail(session).fault is None
        assert list(check_digests(session, DigestReport())) == [], "a whole life of many cases accuses nobody"


def _is_left_without_run(opened: Opened, case: Case) -> bool:
    """Whether somebody cancelled the run of an open case, which waits for a supervisor then."""
    with opened.office.clock.database.read() as session:
        ends = session.scalars(
            select(CaseRun.ended_at).where(CaseRun.complaint_id == case.complaint_id)
        ).all()
    return None not in ends and stage_of(opened.office, case) != "archived"
