"""A look at the database asks each question once; a session that may write asks anew."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event, func, select

from models.case.complaint import Complaint
from models.case.task_draft import TaskDraft
from models.case.told_respondent import ToldRespondent
from models.office.staff import Staff
from models.store import read_once
from tests.full_office import FullOffice

LOGIN = "wen.rusheng"


@contextmanager
def asked(office: FullOffice) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(*arguments: object) -> None:
        statement = str(arguments[2])
        if statement.startswith("SELECT"):
            seen.append(statement)

    event.listen(office.database.engine, "before_cursor_execute", note)
    yield seen
    event.remove(office.database.engine, "before_cursor_execute", note)


def test_one_look_asks_the_same_once_whether_something_is_there_or_not(office: FullOffice) -> None:
    query = select(Staff).where(Staff.login == LOGIN)
    with office.unit_of_work().reading() as unit, asked(office) as seen:
        names = [unit.session.scalars(query).one().name for _ in range(3)]
        again = select(Staff.name).where(Staff.login == LOGIN)
        assert [unit.session.scalar(again) for _ in range(2)] == names[:2]
        assert [unit.session.get(ToldRespondent, "nobody") for _ in range(3)] == [None] * 3
        assert len(seen) == 3


def test_another_value_is_another_question(office: FullOffice) -> None:
    with office.unit_of_work().reading() as unit:
        logins = (LOGIN, "xun.wenshi")
        by_value = [unit.session.scalars(select(Staff).where(Staff.login == login)).one() for login in logins]
        assert [staff.login for staff in by_value] == list(logins)
        in_list = [
            unit.session.scalars(select(Staff.login).where(Staff.login.in_(chosen))).all()
            for chosen in (logins[:1], logins)
        ]
        assert [len(found) for found in in_list] == [1, 2]
        assert unit.session.get(TaskDraft, ("1", LOGIN)) is unit.session.get(TaskDraft, ("2", LOGIN)) is None


def test_a_session_that_writes_sees_what_it_wrote(office: FullOffice) -> None:
    count = select(func.count()).select_from(Complaint)
    with office.unit_of_work() as unit:
        before = unit.session.scalar(count)
        unit.session.add(TaskDraft(user_task_key="9", staff_id=LOGIN, answers={}, saved_at=unit.clock.now()))
        unit.session.flush()
        assert unit.session.scalar(select(func.count()).select_from(TaskDraft)) == 1
    office.file()
    with office.unit_of_work() as unit:
        assert unit.session.scalar(count) == (before or 0) + 1


def test_the_next_look_sees_what_was_written_meanwhile(office: FullOffice) -> None:
    query = select(Complaint)
    with office.unit_of_work().reading() as unit:
        assert unit.session.scalars(query).all() == []
    office.file()
    with office.unit_of_work().reading() as unit:
        assert len(unit.session.scalars(query).all()) == 1


def test_an_answer_too_long_to_hold_is_read_again(office: FullOffice) -> None:
    with office.unit_of_work().reading() as unit, asked(office) as seen:
        bound, read_once.MOST_ROWS = read_once.MOST_ROWS, 3
        try:
            rows = [len(unit.session.scalars(select(Staff.login)).all()) for _ in range(2)]
        finally:
            read_once.MOST_ROWS = bound
        assert rows[0] == rows[1] > 3
        assert len(seen) == 2
