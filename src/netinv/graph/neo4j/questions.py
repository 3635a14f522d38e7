"""The catalogue for investigators: a statement a file in `cypher/investigate`, and what its head says."""

import re
from dataclasses import dataclass
from functools import cache

from netinv.graph.neo4j.statements import names, statement
from netinv.model.alerts import Text

ROOM = "investigate"

_EXAMPLE = re.compile(r"^//\s+:param (\{.*\})$", re.MULTILINE)


@dataclass(frozen=True)
class Question:
    """A question as its head comment states it; `example` sets its parameters in Neo4j Browser."""

    name: str
    purpose: Text
    example: str
    text: str

    @property
    def parameters(self) -> list[str]:
        """Names of the parameters that the statement takes."""
        body = re.sub(r"^//.*$", "", self.text, flags=re.MULTILINE)
        return sorted(set(re.findall(r"\$(\w+)", body)))


@cache
def questions() -> list[Question]:
    """All of them, by name."""
    return [_read(place) for place in names(ROOM)]


def _read(place: str) -> Question:
    text = statement(place)
    zh, en = (line.removeprefix("// ") for line in text.splitlines()[:2])
    example = _EXAMPLE.search(text)
    return Question(
        place.partition("/")[2], Text(zh=zh, en=en), f":param {example[1]}" if example else "", text
    )
