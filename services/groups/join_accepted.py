"""The workers' step that lets a file join the group for which a person has chosen it, once it is accepted."""

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.group_proposal import GroupProposal, ProposedFile
from models.case.lifecycle import Stage
from services.access.find_exclusion import find_exclusion
from services.actor import Actor, ActorKind
from services.case.carry_opinion import HANDLED_IN
from services.groups.decide_proposal import join_chosen
from services.unit_of_work import Unit, UnitFactory

BATCH = 100


def join_accepted_step(make_unit: UnitFactory) -> int:
    """How many joined; nothing is locked while none waits."""
    with make_unit().reading() as unit:
        waiting = [
            (row.proposal_id, row.complaint_id)
            for row in unit.session.execute(
                select(ProposedFile.proposal_id, ProposedFile.complaint_id)
                .join(Complaint, Complaint.id == ProposedFile.complaint_id)
                .where(
                    ProposedFile.is_chosen.is_(True),
                    ProposedFile.joined_at.is_(None),
                    Complaint.stage.in_(HANDLED_IN),
                )
                .limit(BATCH)
            )
        ]
    joined = 0
    for key in waiting:
        with make_unit() as unit:
            joined += _join(key, unit)
    return joined


def _join(key: tuple[str, str], unit: Unit) -> bool:
    """In the name of who chose it. What he may not know any more, and what came too late, goes its own way."""
    file = unit.session.get_one(ProposedFile, key, with_for_update=True)
    proposal = unit.session.get_one(GroupProposal, file.proposal_id)
    chosen_by, leading_id = proposal.decided_by, proposal.leading_id
    if file.joined_at is not None or chosen_by is None or leading_id is None:
        return False
    is_too_late = unit.session.get_one(Complaint, leading_id).stage is Stage.ARCHIVED
    if is_too_late or find_exclusion(file.complaint_id, chosen_by, unit) is not None:
        file.is_chosen = False
        return False
    return join_chosen(file, leading_id, unit, Actor(ActorKind.STAFF, chosen_by))
