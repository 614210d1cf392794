//! The bytes of a data set, and what is read from them: a text, or named tensors with words about them.
//!
//! One container for all: UTF-8 for texts, safetensors for numbers, whose metadata hold names, units, labels, source and
//! licence. The bytes come from a file that the page fetched, or from what the user brought along; the digest of
//! the bytes is part of a run's description.

use std::collections::HashMap;

use safetensors::{Dtype, SafeTensors};
use sha2::{Digest, Sha256};

use crate::Error;
use crate::error::{Allowed, Rule};

/// The bytes of one file.
#[derive(Clone, Copy, Debug)]
pub struct DataSet<'a> {
    bytes: &'a [u8],
    /// The share of it that is held out, where neither the file nor the task's rule says which part that is.
    held_out: f64,
}

/// What a safetensors file holds.
#[derive(Clone, Debug, Default)]
pub struct Numbers {
    tensors: HashMap<String, Tensor>,
    metadata: HashMap<String, String>,
}

/// Numbers in row-major order.
#[derive(Clone, Debug, PartialEq)]
pub struct Tensor {
    pub shape: Vec<usize>,
    pub values: Vec<f64>,
}

impl<'a> DataSet<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        let held_out = 0.0;
        DataSet { bytes, held_out }
    }

    /// The same, with so large a share at its end held out.
    pub fn holding_out(self, held_out: f64) -> Self {
        DataSet { held_out, ..self }
    }

    /// The share that is held out, from 0 to 1.
    pub fn held_out(&self) -> f64 {
        self.held_out
    }

    /// The bytes themselves.
    pub fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// SHA-256 of the bytes, as lowercase hexadecimal digits.
    pub fn sha256(&self) -> String {
        sha256(self.bytes)
    }

    /// The text that the bytes are.
    ///
    /// # Errors
    /// A sentence about `data` when they are not UTF-8.
    pub fn text(&self) -> Result<&'a str, Error> {
        str::from_utf8(self.bytes).map_err(|error| {
            let given = format!("not UTF-8 from byte {} on", error.valid_up_to());
            Error::unreadable("data", given, Rule::Utf8)
        })
    }

    /// The tensors of a safetensors file; u8, i16, f32 and f64 become f64.
    ///
    /// # Errors
    /// A sentence about `data` when the bytes are no such file, or about the tensor with another type or a number that
    /// is not finite.
    pub fn numbers(&self) -> Result<Numbers, Error> {
        let unreadable = |error: safetensors::SafeTensorError| {
            let given = format!("unreadable ({error})");
            Error::unreadable("data", given, Rule::Safetensors)
        };
        let (_, header) = SafeTensors::read_metadata(self.bytes).map_err(unreadable)?;
        let file = SafeTensors::deserialize(self.bytes).map_err(unreadable)?;
        let mut numbers = Numbers {
            tensors: HashMap::new(),
            metadata: header.metadata().clone().unwrap_or_default(),
        };
        for (name, view) in file.iter() {
            let values: Vec<f64> = match view.dtype() {
                Dtype::U8 => view.data().iter().map(|&byte| byte.into()).collect(),
                Dtype::I16 => decode(view.data(), |bytes: [u8; 2]| {
                    i16::from_le_bytes(bytes).into()
                }),
                Dtype::F32 => decode(view.data(), |bytes: [u8; 4]| {
                    f32::from_le_bytes(bytes).into()
                }),
                Dtype::F64 => decode(view.data(), f64::from_le_bytes),
                other => {
                    let given = format!("of type {other}");
                    return Err(Error::wrong_value(name, given, Rule::NumberType));
                }
            };
            if let Some(&value) = values.iter().find(|value| !value.is_finite()) {
                return Err(Error::not_finite(name, value));
            }
            let shape = view.shape().to_vec();
            (numbers.tensors).insert(name.to_string(), Tensor { shape, values });
        }
        Ok(numbers)
    }
}

impl Numbers {
    /// The tensor of this name with so many dimensions.
    ///
    /// # Errors
    /// A sentence about it when it is missing or has another number of dimensions.
    pub fn tensor(&self, name: &str, dimensions: usize) -> Result<&Tensor, Error> {
        let allowed = Allowed::shape(format_args!("a tensor with {dimensions} dimensions"));
        let Some(tensor) = self.tensors.get(name) else {
            return Err(Error::wrong_value(name, "missing", allowed));
        };
        if tensor.shape.len() == dimensions {
            Ok(tensor)
        } else {
            let given = format!("a tensor with {} dimensions", tensor.shape.len());
            Err(Error::wrong_shape(name, given, allowed))
        }
    }

    /// A word of the file about itself: `source`, `licence`, `labels`, …
    pub fn metadata(&self, key: &str) -> Option<&str> {
        self.metadata.get(key).map(String::as_str)
    }
}

/// SHA-256 of `bytes`, as lowercase hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Little-endian numbers of N bytes each.
pub(crate) fn decode<const N: usize>(bytes: &[u8], number: fn([u8; N]) -> f64) -> Vec<f64> {
    let chunks = bytes.as_chunks::<N>().0;
    chunks.iter().map(|&chunk| number(chunk)).collect()
}

#[cfg(test)]
mod tests {
    use safetensors::tensor::TensorView;

    use super::*;
    use crate::error::ErrorKind;

    fn file(dtype: Dtype, bytes: &[u8]) -> Vec<u8> {
        let view = TensorView::new(dtype, vec![2, 1], bytes).unwrap();
        let about = HashMap::from([("licence".to_string(), "CC BY 4.0".to_string())]);
        safetensors::serialize([("x", view)], Some(about)).unwrap()
    }

    #[test]
    fn tensors_come_with_their_shape_and_the_words_about_them() {
        let bytes = file(Dtype::U8, &[0, 16]);
        let numbers = DataSet::new(&bytes).numbers().unwrap();
        let expected = Tensor {
            shape: vec![2, 1],
            values: vec![0.0, 16.0],
        };
        assert_eq!(numbers.tensor("x", 2), Ok(&expected));
        assert_eq!(numbers.metadata("licence"), Some("CC BY 4.0"));
        assert_eq!(numbers.metadata("source"), None);
        assert_eq!(
            numbers.tensor("x", 3).unwrap_err().kind,
            ErrorKind::WrongShape
        );
        assert_eq!(
            numbers.tensor("y", 2).unwrap_err().key.as_deref(),
            Some("y")
        );
    }

    #[test]
    fn bytes_that_are_neither_are_refused_with_a_sentence() {
        let text = DataSet::new(b"caf\xe9").text().unwrap_err();
        assert_eq!(
            text.message,
            "data is not UTF-8 from byte 3 on, but must be a text in UTF-8."
        );
        let numbers = DataSet::new(b"not tensors").numbers().unwrap_err();
        assert_eq!(numbers.kind, ErrorKind::Unreadable);
        assert!(numbers.message.ends_with("but must be a safetensors file."));
        let infinite = [f32::INFINITY.to_le_bytes(), 1f32.to_le_bytes()].concat();
        let file = file(Dtype::F32, &infinite);
        let error = DataSet::new(&file).numbers().unwrap_err();
        assert_eq!(
            (error.kind, error.key.as_deref()),
            (ErrorKind::NotFinite, Some("x"))
        );
    }

    #[test]
    fn the_digest_is_sha_256_in_lowercase() {
        assert_eq!(
            DataSet::new(b"abc").sha256(),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }
}
