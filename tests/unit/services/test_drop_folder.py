"""The drop folder is emptied: whole files alone, taken in first and then put away, each once whatever ends in between."""

from __future__ import annotations

import os
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from adapters.drop_folder import DONE, WatchedFolder
from deploy.carriers import build_doors
from deploy.settings import load_settings
from models.beside.supplement import Supplement
from models.case.complaint import Complaint
from models.case.evidence import Evidence
from models.case.incoming import Incoming
from models.ground.codes import Channel
from models.ground.errors import OutsideUnavailable
from models.ground.incoming_codes import Door, IncomingReason, IncomingState
from services.filing.register_complaint import RegisterComplaint
from services.filing.statement import Statement
from services.incoming import become
from services.incoming.doors_step import Doors, doors_step
from services.incoming.folder import empty_step
from services.incoming.folder.empty_step import empty_folder_step
from services.incoming.settle_message import JoinMessage, join_message, register_message
from services.ports.drop_folder import DroppedFile
from services.views.incoming import SearchIncoming, list_incoming, read_incoming
from tests.deploy.test_settings import faults_of
from tests.full_office import FullOffice
from tests.unit.services.test_incoming import EICAR, mail

CLERK = "wen.rusheng"
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def picture() -> bytes:
    target = BytesIO()
    Image.new("RGB", (40, 20), "white").save(target, "PNG")
    return target.getvalue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "扫描"
    found.mkdir()
    return found


def watch(folder: Path) -> WatchedFolder:
    """Two looks after each other are enough."""
    return WatchedFolder(folder, 0.0)


def look(office: FullOffice, watched: WatchedFolder, times: int = 2) -> list[int]:
    return [empty_folder_step(watched, office.unit_of_work) for _ in range(times)]


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != DONE)


def waiting(office: FullOffice) -> dict[str, IncomingReason | None]:
    found = list_incoming(SearchIncoming(), office.unit_of_work(), office.actor(CLERK))
    return {line.subject: line.reason for line in found if line.door is Door.FOLDER}


def test_a_scan_waits_for_a_clerk_and_is_registered_with_the_file(office: FullOffice, folder: Path) -> None:
    (folder / "群众来信 1.pdf").write_bytes(PDF)
    assert look(office, watch(folder), 3) == [0, 1, 0]
    assert left_in(folder) == []
    [kept] = (folder / DONE).iterdir()
    assert kept.read_bytes() == PDF
    assert kept.name.endswith("-群众来信 1.pdf")
    assert waiting(office) == {"群众来信 1.pdf": IncomingReason.FOR_A_CLERK}
    [row] = office.rows(Incoming)
    command = RegisterComplaint(
        submission_id="a" * 32,
        channel=Channel.LETTER,
        received_at=office.clock.now(),
        statement=Statement(content="C03窗口不收材料。", is_anonymous=True),
        raw="来信原文",
        opened_by_first=CLERK,
        opened_by_second="jian.dengji",
    )
    filed = register_message(row.id, command, office.unit_of_work(), office.actor(CLERK))
    [evidence] = office.rows(Evidence, complaint_id=filed.complaint_id)
    assert (evidence.name, evidence.media_type) == ("群众来信 1.pdf", "application/pdf")
    assert waiting(office) == {}


def test_a_file_that_is_still_written_is_waited_for_and_taken_once(office: FullOffice, folder: Path) -> None:
    watched, scan = watch(folder), folder / "scan.png"
    whole = picture()
    (folder / "无字节.pdf").touch()
    (folder / "下载.pdf.part").write_bytes(PDF)
    (folder / ".hidden.pdf").write_bytes(PDF)
    for end in (10, 30, len(whole)):
        scan.write_bytes(whole[:end])
        assert look(office, watched, 1) == [0]
    assert look(office, watched, 2) == [1, 0]
    assert left_in(folder) == [".hidden.pdf", "下载.pdf.part", "无字节.pdf"]
    assert waiting(office) == {"scan.png": IncomingReason.FOR_A_CLERK}
    (folder / "again.png").write_bytes(whole)
    assert look(office, watched) == [0, 1]
    assert len(office.rows(Incoming)) == 1


