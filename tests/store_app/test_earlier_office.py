"""An office of the first release, with a case in it, comes to the tables of this one with nothing lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import MetaData, Table, insert, select

from models.case.answer import Answer
from models.case.case_run import CaseRun
from models.case.category_words import WORDS
from models.case.disposal import MatterDisposal
from models.case.evidence_item import EvidenceItem
from models.case.interim_sending import InterimSending
from models.case.investigation_act import InvestigationAct
from models.case.matter import Matter
from models.case.return_visit import ReturnVisit
from models.clock.legal_time import parse_moment
from models.clock.time_limit_policy import TimeLimitPolicy
from models.ground.codes import Disposal, OpinionReview
from models.ground.ids import new_id
from models.office.category_words import CategoryWords
from models.office.centre import Centre
from models.office.privacy_notice import PrivacyNotice
from models.store import migrations
from models.store.database import Database
from models.store.migrations import migrate
from models.store.seeds import read_seed
from models.vault.keyring import Keyring
from services.clocks.time_limits import seed_time_limits
from tests.postgres import PostgresServer

FIRST_RELEASE = "0004"
NOON = datetime(2026, 9, 7, 4, 0, tzinfo=UTC)
CASE = "c" * 32


@pytest.fixture(params=["sqlite", "postgresql"])
def earlier(request: pytest.FixtureRequest, tmp_path: Path, keyring: Keyring) -> Iterator[Database]:
    """A database whose tables are those of the first release."""
    if request.param == "sqlite":
        database = Database(f"sqlite:///{tmp_path}/office.db")
        upgrade(database)
        yield database
        database.dispose()
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    url = server.create_database()
    database = Database(url.render_as_string(hide_password=False))
    upgrade(database)
    yield database
    database.dispose()
    server.drop_database(url)


def upgrade(database: Database, revision: str = FIRST_RELEASE) -> None:
    config = migrations._config()
    with database.connect_for_write() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def fill(database: Database, keyring: Keyring) -> None:
    """One answered and visited case, one own limit, as the first release would have written them."""
    metadata = MetaData()
    metadata.reflect(database.engine)

    def add(name: str, /, **values: object) -> None:
        table: Table = metadata.tables[name]
        with database.connect_for_write() as connection:
            connection.execute(insert(table).values(values))

    def sealed(place: str, text: str) -> str:
        return keyring.seal(text, place)

    add(
        "time_limit_policy", id="1" * 32, key="feedback", complaint_class=None, amount=1, unit="wd",
        basis="本中心承诺", certainty="本中心", effective_from=date(2026, 1, 1),
    )  # fmt: skip
    add(
        "centre", code="YH", name="云河", opens="09:00", closes="17:00", cutoff="17:00", contact={},
    )  # fmt: skip
    add(
        "complaint", id=CASE, number="YH-2026-000001", channel="portal", received_at=NOON, received_hour=12,
        registered_at=NOON, matter=sealed("complaint:matter", "窗口无人"), other_categories=[],
        identity_kind="real_name", confidentiality_requested=False, disclosure_level=0, urgent=False,
        stage="return_visit", round=1, effective_received=date(2026, 9, 7), submission_id="s" * 32,
        query_code_hmac="0" * 64, privacy_notice_version="1",
    )  # fmt: skip
    add("case_run", complaint_id=CASE, run_no=1, reason="registered", process_instance_key="225179981368")
    add(
        "claim", id="2" * 32, complaint_id=CASE, no=1, text=sealed("claim:text", "道歉"), decision="accept",
        disposals=["no_action"],
    )  # fmt: skip
    add(
        "answer", complaint_id=CASE, round=1, ways=["phone"],
        findings_text=sealed("answer:findings_text", "一"), decision_text=sealed("answer:decision_text", "二"),
        measures_text=sealed("answer:measures_text", "三"), refused_lines=sealed("answer:refused_lines", "[]"),
    )  # fmt: skip
    add(
        "return_visit", complaint_id=CASE, round=1, reached=True, satisfaction=4,
        comment=sealed("return_visit:comment", "比较满意"), way="phone", visited_by="fang.mingyi", visited_at=NOON,
    )  # fmt: skip


def test_an_office_of_the_first_release_keeps_its_rows_and_gets_the_new_limits(
    earlier: Database, keyring: Keyring
) -> None:
    """A limit that the office has set itself stays; the ones it could not know are added."""
    fill(earlier, keyring)
    assert migrate(earlier) is True
    with earlier.read() as session:
        visit = session.scalars(select(ReturnVisit)).one()
        assert (visit.attempt, visit.satisfaction, visit.comment, visit.follow_up) == (1, 4, "比较满意", None)
        answer = session.scalars(select(Answer)).one()
        assert (answer.decision_text, answer.refused_lines, answer.lines) == ("二", [], None)
        matter = session.scalars(select(Matter)).one()
        assert (matter.settled, matter.merged_into, matter.disposals) == (False, None, ["no_action"])
        disposal = session.scalars(select(MatterDisposal)).one()
        assert (disposal.complaint_id, disposal.round, disposal.matter_no) == (CASE, 1, 1)
        assert (disposal.kind, disposal.what, disposal.proof) == (Disposal.NO_ACTION, None, None)
        kinds = {row.category: tuple(row.words) for row in session.scalars(select(CategoryWords))}
        assert kinds == WORDS
        run = session.scalars(select(CaseRun)).one()
        assert (run.ended_at, run.knows_requests) == (None, False)
        assert session.scalars(select(Centre)).one().opinion_review is OpinionReview.NEVER
        notices = {row.in_force_from for row in session.scalars(select(PrivacyNotice))}
        assert notices == {
            parse_moment(told["in_force_from"]) for told in read_seed("privacy_notices")["notices"]
        }
        amounts = {row.key: row.amount for row in session.scalars(select(TimeLimitPolicy))}
    assert amounts["feedback"] == 1
    assert (amounts["supplement"], amounts["review"], amounts["supervise_after"]) == (5, 30, 3)


def add_policy(database: Database, key: str, amount: int, complaint_class: str | None) -> None:
    metadata = MetaData()
    metadata.reflect(database.engine, only=["time_limit_policy"])
    with database.connect_for_write() as connection:
        connection.execute(
            insert(metadata.tables["time_limit_policy"]).values(
                id=new_id(), key=key, complaint_class=complaint_class, amount=amount, unit="wd",
                basis="本中心承诺", certainty="本中心", effective_from=date(2026, 1, 1),
            )
        )  # fmt: skip


def test_limits_of_an_earlier_word_get_the_word_of_their_clock(earlier: Database) -> None:
    """HS-12, HS-21: with what the office set itself; a row that is there under the new word is not overwritten."""
    upgrade(earlier, "0009")
    add_policy(earlier, "investigate", 4, "simple")
    add_policy(earlier, "referral_signoff", 2, None)
    add_policy(earlier, "acceptance_decision", 2, None)
    add_policy(earlier, "acceptance", 9, None)
    assert migrate(earlier) is True
    with earlier.read() as session:
        found = sorted((row.key, row.amount) for row in session.scalars(select(TimeLimitPolicy)))
    assert found == [
        ("acceptance", 9), ("acceptance_decision", 2), ("data_request", 15), ("file_defect", 10), ("investigation", 4),
        ("objection_decision", 5), ("on_spot", 0), ("refer", 1), ("referral_arbitration", 1), ("referral_sign_off", 2),
        ("respondent_objection", 5), ("send_again", 2), ("upward_report", 1),
    ]  # fmt: skip


def test_an_interim_answer_of_before_has_its_first_sending(earlier: Database, keyring: Keyring) -> None:
    """So that its letter can be said to have come back."""
    fill(earlier, keyring)
    upgrade(earlier, "0076")
    metadata = MetaData()
    metadata.reflect(earlier.engine, only=["interim_answer"])
    told = {
        "id": new_id(),
        "complaint_id": CASE,
        "ways": ["letter"],
        "mail_no": None,
        "sent_at": NOON,
        "given_by": "xun",
    }
    with earlier.connect_for_write() as connection:
        rest = {"round": 1, "no": 1, "answer_text": "-", "pending_text": "-", "lines": "-"}
        connection.execute(insert(metadata.tables["interim_answer"]).values(**told, **rest))
    assert migrate(earlier) is True
    with earlier.read() as session:
        (row,) = session.scalars(select(InterimSending))
        assert (row.interim_answer_id, row.attempt, row.ways, row.sent_at) == (
            told["id"],
            1,
            ["letter"],
            NOON,
        )


def test_a_second_visit_of_a_round_can_be_kept_after_the_migration(
    earlier: Database, keyring: Keyring
) -> None:
    fill(earlier, keyring)
    migrate(earlier)
    with earlier.write_transaction() as session:
        session.add(
            ReturnVisit(
                complaint_id=CASE,
                round=1,
                attempt=2,
                reached=False,
                visited_by="fang.mingyi",
                visited_at=NOON,
            )
        )
    with earlier.read() as session:
        assert len(session.scalars(select(ReturnVisit)).all()) == 2


def test_seeding_again_adds_only_keys_that_are_missing(earlier: Database, keyring: Keyring) -> None:
    """An office may have lost nothing and gets nothing twice."""
    fill(earlier, keyring)
    migrate(earlier)
    with earlier.write_transaction() as session:
        first, second = seed_time_limits(session), seed_time_limits(session)
    assert (first, second) == (8, 0)


def test_files_become_numbered_evidence_and_an_act_keeps_its_one_text(
    earlier: Database, keyring: Keyring
) -> None:
    """R27: in the order in which they came; an act of that time has no moment but that of its recording."""
    fill(earlier, keyring)
    upgrade(earlier, "0005")
    metadata = MetaData()
    metadata.reflect(earlier.engine)
    with earlier.connect_for_write() as connection:
        for name, minute in (("回执.pdf", 9), ("照片.jpg", 3)):
            row = {
                "id": f"{minute}" * 32, "complaint_id": CASE, "name": keyring.seal(name, "evidence:name"), "kind": "image",
                "size": 1, "media_type": "image/jpeg", "sha256": "0" * 64, "storage_key": name, "added_by": "wen.rusheng",
                "added_at": NOON.replace(minute=minute), "source": "staff",
            }  # fmt: skip
            connection.execute(insert(metadata.tables["evidence"]).values(row))
        act = {
            "id": "5" * 32, "complaint_id": CASE, "round": 1, "method": "site", "done_at": NOON, "by": "xun.wenshi",
            "record_text": keyring.seal("看过窗口", "investigation_act:record_text"),
        }  # fmt: skip
        connection.execute(insert(metadata.tables["investigation_act"]).values(act))
    migrate(earlier)
    with earlier.read() as session:
        items = session.scalars(select(EvidenceItem).order_by(EvidenceItem.no)).all()
        assert [(item.no, item.file_id, item.kind, item.is_citable) for item in items] == [
            (1, "3" * 32, None, True),
            (2, "9" * 32, None, True),
        ]
        assert (items[0].registered_at, items[0].matter_nos) == (NOON.replace(minute=3), [])
        kept = session.scalars(select(InvestigationAct)).one()
        assert (kept.record_text, kept.done_at, kept.began_at, kept.details) == ("看过窗口", NOON, None, None)
