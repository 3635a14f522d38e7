"""Detection rules and innocent explanations as data: one YAML file each, a SELECT over the resolved views.

A rule's SELECT gives one row a *fact*: what some records say of one (official, gang) pair. Its columns:
`official`, `gang_id`, `party` (whom the fact concerns: member, company, broker), `at` (when), `weight` (1 is
an ordinary fact of the rule; less says less, a negative one speaks against), `records` (`table:record_id`),
`path` (entities from the official to the gang) and, where money is meant, `amount`.

An explanation's SELECT gives rows of the same keys (`official`, `gang_id`, `party`, `record`, `since` and
`until`; NULL matches anything) with the `records` that hold the explanation.
"""

from functools import cache
from importlib.resources import files
from string import Formatter
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from netinv.model.alerts import Family, Text
from netinv.model.shipped import parsed

Nats = Annotated[float, Field(gt=0, allow_inf_nan=False)]
NAMED = ("official", "gang", "parties", "n", "amount", "since", "until")
"""What a rule's sentence may name."""


class Strict(BaseModel):
    """A file's content: an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Rule(Strict):
    """One way in which records speak of a link between an official and a gang.

    `weight` is the log-likelihood ratio (nats) of the rule at full strength, `half` the sum of fact weights
    at which half of it is reached, `reason` why it weighs so. `sentence` may name what stands in `NAMED`, in
    braces, and go by number (`wording`).
    """

    id: Annotated[str, Field(pattern="^[a-z][a-z0-9_]*$")]
    family: Family
    label: Text
    sentence: Text
    weight: Nats
    half: Nats
    reason: Text
    maturity: Literal["draft", "tried", "proven"]
    refuted_by: Text
    select: str

    @field_validator("sentence")
    @classmethod
    def _names_what_there_is(cls, sentence: Text) -> Text:
        for text in (sentence.zh, sentence.en):
            for _, name, _, _ in Formatter().parse(text):
                if name is not None and name.partition("|")[0] not in NAMED:
                    known = ", ".join(f"{{{each}}}" for each in NAMED)
                    wrong = f"{{{name}}}"
                    raise ValueError(
                        f"句子里不能有 {wrong}，可用 {known} / {wrong} cannot stand in it; use {known}"
                    )
        return sentence


class ExplanationRule(Strict):
    """One innocent reading that the records may hold. `keeps` is the share of a covered fact that stays.

    `label` says what is looked up; `found` and `none` what is said then.
    """

    code: str
    label: Text
    found: Text
    none: Text
    covers: list[str]
    keeps: float
    select: str


@cache
def rules() -> dict[str, Rule]:
    """All built-in rules by id, sorted."""
    return {rule.id: rule for rule in (Rule.model_validate(data) for data in _read("rules"))}


@cache
def explanations() -> dict[str, ExplanationRule]:
    """All innocent explanations by code, sorted."""
    found = (ExplanationRule.model_validate(data) for data in _read("explanations"))
    return {explanation.code: explanation for explanation in found}


def _read(folder: str) -> list[object]:
    found = (f for f in files("netinv.model").joinpath(folder).iterdir() if f.name.endswith(".yaml"))
    return [parsed(f) for f in sorted(found, key=lambda f: f.name)]
