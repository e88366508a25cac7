"""A static embedding model of fourteen words, made in the test; the heavy imports stay inside."""

from __future__ import annotations

from pathlib import Path

WORDS = ["[UNK]", "nuôi", "ong", "mật", "cấp", "lại", "giấy", "phép", "chở", "đò", "ngang", "thuyền", "qua", "sông"]
NEAR = {"mật": "ong", "thuyền": "đò", "sông": "ngang"}
"""Everyday words that the static model puts beside official ones."""


def save_model(folder: Path) -> str:
    """Write the model into a folder; gives the setting that names it."""
    import numpy as np
    from model2vec import StaticModel
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Whitespace

    vectors = np.eye(len(WORDS), dtype=np.float32)
    for word, beside in NEAR.items():
        vectors[WORDS.index(word)] = vectors[WORDS.index(beside)] * 0.9
    vectors[0] = 0.0
    tokenizer = Tokenizer(WordLevel({word: n for n, word in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    StaticModel(vectors, tokenizer).save_pretrained(folder)
    return f"static:{folder}"
