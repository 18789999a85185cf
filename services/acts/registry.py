"""The acts, one module an act, called as its form. The forms are read; nothing else lists the acts."""

from importlib import import_module

from bpmn.names import ActId
from models.ground.errors import NotFound
from services.acts.act import Act


def _read_act(form: ActId) -> Act:
    package = __name__.rpartition(".")[0]
    act: Act = import_module(f"{package}.{form.value.replace('-', '_')}").ACT
    return act


# By the id of the form, in the order of the page.
ACTS: dict[str, Act] = {
    act.form.value: act for act in sorted(map(_read_act, ActId), key=lambda act: act.page_order)
}


def get_act(name: str) -> Act:
    """The act of this name; NotFound for an unknown one."""
    act = ACTS.get(name)
    if act is None:
        raise NotFound
    return act
