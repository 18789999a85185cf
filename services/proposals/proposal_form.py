"""What the form of a proposal offers: the processes that are deployed, and the elements of the one that was chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from services.actor import Actor, require_role
from services.proposals.elements import Element, find_newest, list_processes
from services.proposals.send_proposal import MAY_PROPOSE
from services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class ProposalForm:
    """`processes` are id and name; `elements` those with a name of the newest version `version` of the chosen one."""

    processes: Sequence[tuple[str, str]]
    version: int | None
    elements: Sequence[Element]


def read_proposal_form(process_id: str, unit_of_work: UnitOfWork, actor: Actor) -> ProposalForm:
    """NotPermitted for who may not propose; without elements while no process is chosen."""
    require_role(actor, *MAY_PROPOSE)
    with unit_of_work.reading() as unit:
        newest = find_newest(process_id, unit) if process_id else None
        return ProposalForm(
            list_processes(unit),
            None if newest is None else newest.number,
            [] if newest is None else newest.list_named(),
        )
