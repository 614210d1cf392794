#!/usr/bin/env python3
"""PyTorch on the tasks of docs/data.md: models of the same size, updates and data as tests/measure/applications.mjs runs.

    python3 -m venv venv && venv/bin/pip install num2words cn2an safetensors torch
    venv/bin/python tests/measure/applications.py '{"task": "speech", "updates": 400, …}' rnn 1

Draws the data anew by the rules that docs/data.md states, from the same files and with its own random numbers, and prints
loss and share of right answers on 512 held-out sequences as JSON.
"""

import collections
import json
import pathlib
import random
import sys

import cn2an
import numpy
import torch
from num2words import num2words
from safetensors import safe_open
from torch import nn

DATA = pathlib.Path(__file__).parents[2] / "data"


def numbers(name):
    with safe_open(DATA / f"{name}.safetensors", "numpy") as file:
        return {key: file.get_tensor(key) for key in file.keys()}, file.metadata()


class Recordings:
    def __init__(self, run):
        tensors, about = numbers(run["task"])
        self.outputs, self.inputs, self.symbols = len(about["labels"].split(",")), len(about["channels"].split(",")), False
        self.every, self.parts = about["asked"] == "every step", {}
        for part in ("train", "heldOut"):
            values = tensors[f"{part}.values"] / float(about.get("perUnit", 1))
            cuts = numpy.cumsum(tensors[f"{part}.lengths"].astype(int))[:-1]
            self.parts[part] = list(zip(numpy.split(values, cuts), tensors[f"{part}.classes"].tolist()))

    def draw(self, part, rng):
        values, label = rng.choice(self.parts[part])
        targets = [label if self.every or t == len(values) - 1 else -1 for t in range(len(values))]
        return values, targets


class Series:
    def __init__(self, run):
        names = {"sunspotsYearly": "sunspots-yearly", "elNino": "el-nino"}
        tensors, about = numbers("series/" + names.get(run["series"], run["series"]))
        values, self.window = tensors["values"], int(about["window"])
        self.train = len(values) - int(about["heldOut"])
        part = values[: self.train]
        self.values, self.inputs, self.outputs, self.symbols = (values - part.mean()) / part.std(), 1, 1, False

    def draw(self, part, rng):
        places = range(self.train - self.window) if part == "train" else range(self.train - self.window, len(self.values) - self.window)
        start = rng.choice(places)
        first = 0 if part == "train" else self.train
        inputs = self.values[start : start + self.window, None]
        nexts = range(start + 1, start + self.window + 1)
        return inputs, [self.values[t] if t >= first else numpy.nan for t in nexts]


class Grammar:
    def __init__(self, run):
        file = "sentiment.txt" if run["task"] == "sentiment" else f"entities/{run['sentences']}.txt"
        self.judges, self.rules, self.ids, self.tags = run["task"] == "sentiment", collections.defaultdict(list), {}, {"": 0}
        for line in (DATA / file).read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                name, _, alternatives = line.partition(" =")
                self.rules[name] += [each.split() for each in alternatives.split("|")]
                for token in alternatives.replace("|", " ").split():
                    word, _, tag = token.partition("/")
                    if not word.startswith("<"):
                        self.ids.setdefault(word, len(self.ids))
                        self.tags.setdefault(tag, len(self.tags))
        self.inputs, self.outputs, self.symbols = len(self.ids), 2 if self.judges else len(self.tags), True

    def expand(self, name, rng):
        for token in rng.choice(self.rules[name]):
            if token.startswith("<"):
                yield from self.expand(token[1:-1], rng)
            else:
                yield token.partition("/")[::2]

    @staticmethod
    def judge(sentence):
        total, sign, degree, weight = 0.0, 1, 1, 1
        for _, tag in sentence:
            if tag == "not":
                sign = -sign
            elif tag == "but":
                total, sign, weight = total * 0.5, 1, 1.5
            elif tag.startswith("x"):
                degree = float(tag[1:])
            elif tag:
                total, degree = total + weight * sign * degree * float(tag), 1
        return total

    def draw(self, part, rng):
        while True:
            sentence = list(self.expand("sentence", rng))
            ids = [self.ids[word] for word, _ in sentence]
            mixed = 2166136261
            for each in ids:
                mixed = (mixed ^ each) * 16777619 % 2**32
            if ((mixed >> 8) % 5 == 0) != (part == "heldOut"):
                continue
            if not self.judges:
                return ids, [self.tags[tag] for _, tag in sentence]
            total = self.judge(sentence)
            if abs(total) >= 0.5:
                return ids, [-1] * (len(ids) - 1) + [int(total > 0)]


class Translate:
    def __init__(self, run):
        def word(number):
            return cn2an.an2cn(number) if "hinese" in run["translation"] else num2words(number)

        pairs = [(str(number), word(number)) for number in range(10_000)]
        self.pairs = pairs if run["translation"].startswith("digits") else [pair[::-1] for pair in pairs]
        known = sorted({letter for pair in self.pairs for text in pair for letter in text} | set("=."))
        self.ids = {letter: place for place, letter in enumerate(known)}
        self.inputs, self.outputs, self.symbols = len(known), len(known), True

    def draw(self, part, rng):
        while True:
            digits = rng.randrange(4)
            number = rng.randrange(10**digits if digits else 0, 10 ** (digits + 1))
            held_out = number >= 20 and (number * 2654435761 % 2**32 >> 16) % 5 == 0
            if held_out == (part == "heldOut"):
                source, answer = self.pairs[number]
                stream = [self.ids[letter] for letter in f"{source}={answer}."]
                return stream[:-1], [-1] * len(source) + stream[len(source) + 1 :]


