"""Steps run without the search for reference cycles."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Switch Python's cyclic garbage collector off for a while.

    A step makes millions of objects that live to its end and hardly a cycle among them: to go through them
    again and again costs time and frees nothing. What is no longer used is freed as ever.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            # all that was made goes to the oldest objects unseen: else the next one made sets off a search
            gc.freeze()
            gc.unfreeze()
            gc.enable()
