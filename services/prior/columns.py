"""What the headings of such a table mean: by names as offices write them, by what was said by hand before, or not yet."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from models.case.prior_table import HEADING_LENGTH
from models.ground.prior_codes import PriorColumn
from models.vault.keyring import get_keyring

# The first of each is what the template writes; it goes before another heading of the same meaning.
NAMES: Mapping[PriorColumn, tuple[str, ...]] = {
    PriorColumn.NUMBER: (
        "编号",
        "投诉编号",
        "登记编号",
        "受理编号",
        "台账编号",
        "工单编号",
        "投诉件编号",
        "流水号",
    ),
    PriorColumn.RECEIVED: (
        "投诉时间",
        "投诉日期",
        "登记时间",
        "登记日期",
        "来电时间",
        "来访时间",
        "收到时间",
        "日期",
    ),
    PriorColumn.NAME: ("投诉人", "投诉人姓名", "姓名", "来电人", "诉求人", "联系人"),
    PriorColumn.PHONE: (
        "电话",
        "联系电话",
        "投诉人电话",
        "手机",
        "手机号",
        "手机号码",
        "来电号码",
        "联系方式",
    ),
    PriorColumn.CHANNEL: ("渠道", "投诉渠道", "来源渠道", "受理渠道", "来源", "投诉方式"),
    PriorColumn.PLACE: (
        "窗口/部门",
        "窗口",
        "部门",
        "被投诉部门",
        "被投诉单位",
        "被投诉窗口",
        "责任单位",
        "涉及部门",
    ),
    PriorColumn.RESPONDENT: ("被投诉人", "被投诉人员", "涉及人员", "工作人员"),
    PriorColumn.ITEM: ("事项", "办理事项", "事项名称", "服务事项", "业务类型"),
    PriorColumn.CATEGORY: ("类别", "投诉类别", "投诉类型", "分类"),
    PriorColumn.CONTENT: (
        "内容",
        "投诉内容",
        "主要内容",
        "反映内容",
        "诉求内容",
        "反映问题",
        "投诉事由",
        "情况描述",
    ),
    PriorColumn.HANDLER: ("承办人", "办理人", "处理人", "责任人"),
    PriorColumn.RESULT: ("处理结果", "办理结果", "处理情况", "办理情况", "调查处理情况", "结果"),
    PriorColumn.ANSWERED: (
        "答复时间",
        "答复日期",
        "回复时间",
        "回复日期",
        "反馈时间",
        "办结时间",
        "办结日期",
    ),
    PriorColumn.ANSWER: ("答复内容", "回复内容", "反馈内容"),
    PriorColumn.SATISFACTION: ("满意度", "是否满意", "满意情况", "评价", "回访结果", "回访情况"),
}
REQUIRED = (PriorColumn.NUMBER, PriorColumn.RECEIVED, PriorColumn.CONTENT)
# Any number of headings may be one of these.
FREE = frozenset({PriorColumn.OTHER, PriorColumn.SKIPPED})
_BY_NAME = {name: column for column, names in NAMES.items() for name in names}
# So many headings that we know make a line of cells one of headings.
_ENOUGH = 2


def plain_heading(cell: str) -> str:
    """The heading without spaces, stars, colons and what stands in brackets."""
    written = re.sub(r"[(（].*?[)）]|[\s*：:\ufeff]+", "", cell).replace("／", "/")
    return written[:HEADING_LENGTH]


def is_head(cells: Sequence[str]) -> bool:
    """Whether these cells stand above the columns of such a table."""
    return len({_BY_NAME[name] for cell in cells if (name := plain_heading(cell)) in _BY_NAME}) >= _ENOUGH


def digest_heading(heading: str) -> str:
    """Under which what a heading means is remembered."""
    return get_keyring().digest("prior_heading", heading)


def suggest_meanings(
    headings: Sequence[str], remembered: Mapping[str, PriorColumn]
) -> list[PriorColumn | None]:
    """What each heading means; None for one that a person must say. `remembered` by heading goes before our names.

    Of several headings with one meaning the name that the template writes has it; the others are for a person.
    """
    found = [remembered.get(heading) or _BY_NAME.get(heading) for heading in headings]
    counted = Counter(column for column in found if column is not None)
    for place, column in enumerate(found):
        if column is None or column in FREE or counted[column] == 1:
            continue
        if headings[place] != NAMES[column][0] or headings.count(headings[place]) > 1:
            found[place] = None
    return found


def find_faults_of_meanings(meanings: Sequence[PriorColumn | None]) -> dict[str, str]:
    """By the place of a heading, or by the column that is missing: why no row can be read by these."""
    counted = Counter(meanings)
    faults = {str(place): "REQUIRED" for place, column in enumerate(meanings) if column is None}
    for place, column in enumerate(meanings):
        if column is not None and column not in FREE and counted[column] > 1:
            faults[str(place)] = "COLUMN_TWICE"
    return faults | {column.value: "COLUMN_MISSING" for column in REQUIRED if not counted[column]}
