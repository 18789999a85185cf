"""The pages are killed around the commit of a form that sends; its clerk, who got no answer, sends it again."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from models.case.answer_sending import AnswerSending
from models.case.data_provision import DataProvision
from models.case.dispatch import Dispatch
from models.case.letter_delivery import LetterDelivery
from models.case.task_record import TaskRecord
from models.ground.dispatch_codes import DispatchPurpose, DispatchState
from models.ground.ways import Way
from models.ledger.trail_event import TrailEvent
from models.vault.keyring import Keyring
from tests.frozen_answer import freeze_waiting
from tests.kill.places import SENDING_PLACES
from tests.mail_server import serve_mail
from tests.served_office import ServedOffice, SocketVisitor, serve_office, start_server
from tests.sms_gateway import serve_sms
from tests.unit.services.notices_outside import Outside
from tests.unit.services.projected_task import add_task
from tests.unit.services.test_answer_sending import CLERK, HANDLER, PARTS, give, ready
from tests.web_staff.test_act_pages import form_of

_END_SECONDS = 30
MAIL_NO = "XA33000000019"
# Each is killed at every place of its form, in the order of the places.
ANSWERED, POSTED = (
    tuple(place.name for place in SENDING_PLACES if place.name.startswith(form))
    for form in ("answer ", "posting ")
)


@pytest.fixture(scope="module")
def served(
    tmp_path_factory: pytest.TempPathFactory, sqlite_office_template: Path, keyring: Keyring
) -> Iterator[ServedOffice]:
    """An office of its own: its pages are killed."""
    with serve_office(tmp_path_factory.mktemp("killed"), sqlite_office_template) as served:
        yield served


def arm(served: ServedOffice, place: str) -> None:
    """Serve by a process that ends at this place."""
    assert served.server is not None
    served.server.terminate()
    served.server.wait(_END_SECONDS)
    hits = served.office.folder / "hits"
    hits.unlink(missing_ok=True)
    options = ("--place", place, "--call", "1", "--hits", str(hits))
    start_server(served, "tests.kill.launcher", *options, is_apart=True)


def send_until_answered(served: ServedOffice, places: tuple[str, ...], send: Callable[[], int]) -> list[int]:
    """Killed at each place, sent again each time; how many were on record after each kill, by `send`'s own count."""
    found = []
    for place in places:
        arm(served, place)
        with pytest.raises(httpx.TransportError):
            send()
        assert served.wait_gone(_END_SECONDS) == -signal.SIGKILL
        assert (served.office.folder / "hits").read_text().split("\n")[:-1] == [place]
        found.append(len(served.office.rows(AnswerSending)))
    start_server(served, "deploy")
    found.append(send())
    return found


def submit(visitor: SocketVisitor, address: str, answers: dict[str, object]) -> httpx.Response:
    headers = {"X-CSRF-Token": visitor.token, "Accept": "application/json"}
    return visitor.client.post(address, json={"answers": answers}, headers=headers)


@pytest.mark.check(sister="tests/kill/test_places.py")
@pytest.mark.parametrize("way", [Way.EMAIL, Way.SMS])
def test_an_answer_whose_clerk_got_no_answer_is_sent_again_and_leaves_once(
    served: ServedOffice, way: Way
) -> None:
    """Before the commit nothing is on record; after it the same form is the same answer, and one notice goes out."""
    office = served.office
    before = len(office.rows(AnswerSending))
    known = {"email": "jian@example.com"} if way is Way.EMAIL else {}
    case = ready(office, address=f"killed-{way.value}", **known)
    key = add_task(office, case, "give-answer")
    handler = served.visitor(HANDLER)
    address = form_of(handler.get(f"/tasks/{key}").text)["submitUrl"]

    def send() -> int:
        told = submit(handler, address, {**PARTS, "ways": [way.value]})
        assert told.status_code == 200, told.text
        assert told.json()["is_repeat"]
        return len(office.rows(AnswerSending))

    assert send_until_answered(served, ANSWERED, send) == [before, before + 1, before + 1]
    with serve_mail() as mail, serve_sms() as sms:
        outside = Outside(office, mail, sms)
        outside.send()
        outside.send()
        assert (len(mail.came), len(sms.took)) == ((1, 0) if way is Way.EMAIL else (0, 1))
    (record,) = office.rows(TaskRecord, user_task_key=key)
    (notice,) = office.rows(Dispatch, complaint_id=case, purpose=DispatchPurpose.ANSWER)
    assert (notice.state, notice.way) == (DispatchState.TAKEN, way)
    told = [event.payload for event in office.rows(TrailEvent, complaint_id=case, kind="task.submitted")]
    assert sum(payload["task_record_id"] == record.id for payload in told) == 1
    assert len(office.rows(DataProvision, complaint_id=case)) == 1


@pytest.mark.check(sister="tests/kill/test_places.py")
def test_a_letter_whose_clerk_got_no_answer_is_posted_once(served: ServedOffice) -> None:
    """The list of the post: the number typed again is the number that stands there."""
    office = served.office
    before = len(office.rows(AnswerSending))
    case = ready(office, address="killed-post", postal_address="云河市临江区槐树巷7号 310007")
    give(office, case, ways=["registered_letter"], to_post=True)
    freeze_waiting(office, case)
    (row,) = [row for row in office.rows(LetterDelivery, complaint_id=case) if row.purpose.is_sending]
    clerk = served.visitor(CLERK)
    clerk.get("/post")

    def send() -> int:
        told = clerk.post("/post", {"action": "record", f"number-{row.id}": MAIL_NO})
        assert told.status_code == 303, told.text
        return len(office.rows(AnswerSending))

    assert send_until_answered(served, POSTED, send) == [before, before + 1, before + 1]
    (sending,) = office.rows(AnswerSending, complaint_id=case)
    assert sending.mail_no == MAIL_NO
    assert [one.recipient.value for one in office.rows(DataProvision, complaint_id=case)] == ["post"]


def test_every_place_of_a_sending_form_is_visited() -> None:
    """A place that nobody comes to proves nothing: each is of one of the two forms above, before its commit or after it."""
    assert sorted([*ANSWERED, *POSTED]) == sorted(place.name for place in SENDING_PLACES)
    assert {name.split(",")[1].strip() for name in ANSWERED} == {"not committed", "not told"}
    assert {name.split(",")[1].strip() for name in POSTED} == {"not committed", "not told"}
