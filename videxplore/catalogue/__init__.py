"""What is known about every video; the only user of sqlite3."""

from videxplore.catalogue.catalogue import Catalogue
from videxplore.catalogue.records import (
    CatalogueCounts,
    Changes,
    EmbeddingTable,
    StoredAnalysis,
    StoredPrediction,
)

__all__ = [
    "Catalogue",
    "CatalogueCounts",
    "Changes",
    "EmbeddingTable",
    "StoredAnalysis",
    "StoredPrediction",
]
