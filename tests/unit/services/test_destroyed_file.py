"""销毁: nothing is left of a destroyed file but numbers, dates and codes, and the trail still holds."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest
from sqlalchemy import select, text, update

from adapters.sealed_files import SealedObjectStore
from models.case.complaint import Complaint
from models.case.destruction import DestructionLine, DestructionList
from models.case.file_freeze import FileFreeze
from models.case.file_keeping import FileKeeping
from models.case.lifecycle import Outcome, Stage
from models.clock.clock import Clock
from models.clock.legal_time import parse_moment
from models.ground.errors import Conflict, NotPermitted, OutsideUnavailable, RuleRefused
from models.ground.keeping_codes import DestructionState, Hold
from models.ledger.digest_check import DigestReport, check_digests
from models.ledger.emptied_trail import EMPTIED
from models.ledger.trail_check import TrailReport, verify_trail
from models.ledger.trail_event import TrailEvent
from models.store.append_only import updates_allowed
from models.store.case_rows import RECORD, list_case_tables
from services.actor import SYSTEM
from services.evidence.incoming_file import IncomingFile
from services.identity.forget_keys import forget_keys
from services.identity.rotate_keys import RotateKeys
from services.keeping import destroy_step
from services.keeping.destroy_list import open_destruction, withdraw_destruction, witness_destruction
from services.keeping.destroy_step import destroy_files_step
from services.keeping.freeze_file import FreezeFile, freeze_file
from services.keeping.read_destruction import list_destructions, read_destruction
from services.keeping.release_file import ReleaseFile, release_file
from services.keeping.set_keeping import set_keeping
from services.unit_of_work import Unit
from tests.database import key_file_of_this_process
from tests.full_office import FullOffice
from tests.store_app.stays_of_a_file import OF_NO_CASE
from tests.unit.services.filled_case import CANARY, fill, list_telling, map_sealed
from tests.unit.services.keeping_files import DIRECTOR, SUPERVISOR
from tests.unit.services.test_appraisal import (
    APPROVER,
    DAY_AFTER,
    OTHER_SUPERVISOR,
    close_due,
    decide,
    judge_alike,
    start,
)


def decide_to_destroy(office: FullOffice, *cases: str, keep: str = "") -> None:
    """The whole appraisal of these files, and of one that is kept on."""
    office.clock.set(DAY_AFTER)
    batch = start(office)
    judge_alike(office, batch, **{f"c{case}": "destroy" for case in cases})
    if keep:
        judge_alike(office, batch, **{f"c{keep}": "keep_30"})
    decide(office, batch)


def list_and_witness(office: FullOffice) -> str:
    listed = open_destruction(office.unit_of_work(), office.actor(SUPERVISOR))
    for login in (APPROVER, OTHER_SUPERVISOR):
        witness_destruction(listed, office.unit_of_work(), office.actor(login))
    return listed


def line_of(office: FullOffice, case: str) -> DestructionLine:
    row: DestructionLine
    (row,) = office.rows(DestructionLine, complaint_id=case)
    return row


def report(office: FullOffice) -> TrailReport:
    with office.unit_of_work().reading() as unit:
        return verify_trail(unit.session)


def file_filled(office: FullOffice) -> str:
    """A case filed with a file, with a row of every table that can hold something of a case; its term is over."""
    upload = IncomingFile(f"{CANARY}说明.txt", "text/plain", io.BytesIO(CANARY.encode()))
    case = office.file(upload, content=f"{CANARY}态度生硬", name=f"{CANARY}某").complaint_id
    with office.unit_of_work() as unit:
        row = unit.session.get_one(Complaint, case)
        row.stage, row.outcome = Stage.ARCHIVED, Outcome.REFUSED
        row.closed_at = parse_moment("2026-10-08T09:00")
        set_keeping(row, unit, SYSTEM)
    with office.unit_of_work() as unit:
        filled = fill(case, unit.session)
    assert {one.name for one in list_case_tables()} - set(filled) == {"destruction_line"}
    return case


def count_files(office: FullOffice) -> int:
    return sum(1 for path in (office.folder / "files").rglob("*") if path.is_file())


def may_stay(column: str) -> bool:
    """The record of the appraisal, and tables that hold nothing of one case."""
    return column in RECORD or column.partition(".")[0] in OF_NO_CASE


def test_nothing_of_a_destroyed_file_is_left(office: FullOffice) -> None:
    """A row of every table with words in every column: none is left in any, sealed or clear, nor in the folder of files."""
    with office.unit_of_work().reading() as unit:
        foreign = map_sealed(unit.session)
    case = file_filled(office)
    assert office.rows(Clock, complaint_id=case, stopped_at=None), "a limit that outlived the archive"
    with office.unit_of_work().reading() as unit:
        number = unit.session.get_one(Complaint, case).number
        before = {value: at for value, at in map_sealed(unit.session).items() if value not in foreign}
        assert len(list_telling(unit.session)) > 100, "the words are there before"
    assert count_files(office) > 0
    decide_to_destroy(office, case)
    list_and_witness(office)
    assert destroy_files_step(office.unit_of_work) == 1
    assert (line_of(office, case).state, line_of(office, case).objects) == (DestructionState.EMPTIED, None)
    assert office.rows(Clock, complaint_id=case, stopped_at=None) == [], "nobody can meet it any more"
    with office.unit_of_work().reading() as unit:
        assert not [column for column in list_telling(unit.session) if not may_stay(column)]
        left = before.keys() & map_sealed(unit.session).keys()
        assert not [before[value] for value in left if not may_stay(before[value])]
        complaint = unit.session.get_one(Complaint, case)
        assert (complaint.number, complaint.outcome, complaint.matter) == (number, Outcome.REFUSED, "")
        assert complaint.destroyed_at is not None
        vouched = DigestReport()
        assert list(check_digests(unit.session, vouched)) == []
        assert (vouched.destroyed, vouched.whole) == (1, vouched.cases), "the trail vouches for what stays"
    assert count_files(office) == 0
    if office.database.is_sqlite:
        written = database_bytes(office)
        assert not [
            at for value, at in before.items() if value not in left and value[:60].encode() in written
        ]
    assert destroy_files_step(office.unit_of_work) == 0


def database_bytes(office: FullOffice) -> bytes:
    """The file and what it wrote ahead, after a checkpoint."""
    path = Path(str(office.database.engine.url.database))
    with office.database.engine.connect() as connection:
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    ahead = path.with_name(path.name + "-wal")
    return path.read_bytes() + (ahead.read_bytes() if ahead.exists() else b"")


def test_the_chain_holds_and_names_every_other_emptied_entry(office: FullOffice) -> None:
    """Emptied entries are proven by the event of the case; one that is not, or is changed besides, is named."""
    case, other = close_due(office), close_due(office)
    for one in (case, other):
        freeze_and_release(office, one)
    decide_to_destroy(office, case, keep=other)
    list_and_witness(office)
    before = report(office)
    assert (before.fault, before.emptied) == (None, 0)
    destroy_files_step(office.unit_of_work)
    after = report(office)
    ours = [row for row in office.rows(TrailEvent, complaint_id=case) if row.kind != "file.destroyed"]
    assert (after.fault, after.emptied) == (None, len(ours))
    assert after.emptied > 2
    assert all(row.payload == EMPTIED for row in ours)
    (foreign,) = [row for row in office.rows(TrailEvent, complaint_id=other) if row.kind == "file.frozen"]
    (last,) = [row for row in office.rows(TrailEvent, complaint_id=case) if row.kind == "file.destroyed"]
    changes: list[tuple[int, dict[str, object]]] = [
        (foreign.seq, {"payload": dict(EMPTIED)}),
        (ours[0].seq, {"actor": "somebody"}),
        (ours[0].seq, {"payload": {"told": "anew"}}),
        (last.seq, {"payload": {**last.payload, "entries": 0}}),
    ]
    for seq, change in changes:
        assert find_fault_of(office, seq, change) is not None
    assert report(office).fault is None


def find_fault_of(office: FullOffice, seq: int, change: dict[str, object]) -> object:
    """What a verification finds after one entry was changed; the change is taken back."""
    found = []

    def look(unit: Unit) -> None:
        with updates_allowed(unit.session, "trail_event"):
            unit.session.execute(update(TrailEvent).where(TrailEvent.seq == seq).values(**change))
        found.append(verify_trail(unit.session).fault)

    office.unit_of_work().look(look)
    return found[0]


def freeze_and_release(office: FullOffice, case: str) -> None:
    freeze_file(FreezeFile(case, "court", "法院调卷"), office.unit_of_work(), office.actor(SUPERVISOR))
    (row,) = office.rows(FileFreeze, complaint_id=case)
    release_file(ReleaseFile(case, row.id, "已还"), office.unit_of_work(), office.actor(SUPERVISOR))


def test_two_others_watch_over_it_and_nothing_goes_before(office: FullOffice) -> None:
    """Who opened the list is no witness, one person is not two, and once two have confirmed nobody takes it back."""
    case = close_due(office)
    with pytest.raises(RuleRefused, match="NOTHING_TO_DESTROY"):
        open_destruction(office.unit_of_work(), office.actor(SUPERVISOR))
    decide_to_destroy(office, case)
    withdrawn = open_destruction(office.unit_of_work(), office.actor(SUPERVISOR))
    with pytest.raises(RuleRefused, match="NOTHING_TO_DESTROY"):
        open_destruction(office.unit_of_work(), office.actor(APPROVER))
    withdraw_destruction(withdrawn, office.unit_of_work(), office.actor(SUPERVISOR))
    listed = open_destruction(office.unit_of_work(), office.actor(SUPERVISOR))
    for login in (SUPERVISOR, DIRECTOR):
        with pytest.raises(NotPermitted):
            witness_destruction(listed, office.unit_of_work(), office.actor(login))
    for _ in range(2):
        witness_destruction(listed, office.unit_of_work(), office.actor(APPROVER))
        assert destroy_files_step(office.unit_of_work) == 0
    witness_destruction(listed, office.unit_of_work(), office.actor(OTHER_SUPERVISOR))
    with pytest.raises(Conflict) as begun:
        withdraw_destruction(listed, office.unit_of_work(), office.actor(SUPERVISOR))
    assert begun.value.code == "DESTRUCTION_BEGUN"
    assert destroy_files_step(office.unit_of_work) == 1
    (row,) = [row for row in office.rows(DestructionList) if row.id == listed]
    assert row.carried_out_at is not None
    (told,) = [row for row in office.rows(TrailEvent) if row.kind == "destruction.carried_out"]
    assert told.payload == {"number": row.number, "emptied": 1, "held": 0}


def test_what_is_held_or_decided_anew_by_then_stays(office: FullOffice) -> None:
    frozen, anew, gone = (close_due(office) for _ in range(3))
    decide_to_destroy(office, frozen, anew, gone)
    list_and_witness(office)
    freeze_file(FreezeFile(frozen, "court", "法院调卷"), office.unit_of_work(), office.actor(SUPERVISOR))
    with office.unit_of_work() as unit:
        unit.session.get_one(FileKeeping, anew).decided = None
    assert destroy_files_step(office.unit_of_work) == 3
    states = {
        case: (line_of(office, case).state, line_of(office, case).held_by) for case in (frozen, anew, gone)
    }
    assert states == {
        frozen: (DestructionState.HELD, Hold.FROZEN),
        anew: (DestructionState.HELD, None),
        gone: (DestructionState.EMPTIED, None),
    }
    with office.unit_of_work().reading() as unit:
        kept = [unit.session.get_one(Complaint, case).matter for case in (frozen, anew)]
    assert all(kept)


def test_a_list_of_which_every_file_is_held_asks_for_no_keys(office: FullOffice) -> None:
    """Neither page says that files were emptied."""
    case = close_due(office)
    decide_to_destroy(office, case)
    listed = list_and_witness(office)
    freeze_file(FreezeFile(case, "court", "法院调卷"), office.unit_of_work(), office.actor(SUPERVISOR))
    destroy_files_step(office.unit_of_work)
    page = read_destruction(listed, office.unit_of_work(), office.actor(SUPERVISOR))
    assert (page.listed.carried_out_at is not None, page.is_any_emptied) == (True, False)
    assert list_destructions(office.unit_of_work(), office.actor(SUPERVISOR)).emptied == frozenset()
    gone = close_due(office)
    decide_to_destroy(office, gone)
    later = list_and_witness(office)
    destroy_files_step(office.unit_of_work)
    assert read_destruction(later, office.unit_of_work(), office.actor(SUPERVISOR)).is_any_emptied
    assert list_destructions(office.unit_of_work(), office.actor(SUPERVISOR)).emptied == {later}
    key_file = office.folder / "vault.key"
    shutil.copy(key_file_of_this_process(), key_file)
    with office.unit_of_work() as unit:
        for each in unit.session.scalars(select(DestructionList)):
            each.sealed_by = "earlier"
    forgotten = forget_keys(RotateKeys(key_file, lambda *_: None), office.unit_of_work, SYSTEM)
    assert len(forgotten.lists) == 1
    with office.unit_of_work().reading() as unit:
        assert unit.session.get_one(DestructionList, later).forgotten_at is not None


def test_a_store_that_is_away_leaves_the_line_unfinished(
    office: FullOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next round but some deletes what is left; a later list does not wait, however few a round takes."""
    case = file_filled(office)
    decide_to_destroy(office, case)
    first = list_and_witness(office)
    later = close_due(office)
    decide_to_destroy(office, later)
    office.clock.set("2037-01-01T00:01")
    list_and_witness(office)
    monkeypatch.setattr(destroy_step, "FILES_AT_ONCE", 1)

    def is_away(self: object, key: str) -> None:
        raise OutsideUnavailable

    with monkeypatch.context() as away:
        away.setattr(SealedObjectStore, "delete", is_away)
        assert [destroy_files_step(office.unit_of_work) for _ in range(3)] == [0, 1, 0]
    assert line_of(office, later).state is DestructionState.EMPTIED
    line = line_of(office, case)
    assert (line.state, line.done_at) == (DestructionState.EMPTYING, None)
    assert line.objects
    assert count_files(office) > 0
    assert destroy_files_step(office.unit_of_work) == 0, "it is not tried again at once"
    office.clock.set("2037-01-01T00:12")
    assert destroy_files_step(office.unit_of_work) == 1
    assert [row.carried_out_at is not None for row in office.rows(DestructionList, id=first)] == [True]
    assert (line_of(office, case).state, count_files(office)) == (DestructionState.EMPTIED, 0)
    assert report(office).fault is None
