"""Suggests the kind of grievance from general words of the trade. A suggestion only: the acceptance decision decides."""

from models.ground.codes import Category

# Words a grievance of this kind is usually told with, from the trade's general vocabulary.
LEXICON: dict[Category, tuple[str, ...]] = {
    Category.BAD_ATTITUDE: (
        "态度",
        "不耐烦",
        "冷漠",
        "训斥",
        "辱骂",
        "骂",
        "白眼",
        "嘲讽",
        "语气",
        "生硬",
        "爱理不理",
        "attitude",
        "rude",
    ),
    Category.LOW_EFFICIENCY: (
        "效率",
        "排队",
        "等候",
        "等了",
        "太慢",
        "拖延",
        "拖着",
        "迟迟",
        "磨蹭",
        "超时",
        "卡在",
        "slow",
    ),
    Category.BROKEN_PROMISE: (
        "承诺",
        "答应",
        "说好",
        "公布的时间",
        "约定",
        "预约",
        "公示的时限",
        "工作日办结",
        "promise",
    ),
    Category.REPEATED_MATERIALS: (
        "一次性告知",
        "补材料",
        "补充材料",
        "又要",
        "再交",
        "重复提交",
        "反复",
        "跑了",
        "来回跑",
    ),
    Category.INCONSISTENT_POLICY: (
        "口径",
        "说法不一",
        "两个说法",
        "三个说法",
        "前后不一",
        "不一致",
        "各说各的",
        "标准不一",
    ),
    Category.BUCK_PASSING: ("推诿", "踢皮球", "互相推", "推来推去", "不归我们", "不归这里", "扯皮"),
    Category.INFO_NOT_DISCLOSED: ("公开", "公示", "不告知", "查不到", "没有公布", "未公布", "看不到", "信息"),
    Category.IRREGULAR_OPERATION: (
        "违规",
        "插队",
        "收费",
        "收钱",
        "代办",
        "造假",
        "不按规定",
        "额外",
        "指南",
        "回执",
        "依据",
    ),
    Category.INACTION_OR_ABUSE: (
        "不作为",
        "乱作为",
        "不予理睬",
        "没人管",
        "拒绝受理",
        "不受理",
        "刁难",
        "滥用",
        "拒收",
    ),
    Category.RIGHTS_HARMED: ("泄露", "隐私", "侵害", "损失", "歧视", "人格", "赔偿", "权益"),
    Category.SUGGESTION: ("建议", "希望增设", "可否增加", "能否改进", "意见建议", "suggest"),
}


def suggest_categories(text: str) -> list[Category]:
    """Kinds whose words occur, most different words first; empty when none does."""
    folded = text.casefold()
    hits = {kind: sum(word in folded for word in words) for kind, words in LEXICON.items()}
    return sorted((kind for kind, count in hits.items() if count), key=lambda kind: -hits[kind])
