"""档案移交: what was decided to be handed over goes together, once, and is transferred only by a receipt that two people saw."""

from __future__ import annotations

import subprocess
import sys
import xml.etree.ElementTree as ET
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import select

from models.case.archive_transfer import ArchiveTransfer, ArchiveTransferLine
from models.case.complaint import Complaint
from models.case.evidence_item import EvidenceItem
from models.case.file_keeping import FileKeeping
from models.case.file_volume import FileVolume
from models.case.lifecycle import Stage
from models.case.respondent import Respondent
from models.ground.codes import RespondentMatch, Role
from models.ground.errors import (
    Conflict,
    InvalidInput,
    NotFound,
    NotPermitted,
    OutsideUnavailable,
    RuleRefused,
)
from models.ground.ids import new_id
from models.ground.keeping_codes import Judgement, KeepingClass, LeftOut, TransferLineState
from models.ledger.trail_event import TrailEvent
from models.vault.identity_reveal import IdentityReveal
from models.vault.masking import PersonalField
from services.evidence.incoming_file import IncomingFile
from services.filing.new_case import FiledComplaint
from services.identity.correct_field import Correction, correct_field
from services.keeping.due_files import list_due
from services.keeping.freeze_file import FreezeFile, freeze_file
from services.ports.outside import ObjectStore, StoredObject
from services.ports.press import Letter, Press
from services.transfer.confirm_receipt import ConfirmReceipt, confirm_receipt, name_entry
from services.transfer.enter_receipt import EnterReceipt, enter_receipt
from services.transfer.hand_over_files import HandOverFiles, hand_over_files
from services.transfer.make_line import make_line
from services.transfer.open_transfer import OpenTransfer, open_transfer
from services.transfer.read_list import read_list, read_scan
from services.transfer.read_transfer import read_transfer
from services.transfer.take_back import take_back
from services.transfer.take_package import take_package
from services.transfer.transfers_step import transfers_step
from services.transfer.waiting_files import list_waiting
from services.unit_of_work import UnitOfWork
from services.volumes.verify_package import verify
from tests.full_office import FullOffice
from tests.unit.services.keeping_files import DIRECTOR, SUPERVISOR, keeping_of
from tests.unit.services.transferred_files import ARCHIVES, close_to_transfer, open_ready
from tests.web.letter_words import words_of
from tests.web.pages import photo

APPROVER = "heng.gongyun"


def transfer_of(office: FullOffice) -> ArchiveTransfer:
    row: ArchiveTransfer
    (row,) = office.rows(ArchiveTransfer)
    return row


def state_of(office: FullOffice, case: str) -> tuple[TransferLineState, LeftOut | None]:
    line: ArchiveTransferLine = office.rows(ArchiveTransferLine, complaint_id=case)[-1]
    return line.state, line.left_out


def hand_over(office: FullOffice, transfer_id: str, login: str = DIRECTOR, **options: bool) -> None:
    command = HandOverFiles(transfer_id, **options)
    hand_over_files(command, office.unit_of_work(), office.actor(login))


def take(office: FullOffice, transfer_id: str, login: str = DIRECTOR) -> bytes:
    return b"".join(take_package(transfer_id, office.unit_of_work(), office.actor(login)).content)


def enter(
    office: FullOffice, transfer_id: str, login: str = SUPERVISOR, scan: bytes = b"", **values: str
) -> None:
    told = {"receipt_number": "云档接〔2026〕7号", "receipt_on": "2026-09-07", "receipt_person": "上官守真"}
    told |= {"receipt_files": "1", "receipt_digest": transfer_of(office).digest or "", **values}
    scans = [IncomingFile("回执.jpg", "image/jpeg", BytesIO(scan))] if scan else []
    enter_receipt(EnterReceipt(transfer_id, **told), scans, office.unit_of_work(), office.actor(login))


def confirm(office: FullOffice, transfer_id: str, login: str = APPROVER, **values: str) -> None:
    told = {"decision": "confirm", "seen": name_entry(transfer_of(office).receipt_at), **values}
    confirm_receipt(ConfirmReceipt(transfer_id, **told), office.unit_of_work(), office.actor(login))


@contextmanager
def conflict(code: str) -> Iterator[None]:
    """What is inside is refused as a conflict of this code."""
    with pytest.raises(Conflict) as refused:
        yield
    assert refused.value.code == code


