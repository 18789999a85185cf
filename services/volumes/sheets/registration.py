"""投诉登记表: how the complaint came and what it is about, without who complained."""

from collections.abc import Iterator

from models.case.receipt import Receipt
from models.clock.legal_time import beijing_date, word_day, word_moment
from models.ground.codes import Channel
from services.casefile.get_case import list_claims, list_matters
from services.ports.press import Facts, Heading, Part, Points
from services.unit_of_work import Unit
from services.volumes.part import FilePart, Place, Scene, Sheet

CHANNEL_WORDS = {
    Channel.PORTAL: "政务服务网表单",
    Channel.APP: "移动端表单",
    Channel.EMAIL: "电子邮箱",
    Channel.CHAT: "在线客服/聊天机器人",
    Channel.SOCIAL: "社交媒体",
    Channel.WINDOW: "服务窗口现场",
    Channel.PHONE: "投诉电话（含语音留言）",
    Channel.OPINION_BOX: "意见箱",
    Channel.VISIT: "来访接待",
    Channel.LETTER: "信函",
    Channel.HOTLINE_12345: "12345热线转办",
    Channel.BAD_REVIEW: "好差评差评",
}


def list_receipts(complaint_id: str, unit: Unit) -> list[Receipt]:
    """What came in, in the order of its coming."""
    query = unit.session.query(Receipt).filter_by(complaint_id=complaint_id).order_by(Receipt.id)
    return query.all()


def list_registration(scene: Scene) -> Iterator[FilePart]:
    """One sheet."""
    complaint, unit = scene.complaint, scene.unit
    by = scene.name(complaint.registered_by or "system")
    told = [
        ("投诉编号", complaint.number),
        ("来件渠道", CHANNEL_WORDS[complaint.channel]),
        ("收到时间", word_moment(complaint.received_at)),
        ("期限起算日", word_day(complaint.effective_received)),
        ("登记时间", word_moment(complaint.registered_at)),
        ("登记人", by),
        ("发生时间", complaint.occurred_text or ""),
        ("发生地点", complaint.place or ""),
        ("反映的事项", complaint.matter),
        ("投诉人的要求", complaint.wanted or ""),
    ]
    told += [
        ("原始材料校验值（SHA-256）", receipt.raw_sha256) for receipt in list_receipts(complaint.id, unit)
    ]
    parts: list[Part] = [Facts(tuple((name, text) for name, text in told if text))]
    if matters := list_matters(complaint.id, unit):
        parts += [Heading("投诉事项"), Points(tuple(matter.text for matter in matters))]
    if claims := list_claims(complaint.id, unit):
        parts += [Heading("诉求"), Points(tuple(claim.text for claim in claims))]
    dated = beijing_date(complaint.registered_at)
    yield FilePart(Place.REGISTRATION, "registration", "投诉登记表", "", by, dated, Sheet(tuple(parts)))
