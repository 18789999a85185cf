"""Spoils diagrams: the tree first (ids, ends, tags, attributes, texts, size and depth), then the bytes."""

from __future__ import annotations

import random
from collections.abc import Callable
from copy import deepcopy
from typing import Final
from xml.etree import ElementTree as Tree

from tests.fuzz.feel_texts import FeelTexts

BPMN: Final = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
ZEEBE: Final = "{http://camunda.org/schema/zeebe/1.0}"
Tree.register_namespace("bpmn", BPMN[1:-1])
Tree.register_namespace("zeebe", ZEEBE[1:-1])

TAGS: Final = (
    *("startEvent", "endEvent", "serviceTask", "userTask", "receiveTask", "sendTask", "scriptTask", "task"),
    *(
        "businessRuleTask",
        "manualTask",
        "callActivity",
        "subProcess",
        "transaction",
        "adHocSubProcess",
        "process",
    ),
    *("exclusiveGateway", "inclusiveGateway", "parallelGateway", "eventBasedGateway", "complexGateway"),
    *(
        "boundaryEvent",
        "intermediateCatchEvent",
        "intermediateThrowEvent",
        "sequenceFlow",
        "dataObject",
        "laneSet",
    ),
    *("timerEventDefinition", "messageEventDefinition", "signalEventDefinition", "linkEventDefinition"),
    *("terminateEventDefinition", "errorEventDefinition", "escalationEventDefinition", "extensionElements"),
    *(
        "multiInstanceLoopCharacteristics",
        "standardLoopCharacteristics",
        "timeCycle",
        "timeDate",
        "timeDuration",
    ),
)
REFERENCES: Final = (
    "sourceRef",
    "targetRef",
    "attachedToRef",
    "messageRef",
    "errorRef",
    "escalationRef",
    "default",
)
VALUES: Final = (
    *(
        "",
        "=",
        "=null",
        "=x",
        "x",
        "true",
        "false",
        "p",
        "q",
        "start",
        "a b",
        "\u4e00",
        "=p",
        "=who",
        "=next",
        "1",
        "-1",
    ),
    *(
        "0",
        "101",
        "2147483648",
        "9" * 19,
        "9" * 5_000,
        "1e9",
        "=1e30",
        "=-1",
        "=1/3",
        "=9999999999999999999",
        "='",
    ),
    *(
        "PT1H",
        "P1D",
        "-P1D",
        f"P{'9' * 5_000}D",
        "PT0S",
        "R/PT0S",
        "R/PT1H",
        f"R{'9' * 19}/PT1H",
        "R0/P1D",
        "R2/P1M",
    ),
    *(
        "R/9999-12-31T00:00:00Z/P1D",
        "R/2000-01-01T00:00:00Z/PT1S",
        "2026-09-01T08:00:00Z",
        "0001-01-01T00:00:00Z",
    ),
    *("9999-12-31T23:59:59-23:59", "2026-09-01", "0 0 * * * *", "*/1 * * * * *", "0 0 0 30 2 *", "@daily"),
    *(
        '=duration("P1D")',
        '=now() + duration("PT1H")',
        '="R/PT1H"',
        "=[1,2,3]",
        "=[]",
        "=list",
        "=for i in 1..9999 return i",
    ),
    *(
        "=assert(x, false)",
        "a.b.c",
        ".".join(["a"] * 40),
        ".".join(["a"] * 3_000),
        "x" * 40_000,
        "=" + "(" * 300,
    ),
)
Change = Callable[[random.Random, Tree.Element], None]


def spoilt(chance: random.Random, base: bytes) -> bytes:
    """The base after some changes of its tree, or of its bytes, or of both."""
    content = base
    if chance.random() < 0.9:
        root = Tree.fromstring(base)  # noqa: S314  # of ours
        for _ in range(chance.choice((1, 1, 1, 2, 3, 8))):
            chance.choice(CHANGES)(chance, root)
        content = _written(root)
    if chance.random() < 0.15:
        content = _spoil_bytes(chance, content)
    return content


def _written(root: Tree.Element) -> bytes:
    try:
        written: bytes = Tree.tostring(root, "utf-8", xml_declaration=True)
        return written
    except RecursionError:
        # Deeper than the library that writes it can follow: written by hand.
        return b"<a>" * 5_000 + b"</a>" * 5_000


def _elements(root: Tree.Element) -> list[Tree.Element]:
    return [element for element in root.iter() if element is not root]


def _any(chance: random.Random, root: Tree.Element) -> Tree.Element:
    return chance.choice(_elements(root) or [root])


def _ids(root: Tree.Element) -> list[str]:
    return [element.get("id", "") for element in root.iter() if element.get("id")] or ["p"]


def _double_id(chance: random.Random, root: Tree.Element) -> None:
    _any(chance, root).set("id", chance.choice((*_ids(root), "", "9", " ", "a\n")))


def _dangle(chance: random.Random, root: Tree.Element) -> None:
    holders = [element for element in root.iter() if set(REFERENCES) & set(element.attrib)] or [root]
    holder = chance.choice(holders)
    names = [name for name in REFERENCES if name in holder.attrib] or list(REFERENCES)
    holder.set(chance.choice(names), chance.choice((*_ids(root), "gone", "")))


def _remove(chance: random.Random, root: Tree.Element) -> None:
    parent = _any(chance, root)
    if len(parent):
        parent.remove(chance.choice(list(parent)))


def _double(chance: random.Random, root: Tree.Element) -> None:
    _any(chance, root).append(deepcopy(_any(chance, root)))


