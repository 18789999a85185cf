"""`jieban trail`: heads are noted outside; a trail that was cut or emptied has an exit code of its own (SE-14, SE-47)."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from adapters.clock import SystemClock
from deploy.cli import jieban
from models.case.complaint import Complaint
from models.clock.legal_time import beijing_date
from models.ground.look_codes import LookKind
from models.ledger.look_record import NewLook, append_looks
from models.ledger.trail_event import NewTrailEvent, append_event
from models.ledger.trail_head import has_row_before, read_heads
from models.ledger.trail_verified import Verdict, find_verified
from services.health.note_head import HeadKeeper
from tests.database import key_file_of_this_process, sqlite_at
from tests.full_office import FullOffice
from tests.store_app.test_looks import meddle as meddle_with_looks
from tests.store_app.test_trail import meddle


@pytest.fixture
def office(tmp_path: Path, sqlite_office_template: Path, keyring: object) -> Iterator[FullOffice]:
    shutil.copy(sqlite_office_template, tmp_path / "jieban.sqlite3")
    with sqlite_at(tmp_path / "jieban.sqlite3") as database:
        office = FullOffice(database, folder=tmp_path)
        office.file()
        yield office


def run(office: FullOffice, *words: str) -> Result:
    own = {"JIEBAN_DATA": str(office.folder), "JIEBAN_KEY_FILE": str(key_file_of_this_process())}
    return CliRunner().invoke(jieban, ["trail", *words], env=own)


def delete_from(office: FullOffice, seq: int) -> None:
    meddle(
        office.database,
        lambda connection: connection.execute(
            text("DELETE FROM trail_event WHERE seq >= :seq"), {"seq": seq}
        ),
    )


def test_heads_of_the_workers_are_compared_without_being_named(office: FullOffice) -> None:
    """One line a day of the office; without a file the command says that a cut end would not show, and ends with 5 where one

    must have been noted.
    """
    kept = office.folder / "trail.heads"
    bare = run(office, "verify")
    assert (bare.exit_code, "compared with no noted head" in bare.output) == (5, True)
    assert f"{kept} is not there" in bare.output
    told = find_verified(office.folder / "trail.verified")
    assert told is not None and told.verdict is Verdict.UNNOTED
    with office.database.read() as session:
        today = beijing_date(office.clock.now())
        assert not has_row_before(today, session), "an office of today has none before its workers ran"
    keeper = HeadKeeper(kept, office.unit_of_work)
    assert (keeper.step(), keeper.step()) == (1, 0)
    assert HeadKeeper(kept, office.unit_of_work).step() == 0, "nor after a restart of the workers"
    office.clock.set((office.clock.now() + timedelta(days=1)).isoformat())
    assert keeper.step() == 1
    held = run(office, "verify")
    assert (held.exit_code, f"2 of 2 heads noted in {kept} hold" in held.output) == (0, True), held.output
    assert "that file lies in the data folder" in held.output
    delete_from(office, read_heads(kept).heads[0].rows)
    cut = run(office, "verify")
    assert (cut.exit_code, "it was cut" in cut.output, "0 of 2 heads" in cut.output) == (3, True, True), (
        cut.output
    )


def test_a_head_is_told_and_added_to_a_file_that_is_given(
    office: FullOffice, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    file = outside / "heads"
    told = run(office, "head", "--out", str(file))
    assert json.loads(told.output) == json.loads(file.read_text("utf-8"))
    held = run(office, "verify", "--head", str(file))
    assert (held.exit_code, "data folder" in held.output) == (0, False)
    file.write_text(told.output.replace('"hash":"', '"hash":"0'), "utf-8")
    changed = run(office, "verify", "--head", str(file))
    assert (changed.exit_code, "another one" in changed.output) == (3, True)
    for words in ("verify --head", "head --out"):
        refused = run(office, *words.split(), str(outside / "none" / "file"))
        assert (refused.exit_code, "none/file" in refused.output) == (1, True)
    file.write_text(told.output + "what no program wrote\n", "utf-8")
    assert run(office, "verify", "--head", str(file)).exit_code == 0, "a power cut tears a line"
    file.write_text(told.output + "what no program wrote\n" * 2, "utf-8")
    assert run(office, "verify", "--head", str(file)).exit_code == 1
    file.write_text("what no program wrote\n", "utf-8")
    empty = run(office, "verify", "--head", str(file))
    assert (empty.exit_code, "1 lines" in empty.output, "no head" in empty.output) == (1, True, True)


def test_a_file_of_heads_that_the_office_names_is_missed_where_it_must_have_been(
    office: FullOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever cuts the trail and takes the heads away is not told that it holds; nor is an office whose disk is not mounted."""
    monkeypatch.setenv("JIEBAN_TRAIL_HEADS", str(office.folder / "elsewhere" / "heads"))
    unmounted = run(office, "verify")
    assert (unmounted.exit_code, "elsewhere/heads cannot be read" in unmounted.output) == (1, True), (
        unmounted.output
    )
    (office.folder / "elsewhere").mkdir()
    gone = run(office, "verify")
    assert (gone.exit_code, "elsewhere/heads is not there" in gone.output) == (5, True), gone.output


