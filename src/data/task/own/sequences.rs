//! Inputs and targets for a model of the user's own: of tables, of symbols, or drawn.

use super::bundle::Bundle;
use crate::Error;
use crate::data::foreign::Foreign;
use crate::data::npy::{self, Table};
use crate::data::rng::Rng;
use crate::data::sequence::{Inputs, Target};
use crate::data::task::LENGTHS;
use crate::error::Allowed;

/// How many sequences are drawn where they are random.
const DRAWN: usize = 16;

pub(super) fn fits(key: &str, given: usize, wanted: usize) -> Result<(), Error> {
    if given == wanted {
        return Ok(());
    }
    let allowed = Allowed::shape(format_args!("{wanted} numbers a step, as the model has"));
    Err(Error::wrong_shape(
        key,
        format_args!("{given} numbers a step"),
        allowed,
    ))
}

/// The inputs of a table: T × I, N × T × I, or symbols N × T where the metadata say so (`ids`: how many there are).
pub(super) fn tables(bundle: &Bundle, width: usize) -> Result<Vec<Inputs>, Error> {
    let Table { shape, values } = npy::read("inputs", bundle.needed("inputs")?)?;
    let symbols = bundle.number("ids", 0, 1, 16_384)?;
    let wrong = || {
        let shape: Vec<String> = shape.iter().map(usize::to_string).collect();
        let allowed = Allowed::shape("T × I or N × T × I, of 2 to 1024 steps");
        Error::wrong_shape("inputs", shape.join(" × "), allowed)
    };
    let (count, steps, size) = match (shape.as_slice(), symbols) {
        (&[steps], _) => (1, steps, 1),
        (&[count, steps], 1..) => (count, steps, 1),
        (&[steps, size], 0) => (1, steps, size),
        (&[count, steps, size], 0) => (count, steps, size),
        _ => return Err(wrong()),
    };
    if !LENGTHS.contains(&steps) || count == 0 || size == 0 {
        return Err(wrong());
    }
    if symbols == 0 && width > 0 {
        fits("inputs", size, width)?;
    }
    let lengths = lengths(bundle, count, steps)?;
    let chunks = values.chunks_exact(steps * size).zip(lengths);
    let read = |(values, steps): (&[f64], usize)| match symbols {
        0 => Ok(Inputs::Dense {
            values: values[..steps * size].to_vec(),
            size,
        }),
        _ => {
            let id = |&value: &f64| {
                (value >= 0.0 && value < symbols as f64 && value.fract() == 0.0)
                    .then_some(value as u32)
            };
            let ids: Option<Vec<u32>> = values[..steps].iter().map(id).collect();
            let allowed = || Allowed::shape(format_args!("whole numbers below {symbols}"));
            ids.map(|ids| Inputs::Symbols { ids, size: symbols })
                .ok_or_else(|| Error::wrong_shape("inputs", "of other numbers", allowed()))
        }
    };
    chunks.map(read).collect()
}

/// How many steps each sequence has: all, or as a table `lengths` says.
pub(super) fn lengths(bundle: &Bundle, count: usize, steps: usize) -> Result<Vec<usize>, Error> {
    let Some(bytes) = bundle.bytes("lengths") else {
        return Ok(vec![steps; count]);
    };
    let table = npy::read("lengths", bytes)?;
    let lengths: Vec<usize> = table.values.iter().map(|&value| value as usize).collect();
    if lengths.len() == count && lengths.iter().all(|&each| (1..=steps).contains(&each)) {
        return Ok(lengths);
    }
    let allowed = Allowed::shape(format_args!("{count} numbers from 1 to {steps}"));
    Err(Error::wrong_shape(
        "lengths",
        format_args!("{} numbers", lengths.len()),
        allowed,
    ))
}

