"""Two files line by line: what a change says, nothing where both say the same, and no more than a page bears."""

from __future__ import annotations

import json
from difflib import unified_diff
from itertools import pairwise, product

from bpmn.reading import DECISIONS, FOLDER, FORMS
from bpmn.said_lines import LONGEST_LINE, list_said_lines
from services.deployments.changed_steps import LONGEST_NAME, name_changes
from services.deployments.line_difference import MOST_LINES, MOST_STEPS, LineDifference, compare_lines
from services.deployments.matching_lines import match_lines

TABLE = (DECISIONS / "competence.dmn").read_bytes()
FORM = (FORMS / "decide-acceptance.form").read_bytes()
ENOUGH = 100_000
# As a modelling program writes them: three inputs, one output.
ENTRIES = "".join(
    f'<inputEntry id="In_%(no)d_{column}"><text>{asks}</text></inputEntry>'
    for column, asks in enumerate(("-", 'starts with(?, "SJ-%(no)d")', "-"))
)
GIVES = '<outputEntry id="Out_%(no)d"><text>"SJ"</text></outputEntry>'
RULE = f'<rule id="Rule_%(no)d"><description>服务事项</description>{ENTRIES}{GIVES}</rule>'
LINES_A_RULE = 15


def as_table(rules: list[str]) -> bytes:
    start, _, rest = TABLE.decode().partition("<rule ")
    return f"{start}{''.join(rules)}{rest.rpartition('</rule>')[2]}".encode()


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


def test_of_a_table_of_two_thousand_rules_every_other_cell_and_rule_is_shown() -> None:
    """SE-38: tables by service item are as long as the office has items, and one cell may stand anywhere in them."""
    rules = [RULE % {"no": number} for number in range(2_000)]
    now = [rule for number, rule in enumerate(rules) if number != 1_500]
    for number in (0, 700, 1_998):
        now[number] = now[number].replace('<text>"SJ"</text>', '<text>"GA"</text>')
    now.insert(300, RULE % {"no": 9_999})
    found = differ("items.dmn", as_table(rules), as_table(now))
    assert (found.put_in, found.taken_out, found.left_out) == (3 + LINES_A_RULE, 3 + LINES_A_RULE, 0)
    assert [line[1:].strip() for line in found.lines if line.startswith("+")].count('<text>"GA"</text>') == 3
    assert any(line.startswith("+") and '"Rule_9999"' in line for line in found.lines)
    assert any(line.startswith("-") and '"Rule_1500"' in line for line in found.lines)
    assert sum(line.startswith("@@") for line in found.lines) == 5


def test_lines_are_told_apart_as_patches_have_them() -> None:
    other = TABLE.replace(b'<text>"SJ"</text>', b'<text>"GA"</text>', 1)
    first, _, last = other.rpartition(b"<rule ")
    other = first + b"<rule x='y' " + last
    before, now = list_said_lines("a.dmn", TABLE), list_said_lines("a.dmn", other)
    assert list(differ("a.dmn", TABLE, other).lines) == list(unified_diff(before, now, n=12, lineterm=""))[2:]


def test_lines_go_together_only_where_they_are_the_same_and_in_order() -> None:
    rows = [list(row) for size in range(5) for row in product("abc", repeat=size)]
    for before, now in product(rows, rows):
        pairs = match_lines(before, now, 1_000)
        assert pairs is not None
        assert all(before[place] == now[other] for place, other in pairs)
        assert all(one < two and other < more for (one, other), (two, more) in pairwise(pairs))
        assert len(pairs) == len(before) or before != now


class Counted(str):
    """A line that counts how often any such line was looked up."""

    looked_up = 0

    def __hash__(self) -> int:
        Counted.looked_up += 1
        return super().__hash__()


def test_files_made_to_take_long_are_refused_before_they_do() -> None:
    """Lines too rare to be left out, in another order: in long files a comparison to the end takes minutes."""
    kinds, times = 150, 40
    before = [number % kinds for number in range(kinds * times)]
    now = [number * 7 % kinds + number // kinds % 2 for number in range(kinds * times)]
    counted = [[Counted(f"<a b='{kind}'/>") for kind in kinds_of] for kinds_of in (before, now)]
    Counted.looked_up = 0
    assert match_lines(counted[0], counted[1], MOST_STEPS) is None
    # Twice a line where it is counted, once where it is searched: each search of all would be once more.
    assert Counted.looked_up < 12 * kinds * times
    files = ["<x>" + "".join(f"<a b='{kind}'/>" for kind in kinds_of) + "</x>" for kinds_of in (before, now)]
    assert compare_lines("a.bpmn", files[0].encode(), files[1].encode(), ENOUGH) is None


def test_names_of_steps_are_cut_and_hide_nothing() -> None:
    """They stand on the page on which a person confirms, and the file has no bound for them."""
    now = {"a": ["加\u202e办\n理", "task", "1"], "b": ["长" * 8_000, "task", "1"], "c": ["", "flow", "1"]}
    before = {"b": ["旧\u200b名", "task", "2"], "d": ["\u2066" * 8_000, "task", "1"]}
    added, changed, removed = name_changes(before, now)
    assert added == ("加\\u202e办 理", "")
    assert changed == ("长" * LONGEST_NAME + "…",)
    assert len(removed[0]) == LONGEST_NAME + 1
    assert "\u2066" not in removed[0]
