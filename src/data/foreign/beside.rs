//! What stands beside a recurrent module: the layer that answers, and the embedding of its symbols.

use super::module::{MOST_WIDE, Read};

pub(super) fn is_embedding(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["emb", "wte", "token"]
        .iter()
        .any(|part| name.contains(part))
}

/// The weights of the nn.Linear that answers: the only one that reads the states and is read by no other.
pub(super) fn find_readout<'a>(others: &[&'a Read], units: usize) -> Option<&'a Read> {
    let matrices = others.iter().copied().filter(|tensor| {
        tensor.shape.len() == 2 && tensor.name.ends_with("weight") && !is_embedding(&tensor.name)
    });
    let matrices: Vec<&Read> = matrices.collect();
    let mut reading = matrices.iter().copied().filter(|tensor| {
        let rows = tensor.shape[0];
        tensor.shape[1] == units && (1..=MOST_WIDE).contains(&rows) && tensor.is_float()
    });
    let found = reading.next()?;
    // Of several none is known to be the last, and one that others read is not.
    let goes_on = matrices
        .iter()
        .any(|other| other.name != found.name && other.shape[1] == found.shape[0]);
    (reading.next().is_none() && !goes_on).then_some(found)
}

pub(super) fn bias_of<'a>(others: &[&'a Read], weight: &Read) -> Option<&'a Read> {
    let name = format!("{}bias", weight.name.strip_suffix("weight")?);
    others
        .iter()
        .copied()
        .find(|tensor| tensor.name == name && tensor.shape == weight.shape[..1])
}

pub(super) fn find_embedding<'a>(others: &[&'a Read], inputs: usize) -> Option<&'a Read> {
    let mut found = others.iter().copied().filter(|tensor| {
        tensor.shape.len() == 2
            && tensor.shape[1] == inputs
            && tensor.shape[0] > 0
            && is_embedding(&tensor.name)
            && tensor.is_float()
    });
    let first = found.next()?;
    found.next().is_none().then_some(first)
}
