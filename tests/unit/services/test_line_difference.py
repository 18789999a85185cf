"""Two files line by line: what a change says, nothing where both say the same, and no more than a page bears."""

from __future__ import annotations

import json

from bpmn.reading import DECISIONS, FOLDER, FORMS
from bpmn.said_lines import LONGEST_LINE, list_said_lines
from services.deployments.changed_steps import LONGEST_NAME, name_changes
from services.deployments.line_difference import MOST_LINES, LineDifference, compare_lines

TABLE = (DECISIONS / "competence.dmn").read_bytes()
FORM = (FORMS / "decide-acceptance.form").read_bytes()
ENOUGH = 100_000


def differ(name: str, before: bytes, now: bytes, most: int = ENOUGH) -> LineDifference:
    found = compare_lines(name, before, now, most)
    assert found is not None
    return found


def test_one_cell_of_a_table_stands_with_its_rule_old_and_new() -> None:
    """SE-38: whoever confirms a table reads which rule decides otherwise, and how."""
    found = differ("competence.dmn", TABLE, TABLE.replace(b'<text>"SJ"</text>', b'<text>"GA"</text>', 1))
    assert (found.put_in, found.taken_out, found.left_out) == (1, 1, 0)
    changed = [line[0] + line[1:].strip() for line in found.lines if line[0] in "+-"]
    assert changed == ['-<text>"SJ"</text>', '+<text>"GA"</text>']
    assert any('starts with(?, "SJ-")' in line for line in found.lines), "what the rule asks for"
    assert any("市场监管的服务事项" in line for line in found.lines), "and what it is about"
    assert any("Rule_Competence02_GivesUnit" in line for line in found.lines)


def test_a_condition_of_a_diagram_is_said_in_the_file_of_whichever_program() -> None:
    diagram = (FOLDER / "review.bpmn").read_bytes()
    space = b'xmlns:b="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmn='
    moved = diagram.replace(b"<bpmn:", b"\n  <b:").replace(b"</bpmn:", b"</b:").replace(b"xmlns:bpmn=", space)
    assert differ("review.bpmn", diagram, moved).lines == ()
    first = next(line for line in list_said_lines("review.bpmn", diagram) if "conditionExpression" in line)
    condition = f">{first.partition('>')[2].partition('</')[0]}</".encode()
    found = differ("review.bpmn", diagram, diagram.replace(condition, b">=false</", 1))
    assert any(line.startswith("+") and ">=false</" in line for line in found.lines)


def test_a_form_is_compared_place_by_place_whatever_its_order() -> None:
    schema = json.loads(FORM)
    other = json.dumps(dict(reversed(schema.items())) | {"schemaVersion": 99}).encode()
    assert differ("a.form", FORM, other).lines == ()
    schema["components"][0]["label"] = "改过的名称"
    found = differ("a.form", FORM, json.dumps(schema).encode())
    assert next(line for line in found.lines if line.startswith("+")).strip("+ ,") == '"label": "改过的名称"'


def test_what_no_eye_sees_is_written_out_and_a_long_line_goes_on() -> None:
    """A sign that turns the direction of writing would let a person confirm other than what he reads."""
    said = list_said_lines("a.bpmn", "<a b='x\u202ey\u200bz'>\u2066c</a>".encode())
    assert said == ['<a b="x\\u202ey\\u200bz">\\u2066c</a>']
    long = list_said_lines("a.bpmn", f"<a>{'长' * 400}</a>".encode())
    assert "".join(line.removeprefix("… ") for line in long) == f"<a>{'长' * 400}</a>"
    assert max(map(len, long)) <= LONGEST_LINE + 2
    assert list_said_lines("a.bpmn", b'<!DOCTYPE a [<!ENTITY b "c">]>\n<a>&b;</a>')[1] == "<a>&b;</a>"
    deep = b"<a>" * 20_000 + b"</a>" * 20_000
    assert "".join(line.removeprefix("… ") for line in list_said_lines("a.bpmn", deep)) == deep.decode()
    assert list_said_lines("a.form", b"[\xff]") == ["[\\xff]"]
    assert list_said_lines("a.form", '{"a": "x\u2028y"}'.encode())[1] == ' "a": "x\\u2028y"'


def test_a_difference_takes_no_more_of_a_page_than_it_is_given() -> None:
    rows = [b"<a>&lt;%d</a>" % number for number in range(1_000)]
    found = differ("a.bpmn", b"<x/>", b"<x>" + b"".join(rows) + b"</x>", 3_000)
    assert sum(len(line) for line in found.lines) < 3_000
    assert found.left_out > 0
    assert len(found.lines) + found.left_out == found.put_in + found.taken_out + 1
    many = b"<x>" + b"<a/>" * MOST_LINES + b"</x>"
    assert compare_lines("a.bpmn", b"<x/>", many, ENOUGH) is None


def test_names_of_steps_are_cut_and_hide_nothing() -> None:
    """They stand on the page on which a person confirms, and the file has no bound for them."""
    now = {"a": ["加\u202e办\n理", "task", "1"], "b": ["长" * 8_000, "task", "1"], "c": ["", "flow", "1"]}
    before = {"b": ["旧\u200b名", "task", "2"], "d": ["\u2066" * 8_000, "task", "1"]}
    added, changed, removed = name_changes(before, now)
    assert added == ("加\\u202e办 理", "")
    assert changed == ("长" * LONGEST_NAME + "…",)
    assert len(removed[0]) == LONGEST_NAME + 1
    assert "\u2066" not in removed[0]
