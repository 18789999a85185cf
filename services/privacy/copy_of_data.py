"""What a person gets as a copy of his own data: everything that he told of himself, and what became of it, without others.

One content in two forms: JSON for programs, a letter for people.
"""

import json
from dataclasses import dataclass
from typing import Any

from models.case.complaint import Complaint
from models.clock.legal_time import as_iso, beijing_date, parse_moment, word_moment
from models.vault.masking import PersonalField
from services.casefile.told_notice import list_told_notices
from services.identity.cut_others import cut_others
from services.identity.open_identity import RevealedIdentity, find_identity
from services.office.letterhead import read_letterhead
from services.ports.press import Facts, Heading, Letter, Part, Points, Words
from services.unit_of_work import Unit
from services.views.progress_holder import list_people
from services.views.progress_own import OwnPart, read_own_part

TITLE = "个人信息副本"
NOTHING = "无"
ABOUT = (
    "本副本载有您在本投诉件中提供的个人信息和查看、提供记录。他人的姓名、号码已经遮盖（■）；"
    "工作人员和被投诉方的信息、调查材料不在其中。"
)
_NAMES = {
    PersonalField.NAME: "姓名",
    PersonalField.PHONE: "电话",
    PersonalField.ID_NUMBER: "身份证件号码",
    PersonalField.EMAIL: "电子邮箱",
    PersonalField.ADDRESS: "通信地址",
    PersonalField.ORGANISATION: "单位",
}

Content = dict[str, Any]  # Any: JSON border


@dataclass(frozen=True, slots=True)
class CopyOfData:
    """The document for programs, the letter for people, and which fields of an identity stand in both."""

    document: bytes
    letter: Letter
    fields: list[str]


def write_copy(complaint: Complaint, unit: Unit) -> CopyOfData:
    """As the file stands now."""
    content = _read(complaint, unit)
    letter = Letter(
        letterhead=read_letterhead(unit),
        title=TITLE,
        number=complaint.number,
        salutation="尊敬的投诉人：",
        parts=tuple(_list_parts(content)),
        dated=beijing_date(unit.clock.now()),
    )
    document = json.dumps(content, ensure_ascii=False, indent=1).encode()
    return CopyOfData(document, letter, list(content["identity"]))


def _read(complaint: Complaint, unit: Unit) -> Content:
    person, own = find_identity(complaint.id, unit), read_own_part(complaint, unit)
    identity = {} if person is None else _fields_of(person)
    earlier = () if person is None else person.earlier_addresses
    names = {staff.name for staff, _ in list_people(unit)}
    if person is not None and person.represented:
        names.add(person.represented)
    said = [complaint.matter, complaint.wanted or "", *(text for text, _ in own.sent)]
    said += [file.name for file in own.files]
    matter, wanted, *rest = cut_others(said, names, [*identity.values(), *earlier])
    sent, files = rest[: len(own.sent)], rest[len(own.sent) :]
    return {
        "about": ABOUT,
        "number": complaint.number,
        "made_at": as_iso(unit.clock.now()),
        "received_at": as_iso(complaint.received_at),
        "identity": identity,
        "earlier_addresses": list(earlier),
        "matter": matter,
        "wanted": wanted,
        "sent": [{"text": text, "at": as_iso(at)} for text, (_, at) in zip(sent, own.sent, strict=True)],
        "files": [
            {"name": name, "size": file.size, "added_at": as_iso(file.added_at)}
            for name, file in zip(files, own.files, strict=True)
        ],
        "told_notices": [
            {"version": told.version, "way": told.way.value, "at": as_iso(told.at)}
            for told in list_told_notices(complaint.id, unit)
        ],
        **_read_looks(own),
    }


def _read_looks(own: OwnPart) -> Content:
    return {
        "looks": [
            {"office": look.office, "at": as_iso(look.at), "purpose": look.purpose} for look in own.looks
        ],
        "recipients": [
            {"unit": line.unit_name, "at": as_iso(line.at), "got_name": line.got_name}
            for line in own.recipients
        ],
    }


def _fields_of(person: RevealedIdentity) -> dict[str, str]:
    told = {field.value: getattr(person, field.value) for field in PersonalField}
    return {name: value for name, value in told.items() if value}


def _list_parts(content: Content) -> list[Part]:
    identity = [(_NAMES[PersonalField(name)], value) for name, value in content["identity"].items()]
    identity += [("以前的通信地址", address) for address in content["earlier_addresses"]]
    facts = [("反映的事项", content["matter"]), ("诉求", content["wanted"] or "未写明")]
    facts += [(f"补充（{_day(line['at'])}）", line["text"]) for line in content["sent"]]
    files = [f"{line['name']}（{line['size']}字节，{_day(line['added_at'])}）" for line in content["files"]]
    looks = [
        f"{_day(line['at'])}，{line['office'] or '本中心'}，用途：{line['purpose'] or '查看转来的全部材料'}"
        for line in content["looks"]
    ]
    gone = [
        f"{_day(line['at'])}，{line['unit'] or '本中心工作人员'}，{'含姓名' if line['got_name'] else '不含姓名'}"
        for line in content["recipients"]
    ]
    notices = [f"{line['version']}版，{_day(line['at'])}" for line in content["told_notices"]]
    listed = (
        ("您提交的材料", files),
        ("查看您身份的记录", looks),
        ("向其他单位提供的记录", gone),
        ("个人信息处理告知", notices),
    )
    parts: list[Part] = [
        Words(ABOUT),
        Heading("您的身份信息"),
        Facts(tuple(identity)) if identity else Words("您没有留下身份信息。"),
        Heading("您反映的内容"),
        Facts(tuple(facts)),
    ]
    for title, lines in listed:
        parts += [Heading(title), Points(tuple(lines)) if lines else Words(NOTHING)]
    return parts


def _day(moment: str) -> str:
    return word_moment(parse_moment(moment))
