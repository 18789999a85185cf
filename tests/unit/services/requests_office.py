"""Short words for requests beside the way of a case, at the level of use cases."""

from __future__ import annotations

from models.case.complaint import Complaint
from models.case.lifecycle import ClockKind
from models.clock.clock import Clock
from models.ledger.outbox import OutboxRow
from services.actor import SYSTEM, citizen
from services.acts.take_act import TakeAct, TakenAct, take_act
from services.beside.supplement.submit_supplement import SubmitSupplement, submit_supplement
from services.identity.query_code import derive_query_code
from services.once.once_per_job import JobIdentity
from services.requests.check_window import CheckedWindow, CheckWindow, check_window
from services.requests.request_kind import RequestKind
from tests.confirmed_run import confirm_run
from tests.full_office import FullOffice
from tests.told_by_call import with_call


def act(office: FullOffice, complaint_id: str, name: str, login: str, **answers: object) -> TakenAct:
    """Take an act; what needs a second person is confirmed."""
    taken = take_act(
        TakeAct(complaint_id, name, with_call(answers)), office.unit_of_work(), office.actor(login)
    )
    confirm_run(office, complaint_id, name)
    return taken


def ask_for_material(office: FullOffice, complaint_id: str, login: str = "wen.rusheng") -> str:
    """Open a round of asking; its id."""
    taken = act(office, complaint_id, "request-supplement", login, items="请提供收据照片", window_wd=5)
    return taken.references["supplement_request_id"]


def send_material(office: FullOffice, complaint_id: str, request_id: str | None = None) -> str:
    """The complainant sends a text at the query code; the id of what was filed."""
    complaint = case_of(office, complaint_id)
    command = SubmitSupplement(
        complaint.number, derive_query_code(complaint.submission_id), "收据如下", (), request_id
    )
    return submit_supplement(command, office.unit_of_work(), citizen("203.0.113.7")).supplement_id


def check(office: FullOffice, kind: RequestKind, request_id: str, key: str = "901") -> CheckedWindow:
    """A job asks whether the window is over."""
    job = JobIdentity(key, "2251799813685301", "complaint.check-window")
    return check_window(CheckWindow(kind, request_id, job), office.unit_of_work(), SYSTEM)


def case_of(office: FullOffice, complaint_id: str) -> Complaint:
    """The case's row."""
    return office.rows(Complaint, id=complaint_id)[0]


def clock_of(office: FullOffice, complaint_id: str, kind: ClockKind) -> Clock:
    """The newest clock of a kind."""
    return sorted(office.rows(Clock, complaint_id=complaint_id, kind=kind), key=lambda row: row.opened_at)[-1]


def told(office: FullOffice, name: str) -> list[dict[str, object]]:
    """What the engine gets of the messages of this name, in order."""
    rows = sorted(office.rows(OutboxRow, kind="publish_message"), key=lambda row: row.id)
    return [
        {key: value for key, value in row.payload.items() if key != "complaint_id"}
        for row in rows
        if row.payload["name"] == name
    ]
