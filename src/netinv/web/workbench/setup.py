"""What the page needs before it draws: words, and the kinds of the ontology for style, legend and filters."""

from netinv.model.ontology import ontology
from netinv.model.readings import readings
from netinv.report import labels
from netinv.report.words import word
from netinv.web.workbench.marks import mark
from netinv.web.workbench.shaping import Json, Shape
from netinv.web.workbench.words import catalogue
from netinv.workspace.exploring.grouping import MANY


def setup(shape: Shape) -> Json:
    """In one language."""
    known = ontology()
    return {
        "lang": shape.lang,
        "words": {key: shape.say(text) for key, text in catalogue().items()},
        "many": MANY,
        "is_lead": shape.say(word("is_lead")),
        "entities": [
            {
                "kind": kind,
                "initial": known.entities[kind].initial,
                "label": shape.say(labels.entity_kind(kind)),
                "colour": known.colour(kind),
                "shape": known.entities[kind].shape,
                "mark": mark(kind),
            }
            for kind in known.entities
        ],
        "relations": [
            {
                "kind": kind,
                "label": shape.say(labels.relation_kind(kind)),
                "strength": known.relations[kind].strength,
                "directed": not labels.is_symmetric(kind),
                "innocent": shape.say(readings()[kind]),
            }
            for kind in known.relations
        ],
    }
