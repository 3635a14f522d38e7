"""The YAML files that netinv ships: what they hold, read by libyaml where it is there."""

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import yaml

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Ten times faster in C; every command reads a dozen of these files."""


def shipped(package: str, name: str) -> Any:
    """The content of a YAML file of a package, e.g. `("netinv.model", "tables.yaml")`."""
    return parsed(files(package).joinpath(name))


def parsed(file: Traversable | Path) -> Any:
    """The content of a YAML file."""
    return parse(file.read_text(encoding="utf-8"))


def parse(text: str) -> Any:
    """The content of a YAML text."""
    return yaml.load(text, LOADER)
