//! The numbers of a tensor, whatever type of float they have.

use safetensors::tensor::TensorView;
use safetensors::{Dtype, SafeTensors};

use super::module::fault;
use crate::Error;
use crate::data::dataset::decode;
use crate::error::ModuleFault;

/// The numbers of a tensor, all of them finite in single precision, in which they are trained.
pub(super) fn values(file: &SafeTensors, name: &str) -> Result<Vec<f64>, Error> {
    let view: TensorView = file.tensor(name).expect("its name is from the file");
    let data = view.data();
    let values: Vec<f64> = match view.dtype() {
        Dtype::F64 => decode(data, f64::from_le_bytes),
        Dtype::F32 => decode(data, |bytes: [u8; 4]| f32::from_le_bytes(bytes).into()),
        Dtype::F16 => decode(data, |bytes: [u8; 2]| half(u16::from_le_bytes(bytes))),
        Dtype::BF16 => decode(data, |bytes: [u8; 2]| {
            f32::from_bits(u32::from(u16::from_le_bytes(bytes)) << 16).into()
        }),
        other => {
            return Err(fault(
                ModuleFault::Quantised,
                format_args!("of type {other} ({name})"),
            ));
        }
    };
    match values.iter().find(|&&value| !(value as f32).is_finite()) {
        Some(&value) => Err(Error::not_finite(name, value)),
        None => Ok(values),
    }
}

/// A number of IEEE's half precision.
pub(super) fn half(bits: u16) -> f64 {
    let sign = if bits & 0x8000 == 0 { 1.0 } else { -1.0 };
    let (exponent, fraction) = (i32::from(bits >> 10 & 0x1f), f64::from(bits & 0x3ff));
    let magnitude = match exponent {
        0 => libm::ldexp(fraction, -24),
        0x1f if fraction == 0.0 => f64::INFINITY,
        0x1f => f64::NAN,
        _ => libm::ldexp(1024.0 + fraction, exponent - 25),
    };
    sign * magnitude
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_precision_is_ieee() {
        for (bits, value) in [
            (0x3c00, 1.0),
            (0xc000, -2.0),
            (0x3555, 0.333_251_953_125),
            (1, 5.960_464_477_539_063e-8),
            (0x7bff, 65504.0),
            (0x8000, 0.0),
        ] {
            assert_eq!(half(bits), value);
        }
        assert_eq!(half(0xfc00), f64::NEG_INFINITY);
        assert!(half(0x7e00).is_nan());
    }
}
