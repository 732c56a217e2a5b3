"""Settings for every test run; fixtures live in tests/ and beside the slices."""

import os

os.environ["LOTSE_ENV"] = "test"
