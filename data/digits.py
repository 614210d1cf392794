#!/usr/bin/env python3
"""Makes data/digits.safetensors of the optical recognition of handwritten digits (UCI), as scikit-learn ships them.

    python3 -m venv venv && venv/bin/pip install scikit-learn safetensors
    venv/bin/python data/digits.py

Images are 8 x 8 with 17 shades, kept as bytes 0 to 16; the held-out part is every fifth image of each digit.
"""

import pathlib

import numpy
from safetensors.numpy import save_file
from sklearn.datasets import load_digits

digits = load_digits()
images, classes = digits.data.astype(numpy.uint8), digits.target.astype(numpy.uint8)
assert (images == digits.data).all() and images.max() == 16
held_out = numpy.zeros(len(classes), dtype=bool)
for digit in range(10):
    held_out[numpy.flatnonzero(classes == digit)[::5]] = True

save_file(
    {
        "train.images": images[~held_out],
        "train.classes": classes[~held_out],
        "heldOut.images": images[held_out],
        "heldOut.classes": classes[held_out],
    },
    pathlib.Path(__file__).with_suffix(".safetensors"),
    metadata={
        "name": "Optical Recognition of Handwritten Digits",
        "source": "E. Alpaydin and C. Kaynak (1998), UCI Machine Learning Repository, https://doi.org/10.24432/C50P49; the 1797 test images",
        "licence": "CC BY 4.0",
        "labels": "0 1 2 3 4 5 6 7 8 9",
        "shades": "16",
    },
)
