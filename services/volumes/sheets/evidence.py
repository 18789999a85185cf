"""证据目录 and the files of evidence. A restricted item is a number and a kind there, whole in its own file for its readers."""

from collections.abc import Iterator

from sqlalchemy import select

from models.case.evidence import Evidence
from models.case.evidence_item import EvidenceItem
from models.clock.legal_time import beijing_date
from models.ground.evidence_codes import Judgement
from services.evidence.items import KIND_NAMES, KIND_UNKNOWN, RESTRICTED, call_item
from services.identity.cut_identity import cut_own_values
from services.ports.press import Grid
from services.volumes.part import FilePart, KeptFile, Place, Scene, Sheet

_HEAD = ("证据号", "名称", "种类", "来源", "份数", "证明事项", "审查", "校验值（SHA-256）")
_WIDTHS = (4, 11, 6, 7, 4, 6, 7, 14)
_JUDGED = {Judgement.YES: "是", Judgement.NO: "否"}


def list_evidence(scene: Scene) -> Iterator[FilePart]:
    """The list where there is evidence, then a part for each file."""
    complaint, unit = scene.complaint, scene.unit
    found = unit.session.execute(
        select(EvidenceItem, Evidence)
        .outerjoin(Evidence, Evidence.id == EvidenceItem.file_id)
        .where(EvidenceItem.complaint_id == complaint.id)
        .order_by(EvidenceItem.no)
    ).all()
    if not found:
        return
    files = {file.id: file.name for _, file in found if file is not None}
    names = cut_own_values([call_item(item, files) for item, _ in found], complaint.id, unit)
    rows = tuple(_row(item, name, file) for (item, file), name in zip(found, names, strict=True))
    dated = max(beijing_date(item.registered_at) for item, _ in found)
    sheet = Sheet((Grid(_HEAD, rows, _WIDTHS),))
    yield FilePart(Place.EVIDENCE, "evidence-list", "证据目录", "", "", dated, sheet)
    for (item, file), name in zip(found, names, strict=True):
        if file is not None:
            yield _file(item, file, RESTRICTED if item.readers is not None else name, scene)


def _row(item: EvidenceItem, name: str, file: Evidence | None) -> tuple[str, ...]:
    is_restricted = item.readers is not None
    said = [
        f"{word}：{_JUDGED.get(value, '存疑')}"
        for word, value in (
            ("合法", item.legality),
            ("相关", item.relevance),
            ("真实", item.authenticity),
        )
        if value is not None
    ]
    said += ["已排除"] if item.excluded_at else []
    said += ["已撤回"] if item.withdrawn_at else []
    return (
        str(item.no),
        RESTRICTED if is_restricted else name,
        KIND_NAMES[item.kind] if item.kind is not None else KIND_UNKNOWN,
        "" if is_restricted else item.provider or "",
        str(item.count),
        "、".join(f"第{no}项" for no in item.matter_nos),
        "，".join(said),
        "纸质或实物" if file is None else file.sha256,
    )


def _file(item: EvidenceItem, file: Evidence, name: str, scene: Scene) -> FilePart:
    content = KeptFile(
        item.id, file.name, file.media_type, file.size, file.sha256, file.storage_key, file.safe_copy_key
    )
    by, dated = scene.name(file.added_by), beijing_date(file.added_at)
    return FilePart(
        Place.EVIDENCE, f"file:{file.id}", f"证据{item.no} {name}", f"证据{item.no}", by, dated, content
    )
