"""The figures of the campaign, counted from the records."""

from collections import Counter
from collections.abc import Mapping

from netinv.graph.gather import Table, entities, read_table
from netinv.graph.mapping import Who
from netinv.ledger.types import Quarantined
from netinv.model.values import fold, parse_bool, parse_datetime
from netinv.model.views import Figures
from netinv.workspace.facts import Facts


def count(facts: Facts, entity_of: Mapping[str, str], quarantined: list[Quarantined]) -> Figures:
    """All figures of one state. An empty code counts what a record leaves open."""

    def table(name: str) -> Table:
        return read_table(name, facts.rows(name), {})

    kinds = Counter(id[:1] for id in set(entity_of.values()))
    leads, cases, gangs = table("leads"), table("cases"), table("gangs")
    members = entities(table("gang_members"), Who("", "person"), entity_of)
    levels = Counter(each.level for each in quarantined)
    return Figures(
        records=sum(len(facts.rows(name)) for name in facts.tables()),
        mentions=len(entity_of),
        persons=kinds["P"],
        organizations=kinds["O"],
        officials=len(_officials(table("posts"), table("people"), entity_of)),
        gangs=len(gangs.rows),
        gang_members=len({member for member in members if member}),
        leads=len(leads.rows),
        cases=len(cases.rows),
        quarantined_rows=levels["row"] + levels["file"],
        unreadable_cells=levels["cell"],
        sources=len(facts.sources()),
        leads_by_channel=_ranked(Counter(leads.codes("channel"))),
        leads_by_result=_ranked(_results(leads, table("lead_steps"))),
        cases_by_outcome=_ranked(Counter(cases.codes("outcome"))),
        gangs_by_status=_ranked(Counter(gangs.codes("status"))),
        as_of=facts.as_of(),
    )


def _officials(posts: Table, people: Table, entity_of: Mapping[str, str]) -> set[str]:
    """Persons with a post of kind official, or marked so in the register (data contract)."""
    found = set()
    for table, column in ((posts, "kind"), (people, "is_official")):
        persons = entities(table, Who("", "person"), entity_of)
        for person, cell in zip(persons, table.codes(column), strict=True):
            if person and (cell == "official" if table is posts else parse_bool(cell)):
                found.add(person)
    return found


def _results(leads: Table, steps: Table) -> Counter[str]:
    """Leads by the last result that any step gave them."""
    last: dict[str, tuple[str, str, str]] = {}
    rows = zip(
        steps.cells("lead_id"), steps.cells("at"), steps.rows.record_id, steps.codes("result"), strict=True
    )
    for lead, at, record_id, result in rows:
        if result:
            when = parse_datetime(at)
            candidate = (when[0] if when else "", record_id, result)
            last[fold(lead)] = max(candidate, last.get(fold(lead), candidate))
    return Counter(last[fold(lead)][2] if fold(lead) in last else "" for lead in leads.rows.record_id)


def _ranked(counter: Counter[str]) -> dict[str, int]:
    return dict(sorted(counter.items(), key=lambda item: (-item[1], item[0])))
