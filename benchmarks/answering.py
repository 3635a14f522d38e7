"""What answers to the review queue teach: a sitting answered by the truth, and what is said of all other pairs.

The same records are resolved three times: by nobody's answers, with answers that are obeyed and teach nothing,
and with answers that recalibrate. What was asked is left out of what is measured, so that no answer counts as
the model's own merit.
"""

import math
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import fmean

from bench_resolve import calibration_error, reliability, score
from scoring import Key, true_persons

from netinv.access.viewer import Viewer
from netinv.ledger.keyring import Keyring
from netinv.ledger.types import Judgement
from netinv.model.keys import SEPARATOR
from netinv.model.review import Doubtful, Named
from netinv.resolve.resolve import resolve
from netinv.resolve.result import Resolution
from netinv.workspace import Workspace

OPERATOR = Viewer("operator:bench", "operator")
OPEN = 0.05, 0.95
"""Probabilities between which the queue asks."""
Asked = set[frozenset[str]]


def answering(data: Path, truth: Path, questions: int) -> None:
    """Answer so many questions about people, first things first, and print the table."""
    who = true_persons(truth)
    with tempfile.TemporaryDirectory(prefix="netinv-bench-") as made:
        keys = Keyring(Path(made) / "keys")
        with Workspace.open(Path(made) / "workspace", create=True, keyring=keys) as workspace:
            workspace.ingest(OPERATOR, data)
            workspace.resolve(OPERATOR)
            asked, right, refused = _sitting(workspace, who, questions)
            ledger = workspace._ledger
            mentions, judgements = ledger.mentions(), ledger.judgements()
            print(
                f"{len(asked)} answers, {right} of them same; {refused} contradict the records, not written"
            )
            obeyed = [replace(each, asked=False) for each in judgements]
            runs: dict[str, Sequence[Judgement]] = {"nobody": (), "obeyed": obeyed, "learnt": judgements}
            head = "answers | precision | recall | F1 | calibration error, all | pairs between | said | right"
            print(f"| {head} | calibration error there | log loss there |")
            print("|" + "---|" * 10)
            for name, said in runs.items():
                found = resolve(mentions, ledger.rows, said)
                print(f"| {name} | {_row(found, who, asked)} |", flush=True)


def _sitting(workspace: Workspace, who: Mapping[Key, str], questions: int) -> tuple[Asked, int, int]:
    """Answer the queue. Returns which pairs were answered, how many *same*, and how many were refused."""
    asked: Asked = set()
    right = refused = 0
    together: dict[str, list[Doubtful]] = {"same": [], "different": []}
    seen: set[str] = set()
    for pair in workspace.review.queue(OPERATOR, questions, kind="person"):
        sides = pair.left, pair.right
        one, other = (who.get((s.speaker.table, s.speaker.record_id, s.speaker.ref)) for s in sides)
        ends = {side.entity_id for side in sides}
        if one is not None and other is not None and not ends & seen:  # each entity once in a decision
            seen |= ends
            together["same" if one == other else "different"].append(pair)
    for verdict, pairs in together.items():
        said = workspace.review.foresee(OPERATOR, pairs, verdict)
        kept = [pair for pair, does in zip(pairs, said, strict=True) if not does.conflicts]
        if kept:
            workspace.review.answer(OPERATOR, kept, verdict, "truth")
        refused += len(pairs) - len(kept)
        right += len(kept) if verdict == "same" else 0
        asked |= {frozenset((_key(pair.left.speaker), _key(pair.right.speaker))) for pair in kept}
    return asked, right, refused


def _key(end: Named) -> str:
    return SEPARATOR.join((end.origin, end.table, end.record_id, end.ref, end.kind))


def _row(found: Resolution, who: Mapping[Key, str], asked: Asked) -> str:
    keys = sorted(k for k in found.entity_of if k.endswith("person") and k.split(SEPARATOR)[1] != "calls")
    index = {key: n for n, key in enumerate(keys)}
    true = [who.get((key.split(SEPARATOR)[1], *key.split(SEPARATOR)[2:4]), f"?{key}") for key in keys]
    joins = [j for j in found.joins if j.left in index]
    scores = score(true, [(1.0, index[j.left], index[j.right]) for j in joins])
    by_hand = {frozenset((j.left, j.right)) for j in joins if j.comparisons[0].field == "judgement"}
    said = [
        (each.probability, index[each.left], index[each.right])
        for each in (*joins, *found.doubts)
        if each.left in index and frozenset((each.left, each.right)) not in asked | by_hand
    ]
    between = [each for each in said if OPEN[0] <= each[0] <= OPEN[1]]
    return " | ".join(
        (
            *(f"{scores[name]:.4f}" for name in ("precision", "recall", "f1")),
            f"{calibration_error(reliability(true, said)):.4f}",
            f"{len(between):,}",
            f"{fmean(p for p, _, _ in between):.3f}",
            f"{fmean(true[i] == true[j] for _, i, j in between):.3f}",
            f"{calibration_error(reliability(true, between)):.4f}",
            f"{fmean(_loss(p, true[i] == true[j]) for p, i, j in between):.4f}",
        )
    )


def _loss(p: float, right: bool) -> float:
    return -math.log2(p if right else 1 - p)
