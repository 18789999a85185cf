"""Finds in a neutral wording what may tell who complained: days, numbers, names, traits. It warns; a person decides."""

import re

from services.beside.sheets.facts_sheet import WORDING, FactsSheet
from services.identity.cut_identity import CUT, cut_identity
from services.unit_of_work import Unit

DIGIT = "0-9〇零一二三四五六七八九十"
# By what they are called; a window (A02窗口) and a count (三次) single nobody out.
SIGNS = {
    "日期": re.compile(
        rf"[{DIGIT}]{{1,3}}月[{DIGIT}]{{1,3}}[日号]|[{DIGIT}]{{1,3}}[日号](?!窗)|[0-9]{{4}}[-/.年][0-9]{{1,2}}"
        rf"|(?:周|星期|礼拜)[一二三四五六日天]|[上下]午|[昨前今]天|[{DIGIT}]{{1,3}}(?:点|时许|时左右)|[0-9]{{1,2}}[:：][0-9]{{2}}"
    ),
    "号码": re.compile(r"[0-9]{5,}|[A-Z]{1,4}-[A-Z0-9-]*[0-9]{3,}|编号"),
    "姓名": re.compile(r"[\u4e00-\u9fff](?:先生|女士|小姐|某某?|大爷|大妈|阿姨)|本人姓"),
    "特征": re.compile(
        r"[0-9]{1,3}岁|老人|年迈|孕妇|怀孕|残疾|轮椅|拄拐|听力|视力|聋|盲人|抱着|带着孩子|口音|外籍|退休|产妇|病人"
    ),
}

LESS_LEAVES = (
    "没有本人同意告知的记录，也未经批准人批准，本次不按所选范围全部告知，下面是实际送出的内容。"
    "需要多告知的，请先登记本人的同意，或者请批准人批准告知范围。"
)


def find_signs(wording: str, complaint_id: str, unit: Unit) -> list[str]:
    """What kinds of signs stand in it, by their Chinese names; what the vault holds of this complainant is a name."""
    found = [name for name, pattern in SIGNS.items() if pattern.search(wording)]
    was_cut = CUT in wording or cut_identity([wording], complaint_id, unit) != [wording]
    if was_cut and "姓名" not in found:
        found.append("姓名")
    return found


def find_warnings(sheet: FactsSheet, complaint_id: str, unit: Unit) -> list[str]:
    """A line for each matter to be looked at again: not worded yet, or singling somebody out at level 0.

    Before them, that less leaves than the file says, for want of a consent or an approval.
    """
    lines = [LESS_LEAVES] if sheet.level < sheet.wanted else []
    for matter in sheet.matters:
        if matter.wording is None:
            lines.append(f"第{matter.no}项尚未作中性表述，对方看不到内容；请先作中性表述。")
        elif sheet.level == WORDING and (signs := find_signs(matter.wording, complaint_id, unit)):
            lines.append(f"第{matter.no}项的表述中有{'、'.join(signs)}，可能认出投诉人；请先修改表述。")
    return lines
