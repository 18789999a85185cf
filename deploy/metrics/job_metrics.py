"""Polls and jobs by type, as the pollers tell them."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

# Most jobs are a transaction or two; a second is slow.
SECONDS = (0.01, 0.05, 0.25, 1.0, 5.0, 30.0)


class JobMetrics:
    """An observer of the pollers (workers/hardened/observer.py)."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._polls = Gauge(
            "jieban_job_last_poll_timestamp_seconds",
            "When jobs of a type were last asked for",
            ["type"],
            registry=registry,
        )
        self._ended = Counter(
            "jieban_jobs", "Jobs by type and how they ended", ["type", "how"], registry=registry
        )
        self._seconds = Histogram(
            "jieban_job_seconds", "How long a job was worked on", ["type"], registry=registry, buckets=SECONDS
        )

    def polled(self, job_type: str) -> None:
        """A poll of this type succeeded."""
        self._polls.labels(job_type).set_to_current_time()

    def ended(self, job_type: str, how: str, seconds: float) -> None:
        """A job ended."""
        self._ended.labels(job_type, how).inc()
        self._seconds.labels(job_type).observe(seconds)