def test_a_file_rests_for_a_while_before_it_is_whole(office: FullOffice, folder: Path) -> None:
    """A look may follow another at once, as after a round that took something in."""
    seconds = [0.0]
    watched = WatchedFolder(folder, 20.0, lambda: seconds[0])
    scan = folder / "scan.pdf"
    for moment, content in ((0.0, PDF[:9]), (19.0, PDF[:9]), (19.5, PDF), (39.0, PDF)):
        seconds[0] = moment
        if not scan.exists() or scan.read_bytes() != content:
            scan.write_bytes(content)
        assert look(office, watched, 1) == [0]
    seconds[0] = 40.0
    assert look(office, watched, 1) == [1]


def test_a_scan_that_its_program_goes_on_with_after_it_was_put_away_comes_again(
    office: FullOffice, folder: Path
) -> None:
    """A scanner that waits for its next page holds the file open, and writes into it wherever it was moved."""
    watched = watch(folder)
    with (folder / "scan.pdf").open("wb") as held:
        held.write(PDF[:9])
        held.flush()
        assert look(office, watched) == [0, 1]
        held.write(PDF[9:])
    assert look(office, watched, 3) == [0, 1, 0]
    assert len(office.rows(Incoming)) == 2
    assert max(path.stat().st_size for path in (folder / DONE).iterdir()) == len(PDF)


