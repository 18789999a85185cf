"""C15: what people of stories enter is found by the name of the form, and every form that a step names is answered."""

from __future__ import annotations

from pathlib import Path

import pytest

from deploy.replay import forms
from deploy.replay.forms import BY_FORM, read_answering
from deploy.replay.moves import Task
from deploy.replay.story_steps import LAST_MOVES, MOVES_OF_STEP
from services.tasks.registry import TASKS, find_task_of_form

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
