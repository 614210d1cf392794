#!/usr/bin/env python3
"""PyTorch from the page's own initial weights, batches and held-out sequences, beside the page's engine.

    venv/bin/python tests/measure/same.py 'series, airline' gru 20        how many seeds, from 1
    venv/bin/python tests/measure/same.py video rnn 21 50                 the page's engine alone, on these seeds

tests/measure/applications.py draws its own random numbers, so that its means differ from the page's by chance too. Here
both sides have the same ones: what is left between them is the engine, and rounding, which training drives apart. Prints
a line for each seed; means and the largest difference go to target/same.json, from which applications.mjs writes them.
"""

import json
import math
import statistics
import subprocess
import sys

import applications
import numpy
import torch

ROOT = applications.DATA.parent
KEPT = ROOT / "target" / "same.json"
SCOPE = {"math": math, "torch": torch, "nn": torch.nn}
for part in ("replay-training", "replay-rules"):
    SCOPE["EXPERIMENT"] = {"task": "", "seed": 0}
    exec((ROOT / "www" / "share" / f"{part}.py").read_text(encoding="utf-8"), SCOPE)
COMMON = {"rate": 0.005, "batch": 32, "units": 32, "clip": 1, "forgetBias": 1, "updateBias": None}
RUNS = {
    "series, airline": ({"task": "series", "series": "airline"}, 300),
    "sentiment": ({"task": "sentiment"}, 1000),
    "video": ({"task": "video", "length": 24, "shortest": 24, "rate": 0.01}, 1000),
    "entities, english": ({"task": "entities", "sentences": "english"}, 600),
    "entities, chinese": ({"task": "entities", "sentences": "chinese"}, 600),
    "gesture": ({"task": "gesture", "rate": 0.01}, 600),
    "text": ({"task": "text", "heldOut": 0.2}, 300),
}


class Video(applications.Video):
    def draw(self, part, dice):
        if part == "train":
            # A length is drawn for each film that is learned from, here always the same one.
            dice.below(1)
        frames, targets = SCOPE["video"](self.length, dice)
        return numpy.array(frames, dtype=numpy.float32), [-1] * (self.length - 1) + targets[-1:]


class Text(applications.Text):
    def draw(self, part, dice):
        ids, longest = self.parts[part], 40
        # A length is drawn, and a place; of what is held out every window has full length.
        length = dice.between(4, longest) if part == "train" else longest
        start = dice.below(len(ids))
        stream = [ids[(start + t) % len(ids)] for t in range(length + 1)]
        return stream[:-1], stream[1:]


applications.SOURCES |= {"video": Video, "text": Text}


def generator(seed, stream):
    """The stream of a seed; grammars and series choose from a list as the page does."""
    SCOPE["EXPERIMENT"]["seed"] = seed
    dice = SCOPE["Generator"](stream)
    dice.choice = lambda items: items[dice.below(len(items))]
    return dice


def theirs(run, cell, seed):
    source = applications.SOURCES[run["task"]](run)
    model, dice = applications.Model(cell, source, run["units"], None), generator(seed, 1)
    bound = 1 / math.sqrt(run["units"])
    with torch.no_grad():
        for parameter in model.parameters():
            drawn = [bound * (2 * dice.uniform() - 1) for _ in range(parameter.numel())]
            parameter.copy_(torch.tensor(drawn, dtype=torch.float64).reshape(parameter.shape))
        if cell == "lstm":
            forget = slice(run["units"], 2 * run["units"])
            model.recurrent.bias_ih_l0[forget], model.recurrent.bias_hh_l0[forget] = run["forgetBias"], 0
    optimizer, dice = torch.optim.Adam(model.parameters(), lr=run["rate"]), generator(seed, 2)
    for _ in range(run["updates"]):
        inputs, lengths, targets = applications.pack(source, "train", run["batch"], dice)
        loss, _ = applications.score(model(inputs, lengths), targets)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), run["clip"])
        optimizer.step()
    with torch.no_grad():
        inputs, lengths, targets = applications.pack(source, "heldOut", 64, generator(seed, 4))
        loss, right = applications.score(model(inputs, lengths), targets)
    return loss.item(), right.item()


def ours(run, cell, seed):
    experiment = {key: value for key, value in run.items() if key != "updates"} | {"cells": [cell], "seed": seed}
    request = json.dumps({"experiment": experiment, "updates": run["updates"], "every": run["updates"]})
    lines = subprocess.run([ROOT / "target/release/examples/headless", "run", "-"], input=request, capture_output=True, text=True, check=True).stdout.splitlines()
    last = json.loads(lines[-2])
    return last["loss"], last["accuracy"]


def keep(key, found):
    kept = json.loads(KEPT.read_text()) if KEPT.exists() else {}
    KEPT.write_text(json.dumps(kept | {key: found}, indent=1))
    print(found)


if __name__ == "__main__":
    torch.set_num_threads(1)
    name, cell, seeds = sys.argv[1], sys.argv[2], int(sys.argv[3])
    experiment, updates = RUNS[name]
    run, pairs = COMMON | experiment | {"updates": updates}, []
    if len(sys.argv) > 4:
        last = int(sys.argv[4])
        keep(f"{name} {cell} alone", {"first": seeds, "last": last, "runs": [ours(run, cell, seed) for seed in range(seeds, last + 1)]})
        sys.exit()
    for seed in range(1, seeds + 1):
        pairs.append((ours(run, cell, seed), theirs(run, cell, seed)))
        print(seed, *(f"{value:.6f}" for side in pairs[-1] for value in side), flush=True)
    found = {"seeds": seeds}
    for index, what in enumerate(("loss", "right")):
        here, there = ([side[index] for side in sides] for sides in zip(*pairs))
        found[what] = [statistics.mean(here), statistics.mean(there), max(abs(a - b) for a, b in zip(here, there))]
    keep(f"{name} {cell}", found)
