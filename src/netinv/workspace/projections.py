"""The open projections: who is who, the graph, the screening, and what they stand at.

They lie in `graph.db`, but for the graph where it is asked for in Neo4j.
"""

import shutil
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from netinv.graph.embedded import EmbeddedStore
from netinv.ledger.types import Head
from netinv.model.stores import Store
from netinv.resolve.store import ResolutionStore
from netinv.workspace.standing import Standing

if TYPE_CHECKING:
    from netinv.detect.store import ScreeningStore
    from netinv.graph.neo4j.store import Neo4jStore

FILE = "graph.db"
SNAPSHOTS = "snapshots"
RESOLVING = "resolving"


class Projections:
    """Opened when first asked for: most reads need one of them only."""

    def __init__(self, folder: Path, workspace_id: str, store: Store = Store.EMBEDDED) -> None:
        self.store = store
        self.path = folder / FILE
        self._workspace_id = workspace_id
        self.snapshots = folder / SNAPSHOTS
        self._kept = folder / RESOLVING

    @cached_property
    def standing(self) -> Standing:
        """Which state of the ledger each step stands at."""
        return Standing(self.path)

    @cached_property
    def resolution(self) -> ResolutionStore:
        """Mention -> entity, and why."""
        return ResolutionStore(self.path)

    @cached_property
    def graph(self) -> "EmbeddedStore | Neo4jStore":
        """Nodes and relations. ServerError where Neo4j is asked for and there is none for this workspace."""
        if self.store is Store.EMBEDDED:
            return EmbeddedStore(self.path)
        from netinv.graph.neo4j.store import Neo4jStore
        from netinv.graph.neo4j.target import target

        return Neo4jStore(target(), self._workspace_id)

    def reach(self) -> None:
        """See that a server which is asked for answers: now, and not after an hour's import."""
        if self.store is not Store.EMBEDDED:
            _ = self.graph

    def holds(self, step: str, head: Head) -> bool:
        """Whether a step was finished on this very state, and what it made is still there."""
        if not self.standing.holds(self._name(step), head):
            return False
        # a server may have been emptied or restored behind our back; a file takes its stamps with it
        return step != "graph" or isinstance(self.graph, EmbeddedStore) or self.graph.stands_at(head.seq)

    def head(self, step: str) -> Head | None:
        """The state on which a step was last finished by this program."""
        return self.standing.head(self._name(step))

    def put(self, step: str, head: Head) -> None:
        """A step was finished."""
        self.standing.put(self._name(step), head)

    def forget(self) -> None:
        """Nothing stands. What people may have written into a server goes too."""
        self.standing.clear()
        shutil.rmtree(self._kept, ignore_errors=True)
        if self.store is Store.NEO4J:
            self.graph.clear()

    def _name(self, step: str) -> str:
        return f"graph-{self.store}" if step == "graph" and self.store is not Store.EMBEDDED else step

    @cached_property
    def screening(self) -> "ScreeningStore":
        """The screened candidates."""
        from netinv.detect.store import ScreeningStore

        return ScreeningStore(self.path)

    def labels(self, ids: list[str]) -> Mapping[str, str]:
        """What pictures call these nodes; an unknown one is left out."""
        return {id: node.label for id, node in self.graph.get(ids).items()}

    def close(self) -> None:
        """Let go of the file."""
        for name in ("standing", "resolution", "graph", "screening"):
            if name in self.__dict__:
                self.__dict__.pop(name).close()
