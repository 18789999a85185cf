"""Which version really changed the element of a proposal: compared by what the element says, not by what anybody told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from models.ground.proposal_codes import ProposalState
from models.office.process_proposal import ProcessProposal
from services.actor import SYSTEM
from services.proposals.elements import RecordedVersion, map_since
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class Followed:
    """As the columns of a proposal have it."""

    stood: int
    changed: int | None = None
    gone: int | None = None
    undone: int | None = None


def compare(element_id: str, base: tuple[int, str], later: Sequence[RecordedVersion]) -> Followed:
    """What later versions, the oldest first, made of an element that said `base[1]` in version `base[0]`.

    One that is gone is gone and no more: it may have been drawn anew under another id.
    """
    stood, changed, gone, undone = base[0], None, None, None
    for version in later:
        element = version.elements.get(element_id)
        if element is None:
            gone = gone or version.number
            continue
        if element.digest != base[1]:
            changed = changed or version.number
        elif changed is not None or gone is not None:
            changed, undone = None, version.number
        stood, gone = version.number, None
    return Followed(stood, changed, gone, undone)


def follow_versions(process_id: str, unit: Unit) -> None:
    """Compare each proposal that is not refused with the versions that came after it; again it changes nothing."""
    query = (
        select(ProcessProposal)
        .where(ProcessProposal.process_id == process_id, ProcessProposal.state != ProposalState.REFUSED)
        .order_by(ProcessProposal.id)
        .with_for_update()
    )
    rows = unit.session.scalars(query).all()
    since = map_since(rows, unit)
    for row in rows:
        follow(row, since[row.id], unit)


def follow(row: ProcessProposal, later: Sequence[RecordedVersion], unit: Unit) -> None:
    """One of them; who proposed it is told anew where what was taken up is carried now."""
    found = compare(row.element_id, (row.version, row.digest), later)
    # What a person took up when the step was gone stays carried by its going, as long as the step does not come back.
    said_gone = row.gone_version if is_carried_by_going(row) and found.gone == row.gone_version else None
    changed = found.changed or said_gone
    is_news = changed is not None and changed != row.changed_version
    row.stood_version, row.changed_version = found.stood, changed
    row.gone_version, row.undone_version = found.gone, found.undone
    if is_news and row.state is ProposalState.TAKEN_UP:
        tell_carried(row, unit)


def is_carried_by_going(row: ProcessProposal) -> bool:
    """Whether a person said that the version without the step carries it; no comparison can tell that."""
    return row.changed_version is not None and row.changed_version == row.gone_version


def tell_carried(row: ProcessProposal, unit: Unit) -> None:
    """That what was taken up stands in a version."""
    row.read_at = None
    told = {"proposal": row.id, "process": row.process_id, "version": row.changed_version}
    unit.trail.add(None, "process_proposal.carried", told, SYSTEM)
