"""A full mailbox is emptied by two processes at once that are killed again and again: each mail once, none lost."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlalchemy import func, select

from deploy.settings import load_settings
from deploy.wiring import open_database
from models.beside.supplement import Supplement
from models.case.complaint import Complaint
from models.case.incoming import Incoming
from models.ground.incoming_codes import IncomingState
from models.store.database import Database
from prove.record import Record
from tests.imap_server import ImapBox, serve_imap
from tests.office_process import office_template

IS_PROVEN = os.environ.get("PROVE") == "1"
MAILS, KILLS = (10_000, 200) if IS_PROVEN else (300, 8)
MOST_SECONDS = 3_000.0
KINDS = ("complaint", "again", "answer", "machine")
# No mail at all, and one whose set says half a character.
HALF = b"Subject: =?utf-7?Q?+2AA-?=\nContent-Type: text/plain; charset=utf-7\n\n+2AA-"
NO_WORDS = {"torn": b"\xff\xfe", "hostile": HALF}
_READERS = 2
# So many mails are put away between two kills, and after the last of them the blow may fall anywhere in the next one.
_BETWEEN = (3, 45)
_ANYWHERE = 0.06  # seconds


@dataclass
class Sent:
    """The mails by number, and how many of them should end as what."""

    mails: dict[int, bytes] = field(default_factory=dict)
    should: Counter[IncomingState] = field(default_factory=Counter)
    first: list[EmailMessage] = field(default_factory=list)


def write_mails(number: int, chance: random.Random) -> Sent:
    """Complaints, the same bytes again, answers of their senders, machines, and what is no mail."""
    sent = Sent()
    for no in range(1, number + 1):
        kind = chance.choices((*KINDS, *NO_WORDS), (70, 10, 10, 7, 2, 1))[0]
        if not sent.first:
            kind = "complaint"
        if kind == "again":
            sent.mails[no] = chance.choice(sent.first).as_bytes()
        elif kind in NO_WORDS:
            sent.mails[no] = NO_WORDS[kind] + str(no).encode()
            # What says half a character is read as far as it goes.
            sent.should[IncomingState.FILED if kind == "hostile" else IncomingState.PUT_ASIDE] += 1
        else:
            sent.mails[no] = _write(no, kind, sent, chance)
    return sent


def _write(no: int, kind: str, sent: Sent, chance: random.Random) -> bytes:
    mail = EmailMessage()
    mail["Message-ID"] = f"<{no}@example.com>"
    mail["To"] = "tousu@yunhe-zwfw.example.cn"
    if kind == "answer":
        first = chance.choice(sent.first)
        mail["From"], mail["In-Reply-To"] = first["From"], first["Message-ID"]
        mail["Subject"] = f"Re: {first['Subject']}"
        sent.should[IncomingState.JOINED] += 1
    else:
        mail["From"], mail["Subject"] = f"市民{no} <p{no}@example.com>", f"第{no}封投诉窗口不收材料"
        is_machine = kind == "machine"
        if is_machine:
            mail["Auto-Submitted"] = "auto-replied"
        sent.should[IncomingState.IGNORED if is_machine else IncomingState.FILED] += 1
    mail.set_content(f"第{no}封：9月{no % 28 + 1}日在C03窗口办理，材料被退回{no}次，没有说明理由。")
    if kind == "complaint":
        sent.first.append(mail)
    return mail.as_bytes()


@pytest.mark.check(sister="tests/unit/services/test_fetched_mail.py")
@pytest.mark.timeout(MOST_SECONDS)
def test_each_mail_of_a_full_mailbox_comes_in_once_whatever_is_killed(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    seed = int(os.environ.get("SEED", "12"))
    chance = random.Random(seed)  # noqa: S311 - no secret
    sent = write_mails(MAILS, chance)
    template = office_template(tmp_path_factory.getbasetemp() / "office-template")
    data = Path(shutil.copytree(template, tmp_path / "office"))
    record = Record(unit="mails by two readers that are killed", seed=seed, attempts=MAILS)
    with serve_imap() as box:
        for no, raw in sent.mails.items():
            box.put(no, raw)
        environment = {
            "JIEBAN_DATA": str(data),
            "JIEBAN_IMAP": f"imap://tousu@127.0.0.1:{box.port}",
            "JIEBAN_IMAP_PASSWORD": box.password,
        }
        began = time.monotonic()
        _read_among_kills(box, environment, chance, record)
        record.figures["seconds"] = round(time.monotonic() - began, 1)
    _reckon(open_database(load_settings(environment)), sent, record)
    assert sorted(box.folders["Jieban"]) == sorted(sent.mails)
    print(record)
    record.save()
    assert record.faults["reader killed"] >= KILLS // 2


def _read_among_kills(
    box: ImapBox, environment: dict[str, str], chance: random.Random, record: Record
) -> None:
    inbox = box.folders["INBOX"]
    readers: list[subprocess.Popen[bytes]] = []
    goal = len(inbox) - chance.randint(*_BETWEEN)
    while inbox:
        readers = [reader for reader in readers if reader.poll() is None]
        while len(readers) < _READERS:
            command = [sys.executable, "-m", "tests.kill.mail_reader"]
            readers.append(
                subprocess.Popen(command, env={**os.environ, **environment}, stdout=subprocess.DEVNULL)
            )
        threading.Event().wait(chance.random() * _ANYWHERE)
        if len(inbox) <= goal and record.faults["reader killed"] < KILLS:
            goal = len(inbox) - chance.randint(*_BETWEEN)
            dying = chance.choice(readers)
            if dying.poll() is None:
                dying.kill()
                record.faults["reader killed"] += 1
    for reader in readers:
        assert reader.wait() in (0, -9)


def _reckon(database: Database, sent: Sent, record: Record) -> None:
    """Each complaint a case, each answer a supplement, each message of its own one row, and nothing besides."""
    with database.read() as session:
        rows = session.execute(select(Incoming.state, func.count()).group_by(Incoming.state)).all()
        cases = session.scalars(select(func.count()).select_from(Complaint)).one()
        answers = session.scalars(select(func.count()).select_from(Supplement)).one()
    found = Counter({state: number for state, number in rows})
    wanted = {
        "cases": (sent.should[IncomingState.FILED], cases),
        "answers": (sent.should[IncomingState.JOINED], answers),
    }
    record.lost = sum(max(0, told - seen) for told, seen in wanted.values())
    record.duplicated = sum(max(0, seen - told) for told, seen in wanted.values())
    assert found == sent.should
    assert (record.lost, record.duplicated) == (0, 0)
