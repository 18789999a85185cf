"""How much one client and all clients together may take at the door."""

from __future__ import annotations

from dataclasses import dataclass

KIB = 1024
MIB = 1024 * KIB
# On their way in at the same time, in all processes of an office together: they stand on its disk.
LARGE_BODIES = 40


@dataclass(frozen=True, slots=True)
class DoorLimits:
    """Of one process. Seconds and bytes; a client that is slow but honest (16 kbit/s) is served."""

    # An office behind one proxy has a few hundred; the oldest that asks for nothing is let go for a newcomer.
    connections: int = 2_000
    # A head is at most 16 KiB a line and 100 lines; browsers send 1 to 4 KiB.
    line_bytes: int = 16 * KIB
    header_lines: int = 100
    # From the first byte to the end of the head, and between two requests.
    head_seconds: float = 20.0
    # Without a byte of a body for so long, or slower than the rate after the first half minute: let go.
    body_pause_seconds: float = 30.0
    body_bytes_a_second: int = 2 * KIB
    # One request; the application refuses what is larger than its own 100 MiB.
    body_bytes: int = 101 * MIB
    # Bodies of more than `small_body_bytes` on their way in at the same time.
    large_bodies: int = LARGE_BODIES
    small_body_bytes: int = 128 * KIB
    # Answers of more than `small_body_bytes` that are not read yet: they stand on disk; one more, and the longest reader goes.
    large_answers: int = 60
    # A reader who takes nothing for so long is let go.
    answer_pause_seconds: float = 30.0
    # Threads that run the application; more than four per core only fight for the interpreter.
    threads: int = 6
    # Of those, so many may change something and wait for the database's lock: reading pages go on.
    changing: int = 4
    # Uploads and sign-ins are slow by nature: so many at a time, the others wait without a thread.
    uploads: int = 2
    sign_ins: int = 1
    # Who waits longer, or finds so many before him, is told to come again.
    lane_seconds: float = 20.0
    lane_places: int = 200
