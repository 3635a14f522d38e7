"""All of it -> documents, tables, pictures."""

from netinv.report.html import render_report

__all__ = ["render_report"]
