"""What the sheets of a file call a code is what the pages call it."""

from __future__ import annotations

from api.i18n import _catalogue
from services.volumes.event_words import EVENT_WORDS
from services.volumes.sheets.registration import CHANNEL_WORDS


def test_events_and_channels_have_the_words_of_the_pages() -> None:
    pages = _catalogue("zh")
    assert {kind: pages.get(f"event.{kind}") for kind in EVENT_WORDS} == EVENT_WORDS
    assert {channel: pages[f"channel.{channel}"] for channel in CHANNEL_WORDS} == CHANNEL_WORDS
