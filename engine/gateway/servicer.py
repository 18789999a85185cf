"""The gateway service: one method a call, each a request mapped to a command and an answer mapped back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import TypeVar, cast

from google.protobuf.message import Message
from pyzeebe.proto import gateway_pb2 as pb

from engine.core.answers import (
    ActivatedJob,
    Deployed,
    InstanceCompleted,
    InstanceCreated,
    JobsActivated,
    MessagePublished,
    Result,
    VariablesSet,
)
from engine.core.commands import Command
from engine.core.decision_answers import DecisionEvaluated
from engine.gateway import to_commands, to_replies
from engine.gateway.decision_replies import decision_evaluated
from engine.gateway.status import Context, reply_or_abort, reply_or_say_too_large
from engine.gateway.unserved import UnservedCalls
from engine.runtime import EngineBusy, EngineStopped, Runtime

R = TypeVar("R", bound=Message)
GATEWAY_VERSION = "8.8.0"
# How long a start waits for its result when the client does not say, as a cluster's gateway does.
DEFAULT_RESULT_MS = 10_000
# A poll that looks once.
WITHOUT_WAIT_MS = -1


class GatewayServicer(UnservedCalls):
    """Serves the calls of `gateway_protocol.Gateway`; method names are the protocol's."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self.address = ("127.0.0.1", 0)

    async def Topology(self, request: pb.TopologyRequest, context: Context) -> pb.TopologyResponse:
        return to_replies.topology(*self.address, GATEWAY_VERSION)

    async def DeployResource(
        self, request: pb.DeployResourceRequest, context: Context
    ) -> pb.DeployResourceResponse:
        answer = await self._execute(to_commands.deploy, request, context)
        return to_replies.deployed(cast(Deployed, answer))

    async def DeployProcess(
        self, request: pb.DeployProcessRequest, context: Context
    ) -> pb.DeployProcessResponse:
        answer = await self._execute(to_commands.deploy_processes, request, context)
        return to_replies.processes_deployed(cast(Deployed, answer))

    async def CreateProcessInstance(
        self, request: pb.CreateProcessInstanceRequest, context: Context
    ) -> pb.CreateProcessInstanceResponse:
        answer = await self._execute(to_commands.create_instance, request, context)
        return to_replies.instance_created(cast(InstanceCreated, answer))

    async def CreateProcessInstanceWithResult(
        self, request: pb.CreateProcessInstanceWithResultRequest, context: Context
    ) -> pb.CreateProcessInstanceWithResultResponse:
        async def wait() -> Result:
            command = to_commands.create_instance_with_result(request)
            async with asyncio.timeout((request.requestTimeout or DEFAULT_RESULT_MS) / 1000):
                return await self._runtime.execute(command)

        answer = await reply_or_abort(wait(), context)
        completed = to_replies.instance_completed(cast(InstanceCompleted, answer), request.fetchVariables)
        return await reply_or_say_too_large(completed, context)

    async def CancelProcessInstance(
        self, request: pb.CancelProcessInstanceRequest, context: Context
    ) -> pb.CancelProcessInstanceResponse:
        await self._execute(to_commands.cancel_instance, request, context)
        return pb.CancelProcessInstanceResponse()

    async def SetVariables(
        self, request: pb.SetVariablesRequest, context: Context
    ) -> pb.SetVariablesResponse:
        answer = await self._execute(to_commands.set_variables, request, context)
        return pb.SetVariablesResponse(key=cast(VariablesSet, answer).key)

    async def PublishMessage(
        self, request: pb.PublishMessageRequest, context: Context
    ) -> pb.PublishMessageResponse:
        answer = await self._execute(to_commands.publish_message, request, context)
        return pb.PublishMessageResponse(
            key=cast(MessagePublished, answer).message_key, tenantId=to_commands.DEFAULT_TENANT
        )

    async def ActivateJobs(
        self, request: pb.ActivateJobsRequest, context: Context
    ) -> AsyncIterator[pb.ActivateJobsResponse]:
        async def poll(max_jobs: int, wait_ms: int) -> JobsActivated:
            command = replace(to_commands.activate_jobs(request), max_jobs=max_jobs)
            try:
                return await self._runtime.activate_jobs(command, wait_ms)
            except (EngineBusy, EngineStopped):
                if max_jobs == request.maxJobsToActivate:
                    raise
                # The call has brought jobs already; its client asks again for more.
                return JobsActivated(())

        # What does not fit into one message comes in the next ones of the same call, as a cluster's gateway does.
        wanted, wait_ms = request.maxJobsToActivate, request.requestTimeout
        while True:
            activated = await reply_or_abort(poll(wanted, wait_ms), context)
            if activated.jobs:
                yield pb.ActivateJobsResponse(jobs=map(to_replies.activated_job, activated.jobs))
            wanted, wait_ms = wanted - len(activated.jobs), WITHOUT_WAIT_MS
            if wanted <= 0 or not activated.is_truncated:
                return

    async def StreamActivatedJobs(
        self, request: pb.StreamActivatedJobsRequest, context: Context
    ) -> AsyncIterator[pb.ActivatedJob]:
        async def wait() -> tuple[ActivatedJob, ...]:
            return await self._runtime.await_jobs(to_commands.stream_jobs(request))

        # Writing waits for the client's flow control, and only then are further jobs leased for it.
        while True:
            for job in await reply_or_abort(wait(), context):
                yield to_replies.activated_job(job)

    async def CompleteJob(self, request: pb.CompleteJobRequest, context: Context) -> pb.CompleteJobResponse:
        await self._execute(to_commands.complete_job, request, context)
        return pb.CompleteJobResponse()

    async def FailJob(self, request: pb.FailJobRequest, context: Context) -> pb.FailJobResponse:
        await self._execute(to_commands.fail_job, request, context)
        return pb.FailJobResponse()

    async def ThrowError(self, request: pb.ThrowErrorRequest, context: Context) -> pb.ThrowErrorResponse:
        await self._execute(to_commands.throw_error, request, context)
        return pb.ThrowErrorResponse()

    async def UpdateJobRetries(
        self, request: pb.UpdateJobRetriesRequest, context: Context
    ) -> pb.UpdateJobRetriesResponse:
        await self._execute(to_commands.update_job_retries, request, context)
        return pb.UpdateJobRetriesResponse()

    async def UpdateJobTimeout(
        self, request: pb.UpdateJobTimeoutRequest, context: Context
    ) -> pb.UpdateJobTimeoutResponse:
        await self._execute(to_commands.update_job_timeout, request, context)
        return pb.UpdateJobTimeoutResponse()

    async def ResolveIncident(
        self, request: pb.ResolveIncidentRequest, context: Context
    ) -> pb.ResolveIncidentResponse:
        await self._execute(to_commands.resolve_incident, request, context)
        return pb.ResolveIncidentResponse()

    async def EvaluateDecision(
        self, request: pb.EvaluateDecisionRequest, context: Context
    ) -> pb.EvaluateDecisionResponse:
        answer = await self._execute(to_commands.evaluate_decision, request, context)
        return await reply_or_say_too_large(decision_evaluated(cast(DecisionEvaluated, answer)), context)

    async def _execute(self, to_command: Callable[[R], Command], request: R, context: Context) -> Result:
        async def map_and_execute() -> Result:
            return await self._runtime.execute(to_command(request))

        return await reply_or_abort(map_and_execute(), context)
