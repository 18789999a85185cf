"""A published bulletin on paper: from its frozen edition, and on record before the first byte."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from models.clock.legal_time import beijing_date, word_moment
from models.ground.errors import NotFound
from models.office.bulletin import BulletinEdition
from services.actor import Actor
from services.bulletins.sight import require_reader
from services.office.letterhead import read_letterhead
from services.ports.press import Facts, Heading, Letter, Part, Points, Words
from services.unit_of_work import UnitOfWork

TITLE = "投诉处理情况通报"


@dataclass(frozen=True, slots=True)
class PrintBulletin:
    """Which edition, of which period in words; `sections` are a title and its lines in words."""

    bulletin_id: str
    edition: int
    period: str
    words: str
    sections: tuple[tuple[str, tuple[str, ...]], ...]


def print_bulletin(command: PrintBulletin, unit_of_work: UnitOfWork, actor: Actor) -> bytes:
    """A PDF, the same bytes for the same edition; NotFound where there is none."""
    require_reader(actor)
    with unit_of_work.reading() as unit:
        edition = unit.session.get(BulletinEdition, (command.bulletin_id, command.edition))
        if edition is None:
            raise NotFound
        rows = [
            ("期间", command.period),
            ("版次", f"第{edition.no}版"),
            ("发布时间", word_moment(edition.published_at)),
        ]
        if edition.reason:
            rows.append(("更正原因", edition.reason))
        parts: list[Part] = [Facts(tuple(rows)), Words(command.words)]
        for title, lines in command.sections:
            if lines:
                parts += [Heading(title), Points(lines)]
        parts.append(Words(f"内容校验值（SHA-256）：{edition.digest}"))
        dated = beijing_date(edition.published_at)
        letter = Letter(
            read_letterhead(unit), TITLE, command.bulletin_id, tuple(parts), dated, is_sealed=False
        )
    content = unit_of_work.ports.press.print(letter)
    with unit_of_work as unit:
        payload = {
            "bulletin": command.bulletin_id,
            "edition": command.edition,
            "file": hashlib.sha256(content).hexdigest(),
        }
        unit.trail.add(None, "bulletin.printed", payload, actor)
    return content
