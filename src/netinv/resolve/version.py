"""A version of the model: all that is learnt from the records, frozen, so that within it what a record adds
depends on the records only and not on when they came."""

import json
from dataclasses import asdict, dataclass, replace

import numpy as np

from netinv.resolve.blocks import Blocking
from netinv.resolve.calibration import UNTAUGHT, Calibration
from netinv.resolve.fellegi_sunter import PairModel
from netinv.resolve.frequency import Characters, Rarity
from netinv.resolve.normalise.regions import Regions


@dataclass(frozen=True)
class Version:
    """Places, which blocks are made, what comparisons weigh, and what people's answers say of that."""

    regions: Regions
    blocking: Blocking
    model: PairModel
    placings: Calibration = UNTAUGHT
    """What people's answers say of placings; what they say of pairs lies in the model."""

    @property
    def taught(self) -> dict[str, Calibration]:
        """What people's answers say, where they say anything."""
        maps = {"pairs": self.model.answers, "placings": self.placings}
        return {name: found for name, found in maps.items() if found.answers}

    def text(self) -> str:
        """As JSON."""
        body = asdict(replace(self, model=replace(self.model, rarity=np.zeros(0))))
        body["regions"]["counties"] = sorted(self.regions.counties)
        del body["model"]["rarity"]
        return json.dumps(body, ensure_ascii=False)

    @classmethod
    def read(cls, text: str) -> "Version":
        """From `text`."""
        body = json.loads(text)
        regions, model = body["regions"], body["model"]
        names = model.pop("names")
        return cls(
            Regions(**{**regions, "counties": frozenset(regions["counties"])}),
            Blocking(*body["blocking"]),
            PairModel(
                {field: tuple(bits) for field, bits in model["weights"].items()},
                model["prior"],
                Rarity(**{**names, "characters": Characters(**names["characters"])}),
                np.zeros(0),
                Calibration(*model["answers"]),
            ),
            Calibration(*body["placings"]),
        )
