"""C15: the descriptors of request kinds say what diagrams, tables, limits and catalogues say; a new kind needs no list."""

from __future__ import annotations

from api.i18n import has_text
from bpmn import names
from bpmn.names import ActId
from bpmn.reading import FOLDER
from deploy.replay.acts import ACTS_OF_ANSWER, ACTS_OF_GROUP, BY_ACT
from deploy.replay.doors import DOORS, TASK_OF_DOOR
from deploy.replay.kinds import IN_STORIES
from deploy.replay.moves import Act, Door
from deploy.replay.story_steps import LAST_MOVES, MOVES_OF_STEP
from models.beside.side_request import SideRequest
from models.ground.base import Base
from models.store.tables import Base as _tables  # noqa: F401 - every table is known once they are imported
from services.requests.kinds import KINDS
from services.tasks.registry import TASKS
from tests.architecture.service_rooms import ROOMS_OF_KINDS
from tests.contract.kind_marks import files_that_name, kinds_named_in

ROOT = FOLDER.parent

_TOLD = "what a complainant is told is decided sentence by sentence"
_LEDGER = "columns that the standard wants in the ledger; one more request is no column"
# Sources that name three kinds or more, and why a new kind need not touch them.
_SHEET = "each rule of the score sheet looks at the tables that it judges"
NAME_MANY = {
    "services/file_review/facts.py": _SHEET,
    "services/file_review/check_evidence.py": _SHEET,
    "models/case/lifecycle.py": "limits are a list of their own; a limit has its own recipe",
    "services/views/progress.py": _TOLD,
    "services/views/progress_requests.py": _TOLD,
    "api/schemas/progress.py": _TOLD,
    "api/pages/citizen/progress.html": _TOLD,
    "api/pages/citizen/progress_told.html": _TOLD,
    "api/citizen/requests.py": "what a complainant may ask for himself",
    "services/volumes/event_words.py": "an event that has no words there is told as another one",
    "services/ledger/columns.py": _LEDGER,
    "services/ledger/counts.py": _LEDGER,
    "services/ledger/investigation.py": _LEDGER,
    "deploy/replay/story_steps.py": "a step of a story that stands for tasks of several kinds",
}


def tables_of_requests() -> set[type[SideRequest]]:
    return {mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, SideRequest)}


def test_every_table_of_requests_has_one_kind_and_the_reverse() -> None:
    assert len(KINDS) > 8
    tables = [kind.table for kind in KINDS.values()]
    assert len(tables) == len(set(tables))
    assert set(tables) == tables_of_requests()


def test_each_limit_of_a_kind_presses_on_a_task_of_its_own_and_no_other_does() -> None:
    """HS-9."""
    for kind in KINDS.values():
        limits = {task.limit for task in TASKS.values() if task.request is kind and task.limit}
        assert limits == kind.clock_kinds, kind.name


def test_the_limits_of_a_kind_are_columns_of_its_table_and_are_watched_in_a_diagram() -> None:
    watched = {
        element.value
        for name, enum in vars(names).items()
        if name.endswith("Element")
        for element in enum
        if element.value.startswith("Call_Watch")
    }
    for kind in KINDS.values():
        assert all(hasattr(kind.table, column) for column in kind.clocks), kind.name
        for clock in kind.clock_kinds:
            assert f"Call_Watch{clock.value.title().replace('_', '')}" in watched, (kind.name, clock)


def test_every_kind_has_its_name_in_the_catalogue() -> None:
    assert [name for name in KINDS if not has_text(f"request_kind.{name}")] == []


def test_what_waits_in_a_stage_is_answered_and_lapses_with_it() -> None:
    """A kind that a window waits for lapses when its stage is left, and nothing else does."""
    for kind in KINDS.values():
        assert (kind.answered_by is not None) == bool(kind.lapses_on_leaving), kind.name


def test_what_is_told_of_a_request_are_columns_of_its_table() -> None:
    """HS-19, HS-34."""
    for kind in KINDS.values():
        told = [*kind.opening.told.values(), *kind.opening.sent.values(), *kind.view_columns.values()]
        told += [column for step in kind.citizen_steps for column in (step.at, *step.when)]
        told += [window.ends_at for window in kind.windows] + [kind.unit_column or "id"]
        assert [column for column in told if not hasattr(kind.table, column)] == [], kind.name


def test_every_event_and_every_window_of_a_kind_has_its_words() -> None:
    keys = {f"event.{kind.opening.event}" for kind in KINDS.values()}
    keys |= {f"window_kind.{window.name}" for kind in KINDS.values() for window in kind.windows}
    assert len(keys) > 12
    assert [key for key in sorted(keys) if not has_text(key)] == []


def test_requests_of_every_kind_are_opened_by_one_function() -> None:
    """HS-19: row, number, limit, trail and message; the room of a kind asks its own rules and hands over its row."""
    services = ROOT / "services"
    numbering = {path.name for path in services.rglob("*.py") if "next_no(" in path.read_text("utf-8")}
    assert numbering == {"request_rows.py", "open_request.py"}
    for name, kind in KINDS.items():
        room = (services / "beside" / (kind.room or name)).glob("*.py")
        calls = sum(path.read_text("utf-8").count(f"NewRequest({name.upper()}, ") for path in room)
        assert calls == 1, name


def test_every_kind_has_its_room_and_the_reverse() -> None:
    """HS-34, HS-36."""
    assert {f"beside/{kind.room or name}" for name, kind in KINDS.items()} == set(ROOMS_OF_KINDS)


def test_stories_live_a_kind_by_acts_and_doors_that_there_are() -> None:
    """C15: the replay's tables are reads of one file a kind, and every act and door that a step stands for is there."""
    assert set(IN_STORIES) <= set(KINDS), "no story needs to live a kind"
    assert len(IN_STORIES) > 8
    acts = {act for kind in IN_STORIES.values() for act in kind.acts}
    doors = {door for kind in IN_STORIES.values() for door in kind.doors}
    assert (
        BY_ACT.keys()
        == acts
        | {ActId.DESIGNATE_UNIT.value, ActId.RESTRICT_FILE.value, ActId.SPLIT_FILE.value}
        | ACTS_OF_ANSWER.keys()
        | ACTS_OF_GROUP.keys()
    )
    assert set(BY_ACT) <= set(ActId)
    # Of no kind: a registration is corrected before there is any request.
    places = doors | {"corrected"}
    assert DOORS.keys() == places
    moves = [move for moves in (*MOVES_OF_STEP.values(), LAST_MOVES) for move in moves]
    assert {move.act for move in moves if isinstance(move, Act)} == BY_ACT.keys()
    assert {move.door for move in moves if isinstance(move, Door)} == places
    assert TASK_OF_DOOR.keys() <= doors
    steps = [step for kind in IN_STORIES.values() for step in kind.steps]
    assert len(steps) == len(set(steps)) > 15


def test_no_source_lists_the_kinds() -> None:
    """HS-2, HS-34: 28 sources named three kinds or more; those that are left are no list of kinds."""
    named = files_that_name(3)
    assert set(named) == set(NAME_MANY), {
        name: kinds for name, kinds in named.items() if name not in NAME_MANY
    }
    assert len(files_that_name(1)) > 100, "the sources were read"


def test_a_planted_list_is_found() -> None:
    text = "from models.beside.review import Review\nLIST = (Review, Recusal)\nnames = ['extensions']\n"
    assert kinds_named_in(text) == ["extension", "recusal", "review"]
