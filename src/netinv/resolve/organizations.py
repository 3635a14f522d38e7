"""Organisation mentions -> clusters: by credit code, then by the core of the name, never across two codes."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from netinv.ledger.types import Judgement, Mentions
from netinv.model.keys import mention_key
from netinv.resolve.judged import BY_HAND, Decided, decided
from netinv.resolve.normalise.companies import clean_uscc, company_key, legal_form
from netinv.resolve.normalise.memo import each
from netinv.resolve.normalise.organizations import unit_key
from netinv.resolve.normalise.regions import Regions
from netinv.resolve.result import Comparison, Joined

CERTAIN = 0.999
SAME_NAME = 0.98
SAME_CORE = 0.93
BY_PERSON = 1.0


class _Bound:
    """Union-find over organisation mentions that obeys people and never joins two credit codes."""

    def __init__(self, codes: Sequence[str], hands: Decided) -> None:
        self._parent = list(range(len(codes)))
        self._codes = {i: {code} for i, code in enumerate(codes) if code}
        self._excused: set[tuple[str, str]] = set()
        self._judged: dict[int, set[int]] = {}
        self._apart: dict[int, set[int]] = defaultdict(set)
        for i, j in hands.different:
            for one, other in ((i, j), (j, i)):
                self._judged[one] = {one}
                self._apart[one].add(other)

    def find(self, i: int) -> int:
        """The cluster of a mention: its smallest member."""
        parent = self._parent
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    def join(self, i: int, j: int, forced: bool = False) -> bool:
        """Join two clusters if they may be one; whether they are one now."""
        a, b = sorted((self.find(i), self.find(j)))
        if a == b:
            return True
        if any(m in self._judged.get(b, ()) for n in self._judged.get(a, ()) for m in self._apart[n]):
            return False
        both = {(x, y) for x in self._codes.get(a, ()) for y in self._codes.get(b, ())}
        if forced:
            self._excused |= both | {(y, x) for x, y in both}
        elif any(x != y and (x, y) not in self._excused for x, y in both):
            return False
        self._parent[b] = a
        self._codes[a] = self._codes.get(a, set()) | self._codes.pop(b, set())
        self._judged[a] = self._judged.get(a, set()) | self._judged.pop(b, set())
        return True


def resolve_organizations(
    mentions: Mentions, regions: Regions, judgements: Iterable[Judgement] = ()
) -> tuple[dict[str, str], list[Joined]]:
    """(mention key -> smallest mention key of its cluster, accepted joins) of organisations outside `calls`.

    A code joins whatever the name. A name joins a code's cluster where only one cluster bears that core (and,
    if both say one, the same legal form); two companies of one core without codes stay one only if their
    forms do not contradict. What people decided comes first.
    """
    chosen = [i for i, k in enumerate(mentions.kind) if k == "organization" and mentions.table[i] != "calls"]
    keys = [
        mention_key(
            mentions.origin[i], mentions.table[i], mentions.record_id[i], mentions.ref[i], "organization"
        )
        for i in chosen
    ]
    names = [mentions.fields["name"][i] for i in chosen]
    codes = each(clean_uscc, (mentions.fields["uscc"][i] for i in chosen))
    cores = each(lambda name: _core(name, regions), names)
    forms = each(legal_form, names)
    accounts = [mentions.fields["account"][i] for i in chosen]
    by_core: dict[str, Counter[str]] = defaultdict(Counter)
    forms_of: dict[tuple[str, str], set[str]] = defaultdict(set)
    for core, code, form in zip(cores, codes, forms, strict=True):
        if core and code:
            by_core[core][code] += 1
            forms_of[core, code].add(form)
    hands = decided(judgements, {key: i for i, key in enumerate(keys)})
    bound = _Bound(codes, hands)
    heads: dict[str, list[int]] = defaultdict(list)
    joins = [
        Joined(
            keys[each.left],
            keys[each.right],
            BY_PERSON,
            (Comparison("judgement", "", "", each.reason or "same", BY_HAND),),
        )
        for each in hands.same
        if bound.find(each.left) != bound.find(each.right) and bound.join(each.left, each.right, each.forced)
    ]
    for i, key in enumerate(keys):
        name, code, core, form = names[i], codes[i], cores[i], forms[i]
        probability, field = CERTAIN, "uscc"
        if not code and core:
            fitting = [
                c
                for c in sorted(by_core[core])
                if not form or form in forms_of[core, c] or "" in forms_of[core, c]
            ]
            fitting = fitting or (sorted(by_core[core]) if len(by_core[core]) == 1 else [])
            if len(fitting) == 1:
                code = fitting[0]
            field = "name"
        label = (
            "code:" + code
            if code
            else "core:" + core
            if core
            else "account:" + accounts[i]
            if accounts[i]
            else "own:" + key
        )
        # more than one head only where a person held some of a label to be different
        if any(bound.find(h) == bound.find(i) for h in heads[label]):
            continue
        first = next((h for h in heads[label] if bound.join(h, i)), None)
        if first is None:
            heads[label].append(i)
        else:
            if field == "name":
                probability = SAME_NAME if name == names[first] else SAME_CORE
            joins.append(
                Joined(
                    keys[first],
                    key,
                    probability,
                    (
                        Comparison(
                            field,
                            codes[first] if field == "uscc" else names[first],
                            code if field == "uscc" else name,
                            "same",
                            10.0,
                        ),
                    ),
                )
            )
    return {key: keys[bound.find(i)] for i, key in enumerate(keys)}, joins


def _core(name: str, regions: Regions) -> str:
    return (unit_key(name, regions) or company_key(name, regions)) if name else ""
