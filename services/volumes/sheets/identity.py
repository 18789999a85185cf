"""身份材料: the complaint as it came, word for word, and who complained. They are left out unless somebody asks for them.

What a seal keeps says that they are there and never what stands in them: they are opened from the vault when they leave.
"""

from collections.abc import Iterator

from models.clock.legal_time import beijing_date
from models.ground.codes import IdentityKind
from services.ports.press import Facts
from services.volumes.part import FilePart, Place, Scene, Sheet
from services.volumes.sheets.registration import CHANNEL_WORDS, list_receipts

PERSON = "identity"
_RAW = "raw:"


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
