"""The workbench: one page of plain ES modules over a JSON API."""

from netinv.web.workbench.routes import register

__all__ = ["register"]
