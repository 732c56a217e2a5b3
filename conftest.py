"""Settings for every test run; fixtures live in tests/fixtures/ and beside the slices."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import django

# Set here and not in pyproject.toml: pytest-django would read the settings before this file runs.
os.environ["DJANGO_SETTINGS_MODULE"] = "lotse.settings"
os.environ["LOTSE_ENV"] = "test"
# Playwright runs an event loop in the test's own thread; Django would refuse every query there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
if "LOTSE_TEST_DATA_DIR" not in os.environ:
    # Workers of pytest-xdist inherit the variable and share the folder of their parent.
    os.environ["LOTSE_TEST_DATA_DIR"] = tempfile.mkdtemp(prefix="lotse-test-")
    atexit.register(shutil.rmtree, os.environ["LOTSE_TEST_DATA_DIR"], ignore_errors=True)
os.environ["LOTSE_DATA_DIR"] = os.environ["LOTSE_TEST_DATA_DIR"]
Path(os.environ["LOTSE_DATA_DIR"], "static").mkdir(exist_ok=True)
django.setup()

pytest_plugins = ["tests.fixtures.browser", "tests.fixtures.mail"]
