"""The Neo4j server as Java artifacts: fetched once by Maven into a cache outside every checkout."""

import os
import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import platformdirs

from netinv.ledger.lock import WriterLock
from netinv.model.errors import NetinvError, WorkspaceBusyError

VERSION = "5.26.31"
"""Neo4j Community, long-term support; runs on Java 17 and 21."""

JAVA = 17

# neo4j-server and neo4j-bolt come with org.neo4j:neo4j; named so that a change upstream fails loudly
_POM = """\
<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>netinv</groupId><artifactId>neo4j</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>
    <dependency><groupId>org.neo4j</groupId><artifactId>neo4j</artifactId><version>{version}</version></dependency>
    <dependency>
      <groupId>org.neo4j.app</groupId><artifactId>neo4j-server</artifactId><version>{version}</version>
    </dependency>
    <dependency>
      <groupId>org.neo4j</groupId><artifactId>neo4j-bolt</artifactId><version>{version}</version>
    </dependency>
  </dependencies>
  <build><plugins><plugin>
    <groupId>org.apache.maven.plugins</groupId><artifactId>maven-dependency-plugin</artifactId>
    <version>3.6.1</version>
    <configuration>
      <outputDirectory>{folder}</outputDirectory><includeScope>runtime</includeScope>
    </configuration>
  </plugin></plugins></build>
</project>
"""


def jars() -> Path:
    """The folder with all jars of the server; fetched first (124 MB) where this machine has none.

    NetinvError where Maven is missing or fetches nothing.
    """
    cache = Path(platformdirs.user_cache_dir("netinv"))
    folder = cache / f"neo4j-{VERSION}"
    while not folder.is_dir():
        cache.mkdir(parents=True, exist_ok=True)
        try:
            with WriterLock(cache / f"neo4j-{VERSION}.lock").held():
                if not folder.is_dir():
                    _fetch(folder)
        except WorkspaceBusyError:
            time.sleep(0.5)  # another process fetches the very same
    return folder


def java() -> str:
    """The Java that runs the server; NetinvError where there is none of version 17 or newer."""
    home = os.environ.get("JAVA_HOME")
    command = str(Path(home) / "bin" / "java") if home else shutil.which("java")
    if command is None or not Path(command).exists():
        raise NetinvError(
            f"需要 Java {JAVA} 或更高版本才能启动 Neo4j / Java {JAVA} or newer runs Neo4j; none found"
        )
    said = subprocess.run([command, "-version"], capture_output=True, text=True, check=False).stderr
    found = re.search(r'version "(\d+)', said)
    if found is None or int(found.group(1)) < JAVA:
        raise NetinvError(
            f"{command} 版本过低，Neo4j 需要 Java {JAVA} 或更高版本 / "
            f"{command} is too old; Neo4j needs Java {JAVA} or newer"
        )
    return command


def _fetch(folder: Path) -> None:
    maven = shutil.which("mvn")
    if maven is None:
        raise NetinvError(
            "本机没有 Neo4j：请安装 Maven（mvn）以下载，或用 NETINV_NEO4J_URI 指定服务器 / no Neo4j here: "
            "install Maven (mvn) to fetch it, or name a server with NETINV_NEO4J_URI"
        )
    with tempfile.TemporaryDirectory(prefix="neo4j-", dir=folder.parent) as temporary:
        made = Path(temporary) / "jars"
        pom = Path(temporary) / "pom.xml"
        pom.write_text(_POM.format(version=VERSION, folder=made), encoding="utf-8")
        command = [maven, "-B", "-q", "-f", str(pom), "dependency:copy-dependencies"]
        result = subprocess.run(command, capture_output=True, text=True, check=False)
        if result.returncode:
            said = next((line for line in result.stdout.splitlines() if "ERROR" in line), "mvn")
            raise NetinvError(f"无法下载 Neo4j {VERSION}：{said} / cannot fetch Neo4j {VERSION}: {said}")
        made.rename(folder)