def list_waiting_cases(office: FullOffice) -> list[str]:
    with office.unit_of_work().reading() as unit:
        return [file.complaint.id for file in list_waiting("", unit, office.actor(SUPERVISOR)).files]


def stored_keys(office: FullOffice) -> set[str]:
    return set(office.unit_of_work().ports.object_store.list_keys())


def kinds_of(office: FullOffice, case: str | None) -> Counter[str]:
    return Counter(event.kind for event in office.rows(TrailEvent, complaint_id=case))


def test_files_go_together_and_only_a_receipt_that_two_saw_transfers_them(
    office: FullOffice, tmp_path: Path
) -> None:
    """One package that a program without the product verifies, a list for signature, and what came back is due again."""
    files = [close_to_transfer(office, no, f"欧阳翠莲{no}") for no in (1, 2, 3)]
    before = stored_keys(office)
    transfer_id = open_ready(office)
    assert {row.state for row in office.rows(ArchiveTransferLine)} == {TransferLineState.READY}
    assert office.rows(IdentityReveal) == [], "nothing has left"
    hand_over(office, transfer_id)
    package = take(office, transfer_id)
    assert take(office, transfer_id) == package, "it is the same whenever it is taken"
    looks = Counter(row.complaint_id for row in office.rows(IdentityReveal))
    assert looks == {file.complaint_id: 2 for file in files}, "each taking is a look"
    require_whole(package, files, transfer_of(office).digest or "", tmp_path)
    paper = words_of(b"".join(read_list(transfer_id, office.unit_of_work(), office.actor(APPROVER)).content))
    assert all(file.number in paper for file in files)
    for words in ("档案移交清册", ARCHIVES, "移交人（签名）", "接收人（签名）", "监交人（签名）"):
        assert words in paper, words
    assert "欧阳翠莲" not in paper
    assert keeping_of(office, files[0].complaint_id).transferred_on is None, "there is no receipt yet"
    refused = ordered(office)[1]
    enter(office, transfer_id, receipt_files="2", refused="2 缺少附件目录")
    with pytest.raises(RuleRefused, match="RECEIPT_NEEDS_ANOTHER"):
        confirm(office, transfer_id, SUPERVISOR)
    assert keeping_of(office, files[0].complaint_id).transferred_on is None, "one person's word is none"
    confirm(office, transfer_id)
    for case in ordered(office):
        kept = keeping_of(office, case)
        if case == refused:
            assert (kept.transferred_on, kept.decided) == (None, None)
            assert state_of(office, case)[0] is TransferLineState.REFUSED
            assert kinds_of(office, case)["file.transfer_refused"] == 1
        else:
            assert (str(kept.transferred_on), kept.transfer_id) == ("2026-09-07", transfer_id)
            assert kinds_of(office, case)["file.transferred"] == 1
    with office.unit_of_work().reading() as unit:
        assert [file.complaint.id for file in list_due("", unit, office.actor(SUPERVISOR)).files] == [refused]
    assert list_waiting_cases(office) == []
    while transfers_step(office.unit_of_work):
        pass
    # List, manifest, list for programs and verifier stay; what was made of the files for the package is gone.
    assert len(stored_keys(office) - before) == 4
    with conflict("TRANSFER_OVER"):
        take(office, transfer_id)
    with conflict("TRANSFER_OVER"):
        confirm(office, transfer_id)


def ordered(office: FullOffice) -> list[str]:
    """The cases in the order of the list."""
    return [row.complaint_id for row in sorted(office.rows(ArchiveTransferLine), key=lambda row: row.place)]


