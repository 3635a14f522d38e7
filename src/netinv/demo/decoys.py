"""stub"""

from netinv.demo.scenario import Ints
from netinv.demo.world import World


def plant_decoys(world: World, hubs: Ints) -> None:
    """Nothing yet."""
