"""Who first took a complaint answers for it until the hand-over is signed (首问负责)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from models.beside.referral import Referral
from models.beside.supervision import Supervision
from models.case.complaint import Complaint
from models.case.lifecycle import Stage
from models.clock.legal_time import as_iso
from models.ground.codes import Channel
from services.beside.referral.object import object_to
from services.beside.referral.open_referral import OpenReferral, open_referral
from services.beside.referral.sign import sign
from services.beside.supervision.word_reason import word_reason
from services.casefile.first_answerable import FirstAnswerable, find_first_answerable
from services.filing.register_complaint import RegisterComplaint, register_complaint
from services.filing.statement import Statement
from services.views.first_answerable import list_held_cases
from services.watch.sweep import Unwatched
from services.watch.sweep_clocks import sweep_clocks_step
from tests.full_office import FullOffice
from tests.unit.services.projected_task import ACCEPT, submit
from tests.unit.services.requests_office import act
from tests.unit.services.test_matter_ways import REFER, decide

CLERK = "wen.rusheng"
PLAN = {"methods": ["documents"], "plan": "查阅收件记录"}


@pytest.fixture
def case(office: FullOffice) -> str:
    """Taken down at the window."""
    command = RegisterComplaint(
        submission_id="7" * 32,
        channel=Channel.WINDOW,
        received_at=office.clock.now(),
        statement=Statement("9月3日C03窗口多要了一份证明。", name="简一趟", phone="199-0000-0201"),
        raw="来件",
    )
    return register_complaint(command, office.unit_of_work(), office.actor(CLERK)).complaint_id


def first(office: FullOffice, case: str) -> FirstAnswerable:
    with office.unit_of_work().reading() as unit:
        return find_first_answerable(unit.session.get_one(Complaint, case), unit)


def held(office: FullOffice, login: str = CLERK) -> list[str | None]:
    """The dates of this person's list."""
    rows = list_held_cases(office.unit_of_work(), office.actor(login))
    return [as_iso(row.due_at) if row.due_at else None for row in rows]


def give_to(office: FullOffice, case: str, unit_code: str) -> None:
    with office.unit_of_work() as unit:
        row = unit.session.get_one(Complaint, case)
        open_referral(OpenReferral(unit_code), row, unit, office.actor(CLERK))


def answer_referral(office: FullOffice, *, objects: bool) -> None:
    with office.unit_of_work() as unit:
        row = unit.session.query(Referral).filter_by(signed_at=None, objected_at=None).one()
        actor = office.actor("zhang.zhaoquan")
        object_to(row, "不是本单位职责", unit, actor) if objects else sign(row, unit, actor)


def test_neither_a_decision_nor_a_sheet_that_left_releases_the_signature_alone_does(
    office: FullOffice, case: str
) -> None:
    """With the date of what is due next, in his own list and nobody else's."""
    assert (first(office, case).login, held(office)) == (CLERK, ["2026-09-10T17:00:00+08:00"])
    assert held(office, "ying.shoudao") == []
    decide(office, case, ACCEPT, route="register_refer", complexity="simple")
    assert held(office) == ["2026-09-08T17:00:00+08:00"]
    give_to(office, case, "SJ")
    assert first(office, case).is_held
    answer_referral(office, objects=True)
    assert first(office, case).is_held
    give_to(office, case, "RS")
    assert first(office, case).is_held
    office.clock.set("2026-09-08T11:00")
    answer_referral(office, objects=False)
    told = first(office, case)
    assert (told.is_held, told.signed_at, told.signed_by) == (False, office.clock.now(), "zhang.zhaoquan")
    assert held(office) == []


def test_a_handler_who_was_named_releases_nobody_before_he_begins(office: FullOffice, case: str) -> None:
    """His plan is the signature of the unit that handles it."""
    decide(office, case, ACCEPT, route="intervene", complexity="simple")
    submit(office, case, "assign-handler", CLERK, handler_id="xun.wenshi")
    assert first(office, case).is_held
    submit(office, case, "plan-investigation", "xun.wenshi", **PLAN)
    assert (first(office, case).signed_by, held(office)) == ("xun.wenshi", [])


def test_part_that_was_handed_over_releases_for_no_other(office: FullOffice, case: str) -> None:
    """What somebody else signed is another matter."""
    decide(office, case, REFER)
    with office.unit_of_work() as unit:
        unit.session.query(Referral).one().matter_nos = [2]
    answer_referral(office, objects=False)
    assert first(office, case).is_held


def test_it_ends_with_a_file_that_nobody_else_ever_had(office: FullOffice, case: str) -> None:
    """There is nobody any more to whom it could be handed."""
    with office.unit_of_work() as unit:
        unit.session.get_one(Complaint, case).stage = Stage.ARCHIVED
    told = first(office, case)
    assert (told.login, told.is_held, told.is_over, held(office)) == (CLERK, False, True, [])


def test_what_came_by_itself_is_the_offices_until_somebody_speaks_to_the_complainant(
    office: FullOffice,
) -> None:
    """Person or unit."""
    case = office.file().complaint_id
    assert (first(office, case).login, first(office, case).is_held) == (None, True)
    act(office, case, "record-contact", "ying.shoudao", way="phone", outcome="reached", text="已说明")
    assert first(office, case).login == "ying.shoudao"
    assert len(held(office, "ying.shoudao")) == 1


def test_a_hand_over_that_is_late_is_supervised_and_says_who_answers_for_it(
    office: FullOffice, case: str
) -> None:
    """By the limit that ran out."""
    decide(office, case, ACCEPT, route="register_refer", complexity="simple")
    office.clock.set("2026-09-14T09:00")
    sweep_clocks_step(office.unit_of_work, Unwatched(), timedelta(0))
    with office.unit_of_work().reading() as unit:
        words = [word_reason(row, unit) for row in unit.session.query(Supervision).all()]
    assert words
    assert all("首问责任人：温如声" in told and "负责到移交签收为止" in told for told in words)
    (row,) = list_held_cases(office.unit_of_work(), office.actor(CLERK))
    assert row.seconds_left is not None and row.seconds_left < 0
