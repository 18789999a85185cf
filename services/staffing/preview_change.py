"""What a change of a member of staff would do: it is carried out as far as the commit, and then undone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select

from models.case.complaint import Complaint
from models.case.lifecycle import Stage
from models.clock.legal_time import beijing_date
from models.ground.codes import Role
from models.office.complaint_route import ComplaintRoute
from models.office.roster import RosterEntry
from models.office.staff import Staff
from models.office.unit import OrganisationUnit
from services.access.restricted import is_restricted
from services.actor import Actor, staff_id_of
from services.office.active_staff import list_active_staff
from services.office.people_names import map_people_names
from services.office.staff_fields import split_roles
from services.office.unit_options import find_unit_name, map_unit_names
from services.staffing.change_staff import ChangeStaff, carry_out
from services.unit_of_work import Unit, UnitOfWork
from services.views.my_tasks import TaskRow, list_rows

_TO_CONFIRM = frozenset({"unit", "roles"})


@dataclass(frozen=True, slots=True)
class StaffPreview:
    """`changed`: old and new by field, as they are kept. `tasks` must be handed over first, by one of `supervisors`.

    `cases` handled stay his, `routes` go on naming him. Of a move: the units that he heads, the windows where he sits, and
    the unit that would be left without a representative.
    """

    name: str
    changed: Mapping[str, tuple[str, str]]
    tasks: tuple[TaskRow, ...]
    supervisors: tuple[str, ...]
    cases: int
    routes: int
    heads: tuple[str, ...]
    windows: tuple[str, ...]
    unrepresented: str | None
    names: Mapping[str, str]
    units: Mapping[str, str]

    @property
    def is_to_confirm(self) -> bool:
        """Another unit or other roles move what the person may do."""
        return bool(_TO_CONFIRM & self.changed.keys())


def preview_change(command: ChangeStaff, unit_of_work: UnitOfWork, actor: Actor) -> StaffPreview:
    """What change_staff would do with this command, with its refusals but TASKS_IN_HAND; nothing is kept."""
    return unit_of_work.look(lambda unit: _look(command, unit, actor))


def _look(command: ChangeStaff, unit: Unit, actor: Actor) -> StaffPreview:
    done = carry_out(command, unit, actor)
    staff = unit.session.get_one(Staff, command.login)
    names = map_people_names(unit)
    old_unit = done.values.get("unit", ("", ""))[0]
    return StaffPreview(
        name=names[staff.login],
        changed=done.values,
        tasks=tuple(list_rows(done.lost, staff_id_of(actor), unit)),
        supervisors=tuple(_list_supervisors(names, unit)),
        cases=_count_handled(staff.login, unit),
        routes=_count_routes(staff.login, unit),
        heads=tuple(_list_heads(staff.login, unit)) if old_unit else (),
        windows=tuple(_list_windows(staff.login, unit)) if old_unit else (),
        unrepresented=_find_unrepresented(staff, done.values, unit),
        names=names,
        units=map_unit_names(unit),
    )


def _list_supervisors(names: Mapping[str, str], unit: Unit) -> list[str]:
    people = list_active_staff(unit)
    return [names[person.login] for person in people if Role.SUPERVISOR in person.roles]


def _count_handled(login: str, unit: Unit) -> int:
    """Open cases of his, but those for named readers alone."""
    query = select(func.count(Complaint.id)).where(
        Complaint.handler_id == login, Complaint.stage != Stage.ARCHIVED, ~is_restricted()
    )
    return unit.session.scalar(query) or 0


def _count_routes(login: str, unit: Unit) -> int:
    named = or_(
        ComplaintRoute.approver == login,
        ComplaintRoute.return_visit_by == login,
        ComplaintRoute.passed_on_by == login,
    )
    query = select(func.count(ComplaintRoute.id)).where(ComplaintRoute.ended_at.is_(None), named)
    return unit.session.scalar(query) or 0


def _list_heads(login: str, unit: Unit) -> Sequence[str]:
    headed = select(OrganisationUnit.name).where(
        OrganisationUnit.head == login, OrganisationUnit.closed_at.is_(None)
    )
    return unit.session.scalars(headed.order_by(OrganisationUnit.code)).all()


def _list_windows(login: str, unit: Unit) -> Sequence[str]:
    today = beijing_date(unit.clock.now())
    runs = or_(RosterEntry.valid_to.is_(None), RosterEntry.valid_to >= today)
    seats = select(RosterEntry.window).where(RosterEntry.staff_id == login, runs)
    return unit.session.scalars(seats.distinct().order_by(RosterEntry.window)).all()


def _find_unrepresented(staff: Staff, changed: Mapping[str, tuple[str, str]], unit: Unit) -> str | None:
    """The unit whose last representative goes."""
    was_in = changed.get("unit", (staff.unit, ""))[0]
    had = split_roles(changed.get("roles", (",".join(staff.roles), ""))[0])
    if Role.UNIT_REP not in had:
        return None
    left = unit.session.scalars(select(Staff.roles).where(Staff.unit == was_in, Staff.active.is_(True)))
    return None if any(Role.UNIT_REP in roles for roles in left) else find_unit_name(was_in, unit)
