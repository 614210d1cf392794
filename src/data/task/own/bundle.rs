//! The data set of a model of the user's own, taken apart: files as tensors of bytes, and words about them.

use safetensors::{Dtype, SafeTensors};

use crate::Error;
use crate::data::dataset::DataSet;
use crate::error::{Allowed, Rule};

/// The file taken apart.
pub(super) struct Bundle<'a> {
    file: SafeTensors<'a>,
    pub(super) metadata: std::collections::HashMap<String, String>,
}

impl<'a> Bundle<'a> {
    pub(super) fn read(data: &DataSet<'a>) -> Result<Self, Error> {
        let unreadable = |error: safetensors::SafeTensorError| {
            Error::unreadable("data", format!("unreadable ({error})"), Rule::Safetensors)
        };
        let (_, header) = SafeTensors::read_metadata(data.bytes()).map_err(unreadable)?;
        let file = SafeTensors::deserialize(data.bytes()).map_err(unreadable)?;
        let metadata = header.metadata().clone().unwrap_or_default();
        Ok(Bundle { file, metadata })
    }

    pub(super) fn bytes(&self, name: &str) -> Option<&'a [u8]> {
        let view = self.file.tensor(name).ok()?;
        (view.dtype() == Dtype::U8).then(|| view.data())
    }

    pub(super) fn needed(&self, name: &str) -> Result<&'a [u8], Error> {
        self.bytes(name)
            .ok_or_else(|| Error::wrong_value(name, "missing", "given as bytes"))
    }

    pub(super) fn word<'b>(&self, key: &str, allowed: &[&'b str]) -> Result<&'b str, Error> {
        let word = self.metadata.get(key).map_or(allowed[0], String::as_str);
        if let Some(word) = allowed.iter().copied().find(|each| *each == word) {
            return Ok(word);
        }
        Err(Error::wrong_value(
            key,
            format_args!("\"{word}\""),
            Allowed::words(allowed),
        ))
    }

    pub(super) fn number(
        &self,
        key: &str,
        default: usize,
        min: usize,
        max: usize,
    ) -> Result<usize, Error> {
        let Some(text) = self.metadata.get(key) else {
            return Ok(default);
        };
        let number = text
            .parse()
            .ok()
            .filter(|number| (min..=max).contains(number));
        number
            .ok_or_else(|| Error::out_of_range(key, text, Allowed::integer(min as f64, max as f64)))
    }
}
