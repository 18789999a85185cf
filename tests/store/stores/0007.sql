BEGIN TRANSACTION;
CREATE TABLE correlated_message (
    key                    INTEGER PRIMARY KEY,
    message_key            INTEGER NOT NULL,
    message_name           TEXT NOT NULL,
    correlation_key        TEXT NOT NULL,
    subscription_key       INTEGER NOT NULL,
    element_id             TEXT NOT NULL,
    element_instance_key   INTEGER,
    process_instance_key   INTEGER NOT NULL,
    process_definition_key INTEGER NOT NULL,
    process_id             TEXT NOT NULL,
    ended_at               INTEGER
) STRICT;
CREATE TABLE decision_definition (
    key              INTEGER PRIMARY KEY,
    decision_id      TEXT NOT NULL,
    name             TEXT NOT NULL,
    version          INTEGER NOT NULL,
    version_tag      TEXT,
    requirements_key INTEGER NOT NULL,
    deployment_key   INTEGER NOT NULL,
    deployed_at      INTEGER NOT NULL,
    UNIQUE (decision_id, version)
) STRICT;
INSERT INTO "decision_definition" VALUES(2251799813685289,'route','route 判定',1,NULL,2251799813685288,2251799813685286,1788138000000);
CREATE TABLE decision_instance (
    key                    INTEGER PRIMARY KEY,
    evaluation_key         INTEGER NOT NULL,
    position               INTEGER NOT NULL,
    state                  TEXT NOT NULL,
    decision_key           INTEGER NOT NULL,
    decision_id            TEXT NOT NULL,
    decision_name          TEXT NOT NULL,
    decision_version       INTEGER NOT NULL,
    decision_type          TEXT NOT NULL,
    root_decision_key      INTEGER NOT NULL,
    result                 TEXT NOT NULL,
    ended_at               INTEGER,
    failure                TEXT,
    process_definition_key INTEGER,
    process_id             TEXT,
    process_instance_key   INTEGER,
    element_instance_key   INTEGER,
    element_id             TEXT,
    inputs                 TEXT NOT NULL,
    rules                  TEXT NOT NULL,
    UNIQUE (evaluation_key, position)
) STRICT;
INSERT INTO "decision_instance" VALUES(2251799813685298,2251799813685297,1,'EVALUATED',2251799813685289,'route','route 判定',1,'DECISION_TABLE',2251799813685289,'"office"',1788138000000,NULL,2251799813685287,'claims',2251799813685290,2251799813685295,'route','[{"id":"in0","name":"问 count(claims)","value":3}]','[{"id":"rule2","index":2,"outputs":[{"id":"out0","name":"route","value":"office"}]}]');
CREATE TABLE decision_requirements (
    key             INTEGER PRIMARY KEY,
    requirements_id TEXT NOT NULL,
    name            TEXT NOT NULL,
    version         INTEGER NOT NULL,
    resource_name   TEXT NOT NULL,
    checksum        TEXT NOT NULL,
    xml             TEXT NOT NULL,
    deployment_key  INTEGER NOT NULL,
    deployed_at     INTEGER NOT NULL,
    UNIQUE (requirements_id, version)
) STRICT;
INSERT INTO "decision_requirements" VALUES(2251799813685288,'graph','图',1,'rules.dmn','8d663c83a5bbfb1b7e5ee9c5e54d2f50','<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="graph" name="图" namespace="t">
<decision id="route" name="route 判定"><decisionTable id="table" hitPolicy="UNIQUE"><input id="in0" label="问 count(claims)"><inputExpression id="ie0"><text>count(claims)</text></inputExpression></input><output id="out0" name="route"></output><rule id="rule1"><inputEntry><text>&lt; 3</text></inputEntry><outputEntry><text>"desk"</text></outputEntry></rule><rule id="rule2"><inputEntry><text>&gt;= 3</text></inputEntry><outputEntry><text>"office"</text></outputEntry></rule></decisionTable></decision></definitions>',2251799813685286,1788138000000);
CREATE TABLE deployment (
    key            INTEGER PRIMARY KEY,
    deployed_at    INTEGER NOT NULL,
    resource_names TEXT NOT NULL
) STRICT;
INSERT INTO "deployment" VALUES(2251799813685249,1795570936983,'["order.bpmn","review.bpmn"]');
INSERT INTO "deployment" VALUES(2251799813685286,1788138000000,'["claims.bpmn","rules.dmn"]');
INSERT INTO "deployment" VALUES(2251799813685319,1788138000000,'["rests.bpmn"]');
CREATE TABLE element_instance (
    key                    INTEGER PRIMARY KEY,
    process_instance_key   INTEGER NOT NULL,
    process_definition_key INTEGER NOT NULL,
    process_id             TEXT NOT NULL,
    element_id             TEXT NOT NULL,
    element_type           TEXT NOT NULL,
    state                  TEXT NOT NULL,
    scope_key              INTEGER,
    started_at             INTEGER NOT NULL,
    ended_at               INTEGER,
    called_instance_key    INTEGER,
    interrupted_by         TEXT,
    incident_key           INTEGER,
    incident_count         INTEGER NOT NULL,
    tokens                 TEXT NOT NULL,
    result                 TEXT
, loop_counter INTEGER, completed_count INTEGER NOT NULL DEFAULT 0) STRICT;
INSERT INTO "element_instance" VALUES(2251799813685253,2251799813685253,2251799813685252,'review','review','PROCESS','ACTIVE',NULL,1788138000000,NULL,NULL,NULL,NULL,0,'{}',NULL,NULL,0);
INSERT INTO "element_instance" VALUES(2251799813685254,2251799813685253,2251799813685252,'review','Start_Review','START_EVENT','COMPLETED',2251799813685253,1788138000000,1788138000000,NULL,NULL,NULL,0,'{}',NULL,NULL,0);
INSERT INTO "element_instance" VALUES(2251799813685257,2251799813685253,2251799813685252,'review','Task_Prepare','SERVICE_TASK','COMPLETED',2251799813685253,1788138000000,1788138000000,NULL,NULL,NULL,0,'{}',NULL,NULL,0);
INSERT INTO "element_instance" VALUES(2251799813685261,2251799813685253,2251799813685252,'review','UserTask_Review','USER_TASK','ACTIVE',2251799813685253,1788138000000,NULL,NULL,NULL,NULL,0,'{}',NULL,NULL,0);
INSERT INTO "element_instance" VALUES(2251799813685267,2251799813685267,2251799813685250,'order','order','PROCESS','ACTIVE',NULL,1788138000000,NULL,NULL,NULL,NULL,0,'{}',NULL,NULL,0);
INSERT INTO "element_instance" VALUES(2251799813685268,2251799813685267,2251799813685250,'order','Start_Placed','START_EVENT','COMPLETED',2251799813685267,1788138000000,1788138000000,NULL,NULL,NULL,0,'{}',NULL,NULL,0);
INSERT INTO "element_instance" VALUES(2251799813685273,2251799813685267,2251799813685250,'order','Task_Work','SERVICE_TASK','ACTIVE',2251799813685267,1788138000000,NULL,NULL,NULL,NULL,0,'{}',NULL,NULL,0);
INSERT INTO "element_instance" VALUES(2251799813685278,2251799813685278,2251799813685250,'order','order','PROCESS','ACTIVE',NULL,1788138000000,NULL,NULL,NULL,NULL,1,'{}',NULL,NULL,0);
INSERT INTO "element_instance" VALUES(2251799813685279,2251799813685278,2251799813685250,'order','Start_Placed','START_EVENT','COMPLETED',2251799813685278,1788138000000,1788138000000,NULL,NULL,NULL,0,'{}',NULL,NULL,0);
INSERT INTO "element_instance" VALUES(2251799813685283,2251799813685278,2251799813685250,'order','Task_Work','SERVICE_TASK','ACTIVE',2251799813685278,1788138000000,NULL,NULL,NULL,2251799813685285,1,'{}',NULL,NULL,0);
INSERT INTO "element_instance" VALUES(2251799813685290,2251799813685290,2251799813685287,'claims','claims','PROCESS','ACTIVE',NULL,1788138000000,NULL,NULL,NULL,NULL,0,'{}',NULL,NULL,0);
INSERT INTO "element_instance" VALUES(2251799813685292,2251799813685290,2251799813685287,'claims','start','START_EVENT','COMPLETED',2251799813685290,1788138000000,1788138000000,NULL,NULL,NULL,0,'{}',NULL,NULL,0);
INSERT INTO "element_instance" VALUES(2251799813685295,2251799813685290,2251799813685287,'claims','route','BUSINESS_RULE_TASK','COMPLETED',2251799813685290,1788138000000,1788138000000,NULL,NULL,NULL,0,'{}',NULL,NULL,0);
INSERT INTO "element_instance" VALUES(2251799813685301,2251799813685290,2251799813685287,'claims','answer','MULTI_INSTANCE_BODY','ACTIVE',2251799813685290,1788138000000,NULL,NULL,NULL,NULL,0,'{}',NULL,3,1);
INSERT INTO "element_instance" VALUES(2251799813685303,2251799813685290,2251799813685287,'claims','answer','SERVICE_TASK','COMPLETED',2251799813685301,1788138000000,1788138000000,NULL,NULL,NULL,0,'{}',NULL,1,0);
INSERT INTO "element_instance" VALUES(2251799813685308,2251799813685290,2251799813685287,'claims','answer','SERVICE_TASK','ACTIVE',2251799813685301,1788138000000,NULL,NULL,NULL,NULL,0,'{}',NULL,2,0);
INSERT INTO "element_instance" VALUES(2251799813685312,2251799813685290,2251799813685287,'claims','answer','SERVICE_TASK','ACTIVE',2251799813685301,1788138000000,NULL,NULL,NULL,NULL,0,'{}',NULL,3,0);
INSERT INTO "element_instance" VALUES(2251799813685321,2251799813685321,2251799813685320,'rests','rests','PROCESS','ACTIVE',NULL,1788138000000,NULL,NULL,NULL,2251799813685329,1,'{}',NULL,NULL,0);
INSERT INTO "element_instance" VALUES(2251799813685322,2251799813685321,2251799813685320,'rests','start','START_EVENT','COMPLETED',2251799813685321,1788138000000,1788138000000,NULL,NULL,NULL,0,'{}',NULL,NULL,0);
INSERT INTO "element_instance" VALUES(2251799813685325,2251799813685321,2251799813685320,'rests','meet','SERVICE_TASK','ACTIVE',2251799813685321,1788138000000,NULL,NULL,NULL,NULL,0,'{}',NULL,NULL,0);
CREATE TABLE element_statistic (
    key                    INTEGER PRIMARY KEY,
    process_definition_key INTEGER NOT NULL,
    element_id             TEXT NOT NULL,
    active                 INTEGER NOT NULL,
    completed              INTEGER NOT NULL,
    canceled               INTEGER NOT NULL,
    incidents              INTEGER NOT NULL,
    UNIQUE (process_definition_key, element_id)
) STRICT;
INSERT INTO "element_statistic" VALUES(2251799813685255,2251799813685252,'Start_Review',0,1,0,0);
INSERT INTO "element_statistic" VALUES(2251799813685258,2251799813685252,'Task_Prepare',0,1,0,0);
INSERT INTO "element_statistic" VALUES(2251799813685262,2251799813685252,'UserTask_Review',1,0,0,0);
INSERT INTO "element_statistic" VALUES(2251799813685269,2251799813685250,'Start_Placed',0,2,0,0);
INSERT INTO "element_statistic" VALUES(2251799813685274,2251799813685250,'Task_Work',2,0,0,1);
INSERT INTO "element_statistic" VALUES(2251799813685293,2251799813685287,'start',0,1,0,0);
INSERT INTO "element_statistic" VALUES(2251799813685296,2251799813685287,'route',0,1,0,0);
INSERT INTO "element_statistic" VALUES(2251799813685304,2251799813685287,'answer',2,1,0,0);
INSERT INTO "element_statistic" VALUES(2251799813685323,2251799813685320,'start',0,1,0,0);
INSERT INTO "element_statistic" VALUES(2251799813685326,2251799813685320,'meet',1,0,0,0);
CREATE TABLE form_definition (
    key            INTEGER PRIMARY KEY,
    form_id        TEXT NOT NULL,
    version        INTEGER NOT NULL,
    version_tag    TEXT,
    resource_name  TEXT NOT NULL,
    checksum       TEXT NOT NULL,
    schema         TEXT NOT NULL,
    deployment_key INTEGER NOT NULL,
    deployed_at    INTEGER NOT NULL,
    UNIQUE (form_id, version)
) STRICT;
CREATE TABLE incident (
    key                    INTEGER PRIMARY KEY,
    error_type             TEXT NOT NULL,
    error_message          TEXT NOT NULL,
    state                  TEXT NOT NULL,
    element_id             TEXT NOT NULL,
    element_instance_key   INTEGER NOT NULL,
    process_instance_key   INTEGER NOT NULL,
    process_definition_key INTEGER NOT NULL,
    process_id             TEXT NOT NULL,
    created_at             INTEGER NOT NULL,
    ended_at               INTEGER,
    job_key                INTEGER
) STRICT;
INSERT INTO "incident" VALUES(2251799813685285,'JOB_NO_RETRIES','no stamp','ACTIVE','Task_Work',2251799813685283,2251799813685278,2251799813685250,'order',1788138000000,NULL,2251799813685284);
INSERT INTO "incident" VALUES(2251799813685329,'UNKNOWN','The engine met an error that it does not know (ZeroDivisionError at engine/processing/job_commands.py:52, error 2251799813685328). The instance rests with all that it called until this incident is resolved.','ACTIVE','rests',2251799813685321,2251799813685321,2251799813685320,'rests',1788138000000,NULL,NULL);
CREATE TABLE job (
    key                    INTEGER PRIMARY KEY,
    type                   TEXT NOT NULL,
    kind                   TEXT NOT NULL,
    state                  TEXT NOT NULL,
    retries                INTEGER NOT NULL,
    element_id             TEXT NOT NULL,
    element_instance_key   INTEGER NOT NULL,
    process_instance_key   INTEGER NOT NULL,
    process_definition_key INTEGER NOT NULL,
    process_id             TEXT NOT NULL,
    process_version        INTEGER NOT NULL,
    created_at             INTEGER NOT NULL,
    ended_at               INTEGER,
    listener_event         TEXT,
    listener_index         INTEGER NOT NULL,
    user_task_key          INTEGER,
    worker                 TEXT,
    deadline               INTEGER,
    back_off_until         INTEGER,
    has_incident           INTEGER NOT NULL,
    error_message          TEXT,
    error_code             TEXT,
    is_denied              INTEGER,
    denied_reason          TEXT,
    custom_headers         TEXT NOT NULL
) STRICT;
INSERT INTO "job" VALUES(2251799813685259,'prepare','BPMN_ELEMENT','COMPLETED',3,'Task_Prepare',2251799813685257,2251799813685253,2251799813685252,'review',1,1788138000000,1788138000000,NULL,0,NULL,'tester',NULL,NULL,0,NULL,NULL,NULL,NULL,'{}');
INSERT INTO "job" VALUES(2251799813685275,'work','BPMN_ELEMENT','CREATED',3,'Task_Work',2251799813685273,2251799813685267,2251799813685250,'order',1,1788138000000,NULL,NULL,0,NULL,'tester',1788138060000,NULL,0,NULL,NULL,NULL,NULL,'{"desk":"七号窗口"}');
INSERT INTO "job" VALUES(2251799813685284,'work','BPMN_ELEMENT','FAILED',0,'Task_Work',2251799813685283,2251799813685278,2251799813685250,'order',1,1788138000000,NULL,NULL,0,NULL,NULL,NULL,NULL,1,'no stamp',NULL,NULL,NULL,'{"desk":"七号窗口"}');
INSERT INTO "job" VALUES(2251799813685316,'answer','BPMN_ELEMENT','COMPLETED',3,'answer',2251799813685303,2251799813685290,2251799813685287,'claims',1,1788138000000,1788138000000,NULL,0,NULL,'tester',NULL,NULL,0,NULL,NULL,NULL,NULL,'{}');
INSERT INTO "job" VALUES(2251799813685317,'answer','BPMN_ELEMENT','CREATED',3,'answer',2251799813685308,2251799813685290,2251799813685287,'claims',1,1788138000000,NULL,NULL,0,NULL,'tester',1788138060000,NULL,0,NULL,NULL,NULL,NULL,'{}');
INSERT INTO "job" VALUES(2251799813685318,'answer','BPMN_ELEMENT','CREATED',3,'answer',2251799813685312,2251799813685290,2251799813685287,'claims',1,1788138000000,NULL,NULL,0,NULL,'tester',1788138060000,NULL,0,NULL,NULL,NULL,NULL,'{}');
INSERT INTO "job" VALUES(2251799813685327,'meet','BPMN_ELEMENT','CREATED',3,'meet',2251799813685325,2251799813685321,2251799813685320,'rests',1,1788138000000,NULL,NULL,0,NULL,'tester',1788138060000,NULL,0,NULL,NULL,NULL,NULL,'{}');
CREATE TABLE key_counter (
    key      INTEGER PRIMARY KEY,
    last_key INTEGER NOT NULL
) STRICT;
INSERT INTO "key_counter" VALUES(1,2251799813685329);
CREATE TABLE message (
    key             INTEGER PRIMARY KEY,
    name            TEXT NOT NULL,
    correlation_key TEXT NOT NULL,
    message_id      TEXT NOT NULL,
    published_at    INTEGER NOT NULL,
    expires_at      INTEGER NOT NULL,
    variables       TEXT NOT NULL
, is_kept INTEGER NOT NULL DEFAULT 0) STRICT;
INSERT INTO "message" VALUES(2251799813685265,'order.placed','A-1','A-1:1',1788138000000,1788138060000,'{"number":"A-1","note":"加急"}',0);
INSERT INTO "message" VALUES(2251799813685276,'order.placed','A-2','A-2:1',1788138000000,1788138060000,'{"number":"A-2","note":"加急"}',0);
CREATE TABLE message_correlation (
    key         INTEGER PRIMARY KEY,
    message_key INTEGER NOT NULL,
    process_id  TEXT NOT NULL
) STRICT;
INSERT INTO "message_correlation" VALUES(2251799813685266,2251799813685265,'order');
INSERT INTO "message_correlation" VALUES(2251799813685277,2251799813685276,'order');
CREATE TABLE message_start_subscription (
    key                    INTEGER PRIMARY KEY,
    message_name           TEXT NOT NULL,
    process_id             TEXT NOT NULL,
    process_definition_key INTEGER NOT NULL,
    start_event_id         TEXT NOT NULL
) STRICT;
INSERT INTO "message_start_subscription" VALUES(2251799813685251,'order.placed','order',2251799813685250,'Start_Placed');
CREATE TABLE message_subscription (
    key                    INTEGER PRIMARY KEY,
    message_name           TEXT NOT NULL,
    correlation_key        TEXT NOT NULL,
    element_instance_key   INTEGER NOT NULL,
    element_id             TEXT NOT NULL,
    process_instance_key   INTEGER NOT NULL,
    process_definition_key INTEGER NOT NULL,
    process_id             TEXT NOT NULL,
    created_at             INTEGER NOT NULL
) STRICT;
CREATE TABLE meta (
    name  TEXT PRIMARY KEY,
    value TEXT
) STRICT, WITHOUT ROWID;
INSERT INTO "meta" VALUES('clock_pinned_at','1788138000000');
INSERT INTO "meta" VALUES('schema_version','7');
CREATE TABLE process_definition (
    key            INTEGER PRIMARY KEY,
    process_id     TEXT NOT NULL,
    name           TEXT,
    version        INTEGER NOT NULL,
    version_tag    TEXT,
    resource_name  TEXT NOT NULL,
    checksum       TEXT NOT NULL,
    xml            TEXT NOT NULL,
    deployment_key INTEGER NOT NULL,
    deployed_at    INTEGER NOT NULL,
    UNIQUE (process_id, version)
) STRICT;
INSERT INTO "process_definition" VALUES(2251799813685250,'order','订单',1,NULL,'order.bpmn','d091179f861ee3bbe4d8544523bc11fa','<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"
  xmlns:modeler="http://camunda.org/schema/modeler/1.0"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  modeler:executionPlatformVersion="8.8.0" id="Definitions" targetNamespace="http://example.com/bpmn">

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
</bpmn:definitions>
',2251799813685249,1795570936983);
INSERT INTO "process_definition" VALUES(2251799813685252,'review',NULL,1,NULL,'review.bpmn','d05555e2020e91856f3b0a76747f267f','<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"
  xmlns:modeler="http://camunda.org/schema/modeler/1.0"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  modeler:executionPlatformVersion="8.8.0" id="Definitions" targetNamespace="http://example.com/bpmn">

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
</bpmn:definitions>
',2251799813685249,1795570936983);
INSERT INTO "process_definition" VALUES(2251799813685287,'claims',NULL,1,NULL,'claims.bpmn','6122c17b968babe3329c279e19aad0b1','<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="t">
<bpmn:process id="claims" isExecutable="true"><bpmn:startEvent id="start" name="start"></bpmn:startEvent><bpmn:businessRuleTask id="route" name="route"><bpmn:extensionElements><zeebe:calledDecision decisionId="route" resultVariable="route"/></bpmn:extensionElements></bpmn:businessRuleTask><bpmn:serviceTask id="answer" name="answer"><bpmn:extensionElements><zeebe:taskDefinition type="answer"/></bpmn:extensionElements><bpmn:multiInstanceLoopCharacteristics isSequential="false"><bpmn:extensionElements><zeebe:loopCharacteristics inputCollection="=claims" inputElement="claim" outputCollection="answers" outputElement="=answer"/></bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics></bpmn:serviceTask><bpmn:endEvent id="end" name="end"></bpmn:endEvent><bpmn:sequenceFlow id="start_route" sourceRef="start" targetRef="route"></bpmn:sequenceFlow><bpmn:sequenceFlow id="route_answer" sourceRef="route" targetRef="answer"></bpmn:sequenceFlow><bpmn:sequenceFlow id="answer_end" sourceRef="answer" targetRef="end"></bpmn:sequenceFlow></bpmn:process></bpmn:definitions>',2251799813685286,1788138000000);
INSERT INTO "process_definition" VALUES(2251799813685320,'rests',NULL,1,NULL,'rests.bpmn','92925354f4739bba1badea0e4c2e0212','<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="t">
<bpmn:process id="rests" isExecutable="true"><bpmn:startEvent id="start" name="start"></bpmn:startEvent><bpmn:serviceTask id="meet" name="meet"><bpmn:extensionElements><zeebe:taskDefinition type="meet"/></bpmn:extensionElements></bpmn:serviceTask><bpmn:endEvent id="end" name="end"></bpmn:endEvent><bpmn:sequenceFlow id="start_meet" sourceRef="start" targetRef="meet"></bpmn:sequenceFlow><bpmn:sequenceFlow id="meet_end" sourceRef="meet" targetRef="end"></bpmn:sequenceFlow></bpmn:process></bpmn:definitions>',2251799813685319,1788138000000);
CREATE TABLE process_instance (
    key                         INTEGER PRIMARY KEY,
    process_definition_key      INTEGER NOT NULL,
    process_id                  TEXT NOT NULL,
    version                     INTEGER NOT NULL,
    state                       TEXT NOT NULL,
    started_at                  INTEGER NOT NULL,
    ended_at                    INTEGER,
    parent_instance_key         INTEGER,
    parent_element_instance_key INTEGER,
    root_instance_key           INTEGER NOT NULL,
    call_depth                  INTEGER NOT NULL,
    incident_count              INTEGER NOT NULL,
    correlation_key             TEXT,
    tags                        TEXT NOT NULL
, rests_by INTEGER) STRICT;
INSERT INTO "process_instance" VALUES(2251799813685253,2251799813685252,'review',1,'ACTIVE',1788138000000,NULL,NULL,NULL,2251799813685253,1,0,NULL,'[]',NULL);
INSERT INTO "process_instance" VALUES(2251799813685267,2251799813685250,'order',1,'ACTIVE',1788138000000,NULL,NULL,NULL,2251799813685267,1,0,'A-1','[]',NULL);
INSERT INTO "process_instance" VALUES(2251799813685278,2251799813685250,'order',1,'ACTIVE',1788138000000,NULL,NULL,NULL,2251799813685278,1,1,'A-2','[]',NULL);
INSERT INTO "process_instance" VALUES(2251799813685290,2251799813685287,'claims',1,'ACTIVE',1788138000000,NULL,NULL,NULL,2251799813685290,1,0,NULL,'[]',NULL);
INSERT INTO "process_instance" VALUES(2251799813685321,2251799813685320,'rests',1,'ACTIVE',1788138000000,NULL,NULL,NULL,2251799813685321,1,1,NULL,'[]',2251799813685329);
CREATE TABLE sequence_flow_taken (
    key                    INTEGER PRIMARY KEY,
    process_instance_key   INTEGER NOT NULL,
    process_definition_key INTEGER NOT NULL,
    process_id             TEXT NOT NULL,
    flow_id                TEXT NOT NULL,
    ended_at               INTEGER
) STRICT;
INSERT INTO "sequence_flow_taken" VALUES(2251799813685256,2251799813685253,2251799813685252,'review','ToPrepare',1788138000000);
INSERT INTO "sequence_flow_taken" VALUES(2251799813685260,2251799813685253,2251799813685252,'review','ToReview',1788138000000);
INSERT INTO "sequence_flow_taken" VALUES(2251799813685272,2251799813685267,2251799813685250,'order','ToWork',1788138000000);
INSERT INTO "sequence_flow_taken" VALUES(2251799813685282,2251799813685278,2251799813685250,'order','ToWork',1788138000000);
INSERT INTO "sequence_flow_taken" VALUES(2251799813685294,2251799813685290,2251799813685287,'claims','start_route',1788138000000);
INSERT INTO "sequence_flow_taken" VALUES(2251799813685300,2251799813685290,2251799813685287,'claims','route_answer',1788138000000);
INSERT INTO "sequence_flow_taken" VALUES(2251799813685324,2251799813685321,2251799813685320,'rests','start_meet',1788138000000);
CREATE TABLE timer (
    key                    INTEGER PRIMARY KEY,
    element_instance_key   INTEGER NOT NULL,
    process_instance_key   INTEGER NOT NULL,
    process_definition_key INTEGER NOT NULL,
    target_id              TEXT NOT NULL,
    due_at                 INTEGER NOT NULL,
    repetitions            INTEGER NOT NULL,
    cycle                  TEXT
) STRICT;
INSERT INTO "timer" VALUES(2251799813685264,2251799813685261,2251799813685253,2251799813685252,'Boundary_Late',1788141600000,1,NULL);
CREATE TABLE unfinished_loop (
    key                  INTEGER PRIMARY KEY,
    process_instance_key INTEGER NOT NULL,
    items                TEXT NOT NULL,
    first                INTEGER NOT NULL,
    is_ending            INTEGER NOT NULL
) STRICT;
CREATE TABLE user_task (
    key                     INTEGER PRIMARY KEY,
    state                   TEXT NOT NULL,
    element_id              TEXT NOT NULL,
    name                    TEXT,
    element_instance_key    INTEGER NOT NULL,
    process_instance_key    INTEGER NOT NULL,
    process_definition_key  INTEGER NOT NULL,
    process_id              TEXT NOT NULL,
    process_version         INTEGER NOT NULL,
    created_at              INTEGER NOT NULL,
    ended_at                INTEGER,
    assignee                TEXT,
    candidate_groups        TEXT NOT NULL,
    candidate_users         TEXT NOT NULL,
    due_date                TEXT,
    follow_up_date          TEXT,
    priority                INTEGER NOT NULL,
    form_key                INTEGER,
    external_form_reference TEXT,
    custom_headers          TEXT NOT NULL,
    action                  TEXT NOT NULL,
    pending                 TEXT
) STRICT;
INSERT INTO "user_task" VALUES(2251799813685263,'CREATED','UserTask_Review',NULL,2251799813685261,2251799813685253,2251799813685252,'review',1,1788138000000,NULL,NULL,'["reviewer"]','[]',NULL,NULL,50,NULL,NULL,'{}','',NULL);
CREATE TABLE variable (
    key                    INTEGER PRIMARY KEY,
    scope_key              INTEGER NOT NULL,
    process_instance_key   INTEGER NOT NULL,
    process_definition_key INTEGER NOT NULL,
    process_id             TEXT NOT NULL,
    name                   TEXT NOT NULL,
    value                  TEXT NOT NULL,
    ended_at               INTEGER
) STRICT;
INSERT INTO "variable" VALUES(2251799813685270,2251799813685267,2251799813685267,2251799813685250,'order','number','"A-1"',NULL);
INSERT INTO "variable" VALUES(2251799813685271,2251799813685267,2251799813685267,2251799813685250,'order','note','"加急"',NULL);
INSERT INTO "variable" VALUES(2251799813685280,2251799813685278,2251799813685278,2251799813685250,'order','number','"A-2"',NULL);
INSERT INTO "variable" VALUES(2251799813685281,2251799813685278,2251799813685278,2251799813685250,'order','note','"加急"',NULL);
INSERT INTO "variable" VALUES(2251799813685291,2251799813685290,2251799813685290,2251799813685287,'claims','claims','["a","b","c"]',NULL);
INSERT INTO "variable" VALUES(2251799813685299,2251799813685290,2251799813685290,2251799813685287,'claims','route','"office"',NULL);
INSERT INTO "variable" VALUES(2251799813685302,2251799813685301,2251799813685290,2251799813685287,'claims','answers','["甲",null,null]',NULL);
INSERT INTO "variable" VALUES(2251799813685305,2251799813685303,2251799813685290,2251799813685287,'claims','answer','"甲"',1788138000000);
INSERT INTO "variable" VALUES(2251799813685306,2251799813685303,2251799813685290,2251799813685287,'claims','claim','"a"',1788138000000);
INSERT INTO "variable" VALUES(2251799813685307,2251799813685303,2251799813685290,2251799813685287,'claims','loopCounter','1',1788138000000);
INSERT INTO "variable" VALUES(2251799813685309,2251799813685308,2251799813685290,2251799813685287,'claims','answer','null',NULL);
INSERT INTO "variable" VALUES(2251799813685310,2251799813685308,2251799813685290,2251799813685287,'claims','claim','"b"',NULL);
INSERT INTO "variable" VALUES(2251799813685311,2251799813685308,2251799813685290,2251799813685287,'claims','loopCounter','2',NULL);
INSERT INTO "variable" VALUES(2251799813685313,2251799813685312,2251799813685290,2251799813685287,'claims','answer','null',NULL);
INSERT INTO "variable" VALUES(2251799813685314,2251799813685312,2251799813685290,2251799813685287,'claims','claim','"c"',NULL);
INSERT INTO "variable" VALUES(2251799813685315,2251799813685312,2251799813685290,2251799813685287,'claims','loopCounter','3',NULL);
CREATE INDEX process_instance_open ON process_instance (key) WHERE ended_at IS NULL;
CREATE INDEX process_instance_by_process ON process_instance (process_id, key);
CREATE INDEX process_instance_by_definition ON process_instance (process_definition_key, key);
CREATE INDEX process_instance_by_parent ON process_instance (parent_instance_key)
    WHERE parent_instance_key IS NOT NULL;
CREATE INDEX element_instance_open ON element_instance (key) WHERE ended_at IS NULL;
CREATE INDEX element_instance_by_instance ON element_instance (process_instance_key, key);
CREATE INDEX element_instance_by_element ON element_instance (process_definition_key, element_id, key);
CREATE INDEX sequence_flow_taken_open ON sequence_flow_taken (key) WHERE ended_at IS NULL;
CREATE INDEX sequence_flow_taken_by_instance ON sequence_flow_taken (process_instance_key, flow_id);
CREATE INDEX variable_open ON variable (key) WHERE ended_at IS NULL;
CREATE INDEX variable_by_instance ON variable (process_instance_key, name);
CREATE INDEX variable_by_scope ON variable (scope_key, name);
CREATE INDEX variable_by_name ON variable (name, value);
CREATE INDEX job_open ON job (key) WHERE ended_at IS NULL;
CREATE INDEX job_by_type ON job (type, key);
CREATE INDEX job_by_instance ON job (process_instance_key, key);
CREATE INDEX job_by_element_instance ON job (element_instance_key);
CREATE INDEX timer_by_due ON timer (due_at);
CREATE INDEX incident_open ON incident (key) WHERE ended_at IS NULL;
CREATE INDEX incident_by_instance ON incident (process_instance_key, key);
CREATE INDEX user_task_open ON user_task (key) WHERE ended_at IS NULL;
CREATE INDEX user_task_by_instance ON user_task (process_instance_key, key);
CREATE INDEX user_task_by_element_instance ON user_task (element_instance_key);
CREATE INDEX decision_instance_open ON decision_instance (key) WHERE ended_at IS NULL;
CREATE INDEX decision_instance_by_instance ON decision_instance (process_instance_key, key)
    WHERE process_instance_key IS NOT NULL;
CREATE INDEX decision_instance_by_decision ON decision_instance (decision_id, key);
CREATE INDEX correlated_message_open ON correlated_message (key) WHERE ended_at IS NULL;
CREATE INDEX correlated_message_by_instance ON correlated_message (process_instance_key, key);
CREATE INDEX correlated_message_by_name ON correlated_message (message_name, correlation_key);
CREATE INDEX message_subscription_by_instance ON message_subscription (process_instance_key, key);
CREATE INDEX timer_by_instance ON timer (process_instance_key, key);
CREATE INDEX job_by_state ON job (state, key);
CREATE INDEX user_task_by_state ON user_task (state, key);
CREATE INDEX process_instance_by_state ON process_instance (state, key);
CREATE INDEX incident_by_state ON incident (state, key);
CREATE INDEX process_instance_root_ended ON process_instance (ended_at)
    WHERE parent_instance_key IS NULL AND ended_at IS NOT NULL;
CREATE INDEX process_instance_by_root ON process_instance (root_instance_key, key);
CREATE INDEX decision_instance_outside ON decision_instance (ended_at) WHERE process_instance_key IS NULL;
COMMIT;
