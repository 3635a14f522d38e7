"""The contract of design section 1: a room imports only rooms above it; nothing imports a face."""

import ast
import subprocess
import sys
from collections.abc import Set
from graphlib import TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src"


def test_rooms_import_only_rooms_above_them() -> None:
    lint_imports = Path(sys.executable).with_name("lint-imports")
    result = subprocess.run([str(lint_imports), "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout + result.stderr


def test_any_module_can_be_the_first_that_is_imported() -> None:
    """What modules import as they are loaded goes in no circle: some are loaded only when they are needed,
    and then by whoever needs them first."""
    files = {module(path): path for path in SOURCE.rglob("*.py")}
    TopologicalSorter({name: loaded_by(name, path, files.keys()) for name, path in files.items()}).prepare()


def module(path: Path) -> str:
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def loaded_by(name: str, path: Path, known: Set[str]) -> set[str]:
    """The modules that loading one loads: those named at its top and the packages around these."""
    found: set[str] = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            members = (f"{node.module}.{each.name}" for each in node.names)
            found |= {member if member in known else node.module for member in members}
    around = {each[:at] for each in found for at, sign in enumerate(each) if sign == "."}
    found |= {each for each in around if not name.startswith(f"{each}.")}
    return {each for each in found if each in known and each != name}
