"""The browser's face."""

from netinv.web.app import create_app

__all__ = ["create_app"]