def require_whole(package: bytes, files: list[FiledComplaint], digest: str, folder: Path) -> None:
    """What the program of the package says where nothing of the product is, of this package and of spoilt ones."""
    with zipfile.ZipFile(BytesIO(package)) as opened:
        assert opened.testzip() is None
        names = opened.namelist()
        listed = ET.fromstring(opened.read("移交清册.xml"))  # noqa: S314 - of our own making
        (folder / "verify.py").write_bytes(opened.read("verify_package.py"))
        raw = [name for name in names if "原始投诉材料" in name]
        content = {name: opened.read(name) for name in names}
    assert [one.findtext("档号") for one in listed] == sorted(file.number for file in files)
    assert len(raw) == len(files)
    (folder / "卷.zip").write_bytes(package)
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-X", "utf8", "verify.py", "卷.zip", "--digest", digest],
        check=False, cwd=folder, env={}, capture_output=True,
    )  # fmt: skip
    assert (done.returncode, "案卷 / files of cases: 3" in done.stdout.decode()) == (0, True), (
        done.stdout.decode()
    )
    metadata = next(name for name in names if name.endswith("/metadata.xml"))
    inner = next(name for name in names if name.endswith("/manifest.json"))
    for spoilt in (
        content | {metadata: content[metadata] + b" "},
        content | {inner: content[inner] + b" "},
        content | {"移交清册.xml": content["移交清册.xml"] + b" "},
        content | {"0001/另加.txt": b"x"},
        {name: value for name, value in content.items() if name != metadata},
        {name: value for name, value in content.items() if name != inner},
    ):
        target = folder / "spoilt.zip"
        with zipfile.ZipFile(target, "w") as made:
            for name, value in spoilt.items():
                made.writestr(name, value)
        assert verify(str(target), digest) == 1


def freeze(office: FullOffice, case: str) -> None:
    freeze_file(FreezeFile(case, "court", "法院调卷"), office.unit_of_work(), office.actor(SUPERVISOR))


def reopen(office: FullOffice, case: str) -> None:
    with office.unit_of_work() as unit:
        unit.session.get_one(Complaint, case).stage = Stage.INTAKE


def let_decision_fall(office: FullOffice, case: str) -> None:
    with office.unit_of_work() as unit:
        unit.session.get_one(FileKeeping, case).decided = None


def order_supplement(office: FullOffice, case: str) -> None:
    with office.unit_of_work() as unit:
        row = FileVolume(id=new_id(), complaint_id=case, no=2, ordered_by=SUPERVISOR)
        row.ordered_at = unit.clock.now()
        unit.session.add(row)


def correct_name(office: FullOffice, case: str) -> None:
    with office.unit_of_work() as unit:
        correct_field(Correction(case, PersonalField.NAME, "欧阳翠兰"), SUPERVISOR, unit)


def lengthen(office: FullOffice, case: str) -> None:
    with office.unit_of_work() as unit:
        unit.session.get_one(FileKeeping, case).keeping = KeepingClass.YEARS_30


def add_item(office: FullOffice, case: str) -> None:
    with office.unit_of_work() as unit:
        item = EvidenceItem(id=new_id(), complaint_id=case, no=9, title="现场照片", registered_by=SUPERVISOR)
        item.registered_at = unit.clock.now()
        unit.session.add(item)


def restrict(office: FullOffice, case: str) -> None:
    with office.unit_of_work() as unit:
        (item,) = unit.session.scalars(select(EvidenceItem).where(EvidenceItem.complaint_id == case))
        item.readers, item.restricted_by = [APPROVER], SUPERVISOR


def keep_away(office: FullOffice, case: str) -> None:
    with office.unit_of_work() as unit:
        row = Respondent(id=new_id(), complaint_id=case, no=9, staff_id=DIRECTOR, candidates=[])
        row.match, row.confirmed_at = RespondentMatch.EXACT, unit.clock.now()
        unit.session.add(row)


def test_what_is_held_or_has_changed_by_then_drops_out_and_says_so(office: FullOffice) -> None:
    happened: dict[Callable[[FullOffice, str], None], LeftOut] = {
        freeze: LeftOut.FROZEN,
        reopen: LeftOut.OPEN,
        let_decision_fall: LeftOut.UNDECIDED,
        order_supplement: LeftOut.CHANGED,
        correct_name: LeftOut.CHANGED,
        lengthen: LeftOut.CHANGED,
        restrict: LeftOut.CHANGED,
        keep_away: LeftOut.NOT_READABLE,
    }
    stays = close_to_transfer(office, 1).complaint_id
    cases = {what: close_to_transfer(office, no).complaint_id for no, what in enumerate(happened, start=2)}
    add_item(office, cases[restrict])
    early = close_to_transfer(office, 12).complaint_id
    freeze(office, early)
    transfer_id = open_ready(office)
    assert early not in ordered(office), "what is held comes into no transfer"
    for happen, case in cases.items():
        happen(office, case)
    hand_over(office, transfer_id)
    assert state_of(office, stays) == (TransferLineState.HANDED_OVER, None)
    for happen, case in cases.items():
        assert state_of(office, case) == (TransferLineState.LEFT_OUT, happened[happen]), happen.__name__
        assert kinds_of(office, case)["file.transfer_handed_over"] == 0
    package = take(office, transfer_id)
    with zipfile.ZipFile(BytesIO(package)) as opened:
        assert {name.split("/")[0] for name in opened.namelist() if name.endswith("metadata.xml")} == {
            f"0001-{office.rows(Complaint, id=stays)[0].number}"
        }
    assert list_waiting_cases(office).count(cases[freeze]) == 1, "it waits for another transfer"
    (line,) = office.rows(ArchiveTransferLine, complaint_id=stays)
    assert line.no == 1


