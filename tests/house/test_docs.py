"""The documentation is tested: what it tells people to type is typed, what it points to exists.

The commands of README.md are run for real, in their order, in an empty folder. README.zh-CN.md must name the
same commands, so that one run proves both.
"""

import os
import re
import shlex
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README, README_ZH = ROOT / "README.md", ROOT / "README.zh-CN.md"
PAGES = [README, README_ZH, ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
NETINV = Path(sys.executable).with_name("netinv")


def blocks(page: Path) -> Iterator[str]:
    """The lines of all shell blocks of a page, without comments."""
    for block in re.findall(r"^```sh\n(.*?)^```", page.read_text("utf-8"), flags=re.M | re.S):
        yield from (line for line in block.splitlines() if shlex.split(line, comments=True))


def commands(page: Path, program: str) -> list[list[str]]:
    """The calls of one program that a page tells people to make, as argument lists."""
    calls = [shlex.split(line, comments=True) for line in blocks(page)]
    return [call for call in calls if call[0] == program]


def committed() -> list[Path]:
    """Every text file under version control."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    paths = (ROOT / name for name in listed.decode().split("\0") if name)
    return [p for p in paths if p.is_file() and p.suffix not in {".png", ".ico", ".db", ".zip"}]


# --- the commands work ----------------------------------------------------------------------


def test_readme_commands_work_as_written(tmp_path: Path) -> None:
    environment = {**os.environ, "NETINV_KEY_DIR": str(tmp_path / "keys"), "PYTHONUTF8": "1"}
    folder = tmp_path / "desk"
    folder.mkdir()
    calls = commands(README, "netinv")
    assert len(calls) >= 10
    assert calls[0][1] == "demo-data"
    calls[0] += ["--people", "1000"]  # a county that is quick to run
    for call in calls:
        run = serves if call[1] == "serve" else succeeds
        run([str(NETINV), *call[1:]], folder, environment)


def succeeds(call: list[str], folder: Path, environment: dict[str, str]) -> None:
    """The call ends with exit code 0."""
    result = subprocess.run(call, cwd=folder, env=environment, capture_output=True, text=True, timeout=300)
    assert result.returncode == 0, f"{shlex.join(call[1:])}\n{result.stdout[-2000:]}\n{result.stderr[-2000:]}"


def serves(call: list[str], folder: Path, environment: dict[str, str]) -> None:
    """The call prints an address that answers, and ends quietly on Ctrl-C."""
    server = subprocess.Popen(
        [*call, "--port", "0"] if "--port" not in call else call,
        cwd=folder,
        env={**environment, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert server.stdout is not None
        address, said = None, []
        for line in server.stdout:
            said.append(line)
            if found := re.search(r"http://127\.0\.0\.1:\d+", line):
                address = found.group()
                break
        assert address, "".join(said)
        assert "netinv" in fetch(address)
        server.send_signal(signal.SIGINT)
        assert server.wait(timeout=30) in (0, 130)
    finally:
        server.kill()
        server.wait()


def fetch(address: str) -> str:
    """The page at an address; a server that is still starting gets a minute."""
    for _ in range(240):
        try:
            with urllib.request.urlopen(address, timeout=30) as answer:
                return str(answer.read().decode())
        except urllib.error.URLError:
            time.sleep(0.25)
    raise AssertionError(f"{address} does not answer")


@pytest.mark.parametrize("program", ["netinv", "make"])
def test_both_readmes_name_the_same_commands(program: str) -> None:
    assert commands(README, program) == commands(README_ZH, program)


def test_every_make_target_named_exists() -> None:
    targets = set(re.findall(r"^([a-z0-9-]+):", (ROOT / "Makefile").read_text("utf-8"), flags=re.M))
    named = {call[1] for page in PAGES for call in commands(page, "make")}
    assert named
    assert named <= targets


# --- tables say what the code holds -----------------------------------------------------------


@pytest.mark.parametrize("page", sorted((ROOT / "docs").glob("*.md")), ids=lambda p: p.name)
def test_tables_are_those_of_the_code(page: Path) -> None:
    """Rules, innocent readings and the numbers that decide; `make docs` writes them anew."""
    sys.path.insert(0, str(ROOT / "tools"))
    from doc_tables import renewed

    assert page.read_text("utf-8") == renewed(page)


@pytest.mark.parametrize("room", ["resolve", "detect"])
@pytest.mark.parametrize("language", ["", ".zh-CN"])
def test_pages_of_rules_and_identities_hold_their_tables(room: str, language: str) -> None:
    wanted = {"resolve": {"levels", "resolve"}, "detect": {"rules", "explanations", "score"}}[room]
    text = (ROOT / "docs" / f"{room}{language}.md").read_text("utf-8")
    assert set(re.findall(r"<!-- table: ([\w-]+) -->\n\|", text)) == wanted


@pytest.mark.parametrize("page", ["neo4j.md", "neo4j.zh-CN.md"])
def test_the_page_on_neo4j_lists_the_questions_and_says_what_netinv_says(page: str) -> None:
    text = (ROOT / "docs" / page).read_text("utf-8")
    assert "<!-- table: questions -->\n|" in text
    said = re.search(
        r"^\|[^\n]*\n\|---\|---\|---\|\n(\|.*?)\n\n",
        text[text.index("graph-model") :].split("## ")[-2],
        re.M | re.S,
    )
    assert said is not None
    source = (ROOT / "docker-compose.yml").read_text("utf-8")
    for path in (ROOT / "src/netinv/graph/neo4j").glob("*.py"):
        source += re.sub(r"\"\s*\n\s*f?\"", "", path.read_text("utf-8"))
    phrases = [line.split("|")[1].strip().strip("`") for line in said[1].splitlines()]
    ours = phrases[:7]  # the rest are Neo4j's own words
    assert [phrase for phrase in ours if phrase not in source] == []


# --- what pages point to exists ----------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_resolve(page: Path) -> None:
    links = re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8"))
    local = [link.partition("#") for link in links if "://" not in link]
    broken = [path for path, _, _ in local if path and not (page.parent / path).exists()]
    for path, _, anchor in local:
        target = page.parent / path if path else page
        if anchor and target.suffix == ".md" and anchor not in anchors(target):
            broken.append(f"{path}#{anchor}")
    assert not broken


def anchors(page: Path) -> set[str]:
    """The anchors that headings get on a code host: lower case, blanks to hyphens, punctuation dropped."""
    headings = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), flags=re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_named_files_exist(page: Path) -> None:
    named = re.findall(
        r"`((?:src|tests|docs|benchmarks|notebooks|tools|cypher|\.ci)/[\w./-]*)`", page.read_text("utf-8")
    )
    assert not [path for path in named if not (ROOT / path).exists()]


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_named_rooms_exist(page: Path) -> None:
    """`resolve/store.py` in a page means src/netinv/resolve/store.py."""
    named = re.findall(
        r"`((?:model|demo|ledger|access|ingest|resolve|graph|detect|report|web)/[\w./-]*\.\w+)`",
        page.read_text("utf-8"),
    )
    assert not [path for path in named if not (ROOT / "src" / "netinv" / path).exists()]


# --- what no committed file holds ----------------------------------------------------------------------

# Put together here, so that this file does not hold what it looks for.
REGISTRIES = "|".join(
    re.escape(".".join(parts))
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("crates", "io"),
        ("proxy", "golang", "org"),
        ("deb", "debian", "org"),
    )
)
MACHINE_PATHS = r"(?<![\w.~$})/-])/(?:" + "|".join(("work", "root", "home", "Users", "mnt")) + r")/\w"


@pytest.mark.parametrize(
    ("what", "pattern"), [("registry host", REGISTRIES), ("machine path", MACHINE_PATHS)], ids=lambda v: v[:8]
)
def test_no_committed_file_holds(what: str, pattern: str) -> None:
    found = []
    for path in committed():
        for number, line in enumerate(path.read_text("utf-8", errors="replace").splitlines(), 1):
            if re.search(pattern, line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {what}: {line.strip()[:100]}")
    assert not found
