import sqlite3
import threading
from pathlib import Path

import pytest
from django.db import OperationalError

from lotse.lib.sqlite.base import DatabaseWrapper


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "db.sqlite3"
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE t (a)")
    connection.close()
    return path


def wrapper(path: Path, *, timeout: float) -> DatabaseWrapper:
    return DatabaseWrapper(
        {
            "ENGINE": "lotse.lib.sqlite",
            "NAME": str(path),
            "OPTIONS": {"timeout": timeout, "transaction_mode": "IMMEDIATE"},
            "ATOMIC_REQUESTS": False,
            "AUTOCOMMIT": True,
            "CONN_HEALTH_CHECKS": False,
            "CONN_MAX_AGE": None,
            "TIME_ZONE": None,
            "USER": "",
            "PASSWORD": "",
            "HOST": "",
            "PORT": "",
            "TEST": {},
        },
        alias="other",
    )


def write(connection: DatabaseWrapper) -> None:
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO t VALUES (1)")
    connection.commit()
    connection.set_autocommit(True)


@pytest.mark.django_db
def test_a_writer_waits_until_the_lock_is_free(file: Path) -> None:
    holder = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    holder.execute("BEGIN IMMEDIATE")
    releasing = threading.Timer(0.2, lambda: holder.execute("COMMIT"))
    releasing.start()
    waiting = wrapper(file, timeout=20)

    write(waiting)

    releasing.join()
    assert holder.execute("SELECT count(*) FROM t").fetchone() == (1,)
    waiting.close()
    holder.close()


@pytest.mark.django_db
def test_a_writer_gives_up_when_its_patience_is_over(file: Path) -> None:
    holder = sqlite3.connect(file, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    waiting = wrapper(file, timeout=0.05)

    with pytest.raises(OperationalError, match="locked"):
        write(waiting)

    holder.execute("ROLLBACK")
    waiting.set_autocommit(True)
    write(waiting)
    assert holder.execute("SELECT count(*) FROM t").fetchone() == (1,)
    waiting.close()
    holder.close()
