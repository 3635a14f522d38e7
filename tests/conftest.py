"""For all tests: the short versions (`make test`) and the long ones (`make soak`); a Neo4j server."""

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from netinv.graph.neo4j.target import Target


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--soak", action="store_true", help="run the long versions as well")


def pytest_configure(config: pytest.Config) -> None:
    # a server that lives for a minute has no use for Java's second compiler, half of its work
    os.environ.setdefault("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1")
    config.addinivalue_line("markers", "soak: long; runs only with --soak")
    # how long an example takes says how busy the machine is; a fixture that all examples share is meant
    quiet = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
    settings.register_profile("patient", settings(), deadline=None, suppress_health_check=quiet)
    settings.load_profile("patient")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--soak"):
        return
    for item in items:
        if "soak" in item.keywords:
            item.add_marker(pytest.mark.skip(reason="long: make soak"))


@pytest.fixture(scope="session")
def neo4j_server() -> "Iterator[Target]":
    """A real server, shared by all tests of this process."""
    from neo4j_server import running_server

    with running_server() as target:
        yield target


@pytest.fixture
def empty_neo4j(neo4j_server: "Target") -> "Iterator[Target]":
    """The server with an empty database that is nobody's."""
    from neo4j_server import wipe

    wipe(neo4j_server)
    yield neo4j_server
    wipe(neo4j_server)
