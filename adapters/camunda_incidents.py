"""The retry of an incident, for the monitor and for the sender of messages."""

from adapters.camunda_http import CamundaHttp, segment
from adapters.camunda_views import read_incident
from models.ground.errors import Conflict


def retry_incident(http: CamundaHttp, key: str) -> None:
    """Gives its job one retry and resolves the incident; NotFound or Conflict when it is over already."""
    incident = read_incident(http.get(f"incidents/{segment(key)}"))
    if incident.state != "ACTIVE":
        raise Conflict
    if incident.job_key is not None:
        http.patch(f"jobs/{segment(incident.job_key)}", {"changeset": {"retries": 1}})
    http.post(f"incidents/{segment(key)}/resolution")
