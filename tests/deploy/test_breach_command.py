"""`jieban breach`: one command lists whose data an account saw since a moment, and is itself on the trail (I7)."""

from __future__ import annotations

import csv
import shutil
import stat
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from deploy.cli import jieban
from models.ground.look_codes import LookKind
from models.ledger.look_record import NewLook, append_looks
from models.ledger.trail_event import TrailEvent
from services.looks.find_breach import LISTED
from tests.database import key_file_of_this_process, sqlite_at
from tests.full_office import FullOffice


@pytest.fixture
def office(tmp_path: Path, sqlite_office_template: Path, keyring: object) -> Iterator[FullOffice]:
    shutil.copy(sqlite_office_template, tmp_path / "jieban.sqlite3")
    with sqlite_at(tmp_path / "jieban.sqlite3") as database:
        yield FullOffice(database, folder=tmp_path)


def run(office: FullOffice, *words: str) -> Result:
    own = {"JIEBAN_DATA": str(office.folder), "JIEBAN_KEY_FILE": str(key_file_of_this_process())}
    return CliRunner().invoke(jieban, ["breach", *words], env=own)


def look(
    office: FullOffice, kind: LookKind, thing: str, case: str | None, *, login: str = "xun.wenshi"
) -> None:
    with office.database.write_transaction() as session:
        append_looks([NewLook(login, "investigator", kind, thing, case)], office.clock.now(), session)


def test_the_drill_lists_what_an_account_saw_since_a_moment(office: FullOffice, tmp_path: Path) -> None:
    """Cases, identities, evidence and exports with their numbers; what was refused or before is none of it."""
    old, seen, others = office.file(), office.file(address="b"), office.file(address="c")
    look(office, LookKind.CASE, old.complaint_id, old.complaint_id)
    office.clock.set((office.clock.now() + timedelta(days=1)).isoformat())
    since = office.clock.now()
    look(office, LookKind.CASE, seen.complaint_id, seen.complaint_id)
    look(office, LookKind.IDENTITY, seen.complaint_id, seen.complaint_id)
    look(office, LookKind.EVIDENCE, "e" * 32, seen.complaint_id)
    look(office, LookKind.EXPORT, "staff_due.export", None)
    look(office, LookKind.REFUSED, old.complaint_id, old.complaint_id)
    look(office, LookKind.CASE, others.complaint_id, others.complaint_id, login="wen.rusheng")
    office.clock.set((office.clock.now() + timedelta(minutes=3)).isoformat())
    look(office, LookKind.CASE, seen.complaint_id, seen.complaint_id)
    out = tmp_path / "seen.csv"
    told = run(office, "--since", since.isoformat(), "--account", "xun.wenshi", "--out", str(out))
    assert told.exit_code == 0, told.output
    for words in (
        "1 cases",
        "1 identities",
        "1 evidence",
        "1 papers and tables",
        f"涉及投诉件: {seen.number}",
    ):
        assert words in told.output, told.output
    assert old.number not in told.output
    assert others.number not in told.output
    with out.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [(row["kind"], row["case"], row["minutes"]) for row in rows] == [
        ("case", seen.number, "2"),
        ("evidence", seen.number, "1"),
        ("export", "", "1"),
        ("identity", seen.number, "1"),
    ]
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    (event,) = office.rows(TrailEvent, kind=LISTED)
    assert event.payload == {"since": since.isoformat(), "account": "xun.wenshi", "rows": 4, "cases": 1}


def test_the_drill_lists_everybody_without_a_login_and_says_since_when_looks_are_on_record(
    office: FullOffice,
) -> None:
    case = office.file()
    for login in ("xun.wenshi", "wen.rusheng"):
        look(office, LookKind.CASE, case.complaint_id, case.complaint_id, login=login)
    told = run(office, "--since", "2020-01-01")
    assert (told.exit_code, "1 cases" in told.output) == (0, True), told.output
    assert "nothing is known of before" in told.output


def test_what_the_drill_cannot_do_it_refuses_with_the_reason(office: FullOffice, tmp_path: Path) -> None:
    (tmp_path / "there.csv").write_text("kept")
    for words, said in (
        (("--since", "2026-09-01", "--account", "nobody.here"), "nobody has the login"),
        (("--since", "last week"), "no moment"),
        (("--since", "2026-09-01", "--out", str(tmp_path / "there.csv")), "is there already"),
    ):
        refused = run(office, *words)
        assert refused.exit_code != 0
        assert said in refused.output, refused.output
    assert (tmp_path / "there.csv").read_text() == "kept"
    assert office.rows(TrailEvent, kind=LISTED) == [], "nothing was listed"
