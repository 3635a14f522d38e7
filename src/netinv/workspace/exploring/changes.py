"""What changed of a piece of work since it was last kept: what the page sends instead of all of it."""

from collections.abc import Mapping
from typing import Any

from netinv.model.exploring import Change


def changed(body: Mapping[str, Any], change: Change) -> dict[str, Any]:
    """The work after a change. A part that is None is gone; of the steps a run stays, others come after."""
    result = dict(body)
    for word, said in change.whole.items():
        result[word] = said
    for section, parts in change.parts.items():
        kept = {**result.get(section, {}), **parts}
        result[section] = {key: value for key, value in kept.items() if value is not None}
    for name, run in change.steps.items():
        result[name] = [*result.get(name, [])[run.start : run.stop], *run.added]
    return result
