"""SE-39: counters, sessions and drafts go when their time is over, a bounded number at once; what still serves stays."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import insert

from models.case.case_view import CaseView
from models.case.form_upload import FormUpload
from models.case.lifecycle import TaskState
from models.case.task import Task
from models.case.task_draft import TaskDraft
from models.ground.errors import NotFound
from models.office.account import Account
from models.office.login_session import LoginSession
from models.office.rate_limit import RateLimit
from models.office.staff import Staff
from services.accounts.passwords import CreateAccount, create_account
from services.actor import SYSTEM
from services.attempts import rules
from services.attempts.rate_limit import RateRule, count_attempt
from services.attempts.rules import SIGN_INS_PER_ADDRESS
from services.lists.case_views import KeptSearch, keep_search, save_view
from services.retention.policy import POLICIES, RATE_LIMITS
from services.retention.sweep_expired import ROWS_AT_ONCE, sweep_expired
from services.retention.sweep_uploads import sweep_uploads
from services.views.case_filter import CaseFilter, CaseOrder
from tests.full_office import FullOffice
from tests.unit.services.projected_task import add_task


def test_old_counters_go_500_at_once_and_those_that_count_stay(office: FullOffice) -> None:
    old = office.system_clock.now() - timedelta(days=1, seconds=1)
    rows = [{"bucket": f"old:{n}", "window_start": old, "count": 3} for n in range(2 * ROWS_AT_ONCE + 7)]
    with office.unit_of_work() as unit:
        unit.session.execute(insert(RateLimit), rows)
    count_attempt(SIGN_INS_PER_ADDRESS, "203.0.113.9", office.unit_of_work())
    assert [sweep_expired(office.unit_of_work) for _ in range(4)] == [ROWS_AT_ONCE, ROWS_AT_ONCE, 7, 0]
    [kept] = office.rows(RateLimit)
    assert kept.bucket.startswith("sign-in:")


def test_every_window_of_a_counter_is_shorter_than_the_counters_stay() -> None:
    """Nobody gets new tries because his counter was swept."""
    assert RATE_LIMITS.after is not None
    windows = {rule.name: rule.window for rule in vars(rules).values() if isinstance(rule, RateRule)}
    assert len(windows) >= 10
    assert [name for name, window in windows.items() if window >= RATE_LIMITS.after] == []


def add_session(
    office: FullOffice, token: str, login: str, *, minutes_idle: int = 0, hours_left: int = 1
) -> None:
    now = office.system_clock.now()
    with office.unit_of_work() as unit:
        unit.session.add(
            LoginSession(
                token_sha256=token,
                staff_id=login,
                created_at=now,
                last_seen_at=now - timedelta(minutes=minutes_idle),
                expires_at=now + timedelta(hours=hours_left),
            )
        )


def test_sessions_go_with_their_end_and_with_their_person(office: FullOffice) -> None:
    """SE-43: also of who never signs in again."""
    for login in ("wen.rusheng", "xun.wenshi"):
        create_account(CreateAccount(login), office.unit_of_work(), SYSTEM)
    add_session(office, "live", "wen.rusheng", minutes_idle=29)
    add_session(office, "idle", "wen.rusheng", minutes_idle=31)
    add_session(office, "over", "wen.rusheng", hours_left=0)
    add_session(office, "gone", "xun.wenshi")
    with office.unit_of_work() as unit:
        unit.session.get_one(Staff, "xun.wenshi").active = False
    assert sweep_expired(office.unit_of_work) == 3
    assert [row.token_sha256 for row in office.rows(LoginSession)] == ["live"]
    assert len(office.rows(Account)) == 2


def test_a_draft_stays_while_its_task_is_open_and_thirty_days_longer(office: FullOffice) -> None:
    case = office.file().complaint_id
    saved = office.clock.now()
    for key, state in (("71", TaskState.OPEN), ("72", TaskState.COMPLETED)):
        add_task(office, case, "decide-acceptance", key=key)
        with office.unit_of_work() as unit:
            unit.session.get_one(Task, key).state = state
            unit.session.add(
                TaskDraft(user_task_key=key, staff_id="wen.rusheng", answers={"a": "草稿"}, saved_at=saved)
            )
    with office.unit_of_work() as unit:
        unit.session.add(
            TaskDraft(user_task_key="73", staff_id="wen.rusheng", answers={"a": "无任务"}, saved_at=saved)
        )
    office.clock.moment = saved + timedelta(days=30)
    assert sweep_expired(office.unit_of_work) == 0
    office.clock.moment = saved + timedelta(days=30, seconds=1)
    assert sweep_expired(office.unit_of_work) == 2
    assert [row.user_task_key for row in office.rows(TaskDraft)] == ["71"]


def test_every_policy_is_told_in_both_languages() -> None:
    told = [text for policy in POLICIES for text in (policy.what, policy.counted_from, policy.basis)]
    assert [text for text in told if text.count(" / ") != 1] == []


def test_a_file_that_was_never_submitted_goes_with_its_bytes(office: FullOffice) -> None:
    """Thirty days after it was put into the form; a younger one stays, and one in the form of a task that is still open."""
    case = office.file().complaint_id
    for key, state in (("71", TaskState.OPEN), ("72", TaskState.COMPLETED)):
        add_task(office, case, "decide-acceptance", key=key)
        with office.unit_of_work() as unit:
            unit.session.get_one(Task, key).state = state
    places = {"old": "task:72", "young": "task:72", "of an act": "act:add-note", "of a late task": "task:71"}
    store, now = office.unit_of_work().ports.object_store, office.clock.now()
    kept: dict[str, tuple[str, str]] = {}
    for name, days in (("old", 31), ("young", 29), ("of an act", 31), ("of a late task", 60)):
        kept[name] = store.put(f"{name} file".encode()).key, store.put(f"{name} copy".encode()).key
        with office.unit_of_work() as unit:
            unit.session.add(
                FormUpload(
                    id=name, complaint_id=case, place=places[name], uploaded_by="wen.rusheng",
                    uploaded_at=now - timedelta(days=days), name="笔录.pdf", size=5, media_type="application/pdf",
                    sha256="0" * 64, storage_key=kept[name][0], safe_copy_key=kept[name][1],
                )
            )  # fmt: skip
    assert [sweep_uploads(office.unit_of_work) for _ in range(2)] == [2, 0]
    assert {row.id for row in office.rows(FormUpload)} == {"young", "of a late task"}
    for key in kept["old"]:
        with pytest.raises(NotFound):
            store.get(key)
    assert [store.get(key) for key in kept["young"]] == [b"young file", b"young copy"]


def test_a_search_without_a_name_goes_and_a_named_view_stays(office: FullOffice) -> None:
    """Its words may repeat what somebody complained of."""
    clerk = office.actor("wen.rusheng")
    keep_search(KeptSearch(CaseFilter(words="态度"), CaseOrder.NEWEST), office.unit_of_work(), clerk)
    save_view(KeptSearch(CaseFilter(is_overdue=True), CaseOrder.DUE, "逾期"), office.unit_of_work(), clerk)
    assert sweep_expired(office.unit_of_work) == 0
    with office.unit_of_work() as unit:
        for row in unit.session.query(CaseView):
            row.made_at -= timedelta(days=31)
    assert sweep_expired(office.unit_of_work) == 1
    assert [row.name for row in office.rows(CaseView)] == ["逾期"]
