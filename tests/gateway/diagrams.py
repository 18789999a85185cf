"""Small diagrams for the gateway tests, written by hand so that each test shows what it needs."""

from __future__ import annotations

from typing import Final

HEAD: Final = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"
  xmlns:modeler="http://camunda.org/schema/modeler/1.0"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  modeler:executionPlatformVersion="8.8.0" id="Definitions" targetNamespace="http://example.com/bpmn">
"""
TAIL: Final = "</bpmn:definitions>\n"

ORDER_BODY: Final = """
  <bpmn:message id="Message_Placed" name="order.placed"/>
  <bpmn:process id="order" name="订单" isExecutable="true">
    <bpmn:startEvent id="Start_Placed">
      <bpmn:outgoing>ToWork</bpmn:outgoing>
      <bpmn:messageEventDefinition id="Def_Placed" messageRef="Message_Placed"/>
    </bpmn:startEvent>
    <bpmn:sequenceFlow id="ToWork" sourceRef="Start_Placed" targetRef="Task_Work"/>
    <bpmn:serviceTask id="Task_Work" name="办理">
      <bpmn:extensionElements>
        <zeebe:taskDefinition type="work" retries="3"/>
        <zeebe:taskHeaders><zeebe:header key="desk" value="七号窗口"/></zeebe:taskHeaders>
      </bpmn:extensionElements>
      <bpmn:incoming>ToWork</bpmn:incoming>
      <bpmn:outgoing>ToEnd</bpmn:outgoing>
    </bpmn:serviceTask>
    <bpmn:sequenceFlow id="ToEnd" sourceRef="Task_Work" targetRef="End_Done"/>
    <bpmn:endEvent id="End_Done"><bpmn:incoming>ToEnd</bpmn:incoming></bpmn:endEvent>
  </bpmn:process>
"""

# A none start, a job, then a user task with a deadline an hour later, which escalates to a job and goes on.
REVIEW_BODY: Final = """
  <bpmn:process id="review" isExecutable="true">
    <bpmn:startEvent id="Start_Review"><bpmn:outgoing>ToPrepare</bpmn:outgoing></bpmn:startEvent>
    <bpmn:sequenceFlow id="ToPrepare" sourceRef="Start_Review" targetRef="Task_Prepare"/>
    <bpmn:serviceTask id="Task_Prepare">
      <bpmn:extensionElements><zeebe:taskDefinition type="prepare" retries="3"/></bpmn:extensionElements>
      <bpmn:incoming>ToPrepare</bpmn:incoming>
      <bpmn:outgoing>ToReview</bpmn:outgoing>
    </bpmn:serviceTask>
    <bpmn:sequenceFlow id="ToReview" sourceRef="Task_Prepare" targetRef="UserTask_Review"/>
    <bpmn:userTask id="UserTask_Review">
      <bpmn:extensionElements>
        <zeebe:userTask/>
        <zeebe:assignmentDefinition candidateGroups="reviewer"/>
      </bpmn:extensionElements>
      <bpmn:incoming>ToReview</bpmn:incoming>
      <bpmn:outgoing>ToReviewed</bpmn:outgoing>
    </bpmn:userTask>
    <bpmn:sequenceFlow id="ToReviewed" sourceRef="UserTask_Review" targetRef="End_Reviewed"/>
    <bpmn:endEvent id="End_Reviewed"><bpmn:incoming>ToReviewed</bpmn:incoming></bpmn:endEvent>
    <bpmn:boundaryEvent id="Boundary_Late" attachedToRef="UserTask_Review" cancelActivity="false">
      <bpmn:outgoing>ToRemind</bpmn:outgoing>
      <bpmn:timerEventDefinition id="Def_Late">
        <bpmn:timeDuration xsi:type="bpmn:tFormalExpression">PT1H</bpmn:timeDuration>
      </bpmn:timerEventDefinition>
    </bpmn:boundaryEvent>
    <bpmn:sequenceFlow id="ToRemind" sourceRef="Boundary_Late" targetRef="Task_Remind"/>
    <bpmn:serviceTask id="Task_Remind">
      <bpmn:extensionElements><zeebe:taskDefinition type="remind" retries="3"/></bpmn:extensionElements>
      <bpmn:incoming>ToRemind</bpmn:incoming>
      <bpmn:outgoing>ToReminded</bpmn:outgoing>
    </bpmn:serviceTask>
    <bpmn:sequenceFlow id="ToReminded" sourceRef="Task_Remind" targetRef="End_Reminded"/>
    <bpmn:endEvent id="End_Reminded"><bpmn:incoming>ToReminded</bpmn:incoming></bpmn:endEvent>
  </bpmn:process>
"""

ORDER: Final = (HEAD + ORDER_BODY + TAIL).encode()
REVIEW: Final = (HEAD + REVIEW_BODY + TAIL).encode()
