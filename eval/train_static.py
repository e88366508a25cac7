"""A small static embedder without torch: latent semantic word vectors of the catalogue, in Model2Vec's format.

    python -m eval.train_static FOLDER        then  MOCUA_EMBEDDER=static:FOLDER

TF-IDF over titles, everyday questions and sections, truncated SVD (SciPy), one vector a folded word; a text's
vector is the mean of its words'. It exists so that "dense on or off" is a measured choice (docs/adr/0005).
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from model2vec import StaticModel
from rich.progress import track
from scipy.sparse import csr_matrix
from scipy.sparse.linalg import svds
from tokenizers import Tokenizer, normalizers, pre_tokenizers
from tokenizers.models import WordLevel

from assistant.settings import load_settings
from assistant.wiring import build
from knowledge.catalogue import Catalogue, Kind
from knowledge.text import folded_words

DIMENSIONS = 256
LEAST_COUNT = 3
WORDS_A_RECORD = 400


def texts(catalogue: Catalogue, generation: int) -> Iterator[list[str]]:
    """The words of each record: title twice, everyday questions, sections cut to a bound."""
    asks = {g.code: " ".join(g.asks) for g in catalogue.records(Kind.GUIDE, generation)}
    for record in catalogue.records(Kind.PROCEDURE, generation):
        body = " ".join(record.sections.get(name, "") for name in ("papers", "conditions", "result", "steps"))
        title = folded_words(record.title)
        yield title + title + folded_words(asks.get(record.code, "")) + folded_words(body)[:WORDS_A_RECORD]


def word_vectors(documents: list[Counter[str]]) -> tuple[list[str], np.ndarray]:
    """(vocabulary, vectors): right singular vectors of the TF-IDF matrix, scaled, weighted by idf."""
    frequency = Counter(word for document in documents for word in document)
    vocabulary = sorted(word for word, count in frequency.items() if count >= LEAST_COUNT)
    place = {word: n for n, word in enumerate(vocabulary)}
    idf = np.log(len(documents) / np.array([frequency[w] for w in vocabulary]))
    rows, columns, values = [], [], []
    for n, document in enumerate(documents):
        for word, count in document.items():
            if word in place:
                rows.append(n)
                columns.append(place[word])
                values.append((1 + np.log(count)) * idf[place[word]])
    matrix = csr_matrix((values, (rows, columns)), shape=(len(documents), len(vocabulary)))
    _, strength, right = svds(matrix.astype(np.float32), k=DIMENSIONS, random_state=7)
    vectors = right.T * np.sqrt(strength) * idf[:, None]
    return vocabulary, vectors.astype(np.float32)


def main() -> None:
    """Train on the live generation and save."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    library = build(load_settings()).library
    generation = library.index().generation
    documents = [
        Counter(words) for words in track(texts(library.catalogue, generation), "reading", total=len(library.index()))
    ]
    vocabulary, vectors = word_vectors(documents)
    tokenizer = Tokenizer(WordLevel({"[UNK]": 0} | {w: n + 1 for n, w in enumerate(vocabulary)}, unk_token="[UNK]"))  # noqa: S106  the unknown word, no password
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFD(), normalizers.StripAccents(), normalizers.Lowercase(), normalizers.Replace("đ", "d")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    padded = np.vstack([np.zeros((1, vectors.shape[1]), dtype=np.float32), vectors])
    StaticModel(padded, tokenizer, normalize=True).save_pretrained(str(folder))


if __name__ == "__main__":
    main()
