"""Answers to what the queue asks, or to any two: what each would do, and how it is written."""

from collections import Counter
from collections.abc import Sequence

from netinv.model.errors import UsageError
from netinv.model.review import Doubtful, Named, Question
from netinv.workspace.review.deciding import Plan, plan, plan_split
from netinv.workspace.review.desk import Desk
from netinv.workspace.review.explaining import explain
from netinv.workspace.review.queue import dressed, single

VERDICTS = ("same", "different", "unsure")


def named(mention: Named) -> str:
    """A mention with the unit that gave it, so that it is never unclear which is meant."""
    return f"{mention.origin}|{mention.mention}"


def plan_answer(desk: Desk, pair: Doubtful, verdict: str) -> Plan:
    """What an answer to a pair of the queue takes.

    *Different* parts whole entities; of two that are held to be one it takes out what hangs on the join.
    """
    if verdict == "different" and pair.joined:
        return plan_split(desk, [desk.target(each) for each in pair.part])
    if verdict == "different":
        return plan(desk, desk.target(pair.left.entity_id), desk.target(pair.right.entity_id), verdict)
    return plan(desk, desk.target(named(pair.left.speaker)), desk.target(named(pair.right.speaker)), verdict)


def question(desk: Desk, a: str, b: str) -> Question:
    """Two that somebody names, with all that it takes to decide."""
    ends = desk.target(a), desk.target(b)
    asked = single(desk, desk.speaker(ends[0]), desk.speaker(ends[1]))
    pair = dressed(desk, asked) if asked else None
    if pair is not None:
        plans = [plan_answer(desk, pair, verdict) for verdict in VERDICTS]
    elif ends[0].entity == ends[1].entity and not (ends[0].mention and ends[1].mention):
        plans = []  # one entity: nothing to join, and what to take out has to be said
    else:
        plans = [plan(desk, *ends, verdict) for verdict in VERDICTS]
    return Question(a=a, b=b, pair=pair, found=explain(desk, *ends), answers=[p.consequences for p in plans])


def apart(pairs: Sequence[Doubtful]) -> None:
    """UsageError where one entity stands in several pairs: what one answer does depends on the other."""
    counted = Counter(id for pair in pairs for id in {pair.left.entity_id, pair.right.entity_id})
    twice = sorted(id for id, times in counted.items() if times > 1)
    if twice:
        raise UsageError(
            f"{'、'.join(twice)} 出现在几对中，请逐对判定 / "
            f"{', '.join(twice)} stands in several of these pairs; judge them one by one"
        )
