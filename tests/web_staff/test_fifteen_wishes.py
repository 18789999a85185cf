"""What users of Operate and Tasklist ask for in vain, wish by wish: which tests show it here.

A row names tests; each says `wish N` in its docstring, and this one fails when a test is gone or says it no longer.
Tests of wishes that stand in no other file are below.
"""

from __future__ import annotations

import ast
import re
import secrets
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from models.case.task import Task
from models.vault.keyring import Keyring
from services.worklist.clock_of_task import find_clock_of_task
from tests.served_office import ServedOffice, SocketVisitor, serve_office
from tests.unit.services.projected_task import add_task, walk_to
from tests.unit.services.test_answer_sending import HANDLER, PARTS
from tests.web.pages import text_of
from tests.web_staff.test_act_pages import form_of
from tests.web_staff.test_contact_over_a_socket import send

ROOT = Path(__file__).parents[2]
CLERK, SUPERVISOR = "wen.rusheng", "zong.lanyun"
INTAKE = "UserTask_DecideAcceptance"
HERE = "test_fifteen_wishes.py"
WISHES: Mapping[int, tuple[str, tuple[str, ...]]] = {
    1: (
        "see when a timer fires without opening the model",
        (
            "test_instance_in_a_browser.py::test_a_timer_says_when_it_fires_on_the_diagram_and_in_the_list",
            f"{HERE}::test_what_has_the_least_time_left_stands_first_with_how_late_it_is",
        ),
    ),
    2: (
        "what is overdue stands first",
        (f"{HERE}::test_what_has_the_least_time_left_stands_first_with_how_late_it_is",),
    ),
    3: (
        "take the list that is filtered as a table",
        (
            "test_board_over_a_socket.py::test_the_export_is_the_filter_on_the_screen",
            "test_case_list_over_a_socket.py::test_the_list_is_taken_as_a_table_for_a_purpose_on_record",
        ),
    ),
    4: (
        "who did what, when",
        (
            f"{HERE}::test_one_timeline_says_who_did_what_when_and_what_was_sent",
            "test_case_pages_over_a_socket.py::test_the_history_is_narrowed_by_kind_and_words",
        ),
    ),
    5: (
        "several at once are exactly those that were chosen, each with its result",
        (
            "test_due_bulk_over_a_socket.py::test_nothing_is_done_by_a_preview_and_it_lists_exactly_what_was_chosen",
            "test_incident_batches.py::test_a_batch_retries_exactly_what_was_seen_and_tells_what_became_of_each",
        ),
    ),
    6: (
        "find by the number of the business, not by a key",
        (
            "test_instance_page.py::test_instances_are_found_by_any_part_of_the_number_with_all_that_they_called",
            "test_case_list_over_a_socket.py::test_the_number_leads_to_the_case_and_a_part_of_it_to_a_list",
        ),
    ),
    7: (
        "give a task to somebody else from where one supervises",
        (
            "test_reassign_over_a_socket.py::"
            "test_a_supervisor_reassigns_from_task_and_case_and_only_those_are_offered_who_can_take_it",
            "test_due_bulk_over_a_socket.py::test_tasks_of_the_chosen_are_given_to_a_person_with_the_reason",
        ),
    ),
    8: (
        "keep a form that is half filled in",
        (
            "test_task_page.py::test_a_draft_comes_back_to_its_person_only",
            "test_way_on_over_a_socket.py::test_an_unfinished_act_comes_back_to_its_person_until_it_is_taken",
        ),
    ),
    9: (
        "be told of incidents instead of asking",
        ("test_alerts.py::test_each_thing_is_told_once_and_leaves_when_it_is_over",),
    ),
    10: (
        "one's own language",
        (
            "test_form_words.py::test_every_text_of_a_shipped_form_has_its_english",
            f"{HERE}::test_a_person_chooses_the_language_on_any_page_and_keeps_it",
        ),
    ),
    11: (
        "go into what a process called, and come back to the same place",
        (
            "test_instance_in_a_browser.py::"
            "test_a_call_leads_into_its_process_and_back_in_the_same_page_without_losing_the_place",
        ),
    ),
    12: (
        "no list that shows what is done already",
        (
            "test_way_on_over_a_socket.py::"
            "test_after_a_submission_comes_the_next_step_of_the_case_else_the_next_row",
            "test_task_list_over_a_socket.py::"
            "test_the_page_shows_a_new_task_by_itself_and_keeps_ticks_and_focus",
        ),
    ),
    13: (
        "where time is lost",
        (
            "test_instance_page.py::"
            "test_the_steps_of_a_version_tell_how_long_they_take_on_the_diagram_and_in_the_table",
        ),
    ),
    14: (
        "search in the history of an instance; when it last moved",
        (
            "test_instance_page.py::test_the_history_is_asked_by_step_kind_state_and_words",
            "test_instance_page.py::test_what_has_not_moved_for_longest_comes_first_when_asked",
        ),
    ),
    15: (
        "lists of choices and diagrams that a keyboard and a reader of screens reach",
        (
            "test_instance_in_a_browser.py::test_a_step_is_chosen_by_pointer_or_keyboard_and_told_as_in_the_list",
            f"{HERE}::test_lists_of_choices_are_the_browsers_own_and_work_by_keyboard",
        ),
    ),
}
_SAID = re.compile(r"\bwish(?:es)? (\d+(?:(?:, | and )\d+)*)", re.IGNORECASE)


