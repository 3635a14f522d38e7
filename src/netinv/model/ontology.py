"""The ontology as validated data: entity kinds, relation kinds, and how far a source grade is believed."""

from functools import cache
from importlib import resources
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from netinv.model.shipped import parse as parse_yaml

Probability = Annotated[float, Field(gt=0, le=1)]
Cap = Annotated[int, Field(ge=1)] | None

UNGRADED = "C"
"""The grade of a source that states none."""


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class EntityKind(_Data):
    """One kind of node. `colour` names a colour of the palette; `hub_cap` is a degree, None: no discount."""

    zh: str
    en: str
    initial: Annotated[str, Field(pattern="^[A-Z]$")]
    colour: str
    shape: str
    hub_cap: Cap


class RelationKind(_Data):
    """One kind of relation. `half_life`: days after its end, None if it lasts; `hub_cap`: at one node."""

    zh: str
    en: str
    source: list[str]
    target: list[str]
    strength: Probability
    half_life: Annotated[int, Field(ge=1)] | None
    hub_cap: Cap
    symmetric: bool = False
    instant: bool = False


class Ontology(_Data):
    """All kinds, in the order of the file, which is the order of legends and of kind codes in arrays."""

    palette: dict[str, Annotated[str, Field(pattern="^#[0-9A-F]{6}$")]]
    entities: dict[str, EntityKind]
    relations: dict[str, RelationKind]
    grades: dict[str, Probability]

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        looks = [(kind.colour, kind.shape) for kind in self.entities.values()]
        if len(set(looks)) < len(looks):
            raise ValueError("two entity kinds look alike: colour and shape together must be unique")
        initials = [kind.initial for kind in self.entities.values()]
        if len(set(initials)) < len(initials) or "A" in initials or "R" in initials:
            raise ValueError("initials of entity kinds must be unique; A names alerts and R relations")
        if unknown := {kind.colour for kind in self.entities.values()} - set(self.palette):
            raise ValueError(f"not in the palette: {sorted(unknown)}")
        for name, relation in self.relations.items():
            if unknown := {*relation.source, *relation.target} - set(self.entities):
                raise ValueError(f"{name}: no such entity kind: {sorted(unknown)}")
            if relation.symmetric and relation.source != relation.target:
                raise ValueError(f"{name}: a symmetric relation has the same kinds at both ends")
        if UNGRADED not in self.grades:
            raise ValueError(f"grade {UNGRADED} is missing: it stands for sources without a grade")
        return self

    def colour(self, kind: str) -> str:
        """Colour of an entity kind as `#RRGGBB`."""
        return self.palette[self.entities[kind].colour]

    def belief(self, grade: str) -> float:
        """Probability that what a source of this grade states is so; an unknown grade counts as C."""
        return self.grades.get(grade.strip().upper(), self.grades[UNGRADED])

    @property
    def entity_kinds(self) -> list[str]:
        """Names of entity kinds; the position is the kind's code in arrays."""
        return list(self.entities)

    @property
    def relation_kinds(self) -> list[str]:
        """Names of relation kinds; the position is the kind's code in arrays."""
        return list(self.relations)


def parse(text: str) -> Ontology:
    """Read an ontology from YAML; pydantic's ValidationError says what is wrong."""
    return Ontology.model_validate(parse_yaml(text))


@cache
def ontology() -> Ontology:
    """The ontology that netinv ships."""
    return parse((resources.files("netinv.model") / "ontology.yaml").read_text(encoding="utf-8"))
