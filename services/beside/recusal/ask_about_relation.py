"""Asks by itself whether somebody keeps away from a case to whose people he declared a relation that is to be decided on."""

from sqlalchemy import select

from models.beside.recusal import Recusal
from models.ground.codes import RecusalSubject, RelationEffect, RequestedSide
from models.office.declared_relation import DeclaredRelation
from services.access.case_ties import read_ties
from services.access.relations_in_cases import find_relations
from services.actor import SYSTEM
from services.beside.recusal.request_recusal import RequestRecusal, request_recusal
from services.casefile.get_case import get_complaint
from services.unit_of_work import Unit


def ask_about_relation(complaint_id: str, login: str, unit: Unit) -> bool:
    """Open the request in the caller's unit, once per person and case; False where one was opened before.

    The reason names the relation and never a person or company outside: that may be the complainant.
    """
    asked = select(Recusal.id).where(
        Recusal.complaint_id == complaint_id,
        Recusal.who_kind == RecusalSubject.STAFF,
        Recusal.who == login,
    )
    if unit.session.scalars(asked.limit(1)).first() is not None:
        return False
    found = [
        relation
        for relation in find_relations([complaint_id], read_ties([complaint_id], unit), login, unit).get(
            complaint_id, ()
        )
        if relation.effect is RelationEffect.DECIDE
    ]
    if not found:
        return False
    declared = unit.session.get_one(DeclaredRelation, found[0].relation_id)
    reason = f"本人申报的关系：{declared.relation}（{declared.declared_on}申报）。是否回避由上级决定。"
    command = RequestRecusal(RecusalSubject.STAFF, login, reason, RequestedSide.STAFF)
    request_recusal(command, get_complaint(complaint_id, unit), unit, SYSTEM)
    return True
