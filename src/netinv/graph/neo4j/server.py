"""A Neo4j server of one's own on loopback, from Java artifacts: `netinv neo4j start`, tests, benchmarks."""

import ctypes
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

import neo4j
from neo4j.exceptions import DriverError, Neo4jError

from netinv.graph.neo4j.artifacts import jars, java
from netinv.model.errors import NetinvError

LOOPBACK = "127.0.0.1"
USER = "neo4j"

_STATE = "netinv-server.json"
_FOLDERS = ("conf", "data", "logs", "run", "plugins", "import", "licenses", "certificates")
_READY = 300.0
_STOPPED = 60.0

_CONF = """\
server.default_listen_address={host}
server.bolt.enabled=true
server.bolt.listen_address={host}:{port}
server.bolt.advertised_address={host}:{port}
server.bolt.tls_level=DISABLED
server.http.enabled=false
server.https.enabled=false
dbms.security.auth_enabled=true
dbms.usage_report.enabled=false
server.memory.pagecache.size={pagecache}
db.tx_log.rotation.retention_policy=keep_none
internal.server.bolt.connection_shutdown_wait_time=1s
internal.server.bolt.thread_pool_shutdown_wait_time=1s
"""
"""The last two: whoever stops the server need not wait twice five seconds for others to leave."""

_FLAGS = (
    "-XX:+UseG1GC",
    "-XX:+ExitOnOutOfMemoryError",
    "--add-opens=java.base/java.nio=ALL-UNNAMED",
    "--add-opens=java.base/java.io=ALL-UNNAMED",
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
    "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
    "-Dio.netty.tryReflectionSetAccessible=true",
    "-Dlog4j2.disable.jmx=true",
    "-Dfile.encoding=UTF-8",
)


@dataclass(frozen=True)
class Running:
    """Where a server that was started here answers, and the process that it is."""

    uri: str
    user: str
    password: str
    pid: int


@dataclass
class Neo4jServer:
    """A server over one home folder; `start` it, use `uri`, `user`, `password`, `stop` it.

    The password is made at the first start and kept in the home, readable by its owner only. `heap` and
    `pagecache` as Neo4j writes sizes. It stops by itself when the process that started it ends.
    """

    home: Path
    port: int = 0
    heap: str = "1g"
    pagecache: str = "256m"
    user: str = USER
    password: str = field(default="", repr=False)
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def uri(self) -> str:
        """Where Bolt answers."""
        return f"bolt://{LOOPBACK}:{self.port}"

    def start(self) -> "Neo4jServer":
        """Start it and wait until it answers. NetinvError if it does not, or runs already."""
        if running(self.home) is not None:
            raise NetinvError(f"{self.home} 的 Neo4j 已在运行 / the Neo4j of {self.home} is running already")
        self._prepare()
        command = [java(), "-Xms256m", f"-Xmx{self.heap}", *_FLAGS, "-cp", f"{jars()}/*"]
        command += ["org.neo4j.server.CommunityEntryPoint", f"--home-dir={self.home}"]
        command += [f"--config-dir={self.home / 'conf'}", "--console-mode"]
        with (self.home / "logs" / "console.log").open("ab") as log:
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C reaches us, and we stop it
                preexec_fn=_end_with_parent if sys.platform == "linux" else None,
            )
        _write_private(
            self.home / _STATE,
            json.dumps(asdict(Running(self.uri, self.user, self.password, self.process.pid))),
        )
        try:
            self._wait()
        except BaseException:
            self.kill()
            raise
        return self

    def stop(self) -> None:
        """End it in good order; it writes down what it has in memory."""
        if self.process is not None:
            self.process.terminate()
            try:
                self.process.wait(_STOPPED)
            except subprocess.TimeoutExpired:
                self.process.kill()
        self._forget()

    def kill(self) -> None:
        """kill -9: as a power cut ends it."""
        if self.process is not None:
            self.process.kill()
        self._forget()

    def admin(self, *arguments: str, heap: str = "1g") -> str:
        """Run `neo4j-admin` on this home, e.g. `database import full …` while stopped; its output."""
        self._prepare(password=False)
        environment = {**os.environ, "NEO4J_HOME": str(self.home), "NEO4J_CONF": str(self.home / "conf")}
        command = [
            java(),
            f"-Xmx{heap}",
            *_FLAGS,
            "-cp",
            f"{jars()}/*",
            "org.neo4j.cli.AdminTool",
            *arguments,
        ]
        result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if result.returncode:
            said = (result.stderr or result.stdout).strip().splitlines()
            what = " ".join(arguments[:2])
            raise NetinvError(
                f"neo4j-admin {what} 失败：{said[-1:]} / neo4j-admin {what} failed: {said[-1:]}"
            )
        return result.stdout

    def _prepare(self, password: bool = True) -> None:
        self.home = self.home.expanduser().resolve()
        for name in _FOLDERS:
            (self.home / name).mkdir(parents=True, exist_ok=True, mode=0o700)
        self.port = self.port or free_port()
        conf = _CONF.format(host=LOOPBACK, port=self.port, pagecache=self.pagecache)
        (self.home / "conf" / "neo4j.conf").write_text(conf, encoding="utf-8")
        if not password:
            return
        secret = self.home / "password"
        if not secret.exists():
            # before the first start and never after: the server then has users of its own
            self.password = self.password or secrets.token_hex(16)  # no dash that looks like an option
            self.admin("dbms", "set-initial-password", self.password)
            _write_private(secret, self.password)
        self.password = secret.read_text(encoding="utf-8")

    def _wait(self) -> None:
        assert self.process is not None
        end = time.monotonic() + _READY
        while time.monotonic() < end:
            if self.process.poll() is not None:
                break
            try:
                with neo4j.GraphDatabase.driver(
                    self.uri, auth=(self.user, self.password), connection_timeout=2.0
                ) as driver:
                    driver.verify_connectivity()
                    return
            except (DriverError, Neo4jError):
                time.sleep(0.2)
        log = self.home / "logs" / "console.log"
        said = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-1:]
        raise NetinvError(f"Neo4j 未能启动，详见 {log}：{said} / Neo4j did not start; see {log}: {said}")

    def _forget(self) -> None:
        if self.process is not None:  # else it is not ours to forget
            self.process.wait()
            self.process = None
            (self.home / _STATE).unlink(missing_ok=True)


def running(home: Path) -> Running | None:
    """The server that was started over a home folder, if its process still lives."""
    state = home.expanduser().resolve() / _STATE
    try:
        found = Running(**json.loads(state.read_text(encoding="utf-8")))
        os.kill(found.pid, 0)
    except (OSError, ValueError, TypeError):
        return None
    return found


def stop(home: Path) -> bool:
    """Ask the server of a home folder to end, and wait for it. False where none runs."""
    found = running(home)
    if found is None:
        return False
    os.kill(found.pid, signal.SIGTERM)
    end = time.monotonic() + _STOPPED
    while running(home) is not None and time.monotonic() < end:
        time.sleep(0.2)
    return True


def must_be_free(port: int) -> None:
    """NetinvError where somebody listens on a port of loopback."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((LOOPBACK, port))
        except OSError as error:
            raise NetinvError(
                f"端口 {port} 已被占用，请用 --port 另选 / port {port} is taken; choose another with --port"
            ) from error


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as listener:
        listener.bind((LOOPBACK, 0))
        return int(listener.getsockname()[1])


def _end_with_parent() -> None:
    """In the child, before it becomes the server: a SIGTERM when its parent dies, however that is."""
    set_parent_death_signal = 1
    ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGTERM)


def _write_private(path: Path, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
