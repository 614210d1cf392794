# --- The tasks by rule whose rules are long, as the page draws from them --------------------------------------

SMALL = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()


def english(number):
    """The words for a number from 0 to 9999, as in Britain."""
    thousands, hundreds, rest = number // 1000, number // 100 % 10, number % 100
    words = f"{SMALL[thousands]} thousand" if thousands else ""
    if hundreds:
        words += f"{', ' if thousands else ''}{SMALL[hundreds]} hundred"
    if rest == 0 and words:
        return words
    last = SMALL[rest] if rest < 20 else TENS[rest // 10 - 2] + (f"-{SMALL[rest % 10]}" if rest % 10 else "")
    return f"{words} and {last}" if words else last


def chinese(number):
    """The same in Chinese; one 零 stands for a row of zeros between figures."""
    if number < 10:
        return "零一二三四五六七八九"[number]
    words, gap = "", False
    for value, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        figure = number // value % 10
        if figure == 0:
            gap = number >= value
            continue
        words += "零" if gap else ""
        gap = False
        words += ("" if 10 <= number < 20 and value == 10 else "零一二三四五六七八九"[figure]) + name
    return words


def pair(number):
    """What is read and what is written."""
    direction = EXPERIMENT["translation"]
    both = str(number), (chinese if "hinese" in direction else english)(number)
    return both if direction.startswith("digits") else both[::-1]


LETTERS = {}
if EXPERIMENT["task"] == "translate":
    LETTERS = {letter: index for index, letter in enumerate(sorted({*"=.", *(letter for number in range(10_000) for text in pair(number) for letter in text)}))}


def translate(_, dice):
    while True:
        digits = dice.below(4)
        number = dice.between(10**digits if digits else 0, 10 ** (digits + 1) - 1)
        # One in five from 20 on is held out.
        if number < 20 or ((number * 2654435761 & 0xFFFFFFFF) >> 16) % 5:
            source, answer = pair(number)
            ids = [LETTERS[letter] for letter in f"{source}={answer}."]
            return ids[:-1], [None] * len(source) + ids[len(source) + 1 :]


def video(length, dice):
    """A bright pixel walks from wall to wall, a darker one turns round it."""
    to_the_right, angle, row, place, forward = dice.bits() >> 63, dice.below(8), dice.between(1, 6), 2 + dice.below(4), dice.bits() >> 63
    first = 6 - place if forward else place - 1
    wanted = dice.below(4)
    low, high = (0, first) if wanted == 0 else (first + 5 * (wanted - 1), first + 5 * wanted)
    steps = min(dice.between(low, high - 1), length - 1)
    left, frames = steps, []
    for t in range(length):
        if t > 0 and dice.below(length - t) < left:
            left -= 1
            place += 1 if forward else -1
            forward = not forward if place in (1, 6) else forward
        frame = [0.0] * 64
        frame[row * 8 + place] = 1.0
        across, down = ((1, 0), (1, -1), (0, -1), (-1, -1), (-1, 0), (-1, 1), (0, 1), (1, 1))[angle]
        frame[(row + down) * 8 + place + across] = 0.5
        frames.append(frame)
        angle = (angle + (7 if to_the_right else 1)) % 8
    bounces = 0 if steps < first else 1 + (steps - first) // 5
    return frames, [None] * (length - 1) + [4 * to_the_right + bounces]


TASKS |= {"translate": translate, "video": video}
