"""C15: what people of stories enter is found by the name of the form, and every form that a step names is answered."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from deploy.replay import forms
from deploy.replay.forms import BY_FORM, read_answering
from deploy.replay.moves import Task
from deploy.replay.page_reading import StepRefused
from deploy.replay.story_steps import LAST_MOVES, MOVES_OF_STEP
from services.tasks.registry import TASKS, find_task_of_form
from tests.replay.test_expressible import step_of

# No story that is shipped tells of them; the walks of tests/acceptance answer them.
IN_NO_STORY = {"close-supervision", "explain-delay", "review-opinion"}


def forms_of_steps() -> set[str]:
    moves = [move for steps in (*MOVES_OF_STEP.values(), LAST_MOVES) for move in steps]
    return {move.form_id for move in moves if isinstance(move, Task)}


def test_what_stories_answer_are_the_forms_of_user_tasks() -> None:
    """HS-16."""
    assert len(forms_of_steps()) > 15
    assert [form_id for form_id in BY_FORM if find_task_of_form(form_id) is None] == []
    assert forms_of_steps() <= BY_FORM.keys()
    assert {task.form for task in TASKS.values()} - BY_FORM.keys() == IN_NO_STORY


def test_a_function_in_a_file_put_there_answers_the_form_of_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """HS-35: no list names it."""
    source = (
        "def taste_toy(story, step, shown):\n    return {'taste': step.note}\n\n\ndef _helper():\n    pass\n"
    )
    (tmp_path / "toy.py").write_text(source, "utf-8")
    monkeypatch.setattr(forms, "__path__", [*forms.__path__, str(tmp_path)])
    assert read_answering().keys() - BY_FORM.keys() == {"taste-toy"}


def test_an_opinion_tells_findings_adoptions_and_answers_by_number_where_the_form_asks_for_them() -> None:
    """ST-8c: a suggestion has no finding; a claim is answered, with a reason unless it is supported."""
    step, story = step_of("W12", "opinion")
    rows = [{"no": 1, "text": "甲", "kind": "complaint"}, {"no": 2, "text": "乙", "kind": "suggestion"}]
    told = BY_FORM["draft-opinion"](story, step, {"matters": rows, "claims": [{"no": 1, "text": "丙"}]})
    assert [(row.get("finding"), row.get("adoption")) for row in told["matters"]] == [
        ("substantiated", None),
        (None, "partly_adopted"),
    ]
    assert told["claims"] == [{"no": 1, "text": "丙", "answer": "supported"}]
    step, story = step_of("W8", "opinion")
    claims = [{"no": no, "text": "丁"} for no in (1, 2, 3)]
    told = BY_FORM["draft-opinion"](story, step, {"matters": [], "claims": claims})
    assert [(row["answer"], "answer_reason" in row) for row in told["claims"]] == [
        ("explained", True),
        ("not_supported", True),
        ("supported", False),
    ]


def test_a_way_that_is_told_is_the_way_that_is_entered() -> None:
    """ST-19: an answer by a platform or by registered letter is none by telephone."""
    for name, entered in (
        ("S058", ["platform"]),
        ("W13", ["registered_letter"]),
        ("S057", ["phone", "email"]),
    ):
        step, story = step_of(name, "feedback")
        assert BY_FORM["give-answer"](story, step, {})["ways"] == entered
    with pytest.raises(StepRefused, match="unknown way pigeon"):
        BY_FORM["give-answer"](story, replace(step, data={"ways": ["pigeon"]}), {})


def test_an_objection_that_is_rejected_stays_with_the_unit_whoever_is_named() -> None:
    """ST-19."""
    step, story = step_of("S020", "referral_arbitrated")
    assert BY_FORM["arbitrate-referral"](story, step, {})["arbitration"] == "back"
    rejected = replace(step, data={**step.data, "objection": "rejected"})
    assert BY_FORM["arbitrate-referral"](story, rejected, {})["arbitration"] == "rejected"
