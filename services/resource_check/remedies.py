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
    "TYPE_UNKNOWN": (
        "Use text, number, date, radio, checklist, select or checkbox"
        " / 怎样改：改用文本、数字、日期、单选、多选、下拉或勾选控件"
    ),
    "VALUE_UNKNOWN": (
        "Required, read-only and disabled are true or false; a date has its subtype; a pattern is a regular expression"
        " / 怎样改：必填、只读、禁用只能选是或否；日期须选定类型；格式须是正确的正则表达式"
    ),
    "EXPRESSION_FAULTY": "Correct the expression / 怎样改：改正表达式",
    "KEY_MISSING": "Give the field a key / 怎样改：填写该字段的键",
    "KEY_WITH_DOT": "Use an underscore instead of the dot / 怎样改：用下划线代替键里的点号",
    "KEY_TWICE": "Give each field a key of its own / 怎样改：为每个字段使用不同的键",
}
