"""What the mail room, the hall and the scanner of a replay do is what the stories tell, and nothing of those that do not."""

from __future__ import annotations

import io
from datetime import date

import pypdfium2

from deploy.replay.cases import LivedCase
from deploy.replay.hall import Taken, hand_over, is_taken_in_hall
from deploy.replay.mail_proofs import enter_proofs, list_told
from deploy.replay.mail_room import is_served_by_post
from deploy.replay.page_reading import StepRefused
from deploy.replay.signed_papers import signed_paper
from tests.replay.test_expressible import step_of
from tests.replay.test_samples_and_routes import all_stories

_ROW = (
    '<tr><td><a class="number" href="/cases/1">YH-2026-000001</a></td><td><a href="/letters/1">答复书</a><br>'
    '<span class="meta">致投诉人 · 2026-12-08 10:00 列入</span></td><td>挂号信</td>'
    '<td><span class="tag">已寄出</span> <span class="number">{no}</span> <span class="meta">寄出 {day} 10:00</span></td>'
    '<td><details><form method="post" action="/post/{id}?group=out&amp;page=1&amp;q=" novalidate>'
    '<input type="hidden" name="fate" value="arrived"><input type="hidden" name="version" value="2"></form></td></tr>'
)


class _Post:
    """The list of the post as a page; notes what is entered there and by whom."""

    def __init__(self, *rows: tuple[str, str, str]) -> None:
        self.rows = {known[0]: known for known in rows}
        self.entered: list[tuple[str, str, str]] = []
        self.has_mail_out = True

    def read_page(self, person: str, _place: str) -> str:
        assert person in ("jian.dengji", "jian.rujing")
        rows = self.rows.values()
        return "<tr><th>x</th></tr>" + "".join(_ROW.format(id=key, no=no, day=day) for key, no, day in rows)

    def send_form(self, person: str, place: str, fields: dict[str, str], _page: str) -> None:
        self.entered.append((person, place, fields["day"]))
        del self.rows[place.rpartition("/")[2]]


def test_a_slip_comes_back_two_days_after_the_posting_and_what_a_story_tells_is_left_to_it() -> None:
    post = _Post(
        ("a1", "XA00000001", "2026-12-07"), ("b2", "XA00000002", "2026-12-08"), ("c3", "XA9", "2026-12-07")
    )
    assert enter_proofs(post, date(2026, 12, 9), {"XA9"}) == 1  # type: ignore[arg-type]  # no office runs here
    assert post.entered == [("jian.dengji", "/post/a1", "2026-12-08")]
    assert enter_proofs(post, date(2026, 12, 10), {"XA9"}) == 1  # type: ignore[arg-type]  # as above
    assert enter_proofs(post, date(2026, 12, 20), ()) == 1  # type: ignore[arg-type]  # as above
    assert enter_proofs(post, date(2026, 12, 21), ()) == 0  # type: ignore[arg-type]  # as above
    assert not post.has_mail_out, "nobody looks again before something is posted"


def test_the_numbers_whose_end_a_story_tells() -> None:
    told = list_told(all_stories())
    assert told == {f"XA000000004{no}" for no in ("11", "22", "23", "25")}


def test_who_asks_to_be_written_to_is_served_by_post() -> None:
    served = {story.id for story in all_stories() if is_served_by_post(LivedCase(story))}
    assert served == {"S023", "S024", "W5", "W11", "W13"}


def test_what_is_given_into_hands_is_told_by_its_step() -> None:
    taken = {
        (story.id, step.action) for story in all_stories() for step in story.steps if is_taken_in_hall(step)
    }
    answers, notices = {("S007", "feedback"), ("S029", "feedback")}, {("S015", "close"), ("S044", "close")}
    assert taken == answers | notices | {("W2", "close")}


class _Hall:
    """The page of the hall, where one clerk keeps away from the file; notes who hands over what."""

    def __init__(self, kept_away: str) -> None:
        self.kept_away = kept_away
        self.handed: list[tuple[str, list[str]]] = []

    def read_page(self, person: str, _place: str) -> str:
        if person == self.kept_away:
            raise StepRefused("404")
        row = '<input name="documents" value="{0}"><label for="{0}">x{1}</label>'
        return row.format("answer-round-1", ' <span class="tag">') + row.format("letter-7", "")

    def send_form(self, person: str, _place: str, fields: dict[str, object]) -> None:
        self.handed.append((person, list(fields["documents"])))  # type: ignore[call-overload]  # a list here


def test_an_answer_is_handed_over_by_a_clerk_who_did_not_give_it() -> None:
    """A letter by whoever wrote it; by the next clerk where one keeps away from the file."""
    hall, case = _Hall(kept_away="ji.luqing"), LivedCase(all_stories()[0])
    for person, taken in (
        ("wen.rusheng", Taken.LETTERS),
        ("wen.rusheng", Taken.KEPT),
        ("jian.dengji", Taken.ANSWER),
    ):
        hand_over(hall, case, person, taken)  # type: ignore[arg-type]  # no office runs here
    assert hall.handed == [
        ("wen.rusheng", ["letter-7"]),
        ("jian.dengji", ["answer-round-1"]),
        ("ming.shouli", ["answer-round-1"]),
    ]


def test_interviews_and_looks_at_a_place_are_signed_and_nothing_else() -> None:
    step, story = step_of("W8", "investigate")
    form = "record-investigation-act"
    names = {method: signed_paper(story, step, form, {"method": method}) for method in ("interview", "site")}
    assert [paper and paper.name for paper in names.values()] == [
        "询问笔录（已签名）.pdf",
        "勘查笔录（已签名）.pdf",
    ]
    for paper in filter(None, names.values()):
        assert len(pypdfium2.PdfDocument(io.BytesIO(paper.content))) == 1
    assert signed_paper(story, step, form, {"method": "documents"}) is None
    assert signed_paper(story, step, "give-answer", {"method": "interview"}) is None
