"""How often one watch looks: a watch whose diagram has lost its wait would look without end, as fast as jobs are done."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from models.ground.errors import RuleRefused

MINUTE = timedelta(minutes=1)
# By the office's clock. A watch waits a minute and more for a moment, and comes early for a change of its limit only,
# which gives the limit another version.
MOST_LOOKS_A_MINUTE = 30
MOST_REMEMBERED = 10_000

WORDS = (
    "计时流程在一分钟内反复核对时限，图中已没有等待的步骤。"
    "怎么办：请流程管理员恢复计时流程（deadline-watch）中的等待步骤并重新发布；本件时限由系统继续核对、照常亮牌。"
)


class WatchNeverWaits(RuleRefused):
    """This watch looks again and again without a wait."""

    def __init__(self) -> None:
        super().__init__("WATCH_NEVER_WAITS", WORDS)


@dataclass(slots=True)
class WatchPace:
    """The looks of each watch in its present minute; of one process of workers, so several together let a few more pass."""

    looks: dict[str, tuple[datetime, int, int]] = field(default_factory=dict)

    def count(self, watch: str, version: int, now: datetime) -> int:
        """How often this watch (by instance and limit) has looked in this minute at this version of its limit.

        WatchNeverWaits for one too many in a minute.
        """
        since, seen, number = self.looks.get(watch, (now, version, 0))
        if now - since >= MINUTE or seen != version:
            since, number = now, 0
        if len(self.looks) >= MOST_REMEMBERED:
            self.looks = {key: entry for key, entry in self.looks.items() if now - entry[0] < MINUTE}
        self.looks[watch] = (since, version, number + 1)
        if number >= MOST_LOOKS_A_MINUTE:
            raise WatchNeverWaits
        return number + 1