def _move(chance: random.Random, root: Tree.Element) -> None:
    parent, target = _any(chance, root), _any(chance, root)
    if len(parent):
        moved = chance.choice(list(parent))
        if all(element is not target for element in moved.iter()):
            parent.remove(moved)
            target.insert(chance.randint(0, len(target)), moved)


def _rename(chance: random.Random, root: Tree.Element) -> None:
    _any(chance, root).tag = chance.choice((BPMN, BPMN, BPMN, ZEEBE, "")) + chance.choice(TAGS)


def _set_value(chance: random.Random, root: Tree.Element) -> None:
    element = _any(chance, root)
    value = chance.choice(VALUES) if chance.random() < 0.7 else "=" + FeelTexts(chance).expression()
    value = "".join(
        sign for sign in value if sign in "\t\n" or (sign >= " " and sign not in "\ufeff\ufffe\uffff")
    )
    names = [name for name in element.attrib if name not in ("id", "name")]
    if names and chance.random() < 0.8:
        element.set(chance.choice(names), value)
    elif element.text and element.text.strip():
        element.text = value
    else:
        element.set(
            chance.choice((*REFERENCES, "retries", "priority", "isExecutable", "triggeredByEvent")), value
        )


def _exchange_values(chance: random.Random, root: Tree.Element) -> None:
    one, other = _any(chance, root), _any(chance, root)
    one.text, other.text = other.text, one.text
    if one.attrib and other.attrib:
        mine, theirs = chance.choice(list(one.attrib)), chance.choice(list(other.attrib))
        one.attrib[mine], other.attrib[theirs] = other.attrib[theirs], one.attrib[mine]


def _add_flow(chance: random.Random, root: Tree.Element) -> None:
    ids = _ids(root)
    ends = {
        "id": f"f{chance.randint(0, 9)}",
        "sourceRef": chance.choice(ids),
        "targetRef": chance.choice(ids),
    }
    Tree.SubElement(_any(chance, root), BPMN + "sequenceFlow", ends)


def _nest(chance: random.Random, root: Tree.Element) -> None:
    place = _any(chance, root)
    for depth in range(chance.choice((3, 20, 70, 400))):
        place = Tree.SubElement(place, BPMN + "subProcess", {"id": f"n{depth}"})
        Tree.SubElement(place, BPMN + "startEvent", {"id": f"ns{depth}"})


def _widen(chance: random.Random, root: Tree.Element) -> None:
    """A chain that is long, a gateway with many ways, or both, up to far more than a file may have."""
    place = root.find(f"{BPMN}process")
    number = chance.choice((20, 60, 200)) if chance.random() < 0.97 else chance.choice((1_400, 2_400, 10_000))
    if place is None:
        return
    tag = chance.choice(("serviceTask", "intermediateThrowEvent", "parallelGateway", "textAnnotation"))
    last = chance.choice(_ids(root))
    is_chain = chance.random() < 0.6
    for index in range(number):
        Tree.SubElement(place, BPMN + tag, {"id": f"w{index}"})
        Tree.SubElement(
            place, BPMN + "sequenceFlow", {"id": f"wf{index}", "sourceRef": last, "targetRef": f"w{index}"}
        )
        last = f"w{index}" if is_chain else last


def _loop(chance: random.Random, root: Tree.Element) -> None:
    loop = Tree.SubElement(_any(chance, root), BPMN + "multiInstanceLoopCharacteristics")
    holder = Tree.SubElement(loop, BPMN + "extensionElements")
    given = {"inputCollection": chance.choice(VALUES), "inputElement": chance.choice(("item", "a.b", ""))}
    if chance.random() < 0.5:
        given |= {"outputCollection": chance.choice(("out", "list")), "outputElement": chance.choice(VALUES)}
    Tree.SubElement(holder, ZEEBE + "loopCharacteristics", given)


CHANGES: Final[tuple[Change, ...]] = (
    *(
        _double_id,
        _dangle,
        _dangle,
        _remove,
        _double,
        _move,
        _rename,
        _rename,
        _add_flow,
        _nest,
        _widen,
        _loop,
    ),
    *(_set_value, _set_value, _set_value, _set_value, _exchange_values),
)
ENTITIES: Final = (
    b'<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]>',
    b'<!DOCTYPE d SYSTEM "file:///etc/passwd">',
    b'<!DOCTYPE d [<!ENTITY % x SYSTEM "http://127.0.0.1:1/x"> %x;]>',
)


def _spoil_bytes(chance: random.Random, content: bytes) -> bytes:
    kind = chance.randint(0, 7)
    head, mark, rest = content.partition(b"?>")
    if kind == 0:
        return head + mark + chance.choice(ENTITIES) + rest
    if kind == 1:
        return content.replace(b"utf-8", chance.choice((b"utf-16", b"gbk", b"x", b"iso-8859-1")), 1)
    if kind == 2:
        return chance.choice((b"\xef\xbb\xbf", b"\xff\xfe", b"\x00", b" ", b"\n", b"")) + content
    if kind == 3:
        return content[: chance.randint(0, len(content))]
    if kind == 4:
        return rest.replace(
            b">", b">" + b"&#" + str(chance.choice((0, 10, 55296, 65536, 10**7))).encode() + b";", 1
        )
    spoilt_bytes = bytearray(content)
    for _ in range(chance.choice((1, 3, 30))):
        at = chance.randrange(len(spoilt_bytes))
        spoilt_bytes[at : at + chance.choice((0, 1, 1, 4))] = bytes(
            chance.choices(range(256), k=chance.randint(0, 2))
        )
        if not spoilt_bytes:
            break
    return bytes(spoilt_bytes)
