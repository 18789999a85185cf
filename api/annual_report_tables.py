"""The tables of a yearly report in Chinese words: page and paper say the same."""

from __future__ import annotations

from collections.abc import Iterator

from api.citizen.public_tables import list_public_sheets, smallest_group, word_rates
from api.i18n import code_text, speak_chinese
from api.money import yuan
from models.clock.legal_time import word_day
from models.ground.openness_codes import ProfilePart
from services.openness.annual_reports import ReportTable
from services.openness.report_facts import ReportFacts

_WITHHELD = "不公开"
_TOLD_PARTS = (ProfilePart.LEADER, ProfilePart.BODY, ProfilePart.RULES, ProfilePart.STAFF)
_UNSAID = "未填写"


def list_report_tables(facts: ReportFacts) -> tuple[ReportTable, ...]:
    """In the order of the report; always in Chinese, whoever asks."""
    speak_chinese()
    return tuple(_tables(facts))


def _tables(facts: ReportFacts) -> Iterator[ReportTable]:
    yield ReportTable("组织保障", "", ("项目", "内容"), tuple(_list_parts(facts)))
    fund = facts.fund
    funds = () if fund is None else ((yuan(fund.amount_fen), fund.source, fund.used_for),)
    yield ReportTable(
        "经费保障", "" if funds else "本年度经费尚未填写。", ("金额（元）", "来源", "用途"), funds
    )
    told = f"投诉记录自{word_day(facts.begins)}开始，此前没有。" if facts.begins else ""
    told += "全年为各月公布数之和；公布后重新办理、再次归档的，再次归档的月份再计一次。"
    yield ReportTable("总体情况", told, ("项目", "数字", "说明"), tuple(_list_whole(facts)))
    note = f"少于{smallest_group()}件的数字以及可能推出它的数字不公开。"
    for sheet in list_public_sheets(facts.numbers):
        lines = tuple(
            (line.label, _WITHHELD if line.number is None else str(line.number)) for line in sheet.lines
        )
        title, first = code_text("public_table", sheet.table), code_text("public_first", sheet.table)
        rows = lines if sheet.is_told else (("各行", _WITHHELD),)
        yield ReportTable(title, f"{sheet.definition}{note}", (first, "件数"), rows)
    measures = tuple(
        (code_text("measure_kind", kind), str(number)) for kind, number in sorted(facts.measures.items())
    )
    yield ReportTable("改进措施", "只计本年度经数据核实确有成效后结束的措施。", ("类别", "项数"), measures)
    comments = tuple(
        (code_text("comment_state", state), str(number)) for state, number in sorted(facts.comments.items())
    )
    total = sum(facts.comments.values())
    yield ReportTable(
        "社会评议", f"本年度共收到对投诉处置工作的评议意见{total}条。", ("办理情况", "条数"), comments
    )


def _list_parts(facts: ReportFacts) -> Iterator[tuple[str, str]]:
    for part in _TOLD_PARTS:
        yield code_text("profile_part", part), facts.parts.get(part.value) or _UNSAID


def _list_whole(facts: ReportFacts) -> Iterator[tuple[str, str, str]]:
    for total, number in facts.numbers.totals.items():
        yield code_text("public_total", total), _WITHHELD if number is None else str(number), "件"
    for code, rate, of in word_rates(facts.numbers):
        yield code_text("public_rate", code), rate, of
    median = facts.numbers.median
    yield (
        "办理用时中位数",
        code_text("time_used", median) if median else _WITHHELD,
        "从收到到首次答复（没有答复的至归档）的自然日",
    )
