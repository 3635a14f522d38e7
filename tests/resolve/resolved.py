"""A resolution that a test can ask in short words."""

from records import number

from netinv.model.keys import mention_key
from netinv.resolve.result import Resolution

# A register around a case: weights and name frequencies come from the data, and nobody lives alone
_SURNAMES = "赵钱孙李周吴郑王冯陈"
_GIVEN = "文博 海燕 立新 国栋 春梅 晓峰 玉兰 志强 丽华 建军 秀英 雪松 宏伟 凤霞 永康 桂芳 振东 淑珍"
FOLK = [
    {"name": surname + given, "id_number": number(100 + 20 * i + j, f"19{60 + i}0{1 + j % 9}1{j % 9}")}
    for i, surname in enumerate(_SURNAMES)
    for j, given in enumerate(_GIVEN.split())
]
"""People of the register, each with a number."""


Who = str
"""`table:record_id` or `table:record_id:ref`, and `/org` behind it for the organisation of that reference."""


class Resolved:
    """A resolution that answers by short names of mentions."""

    def __init__(self, resolution: Resolution, origin: str) -> None:
        self.resolution = resolution
        self._origin = origin

    def __getitem__(self, who: Who) -> str:
        return self.resolution.entity_of[self._key(who)]

    def _key(self, who: Who) -> str:
        name, _, org = who.partition("/")
        table, record, ref = (*name.split(":"), "")[:3]
        return mention_key(self._origin, table, record, ref, "organization" if org else "person")

    def probability(self, left: Who, right: Who) -> float:
        """How likely two of a join, or of a pair that stayed two, are one; 0 if nobody weighed them."""
        wanted = {self._key(left), self._key(right)}
        weighed = [*self.resolution.joins, *self.resolution.doubts]
        return max((each.probability for each in weighed if {each.left, each.right} == wanted), default=0.0)

    def same(self, left: Who, right: Who) -> bool:
        return self[left] == self[right]
