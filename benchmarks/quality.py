"""How well staff questions are answered, beside the run that is kept in the repository."""

import json
import subprocess
import sys

from benchmarks.figures import Figure
from lotse.search.evaluation import own, runs
from tests.fixtures.installation import Installation


def measure(installation: Installation) -> list[Figure]:
    """Ask the labelled questions of the demo content; a fall beyond chance misses its limit."""
    done = subprocess.run(
        [sys.executable, "-m", "lotse", "search", "eval", "--against", str(own.BASELINE)],
        env=installation.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    summary, compared = map(json.loads, done.stdout.splitlines()[:2])
    # A rise is never noise that counts.
    chance = compared["p"] if compared["difference"] < 0 else 1.0
    return [
        Figure("staff questions, nDCG@10", summary["ndcg@10"], ""),
        Figure("staff questions, Recall@10", summary["recall@10"], ""),
        Figure("nDCG@10 over the kept run", compared["difference"], ""),
        Figure("probability that a fall is chance", chance, "", runs.NOISE, at_least=True),
        Figure("judged records that are missing", summary["missing"], "", 0),
        Figure("records nobody has judged yet, left out", summary["unread"], ""),
    ]