def wishes_of(docstring: str) -> set[int]:
    """The numbers that a docstring names."""
    return {int(number) for said in _SAID.findall(docstring) for number in re.findall(r"\d+", said)}


def shown_by(place: str) -> set[int]:
    """The wishes that a test says it shows; it must exist."""
    name, _, function = place.partition("::")
    tree = ast.parse((ROOT / "tests" / "web_staff" / name).read_text("utf-8"))
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name == function:
            return wishes_of(ast.get_docstring(node) or "")
    raise AssertionError(f"no such test: {place}")


def test_every_wish_has_its_tests() -> None:
    """UX-44: 7.0 of 15."""
    assert list(WISHES) == list(range(1, 16))
    lost = [
        f"{no} {place}" for no, (_, places) in WISHES.items() for place in places if no not in shown_by(place)
    ]
    assert lost == []


def test_a_test_that_is_gone_is_noticed() -> None:
    with pytest.raises(AssertionError, match="no such test"):
        shown_by("test_alerts.py::test_gone")
    assert wishes_of("UX-44, wishes 4 and 14: one timeline") == {4, 14}


@pytest.fixture(scope="module")
def served(
    tmp_path_factory: pytest.TempPathFactory, sqlite_office_template: Path, keyring: Keyring
) -> Iterator[ServedOffice]:
    """An office in which something is late."""
    with serve_office(tmp_path_factory.mktemp("wishes"), sqlite_office_template) as served:
        yield served


