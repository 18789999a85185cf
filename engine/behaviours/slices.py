"""Inner instances of a loop begin and end in slices: a command enters or ends so many, other commands run in between.

What is left stands in an `UnfinishedLoop`, and the engine goes on with it by itself, also after a restart (ADR 0185).
"""

from __future__ import annotations

import re
from typing import Final, cast

from engine.behaviours.closing import close_waits
from engine.behaviours.scopes import terminate_children
from engine.behaviours.tokens import enter
from engine.behaviours.variables import set_local
from engine.core.indexes import UNFINISHED_LOOPS
from engine.core.turn import Turn
from engine.model.multi_instance import Loop, MultiInstanceBody
from engine.state.element_instance import ElementInstance, ElementState
from engine.state.entity import Json, Variables
from engine.state.process_instance import ProcessInstance
from engine.state.unfinished_loop import UnfinishedLoop

LOOP_COUNTER: Final = "loopCounter"
# An output element that is just a variable or a property of one.
_VARIABLE_PATH: Final = re.compile(r"=\s*([^\W\d]\w*)(\s*\.\s*[^\W\d]\w*)*\s*")
_LITERALS: Final = frozenset({"true", "false", "null"})


def enter_items(turn: Turn, body: ElementInstance, element: MultiInstanceBody, items: list[Json]) -> None:
    """Enter the activity for each item, as far as this command may; the others are kept for `go_on`."""
    now, later = items[: turn.may_enter], items[turn.may_enter :]
    for item in now:
        _start_inner(turn, body, element, item)
    if later:
        entered = body.loop_counter or 0
        turn.state.put(UnfinishedLoop(body.key, body.process_instance_key, later, entered))


def end_inner_instances(turn: Turn, body: ElementInstance) -> None:
    """Terminate every inner instance, as far as this command may; no further one is entered."""
    loop = turn.state.find(UnfinishedLoop, body.key)
    if loop is not None and loop.is_ending:
        return
    count = len(turn.state.indexes.bucket("children", body.key))
    if count <= turn.may_end:
        turn.may_end -= count
        forget(turn, body)
        terminate_children(turn, body)
        return
    if loop is None:
        turn.state.put(UnfinishedLoop(body.key, body.process_instance_key, [], 0, is_ending=True))
    else:
        turn.state.change(loop, items=[], is_ending=True)
    close_waits(turn, body)
    _end_some(turn, body)


def go_on(turn: Turn, loop: UnfinishedLoop) -> None:
    """Enter or end as many inner instances as this command may."""
    body = turn.state.get(ElementInstance, loop.key)
    if loop.is_ending:
        _end_some(turn, body)
        return
    element = cast("MultiInstanceBody", turn.models.element_of(body))
    entered = (body.loop_counter or 0) - loop.first
    for item in loop.items[entered : entered + turn.may_enter]:
        _start_inner(turn, body, element, item)
    if count_waiting(turn, body) == 0:
        turn.state.remove(loop)


def count_waiting(turn: Turn, body: ElementInstance) -> int:
    """How many items of the loop are still to be entered."""
    loop = turn.state.find(UnfinishedLoop, body.key)
    if loop is None or loop.is_ending:
        return 0
    return len(loop.items) - (body.loop_counter or 0) + loop.first


def is_being_emptied(turn: Turn, scope: ElementInstance) -> bool:
    """True for a loop whose inner instances are ended slice by slice."""
    loop = turn.state.find(UnfinishedLoop, scope.key)
    return loop is not None and loop.is_ending


def is_doomed(turn: Turn, token: ElementInstance) -> bool:
    """True for what stands in such a loop, however deep, and is not ended yet: nothing reaches it any more.

    What is ending itself may still wait for a listener, which is served.
    """
    if not turn.state.indexes.bucket(UNFINISHED_LOOPS, ()) or token.state == ElementState.TERMINATING:
        return False
    above = _above(turn, token)
    while above is not None:
        if is_being_emptied(turn, above):
            return True
        above = _above(turn, above)
    return False


def forget(turn: Turn, body: ElementInstance) -> None:
    """Nothing is left to do with the loop."""
    loop = turn.state.find(UnfinishedLoop, body.key)
    if loop is not None:
        turn.state.remove(loop)


def _start_inner(turn: Turn, body: ElementInstance, element: MultiInstanceBody, item: Json) -> None:
    """Enter the activity for the next item, with item, result and position as variables of its own."""
    turn.may_enter -= 1
    position = (body.loop_counter or 0) + 1
    turn.state.change(body, loop_counter=position)
    inner = enter(turn, body, element.inner)
    turn.state.change(inner, loop_counter=position)
    own: Variables = {}
    output_variable = _output_variable(element.loop)
    if output_variable is not None:
        own[output_variable] = None
    if element.loop.input_element is not None:
        own[element.loop.input_element] = item
    set_local(turn, inner, own | {LOOP_COUNTER: position})


def _output_variable(loop: Loop) -> str | None:
    """The variable that the output is read from, which every inner instance has for itself."""
    found = _VARIABLE_PATH.fullmatch(loop.output_element.source) if loop.output_element else None
    return found[1] if found and found[1] not in _LITERALS else None


def _end_some(turn: Turn, body: ElementInstance) -> None:
    """Terminate the next inner instances; those that are at it already may wait for their listeners."""
    left: list[ElementInstance] = []
    for key in turn.state.indexes.bucket("children", body.key):
        child = turn.state.get(ElementInstance, key)
        if child.state != ElementState.TERMINATING:
            left.append(child)
        if len(left) > turn.may_end:
            break
    if len(left) <= turn.may_end:
        forget(turn, body)
    for child in left[: turn.may_end]:
        turn.terminate(child)
    turn.may_end -= min(len(left), turn.may_end)


def _above(turn: Turn, token: ElementInstance) -> ElementInstance | None:
    key = token.scope_key
    if key is None:
        instance = turn.state.get(ProcessInstance, token.process_instance_key)
        key = instance.parent_element_instance_key
    return None if key is None else turn.state.get(ElementInstance, key)
