"""What the mail room takes along: envelopes, and the list that goes to the post with the letters (交寄清单)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from models.case.letter_delivery import LetterDelivery
from models.clock.legal_time import beijing_date, word_day
from models.ground.ways import Way
from services.actor import Actor
from services.casefile.wished_way import NAMES
from services.office.centre_contact import read_centre_contact
from services.office.letterhead import read_letterhead
from services.ports.press import Envelope, Envelopes, EnvelopeSize, Facts, Grid, Letter
from services.post.addressee import Addressee, open_addressees, record_opening
from services.post.post_letter import find_sending
from services.unit_of_work import Unit, UnitOfWork

TITLE = "交寄清单"
FOR_ENVELOPES, FOR_LIST = "制作信封", "制作交寄清单"
_HEAD = ("序号", "邮件号码", "收件人", "寄达地", "种类")
_WIDTHS = (2, 6, 5, 6, 4)
_PLACE = re.compile(r"\A.{2,12}?(?:市|自治州|地区|盟|县)(?:.{1,8}?(?:区|县|市|旗))?")


@dataclass(frozen=True, slots=True)
class PrintForPost:
    """The letters, in their order; `size` None is the list."""

    delivery_ids: tuple[str, ...]
    size: EnvelopeSize | None = None


@dataclass(frozen=True, slots=True)
class PrintedForPost:
    """A PDF and what it is saved as; `cases` are those whose people stand in it."""

    name: str
    content: bytes
    cases: tuple[str, ...]


def print_for_post(command: PrintForPost, unit_of_work: UnitOfWork, actor: Actor) -> PrintedForPost:
    """Laid out first, then on record, then handed out; refused as `open_addressees` refuses."""
    press = unit_of_work.ports.press
    with unit_of_work.reading() as unit:
        opened = open_addressees(command.delivery_ids, unit, actor)
        day = beijing_date(unit.clock.now()).isoformat()
        if command.size is None:
            made: Envelopes | Letter = _list(opened, unit)
        else:
            made = _address(opened, command.size, unit)
    content = press.print(made) if isinstance(made, Letter) else press.print_envelopes(made)
    with unit_of_work as unit:
        record_opening(opened, FOR_LIST if command.size is None else FOR_ENVELOPES, unit, actor)
    name = f"{TITLE if command.size is None else '信封'}-{day}.pdf"
    return PrintedForPost(name, content, tuple(one.row.complaint_id for one in opened))


def _address(opened: Sequence[Addressee], size: EnvelopeSize, unit: Unit) -> Envelopes:
    contact = read_centre_contact(unit)
    sender = ("", "", "") if contact is None else (contact.name, contact.address, contact.postal_code)
    return Envelopes(
        size,
        sender,
        tuple(Envelope(one.name, one.address, one.postal_code, one.complaint_number) for one in opened),
    )


def _list(opened: Sequence[Addressee], unit: Unit) -> Letter:
    today = beijing_date(unit.clock.now())
    rows = tuple(
        (str(no), _number_of(one.row, unit) or "　", one.name, _place_of(one), NAMES[one.row.way])
        for no, one in enumerate(opened, start=1)
    )
    registered = sum(one.row.way is Way.REGISTERED_LETTER for one in opened)
    totals = Facts(
        (
            ("合计", f"{len(opened)}件，其中挂号信{registered}件"),
            ("交寄人（签名）", "　"),
            ("邮政收寄人（签名、日戳）", "　"),
        )
    )
    return Letter(
        letterhead=read_letterhead(unit),
        title=TITLE,
        number=word_day(today),
        parts=(Grid(_HEAD, rows, _WIDTHS), totals),
        dated=today,
        is_sealed=False,
    )


def _number_of(row: LetterDelivery, unit: Unit) -> str | None:
    sending = find_sending(row, unit)
    return row.mail_no if sending is None else sending.mail_no


def _place_of(one: Addressee) -> str:
    """As far as the post sorts by it; the street stands on the envelope alone."""
    found = _PLACE.match(one.address)
    return " ".join(filter(None, (one.postal_code, found[0] if found else "")))
