"""Dense vectors in Chroma behind LangChain's Embeddings interface.

`bundled`: the static embedding that comes with the program (trained by `eval.train_static` on the phrasebook);
`none`; `static:FOLDER` (another Model2Vec folder: NumPy only, no torch); any other value is a sentence-transformers
model by name or path (extra `neural`). Each must earn its place on the questions: docs/ablation.md, docs/adr/0005.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from knowledge.errors import BackendMissing
from knowledge.text import pairs, words

if TYPE_CHECKING:
    from chromadb.api import ClientAPI

BATCH = 256
NEAREST = 100
"""How many neighbours are asked for; records beyond them get a dense score of 0."""


BUNDLED = Path(__file__).parent / "static"
"""The Model2Vec folder that comes with the program."""
TITLE_SHARE = 0.5
"""What a record's title counts in its vector beside the mean of its phrasings (docs/ablation.md)."""


class Embeddings(Protocol):
    """LangChain's Embeddings interface: any of its classes fits. Importing it costs half a second of the start."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector a text."""
        ...

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        ...


class StaticEmbeddings:
    """Token vectors averaged: microseconds a question, no torch."""

    def __init__(self, folder: str) -> None:
        from model2vec import StaticModel
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        # from_pretrained imports the hub's client even for a folder: half a second of the start.
        tensors = load_file(Path(folder) / "model.safetensors")
        if "embeddings" not in tensors:
            self._model = StaticModel.from_pretrained(folder)
            return
        self._model = StaticModel(
            tensors["embeddings"], Tokenizer.from_file(str(Path(folder) / "tokenizer.json")),
            json.loads((Path(folder) / "config.json").read_text("utf-8")), normalize=True,
            weights=tensors.get("weights"), token_mapping=tensors.get("mapping"),
        )  # fmt: skip

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector a text; the zero vector when no word is known."""
        spelled = [with_pairs(text) for text in texts]
        return self._model.encode(spelled, normalize=True).astype(float).tolist()  # type: ignore[no-any-return]  # untyped

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        return self.embed_documents([text])[0]


def with_pairs(text: str) -> str:
    """Words, then neighbouring words joined: a static model has no other way to tell "khai sinh" from "sinh khai"."""
    said = words(text)
    return " ".join(said + pairs(said))


class SentenceEmbeddings:
    """Any sentence-transformers model; needs the extra `neural`."""

    def __init__(self, name: str) -> None:
        try:
            from sentence_transformers import SentenceTransformer
        except ImportError as error:
            raise BackendMissing(
                "sentence-transformers is not installed", advice="pip install mocua[neural]"
            ) from error
        self._model = SentenceTransformer(name)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One normalised vector a text."""
        return self._model.encode(texts, normalize_embeddings=True, show_progress_bar=False).tolist()  # type: ignore[no-any-return]

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        return self.embed_documents([text])[0]


def embedder(setting: str) -> Embeddings | None:
    """The embedder a setting names; None for "none"."""
    if setting in ("", "none"):
        return None
    if setting == "bundled":
        return StaticEmbeddings(str(BUNDLED))
    if setting.startswith("static:"):
        return StaticEmbeddings(setting.removeprefix("static:"))
    return SentenceEmbeddings(setting)


def client(url: str, folder: Path) -> ClientAPI:
    """A Chroma server by URL, else the embedded store in a folder; telemetry off."""
    import chromadb
    from chromadb.config import Settings

    quiet = Settings(anonymized_telemetry=False)
    if url:
        scheme, _, rest = url.partition("://")
        host, _, port = rest.rstrip("/").partition(":")
        default = 443 if scheme == "https" else 8000
        return chromadb.HttpClient(host=host, port=int(port or default), ssl=scheme == "https", settings=quiet)
    folder.mkdir(parents=True, exist_ok=True)
    return chromadb.PersistentClient(path=str(folder), settings=quiet)


class DenseIndex:
    """One Chroma collection a generation; ids are positions in the index."""

    def __init__(self, store: ClientAPI, name: str, embeddings: Embeddings) -> None:
        self._store, self._name = store, name
        self._collection = store.get_or_create_collection(name, metadata={"hnsw:space": "cosine"})
        self._embeddings = embeddings

    def build(self, records: Sequence[Sequence[str]]) -> Iterator[int]:
        """Embed and add all records in batches; yields how many are done. Begun again with the same, it goes on.

        A record is its title and then how people ask for it; its vector is `middle` of these.
        """
        self._start(hashlib.sha256("\0".join("\1".join(texts) for texts in records).encode()).hexdigest())
        for start in range(self.count(), len(records), BATCH):
            batch = records[start : start + BATCH]
            ids = [str(n) for n in range(start, start + len(batch))]
            flat = np.array(self._embeddings.embed_documents([t for texts in batch for t in texts]), dtype=np.float32)
            ends = np.cumsum([len(texts) for texts in batch])
            vectors = [middle(part) for part in np.split(flat, ends[:-1])]
            self._collection.add(ids=ids, embeddings=vectors)  # type: ignore[arg-type]
            yield start + len(batch)

    def _start(self, digest: str) -> None:
        """Empty a collection that holds other texts (an import that was dropped had the same generation number)."""
        if (self._collection.metadata or {}).get("texts") != digest:
            self._store.delete_collection(self._name)
            metadata = {"hnsw:space": "cosine", "texts": digest}
            self._collection = self._store.create_collection(self._name, metadata=metadata)

    def count(self) -> int:
        """How many records are embedded already."""
        return self._collection.count()

    def nearest(self, text: str) -> list[tuple[int, float]]:
        """(position, cosine similarity) of the nearest records, best first; none for a text of unknown words."""
        vector = self._embeddings.embed_query(text)
        if not any(vector):
            return []
        found = self._collection.query(
            query_embeddings=[vector],  # type: ignore[arg-type]
            n_results=NEAREST,
            include=["distances"],
        )
        distances = found["distances"] or [[]]
        return [(int(i), 1.0 - d) for i, d in zip(found["ids"][0], distances[0], strict=True)]


def middle(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """The direction of a record: the mean of its phrasings' directions, with a share of its title's."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    title, *asks = vectors / np.maximum(lengths, 1e-9)
    total: NDArray[np.float32] = np.mean(asks, axis=0) + TITLE_SHARE * title if asks else title
    return total / max(float(np.linalg.norm(total)), 1e-9)


def collection_name(setting: str, generation: int, phrases: str) -> str:
    """Name of the collection of one embedder, generation and phrasebook (Chroma: 3-512 characters, ASCII).

    A static model that was trained anew has another name: its vectors and the old ones do not meet. So have other
    phrasings (their digest): a running process goes on reading the vectors that it opened.
    """
    identity = hashlib.sha256(f"{setting} {phrases}".encode())
    folder = BUNDLED if setting == "bundled" else Path(setting.removeprefix("static:"))
    for file in (folder / "model.safetensors", folder / "tokenizer.json"):
        if setting.startswith(("bundled", "static:")) and file.is_file():
            identity.update(file.read_bytes())
    return f"procedures-{generation}-{identity.hexdigest()[:12]}"
