"""An office is backed up in the middle of its work, restored elsewhere, and ends there whole: nothing lost, nothing twice."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import pytest

from deploy.backup.make_backup import make_backup
from deploy.replay.samples import load_stories
from deploy.wiring import build_replay
from prove.record import Record
from tests.acceptance.lived import write_stories
from tests.acceptance.walk import filing, list_cases
from tests.backup.places import IS_WHOLE, Places
from tests.backup.restored import anchor_generation, assert_agreed, put_back
from tests.kill.wholeness import assert_told_once, assert_whole, assert_worked_on_once
from tests.office_process import office_template, running_office

# A referral that is objected to, and a second story, so that there are ten moments to choose.
STORIES = ("S020", "S001")
MOMENTS = 10
MOST_FILED = 30


@pytest.mark.check(sister="tests/backup/test_backup_and_restore.py")
@pytest.mark.skipif(not IS_WHOLE, reason="a part of make prove-restores")
@pytest.mark.timeout(1500)
def test_stories_end_in_the_restored_office_as_they_end_in_the_first(places: Places, tmp_path: Path) -> None:
    """SE-42: at moments spread over the time line, while workers and engine are at work on what was just done."""
    begun = places.begin(office_template(tmp_path.parent / "office-template"), tmp_path / "office")
    file = write_stories(tmp_path, lambda story: story in STORIES)
    bookmark, backups = tmp_path / "replay.json", tmp_path / "backups"
    record = Record("restores in a replay")
    with running_office(tmp_path / "office", settings=begun) as office:
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
        stand = {number: places.empty() for number in range(1, record.attempts + 1)}
        for number, place in stand.items():
            put_back(office, backups / str(number), tmp_path / f"office-{number}", place)
        generation = anchor_generation(office)
    for number, place in stand.items():
        with running_office(tmp_path / f"office-{number}", settings=place) as restored:
            assert_agreed(restored)
            assert anchor_generation(restored) == generation + 1
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
        generation = anchor_generation(office)
        made = make_backup(office.settings, tmp_path / "one", print)
        is_made.set()
        people.join()
        assert filed
        put_back(office, tmp_path / "one", tmp_path / "new")
    assert made.engine_schema is not None
    with running_office(tmp_path / "new") as restored:
        assert_agreed(restored)
        assert anchor_generation(restored) == generation + 1
        cases = list_cases(restored)
        assert {case.number for case in cases} >= set(before)
        assert {case.number for case in cases} <= {*before, *filed}
        for case in cases:
            assert_whole(restored, case)
        after = restored.people.file(filing()).number
        restored.settle()
        assert restored.people.find_case("zong.lanyun", after)
