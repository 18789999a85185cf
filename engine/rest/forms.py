"""How a deployed form is shown, to whoever works a task with it or starts a process with it."""

from aiohttp import web

from engine.rest.body import DEFAULT_TENANT

FORM_COLUMNS = "f.key, f.form_id, f.schema, f.version"


def form_response(rows: list[tuple[object, ...]]) -> web.Response:
    """The first of the rows (columns as above), its schema as JSON text; 204 when there is none."""
    if not rows:
        return web.Response(status=204)
    form_key, form_id, schema, version = rows[0]
    return web.json_response(
        {
            "formKey": str(form_key),
            "formId": form_id,
            "schema": schema,
            "version": version,
            "tenantId": DEFAULT_TENANT,
        }
    )
