"""The clock that runs on from another moment."""

from datetime import UTC, timedelta

from adapters.clock import OFFSET_IS_FRESH_SECONDS, ShiftedClock, SystemClock


def test_the_system_clock_gives_aware_utc_moments_that_do_not_go_back() -> None:
    first, second = SystemClock().now(), SystemClock().now()
    assert first.tzinfo is UTC
    assert first <= second


def test_a_shifted_clock_is_the_systems_plus_the_offset() -> None:
    month = 30 * 86_400
    shifted = ShiftedClock(lambda: month)
    system = SystemClock().now()
    assert timedelta(0) <= shifted.now() - timedelta(seconds=month) - system < timedelta(seconds=5)


def test_an_offset_may_lie_in_the_past() -> None:
    assert ShiftedClock(lambda: -3600.0).now() < SystemClock().now()


def test_the_offset_is_not_read_for_every_moment_but_never_believed_for_long() -> None:
    reads = 0

    def read() -> float:
        nonlocal reads
        reads += 1
        return 0.0

    clock = ShiftedClock(read)
    moments = [clock.now() for _ in range(1000)]
    spent = (moments[-1] - moments[0]).total_seconds()
    assert reads <= 1 + spent / OFFSET_IS_FRESH_SECONDS + 1
    assert OFFSET_IS_FRESH_SECONDS <= 0.05


def test_a_moved_offset_is_seen_within_a_moment() -> None:
    offset = 0.0
    clock = ShiftedClock(lambda: offset)
    started = clock.now()
    offset = 86_400.0
    while clock.now() - started < timedelta(hours=1):
        assert SystemClock().now() - started < timedelta(seconds=1)
