"""Print the wanted port if it is free on loopback, else one that is: `python tools/free_port.py 8765`."""

import socket
import sys


def free_port(wanted: int) -> int:
    """`wanted` if nothing listens there, else any free port of this machine."""
    for port in (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise SystemExit("no free port on 127.0.0.1")


if __name__ == "__main__":
    print(free_port(int(sys.argv[1])))
