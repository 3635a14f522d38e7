"""An office of the tests, opened and served."""

from collections.abc import Iterator
from contextlib import contextmanager

from faces_office import Office

from netinv.web import serving


@contextmanager
def served(office: Office) -> Iterator[str]:
    """An office, served as `netinv serve` does; its address."""
    with office.open() as workspace, serving.served(workspace) as address:
        yield address
