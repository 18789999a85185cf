"""Stories whose file is taken apart: which part of each step is lived in which file, and both files read as one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from deploy.replay.cases import LivedCase
from deploy.replay.in_stories import Answers
from deploy.replay.judging.judged import Difference
from deploy.replay.office import READER, Office
from deploy.replay.organisation import representative_of, unit_of, unit_side
from deploy.replay.samples import Step, Story
from services.acts.split_file import FROM_FIRST_DAY

SECOND = "/2"
_BY_MATTER = ("findings", "disposals", "answers", "adoptions")
_FIRST_DAY = re.compile(r"首次反映日(\d{1,2})月(\d{1,2})日")
_NUMBER_AND_CODE = re.compile(
    r"([A-Z]+-\d{4}-\d{6})</span> · <span class=\"number\">([0-9A-Z]{5}-[0-9A-Z]{4}-[0-9A-Z]{4})"
)


def split_step_of(story: Story) -> Step | None:
    """The step that takes the file apart, if one does."""
    return next((step for step in story.steps if step.data.get("split")), None)


def goes_on_in_two(story: Story) -> bool:
    """Whether the steps after the split speak of both files; else the story tells the first one to its end."""
    step = split_step_of(story)
    return step is not None and bool(step.data.get("second_unit"))


def first_part(step: Step, story: Story) -> Step:
    """The step in the first file: of lists by matter their first row, where the second has one of its own."""
    split = split_step_of(story)
    if split is None or not goes_on_in_two(story) or step.no <= split.no:
        return step
    return _with(step, {key: list(step.data[key])[:1] for key in _BY_MATTER if step.data.get(key)})


def second_part(step: Step, story: Story) -> Step:
    """The step in the second file, which its own unit signs for."""
    split = split_step_of(story)
    told: dict[str, Any] = {key: list(step.data[key])[1:] for key in _BY_MATTER if step.data.get(key)}
    if split is None:
        return step
    unit = str(split.data["second_unit"])
    if step.no == split.no:
        told |= {"split": False, "second_unit": ""}
    if step.data.get("unit"):
        told["unit"] = unit
    if step.actor in unit_side() and unit_of(step.actor) != unit:
        step = replace(step, actor=representative_of(unit))
    return _with(step, told)


def second_story(story: Story) -> Story:
    """The story as the second file has it."""
    return replace(story, steps=tuple(second_part(step, story) for step in story.steps))


def answers_of_split(case: LivedCase, step: Step) -> list[Answers]:
    """The second matter goes, where the steps after it tell of both: it came with the first, and its limits count from there.

    Else what the note tells of, on the day that it names, with limits from the split.
    """
    reason = {"reason": step.note or "一事一卷"}
    if step.data.get("second_unit"):
        came_on = case.story.received_at.date().isoformat()
        return [{"moved_matters": ["2"], "counts_from": FROM_FIRST_DAY, "first_told_on": came_on, **reason}]
    told_on, named = step.at.date(), _FIRST_DAY.search(step.note)
    if named is not None:
        told_on = told_on.replace(month=int(named[1]), day=int(named[2]))
    return [
        {"told_matter": step.note, "counts_from": "split", "first_told_on": told_on.isoformat(), **reason}
    ]


def find_second(case: LivedCase, office: Office) -> tuple[str, str, str] | None:
    """Number, id and code of the file that was taken out, as the complainant reads them at his own code."""
    found = _NUMBER_AND_CODE.search(office.read_progress(case.number, case.query_code))
    return None if found is None else (found[1], office.find_case(READER, found[1]), found[2])


def list_split_differences(case: LivedCase, seen: Mapping[str, Any], office: Office) -> list[Difference]:
    """Both pages tell of each other, and the complainant reads the second file with the code that the first one told him."""
    taken = [row["number"] for row in seen["splits"] if not row["is_first"]]
    wanted = 1 if split_step_of(case.story) is not None else 0
    if len(taken) != wanted:
        return [Difference(case.story.id, "split", wanted, len(taken))]
    second = find_second(case, office)
    if not taken:
        return [] if second is None else [Difference(case.story.id, "split", None, second[0])]
    if second is None or second[0] != taken[0]:
        return [Difference(case.story.id, "split.told", taken[0], second)]
    other = office.read(READER, f"/api/v1/cases/{second[1]}")
    first = [row["number"] for row in other["splits"] if row["is_first"]]
    is_read = case.number in office.read_progress(second[0], second[2])
    if first != [case.number] or not is_read:
        return [Difference(case.story.id, "split.link", case.number, first)]
    return []


def list_left_alone(seen: Mapping[str, Any], office: Office) -> list[str]:
    """Files that were taken out of this one and that no step of its story works on, with where they stand."""
    taken = [str(row["number"]) for row in seen["splits"] if not row["is_first"]]
    files = [office.read(READER, f"/api/v1/cases/{office.find_case(READER, number)}") for number in taken]
    return [f"file {file['number']} taken out, at {file['stage']}" for file in files if not file["is_closed"]]


def join_files(first: Mapping[str, Any], second: Mapping[str, Any]) -> dict[str, Any]:
    """Both files as one: matters and claims numbered on, closed when both are.

    Dates and approvals are those of the first; those of the second are judged on their own.
    """
    shift, claims = len(first["matters"]), len(first["claims"])
    return {
        **first,
        "matters": [*first["matters"], *({**row, "no": row["no"] + shift} for row in second["matters"])],
        "claims": [
            *first["claims"],
            *(
                {**row, "no": row["no"] + claims, "matters": [no + shift for no in row["matters"]]}
                for row in second["claims"]
            ),
        ],
        "is_closed": first["is_closed"] and second["is_closed"],
    }


def _with(step: Step, told: Mapping[str, Any]) -> Step:
    return replace(step, data={**step.data, **told})
