"""Who reads the words of a case whole: whoever works on it or supervises it. For other readers they are cut (ADR 0331)."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, String, and_, cast, exists, false, or_, select

from models.beside.objection import Objection
from models.case.appraisal import AppraisalLine
from models.case.complaint import Complaint
from models.case.complaint_group import GroupMember
from models.case.designation import Designation
from models.case.letter import CaseLetter
from models.case.lifecycle import Stage, TaskState
from models.case.reviewed_file import FileExaminer, ReviewedFile
from models.case.task import Task
from models.case.task_record import TaskRecord
from models.ground.codes import CaseRole, Role
from models.office.staff import Staff
from models.office.unit import OrganisationUnit
from models.store.ask_once import ask_once
from services.access.find_designation import is_in_force
from services.access.readable_cases import READ_ALL_ROLES
from services.access.restricted import is_named_reader
from services.actor import Actor, staff_id_of
from services.unit_of_work import Unit

# Whoever watches over all cases: what he orders or decides rests on what was told.
SUPERVISING_ROLES = frozenset({Role.SUPERVISOR, Role.DIRECTOR})
WORDS_WITHHELD = "WORDS_WITHHELD"


def reads_whole_words(complaint: Complaint, unit: Unit, actor: Actor) -> bool:
    """Of somebody who may read the case, which is asked before.

    True for who supervises, handles, registered or first contacted; who has, had or may claim a task of it, or acted in it;
    who is designated, named as a reader or examines the file; who approves while a letter, an objection or the appraisal of
    the file waits for that; who is in charge of the unit that handles; the handler of the file that leads it; and for whoever
    reads no case by his role alone. Asked once a look.
    """
    login = staff_id_of(actor)
    if not actor.roles & READ_ALL_ROLES or actor.roles & SUPERVISING_ROLES:
        return True
    if login in (complaint.handler_id, complaint.registered_by, complaint.first_contact_staff):
        return True
    query = select(Complaint.id).where(Complaint.id == complaint.id, _is_of(login, actor, unit))
    return ask_once(
        unit.session,
        ("whole words", complaint.id, login),
        lambda: unit.session.scalar(query) is not None,
    )


def list_whole_cases(complaint_ids: Collection[str], unit: Unit, actor: Actor) -> set[str]:
    """Those of these cases, which the person may read, whose words he reads whole; one question for all."""
    login = staff_id_of(actor)
    if not actor.roles & READ_ALL_ROLES or actor.roles & SUPERVISING_ROLES:
        return set(complaint_ids)
    is_his = or_(
        Complaint.handler_id == login,
        Complaint.registered_by == login,
        Complaint.first_contact_staff == login,
        _is_of(login, actor, unit),
    )
    return set(unit.session.scalars(select(Complaint.id).where(Complaint.id.in_(set(complaint_ids)), is_his)))


def _is_of(login: str, actor: Actor, unit: Unit) -> ColumnElement[bool]:
    return or_(
        _has_task(login, actor),
        exists().where(TaskRecord.complaint_id == Complaint.id, TaskRecord.submitted_by == login),
        _is_designated(login, unit),
        is_named_reader(login),
        _examines(login),
        _is_in_charge(login),
        _leads(login),
        _waits_for_approver(actor),
    )


def _has_task(login: str, actor: Actor) -> ColumnElement[bool]:
    """Who has or had it in his hands, and who may take one that nobody has: he must see what he is to decide on."""
    groups = cast(Task.candidate_groups, String)
    may_claim = and_(
        Task.state == TaskState.OPEN,
        Task.claimed_by.is_(None),
        or_(*(groups.contains(f'"{role}"', autoescape=True) for role in sorted(actor.roles))),
    )
    has = exists().where(
        Task.complaint_id == Complaint.id, or_(Task.claimed_by == login, Task.assignee == login, may_claim)
    )
    if Role.INTAKE not in actor.roles:
        return has
    # What came in a moment ago has no task yet; its first one will be any clerk's.
    has_none = ~exists().where(Task.complaint_id == Complaint.id)
    return or_(has, and_(Complaint.stage == Stage.INTAKE, has_none))


def _is_designated(login: str, unit: Unit) -> ColumnElement[bool]:
    staff = unit.session.get(Staff, login)
    return exists().where(
        Designation.complaint_id == Complaint.id,
        is_in_force(),
        Designation.role_in_case != CaseRole.CO_UNIT,
        or_(Designation.staff_id == login, Designation.unit_code == (staff.unit if staff else None)),
    )


def _examines(login: str) -> ColumnElement[bool]:
    return exists().where(
        ReviewedFile.complaint_id == Complaint.id,
        FileExaminer.file_id == ReviewedFile.id,
        FileExaminer.login == login,
    )


def _is_in_charge(login: str) -> ColumnElement[bool]:
    """The head of the unit that handles it, or of that of its handler or of who registered it."""
    own = select(Staff.unit).where(Staff.login.in_([Complaint.handler_id, Complaint.registered_by]))
    return exists().where(
        OrganisationUnit.head == login,
        or_(OrganisationUnit.code == Complaint.handling_unit, OrganisationUnit.code.in_(own)),
    )


def _leads(login: str) -> ColumnElement[bool]:
    """Of a mass complaint: one opinion answers all its files."""
    leading = select(Complaint.id).where(Complaint.handler_id == login)
    return exists().where(
        GroupMember.complaint_id == Complaint.id,
        GroupMember.left_at.is_(None),
        GroupMember.leading_id.in_(leading),
    )


def _waits_for_approver(actor: Actor) -> ColumnElement[bool]:
    """What waits for the judgement of an approver and is no task: a letter, an objection, the appraisal of the file."""
    if Role.APPROVER not in actor.roles:
        return false()
    letter = exists().where(
        CaseLetter.complaint_id == Complaint.id,
        CaseLetter.submitted_at.is_not(None),
        CaseLetter.frozen_at.is_(None),
    )
    objection = exists().where(Objection.complaint_id == Complaint.id, Objection.decided_at.is_(None))
    line = exists().where(AppraisalLine.complaint_id == Complaint.id, AppraisalLine.decided_at.is_(None))
    return or_(letter, objection, line)
