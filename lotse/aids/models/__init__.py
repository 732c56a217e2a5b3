"""Records of aids: the aid and its versions, copies of municipalities, improvements."""

from lotse.aids.models.aids import Aid, AidSource, AidVersion, Credit
from lotse.aids.models.copies import CopyEvent, CopyPoint, LocalCopy
from lotse.aids.models.improvements import Improvement

__all__ = [
    "Aid",
    "AidSource",
    "AidVersion",
    "CopyEvent",
    "CopyPoint",
    "Credit",
    "Improvement",
    "LocalCopy",
]
