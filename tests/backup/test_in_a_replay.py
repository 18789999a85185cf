"""An office is backed up in the middle of its work, restored elsewhere, and ends there whole: nothing lost, nothing twice."""

from __future__ import annotations

import os
import shutil
import threading
from pathlib import Path

import pytest

from deploy.backup.make_backup import make_backup
from deploy.backup.restore_office import restore_office
from deploy.office import ACCOUNTS_FILE
from deploy.reconciling import open_stores
from deploy.replay.samples import load_stories
from deploy.settings import load_settings
from deploy.wiring import build_replay
from models.ledger.trail_check import verify_trail
from prove.record import Record
from tests.acceptance.lived import write_stories
from tests.acceptance.walk import filing, list_cases
from tests.kill.wholeness import assert_told_once, assert_whole, assert_worked_on_once
from tests.office_process import OfficeProcess, office_template, running_office

IS_WHOLE = os.environ.get("PROVE") == "1"
# A referral that is objected to; on demand a second story, so that there are ten moments to choose.
STORIES = ("S020", "S001") if IS_WHOLE else ("S020",)
MOMENTS = 10 if IS_WHOLE else 1
MOST_FILED = 30


def put_back(office: OfficeProcess, folder: Path, data: Path) -> None:
    """The operator puts the key file there and restores; the people still know their passwords."""
    (data / "keys").mkdir(parents=True, mode=0o700)
    shutil.copy(office.settings.vault_key_file, data / "keys")
    restore_office(load_settings({"JIEBAN_DATA": str(data)}), folder, print)
    shutil.copy(office.data / ACCOUNTS_FILE, data)


def assert_agreed(office: OfficeProcess) -> None:
    """Database and engine of a restored office differ in nothing."""
    office.settle()
    with open_stores(office.settings) as stores:
        assert stores.compare(office.settle).differing == ()
    with office.clock.database.read() as session:
        assert verify_trail(session).fault is None


@pytest.mark.check(sister="tests/backup/test_backup_and_restore.py")
@pytest.mark.timeout(900 if IS_WHOLE else 240)
def test_stories_end_in_the_restored_office_as_they_end_in_the_first(tmp_path: Path) -> None:
    """SE-42: at moments spread over the time line, while workers and engine are at work on what was just done."""
    template = office_template(tmp_path.parent / "office-template")
    file = write_stories(tmp_path, lambda story: story in STORIES)
    bookmark, backups = tmp_path / "replay.json", tmp_path / "backups"
    record = Record("restores in a replay")
    with running_office(tmp_path / "office", template=template) as office:
        replay = build_replay(office.settings, office.passwords, bookmark)

        def tell(done: int, total: int, _event: str) -> None:
            if done * (MOMENTS + 1) // total > record.attempts < MOMENTS:
                record.attempts += 1
                make_backup(office.settings, backups / str(record.attempts), print)
                shutil.copy(bookmark, tmp_path / f"replay-{record.attempts}.json")

        replay.live(load_stories(file), None, tell)
        expected = [(row.complaint, row.verdict) for row in replay.compare(file)]
        replay.close()
        assert {verdict for _, verdict in expected} == {"same"}
        for number in range(1, record.attempts + 1):
            put_back(office, backups / str(number), tmp_path / f"office-{number}")
    for number in range(1, record.attempts + 1):
        with running_office(tmp_path / f"office-{number}") as restored:
            assert_agreed(restored)
            replay = build_replay(restored.settings, restored.passwords, tmp_path / f"replay-{number}.json")
            assert replay.bookmark.events, "a moment before the first event proves nothing"
            replay.live(load_stories(file), None)
            rows = replay.compare(file)
            replay.close()
            assert [str(difference) for row in rows for difference in row.differences] == []
            assert [(row.complaint, row.verdict) for row in rows] == expected
            for case in list_cases(restored):
                assert_told_once(restored, case)
                assert_worked_on_once(restored, case)
            assert_agreed(restored)
            record.faults["restored and lived to the end"] += 1
    assert record.attempts == MOMENTS
    record.save()


@pytest.mark.check(sister="tests/backup/test_backup_and_restore.py")
@pytest.mark.timeout(240)
def test_what_was_taken_before_is_in_a_backup_that_was_made_while_people_filed(tmp_path: Path) -> None:
    """SE-42: nobody waits for it; each case of the copy has its one run, and none of them is half there."""
    template = office_template(tmp_path.parent / "office-template")
    with running_office(tmp_path / "office", template=template) as office:
        before = [office.people.file(filing()).number]
        filed: list[str] = []

        is_made = threading.Event()

        def file_on() -> None:
            while not is_made.is_set() and len(filed) < MOST_FILED:
                filed.append(office.people.file(filing()).number)

        people = threading.Thread(target=file_on)
        people.start()
        made = make_backup(office.settings, tmp_path / "one", print)
        is_made.set()
        people.join()
        assert filed
        put_back(office, tmp_path / "one", tmp_path / "new")
    assert made.engine_schema is not None
    with running_office(tmp_path / "new") as restored:
        assert_agreed(restored)
        cases = list_cases(restored)
        assert {case.number for case in cases} >= set(before)
        assert {case.number for case in cases} <= {*before, *filed}
        for case in cases:
            assert_whole(restored, case)
        after = restored.people.file(filing()).number
        restored.settle()
        assert restored.people.find_case("zong.lanyun", after)
