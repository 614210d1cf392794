//! Numbers that a user brings along as a file of NumPy's, `.npy`.

use super::dataset::decode;
use crate::Error;
use crate::error::{Allowed, ErrorKind};

/// The most numbers that are read.
const MOST: usize = 1 << 24;
const MAGIC: &[u8] = b"\x93NUMPY";

/// Numbers in row-major order; NaN where there is none.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    pub shape: Vec<usize>,
    pub values: Vec<f64>,
}

fn refused(key: &str, given: impl std::fmt::Display) -> Error {
    let allowed = Allowed::shape("a .npy file of numbers");
    Error::new(ErrorKind::WrongShape, key, given, allowed)
}

/// Reads a file; `key` names it in a refusal.
///
/// # Errors
/// A sentence about `key` when it is none.
pub fn read(key: &str, bytes: &[u8]) -> Result<Table, Error> {
    let rest = bytes
        .strip_prefix(MAGIC)
        .ok_or("a file of another kind".to_string());
    rest.and_then(npy).map_err(|what| refused(key, what))
}

/// What follows the magic of a `.npy` file: version, length of the header, header, numbers.
fn npy(rest: &[u8]) -> Result<Table, String> {
    let cut = || "a .npy file that is cut off".to_string();
    let (&version, rest) = rest.split_first_chunk::<2>().ok_or_else(cut)?;
    let (length, rest) = match version[0] {
        1 => {
            let (length, rest) = rest.split_first_chunk::<2>().ok_or_else(cut)?;
            (usize::from(u16::from_le_bytes(*length)), rest)
        }
        _ => {
            let (length, rest) = rest.split_first_chunk::<4>().ok_or_else(cut)?;
            (u32::from_le_bytes(*length) as usize, rest)
        }
    };
    let (header, data) = rest.split_at_checked(length).ok_or_else(cut)?;
    let header = str::from_utf8(header).map_err(|_| "a .npy file with an unreadable header")?;
    let after = |key: &str| {
        let at = header.find(key)?;
        Some(header[at + key.len()..].trim_start_matches([':', ' ']))
    };
    let descr = after("'descr'").and_then(|rest| rest.strip_prefix('\''));
    let descr = descr
        .and_then(|rest| rest.split_once('\''))
        .map(|(word, _)| word);
    let descr = descr.ok_or("a .npy file of records")?;
    let columns_first = after("'fortran_order'").is_some_and(|rest| rest.starts_with("True"));
    let shape = after("'shape'")
        .and_then(|rest| rest.strip_prefix('('))
        .and_then(|rest| rest.split_once(')'));
    let (shape, _) = shape.ok_or("a .npy file without a shape")?;
    let sizes = shape
        .split(',')
        .map(str::trim)
        .filter(|size| !size.is_empty());
    let shape: Vec<usize> = sizes
        .map(|size| {
            size.parse()
                .map_err(|_| format!("a .npy file of shape ({shape})"))
        })
        .collect::<Result<_, _>>()?;
    let count = shape
        .iter()
        .try_fold(1_usize, |product, &size| product.checked_mul(size));
    let count = count
        .filter(|&count| count <= MOST)
        .ok_or(format!("a .npy file of more than {MOST} numbers"))?;
    let values: Vec<f64> = match descr {
        "<f8" => decode(data, f64::from_le_bytes),
        "<f4" => decode(data, |bytes: [u8; 4]| f32::from_le_bytes(bytes).into()),
        "<i8" => decode(data, |bytes: [u8; 8]| i64::from_le_bytes(bytes) as f64),
        "<i4" => decode(data, |bytes: [u8; 4]| i32::from_le_bytes(bytes).into()),
        "<i2" => decode(data, |bytes: [u8; 2]| i16::from_le_bytes(bytes).into()),
        "|i1" => decode(data, |bytes: [u8; 1]| i8::from_le_bytes(bytes).into()),
        "|u1" | "|b1" => data.iter().map(|&byte| byte.into()).collect(),
        other => return Err(format!("a .npy file of type {other}")),
    };
    if values.len() < count {
        return Err(cut());
    }
    let mut values = values;
    values.truncate(count);
    if columns_first && shape.len() > 1 {
        values = by_rows(&shape, &values);
    }
    Ok(Table { shape, values })
}

/// Numbers whose first index runs fastest, in row-major order.
fn by_rows(shape: &[usize], values: &[f64]) -> Vec<f64> {
    let mut index = vec![0; shape.len()];
    let mut out = Vec::with_capacity(values.len());
    for _ in 0..values.len() {
        let (mut at, mut stride) = (0, 1);
        for (&place, &size) in index.iter().zip(shape) {
            at += place * stride;
            stride *= size;
        }
        out.push(values[at]);
        for (place, &size) in index.iter_mut().zip(shape).rev() {
            *place += 1;
            if *place < size {
                break;
            }
            *place = 0;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn npy_file(header: &str, data: &[u8]) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend([1, 0]);
        bytes.extend((header.len() as u16).to_le_bytes());
        bytes.extend(header.as_bytes());
        bytes.extend(data);
        bytes
    }

    #[test]
    fn npy_comes_by_rows_whatever_its_order_and_type() {
        let header = |order: &str, descr: &str| {
            format!("{{'descr': '{descr}', 'fortran_order': {order}, 'shape': (2, 3), }}\n")
        };
        let bytes = npy_file(&header("False", "|u1"), &[1, 2, 3, 4, 5, 6]);
        let expected = Table {
            shape: vec![2, 3],
            values: vec![1.0, 2.0, 3.0, 4.0, 5.0, 6.0],
        };
        assert_eq!(read("inputs", &bytes).unwrap(), expected);
        let bytes = npy_file(&header("True", "|i1"), &[1, 4, 2, 5, 3, 6]);
        assert_eq!(read("inputs", &bytes).unwrap(), expected);
        let cut = npy_file(&header("False", "<f8"), &[0; 40]);
        assert_eq!(
            read("inputs", &cut).unwrap_err().given,
            "a .npy file that is cut off"
        );
        let huge = npy_file(
            "{'descr': '<f4', 'fortran_order': False, 'shape': (4294967295, 4294967295, 9), }",
            &[],
        );
        assert!(read("inputs", &huge).is_err());
    }

    #[test]
    fn what_is_no_file_of_numpys_is_refused() {
        for bytes in [&b""[..], b"1,2\n3,4", b"\x93NUMP", b"\x93NUMPY"] {
            assert!(read("inputs", bytes).is_err());
        }
    }
}
