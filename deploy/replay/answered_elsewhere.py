"""Whether people whose file was merged read the answer of the leading file, each at his own number and code."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from deploy.replay.cases import LivedCase
from deploy.replay.judging.judged import Difference
from deploy.replay.office import Office


def list_unanswered(
    case: LivedCase, wish: Mapping[str, Any], cases: Mapping[str, LivedCase], office: Office
) -> list[Difference]:
    """A difference for each file that the story calls answered by another and that shows no such answer."""
    return [
        Difference(case.story.id, f"answered_in.{reader.story.id}", leading.number, None)
        for reader, leading in _told(case, wish, cases)
        if f'id="answer-of-{leading.number}"' not in office.read_progress(reader.number, reader.query_code)
    ]


def _told(
    case: LivedCase, wish: Mapping[str, Any], cases: Mapping[str, LivedCase]
) -> Iterator[tuple[LivedCase, LivedCase]]:
    """Who reads and whose answer, of the files that were lived."""
    leading = {str(step.data["answered_in"]) for step in case.story.steps if step.data.get("answered_in")}
    if wish.get("answered_in"):
        leading.add(str(wish["answered_in"]))
    also = [str(name) for step in case.story.steps for name in step.data.get("answers_also", ())]
    yield from ((case, cases[name]) for name in sorted(leading) if name in cases)
    yield from ((cases[name], case) for name in also if name in cases and cases[name].number)
