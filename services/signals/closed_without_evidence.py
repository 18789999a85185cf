"""Closed complaints with a finding (属实、部分属实、不属实) for which no evidence is listed, or none that anybody judged.

Lawful: 无法查实; members of a mass complaint, whose evidence lies in the leading file; what was settled on the spot, referred,
merged or withdrawn.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from sqlalchemy import func, select

from models.case.complaint import Complaint
from models.case.complaint_group import GroupMember
from models.case.decision import Decision
from models.case.evidence_item import EvidenceItem
from models.case.lifecycle import DecisionKind, Outcome
from models.case.matter import Matter
from models.ground.codes import Finding
from models.ground.signal_codes import SignalCode
from services.signals.looked import Evidence, Looked, SignalRule
from services.unit_of_work import Unit

_SAID = (Finding.SUBSTANTIATED, Finding.PARTLY_SUBSTANTIATED, Finding.NOT_SUBSTANTIATED)


def judge(ids: Sequence[str], unit: Unit) -> Iterator[Looked]:
    """One of each closed case with such a finding, of who recorded the findings last."""
    carried = select(GroupMember.complaint_id).where(
        GroupMember.complaint_id.in_(ids), GroupMember.carried_at.is_not(None), GroupMember.left_at.is_(None)
    )
    said = select(Matter.complaint_id).where(Matter.complaint_id.in_(ids), Matter.finding.in_(_SAID))
    rows = unit.session.execute(
        select(Complaint.id, Complaint.closed_at, Decision.by, Decision.at, Decision.id)
        .join(Decision, Decision.complaint_id == Complaint.id)
        .where(
            Complaint.id.in_(ids),
            Complaint.id.in_(said),
            Complaint.id.not_in(carried),
            Complaint.closed_at.is_not(None),
            Complaint.outcome == Outcome.ACCEPTED,
            Decision.kind == DecisionKind.FINDINGS,
        )
        .order_by(Complaint.id, Decision.round)
    )
    last = {row[0]: row for row in rows}
    items: defaultdict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    counted = unit.session.execute(
        select(EvidenceItem.complaint_id, func.count(), func.count(EvidenceItem.judged_at))
        .where(
            EvidenceItem.complaint_id.in_(last),
            EvidenceItem.addendum_reason.is_(None),
            EvidenceItem.withdrawn_at.is_(None),
            EvidenceItem.excluded_at.is_(None),
        )
        .group_by(EvidenceItem.complaint_id)
    )
    for case, listed, judged in counted:
        items[case] = (listed, judged)
    for case, closed_at, person, at, decision in last.values():
        if closed_at is None:
            continue
        listed, judged = items[case]
        what = "none_judged" if listed else "no_item"
        found = (Evidence("findings_recorded", at, decision), Evidence("closed", closed_at), Evidence(what))
        yield Looked(case, "findings", person, closed_at, () if judged else found)


RULE = SignalRule(SignalCode.CLOSED_WITHOUT_EVIDENCE, judge)
