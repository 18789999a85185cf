"""Message subscriptions, open and correlated, and which message reached which of them."""

from aiohttp import web

from engine.rest.body import DEFAULT_TENANT
from engine.rest.fields import Field, Kind, Noun
from engine.rest.search import answer_search

# A subscription is over when its message came; one of a non-interrupting event stays open beside its history.
OPEN = (
    "SELECT key, 'PROCESS_EVENT' AS type, 'CREATED' AS state, message_name, correlation_key, element_id,"
    " element_instance_key, process_instance_key, process_definition_key, process_id, created_at AS changed_at"
    " FROM message_subscription"
)
STARTS = (
    "SELECT s.key, 'START_EVENT', 'CREATED', s.message_name, NULL, s.start_event_id, NULL, NULL,"
    " s.process_definition_key, s.process_id, d.deployed_at"
    " FROM message_start_subscription AS s JOIN process_definition AS d ON d.key = s.process_definition_key"
)
CORRELATED = (
    "SELECT c.subscription_key, 'PROCESS_EVENT', 'CORRELATED', c.message_name, c.correlation_key, c.element_id,"
    " c.element_instance_key, c.process_instance_key, c.process_definition_key, c.process_id, max(c.ended_at)"
    " FROM correlated_message AS c WHERE c.element_instance_key IS NOT NULL"
    " AND NOT EXISTS (SELECT 1 FROM message_subscription AS o WHERE o.key = c.subscription_key)"
    " GROUP BY c.subscription_key"
)

SUBSCRIPTION = Noun(
    name="Message Subscription",
    source=f"({OPEN} UNION ALL {STARTS} UNION ALL {CORRELATED}) AS s"
    " JOIN process_definition AS d ON d.key = s.process_definition_key"
    " LEFT JOIN process_instance AS i ON i.key = s.process_instance_key",
    key_sql="s.key",
    fields=(
        Field("messageSubscriptionKey", "s.key", Kind.KEY),
        Field("messageSubscriptionType", "s.type", Kind.ENUM),
        Field("messageSubscriptionState", "s.state", Kind.ENUM),
        Field("messageName", "s.message_name"),
        Field("correlationKey", "s.correlation_key"),
        Field("elementId", "s.element_id"),
        Field("elementInstanceKey", "s.element_instance_key", Kind.KEY),
        Field("processInstanceKey", "s.process_instance_key", Kind.KEY),
        Field("rootProcessInstanceKey", "i.root_instance_key", Kind.KEY),
        Field("processDefinitionKey", "s.process_definition_key", Kind.KEY),
        Field("processDefinitionId", "s.process_id"),
        Field("processDefinitionName", "d.name"),
        Field("processDefinitionVersion", "d.version", Kind.INTEGER),
        Field("lastUpdatedDate", "s.changed_at", Kind.MOMENT),
    ),
    constants={
        "tenantId": DEFAULT_TENANT,
        "businessId": None,
        "toolName": None,
        "toolProperties": {},
        "inboundConnectorType": None,
    },
)

CORRELATION = Noun(
    name="Correlated Message Subscription",
    source="correlated_message AS c JOIN process_instance AS i ON i.key = c.process_instance_key",
    key_sql="c.key",
    fields=(
        Field("messageKey", "c.message_key", Kind.KEY),
        Field("messageName", "c.message_name"),
        Field("correlationKey", "c.correlation_key"),
        Field("correlationTime", "c.ended_at", Kind.MOMENT),
        Field("subscriptionKey", "c.subscription_key", Kind.KEY),
        Field("elementId", "c.element_id"),
        Field("elementInstanceKey", "c.element_instance_key", Kind.KEY),
        Field("processInstanceKey", "c.process_instance_key", Kind.KEY),
        Field("rootProcessInstanceKey", "i.root_instance_key", Kind.KEY),
        Field("processDefinitionKey", "c.process_definition_key", Kind.KEY),
        Field("processDefinitionId", "c.process_id"),
        Field("partitionId", "1", Kind.INTEGER),
    ),
    constants={"tenantId": DEFAULT_TENANT, "businessId": None},
)


async def search_message_subscriptions(request: web.Request) -> web.Response:
    """Who waits for which message, and who did until it came."""
    return await answer_search(request, SUBSCRIPTION)


async def search_correlated_messages(request: web.Request) -> web.Response:
    """Every delivery of a message to an element, and every start by one."""
    return await answer_search(request, CORRELATION)
