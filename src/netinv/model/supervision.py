"""The supervision summary: counts by unit, grass-roots organisations by founded leads, nobody's name."""

from netinv.model.alerts import Frozen, RecordRef


class UnitCount(Frozen):
    """Handlers of a unit, and how many of them stand out by outcomes alone: no alert, and no name.

    Small units are counted together, with "" as `entity_id` and `name`.
    """

    entity_id: str
    name: str
    handlers: int
    cases: int
    standing_out: int


class GrassRoots(Frozen):
    """A grass-roots organisation with the founded leads on it or on those who hold its posts."""

    entity_id: str
    name: str
    founded: int
    partly: int
    records: list[RecordRef]


class Supervision(Frozen):
    """The supervision summary of one state. `by_chance`: as many as look-alikes show stand out by chance."""

    units: list[UnitCount]
    by_chance: float
    grassroots: list[GrassRoots]
    as_of: str
    expires_on: str
