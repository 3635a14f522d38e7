"""What holds of every resolution, on a small county with all its slips of the pen."""

import random
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import pytest

from netinv.ledger.keyring import Keyring
from netinv.ledger.ledger import Ledger
from netinv.ledger.types import Mentions
from netinv.model.keys import SEPARATOR, entity_id
from netinv.resolve import evidence
from netinv.resolve.normalise.idnumber import full_id, one_typo, valid_18
from netinv.resolve.resolve import resolve
from netinv.resolve.result import Resolution
from netinv.resolve.store import ResolutionStore


def test_every_mention_has_an_entity_named_after_its_smallest_mention(
    resolution: Resolution, mentions: Mentions
) -> None:
    assert len(resolution.entity_of) == len(mentions)
    members: dict[str, list[str]] = defaultdict(list)
    for key, entity in resolution.entity_of.items():
        members[entity].append(key)
    for entity, keys in members.items():
        # the end of a call follows whoever holds the number and lends its name only where nobody does
        stated = [key for key in keys if key.split(SEPARATOR)[1] != "calls"]
        assert entity == entity_id(min(stated or keys))


def test_no_entity_holds_two_valid_numbers(resolution: Resolution, mentions: Mentions) -> None:
    numbers: dict[str, set[str]] = defaultdict(set)
    for i, written in enumerate(mentions.fields["id_number"]):
        number = full_id(written)
        if number and valid_18(number):
            key = SEPARATOR.join(
                (
                    mentions.origin[i],
                    mentions.table[i],
                    mentions.record_id[i],
                    mentions.ref[i],
                    mentions.kind[i],
                )
            )
            numbers[resolution.entity_of[key]].add(number)
    apart = [
        held for held in numbers.values() if any(a != b and not one_typo(a, b) for a in held for b in held)
    ]
    assert apart == []


def test_no_entity_holds_both_kinds(resolution: Resolution) -> None:
    kinds: dict[str, set[str]] = defaultdict(set)
    for key, entity in resolution.entity_of.items():
        kinds[entity].add(key.rsplit(SEPARATOR, 1)[1])
    assert all(len(held) == 1 for held in kinds.values())


def test_joins_explain_every_entity(resolution: Resolution) -> None:
    """The accepted pairs, and nothing else, connect the mentions of each entity outside call lists."""
    parent = {key: key for key in resolution.entity_of}

    def find(key: str) -> str:
        while parent[key] != key:
            parent[key] = parent[parent[key]]
            key = parent[key]
        return key

    for join in resolution.joins:
        assert 0.5 < join.probability <= 1
        assert join.comparisons
        parent[find(join.left)] = find(join.right)
    groups: dict[str, set[str]] = defaultdict(set)
    for key, entity in resolution.entity_of.items():
        if key.split(SEPARATOR)[1] != "calls":
            groups[entity].add(find(key))
    assert all(len(roots) == 1 for roots in groups.values())


def test_a_second_run_and_another_arrival_order_give_the_same(
    county: Ledger,
    mentions: Mentions,
    resolution: Resolution,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The ledger sorts what it gives, so order can only come in by arrival: rows read in reverse, in two goes.

    Nor does it play a part how many pairs are looked at together.
    """
    monkeypatch.setattr(evidence, "BLOCK", 101)
    keyring = Keyring(tmp_path / "keys")
    other = Ledger.open(tmp_path / "workspace", keyring, create=True)
    try:
        tables = county.tables()
        random.Random(7).shuffle(tables)
        for half in (0, 1):
            with other.batch("test") as batch:
                for table in tables:
                    _copy(county, batch, table, half)
        assert resolve(other.mentions(), other.rows).entity_of == resolution.entity_of
    finally:
        other.close()


def _copy(ledger: Ledger, batch: object, table: str, half: int) -> None:
    from netinv.ledger.batch import Batch
    from netinv.ledger.types import SourceRow, StagedRow
    from netinv.model.mentions import mentions_of
    from netinv.model.tables import TABLES

    assert isinstance(batch, Batch)
    rows = ledger.rows(table)
    by_origin: dict[str, list[StagedRow]] = defaultdict(list)
    for n in reversed(range(len(rows))):
        if n % 2 == half:
            payload = {column: cells[n] for column, cells in rows.columns.items() if cells[n]}
            staged = StagedRow(rows.record_id[n], n, payload, mentions_of(TABLES[table], payload))
            by_origin[rows.origin[n]].append(staged)
    for origin, staged_rows in by_origin.items():
        batch.add(
            batch.add_source(SourceRow(f"{table}{half}.csv", table, origin)), origin, table, staged_rows
        )


def test_different_splits_for_good_and_revoking_restores(
    county: Ledger, mentions: Mentions, resolution: Resolution
) -> None:
    """A person's *different* holds in every later run; taken back, all is as it was."""
    join = min(
        (j for j in resolution.joins if "kin" in j.right and j.right.endswith("person")),
        key=lambda j: j.right,
    )
    id = county.judge(join.left, join.right, "different", "different people, says the village", "test")
    split = resolve(mentions, county.rows, county.judgements())
    assert split.entity_of[join.left] != split.entity_of[join.right]
    county.revoke(id, "test")
    assert resolve(mentions, county.rows, county.judgements()).entity_of == resolution.entity_of


def test_same_joins_what_the_model_left_apart(
    county: Ledger, mentions: Mentions, resolution: Resolution
) -> None:
    bare = sorted(k for k in resolution.entity_of if SEPARATOR + "event_people" + SEPARATOR in k)
    entities = {resolution.entity_of[k] for k in bare}
    left = bare[0]
    right = next(
        k for k in bare if resolution.entity_of[k] != resolution.entity_of[left] and _free(k, mentions)
    )
    assert len(entities) > 1
    id = county.judge(*sorted((left, right)), "same", "known to the clerk", "test")
    joined = resolve(mentions, county.rows, county.judgements())
    county.revoke(id, "test")
    assert joined.entity_of[left] == joined.entity_of[right]


def _free(key: str, mentions: Mentions) -> bool:
    """Whether a mention states nothing that could contradict."""
    for i in range(len(mentions)):
        if (
            SEPARATOR.join(
                (
                    mentions.origin[i],
                    mentions.table[i],
                    mentions.record_id[i],
                    mentions.ref[i],
                    mentions.kind[i],
                )
            )
            == key
        ):
            return not any(mentions.fields[f][i] for f in ("id_number", "birth_date", "gender"))
    return False


def test_the_store_gives_back_what_it_was_given(resolution: Resolution, tmp_path: Path) -> None:
    store = ResolutionStore(tmp_path / "graph.db")
    store.save(resolution, 3)
    assert (store.seq(), store.entity_of()) == (3, resolution.entity_of)
    assert sorted(store.joins()) == sorted(resolution.joins)
    entity = max(
        set(resolution.entity_of.values()),
        key=lambda e: (sum(v == e for v in list(resolution.entity_of.values())[:2000]), e),
    )
    for key in store.mentions(entity)[:5]:
        assert store.current(entity_id(key)) == entity
    store.save(replace(resolution, joins=[]), 4)
    assert (store.seq(), store.joins()) == (4, [])
    store.close()