def lines_of(visitor: SocketVisitor, address: str, numbers: dict[str, str]) -> list[tuple[str, str]]:
    """Which of these cases a list shows and what it says of their time, line by line from above."""
    rows = re.findall(r"<tr[ >].*?</tr>", visitor.get(address).text.partition("<tbody>")[2], re.S)
    told = [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", row)) for row in rows]
    return [(name, line) for line in told for name, number in numbers.items() if number in line]


def test_what_has_the_least_time_left_stands_first_with_how_late_it_is(served: ServedOffice) -> None:
    """Wish 2, wish 1: tasks, limits and, when asked, cases; how late or how much is left in words, with the moment."""
    office = served.office
    numbers, cases = {}, []
    for name, moment in (("late", ""), ("near", "2026-09-15T10:00"), ("usual", "2026-09-17T10:00")):
        if moment:
            office.clock.set(moment)
        filed = office.file(address=f"198.51.100.{len(numbers) + 1}")
        numbers[name] = filed.number
        cases.append(filed.complaint_id)
    # Seen in the order of neither filing nor limits.
    for case in (cases[1], cases[2], cases[0]):
        key = add_task(office, case, "decide-acceptance", key=str(secrets.randbits(60)))
        with office.unit_of_work() as unit:
            unit.session.get_one(Task, key).clock_id = find_clock_of_task(INTAKE, "1", case, unit)
    office.clock.set("2026-09-17T11:00")
    clerk, supervisor = served.visitor(CLERK), served.visitor(SUPERVISOR)
    for visitor, address in (
        (clerk, "/tasks?tab=pool"),
        (supervisor, "/due?kind=clock_kind.acceptance"),
        (supervisor, "/cases?order=due"),
    ):
        lines = lines_of(visitor, address, numbers)
        assert [name for name, _ in lines] == ["late", "near", "usual"], address
        for (_, line), words in zip(lines, ("逾期", "剩余", "剩余"), strict=True):
            assert words in line or address.startswith("/cases"), (address, line)
            assert re.search(r"2026-09-\d\d \d\d:\d\d", line), (address, line)


def test_one_timeline_says_who_did_what_when_and_what_was_sent(served: ServedOffice) -> None:
    """Wish 4: from the filing over each decision to what was sent, by name and post, with the minute."""
    office = served.office
    filed = office.file(address="198.51.100.4")
    walk_to(office, filed.complaint_id, "give-answer")
    key = add_task(office, filed.complaint_id, "give-answer", key=str(secrets.randbits(60)))
    handler = served.visitor(HANDLER)
    form = form_of(handler.get(f"/tasks/{key}").text)
    letter = {**PARTS, "ways": ["registered_letter"], "mail_no": "XA00000000422"}
    assert send(handler, form["submitUrl"], letter)[0] == 200
    page = served.visitor(SUPERVISOR).get(f"/cases/{filed.complaint_id}/history").text
    told = [
        re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", line)).strip()
        for line in re.findall(r'<li[^>]*><time datetime="[^"]+">.*?</li>', page, re.S)
    ]
    assert told
    for what, who in (
        ("登记投诉", "投诉人"),
        ("作出受理决定", "温如声（受理岗）"),
        ("记录调查认定", "荀问实（调查岗）"),
        ("批准处理意见", "衡公允"),
        ("送出答复", "荀问实（调查岗）"),
    ):
        [line] = [line for line in told if what in line]
        assert who in line
        assert re.match(r"\d\d:\d\d ", line), line


def test_a_person_chooses_the_language_on_any_page_and_keeps_it(served: ServedOffice) -> None:
    """Wish 10: the list, the case, the form; the next page speaks it without being asked."""
    filed = served.office.file(address="198.51.100.5")
    key = add_task(served.office, filed.complaint_id, "decide-acceptance", key=str(secrets.randbits(60)))
    clerk = served.visitor(CLERK)
    assert "My tasks" in text_of(clerk.get("/tasks?lang=en"))
    for address, words in (
        (f"/cases/{filed.complaint_id}", "Now waiting for"),
        (f"/tasks/{key}", "Decide matter by matter"),
    ):
        page = clerk.get(address).text
        assert '<html lang="en"' in page
        assert words in page
    assert '<html lang="zh' in clerk.get("/tasks?lang=zh").text


def test_lists_of_choices_are_the_browsers_own_and_work_by_keyboard(
    served: ServedOffice, browser: Browser
) -> None:
    """Wish 15: form-js draws its own list, which no reader of screens reads as one."""
    case = served.office.file(address="198.51.100.6").complaint_id
    with served.page(browser, 1366, CLERK) as page:
        page.goto(f"/cases/{case}/acts/request-recusal")
        expect(page.locator("[data-form]")).to_have_attribute("data-ready", "true")
        assert page.locator("[data-form] .fjs-select-dropdown, [data-form] [role=listbox]").count() == 0
        chosen = page.locator("[data-form] select:visible").first
        before = chosen.input_value()
        chosen.focus()
        page.keyboard.press("ArrowDown")
        assert chosen.input_value() != before
        assert chosen.evaluate("list => list.labels.length") == 1
