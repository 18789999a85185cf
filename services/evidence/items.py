"""Items of evidence of a case, numbered in the order in which they are registered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from models.case.complaint import Complaint
from models.case.evidence import Evidence
from models.case.evidence_item import EvidenceItem
from models.ground.errors import InvalidInput
from models.ground.evidence_codes import EvidenceKind
from models.ground.ids import new_id
from services.actor import Actor
from services.casefile.addendum import enter_addendum
from services.office.unit_options import Option
from services.unit_of_work import Unit

# On forms, which are in Chinese.
KIND_NAMES = {
    EvidenceKind.DOCUMENTARY: "书证",
    EvidenceKind.PHYSICAL: "物证",
    EvidenceKind.AUDIOVISUAL: "视听资料",
    EvidenceKind.ELECTRONIC: "电子数据",
    EvidenceKind.WITNESS: "证人证言",
    EvidenceKind.PARTY_STATEMENT: "当事人陈述",
    EvidenceKind.EXPERT_OPINION: "鉴定意见",
    EvidenceKind.SITE_RECORD: "勘验笔录",
}
KIND_UNKNOWN = "未归类"
RESTRICTED = "（限阅）"


@dataclass(frozen=True, slots=True)
class NewItem:
    """What is registered; a file brings its own name, so it needs no title. After the archive it says why it comes then."""

    kind: EvidenceKind | None = None
    title: str | None = None
    is_original: bool | None = None
    count: int = 1
    provider: str | None = None
    file_id: str | None = None
    act_id: str | None = None
    matter_nos: tuple[int, ...] = ()
    addendum_reason: str | None = None


def register_item(complaint_id: str, new: NewItem, unit: Unit, actor: Actor) -> EvidenceItem:
    """Give it the next number of the case, inside the caller's unit, which holds the lock of the case."""
    last = unit.session.scalar(
        select(func.max(EvidenceItem.no)).where(EvidenceItem.complaint_id == complaint_id)
    )
    item = EvidenceItem(
        id=new_id(),
        complaint_id=complaint_id,
        no=(last or 0) + 1,
        kind=new.kind,
        title=new.title,
        is_original=new.is_original,
        count=new.count,
        provider=new.provider,
        file_id=new.file_id,
        act_id=new.act_id,
        matter_nos=sorted(set(new.matter_nos)),
        registered_by=actor.name,
        registered_at=unit.clock.now(),
        corroborated_by=[],
    )
    unit.session.add(item)
    unit.session.flush()
    unit.trail.add(complaint_id, "evidence.registered", {"item_id": item.id, "no": item.no}, actor)
    if new.addendum_reason is not None:
        mark_addendum(item, new.addendum_reason, unit, actor)
    return item


def mark_addendum(item: EvidenceItem, reason: str, unit: Unit, actor: Actor) -> None:
    """It came after the archive, for this reason; the file says so (补卷)."""
    item.addendum_reason = reason
    enter_addendum(item.complaint_id, f"证据{item.no}", unit, actor)


def list_items(complaint_id: str, unit: Unit) -> list[EvidenceItem]:
    """All items by number, excluded and withdrawn ones too."""
    return [item for item, _ in list_items_and_files(complaint_id, unit)]


def list_items_and_files(complaint_id: str, unit: Unit) -> list[tuple[EvidenceItem, Evidence | None]]:
    """The same, each with its file; None for what lies in the office on paper."""
    rows = unit.session.execute(
        select(EvidenceItem, Evidence)
        .outerjoin(Evidence, Evidence.id == EvidenceItem.file_id)
        .where(EvidenceItem.complaint_id == complaint_id)
        .order_by(EvidenceItem.no)
    )
    return [(item, file) for item, file in rows]


def get_item(complaint_id: str, item_id: str, unit: Unit) -> EvidenceItem:
    """The item; InvalidInput on `item` for one that is not of this case."""
    item = unit.session.get(EvidenceItem, item_id)
    if item is None or item.complaint_id != complaint_id:
        raise InvalidInput({"item": "NOT_AN_OPTION"})
    return item


def may_see_item(item: EvidenceItem, login: str, complaint: Complaint) -> bool:
    """Whether this reader of the case may know what the item is: of a restricted one its readers and the handler."""
    return item.readers is None or login in {*item.readers, complaint.handler_id, item.restricted_by}


def list_seen_items(complaint: Complaint, login: str, unit: Unit) -> list[EvidenceItem]:
    """The items that this reader of the case may know of in full."""
    return [item for item in list_items(complaint.id, unit) if may_see_item(item, login, complaint)]


def may_open_item(item: EvidenceItem, login: str, complaint: Complaint) -> bool:
    """Whether its file is handed out to this reader of the case: a withdrawn one to who withdrew it alone."""
    return may_see_item(item, login, complaint) and item.withdrawn_by in {None, login}


def map_file_names(complaint_id: str, unit: Unit) -> dict[str, str]:
    """The name of each file of the case by its id."""
    files = unit.session.scalars(select(Evidence).where(Evidence.complaint_id == complaint_id))
    return {file.id: file.name for file in files}


def call_item(item: EvidenceItem, files: Mapping[str, str]) -> str:
    """Its title, or the name of its file."""
    return item.title or files.get(item.file_id or "", "")


def list_item_options(
    items: Iterable[EvidenceItem], complaint: Complaint, login: str, unit: Unit
) -> list[Option]:
    """These items for a form, by id; of one that this person may not see the number and kind alone."""
    files = map_file_names(complaint.id, unit)
    return [{"label": _label(item, files, complaint, login), "value": item.id} for item in items]


def _label(item: EvidenceItem, files: Mapping[str, str], complaint: Complaint, login: str) -> str:
    kind = KIND_NAMES[item.kind] if item.kind is not None else KIND_UNKNOWN
    name = call_item(item, files) if may_see_item(item, login, complaint) else RESTRICTED
    return f"证据{item.no}（{kind}）{name}"
