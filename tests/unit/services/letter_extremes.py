"""Every kind of letter in its shortest and in its longest case, as it would be frozen.

And what is never frozen: the receipt of the registration, and the sheet as it is mailed to a unit outside.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from models.beside.referral import Referral
from models.case.complaint import Complaint
from models.case.dispatch import Dispatch
from models.case.matter import Matter
from models.case.unit_mail import UnitMail
from models.ground.codes import MatterDecision, NonAcceptGround, ReferralKind, ReferralRole
from models.ground.dispatch_codes import DispatchPurpose
from models.ground.ids import new_id
from models.office.unit import OrganisationUnit
from services.beside.referral.mail_sheet import mail_referral_sheet
from services.beside.sheets.receipt_code import give_receipt_code
from services.dispatch.unit_parcel import compose_sheet
from services.identity.query_code import derive_query_code
from services.letters.draft import LetterOf, Stamp, compose, write_draft
from services.letters.kinds import KINDS
from services.letters.receipt import RECEIPT, PrintReceipt, write_receipt
from services.ports.press import Facts, Letter, Part, Words
from services.unit_of_work import Unit
from tests.full_office import FullOffice
from tests.unit.services.letter_case import CLERK, letter_case
from tests.web_staff.furnished_case import NOTE, UNIT

ADDRESS = "https://tousu.example.cn/"
# Of no kind that is frozen.
MAILED_SHEET = "mailed_sheet"
BESIDE = (RECEIPT, MAILED_SHEET)
OUTSIDE, BOX = "X-DL", "banshi@dongling.gov.cn"
MATTERS = 30
LONGEST_BLOCK = 10_000
# What only the second face of the letters draws, traditional characters, and a name of 60 letters.
RARE = "氚𠮷㵘"
# Wider than a narrow column, and nowhere to be broken.
ONE_WORD = "Donaudampfschifffahrtsgesellschaftskapitaenspatentverlaengerung"
ENGLISH = "Bartholomew Alexander Montgomery-Fitzwilliam van der Westhuizen"
LONG_NAME = f"云河市临江新区{RARE}街道行政審批服務與數據管理局公共資源交易和政務服務中心（{ENGLISH}）"
_SENTENCE = f"經查，{RARE}先生于9月3日14:05在C03窗口提交的材料与公布的指南不一致（见证据第12号），{ENGLISH[:11]}须说明依据。"
_PARAGRAPH = 5


@dataclass(frozen=True)
class Extreme:
    """One letter, by the name of its kind; `case` is `shortest` or `longest`."""

    kind: str
    case: str
    letter: Letter

    @property
    def name(self) -> str:
        """Of its file."""
        return f"{self.kind}-{self.case}"


def long_text(length: int) -> str:
    """So many characters in paragraphs."""
    paragraph = _SENTENCE + ONE_WORD + _SENTENCE * _PARAGRAPH + "\n"
    return (paragraph * (length // len(paragraph) + 1))[: length - 1] + "。"


def list_extremes(office: FullOffice, length: int = LONGEST_BLOCK) -> Iterator[Extreme]:
    """Both of every kind, the kinds in their order, with texts of so many characters in the long ones."""
    case = letter_case(office)
    yield from _compose_all(case.id, None, office)
    with office.unit_of_work() as unit:
        _grow(case.id, unit)
    yield from _compose_all(case.id, length, office)
    with office.unit_of_work() as unit:
        _mail_a_sheet(case.id, unit)
    yield from _compose_beside(case.id, length, office)


def _compose_all(complaint_id: str, length: int | None, office: FullOffice) -> Iterator[Extreme]:
    with office.unit_of_work().reading() as unit:
        complaint = unit.session.get_one(Complaint, complaint_id)
        for kind in KINDS.values():
            texts = None if length is None else dict.fromkeys(kind.texts, long_text(length))
            number = f"云政服{kind.mark}〔2026〕1号" if kind.mark else complaint.number
            stamp = Stamp(number, complaint.number, ADDRESS)
            told = [LetterOf(kind, subject, texts) for subject in kind.list_subjects(complaint, unit)]
            letters = [compose(write_draft(complaint, letter, unit), stamp, unit) for letter in told]
            # Of several the one with the fewest words: ids, by which they are listed, are drawn by lot.
            letter = min(letters, key=lambda letter: (len(repr(letter.parts)), repr(letter.parts)))
            if length is None:
                yield Extreme(kind.name, "shortest", letter)
            else:
                yield Extreme(kind.name, "longest", _stretch(letter, length))


def _compose_beside(complaint_id: str, length: int, office: FullOffice) -> Iterator[Extreme]:
    """The receipt with what he wrote is the long one; the sheet is as a unit outside with a box gets it."""
    with office.unit_of_work().reading() as unit:
        complaint = unit.session.get_one(Complaint, complaint_id)
        told = PrintReceipt(complaint.number, derive_query_code(complaint.submission_id), ADDRESS)
        yield Extreme(RECEIPT, "shortest", write_receipt(complaint, told, unit, with_words=False))
        whole = write_receipt(complaint, told, unit, with_words=True)
        yield Extreme(RECEIPT, "longest", _stretch(whole, length))
        mailed = unit.session.query(Dispatch).filter_by(complaint_id=complaint_id)
        row = mailed.filter_by(purpose=DispatchPurpose.UNIT_SHEET).one()
        sheet = compose_sheet(row, unit.session.get_one(UnitMail, row.id), ADDRESS, unit)
        yield Extreme(MAILED_SHEET, "shortest", sheet)
        yield Extreme(MAILED_SHEET, "longest", _stretch(sheet, length))


def _mail_a_sheet(complaint_id: str, unit: Unit) -> None:
    """A referral to a unit outside that has a box."""
    unit.session.get_one(OrganisationUnit, OUTSIDE).email = BOX
    row = Referral(
        id=new_id(),
        complaint_id=complaint_id,
        no=2,
        round=1,
        requested_by=CLERK,
        requested_at=unit.clock.now(),
        kind=ReferralKind.TRANSFER,
        role=ReferralRole.TRANSFER,
        unit_code=OUTSIDE,
        matter_nos=[1],
        note=NOTE,
        needs_result=True,
    )
    give_receipt_code(row)
    unit.session.add(row)
    unit.session.flush()
    mail_referral_sheet(row, unit)


def _grow(complaint_id: str, unit: Unit) -> None:
    """Thirty matters of each decision, and a unit with the longest name."""
    unit.session.get_one(OrganisationUnit, UNIT).name = LONG_NAME
    ways: dict[MatterDecision, dict[str, object]] = {
        MatterDecision.ACCEPT: {},
        MatterDecision.REFUSE: {"nonaccept_ground": NonAcceptGround.IN_TRIAL, "right_place": LONG_NAME},
        MatterDecision.MERGE: {"merged_into": "YH-2026-000099"},
        MatterDecision.REFER: {"referred_to": UNIT},
    }
    no = unit.session.query(Matter).filter_by(complaint_id=complaint_id).count()
    for decision, told in ways.items():
        for _ in range(MATTERS):
            no += 1
            row = Matter(id=new_id(), complaint_id=complaint_id, no=no, text=long_text(100 + no * 2))
            row.decision = decision
            for name, value in told.items():
                setattr(row, name, value)
            unit.session.add(row)


def _stretch(letter: Letter, length: int) -> Letter:
    """What the file itself says as long as it may be, and the longest names over and under it."""
    salutation = (
        letter.salutation and f"{LONG_NAME}：" if letter.salutation != "尊敬的投诉人：" else letter.salutation
    )
    head = replace(letter.letterhead, name=LONG_NAME)
    return replace(
        letter,
        letterhead=head,
        salutation=salutation,
        parts=tuple(_longer(part, length) for part in letter.parts),
    )


def _longer(part: Part, length: int) -> Part:
    if isinstance(part, Words) and len(part.text) < length:
        return Words(long_text(length))
    if isinstance(part, Facts):
        # What is left open is filled in by hand.
        told = [name for name, value in part.rows if value.strip()]
        return Facts(
            tuple(
                (name, long_text(length // 4) if [name] == told[-1:] else value) for name, value in part.rows
            )
        )
    return part
