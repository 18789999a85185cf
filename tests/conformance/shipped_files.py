"""The shipped diagrams, forms and tables under names of one run, so that they meet nobody on a shared cluster."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Final

BPMN: Final = Path(__file__).parents[2] / "bpmn"
# Attributes that hold the name of a form or decision, and of job types and messages, which begin alike.
_NAMES: Final = (
    re.compile(r'((?:formId|decisionId|processId|processRef)=")([^"=]+)(")'),
    re.compile(r'((?:type|name)=")(complaint\.[a-z-]+)(")'),
    re.compile(r'(<decision id=")([^"]+)(")'),
    re.compile(r'(id=")(Requirements_[^"]+)(")'),
    re.compile(r'(dmnElementRef=")([^"]+)(")'),
)
_PROCESS: Final = re.compile(r'<bpmn:process id="([^"]+)"')
_JOB_TYPE: Final = re.compile(r'<zeebe:(?:taskDefinition|taskListener)[^>]*type="(complaint\.[^"]+)"')
# A timer begins it: on a foreign cluster it would start an instance every day, whatever became of the run.
_BEGUN_BY_TIME: Final = frozenset({"periodic-summary.bpmn"})


def shipped_files(run: str) -> dict[str, bytes]:
    """Every file that is deployed, by its file name; none that begins by itself."""
    files = {
        path.name: _renamed(path.read_text(encoding="utf-8"), run).encode()
        for pattern in ("*.bpmn", "dmn/*.dmn")
        for path in sorted(BPMN.glob(pattern))
        if path.name not in _BEGUN_BY_TIME
    }
    for path in sorted(BPMN.glob("forms/*.form")):
        form = json.loads(path.read_text(encoding="utf-8"))
        form["id"] = named(form["id"], run)
        files[path.name] = json.dumps(form, ensure_ascii=False).encode()
    return files


def named(name: str, run: str) -> str:
    """What something of the shipped diagrams is called in this run."""
    return f"{name}_{run}"


def job_types(files: dict[str, bytes]) -> set[str]:
    """The types of all jobs and task listeners in the files."""
    return {found for content in files.values() for found in _JOB_TYPE.findall(content.decode())}


def _renamed(text: str, run: str) -> str:
    for process_id in set(_PROCESS.findall(text)):
        text = re.sub(rf'(bpmn:process id=|bpmnElement=)"{process_id}"', rf'\1"{process_id}_{run}"', text)
    for pattern in _NAMES:
        text = pattern.sub(rf"\1\2_{run}\3", text)
    return text
