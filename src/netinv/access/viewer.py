"""On whose behalf anything is read."""

import getpass
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Viewer:
    """Who asks, in which role, for what purpose and in which case. Every read takes one."""

    id: str
    role: str
    purpose: str = ""
    case_no: str = ""

    def asking(self, purpose: str, case_no: str = "") -> "Viewer":
        """The same viewer with the purpose and the case number of one question."""
        return replace(self, purpose=purpose, case_no=case_no)


OPERATOR = "operator"


def operator() -> Viewer:
    """The one operator of a workspace that has no accounts: whoever is logged in to this machine."""
    try:
        name = getpass.getuser()
    except (OSError, KeyError):  # no such user in this system's list
        name = "local"
    return Viewer(f"{OPERATOR}:{name}", OPERATOR)
