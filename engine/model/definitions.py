"""Messages, escalations and errors that a file declares beside its processes, by their ids."""

from __future__ import annotations

from dataclasses import dataclass

from engine.model.elements import MessageDefinition
from engine.model.extensions import find_extension
from engine.model.fault_list import FaultList
from engine.model.xml_tree import XmlNode


@dataclass(frozen=True, slots=True)
class Definitions:
    """Nodes by id; resolved where they are used, so that faults stand at the using element."""

    messages: dict[str, XmlNode]
    escalations: dict[str, XmlNode]
    errors: dict[str, XmlNode]

    @classmethod
    def read(cls, root: XmlNode) -> Definitions:
        """Collect from the root of a file."""
        return cls(
            {node.get("id"): node for node in root.list_children("message")},
            {node.get("id"): node for node in root.list_children("escalation")},
            {node.get("id"): node for node in root.list_children("error")},
        )

    def message(self, user: XmlNode, reference: str, faults: FaultList) -> MessageDefinition:
        """The message an element waits for: name and correlation key are both needed."""
        message = self._message_node(user, reference, faults)
        if message is None:
            return MessageDefinition(faults.text(user, "", "message"), None)
        subscription = find_extension(message, "subscription")
        key = subscription.get("correlationKey") if subscription else ""
        if not key:
            faults.add(user, f"message '{reference}' has no correlationKey")
        name = faults.required_text(user, message.get("name"), "message name")
        return MessageDefinition(name, faults.expression(user, key, "correlationKey"))

    def start_message_name(self, user: XmlNode, reference: str, faults: FaultList) -> str:
        """The name of a start event's message: static, since there is no instance to evaluate it in."""
        message = self._message_node(user, reference, faults)
        if message is None:
            return ""
        name = faults.required_text(user, message.get("name"), "message name")
        if not name.is_static:
            faults.add(user, "message name of a start event must be static")
        return name.source

    def escalation_code(self, user: XmlNode, reference: str, faults: FaultList) -> str | None:
        """The code of a declared escalation; None when it has none. An unknown reference is a fault."""
        escalation = self.escalations.get(reference)
        if escalation is None:
            faults.add(user, f"escalation '{reference}' is not declared in this file")
            return None
        code = escalation.get("escalationCode")
        if code.startswith("="):
            faults.add(user, "escalationCode must be static")
        return code or None

    def error_code(self, user: XmlNode, reference: str, faults: FaultList) -> str | None:
        """The code of a declared error as written; None when it has none. An unknown reference is a fault."""
        error = self.errors.get(reference)
        if error is None:
            faults.add(user, f"error '{reference}' is not declared in this file")
            return None
        return error.get("errorCode") or None

    def _message_node(self, user: XmlNode, reference: str, faults: FaultList) -> XmlNode | None:
        message = self.messages.get(reference)
        if message is None:
            faults.add(user, f"message '{reference}' is not declared in this file")
        return message
