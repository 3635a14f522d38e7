"""netinv: from leads and cases to link alerts, with evidence."""

__version__ = "0.1.0"
