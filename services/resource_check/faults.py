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
    def is_grave(self) -> bool:
        """Whether the office's own door refuses the file for it; the others are told."""
        return self.code not in MILD

    @property
    def remedy(self) -> str:
        """What to do about it, in both languages."""
        return REMEDIES[self.code]


# Cases come to their lawful end all the same.
MILD = frozenset({"WATCH_MISSING", "CLOCK_READ", "FIELD_OPTIONAL"})
REASONS: dict[str, str] = {
    "NOT_READABLE": "the file cannot be read / 文件无法读取",
    "JOB_WITHOUT_WORKER": "no worker does this job, so every case would wait here / 没有办理该作业的程序，投诉件将停在此处",
    "MESSAGE_NOT_CAUGHT": "the office sends this message and the diagram catches it no more / 系统会发此消息，图中已无接收处",
    "OUTPUT_MISSING": "the calling diagram needs this variable and nothing writes it / 上级流程需要此变量，图中无人写入",
    "LISTENER_MISSING": "without this listener Tasklist can go around the rules / 缺少该监听器，规则可被绕过",
    "FORM_MISSING": "a person has no form here, so the task can never be submitted / 该任务没有表单，无法提交",
    "FORM_OTHER": "the task works by this form only / 系统只按此表单办理该任务",
    "WATCH_WITHOUT_BOUNDARIES": "a watch needs both cards as quiet boundaries / 计时调用须有黄牌、红牌两个非中断边界事件",
    "WATCH_WITHOUT_CLOCK": "a watch takes exactly the input clock_id / 计时调用只能有 clock_id 一个输入",
    "FIELD_MISSING": "the office reads this answer and the form asks it no more / 系统要读取此项，表单中已没有",
    "FIELD_OPTIONAL": "the office asks for this answer all the same / 此项系统要求必填，表单中未设为必填",
    "PROPERTY_UNKNOWN": "the server cannot enforce this property / 服务器无法执行此设置",
    "ROLE_MISSING": "nobody may do this task: it names neither a role nor a person / 该任务没有指定角色或人员，无人可办",
    "ROLE_UNKNOWN": "no account can have this role / 没有账户能有此角色，无人可办",
    "FORM_UNKNOWN": "no form of this id is shipped, deployed or given too / 没有此编号的表单：未随附、未部署、未同时提供",
    "PROCESS_UNKNOWN": "no process of this id is shipped, deployed or given too / 没有此编号的流程：未随附、未部署、未同时提供",
    "DECISION_UNKNOWN": "no decision of this id is shipped, deployed or given too / 没有此编号的决策：未随附、未部署、未同时提供",
    "STEP_MISSING": "a step that the law needs is gone, or can be gone around / 缺少法定步骤，或可被绕过",
    "VARIABLE_UNWRITTEN": "on some way to here nobody wrote this variable / 此处要读取的变量，在某条路径上此前无人写入",
    "INPUT_MISSING": "the called process reads this variable, nobody hands it in / 被调用的流程要读取此变量，调用处没有传入",
    "LIMIT_UNKNOWN": "the office has no time limit of this key / 本机构没有登记此键的时限",
    "WATCH_MISSING": "no diagram shows this limit any more / 图中已不再监督此时限：到时仍亮牌，图上看不到",
    "CLOCK_READ": "diagrams do not read the engine's clock (now, today) / 图中不用 now()、today()",
    "ID_TWICE": "two of the files have this id / 有两个文件使用同一编号",
    "KEY_TWICE": "two fields have this key, so one answer overwrites the other / 两个字段同用此键，答案会互相覆盖",
    "TYPE_UNKNOWN": "the server knows no field of this type / 系统不支持这种控件",
    "VALUE_UNKNOWN": "the server does not understand this value / 系统不理解此设置的值",
    "EXPRESSION_FAULTY": "this FEEL expression cannot be read / 此 FEEL 表达式无法读取",
    "KEY_MISSING": "without a key the answer has no place / 未填写字段标识，答案无处保存",
    "KEY_WITH_DOT": "a key must not have a dot / 字段标识中不能有点号",
    "KIND_UNKNOWN": "only .bpmn, .dmn and .form files are known / 只识别 .bpmn、.dmn、.form 文件",
    # What the engine refuses: engine_words.py.
    "ENGINE_EXPRESSION": "the engine cannot read this FEEL expression / 引擎无法读取此处的 FEEL 表达式",
    "ENGINE_UNSUPPORTED": "the engine does not carry this out / 引擎不支持此元素或设置",
    "ENGINE_LOOP": "this way runs in a circle without ever waiting / 此路径循环不止，中间没有等待",
    "ENGINE_FILE": "this is no file that the engine can deploy / 引擎无法部署此文件",
    "ENGINE_ID": "an id is missing or used twice / 编号缺失或重复",
    "ENGINE_EXPRESSION_OR_TEXT": "here stands an expression instead of a text, or the reverse / 此处应写表达式却写了文字，或相反",
    "ENGINE_TIMER": "this timer never fires as it is written / 定时器写法有误",
    "ENGINE_CONDITION": "conditions or default of this gateway do not fit / 网关的条件或默认流有误",
    "ENGINE_REFERENCE": "a message, error, escalation or link is not complete / 所用的消息、错误、升级或链接没有写全",
    "ENGINE_TWICE": "two of them stand where only one may / 同一处出现了两个",
    "ENGINE_TABLE": "the decision table is not complete / 决策表不完整或写法有误",
    "ENGINE_FLOW": "a flow leads where none may / 连线的起点或终点有误",
    "ENGINE_EVENT": "this event cannot stand here like this / 事件的类型或位置有误",
    "ENGINE_INCOMPLETE": "something that is needed is not filled in / 有必填内容没有填写",
    "ENGINE_VALUE": "this value is none that may stand here / 此处填写的值不正确",
    "ENGINE_REFUSES": "the engine refuses this / 引擎拒绝此处",
}
