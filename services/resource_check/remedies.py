"""What to do about each fault of an owner's file."""

REMEDIES: dict[str, str] = {
    "NOT_READABLE": ("Save the file again with Camunda Modeler / 怎样改：用 Camunda Modeler 重新保存该文件"),
    "JOB_WITHOUT_WORKER": (
        "Choose a template of the shipped catalogue for this element / 怎样改：为该元素选用随附的元素模板"
    ),
    "MESSAGE_NOT_CAUGHT": (
        "Put the event back under the same message name / 怎样改：恢复接收该消息的事件，消息名不变"
    ),
    "OUTPUT_MISSING": (
        "Write the variable by an output mapping, as the shipped diagram does"
        " / 怎样改：按随附流程图用输出映射写入该变量"
    ),
    "LISTENER_MISSING": (
        "Apply the template of the listener to the user task / 怎样改：为该用户任务加上相应的监听器模板"
    ),
    "FORM_MISSING": "Link a form by its id / 怎样改：填写表单编号",
    "FORM_OTHER": (
        "Link the shipped form again, and change its fields there"
        " / 怎样改：改回随附的表单编号，需要时在该表单内修改字段"
    ),
    "WATCH_WITHOUT_BOUNDARIES": (
        "Attach CLOCK_NEAR and CLOCK_OVERDUE as non-interrupting boundary events"
        " / 怎样改：附上 CLOCK_NEAR、CLOCK_OVERDUE 两个非中断边界事件"
    ),
    "WATCH_WITHOUT_CLOCK": ("Leave clock_id as the only input mapping / 怎样改：输入映射只保留 clock_id"),
    "FIELD_MISSING": "Put the field back under the same key / 怎样改：恢复该字段，键名不变",
    "FIELD_OPTIONAL": "Tick Required in the validation of the field / 怎样改：在该字段的校验中勾选必填（Required）",
    "PROPERTY_UNKNOWN": (
        "Take the property out, or use another field type / 怎样改：去掉该设置，或改用其他字段类型"
    ),
    "ROLE_MISSING": (
        "Fill in the candidate groups with a role, or the assignee / 怎样改：在候选组填写角色，或填写办理人"
    ),
    "ROLE_UNKNOWN": (
        "Use a role code such as intake, investigator, approver, supervisor"
        " / 怎样改：改用系统的角色代码，如 intake、investigator、approver、supervisor"
    ),
    "FORM_UNKNOWN": (
        "Correct the id, or give the .form file too / 怎样改：改正编号，或把 .form 文件一同提供"
    ),
    "PROCESS_UNKNOWN": (
        "Correct the id, or give the .bpmn file too / 怎样改：改正编号，或把 .bpmn 文件一同提供"
    ),
    "DECISION_UNKNOWN": (
        "Correct the id, or give the .dmn file too / 怎样改：改正编号，或把 .dmn 文件一同提供"
    ),
    "STEP_MISSING": ("Put the step back as the shipped diagram has it / 怎样改：按随附流程图恢复该步骤"),
    "VARIABLE_UNWRITTEN": (
        "Correct the name, or write the variable by an output mapping on every way that leads here"
        " / 怎样改：核对变量名；或在通到这里的每条路径上用输出映射先写入"
    ),
    "INPUT_MISSING": (
        "Add an input mapping of this name to the call / 怎样改：在该调用活动的输入映射中加上此变量"
    ),
    "LIMIT_UNKNOWN": (
        "Add the limit first by `jieban limits add`, or correct the key"
        " / 怎样改：先由管理员用 jieban limits add 登记该时限，或改正键名"
    ),
    "WATCH_MISSING": ("Put the call of deadline-watch back beside the work / 怎样改：在该环节旁恢复计时调用"),
    "CLOCK_READ": (
        "Draw a watch of a limit, or wait for a moment that a job gives"
        " / 怎样改：改画时限的计时调用，或等待作业给出的时刻"
    ),
    "ID_TWICE": "Give one file only, or another id / 怎样改：只提供其中一个文件，或改用其他编号",
    "TYPE_UNKNOWN": (
        "Use text, number, date, radio, checklist, select, checkbox or file picker"
        " / 怎样改：改用文本、数字、日期、单选、多选、下拉、勾选或文件上传控件"
    ),
    "VALUE_UNKNOWN": (
        "Required, read-only and disabled are true or false; a date has its subtype; a pattern is a regular expression"
        " / 怎样改：必填、只读、禁用只能选是或否；日期须选定类型；格式须是正确的正则表达式"
    ),
    "EXPRESSION_FAULTY": "Correct the expression / 怎样改：改正表达式",
    "KEY_MISSING": "Give the field a key / 怎样改：填写该字段的键",
    "KEY_WITH_DOT": "Use an underscore instead of the dot / 怎样改：用下划线代替键里的点号",
    "KEY_TWICE": "Give each field a key of its own / 怎样改：为每个字段使用不同的键",
    "KIND_UNKNOWN": "Give a file that Camunda Modeler saved / 怎样改：提供用 Camunda Modeler 保存的文件",
    "ENGINE_EXPRESSION": (
        "Correct the expression; the engine's sentence tells what it met"
        " / 怎样改：改正表达式：引号和括号要成对，比较用 =，逻辑用 and、or"
    ),
    "ENGINE_UNSUPPORTED": (
        "Use another element that engine/README.md lists, such as a user task, a service task or a gateway"
        " / 怎样改：改用 engine/README.md 所列的元素，如用户任务、服务任务、网关"
    ),
    "ENGINE_LOOP": "Put a task or an event into the circle / 怎样改：在循环中放入一个任务或等待事件",
    "ENGINE_FILE": (
        "Save it again with Camunda Modeler, as executable, for Camunda 8.8"
        " / 怎样改：用 Camunda Modeler 按 Camunda 8.8 重新保存，并勾选可执行"
    ),
    "ENGINE_ID": "Give each element an id of its own / 怎样改：为每个元素使用不同的编号",
    "ENGINE_EXPRESSION_OR_TEXT": (
        "An expression begins with an equals sign, a fixed text has none"
        " / 怎样改：表达式以等号 = 开头，固定文字不带等号"
    ),
    "ENGINE_TIMER": (
        "Use one of date, duration and cycle, as ISO 8601 or a variable"
        " / 怎样改：在日期、时长、周期中只填一项，用 ISO 8601 格式或变量"
    ),
    "ENGINE_CONDITION": (
        "Each flow behind a gateway has a condition, the default flow has none"
        " / 怎样改：网关的每条流出线都写条件，默认流除外"
    ),
    "ENGINE_REFERENCE": (
        "Choose it again in the properties panel, with name, code and correlation key"
        " / 怎样改：在属性面板中重新选定，并填写名称、代码和关联键"
    ),
    "ENGINE_TWICE": "Take one of them away / 怎样改：去掉其中一个",
    "ENGINE_TABLE": (
        "Mend the table in Modeler: inputs, outputs, hit policy, one entry a column"
        " / 怎样改：在 Modeler 中改正：输入、输出、命中策略，每列一格"
    ),
    "ENGINE_FLOW": "Draw the flow anew inside one scope / 怎样改：在同一层内重新画这条连线",
    "ENGINE_EVENT": "Choose another event type, or move it / 怎样改：改用其他事件类型，或换个位置",
    "ENGINE_INCOMPLETE": "Fill it in in the properties panel / 怎样改：在属性面板中补填",
    "ENGINE_VALUE": "Correct the value / 怎样改：改正该值",
    "ENGINE_REFUSES": "Mend what the engine's sentence names / 怎样改：按引擎所述改正",
}
