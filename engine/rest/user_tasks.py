"""User tasks: search, look-up, form, assignment, change and completion; commands wait for the listeners."""

from aiohttp import web

from engine.core.commands import AssignUserTask, CompleteUserTask, UnassignUserTask, UpdateUserTask
from engine.rest.body import DEFAULT_TENANT, path_key, read_body
from engine.rest.commands import execute_quietly
from engine.rest.corrections import CHANGE_FIELDS, read_corrections
from engine.rest.fields import Field, Kind, Noun
from engine.rest.filters import Condition, Special, build_filter
from engine.rest.forms import FORM_COLUMNS, form_response
from engine.rest.search import answer_search, get_one, select_rows
from engine.rest.variable_filters import variables_of
from engine.rest.variables import answer_variables


def moment_sql(column: str) -> str:
    """Epoch milliseconds of an ISO text with offset (julian day 2440587.5 is 1970-01-01 UTC)."""
    return f"CAST(round((julianday({column}) - 2440587.5) * 86400000) AS INTEGER)"


TASK = Noun(
    name="User Task",
    source="user_task AS t JOIN process_instance AS i ON i.key = t.process_instance_key"
    " JOIN process_definition AS d ON d.key = t.process_definition_key",
    key_sql="t.key",
    fields=(
        Field("userTaskKey", "t.key", Kind.KEY),
        Field("name", "t.name"),
        Field("state", "t.state", Kind.ENUM),
        Field("assignee", "t.assignee"),
        Field("candidateGroups", "t.candidate_groups", Kind.JSON, is_searchable=False),
        Field("candidateUsers", "t.candidate_users", Kind.JSON, is_searchable=False),
        Field("elementId", "t.element_id"),
        Field("elementInstanceKey", "t.element_instance_key", Kind.KEY),
        Field("processInstanceKey", "t.process_instance_key", Kind.KEY),
        Field("rootProcessInstanceKey", "i.root_instance_key", Kind.KEY),
        Field("processDefinitionKey", "t.process_definition_key", Kind.KEY),
        Field("processDefinitionId", "t.process_id"),
        Field("processDefinitionVersion", "t.process_version", Kind.INTEGER),
        Field("processName", "d.name"),
        Field("creationDate", "t.created_at", Kind.MOMENT),
        Field("completionDate", "t.ended_at", Kind.MOMENT),
        Field("dueDate", moment_sql("t.due_date"), Kind.MOMENT),
        Field("followUpDate", moment_sql("t.follow_up_date"), Kind.MOMENT),
        Field("formKey", "t.form_key", Kind.KEY),
        Field("externalFormReference", "t.external_form_reference"),
        Field("customHeaders", "t.custom_headers", Kind.JSON, is_searchable=False),
        Field("priority", "t.priority", Kind.INTEGER),
        Field("tags", "i.tags", Kind.JSON, is_searchable=False),
    ),
    constants={"tenantId": DEFAULT_TENANT, "businessId": None},
)

CANDIDATE = Noun("candidate", "json_each", "key", (Field("candidate", "c.value"),))


async def search_user_tasks(request: web.Request) -> web.Response:
    """All user tasks, ended ones too."""
    specials = {
        "candidateGroup": _candidate_in("t.candidate_groups"),
        "candidateUser": _candidate_in("t.candidate_users"),
        "processInstanceVariables": variables_of("t.process_instance_key"),
        "localVariables": variables_of("t.element_instance_key"),
    }
    return await answer_search(request, TASK, specials=specials)


async def get_user_task(request: web.Request) -> web.Response:
    """One user task by key."""
    return web.json_response(get_one(request, TASK, path_key(request)))


async def get_user_task_form(request: web.Request) -> web.Response:
    """The deployed form that the task is worked with, its schema as JSON text; 204 without a linked form."""
    key = path_key(request)
    get_one(request, TASK, key)
    sql = (
        f"SELECT {FORM_COLUMNS} FROM user_task AS t"  # noqa: S608 - fixed texts
        " JOIN form_definition AS f ON f.key = t.form_key WHERE t.key = ?"
    )
    return form_response(select_rows(request, sql, [key]))


async def assign_user_task(request: web.Request) -> web.Response:
    """Assigns; with `allowOverride: false` 409 when someone else has it already (a claim)."""
    body = await read_body(request, "assignee", "allowOverride", "action")
    command = AssignUserTask(
        path_key(request),
        body.text("assignee"),
        allow_override=body.boolean("allowOverride", default=True),
        action=body.text("action", ""),
    )
    return await execute_quietly(request, command)


async def unassign_user_task(request: web.Request) -> web.Response:
    """Takes the assignee away."""
    return await execute_quietly(request, UnassignUserTask(path_key(request)))


async def update_user_task(request: web.Request) -> web.Response:
    """Changes candidates, dates or priority; an empty value clears, an absent one keeps."""
    body = await read_body(request, "changeset", "action")
    changes = read_corrections(body.part("changeset", *CHANGE_FIELDS))
    command = UpdateUserTask(path_key(request), changes, action=body.text("action", ""))
    return await execute_quietly(request, command)


async def complete_user_task(request: web.Request) -> web.Response:
    """Completes; 409 with the reason when a listener denies it."""
    body = await read_body(request, "variables", "action")
    command = CompleteUserTask(path_key(request), body.variables(), action=body.text("action", ""))
    return await execute_quietly(request, command)


async def search_task_variables(request: web.Request) -> web.Response:
    """Variables of all scopes that the task sees."""
    condition = Condition()
    condition.add(f"v.scope_key IN (SELECT key FROM ({SCOPES}))", _element_of(request))  # noqa: S608 - fixed texts
    return await answer_variables(request, condition)


async def search_effective_variables(request: web.Request) -> web.Response:
    """Variables as the task sees them: of equal names the innermost."""
    condition = Condition()
    condition.add(
        f"v.key IN (SELECT key FROM (SELECT w.key, min(s.depth) FROM ({SCOPES}) AS s"  # noqa: S608 - fixed texts
        " JOIN variable AS w ON w.scope_key = s.key GROUP BY w.name))",
        _element_of(request),
    )
    return await answer_variables(request, condition)


# The scope of the task and those around it, with their distance.
SCOPES = (
    "WITH RECURSIVE scope(key, outer_key, depth) AS ("
    " SELECT key, scope_key, 0 FROM element_instance WHERE key = ?"
    " UNION ALL SELECT e.key, e.scope_key, scope.depth + 1"
    " FROM element_instance AS e JOIN scope ON e.key = scope.outer_key)"
    " SELECT key, depth FROM scope"
)


def _element_of(request: web.Request) -> int:
    return int(str(get_one(request, TASK, path_key(request))["elementInstanceKey"]))


def _candidate_in(column: str) -> Special:
    def add(condition: Condition, given: object) -> None:
        inner = build_filter(CANDIDATE, {"candidate": given})
        condition.add(f"EXISTS (SELECT 1 FROM json_each({column}) AS c WHERE {inner.sql})", *inner.values)  # noqa: S608 - values are bound

    return add
