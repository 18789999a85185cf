"""Words in which somebody may say that a matter is urgent, or that his name is to be kept secret.

They raise a question to the clerk and decide nothing: to ask once too often costs a look, not to ask may cost a right.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from models.case.category_ranking import find_words


class Need(StrEnum):
    """What the words may ask for: haste for one of three reasons, or secrecy."""

    CHANNEL = "channel"
    LEGAL_DAY = "legal_day"
    DANGER = "danger"
    SECRECY = "secrecy"


@dataclass(frozen=True, slots=True)
class SpokenNeed:
    """One question to ask, and the words that raise it."""

    need: Need
    words: tuple[str, ...]


# The hotline's own column, however its row was copied.
_CHANNEL_FIELD = re.compile(
    r"(?:紧急程度|紧急等级|缓急程度|是否紧急)[^\w]{0,8}(特别?紧急|特急|加急|紧急|急件|急|重大|高|是)"
)

_LEGAL_DAY = """
    今天到期 明天到期 后天到期 即将到期 马上到期 快到期 就要到期 到期 到期日 最后一天 最后期限 截止 截止日 过期 过期作废 作废
    开庭 诉讼时效 上诉期 举证期 复议期 仲裁 起诉期 报名 报到 开学 入学 录取 考试 入职 签证 出境 出国 航班 机票 车票 赶飞机
    赶火车 过户期 投标 开标 中标 放款 断缴 停保 停产 停工 违约金 滞纳金 手术 住院 出院 下葬 火化 婚期 临产 预产期 下周一就
    明天就 今天就 今天必须 明天必须 今天之内 明天之前 来不及 赶不上 等不起 等不了 急用 急需 紧急 加急 火急 十万火急 刻不容缓
    deadline urgent urgently expires expire tomorrow asap emergency
"""
_DANGER = """
    自杀 轻生 跳楼 跳下去 不想活 活不下去 活不成 寻死 想死 去死 死给 拼命 同归于尽 割腕 喝药 农药 上吊 爆炸 放火 纵火 点火 着火
    起火 火灾 冒烟 消防通道 煤气 燃气 天然气 漏气 漏电 触电 坍塌 倒塌 砸伤 砸到 坠落 掉下来 困在 被困 晕倒 昏倒 晕过去 昏迷 中暑
    发病 心脏 心梗 抽搐 流血 出血 受伤 摔伤 骨折 救护车 急救 抢救 病危 病重 孕妇 怀孕 早产 婴儿 殴打 打人 打伤 动手 打起来 打架
    持刀 恐吓 跟踪 围堵 堵门 聚集 集体 拉横幅 静坐 绝食 断粮 没饭吃 断水 断电 停水 停电 断药 停药 救命 求救 危险 生命 人命
    安全隐患 中毒 传染 疫情 走失 失踪 报警 报了警 求助 打110 打119 打120 打122 拨110 拨119 拨120 消防车 消防队 suicide kill
    danger dangerous fire injured hurt ambulance
"""
_SECRECY = """
    保密 请保密 替我保密 为我保密 不要透露 别透露 不透露 勿透露 不得透露 不要告诉 别告诉 不要泄露 别泄露 勿泄露 不泄露
    不要公开我 匿名 不留名 不留姓名 不具名 不便实名 不方便留 不方便透露 不便透露 隐去 隐匿 不要提我 别提我 别说是我 不要说是我
    不要给他们看 怕报复 怕被报复 打击报复 报复 穿小鞋 小鞋 怕得罪 怕影响 怕以后 怕被认出 怕他们知道 怕人知道 怕他知道
    confidential anonymous anonymously secret retaliate retaliation
"""
# Not to let somebody know, whoever it is; the words alone (别让) are said of queues and journeys too.
_NOT_TO_KNOW = re.compile(
    r"(?:不要|别|不想|不希望|不愿意?|不能|不可以?|请勿|勿)让[^，。；！？\n]{0,15}(?:知道|晓得|知晓|看到|看出|认出|听说)"
)

_WORDS: dict[Need, tuple[str, ...]] = {
    Need.LEGAL_DAY: tuple(_LEGAL_DAY.split()),
    Need.DANGER: tuple(_DANGER.split()),
    Need.SECRECY: tuple(_SECRECY.split()),
}


def find_needs(text: str, channel_fields: str = "") -> list[SpokenNeed]:
    """The questions that the words raise, none twice; `channel_fields` is what the channel delivered beside the words."""
    found = []
    if field := _CHANNEL_FIELD.search(channel_fields):
        found.append(SpokenNeed(Need.CHANNEL, (field[1],)))
    folded = text.casefold()
    for need in _WORDS:
        if spoken := _find_spoken(folded, need):
            found.append(SpokenNeed(need, spoken))
    return found


def _find_spoken(folded: str, need: Need) -> tuple[str, ...]:
    asked = tuple(found[0] for found in _NOT_TO_KNOW.finditer(folded)) if need is Need.SECRECY else ()
    return tuple(dict.fromkeys((*find_words(folded, _WORDS[need]), *asked)))
