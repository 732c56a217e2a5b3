"""What every test of the desk starts from."""

from collections.abc import Iterator

import pytest

from lotse.inquiries import terms


@pytest.fixture(autouse=True)
def _terms_of_this_test_alone() -> Iterator[None]:
    """Terms are kept in the process; what one test has set must not hold in the next."""
    terms.forget()
    yield
    terms.forget()
