"""Messages that are correlated at once or not at all, and what the searches tell of them afterwards."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.rest.diagrams import stamp_process
from tests.rest.serving import RestClient, serving


@pytest.fixture
async def rest(tmp_path: Path) -> AsyncIterator[RestClient]:
    async with serving(tmp_path) as client:
        status, answer = await client.deploy(stamp_bpmn=stamp_process())
        assert status == 200, answer
        yield client


async def start(rest: RestClient, number: str) -> str:
    body = {"name": "stamp", "correlationKey": number, "variables": {"number": number}}
    return str((await rest.post("/messages/correlation", body))["processInstanceKey"])


async def again(rest: RestClient, number: str) -> tuple[int, dict[str, str]]:
    body = {"name": "stamp.again", "correlationKey": number, "variables": {"by": "wang"}}
    return await rest.call("POST", "/messages/correlation", body)


async def test_a_correlated_message_starts_an_instance_and_then_moves_exactly_it(rest: RestClient) -> None:
    first, second = await start(rest, "A-1"), await start(rest, "A-2")
    status, answer = await again(rest, "A-2")
    assert (status, answer["processInstanceKey"]) == (200, second)
    states = {i["processInstanceKey"]: i["state"] for i in (await rest.search("/process-instances"))["items"]}
    assert states == {first: "ACTIVE", second: "COMPLETED"}
    found = await rest.search("/variables", {"filter": {"name": "by"}})
    assert {item["processInstanceKey"] for item in found["items"]} == {second}


async def test_a_message_that_nobody_waits_for_is_not_found_and_not_kept(rest: RestClient) -> None:
    status, problem = await again(rest, "A-1")
    assert (status, problem["title"]) == (404, "NOT_FOUND")
    await start(rest, "A-1")
    assert (await rest.search("/process-instances"))["items"][0]["state"] == "ACTIVE"


async def test_a_start_that_is_locked_by_a_running_instance_is_not_found(rest: RestClient) -> None:
    await start(rest, "A-1")
    status, _ = await rest.call("POST", "/messages/correlation", {"name": "stamp", "correlationKey": "A-1"})
    assert status == 404


async def test_a_subscription_is_shown_open_and_afterwards_correlated(rest: RestClient) -> None:
    key = await start(rest, "A-1")
    of_task = {"filter": {"elementId": "Receive_Again", "processInstanceKey": key}}
    [open_one] = (await rest.search("/message-subscriptions", of_task))["items"]
    assert (open_one["messageSubscriptionState"], open_one["correlationKey"]) == ("CREATED", "A-1")
    await again(rest, "A-1")
    [correlated] = (await rest.search("/message-subscriptions", of_task))["items"]
    assert correlated["messageSubscriptionState"] == "CORRELATED"
    assert correlated["messageSubscriptionKey"] == open_one["messageSubscriptionKey"]


async def test_the_start_event_of_the_latest_version_has_a_subscription_without_instance(
    rest: RestClient,
) -> None:
    found = await rest.search(
        "/message-subscriptions", {"filter": {"messageSubscriptionType": "START_EVENT"}}
    )
    [subscription] = found["items"]
    assert (subscription["elementId"], subscription["processInstanceKey"]) == ("Start_Stamp", None)
    assert subscription["processDefinitionName"] == "盖章"


async def test_every_correlation_is_found_with_message_and_instance(rest: RestClient) -> None:
    key = await start(rest, "A-1")
    _, answer = await again(rest, "A-1")
    found = await rest.search(
        "/correlated-message-subscriptions", {"sort": [{"field": "correlationTime"}, {"field": "messageKey"}]}
    )
    told = [(i["messageName"], i["elementId"], i["elementInstanceKey"] is None) for i in found["items"]]
    assert told == [("stamp", "Start_Stamp", True), ("stamp.again", "Receive_Again", False)]
    assert {item["processInstanceKey"] for item in found["items"]} == {key}
    assert found["items"][1]["messageKey"] == answer["messageKey"]


async def test_a_buffered_message_that_is_taken_later_is_a_correlation_too(rest: RestClient) -> None:
    body = {"name": "stamp.again", "correlationKey": "A-1", "timeToLive": 60_000}
    published = await rest.post("/messages/publication", body)
    assert (await rest.search("/correlated-message-subscriptions"))["items"] == []
    key = await start(rest, "A-1")
    found = await rest.search("/correlated-message-subscriptions", {"filter": {"messageName": "stamp.again"}})
    assert [(i["messageKey"], i["processInstanceKey"]) for i in found["items"]] == [
        (published["messageKey"], key)
    ]
