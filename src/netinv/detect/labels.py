"""What to call an entity: the name and number that its mentions state most often."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from netinv.ledger.types import Mentions
from netinv.model.keys import SEPARATOR
from netinv.resolve.normalise.idnumber import full_id, id_kind
from netinv.resolve.normalise.names import read_name


@dataclass(frozen=True)
class Labels:
    """Name and identity number by entity id, and how many persons bear each name."""

    names: dict[str, str]
    numbers: dict[str, str]
    bearers: dict[str, int]

    def name(self, id: str) -> str:
        """The name of an entity; its id where no mention names it."""
        return self.names.get(id, id)


def labels(mentions: Mentions, entity_of: Mapping[str, str]) -> Labels:
    """Labels of every named entity. Equal counts are decided by the text, so that order plays no part."""
    who = zip(mentions.origin, mentions.table, mentions.record_id, mentions.ref, mentions.kind, strict=True)
    said = zip(mentions.kind, mentions.fields["name"], mentions.fields["id_number"], strict=True)
    # the ends of calls, which are most mentions, state neither
    stated = Counter(
        (entity_of[SEPARATOR.join(key)], *words)
        for key, words in zip(who, said, strict=True)
        if words[1] or words[2]
    )
    names: dict[str, Counter[str]] = defaultdict(Counter)
    numbers: dict[str, Counter[str]] = defaultdict(Counter)
    bearers: dict[str, set[str]] = defaultdict(set)
    read, kind_of = cache(read_name), cache(id_kind)
    for (entity, kind, name, number), times in stated.items():
        if kind == "organization":
            names[entity][name.strip()] += times
            continue
        if name:
            reading = read(name)
            # A full name before a nickname or title, however often those are used
            names[entity][reading.clean] += times * (1000 if reading.kind == "full" else 1)
            if reading.kind == "full":
                bearers[reading.clean].add(entity)
        if kind_of(number) in ("resident", "legacy"):
            numbers[entity][full_id(number)] += times
    return Labels(
        {entity: _most(count) for entity, count in names.items()},
        {entity: _most(count) for entity, count in numbers.items()},
        {name: len(entities) for name, entities in bearers.items()},
    )


def _most(count: Counter[str]) -> str:
    return min(count, key=lambda text: (-count[text], text))
