"""A process that imports, to be killed or starved by the tests: `importer.py WORKSPACE KEYS ROWS [BYTES]`.

Prints a line after each chunk and at the end. With BYTES the system lets no file grow beyond that size, as a
full disk would not.
"""

import resource
import signal
import sys
from pathlib import Path

from netinv.ledger import Keyring, Ledger, SourceRow, StagedRow
from netinv.model.errors import NetinvError
from netinv.model.mentions import MENTION_FIELDS, MentionRow

CHUNK = 500


def main(workspace: str, keys: str, rows: str, limit: str = "") -> int:
    ledger = Ledger.open(Path(workspace), Keyring(Path(keys)), create=True)
    if limit:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
    blank = ("",) * (len(MENTION_FIELDS) - 1)
    try:
        with ledger.batch("clerk") as batch:
            source = batch.add_source(SourceRow("people.csv", "people", "县公安局", digest=rows))
            print("started", flush=True)
            for first in range(0, int(rows), CHUNK):
                staged = [
                    StagedRow(
                        f"{number:06d}",
                        number,
                        {"name": f"甲{number}"},
                        [MentionRow("", "person", (f"甲{number}", *blank))],
                    )
                    for number in range(first, min(first + CHUNK, int(rows)))
                ]
                batch.add(source, "县公安局", "people", staged)
                print(first, flush=True)
    except NetinvError as error:
        print(f"refused: {error}", flush=True)
        return 1
    print("published", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
