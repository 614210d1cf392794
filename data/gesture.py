#!/usr/bin/env python3
"""Makes data/gesture.safetensors of GunPoint, as aeon ships it.

    python3 -m venv venv && venv/bin/pip install aeon safetensors
    venv/bin/python data/gesture.py

The height of the centroid of a right hand, tracked in video of two actors, 150 frames: a replica of a gun is drawn from a
holster and aimed, or a finger is pointed. Each recording has mean 0 and deviation 1, as in the archive. Its 50 training
recordings train, its 150 test recordings are held out.
"""

import pathlib

import numpy
from aeon.datasets import load_gunpoint
from safetensors.numpy import load_file, save_file

PATH = pathlib.Path(__file__).with_suffix(".safetensors")
PARTS = {"train": "train", "heldOut": "test"}

tensors = {}
for part, split in PARTS.items():
    recordings, gestures = load_gunpoint(split=split)
    assert recordings.shape == ({"train": 50, "heldOut": 150}[part], 1, 150)
    tensors[f"{part}.values"] = recordings.reshape(-1, 1).astype(numpy.float32)
    tensors[f"{part}.lengths"] = numpy.full(len(recordings), 150, dtype=numpy.uint8)
    tensors[f"{part}.classes"] = numpy.array([int(g) - 1 for g in gestures], dtype=numpy.uint8)

save_file(
    tensors,
    PATH,
    metadata={
        "name": "GunPoint",
        "source": "C. A. Ratanamahatana and E. Keogh (2004), UCR Time Series Classification Archive, https://www.timeseriesclassification.com/description.php?Dataset=GunPoint",
        "licence": "none stated: given to the public for research by the UCR archive; copied from aeon (BSD-3-Clause)",
        "labels": "gun,point",
        "channels": "hand",
        "asked": "last step",
    },
)

written = load_file(PATH)
for part, split in PARTS.items():
    recordings, gestures = load_gunpoint(split=split)
    assert (written[f"{part}.values"].reshape(recordings.shape) == recordings.astype(numpy.float32)).all()
    assert [str(label + 1) for label in written[f"{part}.classes"]] == list(gestures)
print(f"{PATH.name}: {PATH.stat().st_size} bytes, equal to the loader's as 32-bit floats")
