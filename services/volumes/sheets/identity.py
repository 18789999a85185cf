"""身份材料: the complaint as it came, word for word, and who complained. They are left out unless somebody asks for them.

What a seal keeps says that they are there and never what stands in them: they are opened from the vault when they leave.
"""

from collections.abc import Iterator

from models.clock.legal_time import beijing_date, word_moment
from models.ground.codes import IdentityKind
from services.actor import Actor, staff_id_of
from services.identity.open_identity import find_identity
from services.office.people_names import get_person_name
from services.ports.press import Facts, Part, Words
from services.unit_of_work import Unit
from services.volumes.part import FilePart, Place, Scene, Sheet
from services.volumes.sheets.registration import CHANNEL_WORDS, list_receipts

PERSON = "identity"
_RAW = "raw:"
_FIELDS = {
    "name": "姓名",
    "phone": "电话",
    "id_number": "证件号码",
    "email": "电子邮箱",
    "address": "地址",
    "organisation": "单位",
    "represented": "所代表的人",
}


def list_identity_parts(scene: Scene) -> Iterator[FilePart]:
    """The raw complaints by the digest that was taken on arrival, then who complained; nothing of either is read here."""
    complaint = scene.complaint
    dated = beijing_date(complaint.received_at)
    for receipt in list_receipts(complaint.id, scene.unit):
        title = f"原始投诉材料（{CHANNEL_WORDS[receipt.channel]}）"
        says = Sheet((Facts((("原始材料校验值（SHA-256）", receipt.raw_sha256),)),))
        yield FilePart(Place.IDENTITY, f"{_RAW}{receipt.id}", title, "", "投诉人", dated, says)
    if complaint.identity_kind is IdentityKind.REAL_NAME:
        yield FilePart(Place.IDENTITY, PERSON, "投诉人身份信息", "", "投诉人", dated, Sheet(()))


def digest_of_raw(part: FilePart) -> str:
    """The digest of a raw complaint as it was taken on arrival; none of who complained, which may still be corrected."""
    says = part.content.parts if isinstance(part.content, Sheet) else ()
    return next((fact.rows[0][1] for fact in says if isinstance(fact, Facts)), "")


def list_raw(complaint_id: str, unit: Unit) -> Iterator[tuple[str, bytes]]:
    """Each raw complaint by the key of its part, in the bytes that the digest of its arrival is over."""
    for receipt in list_receipts(complaint_id, unit):
        yield f"{_RAW}{receipt.id}", receipt.raw_text.encode()


def open_identity_sheet(complaint_id: str, unit: Unit, actor: Actor) -> Sheet:
    """Who complained, as the vault has it now, and who opened it when; whoever calls puts on record that it is looked at."""
    opened = f"由{get_person_name(staff_id_of(actor), unit)}于{word_moment(unit.clock.now())}打开。"
    return Sheet((_tell_person(complaint_id, unit), Words(opened)))


def _tell_person(complaint_id: str, unit: Unit) -> Part:
    found = find_identity(complaint_id, unit)
    told = [] if found is None else [(name, getattr(found, field)) for field, name in _FIELDS.items()]
    return Facts(tuple((name, value) for name, value in told if value))
