"""What the tests of all rooms share: the record that comes with the project, loaded once."""

import asyncio
import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from bot.japanese import Analyzer
from bot.session import Session
from bot.transcript import read_session
from tests.corpora import load

REAL_FILE = Path(__file__).parents[1] / "data" / "2021-02-09-digital-agency.toml"

# HYPOTHESIS_PROFILE=long looks further, and elsewhere each time.
settings.register_profile("few", max_examples=50, deadline=None, derandomize=True)
settings.register_profile(
    "long", max_examples=10_000, deadline=None, suppress_health_check=list(HealthCheck)
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "few"))


@pytest.fixture(scope="session")
def analyzer() -> Analyzer:
    return Analyzer()


@pytest.fixture(scope="session")
def real_session() -> Session:
    """The recorded session of the project."""
    return read_session(REAL_FILE)


@pytest.fixture(scope="session")
def real_database(
    tmp_path_factory: pytest.TempPathFactory, real_session: Session, analyzer: Analyzer
) -> Path:
    """The path of a database with that session; not to be written to."""
    path = tmp_path_factory.mktemp("real") / "record.db"
    asyncio.run(load(path, analyzer, real_session))
    return path


@pytest.fixture
def database_copy(real_database: Path, tmp_path: Path) -> Path:
    """The path of a database with that session, of the test's own."""
    for index in real_database.parent.glob("record.db-index-*"):
        shutil.copy(index, tmp_path)
    return Path(shutil.copy(real_database, tmp_path / "record.db"))
