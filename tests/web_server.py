"""A workspace served in a thread, as `netinv serve` does."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from faces_office import Office

from netinv.web import create_app


@contextmanager
def served(office: Office) -> Iterator[str]:
    """An office, served as `netinv serve` does; its address."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    with office.open() as workspace:
        config = uvicorn.Config(create_app(workspace), log_level="warning", access_log=False)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.05)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join()
