"""The one root of all errors that a user may meet."""


class NetinvError(Exception):
    """Something the user can understand and act on: says what, where, and what to do. Exit code 1."""


class UsageError(NetinvError):
    """The call itself is wrong, or asks for a part that is not built yet. Exit code 2."""


class WorkspaceBusyError(NetinvError):
    """Another process is writing this workspace."""


class AuditUnavailableError(NetinvError):
    """The audit could not be written, so the answer is refused (no audit, no answer)."""


class NotFoundError(NetinvError):
    """No such thing, or not for this viewer: the two are never told apart."""


class ContradictedError(NetinvError):
    """A decision that contradicts what is known, or what somebody has decided: it was not written."""
