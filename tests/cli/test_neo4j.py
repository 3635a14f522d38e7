"""`netinv neo4j start`, `status`, `stop`: a real server, from one window and another."""

import os
import subprocess
import sys
from pathlib import Path

from neo4j_server import missing

NETINV = Path(sys.executable).with_name("netinv")


def call(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([NETINV, "neo4j", *arguments], capture_output=True, text=True, timeout=120)


def test_it_runs_until_it_is_told_to_end(tmp_path: Path) -> None:
    home = tmp_path / "server"
    assert call("status", "--home", home).returncode == 1
    assert "does not run" in call("stop", "--home", home).stdout
    command = [
        NETINV,
        "neo4j",
        "start",
        "--home",
        home,
        "--port",
        "0",
        "--heap",
        "512m",
        "--pagecache",
        "64m",
    ]
    started = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    try:
        assert started.stdout is not None
        address = started.stdout.readline().strip()
        if not address:
            assert started.stderr is not None
            missing(started.stderr.read())
        assert address.startswith("bolt://127.0.0.1:")
        assert address in call("status", "--home", home).stdout
        twice = call("start", "--home", home, "--port", "0")
        assert twice.returncode == 1
        assert "running already" in twice.stderr
        assert "ended" in call("stop", "--home", home).stdout
        assert started.wait(timeout=60) == 0
    finally:
        started.terminate()
        started.wait()
    assert call("status", "--home", home).returncode == 1
