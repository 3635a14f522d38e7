"""Where no folder can be written, path search compiles without a cache instead of failing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = """
import os
if os.environ["LOCKED"] == "yes":
    from numba.core import caching
    caching._CacheLocator.ensure_cache_path = lambda self: (_ for _ in ()).throw(OSError("read-only"))
from netinv.model.jit import compiled

@compiled
def double(x):
    return 2 * x

assert double(21) == 42
"""


@pytest.mark.parametrize("locked", ["no", "yes"])
def test_compiled_with_and_without_a_writable_home(tmp_path: Path, locked: str) -> None:
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    environment = {**os.environ, "LOCKED": locked}
    environment.pop("NUMBA_CACHE_DIR", None)
    done = subprocess.run(
        [sys.executable, script], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
