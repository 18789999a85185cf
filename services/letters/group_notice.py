"""集体件告知书: that several people told of the same and are handled together, what stays one's own, and who may speak."""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.complaint_group import MAX_REPRESENTATIVES, ComplaintGroup, GroupMember
from models.ground.codes import MatterDecision
from services.casefile.find_group import find_membership, list_members
from services.casefile.get_case import list_claims
from services.letters.letter_kind import LetterKind, Piece, Wording
from services.letters.told_matters import list_told_matters, name_matters, say_opening
from services.ports.press import Facts, Heading, Words
from services.unit_of_work import Unit

_TEXTS = {
    "opening": (
        "您于{收到日期}反映的事项（投诉编号{投诉编号}）收悉。多人就同一问题提出投诉，我中心作为集体件一并调查处理。"
    ),
    "handling": "一并调查处理的结果，在您这一件的答复中告知您；您个人另有的事项和诉求，单独办理、单独答复。",
    "representatives": "共同提出投诉的，可以推选代表，代表不超过{代表人数上限}人；代表应当将办理情况告知其他投诉人。",
    "basis": "参照《信访工作条例》第二十条。",
}


def _list_subjects(complaint: Complaint, unit: Unit) -> list[str]:
    """The file itself where it leads, or its membership: in one statement, since a page asks for every kind."""
    leads = select(ComplaintGroup.leading_id).where(ComplaintGroup.leading_id == complaint.id)
    belongs = select(GroupMember.id).where(
        GroupMember.complaint_id == complaint.id, GroupMember.left_at.is_(None)
    )
    return list(unit.session.scalars(leads.union_all(belongs)))


def _find_in_many(complaint_ids: Collection[str], unit: Unit) -> Iterable[tuple[str, str]]:
    leads = select(ComplaintGroup.leading_id, ComplaintGroup.leading_id).where(
        ComplaintGroup.leading_id.in_(complaint_ids)
    )
    belongs = select(GroupMember.complaint_id, GroupMember.id).where(
        GroupMember.complaint_id.in_(complaint_ids), GroupMember.left_at.is_(None)
    )
    return [(case, subject) for case, subject in unit.session.execute(leads.union_all(belongs))]


def _write(complaint: Complaint, subject: str, wording: Wording, unit: Unit) -> Sequence[Piece]:
    member = find_membership(complaint.id, unit)
    group = unit.session.get_one(ComplaintGroup, complaint.id if member is None else member.leading_id)
    pieces: list[Piece] = [say_opening(wording, complaint), wording.say("handling", "如何办理")]
    if member is not None:
        pieces += _list_own(complaint, member, unit)
    if group.statement:
        pieces += [Heading("情况说明"), Words(group.statement)]
    pieces.append(wording.say("representatives", "代表", 代表人数上限=str(MAX_REPRESENTATIVES)))
    return (*pieces, *_tell_representatives(group, unit), wording.say("basis", "依据"))


def _list_own(complaint: Complaint, member: GroupMember, unit: Unit) -> list[Piece]:
    """What the opinion of the group says nothing of."""
    lines = list_told_matters(complaint, MatterDecision.ACCEPT, unit)
    own = name_matters(line for line in lines if line.no in member.own_matters)
    claims = [claim for claim in list_claims(complaint.id, unit) if claim.no in member.own_claims]
    rows = (*own.rows, *((f"诉求{claim.no}", claim.text) for claim in claims))
    return [Heading("您个人另有的事项和诉求"), Facts(rows)] if rows else []


def _tell_representatives(group: ComplaintGroup, unit: Unit) -> list[Piece]:
    """How many there are and how they tell the others; nobody by name."""
    named = sum(member.is_representative for member, _ in list_members(group.leading_id, unit))
    speaking = named + group.is_represented_by_leading
    rows = [("现有代表", f"{speaking}人")] if speaking else []
    if group.informing:
        rows.append(("代表如何告知其他投诉人", group.informing))
    return [Facts(tuple(rows))] if rows else []


GROUP_NOTICE = LetterKind(
    "group_notice", "集体件告知书", "集告", _TEXTS, _list_subjects, _write, find_in_many=_find_in_many
)
