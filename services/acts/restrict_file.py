"""Act `restrict-file`: the case is for named readers alone from now on; taken again, for others."""

from sqlalchemy import select

from bpmn.names import ActId
from models.case.file_restriction import RestrictionKind
from models.ground.codes import Role
from models.ground.errors import InvalidInput
from models.office.staff import Staff
from services.access.excluded import is_recused
from services.access.restricted import find_restriction, list_readers
from services.actor import staff_id_of
from services.acts.act import Act
from services.acts.act_case import ActCase
from services.forms.task_case import Answers, text_of, texts_of
from services.office.people_names import list_people_options
from services.restriction.restrict import NewRestriction, restrict

# Who may be named: whoever can work on a case. A window clerk or an administrator has no page of cases.
READER_ROLES = frozenset(Role) - {Role.ADMINISTRATOR, Role.WINDOW_STAFF}


def context(case: ActCase) -> Answers:
    """Everybody who may be a reader; the present ones are chosen."""
    present = find_restriction(case.complaint.id, case.unit)
    readers = list_readers(present, case.unit) if present is not None else []
    return {
        "reader_options": list_people_options(_list_people(case), case.unit),
        "readers": [staff.login for staff in readers],
    }


def why_not(case: ActCase) -> str | None:
    """None: also an archived file is restricted."""
    return None


def apply(case: ActCase, answers: Answers) -> dict[str, str]:
    """Restrict; InvalidInput on `readers` for somebody who must keep away from the case. A route goes on to hold."""
    chosen = set(texts_of(answers, "readers"))
    if any(is_recused(case.complaint.id, login, case.unit) for login in chosen):
        raise InvalidInput({"readers": "RECUSED"})
    kept = {staff_id_of(case.actor), case.complaint.handler_id} - {None}
    earlier = find_restriction(case.complaint.id, case.unit)
    new = NewRestriction(
        RestrictionKind.PERSON,
        sorted(chosen | {login for login in kept if login is not None}),
        reason=text_of(answers, "reason"),
        route_id=earlier.route_id if earlier is not None else None,
    )
    return {"restriction_id": restrict(new, case.complaint, case.unit, case.actor).id}


def _list_people(case: ActCase) -> list[Staff]:
    people = case.unit.session.scalars(select(Staff).where(Staff.active.is_(True)).order_by(Staff.login))
    return [staff for staff in people if READER_ROLES.intersection(staff.roles)]


ACT = Act(
    form=ActId.RESTRICT_FILE,
    page_order=135,
    roles=frozenset({Role.INTAKE, Role.SUPERVISOR, Role.APPROVER, Role.DIRECTOR}),
    handler_may=False,
    answers=frozenset({"readers", "reason"}),
    required=frozenset({"readers", "reason"}),
    context=context,
    why_not=why_not,
    apply=apply,
)
