"""What the inbox knows a job by."""

from pyzeebe import Job

from services.once.once_per_job import JobIdentity


def identify(job: Job) -> JobIdentity:
    """Keys as the decimal text that the tables keep."""
    return JobIdentity(str(job.key), str(job.element_instance_key), job.type, str(job.process_instance_key))
