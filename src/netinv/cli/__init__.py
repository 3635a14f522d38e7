"""The command line: `netinv.cli:app`. Commands import the rooms they need, so that help is quick."""

from netinv.cli.main import app

__all__ = ["app"]
