"""What to call an entity: the name and number that its mentions state most often."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from netinv.ledger.types import Mentions
from netinv.model.keys import mention_key
from netinv.resolve.normalise.idnumber import full_id, id_kind
from netinv.resolve.normalise.memo import each
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
    names: dict[str, Counter[str]] = defaultdict(Counter)
    numbers: dict[str, Counter[str]] = defaultdict(Counter)
    readings = each(read_name, mentions.fields["name"])
    kinds = each(id_kind, mentions.fields["id_number"])
    bearers: dict[str, set[str]] = defaultdict(set)
    for i in range(len(mentions)):
        name, number = mentions.fields["name"][i], mentions.fields["id_number"][i]
        if not name and not number:
            continue
        key = mention_key(
            mentions.origin[i], mentions.table[i], mentions.record_id[i], mentions.ref[i], mentions.kind[i]
        )
        entity = entity_of[key]
        if mentions.kind[i] == "organization":
            names[entity][name.strip()] += 1
            continue
        if name:
            reading = readings[i]
            # A full name before a nickname or title, however often those are used
            names[entity][reading.clean] += 1000 if reading.kind == "full" else 1
            if reading.kind == "full":
                bearers[reading.clean].add(entity)
        if kinds[i] in ("resident", "legacy"):
            numbers[entity][full_id(number)] += 1
    return Labels(
        {entity: _most(count) for entity, count in names.items()},
        {entity: _most(count) for entity, count in numbers.items()},
        {name: len(entities) for name, entities in bearers.items()},
    )


def _most(count: Counter[str]) -> str:
    return min(count, key=lambda text: (-count[text], text))
