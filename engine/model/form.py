"""Form file in, its id out, or DeploymentError; what the components mean is not the engine's business."""

from __future__ import annotations

import json
from dataclasses import dataclass

from engine.errors import DeploymentError, Fault
from engine.model.xml_tree import MAX_BYTES


@dataclass(frozen=True, slots=True)
class Form:
    """What the engine needs of a form."""

    id: str
    version_tag: str | None


def parse_form(file: str, content: bytes) -> Form:
    """Read a form-js schema; raises DeploymentError when it is no JSON object with an id."""
    if len(content) > MAX_BYTES:
        raise _refused(file, "", f"the file is larger than {MAX_BYTES} bytes")
    try:
        schema = json.loads(content.decode())
    except (ValueError, RecursionError) as error:
        raise _refused(file, "", f"the file is not valid JSON: {error}") from error
    form_id = schema.get("id") if isinstance(schema, dict) else None
    if not isinstance(form_id, str) or not form_id:
        raise _refused(file, "", "the form has no id")
    tag = schema.get("versionTag")
    if tag is not None and not isinstance(tag, str):
        raise _refused(file, form_id, "versionTag must be a text")
    return Form(form_id, tag or None)


def _refused(file: str, form_id: str, message: str) -> DeploymentError:
    return DeploymentError([Fault(file, "form", form_id, message)])
