//! Safetensors files as this program writes them.

use std::collections::BTreeSet;

use safetensors::Dtype;
use safetensors::tensor::TensorView;

/// Where the header of a safetensors file begins, after its length, and what its length is a multiple of.
const HEADER_AT: usize = 8;
const ALIGNMENT: usize = 8;

/// A tensor that is written.
pub(crate) struct Written {
    pub(crate) name: String,
    pub(crate) shape: Vec<usize>,
    pub(crate) values: Vec<f32>,
}

/// A safetensors file, its tensors by name, behind words about them in the order in which they are given.
pub(crate) fn write(about: &[(&str, String)], tensors: &[Written]) -> Vec<u8> {
    let bytes: Vec<Vec<u8>> = (tensors.iter())
        .map(|tensor| {
            let values = tensor.values.iter();
            values.flat_map(|value| value.to_le_bytes()).collect()
        })
        .collect();
    let views = tensors.iter().zip(&bytes).map(|(tensor, bytes)| {
        let view = TensorView::new(Dtype::F32, tensor.shape.clone(), bytes);
        let view = view.expect("a tensor has as many numbers as its shape says");
        (tensor.name.as_str(), view)
    });
    let file = safetensors::serialize(views, None).expect("every name is there once");
    with_metadata(&file, about)
}

/// The file with metadata before its tensors. The crate would write them in the order of a hash table, another each time.
fn with_metadata(file: &[u8], about: &[(&str, String)]) -> Vec<u8> {
    if about.is_empty() {
        return file.to_vec();
    }
    let (tensors, numbers) = header_and_numbers(file);
    // Words and numbers of this program's: nothing in them has to be escaped.
    let entries: Vec<String> = (about.iter())
        .map(|(key, value)| format!("\"{key}\":\"{value}\""))
        .collect();
    let mut header = format!("{{\"__metadata__\":{{{}}},", entries.join(",")).into_bytes();
    header.extend(tensors[1..].trim_ascii_end());
    header.resize(header.len().next_multiple_of(ALIGNMENT), b' ');
    [&(header.len() as u64).to_le_bytes()[..], &header, numbers].concat()
}

/// The header of a file that was written here, and the numbers behind it.
pub(crate) fn header_and_numbers(file: &[u8]) -> (&[u8], &[u8]) {
    let length = file
        .first_chunk()
        .map_or(0, |bytes| u64::from_le_bytes(*bytes));
    file[HEADER_AT..].split_at(length as usize)
}

/// Names by the alphabet, each once.
pub(crate) fn in_order<'a>(names: impl Iterator<Item = &'a str>) -> BTreeSet<&'a str> {
    names.collect()
}
