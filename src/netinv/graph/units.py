"""Units written beside persons: the one organisation of that name, if there is exactly one."""

from collections.abc import Iterable, Iterator, Mapping, Set
from itertools import compress

from netinv.ledger.types import Mentions
from netinv.model.keys import SEPARATOR
from netinv.model.values import fold, split_multi
from netinv.resolve.normalise.organizations import unit_key
from netinv.resolve.normalise.regions import Regions

Record = tuple[str, str, str]
"""(origin, table, record_id)."""


def records_of(mentions: Mentions) -> set[Record]:
    """The records in which these mentions stand."""
    return set(_records(mentions))


def _records(mentions: Mentions) -> Iterator[Record]:
    return zip(mentions.origin, mentions.table, mentions.record_id, strict=True)


class Units:
    """Organisations by what their names say without place and legal form."""

    def __init__(self, places: Set[str], names: Iterable[tuple[str, str]]) -> None:
        """`places` are values that name places, `names` (entity, name) of organisations; see `Said`."""
        self.regions = Regions.learn(sorted(places))
        self.named: dict[str, set[str]] = {}
        self._keys: dict[str, str] = {}
        for entity, name in names:
            self.named.setdefault(self.key(name), set()).add(entity)

    def key(self, name: str) -> str:
        """What a name says without place and legal form; "" for none."""
        if name not in self._keys:
            self._keys[name] = unit_key(name, self.regions)
        return self._keys[name]

    def one(self, name: str) -> str:
        """The entity of the one organisation of this name; "" where there is none, or several."""
        found = self.named.get(self.key(name), ())
        return next(iter(found)) if len(found) == 1 else ""


class Said:
    """What mentions say of organisations and places."""

    def __init__(
        self, mentions: Mentions, entity_of: Mapping[str, str], without: Set[Record] = frozenset()
    ) -> None:
        """`without`: records that are left out."""
        chosen = [True] * len(mentions)
        if without:
            chosen = [record not in without for record in _records(mentions)]
        fields = mentions.fields
        self.places: set[str] = set()
        self.names: set[tuple[str, str]] = set()
        for column in ("region", "address"):
            self.places.update(compress(fields[column], chosen))
        for i in compress(range(len(mentions)), chosen):
            if mentions.kind[i] != "organization":
                continue
            name = fields["name"][i]
            others = [part for c in ("former_names", "aliases") for part in split_multi(fields[c][i])]
            self.places.add(name)
            m = mentions
            key = SEPARATOR.join((m.origin[i], m.table[i], m.record_id[i], m.ref[i], m.kind[i]))
            if id := entity_of.get(key, ""):
                self.names.update((id, said) for text in (name, *others) if (said := fold(text)))
        self.places.discard("")
