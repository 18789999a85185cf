"""The guard of the public forms: shown in the page, taken from what is sent. Services say when it stands and what solves it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import Flask, g, request
from sqlalchemy.exc import SQLAlchemyError

from api.context import current_actor, make_unit, ports
from api.i18n import code_text
from api.settings import CROWDED
from models.ground.errors import OutsideUnavailable
from services.attempts.challenge import (
    ANSWER,
    Challenge,
    ChallengeRefused,
    Solution,
    check_solution,
    make_challenge,
)
from services.attempts.guard import GUARDED_FORMS, GuardedForm, look_at_guard, note_volume
from services.attempts.question import Question
from services.attempts.rate_limit import by_source, count
from services.attempts.rules import WRONG_ANSWERS


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page holds: a challenge, or the solution that was right and is sent along again with what is mended."""

    challenge: Challenge | None = None
    solved: Solution | None = None


@contextmanager
def guarded(form: GuardedForm, sending: str = "") -> Iterator[None]:
    """What is sent in the block counts among what was sent, unless it was taken before or is refused; as `require_person`."""
    is_known = require_person(form, sending)
    yield
    if not is_known:
        note_volume(form, current_actor(), make_unit())


def require_person(form: GuardedForm, sending: str = "") -> bool:
    """Whether this was taken before; ChallengeRefused where the guard stands and no solution comes for this form and sending.

    TriedTooOften for whoever answers wrongly again and again.
    """
    guard = look_at_guard(form, sending, current_actor(), make_unit())
    if not guard.is_up:
        return guard.is_known
    given = _given()
    try:
        check_solution(form.name, sending, given, make_unit())
    except ChallengeRefused as refused:
        if refused.errors[ANSWER] == "GUARD_WRONG":
            count(by_source(WRONG_ANSWERS, current_actor(), make_unit()), make_unit())
        raise
    g.guard_solved = (form.name, sending, given)
    return False


def ask(form: GuardedForm, sending: str) -> Challenge:
    """A challenge for whoever asks now; further ones of a source that sends much cost more."""
    work = look_at_guard(form, sending, current_actor(), make_unit()).work
    return make_challenge(form.name, sending, work, ports().system_clock.now())


def find_shown(name: str, sending: str = "") -> Shown | None:
    """For templates: None while the guard is down for who reads the page, and while nobody can look."""
    form = GUARDED_FORMS[name]
    if CROWDED in request.environ:
        return None
    solved: tuple[str, str, Solution] | None = g.get("guard_solved")
    if solved is not None and sending and solved[:2] == (name, sending):
        return Shown(solved=solved[2])
    try:
        guard = look_at_guard(form, sending, current_actor(), make_unit())
    except (OutsideUnavailable, SQLAlchemyError):
        return None
    if not guard.is_up:
        return None
    return Shown(make_challenge(name, sending, guard.work, ports().system_clock.now()))


def question_text(question: Question) -> str:
    """The question in the language of the page."""
    numbers = {
        name: code_text("guard_number", value) for name, value in zip("ab", question.numbers, strict=False)
    }
    words = code_text("guard_question", "comma").join(
        code_text("guard_question", "item") % {"n": place, "word": code_text("guard_word", word)}
        for place, word in enumerate(question.words, 1)
    )
    return code_text("guard_question", question.kind) % {**numbers, "words": words}


def register_person_guard(app: Flask) -> None:
    """Bind what templates use."""
    app.jinja_env.globals.update(find_guard=find_shown, question_text=question_text)


def _given() -> Solution:
    if request.is_json:
        return Solution(request.headers.get("X-Challenge", ""), request.headers.get("X-Challenge-Number", ""))
    form = request.form
    return Solution(form.get("guard_token", ""), form.get("guard_number", ""), form.get(ANSWER, ""))
