#!/usr/bin/env python3
"""Makes data/speech.safetensors of the Japanese Vowels (UCI), as aeon ships them.

    python3 -m venv venv && venv/bin/pip install aeon safetensors
    venv/bin/python data/speech.py

640 utterances of /ae/ by nine men: 12 LPC cepstrum coefficients every 6.4 ms, 7 to 29 frames. The 270 utterances of the
original training set train, the 370 of its test set, recorded on other occasions, are held out. Numbers are kept to four
of their six decimals, as whole ten-thousandths; the script holds them against what aeon's loader gives.
"""

import pathlib

import numpy
from aeon.datasets import load_japanese_vowels
from safetensors.numpy import load_file, save_file

PATH = pathlib.Path(__file__).with_suffix(".safetensors")
PARTS = {"train": "train", "heldOut": "test"}
PER_UNIT = 10_000

tensors = {}
for part, split in PARTS.items():
    utterances, speakers = load_japanese_vowels(split=split)
    frames = numpy.ascontiguousarray(numpy.concatenate([utterance.T for utterance in utterances]))
    tensors[f"{part}.values"] = numpy.rint(frames * PER_UNIT).astype(numpy.int16)
    tensors[f"{part}.lengths"] = numpy.array([u.shape[1] for u in utterances], dtype=numpy.uint8)
    tensors[f"{part}.classes"] = numpy.array([int(s) - 1 for s in speakers], dtype=numpy.uint8)

save_file(
    tensors,
    PATH,
    metadata={
        "name": "Japanese Vowels",
        "source": "M. Kudo, J. Toyama and M. Shimbo (1999), UCI Machine Learning Repository, https://doi.org/10.24432/C5NS47",
        "licence": "CC BY 4.0",
        "labels": ",".join(f"speaker {speaker}" for speaker in range(1, 10)),
        "channels": ",".join(f"c{k}" for k in range(1, 13)),
        "perUnit": str(PER_UNIT),
        "asked": "every step",
    },
)

written = load_file(PATH)
for part, split in PARTS.items():
    utterances, speakers = load_japanese_vowels(split=split)
    assert len(utterances) == {"train": 270, "heldOut": 370}[part]
    start = 0
    for utterance, speaker, length, label in zip(
        utterances, speakers, written[f"{part}.lengths"], written[f"{part}.classes"], strict=True
    ):
        end = start + int(length)
        frames = written[f"{part}.values"][start:end].T / PER_UNIT
        assert frames.shape == utterance.shape and str(label + 1) == speaker
        assert numpy.abs(frames - utterance).max() <= 0.5 / PER_UNIT + 1e-12
        start = end
    assert start == len(written[f"{part}.values"])
print(f"{PATH.name}: {PATH.stat().st_size} bytes, equal to the loader's to 4 decimals")
