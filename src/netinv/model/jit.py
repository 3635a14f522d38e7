"""Compilation by numba that caches where it can and works where it cannot."""

from collections.abc import Callable
from typing import Any, TypeVar

import numba

_F = TypeVar("_F", bound=Callable[..., Any])


def compiled(function: _F) -> _F:
    """Compile on first call; the machine code is kept on disk unless no folder for it can be written.

    numba looks for a folder (NUMBA_CACHE_DIR, beside the source, the user's cache) when the function is
    declared and raises if all are read-only, as on a locked-down PC. Then every process compiles for itself.
    """
    try:
        return numba.njit(cache=True, nogil=True)(function)  # type: ignore[no-any-return]
    except RuntimeError:
        return numba.njit(nogil=True)(function)  # type: ignore[no-any-return]
