"""The condition of lists says of every case what the rule that is asked case by case says (ADR 0200)."""

from __future__ import annotations

from sqlalchemy import select

from models.beside.recusal import Recusal
from models.case.complaint import Complaint
from models.ground.codes import RecusalOutcome, RecusalSubject, RelationEffect, RelationSubject
from models.office.declared_relation import DeclaredRelation
from models.office.staff import Staff
from models.vault.blind_index import index_party, index_phone
from models.vault.keyring import get_keyring
from services.access.find_exclusion import find_exclusions
from services.access.kept_away import must_keep_away
from services.beside.recusal.request_recusal import RequestRecusal, request_recusal
from tests.full_office import FullOffice
from tests.web_staff.cases import complain_about, relate, restrict_to

CLERK = "wen.rusheng"


def recuse(office: FullOffice, case: str, asked: RequestRecusal, outcome: RecusalOutcome) -> None:
    with office.unit_of_work() as unit:
        complaint = unit.session.get_one(Complaint, case)
        row: Recusal = request_recusal(asked, complaint, unit, office.actor(CLERK))
        row.outcome = outcome


def declare_outside(office: FullOffice, login: str, name: str) -> None:
    with office.unit_of_work() as unit:
        unit.session.add(
            DeclaredRelation(
                staff_id=login, relation="同学", subject_type=RelationSubject.PERSON, subject=name,
                subject_index=index_party(name, get_keyring()), effect=RelationEffect.HARD_BLOCK,
                declared_on=office.clock.now().date(),
            )
        )  # fmt: skip


def test_the_condition_and_the_rule_leave_out_the_same_cases(office: FullOffice) -> None:
    """Each rule of its own, for somebody it keeps away and for everybody else of the centre."""
    cases = [office.file(address=f"203.0.113.{no}").complaint_id for no in range(20, 26)]
    about, restricted, by_name, of_unit, refused, own = cases
    complain_about(office, about, "tan.genyuan")
    restrict_to(office, restricted, "cha.fenming")
    recuse(
        office,
        by_name,
        RequestRecusal(RecusalSubject.STAFF, "xun.wenshi", "有利害关系"),
        RecusalOutcome.RECUSED,
    )
    recuse(office, of_unit, RequestRecusal(RecusalSubject.UNIT, "RS", "有利害关系"), RecusalOutcome.RECUSED)
    recuse(
        office,
        refused,
        RequestRecusal(RecusalSubject.STAFF, "xun.wenshi", "有利害关系"),
        RecusalOutcome.NOT_RECUSED,
    )
    related = office.file(address="203.0.113.30", name="甄相识", phone="199-0000-0777").complaint_id
    declare_outside(office, "heng.gongyun", "甄相识")
    complain_about(office, own, "leng.rubing2")
    relate(office, "fang.huiyin", "leng.rubing2")
    with office.unit_of_work() as unit:
        unit.session.get_one(Staff, "cai.youdu").phone_index = index_phone("199-0000-0777", get_keyring())
        unit.session.get_one(Staff, "cai.youdu").name = "甄相识"
    found = {}
    with office.unit_of_work().reading() as unit:
        every = set(unit.session.scalars(select(Complaint.id)))
        for login in unit.session.scalars(select(Staff.login)).all():
            left_out = set(unit.session.scalars(select(Complaint.id).where(must_keep_away(login, unit))))
            assert left_out == find_exclusions(every, login, unit).keys(), login
            found[login] = left_out
    assert about in found["tan.genyuan"] - found[CLERK]
    assert restricted in found[CLERK] - found["cha.fenming"]
    assert by_name in found["xun.wenshi"]
    assert refused not in found["xun.wenshi"]
    assert any(of_unit in left_out for left_out in found.values())
    assert related in found["heng.gongyun"] & found["cai.youdu"]
    assert own in found["fang.huiyin"]
