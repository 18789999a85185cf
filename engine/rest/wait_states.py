"""What each open element waits for: a worker, a message, a person or a moment, in the shape of Camunda 8.10.

As there, boundary events, event sub-processes and event-based gateways are no wait states of their own.
"""

from collections.abc import Callable
from typing import Any

from aiohttp import web

from engine.rest.body import DEFAULT_TENANT, path_key, read_body
from engine.rest.fields import Field, Kind, Noun, iso_moment
from engine.rest.filters import build_filter
from engine.rest.process_instances import INSTANCE
from engine.rest.search import Found, get_one, search, select_rows
from engine.rest.user_tasks import moment_sql

# One select per type with equal columns; `at` is the element that waits, where that can be another one than
# the open element: at a boundary or behind a gateway.
JOBS = (
    "SELECT key, 'JOB' AS kind, element_instance_key, NULL AS at, type AS name, kind AS detail,"
    " upper(listener_event) AS event, retries AS number, NULL AS moment FROM job WHERE ended_at IS NULL"
)
USER_TASKS = (
    "SELECT key, 'USER_TASK', element_instance_key, NULL, NULL, NULL, NULL, NULL,"  # noqa: S608 - fixed texts
    f" {moment_sql('due_date')} FROM user_task WHERE ended_at IS NULL"
)
MESSAGES = (
    "SELECT key, 'MESSAGE', element_instance_key, element_id, message_name, correlation_key, NULL, NULL, NULL"
    " FROM message_subscription"
)
TIMERS = (
    "SELECT key, 'TIMER', element_instance_key, target_id, NULL, NULL, NULL, repetitions, due_at FROM timer"
)

WAIT_STATE = Noun(
    name="Wait State",
    source=f"({JOBS} UNION ALL {USER_TASKS} UNION ALL {MESSAGES} UNION ALL {TIMERS}) AS w"
    " JOIN element_instance AS e ON e.key = w.element_instance_key AND coalesce(w.at, e.element_id) = e.element_id"
    " AND (w.at IS NULL OR e.element_type IN ('INTERMEDIATE_CATCH_EVENT', 'RECEIVE_TASK'))"
    " JOIN process_instance AS i ON i.key = e.process_instance_key",
    key_sql="w.key",
    fields=(
        Field("elementInstanceKey", "e.key", Kind.KEY),
        Field("elementId", "e.element_id"),
        Field("elementType", "e.element_type", Kind.ENUM),
        Field("processInstanceKey", "e.process_instance_key", Kind.KEY),
        Field("rootProcessInstanceKey", "i.root_instance_key", Kind.KEY),
        Field("bpmnProcessId", "e.process_id", is_searchable=False),
        Field("waitStateType", "w.kind", Kind.ENUM),
        # The rest is turned into `details`.
        Field("key", "w.key", Kind.KEY, is_searchable=False),
        Field("name", "w.name", is_searchable=False),
        Field("detail", "w.detail", is_searchable=False),
        Field("event", "w.event", is_searchable=False),
        Field("number", "w.number", Kind.INTEGER, is_searchable=False),
        Field("moment", "w.moment", Kind.INTEGER, is_searchable=False),
    ),
    constants={"tenantId": DEFAULT_TENANT},
)


async def search_wait_states(request: web.Request) -> web.Response:
    """Everything that open elements wait for."""
    body = await read_body(request, "filter", "sort", "page")
    found = search(request, WAIT_STATE, build_filter(WAIT_STATE, body.raw("filter")), body)
    return web.json_response(Found([_shown(item) for item in found.items], found.page).to_json())


async def count_wait_states(request: web.Request) -> web.Response:
    """How many element instances of one instance wait, per element."""
    key = path_key(request)
    get_one(request, INSTANCE, key)
    sql = (
        f"SELECT e.element_id, count(DISTINCT e.key) FROM {WAIT_STATE.source}"  # noqa: S608 - fixed texts
        " WHERE e.process_instance_key = ? GROUP BY e.element_id ORDER BY e.element_id"
    )
    rows = select_rows(request, sql, [key])
    return web.json_response(
        {"items": [dict(zip(("elementId", "waitingCount"), row, strict=True)) for row in rows]}
    )


# Any: the values of a row, whose kinds the fields above tell.
DETAILS: dict[str, Callable[[dict[str, Any]], dict[str, object]]] = {
    "JOB": lambda row: {
        "jobKey": row["key"],
        "jobType": row["name"],
        "jobKind": row["detail"],
        "listenerEventType": row["event"],
        "retries": row["number"],
    },
    "MESSAGE": lambda row: {"messageName": row["name"], "correlationKey": row["detail"]},
    "USER_TASK": lambda row: {
        "taskKey": row["key"],
        "dueDate": None if row["moment"] is None else iso_moment(row["moment"]),
    },
    "TIMER": lambda row: {"dueDate": row["moment"], "repetitions": row["number"]},
}
RAW = ("key", "name", "detail", "event", "number", "moment")


def _shown(item: dict[str, object]) -> dict[str, object]:
    kind = str(item["waitStateType"])
    details = {"waitStateType": kind} | DETAILS[kind](item)
    return {name: value for name, value in item.items() if name not in RAW} | {"details": details}
