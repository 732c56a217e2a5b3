"""German compounds to their parts, with a vocabulary learned from the indexed texts. Pure.

"Gemeinschaftsunterkunft" is found by "Unterkunft" because "Unterkunft" stands alone somewhere in
the indexed texts. No dictionary: the words of the field are the words of its texts. Method: Koehn
and Knight, "Empirical methods for compound splitting" (EACL 2003): of all splits take the one whose
parts have the highest geometric mean of frequencies, if it beats the whole word.
"""

import math
from collections import Counter
from collections.abc import Mapping

from lotse.search.stemming import agent, masculine, stem

LINKS = ("", "s", "es", "n", "en", "er", "e")
"""Linking elements, dropped from the part before them."""
MIN_PART = 4
MIN_WORD = 8
MIN_BEGINNING, MIN_ENDING = 3, 5
"""Letters of the two sides of a word of which only the ending is known."""
MAX_WORD = 48
"""Longer words are not split; this bounds the work per word."""
MAX_VOCABULARY = 100_000
_MAX_REMEMBERED = 100_000

Parts = tuple[str, ...]


class Vocabulary:
    """Words with the number of texts that use them; splits compounds into them."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        """counts: lower-case words of at least ``MIN_PART`` letters, no stop words, no digits."""
        self.counts = dict(counts)
        self._stems: Counter[str] = Counter()
        for word, count in self.counts.items():
            self._stems[stem(word)] += count
        self._remembered: dict[str, Parts] = {}

    @classmethod
    def of(cls, texts: Mapping[str, int]) -> "Vocabulary":
        """Learn from the number of texts each word stands in. Keeps the most frequent words."""
        known = [(w, n) for w, n in texts.items() if len(w) >= MIN_PART and w.isalpha()]
        known.sort(key=lambda pair: (-pair[1], pair[0]))
        return cls(dict(known[:MAX_VOCABULARY]))

    def dump(self) -> str:
        """Return the vocabulary as text, one "word count" a line, sorted."""
        return "\n".join(f"{word} {count}" for word, count in sorted(self.counts.items()))

    @classmethod
    def load(cls, text: str) -> "Vocabulary":
        """Read what ``dump`` wrote."""
        pairs = (line.rsplit(" ", 1) for line in text.splitlines())
        return cls({word: int(count) for word, count in pairs})

    def split(self, word: str) -> Parts:
        """Return the parts of a compound, or nothing if the word is none. At most three parts."""
        if not MIN_WORD <= len(word) <= MAX_WORD or not word.isalpha():
            return ()
        known = self._remembered.get(word)
        if known is None:
            if len(self._remembered) >= _MAX_REMEMBERED:
                self._remembered.clear()
            known = self._remembered[word] = self._split(word)
        return known

    def ending(self, word: str) -> str:
        """Return the longest known word a word ends with, for one that cannot be split: the
        beginning of "Mindestwohnfläche" stands nowhere. Nothing if there is none."""
        if not MIN_WORD <= len(word) <= MAX_WORD or not word.isalpha() or self.split(word):
            return ""
        starts = range(MIN_BEGINNING, len(word) - MIN_ENDING + 1)
        return next((word[start:] for start in starts if self._count(word[start:])), "")

    def _count(self, part: str) -> int:
        return self.counts.get(part) or self._stems.get(stem(part), 0)

    def _split(self, word: str) -> Parts:
        # "Sozialarbeitende" has no part "Ende", "Beraterinnen" none "innen".
        _, parts = self._best(agent(masculine(word)), whole=0.0, cuts=2)
        return parts if len(parts) > 1 else ()

    def _best(self, word: str, *, whole: float, cuts: int) -> tuple[float, Parts]:
        """Return score and parts of the best reading of a word.

        whole: score of the word in one piece. cuts: how often it may be cut at most.
        """
        best: tuple[float, Parts] = (whole, (word,))
        for cut in range(MIN_PART, len(word) - MIN_PART + 1):
            heads = self._heads(word[:cut])
            if not heads:
                continue
            tail = word[cut:]
            tail_score = float(self._count(tail))
            parts: Parts = (tail,)
            if cuts > 1:
                tail_score, parts = self._best(tail, whole=tail_score, cuts=cuts - 1)
            if not tail_score:
                continue
            for head, count in heads:
                logs = math.log(count) + len(parts) * math.log(tail_score)
                score = math.exp(logs / (len(parts) + 1))
                if score > best[0]:
                    best = (score, (head, *parts))
        return best

    def _heads(self, head: str) -> list[tuple[str, int]]:
        """Return the readings of the first part that are known, with their frequency."""
        heads: list[tuple[str, int]] = []
        for link in LINKS:
            bare = head[: len(head) - len(link)]
            if head.endswith(link) and len(bare) >= MIN_PART and (count := self._count(bare)):
                heads.append((bare, count))
        return heads
