"""Publish examples again: ``python -m benchmarks.editing START COUNT`` prints the seconds it took.

Run with the environment of the installation.
"""

import sys
import time
from datetime import date

import django


def publish(start: int, count: int) -> float:
    """Change and publish examples one after the other; return the seconds."""
    from lotse.knowledge import rules
    from lotse.knowledge.models import Example

    found = Example.objects.filter(slug__startswith="massnahme-").order_by("pk")
    chosen = list(found[start : start + count])
    began = time.perf_counter()
    for example in chosen:
        example.review_due_on = date(2099, 1, 1)
        example.lessons = f"{example.lessons}\nNoch eine Erfahrung."
        rules.publish_draft(example)
    return time.perf_counter() - began


if __name__ == "__main__":
    django.setup()
    print(publish(int(sys.argv[1]), int(sys.argv[2])))
