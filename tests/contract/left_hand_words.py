"""What people read in each kind of file, and the words that a complaint office does not use, with those it does."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from xml.etree import ElementTree

from bpmn.reading import FOLDER

ROOT = FOLDER.parent
# A pattern of the wrong word, and the right one. 案件, 立案 and 裁定 belong to courts, 谈话 to discipline; 办件 is what
# the citizen applied for. 诉求, 承办人, 首席代表 and all other right words may stand anywhere.
LEFT_HAND: Mapping[str, str] = {
    "受理回执": "登记回执（受理与否另行告知）",
    "未予受理，未开展调查": "不予受理，没有进入调查",
    "以该件答复为准|以并入的投诉为准": "合并办理，办理结果一并答复您",
    "请按上述渠道反映|配合说明情况": "请向…反映。对本决定不服的，可于30日内申请复查",
    "问责移送|移送问责": "问题线索移送",
    "问责线索": "问题线索",
    "问责处理|问责结果": "处理结果反馈",
    "(?<!提出)处分建议并移送|处分建议并移送(?!有权机关)": "提出处分建议并移送有权机关",
    "裁定": "指定承办单位",
    "异议不成立": "异议不予采纳",
    "重新立案": "重新办理",
    "归档办件|办件归档|办件已归档": "投诉件归档",
    "在办件": "在办的投诉",
    "本案": "本件",
    "(?<!民事)(?<!刑事)(?<!行政)案件": "投诉件、本件",
    "复查经办": "复查人",
    "经办人|经办过": "承办人",
    "谈话": "询问",
    "调阅|^查阅$": "查阅资料",
    "现场查看|^勘查$": "现场勘查",
    "收集证据|^调取$": "调取证据",
    "通知补充材料": "补正告知",
    "第.{1,8}次要求": "第 n 次补正通知",
    "中止[^。]*由批准人决定": "由承办人提出、科长批准",
    "投诉请求": "诉求",
    "超期": "逾期",
    "限期清单|到期清单": "时限台账",
    "单位联络人": "首席代表",
    "应去的地方|正确的反映渠道": "应当反映的部门",
    "投诉台": "投诉接待室（窗口）",
    "来回折腾": "反复跑",
    "只给问题类型|不给可识别的事实": "中性表述，不含时间和可识别的事实",
    "给事实，不给身份": "加时间、地点，不告知身份",
    "须用到本人身份或办件编号": "经本人同意，告知身份和办件编号",
    "撤回已作罢": "未确认撤回，继续办理",
    "延期申请已了结": "延期申请已办结",
    "处理意见已批准，不能撤回": "已作出决定，不能撤回",
    "征得投诉人确认": "请投诉人确认",
    "^移交$": "交办（转办）时间",
    "^送往$": "承办单位",
    "时限为系统默认": "各项时限及其依据见首页",
}
_SOURCES = ("adapters", "api", "bpmn", "deploy", "engine", "models", "services", "workers")
_PO_TEXT = re.compile(r'^msgstr ((?:"(?:[^"\\]|\\.)*"\s*)+)', re.MULTILINE)


def texts_of_catalogue(content: str) -> Iterator[str]:
    """What a catalogue makes of its ids."""
    for found in _PO_TEXT.finditer(content):
        yield "".join(ast.literal_eval(line) for line in found[1].splitlines() if line.strip())


def texts_of_json(content: str) -> Iterator[str]:
    """Every value of a form or an element template; keys are nobody's words."""
    waiting = [json.loads(content)]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value


def texts_of_xml(content: str) -> Iterator[str]:
    """Every attribute and text of a diagram or a decision table."""
    for element in ElementTree.fromstring(content).iter():  # noqa: S314 - files of the product
        yield from element.attrib.values()
        yield element.text or ""


def texts_of_python(content: str) -> Iterator[str]:
    """Every string of a module, parts of formatted ones and docstrings too."""
    for node in ast.walk(ast.parse(content)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def texts_of_page(content: str) -> Iterator[str]:
    """A page of the documentation by its lines."""
    yield from content.splitlines()


READERS: Mapping[str, Callable[[str], Iterator[str]]] = {
    ".po": texts_of_catalogue,
    ".form": texts_of_json,
    ".json": texts_of_json,
    ".bpmn": texts_of_xml,
    ".dmn": texts_of_xml,
    ".py": texts_of_python,
    ".md": texts_of_page,
}


def list_files() -> list[Path]:
    """Catalogues, forms, templates, diagrams, decision tables, sources and Chinese pages of the documentation."""
    found = [*(ROOT / "api/translations/zh_CN").rglob("*.po"), *FOLDER.glob("*.bpmn")]
    found += [*(FOLDER / "forms").glob("*.form"), *(FOLDER / "dmn").glob("*.dmn")]
    found += (FOLDER / ".camunda" / "element-templates").glob("*.json")
    found += [path for folder in _SOURCES for path in (ROOT / folder).rglob("*.py")]
    found += [ROOT / "README.zh-CN.md", FOLDER / "README.md", *(ROOT / "docs").glob("*.md")]
    return sorted(found)


def find_left_hand(file_name: str, content: str) -> Iterator[str]:
    """Each wrong word of a file, with its text and what to write instead."""
    for text in READERS[Path(file_name).suffix](content):
        for pattern, right in LEFT_HAND.items():
            if re.search(pattern, text.strip()):
                yield f"{file_name}: {text.strip()[:60]!r} → {right}"
