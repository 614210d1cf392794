# --- The tasks that read data, as the page draws from them ---------------------------------------------------

# The bytes of the data set; none for a task by rule.
DATA = base64.b64decode(RUN["data"] or "")


def read_numbers(data):
    """A safetensors file of any numbers: {name: (shape, values)}, and the words about them."""
    length = struct.unpack("<Q", data[:8])[0]
    header, rest = json.loads(data[8 : 8 + length]), data[8 + length :]
    about, tensors = header.pop("__metadata__", {}), {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        letter = {"U8": "B", "I16": "h", "F32": "f", "F64": "d"}[entry["dtype"]]
        count = (end - begin) // struct.calcsize(letter)
        tensors[name] = entry["shape"], struct.unpack(f"<{count}{letter}", rest[begin:end])
    return tensors, about


NUMBERS, ABOUT = read_numbers(DATA) if DATA and EXPERIMENT["task"] in ("digits", "speech", "gesture", "series") else ({}, {})


def digits(_, dice):
    (count, size), images = NUMBERS["train.images"]
    index = dice.below(count)
    shades = [[shade / int(ABOUT.get("shades", 1))] for shade in images[index * size : (index + 1) * size]]
    return shades, [None] * (size - 1) + [NUMBERS["train.classes"][1][index]]


def recording(_, dice):
    width = NUMBERS["train.values"][0][1]
    values, lengths, classes = (NUMBERS[f"train.{name}"][1] for name in ("values", "lengths", "classes"))
    index = dice.below(len(classes))
    start, steps = int(sum(lengths[:index])), int(lengths[index])
    per_unit = int(ABOUT.get("perUnit", 1))
    inputs = [[value / per_unit for value in values[width * t : width * (t + 1)]] for t in range(start, start + steps)]
    asked = steps if ABOUT.get("asked") == "every step" else 1
    return inputs, [None] * (steps - asked) + [classes[index]] * asked


def series(_, dice):
    values = NUMBERS["values"][1]
    window, held_out = max(2, int(ABOUT.get("window", 0))), max(1, int(ABOUT.get("heldOut", 0)))
    train = len(values) - held_out
    mean = sum(values[:train]) / train
    deviation = math.sqrt(sum((value - mean) ** 2 for value in values[:train]) / train)
    start = dice.below(train - window)
    scaled = [[(value - mean) / deviation] for value in values[start : start + window + 1]]
    return scaled[:-1], scaled[1:]


def read_grammar(text):
    """The words in the order of their first appearance, the tags, and {name: alternatives of (word, tag) or name}."""
    words, tags, rules = [], [""], {}

    def place(items, item):
        if item not in items:
            items.append(item)
        return items.index(item)

    for line in map(str.strip, text.splitlines()):
        if not line or line.startswith(("#", "own:")):
            continue
        name, alternatives = line.split(" =", 1)
        for alternative in alternatives.split("|"):
            parts = []
            for token in alternative.split():
                word, _, tag = token.partition("/")
                if token.startswith("<") and token.endswith(">"):
                    parts.append(token[1:-1])
                elif word:
                    parts.append((place(words, word), place(tags, tag)))
                else:
                    parts.append((place(words, token), 0))
            rules.setdefault(name, []).append(parts)
    return words, tags, rules


WORDS_OF, TAGS, RULES = read_grammar(DATA.decode()) if EXPERIMENT["task"] in ("sentiment", "entities") else ([], [], {})
EFFECTS = {word: TAGS[tag] for parts in sum(RULES.values(), []) for word, tag in (part for part in parts if not isinstance(part, str))}


def expand(name, dice):
    alternatives = RULES[name]
    for part in alternatives[dice.below(len(alternatives))]:
        if isinstance(part, str):
            yield from expand(part, dice)
        else:
            yield part


def sentence(dice):
    """The words and tags of a sentence that is not held out."""
    while True:
        parts = list(expand("sentence", dice))
        mixed = 2166136261
        for word, _ in parts:
            mixed = (mixed ^ word) * 16777619 & 0xFFFFFFFF
        if (mixed >> 8) % 5:
            return parts


def judgement(words):
    """Ratings, turned round by negations, weighed by words of degree; after "but" another clause begins."""
    total, sign, degree, weight = 0.0, 1.0, 1.0, 1.0
    for word in words:
        effect = EFFECTS[word]
        if effect == "not":
            sign = -sign
        elif effect == "but":
            total, sign, weight = total * 0.5, 1.0, 1.5
        elif effect.startswith("x"):
            degree = float(effect[1:])
        elif effect:
            total, degree = total + weight * sign * degree * float(effect), 1.0
    return total


def sentiment(_, dice):
    while True:
        words = [word for word, _ in sentence(dice)]
        total = judgement(words)
        if abs(total) >= 0.5:
            return words, [None] * (len(words) - 1) + [int(total > 0)]


def entities(_, dice):
    parts = sentence(dice)
    return [word for word, _ in parts], [tag for _, tag in parts]


TASKS |= {"digits": digits, "speech": recording, "gesture": recording, "series": series, "sentiment": sentiment, "entities": entities}
