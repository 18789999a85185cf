"""Old keys are deleted after a rotation: what they sealed opens nowhere, what is in use opens as before, on both databases."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from sqlalchemy import text

from models.case.complaint import Complaint
from models.case.destruction import DestructionList
from models.ground.ids import new_id
from models.ledger.trail_check import verify_trail
from models.ledger.trail_event import TrailEvent
from models.vault import key_rotation
from models.vault.key_rotation import RotationUnfinished, begin_rotation, end_rotation
from models.vault.keyring import KeyMissing, get_keyring
from services.actor import SYSTEM
from services.identity import forget_keys as forgetting
from services.identity.forget_keys import ForgottenKeys, KeysStillUsed, forget_keys
from services.identity.rotate_keys import RotateKeys, rotate_keys
from services.identity.vault_key import check_key
from tests.full_office import FullOffice


def rotate(office: FullOffice, key_file: Path) -> None:
    rotate_keys(RotateKeys(key_file, lambda *_: None), office.unit_of_work, SYSTEM)


def forget(office: FullOffice, key_file: Path) -> ForgottenKeys:
    return forget_keys(RotateKeys(key_file, lambda *_: None), office.unit_of_work, SYSTEM)


def keys_in(key_file: Path) -> set[str]:
    return set(json.loads(key_file.read_text())["keys"])


def carry_out_a_list(office: FullOffice) -> str:
    """A list whose files were emptied under the key of now."""
    with office.unit_of_work() as unit:
        row = DestructionList(id=new_id(), number="XH-2026-001", files=1, opened_by="jian.rujing")
        row.opened_at = row.carried_out_at = unit.clock.now()
        row.sealed_by = get_keyring().active_key_id
        unit.session.add(row)
    return row.id


def test_a_backup_of_before_opens_no_more_and_the_office_goes_on(office: FullOffice, key_file: Path) -> None:
    """The key is deleted, not only unused: a value and a copy of a file of before stay closed for ever."""
    case = office.file().complaint_id
    store = office.unit_of_work().ports.object_store
    name = store.put("笔录原文".encode()).key
    copy = office.folder / "copy"
    shutil.copytree(office.folder / "files", copy)
    with office.unit_of_work().reading() as unit:
        backup = unit.session.scalar(text("SELECT matter FROM complaint"))
    before = get_keyring().active_key_id
    listed = carry_out_a_list(office)
    assert forget(office, key_file) == ForgottenKeys((), ()), "the key of now sealed the files of the list"
    rotate(office, key_file)
    done = forget(office, key_file)
    assert (done.key_ids, done.lists) == ((before,), ("XH-2026-001",))
    assert keys_in(key_file) == {get_keyring().active_key_id}
    with pytest.raises(KeyMissing):
        get_keyring().open(str(backup), "complaint:matter")
    shutil.rmtree(office.folder / "files")
    shutil.copytree(copy, office.folder / "files")
    with pytest.raises(KeyMissing):
        store.get(name)
    with office.unit_of_work().reading() as unit:
        assert unit.session.get_one(Complaint, case).matter
        check_key(unit.session, get_keyring())
        assert verify_trail(unit.session).fault is None
        row = unit.session.get_one(DestructionList, listed)
        assert (row.forgotten_keys, row.forgotten_at is not None) == ([before], True)
    told = [row.payload for row in office.rows(TrailEvent) if row.kind == "keys.forgotten"]
    assert told == [{"key_ids": [before], "lists": ["XH-2026-001"]}]


def test_nothing_is_deleted_while_something_needs_an_older_key(office: FullOffice, key_file: Path) -> None:
    office.file()
    begin_rotation(key_file)
    with pytest.raises(RotationUnfinished):
        forget(office, key_file)
    end_rotation(key_file)  # as if it had ended: rows are still sealed with the key of before
    with pytest.raises(KeysStillUsed):
        forget(office, key_file)
    assert len(keys_in(key_file)) == 2
    with office.unit_of_work().reading() as unit:
        check_key(unit.session, get_keyring())


def test_a_kill_before_the_key_file_and_one_behind_it_go_on(
    office: FullOffice, key_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At each place the office starts, and the next run ends what was begun: deleted once, recorded with the ids."""
    before = get_keyring().active_key_id
    carry_out_a_list(office)
    rotate(office, key_file)

    class Killed(BaseException):
        pass

    def die(*_: object) -> None:
        raise Killed

    def die_behind(path: Path) -> None:
        key_rotation.forget_older_keys(path)
        raise Killed

    for death in (die, die_behind):
        with monkeypatch.context() as deadly:
            deadly.setattr(forgetting, "forget_older_keys", death)
            with pytest.raises(Killed):
                forget(office, key_file)
        with office.unit_of_work().reading() as unit:
            check_key(unit.session, get_keyring())
    assert forget(office, key_file).lists == ("XH-2026-001",)
    (row,) = office.rows(DestructionList)
    assert row.forgotten_keys == [before]
    assert keys_in(key_file).isdisjoint({before})
