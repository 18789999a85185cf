"""One thing that an owner's file would break."""

from __future__ import annotations

from dataclasses import dataclass

from services.resource_check.remedies import REMEDIES


@dataclass(frozen=True, slots=True)
class ResourceFault:
    """`element` is the id of the element, or the key of the field; `code` names the reason, `detail` what it is about."""

    file: str
    element: str
    code: str
    detail: str

    def __str__(self) -> str:
        return f"{self.file}: {self.element}: {REASONS[self.code]}: {self.detail}"

    @property
    def remedy(self) -> str:
        """What to do about it, in both languages."""
        return REMEDIES[self.code]


REASONS: dict[str, str] = {
    "NOT_READABLE": "the file cannot be read / 文件无法读取",
    "JOB_WITHOUT_WORKER": "no worker does this job, so every case would wait here / 没有办理该作业的程序，案件将停在此处",
    "MESSAGE_NOT_CAUGHT": "the office sends this message and the diagram catches it no more / 系统会发此消息，图中已无接收处",
    "OUTPUT_MISSING": "the calling diagram needs this variable and nothing writes it / 上级流程需要此变量，图中无人写入",
    "LISTENER_MISSING": "without this listener Tasklist can go around the rules / 缺少该监听器，规则可被绕过",
    "FORM_MISSING": "a person has no form here, so the task can never be submitted / 该任务没有表单，无法提交",
    "FORM_OTHER": "the task works by this form only / 系统只按此表单办理该任务",
    "WATCH_WITHOUT_BOUNDARIES": "a watch needs both cards as quiet boundaries / 计时调用须有黄牌、红牌两个非中断边界事件",
    "WATCH_WITHOUT_CLOCK": "a watch takes exactly the input clock_id / 计时调用只能有 clock_id 一个输入",
    "FIELD_MISSING": "the office reads this answer and the form asks it no more / 系统要读取此项，表单中已没有",
    "PROPERTY_UNKNOWN": "the server cannot enforce this property / 服务器无法执行此设置",
    "ROLE_MISSING": "nobody may do this task: it names neither a role nor a person / 该任务没有指定角色或人员，无人可办",
    "ROLE_UNKNOWN": "no account can have this role / 没有账户能有此角色，无人可办",
    "FORM_UNKNOWN": "no form of this id is shipped or given beside the diagram / 没有此编号的表单，也未一同提供",
    "PROCESS_UNKNOWN": "no process of this id is shipped or given beside the diagram / 没有此编号的流程，也未一同提供",
    "DECISION_UNKNOWN": "no decision of this id is shipped or given beside the diagram / 没有此编号的决策，也未一同提供",
    "STEP_MISSING": "a step that the law needs is gone / 缺少法定步骤",
    "KEY_TWICE": "two fields have this key, so one answer overwrites the other / 两个字段同用此键，答案会互相覆盖",
    "TYPE_UNKNOWN": "the server knows no field of this type / 系统不支持这种控件",
    "VALUE_UNKNOWN": "the server does not understand this value / 系统不理解此设置的值",
    "EXPRESSION_FAULTY": "this FEEL expression cannot be read / 此 FEEL 表达式无法读取",
    "KEY_MISSING": "without a key the answer has no place / 未填写字段标识，答案无处保存",
    "KEY_WITH_DOT": "a key must not have a dot / 字段标识中不能有点号",
}
