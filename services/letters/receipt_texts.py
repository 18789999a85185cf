"""What the receipt says in this office: no letter of a case, but its fixed words are an owner's as those of letters are."""

from services.office.own_texts import Paper

RECEIPT = "receipt"
TITLE = "投诉登记回执"

# A line of `steps` and `rights` is a point of its list.
_TEXTS = {
    "opening": "您的投诉已经登记。登记不等于受理：是否受理、为什么，将在下列期限内另行告知。",
    "steps": (
        "决定是否受理：最迟{受理期限}。\n"
        "受理的，自受理之日起按难易程度办结：{各类办结期限}。\n"
        "作出决定后，{答复期间}内答复。\n"
        "需要延期的，事先告知您延到哪一天和延期的理由。"
    ),
    "rights": (
        "凭投诉编号和查询码，可以随时查询办理进展和答复；查询码请妥善保管，勿告诉他人。\n"
        "作出决定之前，可以补充材料、撤回投诉，认为承办人员与此事有利害关系的，可以申请回避。\n"
        "对答复不服的，可以自答复送达之日起{复查期间}内申请复查。\n"
        "您的姓名和联系方式不告知被投诉的单位和个人；因办理必须告知的，事先征得您的同意。\n"
        "请如实反映情况，对所提供材料的真实性负责，并配合核实。"
    ),
}


RECEIPT_PAPER = Paper(RECEIPT, TITLE, _TEXTS, {"steps": ("受理期限",), "rights": ("复查期间",)})
