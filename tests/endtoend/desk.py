"""A workspace on somebody's desk, used only through the installed command line, as an office would."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

NETINV = Path(sys.executable).with_name("netinv")
EXPORTS = {
    "entities": "entities.csv",
    "alerts": "alerts.jsonl",
    "candidates-screened": "candidates-screened.csv",
}


@dataclass(frozen=True)
class Desk:
    """A folder with a workspace `county`, its key apart in `keys`, and exports in `exports`."""

    folder: Path

    @property
    def workspace(self) -> Path:
        return self.folder / "county"

    @property
    def exports(self) -> Path:
        return self.folder / "exports"

    @property
    def environment(self) -> dict[str, str]:
        return {**os.environ, "NETINV_KEY_DIR": str(self.folder / "keys"), "PYTHONUTF8": "1"}

    def arguments(self, *arguments: str | Path) -> list[str]:
        return [str(NETINV), *map(str, arguments), "--workspace", str(self.workspace)]

    def call(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """Run one command to its end, whatever the end is."""
        self.folder.mkdir(parents=True, exist_ok=True)
        return subprocess.run(
            self.arguments(*arguments),
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=900,
        )

    def do(self, *arguments: str | Path) -> str:
        """Run one command that must succeed; returns what it printed."""
        result = self.call(*arguments)
        assert result.returncode == 0, f"{arguments}: {result.returncode}\n{result.stdout}\n{result.stderr}"
        return result.stdout

    def run(self, data: Path) -> dict[str, Any]:
        """`netinv run`; returns its closing summary."""
        summary: dict[str, Any] = json.loads(self.do("run", data, "--json"))
        return summary

    def exported(self, wanted: Iterable[str] = EXPORTS) -> dict[str, bytes]:
        """Exports, byte for byte: all of them unless some are named."""
        self.exports.mkdir(parents=True, exist_ok=True)
        files = {what: self.exports / EXPORTS[what] for what in wanted}
        for what, file in files.items():
            self.do("export", what, "--to", file)
        return {what: file.read_bytes() for what, file in files.items()}

    def killed_run(self, data: Path, after: float) -> int:
        """Start `netinv run` and kill -9 it after some seconds; its exit code (0 if it was faster)."""
        self.folder.mkdir(parents=True, exist_ok=True)
        process = subprocess.Popen(
            self.arguments("run", data),
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            return process.wait(timeout=after)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            return process.wait()

    def measured_run(self, data: Path) -> tuple[float, int]:
        """`netinv run`: seconds it took and its peak memory in bytes."""
        self.folder.mkdir(parents=True, exist_ok=True)
        start = time.monotonic()
        process = subprocess.Popen(
            self.arguments("run", data), cwd=self.folder, env=self.environment, stdout=subprocess.DEVNULL
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode == 0
        return time.monotonic() - start, usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)


@dataclass(frozen=True)
class Ran:
    """A desk on which a county has been run: the seconds that took, and its peak memory in bytes."""

    desk: Desk
    seconds: float
    peak: int
