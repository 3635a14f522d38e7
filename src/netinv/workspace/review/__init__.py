"""People decide who is who: the queue of doubtful pairs, why they are as they are, judgements, undo."""

from netinv.workspace.review.review import Review

__all__ = ["Review"]
