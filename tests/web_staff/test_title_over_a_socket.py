"""A leader complained about by his title alone: one person is asked, sees the sentence, and the route acts or not."""

from __future__ import annotations

import re
from itertools import count

import pytest

from models.case.decision import Decision
from models.case.lifecycle import DecisionKind
from services.filing.new_case import FiledComplaint
from services.restriction.answer_title import restrict_unanswered
from tests.served_office import ServedOffice

HEAD_OF_SUPERVISION, HEAD_OF_HANDLING = "jian.rujing", "ming.shouli"
CLERK, DIRECTOR = "wen.rusheng", "zong.lanyun"
ABOUT_DIRECTOR = (
    "我在三楼等了一上午。你们主任带着柴不撤的邻居从侧门进去先办，电话199-0000-0306可以作证。材料都在我手里。"
)
_addresses = count(1)


def file(served: ServedOffice, words: str) -> FiledComplaint:
    address = f"title-{next(_addresses)}"
    return served.office.file(content=words, respondent_window="", name="柴不撤", address=address)


def question_of(served: ServedOffice, case: FiledComplaint) -> Decision:
    (row,) = served.office.rows(Decision, complaint_id=case.complaint_id, kind=DecisionKind.TITLE)
    return row


def opens(served: ServedOffice, login: str, case: FiledComplaint) -> bool:
    return served.visitor(login).get(f"/cases/{case.complaint_id}").status_code == 200


def answer(served: ServedOffice, case: FiledComplaint, login: str, told: str) -> int:
    person = served.visitor(login)
    person.get("/title-questions")
    return person.post(f"/title-questions/{question_of(served, case).id}", {"answer": told}).status_code


def test_one_person_of_the_supervision_office_sees_the_sentence_and_nothing_else(
    served_office: ServedOffice,
) -> None:
    """ST-2, DM-15: no number, no identity, no other sentence; nobody else is asked."""
    case = file(served_office, ABOUT_DIRECTOR)
    row = question_of(served_office, case)
    page = served_office.visitor(HEAD_OF_SUPERVISION).get("/title-questions").text
    (shown,) = [part for part in re.findall(r"<form class=\"panel\".*?</form>", page, re.S) if row.id in part]
    assert "你们主任带着■的邻居从侧门进去先办" in shown
    for word in ("等了一上午", "柴不撤", "0306", case.number, case.complaint_id):
        assert word not in shown, word
    assert 'href="/title-questions"' in served_office.visitor(HEAD_OF_SUPERVISION).get("/tasks").text
    for login in (CLERK, DIRECTOR, HEAD_OF_HANDLING, "du.daodi"):
        assert row.id not in served_office.visitor(login).get("/title-questions").text
        assert answer(served_office, case, login, "no") == 404


def test_yes_lets_the_route_act(served_office: ServedOffice) -> None:
    """DM-15: the director is the respondent, and only who passes it on has the file."""
    case = file(served_office, ABOUT_DIRECTOR)
    assert opens(served_office, DIRECTOR, case)
    assert answer(served_office, case, HEAD_OF_SUPERVISION, "yes") == 303
    assert [opens(served_office, who, case) for who in (HEAD_OF_SUPERVISION, DIRECTOR, CLERK)] == [
        True,
        False,
        False,
    ]
    assert answer(served_office, case, HEAD_OF_SUPERVISION, "no") == 409


def test_a_deputy_whom_nobody_names_goes_the_way_of_the_deputies(served_office: ServedOffice) -> None:
    case = file(served_office, "有个副主任打我电话，劝我算了。")
    assert answer(served_office, case, HEAD_OF_SUPERVISION, "yes") == 303
    who = (HEAD_OF_SUPERVISION, "heng.gongyun", "cai.youdu", DIRECTOR, CLERK)
    assert [opens(served_office, login, case) for login in who] == [True, False, False, False, False]


@pytest.mark.parametrize(
    ("words", "asked"),
    [("督查那边的科长说不归他管。", HEAD_OF_HANDLING), ("投诉科的科长把信退给我了。", HEAD_OF_SUPERVISION)],
)
def test_nobody_is_asked_about_himself(served_office: ServedOffice, words: str, asked: str) -> None:
    """ST-2: of the handling office where the title is of the supervision office, and the other way round."""
    assert question_of(served_office, file(served_office, words)).content["asked"] == asked


def test_without_an_answer_in_two_office_hours_it_is_restricted_until_there_is_one(
    served_office: ServedOffice,
) -> None:
    """ST-2: a question that nobody answers does not leave the file open."""
    case = file(served_office, ABOUT_DIRECTOR)
    row = question_of(served_office, case)
    asked_at = row.at
    assert (row.content["due_at"] > asked_at.isoformat()) is True
    with served_office.office.unit_of_work() as unit:
        restrict_unanswered(unit)
    assert opens(served_office, DIRECTOR, case), "not before it is due"
    with served_office.office.unit_of_work() as unit:
        late = unit.session.get_one(Decision, row.id)
        late.content = {**late.content, "due_at": asked_at.isoformat()}
    with served_office.office.unit_of_work() as unit:
        assert restrict_unanswered(unit) == 1
        assert restrict_unanswered(unit) == 0
    assert [opens(served_office, who, case) for who in (HEAD_OF_SUPERVISION, DIRECTOR, CLERK)] == [
        True,
        False,
        False,
    ]
    assert answer(served_office, case, HEAD_OF_SUPERVISION, "no") == 303
    assert [opens(served_office, who, case) for who in (HEAD_OF_SUPERVISION, DIRECTOR, CLERK)] == [
        True,
        True,
        True,
    ]


def test_an_address_asks_nobody(served_office: ServedOffice) -> None:
    case = file(served_office, "主任您好：窗口没有人。")
    assert served_office.office.rows(Decision, complaint_id=case.complaint_id) == []
