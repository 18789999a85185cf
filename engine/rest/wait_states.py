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


def _waits(kind: str, table: str, columns: str, where: str) -> str:
    """One type: its own columns, then those of the open element; every select names the same ones."""
    return (
        f"SELECT w.key, '{kind}' AS kind, {columns}, w.element_instance_key, w.process_instance_key,"  # noqa: S608 - fixed texts
        " e.element_id, e.element_type, e.process_id, i.root_instance_key"
        f" FROM {table} AS w JOIN element_instance AS e ON e.key = w.element_instance_key"
        f" JOIN process_instance AS i ON i.key = w.process_instance_key WHERE {where}"
    )


# Conditions are pushed down into each select of the union, so that the waits of one instance are found by index.
SELECTS = (
    _waits(
        "JOB",
        "job",
        "w.type AS name, w.kind AS detail, upper(w.listener_event) AS event, w.retries AS number, NULL AS moment",
        "w.ended_at IS NULL",
    ),
    _waits(
        "USER_TASK",
        "user_task",
        f"NULL, NULL, NULL, NULL, {moment_sql('w.due_date')}",
        "w.ended_at IS NULL",
    ),
    _waits(
        "MESSAGE",
        "message_subscription",
        "w.message_name, w.correlation_key, NULL, NULL, NULL",
        "w.element_id = e.element_id AND e.element_type IN ('INTERMEDIATE_CATCH_EVENT', 'RECEIVE_TASK')",
    ),
    _waits(
        "TIMER",
        "timer",
        "NULL, NULL, NULL, w.repetitions, w.due_at",
        "w.target_id = e.element_id AND e.element_type = 'INTERMEDIATE_CATCH_EVENT'",
    ),
)

WAIT_STATE = Noun(
    name="Wait State",
    source=f"({' UNION ALL '.join(SELECTS)}) AS w",
    key_sql="w.key",
    fields=(
        Field("elementInstanceKey", "w.element_instance_key", Kind.KEY),
        Field("elementId", "w.element_id"),
        Field("elementType", "w.element_type", Kind.ENUM),
        Field("processInstanceKey", "w.process_instance_key", Kind.KEY),
        Field("rootProcessInstanceKey", "w.root_instance_key", Kind.KEY),
        Field("bpmnProcessId", "w.process_id", is_searchable=False),
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
        f"SELECT w.element_id, count(DISTINCT w.element_instance_key) FROM {WAIT_STATE.source}"  # noqa: S608 - fixed texts
        " WHERE w.process_instance_key = ? GROUP BY w.element_id ORDER BY w.element_id"
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
