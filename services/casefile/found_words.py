"""What was found of a matter and what is done about it, by its kind. Official words, in Chinese."""

from models.ground.codes import Disposal, Finding

FINDINGS = {
    Finding.SUBSTANTIATED: "属实",
    Finding.PARTLY_SUBSTANTIATED: "部分属实",
    Finding.NOT_SUBSTANTIATED: "不属实",
    Finding.UNVERIFIABLE: "无法查实",
}
DISPOSALS = {
    Disposal.CORRECT_ERROR: "纠正错误",
    Disposal.ORDER_RECTIFICATION: "责令整改",
    Disposal.PROPOSE_DISCIPLINE: "提出处分建议并移送有权机关",
    Disposal.IMPROVE_SERVICE: "改进服务",
    Disposal.NO_ACTION: "不予处理",
}