def test_what_a_person_puts_there_waits_whoever_sent_it(
    office: FullOffice, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(become, "MOST_OF_ONE_SENDER", 1)
    for no in range(3):
        (folder / f"{no}.eml").write_bytes(mail(f"第{no}件：E03窗口没有人。").as_bytes())
    assert look(office, watch(folder)) == [0, 3]
    assert {row.state for row in office.rows(Incoming)} == {IncomingState.PUT_ASIDE}


def test_what_is_bad_is_told_with_its_reason_and_stops_nobody(
    office: FullOffice, folder: Path, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.pdf"
    secret.write_bytes(PDF)
    (folder / "link.pdf").symlink_to(secret)
    os.mkfifo(folder / "pipe.pdf")
    (folder / "inner").mkdir()
    told = {
        "半.pdf": PDF[:20],
        "毒.txt": EICAR,
        "程序.exe": b"MZ nothing",
        "假.png": PDF + b" ",
        "好.png": picture(),
        "<b>名.pdf": PDF,
    }
    for name, content in told.items():
        (folder / name).write_bytes(content)
    (folder / os.fsdecode(b"\xff\xfe.pdf")).write_bytes(PDF + b"\n")
    (folder / f"{'长' * 83}.pdf").write_bytes(PDF + b"\n\n")
    assert look(office, watch(folder)) == [0, 8]
    assert left_in(folder) == ["inner", "link.pdf", "pipe.pdf"]
    assert len(list((folder / DONE).iterdir())) == 8
    refused = {}
    for row in office.rows(Incoming):
        assert row.state is IncomingState.PUT_ASIDE
        message = read_incoming(row.id, office.unit_of_work(), office.actor(CLERK))
        refused[message.line.subject] = [file.code for file in message.refused]
    assert {name: codes for name, codes in refused.items() if codes} == {
        "半.pdf": ["UNREADABLE"],
        "毒.txt": ["VIRUS"],
        "程序.exe": ["TYPE_NOT_ALLOWED"],
        "假.png": ["TYPE_MISMATCH"],
    }
    assert len(refused) == 8


def test_one_that_is_too_large_is_told_and_stays_whole_where_it_was_put(
    office: FullOffice, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(empty_step, "MAX_RAW_BYTES", 300_000)
    (folder / "大.pdf").write_bytes(PDF + b"x" * 400_000)
    assert look(office, watch(folder)) == [0, 1]
    assert waiting(office) == {"大.pdf": IncomingReason.TOO_LARGE}
    [kept] = (folder / DONE).iterdir()
    assert kept.stat().st_size == len(PDF) + 400_000
    # Another one that begins alike, of the same length, and the first once more.
    (folder / "另一件.pdf").write_bytes(PDF + b"x" * 399_999 + b"y")
    (folder / "又一次.pdf").write_bytes(PDF + b"x" * 400_000)
    assert look(office, watch(folder)) == [0, 2]
    rows = {row.raw_sha256 for row in office.rows(Incoming)}
    assert rows == {sha256(PDF + b"x" * 399_999 + end).hexdigest() for end in (b"x", b"y")}
    assert set(waiting(office)) == {"大.pdf", "另一件.pdf"}


def test_an_end_between_taking_in_and_putting_away_doubles_nothing(office: FullOffice, folder: Path) -> None:
    class Ends(Exception):
        pass

    (folder / "scan.pdf").write_bytes(PDF)
    kept: list[DroppedFile] = []

    class KeepsItBack(WatchedFolder):
        def _put_away(self, name: str, state: tuple[int, int, int], dropped: DroppedFile) -> None:
            kept.append(dropped)
            raise Ends

    watched = KeepsItBack(folder, 0.0)
    assert look(office, watched, 1) == [0]
    with pytest.raises(Ends):
        look(office, watched, 1)
    assert left_in(folder) == ["scan.pdf"]
    assert len(kept) == 1
    assert look(office, watch(folder)) == [0, 1]
    assert len(office.rows(Incoming)) == 1


def test_a_scan_goes_into_its_case_and_nobody_says_that_it_was_mailed(
    office: FullOffice, folder: Path
) -> None:
    case = office.file()
    (folder / "补充.pdf").write_bytes(PDF)
    assert look(office, watch(folder)) == [0, 1]
    [row] = office.rows(Incoming)
    join_message(JoinMessage(row.id, case.number), office.unit_of_work(), office.actor(CLERK))
    [taken] = office.rows(Supplement, complaint_id=case.complaint_id)
    assert taken.way is None
    assert [file.name for file in office.rows(Evidence, complaint_id=case.complaint_id)] == ["补充.pdf"]


def test_a_saved_mail_is_read_as_one_and_waits_all_the_same(office: FullOffice, folder: Path) -> None:
    (folder / "来信.EML").write_bytes(mail("E03窗口没有人。").as_bytes())
    assert look(office, watch(folder)) == [0, 1]
    [row] = office.rows(Incoming)
    message = read_incoming(row.id, office.unit_of_work(), office.actor(CLERK))
    assert (message.line.subject, message.line.reason) == ("投诉窗口", IncomingReason.FOR_A_CLERK)
    assert "E03窗口没有人" in message.text
    assert office.rows(Complaint) == []


def test_a_saved_mail_with_half_a_character_waits_and_a_file_at_which_we_fail_stops_no_other(
    office: FullOffice, folder: Path
) -> None:
    for name, subject in (("1.eml", b"=?utf-7?Q?+2AA-?="), ("2.eml", b"x")):
        (folder / name).write_bytes(b"From: a@example.com\r\nSubject: " + subject + b"\r\n\r\nbody")
    watched = watch(folder)
    assert look(office, watched) == [0, 2]
    assert {row.state for row in office.rows(Incoming)} == {IncomingState.PUT_ASIDE}
    for name in ("a.pdf", "b.pdf"):
        (folder / name).write_bytes(PDF)

    def fails(file: DroppedFile) -> None:
        if file.name == "a.pdf":
            raise LookupError

    watched.empty(fails, most=5, largest=1_000)
    with pytest.raises(LookupError):
        watched.empty(fails, most=5, largest=1_000)
    assert left_in(folder) == ["a.pdf"]


def test_a_folder_that_is_away_is_told_and_keeps_no_other_door_shut(office: FullOffice, folder: Path) -> None:
    gone = WatchedFolder(folder / "gone")
    with pytest.raises(OutsideUnavailable):
        doors_step(Doors(folder=gone), office.unit_of_work)
    doors = build_doors(load_settings({"JIEBAN_DROP_FOLDER": str(folder)}))
    assert doors.mailbox is None

    class Away:
        def fetch(self, take: object, *, most: int, largest: int) -> int:
            raise OutsideUnavailable

    (folder / "scan.pdf").write_bytes(PDF)
    assert isinstance(doors.folder, WatchedFolder)
    both = Doors(mailbox=Away(), folder=watch(folder))
    with pytest.raises(OutsideUnavailable):
        doors_step(both, office.unit_of_work)
    assert doors_step(both, office.unit_of_work) == 1
    assert doors_step(Doors(), office.unit_of_work) == 0
    assert "absolute" in " ".join(faults_of(JIEBAN_DROP_FOLDER="scans"))
