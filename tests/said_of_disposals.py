"""What a form asks of who answers and of each kind of disposal, for tests of something else; what is not chosen is hidden."""

from __future__ import annotations

SAID = {
    "responsibility": "unit",
    "correction_act": "已更正窗口的清单",
    "correction_who": "人社窗口",
    "order_requirement": "请按认定的问题整改",
    "order_unit": "RS",
    "discipline_person": "当班人员",
    "discipline_facts": "多要材料",
    "discipline_organ": "X-JW",
    "improvement_area": "process",
    "improvement_text": "请按认定的问题改进服务",
    "improvement_owner": "窗口负责人",
    "improvement_on": "2026-12-31",
}