def test_nothing_goes_twice_and_what_is_taken_back_waits_again(office: FullOffice) -> None:
    case = close_to_transfer(office, 1).complaint_id
    before = stored_keys(office)
    transfer_id = open_ready(office, with_identity=False)
    with pytest.raises(RuleRefused, match="NOTHING_TO_TRANSFER"):
        open_ready(office)
    with conflict("TRANSFER_NOT_HANDED_OVER"):
        take(office, transfer_id)
    with pytest.raises(NotPermitted):
        hand_over(office, transfer_id, SUPERVISOR)
    hand_over(office, transfer_id)
    with conflict("TRANSFER_HANDED_OVER"):
        hand_over(office, transfer_id)
    with pytest.raises(NotPermitted):
        take(office, transfer_id, SUPERVISOR)
    package = take(office, transfer_id)
    assert office.rows(IdentityReveal) == []
    assert "身份材料/" not in "".join(zipfile.ZipFile(BytesIO(package)).namelist())
    assert kinds_of(office, case)["file.transfer_handed_over"] == 1
    with pytest.raises(InvalidInput):
        take_back(transfer_id, " ", office.unit_of_work(), office.actor(SUPERVISOR))
    take_back(transfer_id, "档案馆改期", office.unit_of_work(), office.actor(SUPERVISOR))
    assert kinds_of(office, case)["file.transfer_taken_back"] == 1
    assert list_waiting_cases(office) == [case]
    while transfers_step(office.unit_of_work):
        pass
    assert len(stored_keys(office) - before) == 4
    with conflict("TRANSFER_OVER"):
        take(office, transfer_id)
    with conflict("TRANSFER_OVER"):
        hand_over(office, transfer_id)
    again = open_ready(office)
    hand_over(office, again)
    assert state_of(office, case)[0] is TransferLineState.HANDED_OVER


class _Dies(Exception):
    """The process ends here."""


class _DyingStore:
    """A store whose process is killed at the `last`-th file."""

    def __init__(self, store: ObjectStore, last: int) -> None:
        self._store, self._left = store, last

    def put_as(self, key: str, content: BytesIO) -> StoredObject:
        self._left -= 1
        if self._left < 0:
            raise _Dies
        return self._store.put_as(key, content)

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)


def test_a_kill_while_it_is_made_ready_leaves_nothing_half_and_nothing_behind(office: FullOffice) -> None:
    close_to_transfer(office, 1)
    before = stored_keys(office)
    command = OpenTransfer(ARCHIVES, with_identity=True)
    transfer_id = open_transfer(command, office.unit_of_work(), office.actor(DIRECTOR))
    for last in (0, 1, 3):
        working = office.unit_of_work()
        store = _DyingStore(working.ports.object_store, last)
        ports = replace(working.ports, object_store=store)  # type: ignore[arg-type]  # it passes on what it is asked
        with pytest.raises(_Dies):
            make_line((transfer_id, 1), UnitOfWork(office.database, ports))
        (line,) = office.rows(ArchiveTransferLine)
        assert (line.state, line.content["files"]) == (TransferLineState.WAITING, [])
        assert len(stored_keys(office) - before) == last
    with pytest.raises(RuleRefused, match="TRANSFER_NOT_READY"):
        hand_over(office, transfer_id)
    with pytest.raises(RuleRefused, match="TRANSFER_NOTHING_LEFT"):
        hand_over(office, transfer_id, without_unready=True)
    make_line((transfer_id, 1), office.unit_of_work())
    (line,) = office.rows(ArchiveTransferLine)
    assert line.state is TransferLineState.READY
    assert stored_keys(office) - before == set(line.content["keys"]), "what a kill left is cleared away"
    make_line((transfer_id, 1), office.unit_of_work())
    assert stored_keys(office) - before == set(line.content["keys"])
    assert kinds_of(office, None)["transfer.opened"] == 1


