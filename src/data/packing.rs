//! Writes sequences into a packed batch, time step by time step, and refuses what does not fit.

use crate::Error;
use crate::data::sequence::{Inputs, Sequence, Target};
use crate::error::Allowed;

/// What rows are written to.
pub(super) enum Column<'a> {
    /// Symbols or classes.
    Words(&'a mut Vec<u32>),
    /// Numbers, one after the other, in whatever float the batch has.
    Numbers(&'a mut dyn FnMut(f64)),
}

/// A batch that is being filled, whatever its float: compiled once for all.
pub(super) struct Packing<'a> {
    pub input_size: usize,
    pub output_size: usize,
    pub order: &'a mut Vec<usize>,
    pub offsets: &'a mut Vec<usize>,
    pub places: &'a mut Vec<usize>,
    pub target_rows: &'a mut Vec<usize>,
    pub inputs: Column<'a>,
    pub targets: Column<'a>,
}

impl Packing<'_> {
    pub fn pack(mut self, sequences: &[Sequence]) -> Result<(), Error> {
        for sequence in sequences {
            self.check(sequence)?;
        }
        let first = sequences
            .first()
            .ok_or_else(|| Error::wrong_shape("batch", "empty", "one sequence or more"))?;
        let symbolic = first.is_symbolic();
        if (sequences.iter()).any(|sequence| sequence.is_symbolic() != symbolic) {
            return Err(Error::wrong_value(
                "inputs",
                "a mixture of symbols and vectors",
                "one or the other in a batch",
            ));
        }

        sort_by_length(sequences, self.order, self.places);
        let longest = sequences[self.order[0]].steps();
        let mut active = sequences.len();
        for t in 0..longest {
            while sequences[self.order[active - 1]].steps() <= t {
                active -= 1;
            }
            let start = self.offsets[t];
            for b in 0..active {
                self.push_row(&sequences[self.order[b]], t, start + b)?;
            }
            self.offsets.push(start + active);
        }
        if self.target_rows.is_empty() {
            return Err(Error::wrong_value(
                "targets",
                "null at every step",
                "given for one step at least",
            ));
        }
        Ok(())
    }

    fn check(&self, sequence: &Sequence) -> Result<(), Error> {
        let steps = sequence.targets.len();
        let (width, fits) = match &sequence.inputs {
            Inputs::Symbols { ids, size } => (*size, ids.len() == steps),
            Inputs::Dense { values, size } => (*size, values.len() == steps * size),
        };
        if width != self.input_size {
            return Err(Error::wrong_shape(
                "inputs",
                format_args!("{width} wide"),
                Allowed::shape(format_args!("{} wide", self.input_size)),
            ));
        }
        if steps == 0 {
            return Err(Error::wrong_shape(
                "inputs",
                "empty",
                "one time step or more",
            ));
        }
        if !fits {
            return Err(Error::wrong_shape(
                "targets",
                format_args!("{steps} steps long"),
                "as long as inputs",
            ));
        }
        Ok(())
    }

    fn push_row(&mut self, sequence: &Sequence, t: usize, row: usize) -> Result<(), Error> {
        match (&mut self.inputs, &sequence.inputs) {
            (Column::Words(packed), Inputs::Symbols { ids, size }) => {
                if ids[t] as usize >= *size {
                    let allowed = format!("a symbol below {size}");
                    return Err(Error::out_of_range("inputs", ids[t], allowed));
                }
                packed.push(ids[t]);
            }
            (Column::Numbers(push), Inputs::Dense { values, size }) => {
                for &value in &values[t * size..(t + 1) * size] {
                    if !value.is_finite() {
                        return Err(Error::not_finite("inputs", value));
                    }
                    push(value);
                }
            }
            _ => unreachable!("pack has seen that all sequences are of one kind"),
        }
        match (&mut self.targets, &sequence.targets[t]) {
            (_, Target::None) => return Ok(()),
            (Column::Words(packed), Target::Class(class)) => {
                if *class as usize >= self.output_size {
                    let allowed = format!("a class below {}", self.output_size);
                    return Err(Error::out_of_range("targets", class, allowed));
                }
                packed.push(*class);
            }
            (Column::Numbers(push), Target::Values(values)) => {
                if values.len() != self.output_size {
                    return Err(Error::wrong_shape(
                        "targets",
                        format_args!("{} values wide", values.len()),
                        Allowed::shape(format_args!("{} values wide", self.output_size)),
                    ));
                }
                for &value in values {
                    if !value.is_finite() {
                        return Err(Error::not_finite("targets", value));
                    }
                    push(value);
                }
            }
            (Column::Words(_), Target::Values(_)) => {
                return Err(Error::wrong_value(
                    "targets",
                    "a list of numbers",
                    "a class or null",
                ));
            }
            (Column::Numbers(_), Target::Class(class)) => {
                return Err(Error::wrong_value(
                    "targets",
                    class,
                    "a list of numbers or null",
                ));
            }
        }
        self.target_rows.push(row);
        Ok(())
    }
}

/// Writes the places of `sequences` in descending order of length, equally long ones as they were given.
/// A counting sort: this happens before every update, and lengths are small numbers.
fn sort_by_length(sequences: &[Sequence], order: &mut Vec<usize>, places: &mut Vec<usize>) {
    let longest = sequences.iter().map(Sequence::steps).max().unwrap_or(0);
    // places[n]: how many sequences are longer than n, which is where the next one of n steps goes.
    places.clear();
    places.resize(longest + 1, 0);
    for sequence in sequences {
        places[..sequence.steps()]
            .iter_mut()
            .for_each(|place| *place += 1);
    }
    order.clear();
    order.resize(sequences.len(), 0);
    for (index, sequence) in sequences.iter().enumerate() {
        let place = &mut places[sequence.steps()];
        order[*place] = index;
        *place += 1;
    }
}
