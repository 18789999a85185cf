"""Cases that are for named readers alone: who is none of them is told of no such case, in no list and no count."""

from sqlalchemy import ColumnElement, Select, or_, select

from models.case.complaint import Complaint
from models.case.file_restriction import FileReader, FileRestriction
from models.office.staff import Staff
from services.access.case_ties import CaseTies
from services.unit_of_work import Unit


def list_closed_cases(ties: CaseTies, login: str, unit: Unit) -> frozenset[str]:
    """Those of the cases that are restricted to others; as many queries for a thousand as for one."""
    readers = ties.readers
    if not readers:
        return frozenset()
    staff = unit.session.get(Staff, login)
    read = {
        row.restriction_id
        for row in readers
        if row.staff_id == login or (staff is not None and row.unit_code == staff.unit)
    }
    return frozenset(row.complaint_id for row in readers if row.restriction_id not in read)


def select_closed_cases(login: str) -> Select[str]:
    """Every case that is restricted to others than the person."""
    return select(FileRestriction.complaint_id).where(
        FileRestriction.lifted_at.is_(None), FileRestriction.id.not_in(_list_read_by(login))
    )


def is_named_reader(login: str) -> ColumnElement[bool]:
    """The condition on `complaint` that it is restricted and the person is one of its readers."""
    return Complaint.id.in_(
        select(FileRestriction.complaint_id).where(
            FileRestriction.lifted_at.is_(None), FileRestriction.id.in_(_list_read_by(login))
        )
    )


def is_restricted() -> ColumnElement[bool]:
    """The condition on `complaint` that it is for named readers alone."""
    return Complaint.id.in_(select(FileRestriction.complaint_id).where(FileRestriction.lifted_at.is_(None)))


def find_restriction(complaint_id: str, unit: Unit) -> FileRestriction | None:
    """The open restriction of a case."""
    return unit.session.scalars(
        select(FileRestriction).where(
            FileRestriction.complaint_id == complaint_id, FileRestriction.lifted_at.is_(None)
        )
    ).one_or_none()


def list_readers(restriction: FileRestriction, unit: Unit) -> list[Staff]:
    """The active people who may know of the case, by login; those whom another rule excludes are among them."""
    named = select(FileReader.staff_id).where(FileReader.restriction_id == restriction.id)
    units = select(FileReader.unit_code).where(FileReader.restriction_id == restriction.id)
    return list(
        unit.session.scalars(
            select(Staff)
            .where(Staff.active.is_(True), or_(Staff.login.in_(named), Staff.unit.in_(units)))
            .order_by(Staff.login)
        )
    )


def _list_read_by(login: str) -> Select[str]:
    """The restrictions of which the person is a reader, by name or as one of a unit."""
    own = select(Staff.unit).where(Staff.login == login).scalar_subquery()
    return select(FileReader.restriction_id).where(
        or_(FileReader.staff_id == login, FileReader.unit_code == own)
    )
