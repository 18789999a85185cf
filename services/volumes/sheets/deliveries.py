"""送达情况: each sending of an answer with its return or the proof of its delivery, the notices, and the mails to units."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select

from models.case.answer_sending import AnswerSending
from models.case.dispatch import Dispatch
from models.case.unit_mail import UnitMail
from models.clock.legal_time import beijing_date, word_day, word_moment
from models.ground.dispatch_codes import TO_UNITS, DispatchPurpose, DispatchState
from models.ground.ways import Way
from services.casefile.wished_way import NAMES
from services.office.unit_options import map_unit_names
from services.ports.press import Grid
from services.volumes.part import FilePart, Place, Scene, Sheet

_SENDINGS = ("轮次", "次数", "送出时间", "方式", "挂号号码", "承办人", "结果及凭证")
_SENDING_WIDTHS = (4, 4, 10, 8, 8, 8, 16)
_NOTICES = ("通知时间", "方式", "通知的事", "状态")
_MAILS = ("时间", "收件单位", "内容", "状态", "附件摘要（SHA-256）")
_STATES = {
    DispatchState.AWAITS_LETTER: "待发送（文书待定稿）",
    DispatchState.WAITING: "待发",
    DispatchState.SENDING: "发送中",
    DispatchState.TAKEN: "对方系统已接收",
    DispatchState.KEPT: "待发（未实际发出）",
    DispatchState.REFUSED: "被拒收",
    DispatchState.IN_DOUBT: "是否发出不明",
    DispatchState.RETURNED: "已退回",
    DispatchState.TOLD: "已用其他方式告知",
    DispatchState.DROPPED: "不再发送",
    DispatchState.REPLACED: "未发出，由后来的文书代替",
}
_PURPOSES = {
    DispatchPurpose.ANSWER: "答复",
    DispatchPurpose.INTERIM_ANSWER: "先行答复",
    DispatchPurpose.REVIEW: "复查结果",
    DispatchPurpose.LETTER: "文书",
    DispatchPurpose.ANSWER_LETTER: "答复书",
    DispatchPurpose.INTERIM_ANSWER_LETTER: "先行答复书",
    DispatchPurpose.REVIEW_DECISION: "复查意见书",
    DispatchPurpose.RECEIPT: "登记回执",
    DispatchPurpose.DATA_INCIDENT: "个人信息安全事件告知",
    DispatchPurpose.UNIT_SHEET: "送单（附件）",
    DispatchPurpose.UNIT_NOTICE: "送单通知（不附材料）",
    DispatchPurpose.UNIT_NEAR: "期限将到提醒",
    DispatchPurpose.UNIT_OVER: "期限已过提醒",
}


def list_deliveries(scene: Scene) -> Iterator[FilePart]:
    """A sheet of sendings and a sheet of notices, where there are any."""
    case, session = scene.complaint.id, scene.unit.session
    sent = session.scalars(
        select(AnswerSending)
        .where(AnswerSending.complaint_id == case)
        .order_by(AnswerSending.round, AnswerSending.attempt)
    ).all()
    if sent:
        rows = tuple(_tell_sending(row, scene) for row in sent)
        dated, by = beijing_date(sent[-1].sent_at), scene.name(sent[-1].sent_by)
        sheet = Sheet((Grid(_SENDINGS, rows, _SENDING_WIDTHS),))
        yield FilePart(Place.DELIVERY, "sendings", "答复送达情况", "", by, dated, sheet)
    asked = (
        select(Dispatch, UnitMail)
        .outerjoin(UnitMail, UnitMail.dispatch_id == Dispatch.id)
        .where(Dispatch.complaint_id == case)
        .order_by(Dispatch.made_at, Dispatch.id)
    )
    dispatched = session.execute(asked).all()
    notices = [row for row, _ in dispatched if row.purpose not in TO_UNITS]
    if notices:
        lines = tuple(
            (word_moment(row.state_at), NAMES[row.way], _PURPOSES[row.purpose], _STATES[row.state])
            for row in notices
        )
        sheet = Sheet((Grid(_NOTICES, lines, (8, 6, 8, 12)),))
        dated = beijing_date(notices[-1].made_at)
        yield FilePart(Place.DELIVERY, "notices", "对投诉人的通知", "", "", dated, sheet)
    yield from _list_unit_mails([(row, mail) for row, mail in dispatched if mail is not None], scene)


def _list_unit_mails(mails: Sequence[tuple[Dispatch, UnitMail]], scene: Scene) -> Iterator[FilePart]:
    """What left by mail for units outside, with the digest of the sheet that went along."""
    if not mails:
        return
    names = map_unit_names(scene.unit)
    lines = tuple(
        (
            word_moment(row.state_at),
            names.get(mail.unit_code, mail.unit_code),
            f"{mail.title}（{mail.reference}）\n{_PURPOSES[row.purpose]}",
            _STATES[row.state],
            mail.sha256 or "",
        )
        for row, mail in mails
    )
    sheet = Sheet((Grid(_MAILS, lines, (8, 9, 11, 8, 14)),))
    yield FilePart(
        Place.DELIVERY, "unit_mails", "对外部单位的邮件", "", "", beijing_date(mails[-1][0].made_at), sheet
    )


def _tell_sending(row: AnswerSending, scene: Scene) -> tuple[str, ...]:
    ways = "、".join(NAMES[Way(way)] for way in row.ways if way in set(Way))
    fate = [
        f"{word_day(row.returned_on)}退回：{row.return_reason or ''}" if row.returned_on else "",
        f"{word_day(row.delivered_on)}送达：{row.proof or ''}" if row.delivered_on else "",
        f"未按所求方式的原因：{row.other_way_reason}" if row.other_way_reason else "",
    ]
    return (
        str(row.round),
        str(row.attempt),
        word_moment(row.sent_at),
        ways,
        row.mail_no or "",
        scene.name(row.sent_by),
        "\n".join(filter(None, fate)),
    )
