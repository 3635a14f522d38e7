"""From a person to what a clerk writes: names, numbers and titles, right, wrong, short or missing."""

import numpy as np

from netinv.demo import names, numbers
from netinv.demo.layout import OFFICE, Shows
from netinv.demo.scenario import Bools, Ints
from netinv.demo.tables import How
from netinv.demo.world import World

Cells = dict[str, list[str]]


def _phone(number: int, form: int) -> str:
    text = str(number)
    if form == 8:
        return "+86" + text
    if form == 9:
        return f"{text[:3]} {text[3:7]} {text[7:]}"
    return text


def org_text(world: World, org: int, chance: float, where: int) -> str:
    """The organisation's name: the full one, or by chance one of its other forms."""
    forms = world.orgs[org].forms
    rates = world.scenario.rates
    limit = rates.short_firm if world.orgs[org].role == "firm" else rates.short_unit
    if chance < limit and len(forms) > 1:
        return forms[1 + where % (len(forms) - 1)]
    return forms[0]


class PersonWriter:
    """Writes references to persons; holds what is the same for all of them."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.rates = world.scenario.rates
        people = world.people
        in_register = people.registered.copy()
        in_register[people.officials] = True
        in_register[people.cadres] = True
        for gang in world.gangs:
            in_register[gang.members] = True
        in_register[people.families.father >= 0] = True
        in_register[people.families.spouse >= 0] = True
        self.outsiders = ~in_register

    def write(
        self, who: Ints, how: Ints, shows: Shows, rng: np.random.Generator, office: Bools | None = None
    ) -> tuple[Cells, list[str]]:
        """Cells by column ending (`name`, `id_number`, …) and the hard classes, one a row; -1
        leaves a row empty."""
        people, size = self.world.people, len(who)
        fields = ("name", *dict.fromkeys((*shows.fields, *(OFFICE.fields if office is not None else ()))))
        cells: Cells = {f: [""] * size for f in fields}
        tags = [""] * size
        real = np.flatnonzero(who >= 0)
        plain = dict(zip(real.tolist(), people.names.texts(who[real]), strict=True))
        chance = rng.random((size, 9))
        dice = rng.integers(0, 1_000_000, (size, 3))
        for i in real.tolist():
            shown = OFFICE if office is not None and office[i] else shows
            filled, hard = self._one(
                int(who[i]), plain[i], How(int(how[i])), shown, chance[i].tolist(), dice[i].tolist()
            )
            for column, text in filled.items():
                if column in cells:
                    cells[column][i] = text
            tags[i] = "+".join(hard)
        return cells, tags

    def _one(
        self, p: int, name: str, how: How, shows: Shows, chance: list[float], dice: list[int]
    ) -> tuple[dict[str, str], list[str]]:
        people, rates = self.world.people, self.rates
        hard = ["namesake"] if people.shared_name[p] else []
        out = {"name": name}
        usual = how is How.USUAL
        hidden = people.numberless[p] and usual
        nick = people.nickname.get(p)
        if nick and (
            how is How.NICKNAME or (usual and shows.surname_only == 0 and chance[0] < rates.nickname_used / 3)
        ):
            out["name"] = nick
            hard.append("nickname")
        elif usual and p in people.former and chance[0] < rates.former_used:
            out["name"] = people.former[p]
            hard.append("former")
        elif usual and chance[0] > 1 - rates.variant:
            out["name"] = names.variant(name, people.surname_length(p), dice[0] % 8, dice[1])
            if out["name"] != name:
                hard.append("variant")
        if how is How.EXACT or (not hidden and how in (How.USUAL, How.NICKNAME) and chance[1] < shows.id):
            out["id_number"] = self._id(p, how, chance[2], dice, hard)
        phones = people.phone[p] and not hidden
        if phones and (
            (usual and chance[3] < shows.phone) or how is How.PHONE or (how is How.EXACT and shows.phone)
        ):
            out["phone"] = _phone(int(people.phone[p]), dice[2] % 10)
        workplace = int(people.unit[p] if people.unit[p] >= 0 else people.employer[p])
        title = people.title.get(p, "")
        if workplace >= 0 and (how is How.TITLE or (usual and chance[4] < shows.unit)):
            out["unit"] = org_text(self.world, workplace, chance[5], dice[1])
            if title and (how is How.TITLE or chance[6] < shows.title):
                out["title"] = title
            leading = title and title[-1] in "长员官主任"
            if leading and (how is How.TITLE or chance[7] < shows.surname_only):
                out["name"] = name[: people.surname_length(p)] + title
                hard = [*[h for h in hard if h in ("namesake",)], "surname_title"]
        if people.account[p] and chance[8] < shows.account:
            out["account"] = str(people.account[p])
        self._about(p, out, shows, chance, dice)
        if self.outsiders[p]:
            hard.append("outsider")
        if len(out) == 1 and "surname_title" not in hard:
            hard.append("bare")
        return out, hard

    def _id(self, p: int, how: How, chance: float, dice: list[int], hard: list[str]) -> str:
        rates = self.rates
        number = self.world.people.id_number(p)
        if how is How.EXACT:
            return number
        if chance < rates.legacy_id and self.world.people.born[p] < 19_900_000:
            hard.append("legacy")
            return numbers.legacy(number)
        if chance > 1 - rates.masked_id:
            hard.append("masked")
            return numbers.masked(number, bool(dice[0] % 2))
        if chance > 1 - rates.masked_id - rates.id_typo:
            hard.append("idtypo")
            return numbers.mistyped(number, 6 + dice[0] % 11, 1 + dice[1] % 9)
        return number

    def _about(self, p: int, out: dict[str, str], shows: Shows, chance: list[float], dice: list[int]) -> None:
        people = self.world.people
        if shows.gender and chance[5] < shows.gender and len(out) > 1:
            out["gender"] = "男" if people.families.sex[p] else "女"
        if shows.birth and chance[6] < shows.birth:
            text = str(people.born[p])
            form = dice[0] % 12
            out["birth_date"] = (
                text if form == 0 else f"{text[:4]}年{int(text[4:6])}月{int(text[6:])}日" if form == 1
                else text[:4] if form == 2 else f"{text[:4]}-{text[4:6]}-{text[6:]}"
            )  # fmt: skip
        if shows.address and chance[7] < shows.address:
            out["address"] = self.world.county.address(
                int(people.town[p]), int(people.place[p]), int(people.number[p]), dice[2] % 3 > 0
            )
