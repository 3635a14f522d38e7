"""A resolution that a test can ask in short words."""

from netinv.model.keys import mention_key
from netinv.resolve.result import Resolution

Who = str
"""`table:record_id` or `table:record_id:ref`, and `/org` behind it for the organisation of that reference."""


class Resolved:
    """A resolution that answers by short names of mentions."""

    def __init__(self, resolution: Resolution, origin: str) -> None:
        self.resolution = resolution
        self._origin = origin

    def __getitem__(self, who: Who) -> str:
        name, _, org = who.partition("/")
        table, record, ref = (*name.split(":"), "")[:3]
        key = mention_key(self._origin, table, record, ref, "organization" if org else "person")
        return self.resolution.entity_of[key]

    def same(self, left: Who, right: Who) -> bool:
        return self[left] == self[right]
