"""The way to a Neo4j server: transactions that are tried again, errors that say what to do in one line."""

import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import neo4j
from neo4j.exceptions import (
    AuthError,
    ConfigurationError,
    DriverError,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
)

from netinv.graph.neo4j.statements import statement
from netinv.graph.neo4j.target import Target
from netinv.model.errors import NetinvError

OLDEST = (5, 26)
"""What the statements need: labels and types as values."""

CONNECTING = 5.0
"""Seconds until a server that does not answer counts as absent."""

RETRYING = 15.0
"""Seconds for which a transaction is tried again."""

_T = TypeVar("_T")
_log = logging.getLogger("netinv.neo4j")


class ServerError(NetinvError):
    """The server cannot be reached or does not do what it is told."""


class Transaction:
    """Statements within one transaction."""

    def __init__(self, inner: neo4j.ManagedTransaction) -> None:
        self._inner = inner

    def rows(self, name: str, **parameters: Any) -> list[list[Any]]:
        """All rows of a statement of `cypher/`."""
        return self._inner.run(statement(name), parameters).values()


class Connection:
    """A driver for one server, checked once: it answers, lets us in and is new enough."""

    def __init__(self, target: Target) -> None:
        self.uri = target.uri
        with self._telling():
            self._driver = _driver(target)
            try:
                must_be_new_enough(self._driver.get_server_info().agent, self.uri)
            except BaseException:
                self._driver.close()
                raise

    def close(self) -> None:
        """Let go of all connections."""
        self._driver.close()

    def read(self, work: Callable[[Transaction], _T]) -> _T:
        """Do something in one reading transaction; again, where the server asks for it."""
        with self._telling(), self._driver.session() as session:
            return session.execute_read(lambda inner: work(Transaction(inner)))

    def ask(self, name: str, **parameters: Any) -> list[list[Any]]:
        """Rows of one reading statement, in one round trip; tried again as `read` does."""
        with self._telling(), self._driver.session(default_access_mode=neo4j.READ_ACCESS) as session:
            try:
                return session.run(statement(name), parameters).values()
            except (DriverError, Neo4jError) as error:
                if not error.is_retryable():
                    raise
        return self.read(lambda tx: tx.rows(name, **parameters))

    def write(self, work: Callable[[Transaction], _T]) -> _T:
        """Do something in one writing transaction: all of it or nothing. `work` may be called again."""
        with self._telling(), self._driver.session() as session:
            return session.execute_write(lambda inner: work(Transaction(inner)))

    def alone(self, name: str, **parameters: Any) -> list[list[Any]]:
        """Run a statement that manages its transactions itself, or none (schema)."""
        with self._telling(), self._driver.session() as session:
            return session.run(statement(name), parameters).values()

    @contextmanager
    def _telling(self) -> Iterator[None]:
        """Errors of the driver as one line for people."""
        try:
            yield
        except (DriverError, Neo4jError, OSError) as error:
            raise ServerError(_told(error, self.uri)) from error


def _driver(target: Target) -> neo4j.Driver:
    try:
        return neo4j.GraphDatabase.driver(
            target.uri,
            auth=(target.user, target.password),
            connection_timeout=CONNECTING,
            connection_acquisition_timeout=CONNECTING + 5,
            max_transaction_retry_time=RETRYING,
            notifications_min_severity="OFF",
            user_agent="netinv",
        )
    except (ConfigurationError, ValueError) as error:
        said = str(error).splitlines()[0]
        raise ServerError(
            f"Neo4j 地址 {target.uri} 无效（{said}）/ {target.uri} is no address of a Neo4j ({said})"
        ) from error


def must_be_new_enough(agent: str, uri: str) -> None:
    """ServerError for a server older than `OLDEST`, by what it calls itself: `Neo4j/5.26.31`."""
    found = re.search(r"/(\d+)\.(\d+)", agent)
    if found is None or tuple(map(int, found.groups())) < OLDEST:
        wanted = ".".join(map(str, OLDEST))
        raise ServerError(
            f"{uri} 是 {agent}，需要 Neo4j {wanted} 或更高版本 / "
            f"{uri} is {agent}; Neo4j {wanted} or newer is needed"
        )


def _told(error: Exception, uri: str) -> str:
    said = (str(error).splitlines() or [type(error).__name__])[0]
    if isinstance(error, AuthError) or getattr(error, "code", "").endswith("AuthenticationRateLimit"):
        return (
            f"{uri} 拒绝登录：请检查 NETINV_NEO4J_USER 和 NETINV_NEO4J_PASSWORD / "
            f"{uri} refuses the login: check NETINV_NEO4J_USER and NETINV_NEO4J_PASSWORD"
        )
    if isinstance(error, ServiceUnavailable | SessionExpired | OSError):
        return (
            f"无法连接 Neo4j（{uri}）或连接中断：请确认服务器在运行，然后重试 / "
            f"cannot reach Neo4j at {uri}, or the connection was lost: see that it runs, then try again"
        )
    return f"Neo4j（{uri}）报错：{said} / Neo4j at {uri} says: {said}"


class _Retries(logging.Handler):
    """The driver tries again in silence, for minutes if it must: say so."""

    def emit(self, record: logging.LogRecord) -> None:
        if "retried" in str(record.msg):
            _log.warning(
                "Neo4j 未完成事务，即将重试 / Neo4j did not finish a transaction; trying again (%s)",
                " ".join(record.getMessage().split())[:200],
            )


logging.getLogger("neo4j.session").addHandler(_Retries(logging.WARNING))
