"""For all tests: the switch between the short versions (`make test`) and the long ones (`make soak`)."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--soak", action="store_true", help="run the long versions as well")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "soak: long; runs only with --soak")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--soak"):
        return
    for item in items:
        if "soak" in item.keywords:
            item.add_marker(pytest.mark.skip(reason="long: make soak"))
