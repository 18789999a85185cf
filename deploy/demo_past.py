"""Gives a demo office its past once its own complaints are lived: beside the serving processes, so that nobody waits for it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

from deploy.history.asked import EXIT_REFUSED
from deploy.office import is_demo_office
from deploy.said import complain, say
from deploy.settings import Settings
from deploy.supervise.kinship import die_with_parent

DONE_FILE = "history.done"
_STOP_SECONDS = 2.0


class DemoPast:
    """Writes so many complaints as the setting says, once; goes on where it was stopped."""

    def __init__(self, settings: Settings, is_wanted: bool, is_replaying: Callable[[], bool]) -> None:
        """Nothing is written while `is_replaying`: both would wait for each other."""
        self._settings = settings
        self._cases = settings.demo_history if is_wanted else 0
        self._is_replaying = is_replaying
        self._process: subprocess.Popen[bytes] | None = None
        self._is_over = False

    @property
    def is_running(self) -> bool:
        """Whether it is being written."""
        return self._process is not None and self._process.poll() is None

    def step(self) -> None:
        """Begin, or see how it ended; what was refused or failed is named once and tried again at the next start."""
        if self._is_over or self._is_replaying() or self.is_running:
            return
        done = self._settings.data / DONE_FILE
        if self._process is not None:
            self._is_over = True
            if self._process.returncode == 0:
                done.touch()
                say(f"the past is there: {self._cases} closed complaints / 历史投诉已就绪：{self._cases} 件")
            elif self._process.returncode == EXIT_REFUSED:
                complain(
                    "the past was refused for the reason above; set JIEBAN_DEMO_HISTORY to the past that is there, or to 0"
                    " / 历史投诉未生成，原因见上；请将 JIEBAN_DEMO_HISTORY 改回已有的件数或设为 0"
                )
            else:
                complain("the past is not whole; the next start goes on / 历史投诉未完成，下次启动继续")
        elif not self._cases or done.exists() or not is_demo_office(self._settings):
            self._is_over = True
        else:
            self._begin()

    def _begin(self) -> None:
        cases = str(self._cases)
        say(f"a past of {cases} closed complaints is made / 正在生成 {cases} 件历史投诉，网页可照常使用")
        self._process = subprocess.Popen(  # noqa: S603 - our own command
            (sys.executable, "-m", "deploy", "history", "--cases", cases),
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=die_with_parent,  # noqa: PLW1509 - one async-signal-safe prctl call
        )

    def wait(self, seconds: float) -> None:
        """Until it has ended; subprocess.TimeoutExpired where it has not by then."""
        if self._process is not None:
            self._process.wait(seconds)

    def stop(self) -> None:
        """End it; the portions that were written are kept."""
        if self._process is not None and self.is_running:
            self._process.terminate()
            try:
                self.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
