"""Organisation mentions -> clusters: by credit code, then by the core of the name, never across two codes."""

from collections import Counter, defaultdict

from netinv.ledger.types import Mentions
from netinv.model.keys import mention_key
from netinv.resolve.normalise.companies import clean_uscc, company_key, legal_form
from netinv.resolve.normalise.memo import each
from netinv.resolve.normalise.organizations import unit_key
from netinv.resolve.normalise.regions import Regions
from netinv.resolve.result import Comparison, Joined

CERTAIN = 0.999
SAME_NAME = 0.98
SAME_CORE = 0.93


def resolve_organizations(mentions: Mentions, regions: Regions) -> tuple[dict[str, str], list[Joined]]:
    """(mention key -> smallest mention key of its cluster, accepted joins) of organisations outside `calls`.

    A code joins whatever the name. A name joins a code's cluster where only one cluster bears that core (and,
    if both say one, the same legal form); two companies of one core without codes stay one only if their
    forms do not contradict.
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
    head: dict[str, int] = {}
    cluster: dict[str, str] = {}
    joins: list[Joined] = []
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
        first = head.setdefault(label, i)
        cluster[key] = keys[first]
        if first != i:
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
    return cluster, joins


def _core(name: str, regions: Regions) -> str:
    return (unit_key(name, regions) or company_key(name, regions)) if name else ""
