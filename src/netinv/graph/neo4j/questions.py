"""The catalogue for investigators: a statement a file in `cypher/investigate`, and what its head says."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from netinv.graph.neo4j.statements import names, statement
from netinv.model.alerts import Text
from netinv.model.errors import UsageError

ROOM = "investigate"

_EXAMPLE = re.compile(r"^//\s+:param (\{.*\})$", re.MULTILINE)
_VALUE = re.compile(r"(\w+): ('[^']*'|\d+)")


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

    def read(self, given: Iterable[str]) -> dict[str, str | int]:
        """Parameters written as `gang=TH0001 hub=40`; UsageError where one is missing or none of these.

        A number where the example has one, text elsewhere.
        """
        kinds = dict(_VALUE.findall(self.example))
        found: dict[str, str | int] = {}
        for each in given:
            key, equals, value = each.partition("=")
            if not equals or key not in kinds or not (kinds[key][0] == "'" or value.isdigit()):
                raise UsageError(
                    f"看不懂参数 {each}；例 {self.example} / not a parameter: {each}; {self.example}"
                )
            found[key] = value if kinds[key][0] == "'" else int(value)
        if missing := [name for name in self.parameters if name not in found]:
            names = ", ".join(missing)
            raise UsageError(f"缺少参数 {names}；例 {self.example} / missing: {names}; {self.example}")
        return found


def question(name: str) -> Question:
    """One of them; UsageError where there is none of this name."""
    for each in questions():
        if each.name == name:
            return each
    raise UsageError(
        f"没有问题 {name}，请看 netinv neo4j questions / no question {name}: see netinv neo4j questions"
    )


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
