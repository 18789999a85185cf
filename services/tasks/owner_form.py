"""Forms that owners add: answers are checked by the form itself and kept in the file; choices may steer the diagram."""

from services.forms.form_of_task import get_form_of
from services.forms.schema import mapping, text, walk
from services.forms.task_case import Answers, EngineVariables, TaskCase
from services.tasks.user_task import FormWork

# What people write freely stays in the file: operators of the engine see every variable.
_STEERING = frozenset({"radio", "select", "checkbox", "number", "datetime"})


def context(case: TaskCase) -> Answers:
    """An owner's form is shown empty."""
    return {}


def apply(case: TaskCase, answers: Answers) -> EngineVariables:
    """Nothing changes in the case; the diagram may map the choices, numbers and dates."""
    schema = get_form_of(case.task, case.unit).schema_json
    steering = {
        text(component.get("key"))
        for component in walk(mapping(schema))
        if component.get("type") in _STEERING
    }
    return {key: value for key, value in answers.items() if key in steering}


OWNER_FORM = FormWork(context=context, apply=apply)