def test_an_office_whose_workers_wrote_no_head_yet_is_told_so_and_judged(
    tmp_path: Path, sqlite_template: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In containers the file of heads begins with the workers' first round; one that is named by hand has to be there."""
    heads = tmp_path / "heads" / "trail.heads"
    heads.parent.mkdir()
    monkeypatch.setenv("JIEBAN_TRAIL_HEADS", str(heads))
    shutil.copy(sqlite_template, tmp_path / "jieban.sqlite3")
    with sqlite_at(tmp_path / "jieban.sqlite3") as database:
        office = FullOffice(database, folder=tmp_path)
        with database.write_transaction() as session:
            append_event(session, NewTrailEvent(None, SystemClock().now(), "system", "test.happened", {}))
        fresh = run(office, "verify")
        named = run(office, "verify", "--head", str(heads))
        meddle(
            database, lambda connection: connection.execute(text("UPDATE trail_event SET actor = 'other'"))
        )
        broken = run(office, "verify")
    assert (fresh.exit_code, "1 rows hold" in fresh.output) == (0, True), fresh.output
    assert f"no head was written to {heads} yet" in fresh.output
    assert f"尚未向 {heads} 写入链尾记录" in fresh.output
    assert (named.exit_code, f"{heads} cannot be read" in named.output) == (1, True), named.output
    assert (broken.exit_code, "row 1" in broken.output) == (1, True), broken.output


def test_an_emptied_trail_of_an_office_with_cases_never_holds(office: FullOffice) -> None:
    """Also where nobody noted a head."""
    delete_from(office, 1)
    emptied = run(office, "verify")
    assert (emptied.exit_code, "it was emptied" in emptied.output) == (3, True)
    assert "0 rows hold" not in emptied.output
    assert run(office, "head").exit_code == 1


def test_a_row_that_was_changed_past_the_office_is_named_with_its_case_and_field(office: FullOffice) -> None:
    """The chain holds: what was changed stands in no row of it."""
    HeadKeeper(office.folder / "trail.heads", office.unit_of_work).step()
    held = run(office, "verify")
    assert (held.exit_code, "rows of 1 cases compared with the trail, 0 differ" in held.output) == (0, True)
    with office.database.connect_for_write() as connection:
        connection.execute(text("UPDATE clock SET due_at = datetime(due_at, '+1 day')"))
    (complaint,) = office.rows(Complaint)
    changed = run(office, "verify")
    assert changed.exit_code == 4
    assert f"{complaint.number}  clock " in changed.output
    assert "was changed past the application / 被绕过系统改动: due_at" in changed.output
    meddle(
        office.database,
        lambda connection: connection.execute(text("UPDATE trail_event SET digests = NULL")),
    )
    assert run(office, "verify").exit_code == 1, "what the trail vouches for is part of its chain"


def test_a_changed_look_and_a_cut_end_of_looks_are_told_with_exit_codes_of_their_own(
    office: FullOffice,
) -> None:
    """The chain of looks is checked by the same command, and its head is noted with the trail's."""
    with office.database.write_transaction() as session:
        looks = [NewLook("wen.rusheng", "intake", LookKind.CASE, f"case{no}") for no in range(6)]
        append_looks(looks, office.clock.now(), session)
    HeadKeeper(office.folder / "trail.heads", office.unit_of_work).step()
    held = run(office, "verify")
    assert (held.exit_code, "6 looks hold" in held.output) == (0, True), held.output
    meddle_with_looks(office.database, "DELETE FROM look_record WHERE seq >= 5")
    cut = run(office, "verify")
    assert (cut.exit_code, "there are fewer looks" in cut.output) == (3, True), cut.output
    with office.database.connect_for_write() as connection:
        connection.execute(text("UPDATE look_record SET viewer = 'other' WHERE seq = 2"))
    changed = run(office, "verify")
    assert (changed.exit_code, "look 2: its content was changed" in changed.output) == (1, True), (
        changed.output
    )
