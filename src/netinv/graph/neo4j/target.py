"""Which Neo4j server is meant: the one in the environment, else the one that `netinv neo4j start` runs."""

import os
from dataclasses import dataclass, field
from pathlib import Path

import platformdirs

from netinv.graph.neo4j.server import USER, running
from netinv.model.errors import NetinvError


@dataclass(frozen=True)
class Target:
    """Address of a server and who logs in."""

    uri: str
    user: str = USER
    password: str = field(default="", repr=False)


def default_home() -> Path:
    """The folder of the server that `netinv neo4j start` runs unless told otherwise."""
    return Path(platformdirs.user_data_dir("netinv")) / "neo4j"


def named() -> Target | None:
    """The server that NETINV_NEO4J_URI, _USER and _PASSWORD name, or the same without NETINV_ before."""
    for prefix in ("NETINV_NEO4J_", "NEO4J_"):
        if uri := os.environ.get(prefix + "URI"):
            user = os.environ.get(prefix + "USER") or os.environ.get(prefix + "USERNAME") or USER
            return Target(uri, user, os.environ.get(prefix + "PASSWORD", ""))
    return None


def target() -> Target:
    """The server to use; NetinvError that says what to do where there is none."""
    if found := named():
        return found
    if here := running(default_home()):
        return Target(here.uri, here.user, here.password)
    raise NetinvError(
        "没有可用的 Neo4j：请用 NETINV_NEO4J_URI、NETINV_NEO4J_USER、NETINV_NEO4J_PASSWORD 指定服务器，"
        "或先运行 netinv neo4j start / no Neo4j to use: name a server with NETINV_NEO4J_URI, "
        "NETINV_NEO4J_USER and NETINV_NEO4J_PASSWORD, or run netinv neo4j start first"
    )
