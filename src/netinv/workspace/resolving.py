"""The step from mentions to entities: of a large register that grew a little only what changed is resolved,
else all; of that only what differs is written."""

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import netinv
from netinv.ledger.ledger import Ledger
from netinv.ledger.types import Head, Judgement, Mentions
from netinv.model.keys import SEPARATOR
from netinv.resolve.store import ResolutionStore
from netinv.workspace.facts import Facts
from netinv.workspace.projections import RESOLVING

if TYPE_CHECKING:
    from netinv.resolve.kept import Kept

LARGE = 50_000
"""Records from which on a model is kept; fewer are resolved whole in seconds, and learnt from each time."""

GROWTH = 1.1
"""How many times as many records make a new version of the model."""


Record = tuple[str, str, str]
"""(origin, table, record_id)."""


@dataclass(frozen=True)
class Grown:
    """What changed since a state of the ledger."""

    since: Head
    records: Sequence[Record]
    """Those that were added, changed or withdrawn."""
    entities: frozenset[str]
    """Those of every mention that was added, changed, withdrawn or moved, before and after."""
    moved: Mapping[str, tuple[str, str]] | None = None
    """Of each mention that moved the entity before and after, "" where there is none; None of a register that
    was resolved by increments."""


def resolve_forward(
    ledger: Ledger,
    facts: Facts,
    store: ResolutionStore,
    stood: Head | None = None,
    large: int = LARGE,
    progress: Callable[[str], None] | None = None,
) -> Grown | None:
    """Bring who is who to the state of `facts`. `stood` is the state that `store` stands at, where this very
    program brought it there. Returns what changed; None where that cannot be told.

    The model of a large register is that of the last transaction at which it had grown by a tenth: within
    it new records alone are resolved, with the result of all together.
    """
    folder, head = ledger.folder / RESOLVING, facts.head
    learnt = learnt_at(ledger.growth(head.seq), large)
    grown = _grown(ledger, facts, store, folder, learnt) if learnt else None
    return grown or _whole(ledger, facts, store, folder, learnt, stood, progress)


def learnt_at(growth: Sequence[tuple[int, int]], large: int = LARGE) -> int:
    """The transaction whose records the model is learnt from; 0 where it is learnt from all each time."""
    records = then = found = 0
    for seq, new in growth:
        records += new
        if records >= max(large, GROWTH * then):
            then, found = records, seq
    return found


def _whole(
    ledger: Ledger,
    facts: Facts,
    store: ResolutionStore,
    folder: Path,
    learnt: int,
    stood: Head | None,
    progress: Callable[[str], None] | None,
) -> Grown | None:
    from netinv.resolve.resolve import is_register, learn, resolve

    mentions, seq = facts.mentions(), facts.head.seq
    past = learnt not in (0, seq) and is_register(mentions)
    version = learn(ledger.mentions(learnt), ledger.judgements(learnt)) if past else None
    resolution = resolve(mentions, facts.rows, facts.judgements(), version, progress)
    changed = ledger.changes(stood, seq) if stood and stood.seq == store.seq() else None
    moved = None
    if changed is None:
        store.save(resolution, seq)
    else:
        moved = store.renew(resolution, seq)
    if learnt and resolution.keep is not None:
        _keep(resolution.keep(learnt, facts.head), folder, whole=True)
    else:
        shutil.rmtree(folder, ignore_errors=True)
    if stood is None or changed is None or moved is None:
        return None
    entities = {entity for both in moved.values() for entity in both if entity}
    entities |= {resolution.entity_of[key] for key in _keys_of(ledger.mentions_of(changed, seq))}
    return Grown(stood, changed, frozenset(entities), moved)


def _grown(ledger: Ledger, facts: Facts, store: ResolutionStore, folder: Path, learnt: int) -> Grown | None:
    """Resolve what changed alone; None where that cannot be."""
    from netinv.resolve.incremental import increment
    from netinv.resolve.kept import read
    from netinv.resolve.resolve import is_register

    kept, seq = read(folder, netinv.__version__), facts.head.seq
    if kept is None or kept.learnt != learnt or kept.head.seq != store.seq():
        return None
    changed = ledger.changes(kept.head, seq)
    if changed is None:
        return None
    before, now = ledger.mentions_of(changed, kept.head.seq), ledger.mentions_of(changed, seq)
    if not (is_register(before) and is_register(now)):
        return None
    judgements = facts.judgements()
    differ = set(judgements) ^ set(ledger.judgements(kept.head.seq))
    judged = {key for each in differ for key in _keys(each)}
    found = increment(kept, before, now, lambda records: ledger.mentions_of(records, seq), judgements, judged)
    if found is None:
        return None
    store.update(found, kept.version.model.weights, seq)
    _keep(replace(found.kept, head=facts.head), folder, whole=False)
    return Grown(kept.head, changed, frozenset(found.stale))


def _keep(kept: "Kept", folder: Path, whole: bool) -> None:
    """Keep it. Where the disk does not let us, the next run resolves all anew: the entities stand already."""
    from netinv.resolve.kept import write

    try:
        write(kept, folder, netinv.__version__, whole)
    except OSError:
        shutil.rmtree(folder, ignore_errors=True)


def _keys_of(mentions: Mentions) -> Iterator[str]:
    """The key of each mention."""
    m = mentions
    return map(SEPARATOR.join, zip(m.origin, m.table, m.record_id, m.ref, m.kind, strict=True))


def _keys(judgement: Judgement) -> tuple[str, str]:
    return judgement.left_key, judgement.right_key
