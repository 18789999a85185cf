"""The watch over like complaints: many of one thing in a few hours are proposed to a person as a mass complaint (N11).

It decides nothing and tells nobody outside: a person confirms the proposal or dismisses it.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.complaint_group import ComplaintGroup, GroupMember
from models.case.group_proposal import GroupProposal, ProposedFile
from models.case.lifecycle import Stage
from models.ground.ids import new_id
from models.office.centre import Centre
from services.actor import SYSTEM
from services.groups.alike_files import AlikeFile, FileMark, SeenFiles, find_alike
from services.groups.group_policy import GroupLimits, find_group_limits
from services.groups.recent_files import list_recent
from services.unit_of_work import Unit, UnitFactory


@dataclass(frozen=True, slots=True)
class _Asked:
    """What people were asked before of these files: the open proposal, what was proposed ever, what was left out of one."""

    open_id: str | None
    ever: frozenset[str]
    left_out: frozenset[str]


def propose_groups_step(make_unit: UnitFactory, seen: SeenFiles) -> int:
    """How many proposals were made or grew; nothing is locked while no file is new."""
    with seen.lock:
        with make_unit().reading() as unit:
            limits, marks = find_group_limits(unit), list_recent(unit)
            fresh = seen.list_fresh(marks, limits)
            if not fresh:
                return 0
            seen.take_in(marks, unit)
            sets = _find_sets(fresh, seen, limits, unit)
        made = _propose(sets, limits, make_unit) if sets else 0
        seen.looked_at, seen.limits = seen.compared, limits
        return made


def _find_sets(
    fresh: Sequence[FileMark], seen: SeenFiles, limits: GroupLimits, unit: Unit
) -> list[list[AlikeFile]]:
    """Around each fresh file, the newest first, that is in no set yet: a flood of one thing is compared once."""
    sets: list[list[AlikeFile]] = []
    covered: set[str] = set()
    for mark in fresh:
        if mark.complaint_id not in covered and (found := find_alike(mark, seen, limits, unit)):
            sets.append(found)
            covered |= {file.complaint_id for file in found}
    return sets


def _propose(sets: Sequence[Sequence[AlikeFile]], limits: GroupLimits, make_unit: UnitFactory) -> int:
    with make_unit() as unit:
        # One sweep at a time: the second one finds what the first has proposed.
        unit.session.scalars(select(Centre).with_for_update()).all()
        # The largest set first: the smaller ones of the same files add nothing to it.
        return sum(_propose_one(found, limits, unit) for found in sorted(sets, key=len, reverse=True))


def _propose_one(found: Sequence[AlikeFile], limits: GroupLimits, unit: Unit) -> bool:
    ids = [file.complaint_id for file in found]
    asked, led_by = _read_asked(ids, unit), _read_groups(ids, unit)
    if set(ids) <= asked.ever | led_by.keys():
        return False
    wanted = [
        file for file in found if file.complaint_id not in led_by and file.complaint_id not in asked.left_out
    ]
    proposal_id = asked.open_id or _begin(led_by, limits, unit)
    known = set(
        unit.session.scalars(select(ProposedFile.complaint_id).where(ProposedFile.proposal_id == proposal_id))
    )
    added = [file for file in wanted if file.complaint_id not in known]
    unit.session.add_all(
        ProposedFile(
            proposal_id=proposal_id,
            complaint_id=file.complaint_id,
            likeness=file.likeness,
            reasons=[reason.value for reason in file.reasons],
        )
        for file in added
    )
    unit.session.flush()
    unit.trail.add(None, "group.proposed", {"proposal_id": proposal_id, "files": len(added)}, SYSTEM)
    return True


def _begin(led_by: dict[str, str], limits: GroupLimits, unit: Unit) -> str:
    leading = Counter(led_by.values()).most_common(1)
    row = GroupProposal(
        id=new_id(),
        least_complaints=limits.least_complaints,
        within_hours=limits.within_hours,
        proposed_at=unit.clock.now(),
        leading_id=leading[0][0] if leading else None,
    )
    unit.session.add(row)
    unit.session.flush()
    return row.id


def _read_asked(complaint_ids: Collection[str], unit: Unit) -> _Asked:
    rows = unit.session.execute(
        select(
            ProposedFile.complaint_id,
            ProposedFile.is_chosen,
            GroupProposal.id,
            GroupProposal.decided_at,
            GroupProposal.is_confirmed,
        )
        .join(GroupProposal, GroupProposal.id == ProposedFile.proposal_id)
        .where(ProposedFile.complaint_id.in_(complaint_ids))
        .order_by(GroupProposal.proposed_at)
    ).all()
    return _Asked(
        open_id=next((row.id for row in rows if row.decided_at is None), None),
        ever=frozenset(row.complaint_id for row in rows),
        left_out=frozenset(row.complaint_id for row in rows if row.is_confirmed and not row.is_chosen),
    )


def _read_groups(complaint_ids: Collection[str], unit: Unit) -> dict[str, str]:
    """By file the leading one of its group: of one that is open, or that a person has confirmed for it."""
    members = select(GroupMember.complaint_id, GroupMember.leading_id).where(
        GroupMember.complaint_id.in_(complaint_ids), GroupMember.left_at.is_(None)
    )
    leads = select(ComplaintGroup.leading_id, ComplaintGroup.leading_id).where(
        ComplaintGroup.leading_id.in_(complaint_ids)
    )
    waiting = (
        select(ProposedFile.complaint_id, GroupProposal.leading_id)
        .join(GroupProposal, GroupProposal.id == ProposedFile.proposal_id)
        .where(
            ProposedFile.complaint_id.in_(complaint_ids),
            ProposedFile.is_chosen.is_(True),
            ProposedFile.joined_at.is_(None),
        )
    )
    found = [*unit.session.execute(members), *unit.session.execute(leads), *unit.session.execute(waiting)]
    still_open = set(
        unit.session.scalars(
            select(Complaint.id).where(
                Complaint.id.in_({leading for _, leading in found}), Complaint.stage != Stage.ARCHIVED
            )
        )
    )
    return {file: leading for file, leading in found if leading in still_open}
