#!/usr/bin/env python3
"""Makes data/sentiment.txt: a grammar of sentences that judge, over words with the human ratings of the VADER lexicon.

    python3 -m venv venv && venv/bin/pip install vaderSentiment
    venv/bin/python data/sentiment.py

Ten people rated each word of the lexicon from -4 to 4; a rating is their mean. Adjectives are taken on which they agreed
(standard deviation at most 1). All other words but negations, hedges and "but" have no rating in the lexicon, so that
they say nothing: the script holds the grammar to that. data/README.md describes the format, src/data/task/sentiment.rs
the rule that makes a judgement of the ratings.
"""

import pathlib

import vaderSentiment

PATH = pathlib.Path(__file__).with_suffix(".txt")
LEXICON = pathlib.Path(vaderSentiment.__file__).with_name("vader_lexicon.txt")

POSITIVE = """good great excellent wonderful beautiful brilliant perfect superb lovely funny charming delightful enjoyable
fascinating fantastic clever elegant entertaining exciting graceful impressive interesting magnificent marvelous
outstanding pleasant splendid thoughtful amazing awesome admirable amusing cheerful creative fabulous glorious gorgeous
original peaceful vibrant""".split()
NEGATIVE = """bad terrible horrible boring dull ugly stupid sad weak annoying disappointing painful ridiculous unpleasant
lame dirty disturbing dumb faulty flawed frustrating harsh irritating lousy messy rotten rude shameful unfair useless
vile crude disastrous idiotic inferior obnoxious worse ruined foolish awkward""".split()

GRAMMAR = """
sentence = <plain> <tail> .
sentence = <denial> <tail> .
sentence = <plain> , but/but <plain> <tail> .
sentence = <plain> , but/but <denial> <tail> .
sentence = <denial> , but/but <plain> <tail> .

# What is denied may be said long after the denial.
plain = <thing> <aside> was <rated>
plain = <someone> told us that <thing> <aside> was <rated>
denial = nobody/not <aside> thought that <thing> <aside> was <rated>
denial = <someone> did not/not think that <thing> <aside> was <rated>
denial = <someone> never/not told us that <thing> <aside> was <rated>
denial = i would not/not say that <thing> <aside> was <rated>

someone = my brother | my sister | my neighbour | the woman next door | a man on the train
thing = the film | the book | the concert | the meal | the hotel | the lecture | the garden | the journey
aside = | | of last week | at the end of the street | that we had heard about on the radio
aside = which my brother had seen twice in the same month | from the other side of the river
aside = in the old house between the station and the school
tail = | | when we saw it in the evening | and then we all went home by the last train
tail = as far as i could see from my place at the back of the room

rated = <word> | <word> | very/x1.5 <word> | extremely/x1.5 <word> | slightly/x0.5 <word> | somewhat/x0.5 <word>
"""

ratings = {}
for line in LEXICON.read_text(encoding="utf-8").splitlines():
    word, mean, deviation, _ = line.split("\t")
    ratings[word] = (float(mean), float(deviation))

words = [word for word in POSITIVE + NEGATIVE if word in ratings and ratings[word][1] <= 1]
assert all(ratings[word][0] > 0 for word in words if word in POSITIVE)
assert all(ratings[word][0] < 0 for word in words if word in NEGATIVE)
for rule in (line for line in GRAMMAR.splitlines() if "=" in line):
    for token in rule.partition("=")[2].split():
        word, _, tag = token.partition("/")
        assert tag or word not in ratings, f"{word} is rated, and not said to be"

rated = [f"{word}/{ratings[word][0]:+}" for word in words]
rows = [" | ".join(rated[start : start + 8]) for start in range(0, len(rated), 8)]
header = f"""# Sentences that judge. Made by data/sentiment.py; the format is described in data/README.md.
# The numbers are the ratings of {len(words)} adjectives by ten people each, from -4 to 4, as they stand in the lexicon of
# VADER: C. J. Hutto and E. Gilbert (2014), https://github.com/cjhutto/vaderSentiment, MIT licence.
"""
PATH.write_text(header + GRAMMAR + "\n" + "\n".join(f"word = {row}" for row in rows) + "\n", encoding="utf-8")
print(f"{PATH.name}: {PATH.stat().st_size} bytes, {sum(w in POSITIVE for w in words)} good and {sum(w in NEGATIVE for w in words)} bad words")
