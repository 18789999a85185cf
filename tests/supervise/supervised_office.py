"""A supervisor of two small processes, run as a process of its own so that it can be killed."""

from __future__ import annotations

import sys
from pathlib import Path

from deploy.supervise.child import Child, ChildSpec
from deploy.supervise.log import ProcessLog
from deploy.supervise.supervisor import Hooks, Progress, Supervisor

_SLEEPER = (
    "import os,sys,time\nopen(sys.argv[1],'a').write(f'{os.getpid()}\\n')\n"
    "print('up',flush=True)\ntime.sleep(60)"
)
# Serves once its neighbour has been started.
_PATIENT = (
    "import pathlib,sys,time\nwhile not pathlib.Path(sys.argv[1]).with_name('web.pids').exists(): pass\n"
    + _SLEEPER
)
_STUBBORN = "import signal\nsignal.signal(signal.SIGTERM,signal.SIG_IGN)\n" + _SLEEPER


def main() -> int:
    folder = Path(sys.argv[1])
    programs = {
        "engine": _SLEEPER,
        "web": _SLEEPER,
        "patient": _PATIENT,
        "stubborn": _STUBBORN,
        "broken": "print('why'); exit(78)",
    }
    # Serves, and ends when it is told so; started again it cannot serve.
    programs["mistaken"] = (
        "import pathlib,sys\nif pathlib.Path(sys.argv[1]).exists(): print('newer store'); sys.exit(78)\n"
        + _SLEEPER
    )
    # Finds no room on the disk as long as there is a file `full`.
    programs["crowded"] = (
        "import pathlib,sys\nif pathlib.Path(sys.argv[1]).with_name('full').exists():\n"
        "    open(sys.argv[1]+'.tries','a').write('x')\n    print('disk is full')\n    sys.exit(75)\n"
        + _SLEEPER
    )
    programs["flapping"] = "import os,sys\nopen(sys.argv[1],'a').write(f'{os.getpid()}\\n')\nexit(3)"
    children = []
    for name in sys.argv[2].split(","):
        pid_file = folder / f"{name}.pids"
        spec = ChildSpec(
            name=name,
            command=(sys.executable, "-c", programs[name], str(pid_file)),
            is_ready=(folder / "never").exists if name == "flapping" else pid_file.exists,
            stop_seconds=1.0,
        )
        children.append(Child(spec, ProcessLog(name, folder)))

    def say(text: str) -> None:
        sys.stdout.write(text + "\n")
        sys.stdout.flush()

    return Supervisor(children, Progress(say, say)).run(Hooks(when_serving=lambda: say("ALL")))


if __name__ == "__main__":
    sys.exit(main())
