"""Whether the projections stand at the state of the ledger, and bringing them there for whoever reads."""

from netinv.ledger.ledger import Ledger
from netinv.workspace.collecting import uncollected
from netinv.workspace.facts import DERIVED
from netinv.workspace.progress import Progress
from netinv.workspace.projections import Projections

STEPS = ("resolve", "graph", "detect")
"""What brings them there, in order."""
_RESOLVED = frozenset({"entities", "graph"})
"""What is asked for of which detection plays no part."""


def stand(ledger: Ledger, projections: Projections, steps: tuple[str, ...] = STEPS) -> bool:
    """Whether these steps have been done at the state of the ledger."""
    head = ledger.head(DERIVED)
    return all(projections.holds(step, head) for step in steps)


def bring_forward(what: str, ledger: Ledger, projections: Projections, progress: Progress) -> None:
    """Do what is missing for an export; where nothing is, what computes is not even loaded."""
    resolved = what in _RESOLVED
    if not stand(ledger, projections, STEPS[:2] if resolved else STEPS):
        from netinv.workspace.steps import Chain

        with ledger.lock.held(), uncollected():
            chain = Chain(ledger, projections, progress)
            chain.resolve() if resolved else chain.detect()
