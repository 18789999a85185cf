"""C15: the descriptors of request kinds say what diagrams, tables, limits and catalogues say; a new kind needs no list."""

from __future__ import annotations

from api.i18n import has_text
from bpmn import names
from models.beside.side_request import SideRequest
from models.ground.base import Base
from models.store.tables import Base as _tables  # noqa: F401 - every table is known once they are imported
from services.requests.kinds import KINDS
from services.tasks.registry import TASKS


def tables_of_requests() -> set[type[SideRequest]]:
    return {mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, SideRequest)}


def test_every_table_of_requests_has_one_kind_and_the_reverse() -> None:
    assert len(KINDS) > 8
    tables = [kind.table for kind in KINDS.values()]
    assert len(tables) == len(set(tables))
    assert set(tables) == tables_of_requests()


def test_the_tasks_of_a_kind_are_those_that_work_on_it() -> None:
    """HS-9: the limit of a request presses on its own tasks only."""
    for kind in KINDS.values():
        working = {element for element, task in TASKS.items() if task.request is kind and task.limit}
        assert working == set(kind.task_clocks), kind.name


def test_the_limits_of_a_kind_are_columns_of_its_table_and_are_watched_in_a_diagram() -> None:
    watched = {
        element.value
        for name, enum in vars(names).items()
        if name.endswith("Element")
        for element in enum
        if element.value.startswith("Call_Watch")
    }
    for kind in KINDS.values():
        assert all(hasattr(kind.table, column) for column in kind.clock_columns), kind.name
        for clock in kind.clock_kinds:
            assert f"Call_Watch{clock.value.title().replace('_', '')}" in watched, (kind.name, clock)


def test_every_kind_has_its_name_in_the_catalogue() -> None:
    assert [name for name in KINDS if not has_text(f"request_kind.{name}")] == []


def test_what_waits_in_a_stage_is_answered_and_lapses_with_it() -> None:
    """A kind that a window waits for lapses when its stage is left, and nothing else does."""
    for kind in KINDS.values():
        assert (kind.answered_by is not None) == bool(kind.lapses_on_leaving), kind.name
