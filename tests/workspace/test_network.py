"""The surroundings of an entity as a networkx graph."""

import pytest

from netinv.access.viewer import Viewer
from netinv.model.errors import NotFoundError, UsageError
from netinv.workspace import Workspace

from .desk import OFFICIAL


@pytest.fixture
def official(done: Workspace, viewer: Viewer) -> str:
    return next(id for id, kind, *_ in done.search(viewer, OFFICIAL) if kind == "person")


def test_no_hop_is_the_entity_alone(done: Workspace, viewer: Viewer, official: str) -> None:
    graph = done.to_networkx(viewer, official, hops=0)
    assert list(graph) == [official]
    assert graph.nodes[official]["label"] == "柏清源"


def test_one_hop_shows_the_same_relations_as_the_entitys_page(
    done: Workspace, viewer: Viewer, official: str
) -> None:
    graph, view = done.to_networkx(viewer, official), done.entity(viewer, official)
    own = {key for *ends, key in graph.edges(keys=True) if official in ends}
    assert own == {relation.relation_id for relation in view.relations}
    assert set(graph) == {official} | {relation.other_id for relation in view.relations}


def test_every_edge_shows_its_records(done: Workspace, viewer: Viewer, official: str) -> None:
    graph = done.to_networkx(viewer, official, hops=2)
    assert graph.number_of_edges()
    assert all(link["records"] for *_, link in graph.edges(data=True))


def test_kinds_keep_to_what_is_asked(done: Workspace, viewer: Viewer, official: str) -> None:
    graph = done.to_networkx(viewer, official, hops=2, kinds=["kin"])
    assert {link["kind"] for *_, link in graph.edges(data=True)} == {"kin"}
    assert {node["kind"] for _, node in graph.nodes(data=True)} == {"person"}


def test_what_had_no_room_is_said(done: Workspace, viewer: Viewer, official: str) -> None:
    graph = done.to_networkx(viewer, official, hops=1, at_most=2)
    assert len(graph) == 2
    assert graph.graph["cut"] == [official]
    assert not done.to_networkx(viewer, official, hops=1).graph["cut"]


@pytest.mark.parametrize(
    ("id", "hops", "error"),
    [("P" + "Z" * 12, 1, NotFoundError), ("", 1, NotFoundError), (None, -1, UsageError)],
)
def test_what_cannot_be_shown_is_an_error(
    done: Workspace, viewer: Viewer, official: str, id: str | None, hops: int, error: type[Exception]
) -> None:
    with pytest.raises(error):
        done.to_networkx(viewer, official if id is None else id, hops=hops)