/// Targets for sequences of so many steps, and V: classes, one number a step, or V values; NaN and −1 ask nothing.
pub(super) fn targets(
    table: &Table,
    steps: &[usize],
    outputs: Option<usize>,
) -> Result<(Vec<Vec<Target>>, usize), Error> {
    let longest = steps.iter().copied().max().unwrap_or(0);
    let rows = steps.len() * longest;
    let wrong = || {
        let shape: Vec<String> = table.shape.iter().map(usize::to_string).collect();
        let outputs = outputs.map_or("one or several".to_string(), |outputs| outputs.to_string());
        let allowed = format_args!(
            "a class, or {outputs} numbers, for each of {} × {longest} steps",
            steps.len()
        );
        Error::wrong_shape("targets", shape.join(" × "), Allowed::shape(allowed))
    };
    if rows == 0 || !table.values.len().is_multiple_of(rows) || table.values.is_empty() {
        return Err(wrong());
    }
    let size = table.values.len() / rows;
    let whole =
        |value: &f64| value.is_nan() || value.fract() == 0.0 && *value >= -1.0 && *value < 16_384.0;
    let classes = size == 1 && outputs != Some(1) && table.values.iter().all(whole);
    if !classes && outputs.is_some_and(|outputs| outputs != size) {
        return Err(wrong());
    }
    let target = |values: &[f64]| match values {
        _ if values.iter().any(|value| value.is_nan()) => Target::None,
        &[class] if classes && class < 0.0 => Target::None,
        &[class] if classes => Target::Class(class as u32),
        values => Target::Values(values.to_vec()),
    };
    let largest = table.values.iter().copied().fold(0.0, f64::max);
    let width = outputs.unwrap_or(if classes { largest as usize + 1 } else { size });
    let sequences = table.values.chunks_exact(longest * size).zip(steps);
    let targets = sequences
        .map(|(values, &steps)| values.chunks_exact(size).take(steps).map(target).collect());
    Ok((targets.collect(), width))
}

/// Symbols as the model reads them: one-hot, or the rows of its embedding.
pub(super) fn encode(foreign: Option<&Foreign>, size: usize, ids: &[u32]) -> Result<Inputs, Error> {
    let Some(foreign) =
        foreign.filter(|foreign| foreign.description.inputs != size || foreign.embedding.is_some())
    else {
        return Ok(Inputs::Symbols {
            ids: ids.to_vec(),
            size,
        });
    };
    let width = foreign.description.inputs;
    let Some((_, rows)) = foreign.embedding.as_ref().filter(|(rows, _)| *rows >= size) else {
        let known = foreign.embedding.as_ref().map_or(width, |(rows, _)| *rows);
        let allowed = Allowed::shape(format_args!("{known} symbols, as the model knows"));
        return Err(Error::wrong_shape(
            "vocabulary",
            format_args!("{size} symbols"),
            allowed,
        ));
    };
    let row = |&id: &u32| &rows[id as usize * width..][..width];
    Ok(Inputs::Dense {
        values: ids.iter().flat_map(row).copied().collect(),
        size: width,
    })
}

/// Inputs that a seed draws: normal numbers, or symbols.
pub(super) fn drawn(
    bundle: &Bundle,
    foreign: Option<&Foreign>,
    symbols: bool,
    steps: usize,
) -> Result<Vec<Inputs>, Error> {
    let seed = bundle.number("seed", 1, 0, u32::MAX as usize)?;
    let mut rng = Rng::from_seed(seed as u64);
    let width = match foreign {
        Some(foreign) => foreign.description.inputs,
        None => bundle.number("width", 4, 1, 16_384)?,
    };
    let draw = |_| match symbols {
        true => {
            let embedded = foreign.and_then(|foreign| foreign.embedding.as_ref());
            let known = embedded.map_or(width, |(rows, _)| *rows);
            let ids: Vec<u32> = (0..steps).map(|_| rng.below(known) as u32).collect();
            encode(foreign, known, &ids)
        }
        false => Ok(Inputs::Dense {
            values: (0..steps * width).map(|_| rng.normal()).collect(),
            size: width,
        }),
    };
    (0..DRAWN).map(draw).collect()
}