def test_a_part_that_cannot_be_read_keeps_its_file_and_no_other_back(office: FullOffice) -> None:
    cases = [close_to_transfer(office, no).complaint_id for no in (1, 2)]
    (volume,) = office.rows(FileVolume, complaint_id=cases[0])
    key = next(part["storage_key"] for part in volume.content["parts"] if part.get("storage_key"))
    store = office.unit_of_work().ports.object_store
    store.put_as(key, BytesIO(b"%PDF-1.7 another"))
    transfer_id = open_ready(office)
    assert [state_of(office, case)[0] for case in cases] == [
        TransferLineState.WAITING,
        TransferLineState.READY,
    ]
    with pytest.raises(OutsideUnavailable):
        make_line((transfer_id, ordered(office).index(cases[0]) + 1), office.unit_of_work())
    first = tried_at(office, cases[0])
    for moment, is_tried_again in (("2026-09-07T10:05", False), ("2026-09-07T10:11", True)):
        office.clock.set(moment)
        transfers_step(office.unit_of_work)
        assert (tried_at(office, cases[0]) != first) is is_tried_again, moment
    hand_over(office, transfer_id, without_unready=True)
    assert state_of(office, cases[0]) == (TransferLineState.LEFT_OUT, LeftOut.NOT_READY)
    assert keeping_of(office, cases[0]).decided is Judgement.TRANSFER


def tried_at(office: FullOffice, case: str) -> datetime | None:
    line: ArchiveTransferLine
    (line,) = office.rows(ArchiveTransferLine, complaint_id=case)
    return line.tried_at


def test_a_receipt_is_of_this_package_and_adds_up(office: FullOffice) -> None:
    close_to_transfer(office, 1)
    transfer_id = open_ready(office)
    with conflict("TRANSFER_NOT_HANDED_OVER"):
        enter(office, transfer_id)
    hand_over(office, transfer_id)
    for fault in (
        {"receipt_number": " "},
        {"receipt_person": "长" * 101},
        {"receipt_on": "2026-09-08"},
        {"receipt_on": "2026-09-06"},
        {"receipt_on": "昨天"},
        {"receipt_digest": "0" * 64},
        {"receipt_digest": "校验值"},
        {"receipt_files": "2"},
        {"receipt_files": "一"},
        {"refused": "2 没有这一卷"},
        {"refused": "缺页"},
        {"refused": "1 缺页\n1 缺页"},
    ):
        with pytest.raises(InvalidInput) as refused:
            enter(office, transfer_id, **fault)
        assert [*refused.value.errors] == [*fault], fault
    with conflict("TRANSFER_NO_RECEIPT"):
        confirm(office, transfer_id)
    with pytest.raises(NotPermitted):
        enter(office, transfer_id, "xun.wenshi")
    enter(office, transfer_id, receipt_files="0", refused="1 缺页")
    seen = name_entry(transfer_of(office).receipt_at)
    confirm(office, transfer_id, decision="send_back")
    with conflict("TRANSFER_NO_RECEIPT"):
        confirm(office, transfer_id)
    office.clock.set("2026-09-07T10:05")
    enter(office, transfer_id, APPROVER)
    with conflict("RECEIPT_CHANGED"):
        confirm(office, transfer_id, DIRECTOR, seen=seen)
    confirm(office, transfer_id, DIRECTOR)
    assert {row.state for row in office.rows(ArchiveTransferLine)} == {TransferLineState.RECEIVED}


