"""Long work behind the pages: one piece at a time, in a thread of its own, whose progress pages ask for."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

from netinv.model.alerts import Text
from netinv.model.errors import NetinvError
from netinv.workspace import Progress

Work = Callable[[Progress], Text]
"""What is done, and says in a sentence what came of it."""

INTERNAL = "内部错误，已停止；可以重试 / internal error, stopped; it can be tried again"


@dataclass(frozen=True)
class Job:
    """A piece of work as it stands. `error` is "" unless it failed; `said` is what came of it."""

    name: str
    running: bool = True
    done: int = 0
    total: int = 0
    what: str = ""
    error: str = ""
    said: Text | None = None


class Jobs:
    """At most one piece of work at a time: all of them would wait for the same writer's lock."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._thread: threading.Thread | None = None
        self.last: Job | None = None
        """What runs, or ran last."""

    def start(self, name: str, work: Work) -> bool:
        """Begin a piece of work; False where another is still running."""
        with self._guard:
            if self.last is not None and self.last.running:
                return False
            self.last = Job(name)
            # not a daemon: what has begun is finished, and the workspace stays open until then
            self._thread = threading.Thread(target=self._run, args=(self.last, work), name=name)
            self._thread.start()
        return True

    def wait(self) -> None:
        """Until nothing runs."""
        if self._thread is not None:
            self._thread.join()

    def _run(self, job: Job, work: Work) -> None:
        def progress(done: int, total: int, what: str) -> None:
            self.last = replace(job, done=done, total=total, what=what)

        try:
            self.last = replace(job, running=False, said=work(progress))
        except NetinvError as error:
            self.last = replace(job, running=False, error=str(error))
        except BaseException:
            self.last = replace(job, running=False, error=INTERNAL)
            raise
