"""Synthetic counties: invented people, gangs and offices in contract form, with the answers in a folder of
their own."""

from netinv.demo.county import CountySummary, write_county
from netinv.demo.scenario import DIFFICULTIES, SCALES

__all__ = ["DIFFICULTIES", "SCALES", "CountySummary", "write_county"]
