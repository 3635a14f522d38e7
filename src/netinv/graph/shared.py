"""What mentions share: telephones, accounts and doors, each a node of its own."""

from netinv.graph.ids import node_id, number_key, phone_key
from netinv.graph.protocol import Node
from netinv.model.values import fold, split_multi
from netinv.resolve.normalise.addresses import read_address

SHARING = {"phones": "uses_phone", "account": "uses_account", "address": "located_at"}
"""Columns of a mention that name such things, and the relation of the mention's entity to them."""


def shared(column: str, cell: str) -> list[Node]:
    """The things that a cell names."""
    if column == "phones":
        numbers = [number for part in split_multi(cell) if (number := phone_key(part))]
        return [_thing("phone", number, number) for number in numbers]
    if column == "account":
        accounts = [(number_key(part), fold(part)) for part in split_multi(cell)]
        return [_thing("account", number, text) for number, text in accounts if number and "*" not in number]
    address = read_address(cell)
    if not address.numbers or not (address.place or address.town):
        return []  # a village or a street alone is where many live; only a door is shared
    key = "/".join((address.town, address.place, *address.numbers))
    return [Node(node_id("address", key), "address", fold(cell))]


def _thing(kind: str, number: str, label: str) -> Node:
    return Node(node_id(kind, number), kind, label, {"numbers": (number,)})
