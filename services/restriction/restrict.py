"""Opens and ends the restriction of a file inside the caller's unit; who may and why is asked by its callers."""

from collections.abc import Collection
from dataclasses import dataclass

from models.case.complaint import Complaint
from models.case.file_restriction import FileReader, FileRestriction, RestrictionKind
from models.ground.ids import new_id
from services.access.case_ties import read_ties
from services.access.restricted import find_restriction, list_closed_cases
from services.actor import Actor
from services.casefile.free_tasks import Freeing, free_tasks
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class NewRestriction:
    """The readers by login and by unit; `route_id` while a route of complaints holds."""

    kind: RestrictionKind
    people: Collection[str]
    units: Collection[str] = ()
    reason: str = ""
    route_id: int | None = None


def restrict(new: NewRestriction, complaint: Complaint, unit: Unit, actor: Actor) -> FileRestriction:
    """From now on nobody but these readers knows of the case; an earlier restriction ends.

    Tasks that somebody else had taken go back to their groups.
    """
    end_restriction(complaint, "", unit, actor)
    row = FileRestriction(
        id=new_id(),
        complaint_id=complaint.id,
        kind=new.kind,
        route_id=new.route_id,
        reason=new.reason.strip() or None,
        by=actor.name,
        at=unit.clock.now(),
    )
    unit.session.add(row)
    unit.session.flush()
    unit.session.add_all(
        FileReader(restriction_id=row.id, staff_id=login) for login in sorted(set(new.people))
    )
    unit.session.add_all(FileReader(restriction_id=row.id, unit_code=code) for code in sorted(set(new.units)))
    unit.session.flush()
    payload: dict[str, object] = {
        "restriction_id": row.id,
        "kind": new.kind.value,
        "route_id": new.route_id,
        "people": sorted(set(new.people)),
        "units": sorted(set(new.units)),
    }
    unit.trail.add(complaint.id, "file.restricted", payload, actor)
    ties = read_ties([row.complaint_id], unit)
    freeing = Freeing(
        lambda login: bool(list_closed_cases(ties, login, unit)),
        reason="restricted",
        row_name="restriction_id",
        row_id=row.id,
    )
    free_tasks(row.complaint_id, freeing, unit, actor)
    return row


def end_restriction(complaint: Complaint, reason: str, unit: Unit, actor: Actor) -> FileRestriction | None:
    """End the open restriction, if there is one, and give it back; the row stays with who, when and why."""
    row = find_restriction(complaint.id, unit)
    if row is None:
        return None
    row.lifted_at, row.lifted_by, row.lift_reason = unit.clock.now(), actor.name, reason.strip() or None
    unit.session.flush()
    unit.trail.add(complaint.id, "file.restriction_ended", {"restriction_id": row.id}, actor)
    return row
