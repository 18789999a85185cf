"""Whose matter it is, and what that bounds: whose it is not is told that it was received, accepted or not, and concluded."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.complaint_standing import ComplaintStanding
from models.case.evidence_item import EvidenceItem
from models.ground.ids import new_id
from models.ground.standing_codes import Standing
from services.actor import Actor
from services.unit_of_work import Unit

NOT_HIS_MATTER = "NOT_HIS_MATTER"
# Whom it is told once it is proved that he may be.
BY_PROOF = frozenset({Standing.AGENT, Standing.GUARDIAN})
# On forms, which are in Chinese.
NAMES = {
    Standing.UNKNOWN: "未问",
    Standing.OWN: "本人",
    Standing.AGENT: "受托人",
    Standing.GUARDIAN: "监护人",
    Standing.BYSTANDER: "旁观者",
}
BOUNDED_WORDS = "只告知收到、是否受理、办结，不告知调查和处理的内容"
_LACKING = {Standing.AGENT: "授权委托书未在案", Standing.GUARDIAN: "被监护人姓名或者监护证明未在案"}


@dataclass(frozen=True, slots=True)
class ReadStanding:
    """`is_bounded`: no finding, decision or measure is told him. `proof_no` is the number of the item that proves it."""

    standing: Standing = Standing.UNKNOWN
    proof_no: int | None = None
    is_bounded: bool = False

    @property
    def words(self) -> str:
        """In a line, for the people who work on the case."""
        proof = "" if self.proof_no is None else f"（证明：证据{self.proof_no}号）"
        if not self.is_bounded:
            return f"{NAMES[self.standing]}{proof}"
        lacking = _LACKING.get(self.standing)
        return "；".join(filter(None, (f"{NAMES[self.standing]}{proof}", lacking, BOUNDED_WORDS)))


NOT_ASKED = ReadStanding()


@dataclass(frozen=True, slots=True)
class NewStanding:
    """What is told now; `reason` where somebody of the office enters it, `proof_item` the id of an item of the case.

    `names_represented`: whether the vault holds for whom he speaks.
    """

    standing: Standing
    reason: str = ""
    proof_item: str | None = None
    names_represented: bool = False


def read_standing(complaint_id: str, unit: Unit) -> ReadStanding:
    """As it stands now. Nobody asked counts as his own: what was always told is told."""
    row = _find_last(complaint_id, unit)
    if row is None:
        return NOT_ASKED
    proof = unit.session.get(EvidenceItem, row.proof_item) if row.proof_item is not None else None
    return _judge(row, proof)


def list_bounded(complaint_ids: Collection[str], unit: Unit) -> frozenset[str]:
    """The same of many cases: those of them that are bounded; as many queries for a thousand as for one."""
    of_cases = ComplaintStanding.complaint_id.in_(complaint_ids)
    rows = unit.session.scalars(select(ComplaintStanding).where(of_cases).order_by(ComplaintStanding.no))
    last = {row.complaint_id: row for row in rows}
    named = [row.proof_item for row in last.values() if row.proof_item is not None]
    items = unit.session.scalars(select(EvidenceItem).where(EvidenceItem.id.in_(named))) if named else ()
    proofs = {item.id: item for item in items}
    return frozenset(
        case for case, row in last.items() if _judge(row, proofs.get(row.proof_item or "")).is_bounded
    )


def _judge(row: ComplaintStanding, proof: EvidenceItem | None) -> ReadStanding:
    # Excluded or withdrawn, it proves nothing.
    proof_no = proof.no if proof is not None and proof.is_citable else None
    is_proved = proof_no is not None
    if row.standing is Standing.GUARDIAN:
        is_proved = is_proved and row.names_represented
    is_bounded = row.standing is Standing.BYSTANDER or (row.standing in BY_PROOF and not is_proved)
    return ReadStanding(row.standing, proof_no, is_bounded)


def is_bounded(complaint_id: str, unit: Unit) -> bool:
    """Whether who complains is told that the matter was received, accepted or not and concluded, and no more."""
    return read_standing(complaint_id, unit).is_bounded


def is_asked(complaint_id: str, unit: Unit) -> bool:
    """Whether anybody has said whose matter it is."""
    return read_standing(complaint_id, unit).standing is not Standing.UNKNOWN


def find_proof_item(complaint_id: str, unit: Unit) -> str | None:
    """The id of the item that was named as the proof last."""
    row = _find_last(complaint_id, unit)
    return None if row is None else row.proof_item


def record_standing(new: NewStanding, complaint: Complaint, unit: Unit, actor: Actor) -> None:
    """Enter it in the caller's unit; what was told before stays."""
    last = _find_last(complaint.id, unit)
    row = ComplaintStanding(
        id=new_id(),
        complaint_id=complaint.id,
        no=1 if last is None else last.no + 1,
        standing=new.standing,
        proof_item=new.proof_item,
        names_represented=new.names_represented,
        reason=new.reason or None,
        told_by=actor.name,
        told_at=unit.clock.now(),
    )
    unit.session.add(row)
    unit.session.flush()
    before = Standing.UNKNOWN if last is None else last.standing
    payload = {"from": before.value, "to": new.standing.value, "is_proved": new.proof_item is not None}
    unit.trail.add(complaint.id, "standing.recorded", payload, actor)


def _find_last(complaint_id: str, unit: Unit) -> ComplaintStanding | None:
    return unit.session.scalars(
        select(ComplaintStanding)
        .where(ComplaintStanding.complaint_id == complaint_id)
        .order_by(ComplaintStanding.no.desc())
        .limit(1)
    ).one_or_none()
