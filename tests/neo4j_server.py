"""A real Neo4j for the tests: the one that the environment names, else Docker's, else from Java artifacts.

One server a pytest process, started when first asked for. Tests write into it and empty it: a database that
holds anything that is not theirs is refused.
"""

import os
import shutil
import subprocess
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import NoReturn

import neo4j
import pytest
from once import alone

from netinv.graph.neo4j.server import LOOPBACK, USER, Neo4jServer, free_port
from netinv.graph.neo4j.target import Target, named
from netinv.model.errors import NetinvError

IMAGE = "neo4j:5.26-community"
_MARK = "netinv_tests"
"""An index of this name marks a database as one that tests may empty."""


@contextmanager
def running_server() -> Iterator[Target]:
    """A server for this process. Where there is none to be had: a loud skip, and a failure where CI=true."""
    with _server() as target:
        _must_be_ours(target)
        wipe(target)
        yield target
        wipe(target)
        _drop_schema(target)


def wipe(target: Target) -> None:
    """Empty the database; indexes and constraints stay, as they say nothing."""
    with _driver(target) as driver, driver.session() as session:
        session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS").consume()


def _drop_schema(target: Target) -> None:
    with _driver(target) as driver, driver.session() as session:
        for kind, shown in (("CONSTRAINT", "CONSTRAINTS"), ("INDEX", "INDEXES")):
            for name in session.run(f"SHOW {shown} YIELD name").value():
                if name.startswith("netinv_") and name != _MARK:
                    session.run(f"DROP {kind} {name} IF EXISTS").consume()


@contextmanager
def _server() -> Iterator[Target]:
    if (target := named()) is not None:
        with _alone(target):
            yield target
    elif _docker_answers():
        with _container() as target:
            yield target
    else:
        home = Path(tempfile.mkdtemp(prefix="netinv-neo4j-"))
        server = Neo4jServer(home, heap="512m", pagecache="64m")
        try:
            try:
                server.start()
            except NetinvError as error:
                missing(str(error))
            yield Target(server.uri, server.user, server.password)
        finally:
            server.kill()  # nothing in it is worth writing down
            shutil.rmtree(home, ignore_errors=True)


def missing(why: str) -> NoReturn:
    """No server: skip loudly; fail in CI."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"CI needs a Neo4j server: {why}")
    warnings.warn(f"NOT TESTED on Neo4j: {why}", stacklevel=2)
    pytest.skip(why)


def _alone(target: Target) -> AbstractContextManager[None]:
    """One process at a time on a server that all of them know."""
    name = "".join(c if c.isalnum() else "-" for c in target.uri)
    return alone(Path(tempfile.gettempdir()) / f"netinv-tests-{name}.lock")


def _must_be_ours(target: Target) -> None:
    with _driver(target) as driver, driver.session() as session:
        marked = _MARK in session.run("SHOW INDEXES YIELD name").value()
        if not marked and session.run("MATCH (n) RETURN n LIMIT 1").peek() is not None:
            pytest.fail(f"{target.uri} holds data that is not the tests': they refuse to empty it")
        session.run(f"CREATE INDEX {_MARK} IF NOT EXISTS FOR (n:NetinvTests) ON (n.id)").consume()


def _docker_answers() -> bool:
    if shutil.which("docker") is None:
        return False
    try:
        return subprocess.run(["docker", "info"], capture_output=True, timeout=20).returncode == 0
    except subprocess.TimeoutExpired:
        return False


@contextmanager
def _container() -> Iterator[Target]:
    port, password = free_port(), "netinv-tests"
    command = ["docker", "run", "--rm", "--detach", "--publish", f"{LOOPBACK}:{port}:7687"]
    command += ["--env", f"NEO4J_AUTH={USER}/{password}", IMAGE]
    started = subprocess.run(command, capture_output=True, text=True)
    if started.returncode:
        missing(started.stderr)
    target = Target(f"bolt://{LOOPBACK}:{port}", USER, password)
    try:
        _wait(target)
        yield target
    finally:
        subprocess.run(["docker", "kill", started.stdout.strip()], capture_output=True)


def _wait(target: Target) -> None:
    for _ in range(240):
        try:
            with _driver(target) as driver:
                driver.verify_connectivity()
                return
        except neo4j.exceptions.DriverError:
            time.sleep(0.5)
    missing(f"{target.uri} does not answer")


def _driver(target: Target) -> neo4j.Driver:
    return neo4j.GraphDatabase.driver(target.uri, auth=(target.user, target.password))
