"""Every door by which data of a case can leave the office stands here, with what puts it on record or why nothing does."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from pathlib import Path

from models.ground.provision_codes import RECORDED as RECIPIENTS
from models.ground.provision_codes import Recipient

ROOT = Path(__file__).parents[2]
# What lets data leave: a carrier takes a parcel, a file is handed out, a unit outside gets the code that opens its sheet,
# a letter is handed to the post, an organ outside reads on a page what was passed on to it.
DOORS = re.compile(
    r"\.carry\(|\bread_passed_on\(|\bsend_stream\(|\bsend_file\(|\bsend_evidence\(|\bgive_receipt_code\(|\bpost_letter\("
)
RECORD = re.compile(r"\brecord_(provision|carried|posted|sheet|on_platform)\(")
# A door, and the file in which the record is made of what it lets out; the same file where the two stand together.
RECORDED: Mapping[str, str] = {
    "services/dispatch/send_step.py": "services/dispatch/settle_attempt.py",
    "services/appointments/remind_step.py": "services/appointments/remind_step.py",
    "services/beside/entrustment/decide_entrustment.py": "services/beside/entrustment/mail_sheet.py",
    "services/beside/entrustment/open_entrustment.py": "services/beside/entrustment/mail_sheet.py",
    "services/beside/review/open_review.py": "services/beside/review/open_review.py",
    "services/beside/referral/open_referral.py": "services/beside/sheets/sent_sheet.py",
    "services/beside/referral/arbitrate.py": "services/beside/referral/arbitrate.py",
    "services/beside/referral/hand_part_over.py": "services/beside/referral/hand_part_over.py",
    "services/acts/read_passed_on.py": "services/acts/read_passed_on.py",
    "api/citizen/handover.py": "services/acts/read_passed_on.py",
    "services/post/record_posting.py": "services/post/post_letter.py",
    "services/post/post_letter.py": "services/post/post_letter.py",
    "api/administration/data_requests.py": "services/privacy/hand_over_copy.py",
    "api/citizen/progress_own.py": "services/privacy/hand_over_copy.py",
    "api/staff/transfers.py": "services/transfer/take_package.py",
    "api/staff/volumes.py": "services/volumes/hand_over.py",
    "api/staff/order_returns.py": "services/orders/returns.py",
}
# Paper that an authority takes against a receipt: no call tells it from other acts.
ON_PAPER = "services/beside/discipline/hand_over.py"
_STAFF = "to whom works here; what leaves of it by the post is recorded when it is posted"
_NO_CASE = "no data of a case"
_CASE_LOCKED = "its callers hold the row of the case from the beginning"
AFTER_EVENTS: Mapping[str, str] = {
    ON_PAPER: _CASE_LOCKED,
    "services/beside/referral/arbitrate.py": _CASE_LOCKED,
    "services/dispatch/record_bounce.py": "the event before it ends the act",
}
UNRECORDED: Mapping[str, str] = {
    "services/alerts/mail_alerts.py": "to whom works here: kinds and numbers, no words",
    "services/beside/sheets/receipt_code.py": "defines it",
    "api/sent_files.py": "defines it",
    "api/administration/place_import.py": _NO_CASE,
    "api/administration/letter_texts.py": _NO_CASE,
    "api/staff/deployment_files.py": _NO_CASE,
    "api/administration/provisions.py": "this register, to whom works here",
    "api/staff/case_table.py": _STAFF,
    "api/staff/due.py": _STAFF,
    "api/staff/ledger_table.py": _STAFF,
    "api/staff/analysis.py": "sums to whom works here, nobody of a case",
    "api/staff/performance_table.py": "points of units and of whom works here, nobody of a case",
    "api/staff/oversight.py": "sums without small groups to a body with a mandate; oversight_read has who took them and what for",
    "api/staff/bulletins.py": "units and windows to whom works here, nobody of a case",
    "api/staff/summaries.py": "sums to whom works here, nobody of a case",
    "api/staff/evidence.py": _STAFF,
    "api/staff/letters.py": _STAFF,
    "api/staff/hall.py": "to the complainant himself, who shows who he is",
    "api/staff/letter_batches.py": _STAFF,
    "api/staff/openings.py": _STAFF,
    "api/staff/scans.py": _STAFF,
    "api/staff/incoming.py": _STAFF,
    "api/staff/post.py": _STAFF,
    "api/staff/destructions.py": "the list to whom works here, to be signed: numbers and terms, nobody of a case",
    "api/staff/anonymous_list.py": "numbers without anybody, published as 0256 says",
    "api/staff/prior_tables.py": "to who uploaded it",
    "api/citizen/appointments.py": "to the visitor himself",
}
# Every table that leaves, by the file that hands it out: all are written by api/table_files.py, which lets no cell be a formula.
TABLES = {
    "api/administration/place_import.py",
    "api/administration/provisions.py",
    "api/citizen/open_data.py",
    "api/staff/analysis.py",
    "api/staff/case_table.py",
    "api/staff/due.py",
    "api/staff/ledger_table.py",
    "api/staff/order_returns.py",
    "api/staff/oversight.py",
    "api/staff/performance_table.py",
    "api/staff/prior_tables.py",
    "api/staff/summaries.py",
}
# Where each is taken out of an office with a case in it, and searched for who complained (tests/names_nobody.py).
SEARCHED = {
    "api/administration/place_import.py": "tests/acceptance/test_canary.py",
    "api/administration/provisions.py": "tests/acceptance/test_canary.py",
    "api/citizen/open_data.py": "tests/web/test_public_numbers_over_a_socket.py",
    "api/staff/analysis.py": "tests/web_staff/test_analysis_over_a_socket.py",
    "api/staff/case_table.py": "tests/acceptance/test_canary.py",
    "api/staff/due.py": "tests/web_staff/test_board_over_a_socket.py",
    "api/staff/ledger_table.py": "tests/acceptance/test_canary.py",
    "api/staff/order_returns.py": "tests/web_staff/test_orders_over_a_socket.py",
    "api/staff/oversight.py": "tests/web_staff/test_oversight_over_a_socket.py",
    "api/staff/performance_table.py": "tests/web_staff/test_performance_over_a_socket.py",
    "api/staff/summaries.py": "tests/web_staff/test_summaries_over_a_socket.py",
}
# An empty table, and to who uploaded it his own rows that were not taken over.
NOT_SEARCHED = {"api/staff/prior_tables.py"}
# Of no office: a replay plays what hotlines send, and the list of parts is this repository's.
WRITTEN_FOR_US = {"deploy/parts/part_table.py", "deploy/replay/arrivals/rows.py"}
# Packs answers, and tells by their type which were files.
KNOWS_THE_TYPE = {"api/compressed_pages.py", "api/looks.py"}
WRITERS = re.compile(r"\b(?:write_csv|write_xlsx|write_workbook)\(")
OTHER_WRITERS = re.compile(
    r"\bcsv\.(?:writer|DictWriter)\b|\bxlsxwriter\b|\bopenpyxl\b|\bto_csv\(|\bto_excel\(|COPY .* TO '", re.I
)
TYPE_OF_TABLE = re.compile(r"[\"']text/csv|spreadsheetml\.sheet|\bCSV_TYPE\b|\bXLSX_TYPE\b")


def test_every_table_that_leaves_is_written_where_no_cell_becomes_a_formula() -> None:
    """G5: by one file (tests/web/test_table_files.py shows what it does), and by the command for an incident with its guard."""
    found = {
        str(path.relative_to(ROOT)): path.read_text("utf-8")
        for folder in ("services", "api", "workers", "adapters", "deploy")
        for path in (ROOT / folder).rglob("*.py")
    }
    assert {path for path, text in found.items() if WRITERS.search(text)} - {"api/table_files.py"} == TABLES
    others = {path for path, text in found.items() if OTHER_WRITERS.search(text)}
    assert others == {"api/table_files.py", "deploy/cli/breach.py", *WRITTEN_FOR_US}
    assert "guard(cell) for cell in" in found["deploy/cli/breach.py"]
    typed = {path for path, text in found.items() if path.startswith("api/") and TYPE_OF_TABLE.search(text)}
    assert typed - TABLES - {"api/table_files.py"} == KNOWS_THE_TYPE


def test_every_table_that_leaves_is_searched_for_who_complained() -> None:
    """A new table fails here until a test takes it out of an office with a case in it."""
    assert SEARCHED.keys() | NOT_SEARCHED == TABLES
    for test in SEARCHED.values():
        assert "assert_names_nobody(" in (ROOT / test).read_text("utf-8"), test


def test_every_door_has_its_record_or_its_reason() -> None:
    """A new call by which data can leave fails here until somebody has said what puts it on record."""
    doors = {
        str(path.relative_to(ROOT))
        for folder in ("services", "api", "workers")
        for path in (ROOT / folder).rglob("*.py")
        if DOORS.search(path.read_text("utf-8"))
    }
    known = {*RECORDED, *UNRECORDED}
    assert sorted(doors - known) == [], "what data leave by it, and where is that put on record?"
    assert sorted(known - doors) == [], "no door any more"
    assert not RECORDED.keys() & UNRECORDED.keys()


def test_each_record_is_made_where_it_is_said() -> None:
    for door, place in {**RECORDED, ON_PAPER: ON_PAPER}.items():
        assert RECORD.search((ROOT / place).read_text("utf-8")), door


def test_each_kind_of_receiver_is_written_somewhere() -> None:
    """The register offers none of which it never has a row; storage has its contract and no row (ADR 0263)."""
    text = "".join(path.read_text("utf-8") for path in (ROOT / "services").rglob("*.py"))
    assert [kind for kind in RECIPIENTS if f"Recipient.{kind.name}" not in text] == []
    assert Recipient.STORAGE not in RECIPIENTS
    assert "Recipient.STORAGE" not in text


def test_nobody_else_makes_records() -> None:
    """What writes one is a door of the table, or a part that a door calls."""
    parts = {
        "services/casefile/record_provision.py",
        "services/dispatch/provided_by_carrier.py",
        # What came back has left.
        "services/dispatch/record_bounce.py",
        "services/casefile/provided_by_post.py",
        # Whoever writes on a platform says so by the way that he puts down.
        "services/casefile/provided_on_platform.py",
        "services/case/record_contact.py",
        "services/tasks/record_return_visit.py",
        "services/privacy/tell_of_incident.py",
        "services/answer/answer_by_post.py",
        "services/answer/visit_by_post.py",
        "services/beside/sheets/provided_sheet.py",
    }
    makers = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "services").rglob("*.py")
        if RECORD.search(path.read_text("utf-8"))
    }
    assert sorted(makers - parts - {ON_PAPER, *RECORDED.values()}) == []


def test_a_record_is_made_before_the_chain_of_events_is_locked() -> None:
    """It asks for the row of the case; who holds that waits for the chain: on PostgreSQL the two would wait for each other."""
    late = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in (ROOT / "services").rglob("*.py")
        if str(path.relative_to(ROOT)) not in AFTER_EVENTS and "record_" in (text := path.read_text("utf-8"))
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.For) and _records_late(node)
    ]
    assert late == []


def _records_late(node: ast.FunctionDef | ast.For) -> bool:
    """Whether it adds an event before a record, or both in one loop."""
    called = [(one.lineno, ast.unparse(one.func)) for one in ast.walk(node) if isinstance(one, ast.Call)]
    records = [
        line
        for line, name in called
        if name.lstrip("_").startswith(
            ("record_provision", "record_carried", "record_on_platform", "keep_look")
        )
    ]
    events = [line for line, name in called if name.endswith("trail.add") or name == "tell_look"]
    if not records or not events:
        return False
    return isinstance(node, ast.For) or min(events) < max(records)


def test_only_the_sweep_after_three_years_takes_records_away() -> None:
    """Records of data that left rest on one floor: nobody else deletes one, or writes it anew."""
    takers = {
        str(path.relative_to(ROOT))
        for folder in ("models", "services", "adapters", "api", "workers", "deploy")
        for path in (ROOT / folder).rglob("*.py")
        if re.search(r"\b(delete|update)\(DataProvision\b", path.read_text("utf-8"))
    }
    assert takers == {"services/retention/sweep_provisions.py"}