def test_who_hands_over_and_with_whom(office: FullOffice) -> None:
    """A supervisor puts a transfer together without complainants, an approver none; one must keep away from none of its cases."""
    case = close_to_transfer(office, 1).complaint_id
    with pytest.raises(NotPermitted):
        open_ready(office, APPROVER)
    with pytest.raises(InvalidInput) as refused:
        open_ready(office, SUPERVISOR)
    assert refused.value.errors == {"with_identity": "NOT_AN_OPTION"}
    with pytest.raises(InvalidInput) as refused:
        open_transfer(OpenTransfer(" ", False), office.unit_of_work(), office.actor(SUPERVISOR))
    assert refused.value.errors == {"receiver": "REQUIRED"}
    transfer_id = open_ready(office)
    hand_over(office, transfer_id)
    keep_away(office, case)
    with pytest.raises(RuleRefused, match="TRANSFER_KEEPS_AWAY"):
        take(office, transfer_id)
    with pytest.raises(RuleRefused, match="TRANSFER_KEEPS_AWAY"):
        read_list(transfer_id, office.unit_of_work(), office.actor(DIRECTOR))
    assert office.rows(IdentityReveal) == []
    with pytest.raises(RuleRefused, match="TRANSFER_KEEPS_AWAY"):
        enter(office, transfer_id, DIRECTOR)
    enter(office, transfer_id, receipt_files="0", refused="1 缺少附件目录")
    with pytest.raises(RuleRefused, match="TRANSFER_KEEPS_AWAY"):
        confirm(office, transfer_id, DIRECTOR)
    for login, told in ((DIRECTOR, ((1, ""),)), (APPROVER, ((1, "缺少附件目录"),))):
        page = read_transfer(transfer_id, "", office.unit_of_work(), office.actor(login))
        assert (page.refused, page.may_confirm) == (told, login == APPROVER)


def test_who_may_not_know_complainants_any_more_hands_over_and_takes_none(office: FullOffice) -> None:
    """The director, or who stood in for him, whose rights ended after the files were made ready or handed over."""
    close_to_transfer(office, 1)
    transfer_id = open_ready(office)
    without = replace(office.actor(DIRECTOR), roles=frozenset({Role.SUPERVISOR}))
    with pytest.raises(RuleRefused, match="TRANSFER_NOTHING_LEFT"):
        hand_over_files(HandOverFiles(transfer_id), office.unit_of_work(), without)
    hand_over(office, transfer_id)
    with pytest.raises(RuleRefused, match="TRANSFER_KEEPS_AWAY"):
        take_package(transfer_id, office.unit_of_work(), without)
    assert office.rows(IdentityReveal) == []


def test_a_receipt_keeps_its_own_scan_and_keeps_the_transfer_from_being_taken_back(
    office: FullOffice,
) -> None:
    close_to_transfer(office, 1)
    transfer_id = open_ready(office)
    hand_over(office, transfer_id)
    before = stored_keys(office)
    for colour in ("navy", "green"):
        enter(office, transfer_id, scan=photo(colour))
    assert len(stored_keys(office) - before) == 2, (
        "the scan and the copy drawn of it, not those that it replaced"
    )
    with conflict("TRANSFER_HAS_RECEIPT"):
        take_back(transfer_id, "档案馆改期", office.unit_of_work(), office.actor(SUPERVISOR))
    confirm(office, transfer_id, decision="send_back")
    assert stored_keys(office) == before
    enter(office, transfer_id)
    with pytest.raises(NotFound):
        read_scan(transfer_id, office.unit_of_work(), office.actor(SUPERVISOR))
    confirm(office, transfer_id, decision="send_back")
    take_back(transfer_id, "档案馆改期", office.unit_of_work(), office.actor(SUPERVISOR))


class _MeanwhilePress:
    """A press that does something before it prints."""

    def __init__(self, press: Press, happen: Callable[[], None]) -> None:
        self._press, self._happen = press, happen

    def print(self, letter: Letter) -> bytes:
        self._happen()
        return self._press.print(letter)


def test_who_hands_over_twice_at_once_leaves_no_list_that_nobody_finds(office: FullOffice) -> None:
    close_to_transfer(office, 1)
    transfer_id = open_ready(office)
    before = stored_keys(office)
    ports = office.unit_of_work().ports
    press = _MeanwhilePress(ports.press, lambda: hand_over(office, transfer_id))
    with conflict("TRANSFER_HANDED_OVER"):
        hand_over_files(
            HandOverFiles(transfer_id),
            UnitOfWork(office.database, replace(ports, press=press)),  # type: ignore[arg-type]  # it prints lists only
            office.actor(DIRECTOR),
        )
    kept = {told[3] for told in transfer_of(office).content["files"]}
    assert stored_keys(office) - before == kept
