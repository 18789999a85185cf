"""The guard of the public forms: when it stands, what solves it, and what does not (SE-37)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from deploy.replay.page_reading import find_number
from deploy.source_settings import read_shared_sources
from models.office.rate_limit import RateLimit
from services.actor import Actor, ActorKind, citizen
from services.attempts.challenge import (
    ANSWER,
    LIFE,
    Challenge,
    ChallengeRefused,
    Solution,
    check_solution,
    make_challenge,
)
from services.attempts.guard import COMMENT, FILING, RECOVERY, GuardedForm, look_at_guard, note_volume
from services.attempts.question import WORDS, draw_question, is_right
from services.unit_of_work import UnitOfWork
from tests.full_office import FullOffice

HERE, ELSEWHERE = citizen("203.0.113.9"), citizen("198.51.100.9")
SENDING = "a" * 32


def is_up(
    office: FullOffice, actor: Actor = HERE, form: GuardedForm = FILING, sending: str = SENDING
) -> bool:
    return look_at_guard(form, sending, actor, office.unit_of_work()).is_up


def note(office: FullOffice, times: int, actor: Actor = HERE, form: GuardedForm = FILING) -> None:
    for _ in range(times):
        note_volume(form, actor, office.unit_of_work())


def pass_time(office: FullOffice, by: timedelta) -> None:
    office.system_clock.set((office.system_clock.now() + by).isoformat())  # type: ignore[attr-defined]  # the clock of a test


def asked(office: FullOffice, form: GuardedForm = FILING, sending: str = SENDING) -> Challenge:
    made = make_challenge(form.name, sending, 1 << 12, office.system_clock.now())
    pass_time(office, timedelta(seconds=5))
    return made


def solved(challenge: Challenge) -> Solution:
    return Solution(challenge.token, find_number(challenge.salt, challenge.target, challenge.largest))


def refusal(office: FullOffice, given: Solution, form: str = "filing", sending: str = SENDING) -> str | None:
    try:
        check_solution(form, sending, given, office.unit_of_work())
    except ChallengeRefused as refused:
        return refused.errors[ANSWER]
    return None


def test_three_an_hour_need_no_sign_and_the_fourth_does(office: FullOffice) -> None:
    note(office, 2)
    assert not is_up(office)
    note(office, 1)
    assert is_up(office) and not is_up(office, ELSEWHERE)
    assert not is_up(office, form=COMMENT), "each form counts for itself"
    pass_time(office, timedelta(minutes=21))
    assert not is_up(office), "one is forgotten in twenty minutes"


def test_a_flood_from_many_sources_asks_everybody_and_ends(office: FullOffice) -> None:
    for number in range(RECOVERY.flood):
        note(office, 1, citizen(f"203.0.{number}.1"), RECOVERY)
    assert is_up(office, ELSEWHERE, RECOVERY, "")
    pass_time(office, timedelta(minutes=5))
    assert not is_up(office, ELSEWHERE, RECOVERY, "")


def test_no_source_makes_a_flood_alone(office: FullOffice) -> None:
    note(office, 2 * RECOVERY.flood, form=RECOVERY)
    assert is_up(office, form=RECOVERY, sending="")
    assert not is_up(office, ELSEWHERE, RECOVERY, "")


def test_a_flood_is_forgotten_within_two_hours_however_large_it_was(office: FullOffice) -> None:
    note(office, 5 * RECOVERY.rule.limit, form=RECOVERY)
    [row] = [row for row in office.rows(RateLimit) if row.bucket.startswith("guard-recovery:")]
    assert row.count == 2 * RECOVERY.rule.limit
    pass_time(office, timedelta(hours=2, minutes=1))
    assert not is_up(office, form=RECOVERY, sending="")


def test_the_work_grows_with_what_its_source_sent_and_has_an_end(office: FullOffice) -> None:
    works = []
    for _ in range(8):
        note(office, 1)
        works.append(look_at_guard(FILING, SENDING, HERE, office.unit_of_work()).work)
    least = works[0]
    assert works[2:6] == [least, 2 * least, 4 * least, 8 * least]
    assert max(works) == 8 * least


def test_staff_and_what_was_taken_before_are_not_asked(office: FullOffice) -> None:
    note(office, 3)
    clerk = Actor(ActorKind.STAFF, "wen.rusheng", client_address=HERE.client_address)
    assert not is_up(office, clerk)
    office.file(submission_id=SENDING)
    assert not is_up(office), "it is answered as before"


def test_a_network_that_many_share_has_so_many_times_more(office: FullOffice) -> None:
    """ADR 0322: kiosks and halls are named by the owner."""
    plain = office.unit_of_work()
    ports = replace(plain.ports, shared_sources=read_shared_sources("203.0.113.0/24=5"))
    kiosk = UnitOfWork(office.database, ports)
    for _ in range(5 * FILING.rule.limit - 1):
        note_volume(FILING, HERE, kiosk)
    assert not look_at_guard(FILING, SENDING, HERE, kiosk).is_up
    note_volume(FILING, HERE, kiosk)
    assert look_at_guard(FILING, SENDING, HERE, kiosk).is_up


def test_work_that_was_done_is_taken_for_its_own_sending_alone(office: FullOffice) -> None:
    given = solved(asked(office))
    assert refusal(office, given) is None
    assert refusal(office, given) is None, "with its faults mended"
    assert refusal(office, given, sending="b" * 32) == "GUARD_REPLAYED"
    assert refusal(office, given, form="comment") == "GUARD_OTHER_FORM"
    pass_time(office, LIFE)
    assert refusal(office, given) == "GUARD_EXPIRED"


def test_a_solution_without_a_sending_is_used_up(office: FullOffice) -> None:
    given = solved(asked(office, RECOVERY, ""))
    assert refusal(office, given, "recovery", "") is None
    assert refusal(office, given, "recovery", "") == "GUARD_REPLAYED"


def test_a_wrong_answer_uses_its_question_up(office: FullOffice) -> None:
    challenge = asked(office)
    right = str(challenge.question.answer)
    assert refusal(office, Solution(challenge.token, answer="20")) == "GUARD_WRONG"
    assert refusal(office, Solution(challenge.token, answer=right)) == "GUARD_REPLAYED"
    other = asked(office)
    assert refusal(office, Solution(other.token, answer=str(other.question.answer))) is None


def test_an_answer_before_anybody_can_have_read_is_too_fast(office: FullOffice) -> None:
    challenge = make_challenge("filing", SENDING, 1 << 12, office.system_clock.now())
    given = Solution(challenge.token, answer=str(challenge.question.answer))
    assert refusal(office, given) == "GUARD_TOO_FAST"
    pass_time(office, timedelta(seconds=3))
    assert refusal(office, given) is None, "it was not looked at before"


@pytest.mark.parametrize("change", [("4096", "1"), ("filing", "comment")])
def test_what_is_signed_cannot_be_changed(office: FullOffice, change: tuple[str, str]) -> None:
    challenge = asked(office)
    changed = challenge.token.replace(*change, 1)
    assert changed != challenge.token
    assert refusal(office, Solution(changed, "0")) == "GUARD_WRONG"
    assert refusal(office, Solution("", "0")) == "GUARD_ASKED"
    assert refusal(office, Solution("四.五", "0")) == "GUARD_WRONG"


def test_there_are_many_questions_and_each_has_one_answer() -> None:
    drawn = [draw_question(str(seed)) for seed in range(2_000)]
    assert {question.kind for question in drawn} == {"sum", "difference", *WORDS}
    assert len({(one.kind, one.numbers, one.words) for one in drawn}) > 1_000
    for one in drawn:
        assert 1 <= one.answer <= 18
        if one.words:
            kinds = [kind for word in one.words for kind, known in WORDS.items() if word in known]
            assert kinds.count(one.kind) == 1 and kinds[one.answer - 1] == one.kind


def test_an_answer_counts_in_digits_and_in_words() -> None:
    twelve = next(one for one in map(draw_question, map(str, range(500))) if one.answer == 12)
    assert all(is_right(twelve, text) for text in ("12", " １２ ", "十二", "twelve", "12。", "Twelve."))
    two = next(one for one in map(draw_question, map(str, range(500))) if one.answer == 2)
    assert all(is_right(two, text) for text in ("2", "两", "二", "第二个"))
    assert not any(is_right(two, text) for text in ("", "3", "苹果", "22"))
