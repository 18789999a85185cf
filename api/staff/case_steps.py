"""What the frame of a case's pages lists: the steps of its way, and its sections."""

from __future__ import annotations

from dataclasses import dataclass

from api.i18n import code_text
from api.moments import day
from api.staff.case_sections import SECTIONS, Section
from services.views.file_head import FileHead


@dataclass(frozen=True, slots=True)
class ShownStep:
    """One step as the kit's `step_bar` takes it."""

    label: str
    state: str
    note: str


@dataclass(frozen=True, slots=True)
class ShownSection:
    """One section as the kit's `side_list` takes it."""

    label: str
    address: str
    is_current: bool
    count: int | None


def list_steps(file: FileHead) -> list[ShownStep]:
    """The steps of the case's own way, each with the day on which it was last begun."""
    return [ShownStep(code_text("case_step", step.code), step.state, day(step.at)) for step in file.way.steps]


def list_sections(file: FileHead, current: Section) -> list[ShownSection]:
    """Every section, with how much stands there where that says something."""
    case = f"/cases/{file.summary.complaint_id}"
    return [
        ShownSection(
            code_text("case_section", section.name),
            f"{case}/{section.place}" if section.place else case,
            section is current,
            section.count(file.counts) if section.count and current.is_listed else None,
        )
        for section in SECTIONS
    ]
