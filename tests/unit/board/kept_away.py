"""A case for each rule that keeps somebody away from it, of the kinds that a list must not even count."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from models.beside.recusal import Recusal
from models.case.complaint import Complaint
from models.case.lifecycle import RequestState
from models.clock.legal_time import beijing_date
from models.ground.codes import RecusalOutcome, RecusalSubject, RelationEffect, RelationSubject, RequestedSide
from models.ground.ids import new_id
from models.office.declared_relation import DeclaredRelation
from models.office.staff import Staff
from models.vault.blind_index import index_party, index_phone
from models.vault.keyring import get_keyring
from tests.full_office import FullOffice
from tests.web_staff.cases import complain_about, relate, restrict_to

LOGIN = "jian.rujing"
COMPANY = "云河市远山餐饮有限公司"


def file_one(office: FullOffice, no: int, **fields: object) -> str:
    """A case of its own complainant, about somebody who is in no test."""
    known = {"name": f"甲{no}", "phone": f"199-0000-03{no:02}", **fields}
    case = office.file(address=f"203.0.113.{no + 20}", **known).complaint_id
    complain_about(office, case, "leng.rubing2")
    return case


def about_himself(office: FullOffice, case: str) -> None:
    complain_about(office, case, LOGIN)


def restricted(office: FullOffice, case: str) -> None:
    restrict_to(office, case, "wen.rusheng")


def recused(office: FullOffice, case: str) -> None:
    _recuse(office, case, RecusalSubject.STAFF, LOGIN)


def unit_recused(office: FullOffice, case: str) -> None:
    with office.unit_of_work().reading() as unit:
        code = unit.session.get_one(Staff, LOGIN).unit
    _recuse(office, case, RecusalSubject.UNIT, code)


def related(office: FullOffice, case: str) -> None:
    complain_about(office, case, "deng.caiyan2")
    relate(office, LOGIN, "deng.caiyan2")


RULES: Mapping[str, Callable[[FullOffice, str], None]] = {
    rule.__name__: rule for rule in (about_himself, restricted, recused, unit_recused, related)
}


def related_to_complainant(office: FullOffice) -> None:
    """The person declared a relation to a company: of its complaints nothing is for him."""
    with office.unit_of_work() as unit:
        unit.session.add(
            DeclaredRelation(
                staff_id=LOGIN, relation="股东", subject_type=RelationSubject.COMPANY, subject="（封存）",
                subject_index=index_party(COMPANY, get_keyring()), effect=RelationEffect.HARD_BLOCK,
                declared_on=beijing_date(office.clock.now()),
            )
        )  # fmt: skip


def with_telephone(office: FullOffice, phone: str) -> str:
    """The person's own telephone is known to the office; returns his name."""
    with office.unit_of_work() as unit:
        staff = unit.session.get_one(Staff, LOGIN)
        staff.phone_index = index_phone(phone, get_keyring())
        return staff.name


def _recuse(office: FullOffice, case: str, kind: RecusalSubject, who: str) -> None:
    with office.unit_of_work() as unit:
        assert unit.session.get(Complaint, case) is not None
        unit.session.add(
            Recusal(
                id=new_id(), complaint_id=case, no=1, round=1, state=RequestState.ANSWERED, requested_by="wen.rusheng",
                requested_at=office.clock.now(), who_kind=kind, who=who, reason="与被投诉人有利害关系",
                requested_side=RequestedSide.STAFF, outcome=RecusalOutcome.RECUSED,
            )
        )  # fmt: skip
