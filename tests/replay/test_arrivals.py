"""A story comes in as the file that it names, or as one made of it, and the office reads both as the same."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

from deploy.replay.arrivals.mail import mail_of, supplement_mail_of
from deploy.replay.arrivals.openings import is_opened, scan_of
from deploy.replay.arrivals.posts import message_of, source_of
from deploy.replay.arrivals.rows import has_nothing_new, order_file_of, order_row_of, review_row_of
from deploy.replay.evidence_files import files_of
from deploy.replay.samples import Story, load_stories
from models.ground.order_codes import TableKind
from services.evidence.file_type import find_type
from services.incoming.chat.chat_message import parse_chat
from services.incoming.mail.read_mail import read_mail
from services.orders.columns import find_faults

SAMPLES = Path(__file__).resolve().parents[1] / "samples"


def stories_of(channel: str) -> list[Story]:
    told = (*load_stories(SAMPLES / "complaints.json"), *load_stories(SAMPLES / "way.json"))
    return [story for story in told if story.channel == channel]


def words(text: str) -> str:
    return "".join(text.split())


def test_each_mail_arrives_as_its_file_and_one_made_of_it_says_the_same() -> None:
    named = [story for story in stories_of("email") if story.raw.get("file")]
    assert len(named) == 7
    for story in named:
        real, made = (read_mail(mail_of(told)) for told in (story, replace(story, folder=None)))
        assert mail_of(story) == (SAMPLES / story.raw["file"]).read_bytes()
        # One holds the complaint as a message within it, whose heads are read too.
        assert words(real.text).endswith(words(made.text)[-80:]), story.id
        assert words(real.text) == words(made.text) or story.id == "S057"
        assert (real.sender, real.message["subject"]) == (made.sender, made.message["subject"])
        assert real.set_aside is None, story.id
        assert real.left_alone is None, story.id


def test_a_mail_that_names_no_file_is_made_of_what_is_told() -> None:
    (story,) = (story for story in stories_of("email") if not story.raw.get("file"))
    read = read_mail(mail_of(story))
    assert read.message["from"] == '"柴不撤" <chaibuche@example.com>'
    assert words(read.text) == words(story.raw["body_text"])


def test_what_was_asked_for_answers_the_first_mail_whichever_way_that_came() -> None:
    (story,) = (story for story in stories_of("email") if story.raw.get("supplement"))
    (step,) = (step for step in story.steps if step.action == "supplement_received")
    for told in (story, replace(story, folder=None)):
        first, answer = read_mail(mail_of(told)), supplement_mail_of(told, step)
        assert answer is not None
        read = read_mail(answer)
        assert first.thread.own in read.thread.answered
        assert read.sender == first.sender
        assert "10月26日下午两点左右" in read.text
    assert supplement_mail_of(replace(story, channel="phone"), step) is None


def test_rows_of_hotline_and_reviews_are_read_without_a_fault() -> None:
    for story in stories_of("hotline_12345"):
        row = order_row_of(story)
        assert find_faults(TableKind.ORDERS, row) == {}
        assert order_file_of(story).content == (SAMPLES / story.raw["export"]).read_bytes()
        made = order_file_of(replace(story, folder=None)).content.decode("gb18030")
        assert row["工单编号"] in made
        assert made.count("YH12345-") == 1
    for story in stories_of("bad_review"):
        assert find_faults(TableKind.REVIEWS, review_row_of(story)) == {}


def test_a_recorded_call_arrives_as_its_file_and_is_taken_for_a_sound() -> None:
    """A recorder of calls writes µ-law; where the stories came without their files a tone stands for it."""
    (called,) = (story for story in stories_of("phone") if story.read_file(story.raw.get("wav")))
    (recording,) = files_of(called)
    assert recording.content == (SAMPLES / called.raw["wav"]).read_bytes()
    assert find_type(recording.name, recording.media_type, io.BytesIO(recording.content)) == "audio/wav"
    (tone,) = files_of(replace(called, folder=None))
    assert (tone.name, tone.media_type) == (recording.name, recording.media_type)
    assert tone.content != recording.content


def test_a_row_with_nothing_new_is_told_from_the_rows_beside_it() -> None:
    row = "<tr><td>{number}<br>标题</td><td><span>{state}</span></td></tr>"
    page = row.format(number="A-1", state="没有变化") + row.format(number="A-2", state="新登记")
    assert has_nothing_new(page, "A-1")
    assert not has_nothing_new(page, "A-2")
    assert not has_nothing_new(page, "A-3")


def test_no_story_reads_a_file_outside_its_folder() -> None:
    story = stories_of("email")[0]
    assert story.read_file("../samples/../__init__.py") is None
    assert story.read_file("/etc/hostname") is None
    assert story.read_file(None) is None


def test_a_message_of_a_platform_is_in_the_documented_form_and_says_what_its_own_call_said() -> None:
    for story in (*stories_of("chat"), *stories_of("social")):
        told = parse_chat(message_of(story))
        assert (told.source, told.channel.value) == (source_of(story), story.channel)
        assert told.is_complaint
        assert told.text.strip(), story.id
    (called,) = (story for story in stories_of("social") if story.raw.get("webhook"))
    assert "我路过的，七点五十左右" in parse_chat(message_of(called)).text
    assert "我路过的" not in parse_chat(message_of(replace(called, folder=None))).text


def test_boxes_and_letters_are_opened_by_two_who_may_and_come_with_their_scan() -> None:
    opened = [*stories_of("letter"), *stories_of("opinion_box")]
    assert {story.id for story in opened if not is_opened(story)} == {"S042"}, (
        "who visits again opens no mail"
    )
    for story in opened:
        scan = scan_of(story)
        assert scan.content[:4] in (b"%PDF", b"\x89PNG")
        if story.raw.get("scan"):
            assert scan.content == (SAMPLES / story.raw["scan"]).read_bytes()
        assert scan_of(replace(story, folder=None)).media_type == "application/pdf"