class Video:
    inputs, outputs, symbols = 64, 8, False

    def __init__(self, run):
        self.length = run.get("length", 40)

    def draw(self, part, rng):
        right, angle, row = rng.randrange(2), rng.randrange(8), rng.randrange(1, 7)
        x, way, wanted = rng.randrange(2, 6), rng.choice([-1, 1]), rng.randrange(4)
        first = 6 - x if way == 1 else x - 1
        steps = rng.randrange(first) if wanted == 0 else first + 5 * (wanted - 1) + rng.randrange(5)
        moves = set(rng.sample(range(1, self.length), steps))
        frames = numpy.zeros((self.length, 8, 8), dtype=numpy.float32)
        around = [(1, 0), (1, -1), (0, -1), (-1, -1), (-1, 0), (-1, 1), (0, 1), (1, 1)]
        bounces = 0
        for t in range(self.length):
            if t in moves:
                x += way
                if x in (1, 6):
                    way, bounces = -way, bounces + 1
            frames[t, row, x] = 1
            frames[t, row + around[angle][1], x + around[angle][0]] = 0.5
            angle = (angle + (-1 if right else 1)) % 8
        return frames.reshape(self.length, 64), [-1] * (self.length - 1) + [4 * right + bounces]


class Digits:
    inputs, symbols = 1, False

    def __init__(self, run):
        tensors, about = numbers("digits")
        self.outputs, shades = len(about["labels"].split()), float(about["shades"])
        self.parts = {part: (tensors[f"{part}.images"] / shades, tensors[f"{part}.classes"]) for part in ("train", "heldOut")}

    def draw(self, part, rng):
        images, classes = self.parts[part]
        index = rng.randrange(len(classes))
        return images[index][:, None], [-1] * (images.shape[1] - 1) + [int(classes[index])]


class Text:
    symbols = True

    def __init__(self, run):
        text = (DATA / "text" / f"{run.get('passage', 'english')}.txt").read_text(encoding="utf-8")
        known = sorted(set(text))
        ids = [known.index(character) for character in text]
        train = len(ids) - int(len(ids) * run["heldOut"] + 0.5)
        self.parts = {"train": ids[:train], "heldOut": ids[train:]}
        self.inputs = self.outputs = len(known)

    def draw(self, part, rng):
        ids, longest = self.parts[part], 40
        length = rng.randint(4, longest) if part == "train" else longest
        start = rng.randrange(len(ids))
        stream = [ids[(start + t) % len(ids)] for t in range(length + 1)]
        return stream[:-1], stream[1:]


SOURCES = {"digits": Digits, "text": Text, "speech": Recordings, "gesture": Recordings, "series": Series, "sentiment": Grammar, "entities": Grammar, "translate": Translate, "video": Video}


class Model(nn.Module):
    def __init__(self, cell, source, units, forget_bias):
        super().__init__()
        self.source = source
        self.recurrent = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}[cell](source.inputs, units, batch_first=True)
        self.read_out = nn.Linear(units, source.outputs)
        if cell == "lstm" and forget_bias is not None:
            with torch.no_grad():
                self.recurrent.bias_ih_l0[units : 2 * units] = forget_bias
                self.recurrent.bias_hh_l0[units : 2 * units] = 0

    def forward(self, inputs, lengths):
        if self.source.symbols:
            inputs = nn.functional.one_hot(inputs, self.source.inputs).float()
        packed = nn.utils.rnn.pack_padded_sequence(inputs, lengths, batch_first=True, enforce_sorted=False)
        hidden, _ = nn.utils.rnn.pad_packed_sequence(self.recurrent(packed)[0], batch_first=True)
        return self.read_out(hidden)


def pack(source, part, count, rng):
    drawn = [source.draw(part, rng) for _ in range(count)]
    lengths = torch.tensor([len(targets) for _, targets in drawn])
    kind = torch.long if source.symbols else torch.float32
    inputs = nn.utils.rnn.pad_sequence([torch.as_tensor(numpy.asarray(each), dtype=kind) for each, _ in drawn], batch_first=True)
    values = isinstance(source, Series)
    targets = [torch.tensor(each, dtype=torch.float32 if values else torch.long) for _, each in drawn]
    return inputs, lengths, nn.utils.rnn.pad_sequence(targets, batch_first=True, padding_value=float("nan") if values else -1)


def score(outputs, targets):
    """Loss and share of right answers at the steps that are asked."""
    if targets.dtype == torch.float32:
        asked = ~targets.isnan()
        off = outputs[..., 0][asked] - targets[asked]
        return (off**2).mean(), (off.abs() <= 0.25).float().mean()
    asked = targets >= 0
    given, wanted = outputs[asked], targets[asked]
    return nn.functional.cross_entropy(given, wanted), (given.argmax(-1) == wanted).float().mean()


def learn(run, cell, seed):
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    rng = random.Random(seed)
    source = SOURCES[run["task"]](run)
    model = Model(cell, source, run["units"], run["forgetBias"])
    optimizer = torch.optim.Adam(model.parameters(), lr=run["rate"])
    for _ in range(run["updates"]):
        inputs, lengths, targets = pack(source, "train", run["batch"], rng)
        loss, _ = score(model(inputs, lengths), targets)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), run["clip"])
        optimizer.step()
    with torch.no_grad():
        inputs, lengths, targets = pack(source, "heldOut", 512, rng)
        loss, right = score(model(inputs, lengths), targets)
    return {"loss": loss.item(), "accuracy": right.item()}


if __name__ == "__main__":
    print(json.dumps(learn(json.loads(sys.argv[1]), sys.argv[2], int(sys.argv[3]))))
