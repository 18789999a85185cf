"""The office of 0.2.0 holds a case at everything at which a case can stand; read from its archive, nothing is started."""

from __future__ import annotations

import sqlite3
import tarfile
from contextlib import closing
from pathlib import Path

import pytest

from tests.offices.holdings import Holdings, read_holdings
from tests.offices.make import list_missing
from tests.owners.changes import VISIT_FORM

ARCHIVE = Path(__file__).with_name("0.2.0.tar.gz")
MOST_BYTES = 3_000_000
# What 0.2.0 knew; what a later release adds is held by the office of that release.
STAGES = ("intake", "referral", "investigation", "disposal", "feedback", "return_visit", "archived")
REQUESTS = (
    "supplement",
    "referral",
    "extension",
    "entrustment",
    "respondent",
    "recusal",
    "supervision",
    "rectification",
    "disciplinary_transfer",
    "review",
    "withdrawal",
)
FORMS = (
    "approve-opinion",
    "arbitrate-referral",
    "assign-handler",
    "close-supervision",
    "decide-acceptance",
    "decide-extension",
    "decide-recusal",
    "decide-redo",
    "decide-review",
    "draft-opinion",
    "explain-delay",
    "give-answer",
    "plan-investigation",
    "record-discipline-result",
    "record-findings",
    "record-investigation-act",
    "record-return-visit",
    "report-rectification",
    "report-referral-result",
    "review-opinion",
    "settle-on-spot",
    "sign-referral",
    "tell-extension",
    "transfer-discipline",
    "verify-rectification",
    "verify-withdrawal",
)
OUTBOX = ("publish_message", "complete_user_task", "assign_user_task", "set_variables", "cancel_instance")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The unpacked data folder."""
    folder = tmp_path_factory.mktemp("kept") / "office"
    with tarfile.open(ARCHIVE) as packed:
        packed.extractall(folder, filter="data")
    return folder


@pytest.fixture(scope="module")
def held(data: Path) -> Holdings:
    """What lies in it."""
    return read_holdings(data, frozenset(REQUESTS))


@pytest.mark.parametrize("stage", STAGES)
def test_a_case_stands_in_every_stage(held: Holdings, stage: str) -> None:
    assert stage in held.stages


@pytest.mark.parametrize("kind", REQUESTS)
def test_a_request_of_every_kind_is_open(held: Holdings, kind: str) -> None:
    assert kind in held.requests


@pytest.mark.parametrize("form", (*FORMS, VISIT_FORM))
def test_a_task_of_every_form_is_open(held: Holdings, form: str) -> None:
    """The forms of 0.2.0, and one of an owner."""
    assert form in held.forms


def test_the_list_of_forms_is_that_of_the_deployed_diagrams(held: Holdings) -> None:
    assert held.linked_forms == {*FORMS, VISIT_FORM}


@pytest.mark.parametrize("kind", OUTBOX)
def test_rows_of_every_kind_wait_in_the_outbox(held: Holdings, kind: str) -> None:
    assert kind in held.outbox


def test_somebody_left_a_half_filled_form(held: Holdings) -> None:
    assert held.drafts == 1


def test_the_owners_version_runs_beside_the_shipped_one(data: Path, held: Holdings) -> None:
    """The owner's task is open in the second version of the investigation, and cases stand in the first."""
    assert held.versions["investigation"] == 2
    query = "SELECT version, count(*) FROM process_instance WHERE process_id = 'investigation' AND ended_at IS NULL GROUP BY 1"
    with closing(sqlite3.connect(f"file:{data / 'engine' / 'engine.db'}?immutable=1", uri=True)) as engine:
        running = dict(engine.execute(query).fetchall())
    assert running[1] > 5
    assert running[2] == 1


def test_the_archive_is_small_and_holds_no_logs_and_no_locks() -> None:
    assert ARCHIVE.stat().st_size < MOST_BYTES
    with tarfile.open(ARCHIVE) as packed:
        names = packed.getnames()
    unwanted = ("./log", "./run", ".lock", "-wal", "-shm")
    assert [name for name in names if name.startswith(unwanted[:2]) or name.endswith(unwanted[2:])] == []
    assert "./demo-replay.done" in names, "`make run` would live the stories once more"


def test_what_is_missing_is_found(data: Path, tmp_path: Path) -> None:
    """An ended stage, an answered request, a done task, a sent row and a dropped draft: nothing is packed without them."""
    (tmp_path / "engine").mkdir()
    for name in ("jieban.sqlite3", "engine/engine.db"):
        (tmp_path / name).write_bytes((data / name).read_bytes())
    with closing(sqlite3.connect(tmp_path / "jieban.sqlite3")) as office, office:
        office.execute("PRAGMA journal_mode = DELETE")
        for change in (
            "UPDATE complaint SET stage = 'archived' WHERE stage = 'referral'",
            "UPDATE entrustment SET state = 'answered'",
            "UPDATE task SET state = 'completed' WHERE form_id = 'decide-redo'",
            "UPDATE outbox SET sent_at = created_at WHERE kind = 'assign_user_task'",
            "DELETE FROM task_draft",
        ):
            office.execute(change)
    left = read_holdings(tmp_path, frozenset(REQUESTS))
    assert set(STAGES) - left.stages == {"referral"}
    assert set(REQUESTS) - left.requests == {"entrustment"}
    assert set(FORMS) - left.forms == {"decide-redo"}
    assert set(OUTBOX) - left.outbox == {"assign_user_task"}
    assert left.drafts == 0
    named = {
        "stage referral",
        "request entrustment",
        "open form decide-redo",
        "outbox assign_user_task",
        "draft",
    }
    assert named - set(list_missing(tmp_path)) == set()
    assert named & set(list_missing(data)) == set()
