"""SE-39: counters, sessions and drafts go when their time is over, a bounded number at once; what still serves stays."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import insert

from models.case.lifecycle import TaskState
from models.case.task import Task
from models.case.task_draft import TaskDraft
from models.office.account import Account
from models.office.login_session import LoginSession
from models.office.rate_limit import RateLimit
from models.office.staff import Staff
from services.accounts.passwords import CreateAccount, create_account
from services.actor import SYSTEM
from services.attempts import rules
from services.attempts.rate_limit import RateRule, count_attempt
from services.attempts.rules import SIGN_INS_PER_ADDRESS
from services.retention.policy import POLICIES, RATE_LIMITS
from services.retention.sweep_expired import ROWS_AT_ONCE, sweep_expired
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
