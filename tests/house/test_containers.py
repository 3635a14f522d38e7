"""docker-compose.yml, Dockerfile and .dockerignore: what they promise is read off them.

Where Docker Compose is installed it reads the file too, and must refuse it without a password.
"""

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
PINNED = re.compile(r"[\w./-]+:\d+\.\d+\.\d+[\w.-]*")


def instructions() -> list[tuple[str, str]]:
    """The instructions of the Dockerfile with their arguments, continued lines joined."""
    text = re.sub(r"^#.*\n", "", DOCKERFILE, flags=re.M).replace("\\\n", " ")
    return [(line.split()[0], line.partition(" ")[2].strip()) for line in text.splitlines() if line.strip()]


def last(instruction: str) -> str:
    return [argument for name, argument in instructions() if name == instruction][-1]


@pytest.mark.parametrize("service", SERVICES)
class TestEveryService:
    def test_runs_as_a_user_of_its_own(self, service: str) -> None:
        user, _, group = SERVICES[service]["user"].partition(":")
        assert int(user) > 0
        assert int(group) > 0
        assert not SERVICES[service].get("privileged")
        assert SERVICES[service]["cap_drop"] == ["ALL"]
        assert "no-new-privileges:true" in SERVICES[service]["security_opt"]

    def test_publishes_to_loopback_unless_told(self, service: str) -> None:
        for port in SERVICES[service]["ports"]:
            assert re.fullmatch(r"(\$\{NETINV_LISTEN:-127\.0\.0\.1\}|127\.0\.0\.1):(\d+):\2", port)
        assert "network_mode" not in SERVICES[service]

    def test_pins_its_image_to_one_release(self, service: str) -> None:
        assert PINNED.fullmatch(SERVICES[service]["image"])

    def test_says_how_healthy_it_is(self, service: str) -> None:
        check = SERVICES[service]["healthcheck"]
        assert check["test"][0] == "CMD"
        assert {"interval", "timeout", "retries", "start_period"} <= check.keys()
        assert "127.0.0.1" in " ".join(check["test"])

    def test_comes_back_after_a_restart_and_states_its_memory(self, service: str) -> None:
        assert SERVICES[service]["restart"] == "unless-stopped"
        assert re.fullmatch(r"\$\{NETINV_\w+:-\dg\}", SERVICES[service]["mem_limit"])

    def test_holds_no_secret(self, service: str) -> None:
        for name, value in SERVICES[service]["environment"].items():
            if re.search("PASSWORD|AUTH|SECRET|TOKEN", name):
                # from the environment, and without it nothing starts
                assert re.fullmatch(r"(neo4j/)?\$\{NEO4J_PASSWORD:\?.+\}", value)

    def test_keeps_what_must_last_in_named_volumes(self, service: str) -> None:
        mounted = [volume.rsplit(":", 1) for volume in SERVICES[service]["volumes"]]
        for source, target in mounted:
            assert source in COMPOSE["volumes"] or target == "ro"


def test_neo4j_is_the_version_that_netinv_is_tested_with() -> None:
    from netinv.graph.neo4j.artifacts import VERSION

    assert SERVICES["neo4j"]["image"] == f"neo4j:{VERSION}-community"


def test_neo4j_is_given_settings_that_its_image_understands() -> None:
    """The image turns every NEO4J_* into a setting: one that is none keeps the server from starting."""
    known = {
        *("AUTH", "server_memory_heap_initial__size", "server_memory_heap_max__size"),
        *("server_memory_pagecache_size", "db_tx__log_rotation_retention__policy", "db_transaction_timeout"),
        "dbms_usage__report_enabled",
    }
    assert {name.removeprefix("NEO4J_") for name in SERVICES["neo4j"]["environment"]} == known


def test_netinv_waits_for_neo4j_and_its_root_is_read_only() -> None:
    netinv = SERVICES["netinv"]
    assert netinv["depends_on"] == {"neo4j": {"condition": "service_healthy"}}
    assert netinv["read_only"] is True
    assert netinv["tmpfs"]
    assert netinv["environment"]["NETINV_NEO4J_URI"] == "bolt://neo4j:7687"


def test_the_keys_lie_in_a_volume_apart_from_what_they_open() -> None:
    volumes = dict(volume.split(":")[:2] for volume in SERVICES["netinv"]["volumes"] if "$" not in volume)
    assert volumes == {"workspace": "/workspace", "keys": "/keys"}
    environment = dict(part.split("=", 1) for part in last("ENV").split())
    assert environment["NETINV_KEY_DIR"] == "/keys"
    assert environment["NETINV_WORKSPACE"].startswith("/workspace/")


def test_the_image_is_built_from_a_pinned_one_with_pinned_packages_and_runs_as_nobody_special() -> None:
    bases = [argument.split()[0] for name, argument in instructions() if name == "FROM"]
    assert bases
    assert all(PINNED.fullmatch(base) for base in bases)
    assert "--constraint constraints.txt" in DOCKERFILE
    assert last("USER") == SERVICES["netinv"]["user"]
    assert not re.search(r"(?i)password|secret|token|curl|wget|ADD http", DOCKERFILE)
    assert any(name == "HEALTHCHECK" for name, _ in instructions())
    owned = next(argument for name, argument in instructions() if "install -d" in argument)
    assert re.search(r"install -d -o netinv -g netinv -m 700 /workspace /keys", owned)


def test_the_image_gets_what_is_named_and_nothing_else() -> None:
    lines = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    assert rules[0] == "*"
    allowed = {rule[1:] for rule in rules if rule.startswith("!")}
    copied = {
        part
        for name, argument in instructions()
        if name == "COPY" and "--from" not in argument
        for part in argument.split()[:-1]
    }
    assert allowed == copied
    assert all((ROOT / name).exists() for name in allowed)


def compose(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    plugin = ["docker", "compose"]
    if not shutil.which("docker") or subprocess.run([*plugin, "version"], capture_output=True).returncode:
        plugin = ["docker-compose"]
    if not shutil.which(plugin[0]):
        said = "neither `docker compose` nor `docker-compose` is installed: the file is only read here"
        pytest.fail(said) if os.environ.get("CI") else pytest.skip(said)
    bare = {name: value for name, value in os.environ.items() if not name.startswith(("NEO4J_", "NETINV_"))}
    return subprocess.run(
        [*plugin, *arguments], cwd=ROOT, env={**bare, **environment}, capture_output=True, text=True
    )


def test_compose_reads_it() -> None:
    result = compose("config", NEO4J_PASSWORD="correct-horse")
    assert result.returncode == 0, result.stderr
    assert set(yaml.safe_load(result.stdout)["services"]) == set(SERVICES)


def test_compose_refuses_without_a_password_and_says_so_in_both_languages() -> None:
    result = compose("config")
    assert result.returncode != 0
    assert "请先设置 NEO4J_PASSWORD" in result.stderr
    assert "set NEO4J_PASSWORD" in result.stderr
