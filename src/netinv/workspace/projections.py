"""The open projections in `graph.db`: who is who, the graph, the screening, and what they stand at."""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from netinv.graph.embedded import EmbeddedStore
from netinv.resolve.store import ResolutionStore
from netinv.workspace.standing import Standing

if TYPE_CHECKING:
    from netinv.detect.store import ScreeningStore

FILE = "graph.db"
SNAPSHOTS = "snapshots"


class Projections:
    """Opened when first asked for: most reads need one of them only."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE
        self.snapshots = folder / SNAPSHOTS

    @cached_property
    def standing(self) -> Standing:
        """Which state of the ledger each step stands at."""
        return Standing(self.path)

    @cached_property
    def resolution(self) -> ResolutionStore:
        """Mention -> entity, and why."""
        return ResolutionStore(self.path)

    @cached_property
    def graph(self) -> EmbeddedStore:
        """Nodes and relations."""
        return EmbeddedStore(self.path)

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
