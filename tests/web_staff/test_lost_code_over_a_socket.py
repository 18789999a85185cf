"""Who has lost the query code and has neither telephone nor internet gets it at the counter, through the real web server."""

from __future__ import annotations

import re
import secrets

from models.case.complaint import Complaint
from models.ground.codes import IdentityKind
from models.ledger.trail_event import TrailEvent
from services.filing.new_case import FiledComplaint
from services.views.progress import FindProgress, find_progress
from tests.served_office import ServedOffice, SocketVisitor
from tests.unit.services.test_answer_sending import CLERK
from tests.web.case_file import read_file
from tests.web.letter_words import letter_words
from tests.web.pages import text_of

NAME = "柏寄书"
INVESTIGATOR = "cha.fenming"
SHOWN = {"action": "code", "code_shown": "id_card", "code_slip": "true"}
CODE = re.compile(r"查询码([0-9A-Z]{5}-[0-9A-Z]{4}-[0-9A-Z]{4})")
NOT_HERE = "不能在此交付"


def file(served: ServedOffice, **fields: object) -> FiledComplaint:
    told = {"name": NAME, "phone": "", "postal_address": "云河市临江区槐树巷7号 310007", **fields}
    return served.office.file(address=secrets.token_hex(6), **told)


def handed_over(served: ServedOffice, case: str) -> list[TrailEvent]:
    return served.office.rows(TrailEvent, complaint_id=case, kind="query_code.handed_over")


def test_a_lost_code_is_handed_over_on_paper_against_an_identity_document(
    served_office: ServedOffice,
) -> None:
    """DM-28: it opens the progress, and that it was handed over is on the trail, without the code."""
    filed = file(served_office)
    case, clerk, at = filed.complaint_id, served_office.visitor(CLERK), f"/cases/{filed.complaint_id}/hall"
    assert NOT_HERE not in text_of(clerk.get(at))
    empty = clerk.post(at, {"action": "code"})
    assert (empty.status_code, empty.text.count("error-text")) == (422, 2)
    assert clerk.post(at, {"action": "code", "code_shown": "id_card"}).status_code == 422
    assert handed_over(served_office, case) == []
    paper = clerk.post(at, SHOWN)
    assert paper.status_code == 200
    words = letter_words(paper)
    assert "投诉登记回执" in words
    assert NAME not in words
    found = CODE.search(words)
    assert found is not None, words
    assert found[1] == filed.query_code
    office = served_office.office
    progress = find_progress(FindProgress(filed.number, found[1]), office.unit_of_work(), office.actor(CLERK))
    assert progress is not None
    (event,) = handed_over(served_office, case)
    assert (event.actor, event.payload) == (CLERK, {"shown": "id_card"})
    events = office.rows(TrailEvent, complaint_id=case)
    assert [row.payload["letter"] for row in events if row.kind == "letter.printed"] == ["receipt"]
    assert [row.kind for row in events if found[1] in str(row.payload)] == []
    assert "窗口交付查询码" in text_of(read_file(clerk, case))


def assert_refused(clerk: SocketVisitor, case: str, status: int) -> None:
    """The page does not offer it, and who sends it all the same is refused."""
    assert NOT_HERE in text_of(clerk.get(f"/cases/{case}/hall"))
    assert clerk.post(f"/cases/{case}/hall", SHOWN).status_code == status


def test_nobody_gets_a_code_from_who_cannot_compare_him_with_the_file(served_office: ServedOffice) -> None:
    """Without the name of a document on file, from who may not open it, whose the case is not, and who handles it."""
    nobody = file(served_office, name="", is_anonymous=True, postal_address="").complaint_id
    clerk = served_office.visitor(CLERK)
    assert_refused(clerk, nobody, 422)
    assert "投诉人未留姓名" in text_of(clerk.get(f"/cases/{nobody}/hall")), "nor is anything else handed over"
    secret = file(served_office).complaint_id
    with served_office.office.unit_of_work() as unit:
        unit.session.get_one(Complaint, secret).confidentiality_requested = True
    assert_refused(clerk, secret, 403)
    open_one = file(served_office).complaint_id
    with served_office.office.unit_of_work() as unit:
        unit.session.get_one(Complaint, open_one).handler_id = INVESTIGATOR
    for login, status in (("zong.heke", 404), ("fang.huiyin", 403), (INVESTIGATOR, 403)):
        other = served_office.visitor(login)
        other.get("/")
        assert other.post(f"/cases/{open_one}/hall", SHOWN).status_code == status
    assert NOT_HERE in text_of(served_office.visitor(INVESTIGATOR).get(f"/cases/{open_one}/hall"))
    with served_office.office.unit_of_work() as unit:
        unit.session.get_one(Complaint, open_one).handler_id = CLERK
    assert_refused(clerk, open_one, 403)
    known_by_nickname = file(served_office).complaint_id
    with served_office.office.unit_of_work() as unit:
        unit.session.get_one(Complaint, known_by_nickname).identity_kind = IdentityKind.ANONYMOUS
    assert_refused(clerk, known_by_nickname, 422)
    for case in (nobody, secret, open_one, known_by_nickname):
        assert handed_over(served_office, case) == []
