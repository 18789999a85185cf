"""The latest version of a form by its id.

8.8 has no request for that. It tells the latest version of a *start* form, so a definition that nobody ever starts is
deployed for the form, once: deploying it again changes nothing and gives its key.
"""

import hashlib
from typing import Final
from xml.sax.saxutils import quoteattr

from adapters.camunda_http import CamundaHttp
from models.ground.errors import InvalidInput, NotFound
from services.ports.engine import EngineForm

# Process ids of these definitions; lists for people leave them out.
LOOKUP_PREFIX: Final = "FormLookup_"
_HEAD: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<bpmn:definitions'
    ' xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"'
    ' xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:modeler="http://camunda.org/schema/modeler/1.0"'
    ' targetNamespace="http://bpmn.io/schema/bpmn" modeler:executionPlatform="Camunda Cloud"'
    ' modeler:executionPlatformVersion="8.8.0">'
)


class FormLookup:
    """Asks for forms by id; errors as in the ProcessEngine port."""

    def __init__(self, http: CamundaHttp) -> None:
        self._http = http
        self._keys: dict[str, str] = {}

    def find_latest(self, form_id: str) -> EngineForm | None:
        """The latest version; None for an unknown id, and while the search does not show the definition yet.

        None too for an id that no diagram may name, such as one that reads like an expression.
        """
        try:
            if form_id not in self._keys:
                self._keys[form_id] = self._deploy(form_id)
            return read_form(self._http.get(f"process-definitions/{self._keys[form_id]}/form"))
        except InvalidInput:
            return None
        except NotFound:
            # Not shown yet, or of an engine that was replaced: the next look deploys again.
            self._keys.pop(form_id, None)
            return None

    def _deploy(self, form_id: str) -> str:
        process_id = LOOKUP_PREFIX + hashlib.sha256(form_id.encode()).hexdigest()[:32]
        content = _lookup_diagram(process_id, form_id)
        answer = self._http.upload("deployments", {f"{process_id}.bpmn": content})
        return str(answer["deployments"][0]["processDefinition"]["processDefinitionKey"])


def read_form(form: dict[str, object] | None) -> EngineForm | None:
    """A form as 8.8 shows it; None for an empty answer."""
    if form is None:
        return None
    return EngineForm(
        form_key=str(form["formKey"]),
        form_id=str(form.get("formId") or form.get("bpmnId") or ""),
        version=int(str(form["version"])),
        schema=str(form["schema"]),
    )


def _lookup_diagram(process_id: str, form_id: str) -> bytes:
    name = quoteattr(f"查询表单 {form_id}（系统自用，不启动）")
    return (
        f'{_HEAD}<bpmn:process id="{process_id}" name={name} isExecutable="true">'
        f'<bpmn:startEvent id="Start_NeverStarted"><bpmn:extensionElements>'
        f"<zeebe:formDefinition formId={quoteattr(form_id)}/>"
        "</bpmn:extensionElements></bpmn:startEvent></bpmn:process>"
        f'<bpmndi:BPMNDiagram id="Diagram_1"><bpmndi:BPMNPlane id="Plane_1" bpmnElement="{process_id}">'
        '<bpmndi:BPMNShape id="Shape_1" bpmnElement="Start_NeverStarted">'
        '<dc:Bounds x="160" y="100" width="36" height="36"/></bpmndi:BPMNShape>'
        "</bpmndi:BPMNPlane></bpmndi:BPMNDiagram></bpmn:definitions>"
    ).encode()
