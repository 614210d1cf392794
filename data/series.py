#!/usr/bin/env python3
"""Makes the series of data/series/: measured ones as statsmodels and aeon ship them, and one by rule.

    python3 -m venv venv && venv/bin/pip install aeon safetensors statsmodels
    venv/bin/python data/series.py

Numbers are those of the loaders, as 64-bit floats. The last part of each series is held out. Series that grow without end are
kept as changes from month to month, because what a model has learned of one height says nothing of another.
"""

import math
import pathlib

import numpy
import pandas
import statsmodels
import statsmodels.api as sm
from aeon.datasets import load_airline
from safetensors.numpy import load_file, save_file

FOLDER = pathlib.Path(__file__).with_suffix("")
SUNSPOTS = "World Data Center SILSO and its forerunners, by way of NOAA, as statsmodels ships it"
PUBLIC = "public domain"


def monthly_sunspots():
    """statsmodels has no loader for this file of its data set: lines of a year and its twelve monthly means, with repeated
    headings between them. The years are held against those of the yearly loader."""
    file = pathlib.Path(statsmodels.__file__).parent / "datasets/sunspots/src/sunspots_monthly.dat"
    rows = [line.split() for line in file.read_text().splitlines()]
    rows = [row for row in rows if len(row) == 13 and row[0].isdigit()]
    assert [int(row[0]) for row in rows] == list(range(1749, 1749 + len(rows)))
    months = numpy.array([[float(mean) for mean in row[1:]] for row in rows])
    yearly = sm.datasets.sunspots.load_pandas().data.set_index("YEAR")["SUNACTIVITY"]
    assert numpy.abs(months.mean(axis=1) - yearly.loc[1749 : 1748 + len(rows)].to_numpy()).max() < 0.6
    return months.ravel()


def carbon_dioxide():
    """Means of the weeks of each month, the five months without a week interpolated; and their changes."""
    means = sm.datasets.co2.load_pandas().data["co2"].resample("MS").mean().interpolate()
    return means.diff().dropna().to_numpy()


def el_nino():
    table = sm.datasets.elnino.load_pandas().data
    return table.drop(columns="YEAR").to_numpy().ravel()


def airline():
    passengers = pandas.Series(numpy.asarray(load_airline(), dtype=float))
    return (100 * passengers.pct_change()).dropna().to_numpy()


def sines():
    """1200 values of three sines whose periods have no common multiple: golden section, root of 2, and pi, times 10."""
    periods = [10 * (1 + math.sqrt(5)) / 2, 10 * math.sqrt(2), 10 * math.pi]
    return numpy.array([sum(math.sin(2 * math.pi * t / period) for period in periods) / 3 for t in range(1200)])


# Name of the file: what, unit, step, first step, season, window, held out, values, source, licence.
SERIES = {
    "sunspots": ("sunspots", "", "month", "1749-01", 132, 96, 480, monthly_sunspots(), SUNSPOTS, PUBLIC),
    "sunspots-yearly": ("sunspots", "", "year", "1700", 11, 44, 66, sm.datasets.sunspots.load_pandas().data["SUNACTIVITY"].to_numpy(), SUNSPOTS, PUBLIC),
    "co2": ("change of CO2", "ppm", "month", "1958-04", 12, 48, 120, carbon_dioxide(), "C. D. Keeling and T. P. Whorf (2004), Mauna Loa, CDIAC, as statsmodels ships it", PUBLIC),
    "el-nino": ("sea surface", "°C", "month", "1950-01", 12, 48, 144, el_nino(), "NOAA National Weather Service, ERSST.V3B, region Niño 1+2, as statsmodels ships it", PUBLIC),
    "airline": ("change of passengers", "%", "month", "1949-02", 12, 36, 36, airline(), "G. E. P. Box and G. M. Jenkins (1976), series G, as aeon ships it", "none stated: published data, copied from aeon (BSD-3-Clause)"),
    "sines": ("value", "", "step", "0", 0, 64, 240, sines(), "made by the rule in data/series.py", "MIT OR Apache-2.0"),
}

FOLDER.mkdir(exist_ok=True)
for name, (what, unit, step, first, season, window, held_out, values, source, licence) in SERIES.items():
    path = FOLDER / f"{name}.safetensors"
    values = numpy.ascontiguousarray(values, dtype=numpy.float64)
    assert numpy.isfinite(values).all() and values.ndim == 1
    metadata = {
        "name": what,
        "unit": unit,
        "step": step,
        "first": first,
        "season": str(season),
        "window": str(window),
        "heldOut": str(held_out),
        "source": source,
        "licence": licence,
    }
    save_file({"values": values}, path, metadata=metadata)
    path.chmod(0o644)
    assert (load_file(path)["values"] == values).all()
    train = values[:-held_out]
    scaled = (values - train.mean()) / train.std()
    before, after = scaled[-held_out - 1 : -1], scaled[-held_out:]
    naive = f"last value {((after - before) ** 2).mean():.3f}"
    if season:
        naive += f", same season before {((after - scaled[-held_out - season : -season]) ** 2).mean():.3f}"
    print(f"{path.name}: {len(values)} values, {path.stat().st_size} bytes; squared error held out: {naive}")
