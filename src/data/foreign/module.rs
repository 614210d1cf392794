//! Which module a file holds, and what its tensors agree on.

use safetensors::Dtype;

use super::ModuleKind;
use super::names::{Name, take_apart};
use crate::Error;
use crate::data::written::in_order;
use crate::error::{Allowed, ErrorKind, ModuleFault};

pub(super) const MOST_LAYERS: usize = 4;
pub(super) const MOST_UNITS: usize = 256;
/// Numbers read or answered at one step.
pub(super) const MOST_WIDE: usize = 16_384;
/// How many names a sentence lists.
const NAMED: usize = 3;

/// A tensor of the file.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Read {
    pub(super) name: String,
    pub(super) shape: Vec<usize>,
    pub(super) dtype: Dtype,
}

impl Read {
    /// Whether its numbers are of a type that weights have.
    pub(super) fn is_float(&self) -> bool {
        use Dtype::{BF16, F16, F32, F64};
        matches!(self.dtype, F64 | F32 | F16 | BF16)
    }
}

pub(super) fn fault(fault: ModuleFault, found: impl std::fmt::Display) -> Error {
    let allowed = Allowed::Module { fault };
    Error::new(ErrorKind::Module, "weights", found, allowed)
}

/// Some names, the first few of them.
pub(super) fn some<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let names: Vec<&str> = names.into_iter().collect();
    let more = names.len().saturating_sub(NAMED);
    let listed = names[..names.len() - more].join(", ");
    match more {
        0 => listed,
        _ => format!("{listed} + {more}"),
    }
}

/// Where the one recurrent module of the file stands.
pub(super) fn find_place(all: &[Read]) -> Result<String, Error> {
    let names: Vec<Name> = all
        .iter()
        .filter_map(|tensor| take_apart(&tensor.name))
        .collect();
    let places = in_order(names.iter().map(|name| name.place));
    let Some(&place) = places.first() else {
        let found = match all.len() {
            0 => "an empty file".to_string(),
            _ => some(all.iter().map(|tensor| tensor.name.as_str())),
        };
        let quantised = |tensor: &Read| {
            ["_packed_params", "_all_weight_values"]
                .iter()
                .any(|part| tensor.name.contains(part))
        };
        let kind = if all.iter().any(quantised) {
            ModuleFault::Quantised
        } else {
            ModuleFault::None
        };
        return Err(fault(kind, found));
    };
    if places.len() > 1 {
        return Err(fault(ModuleFault::Several, some(places)));
    }
    let with = |test: &dyn Fn(&Name) -> bool| names.iter().any(test);
    let at = if place.is_empty() { "the file" } else { place };
    if with(&|name| name.suffix.ends_with("_reverse")) {
        return Err(fault(
            ModuleFault::Bidirectional,
            format_args!("bidirectional ({at})"),
        ));
    }
    if with(&|name| name.kind == "weight_hr") {
        return Err(fault(
            ModuleFault::Projected,
            format_args!("projected ({at})"),
        ));
    }
    if with(&|name| !name.suffix.is_empty()) {
        return Err(fault(
            ModuleFault::Parametrised,
            format_args!("parametrised ({at})"),
        ));
    }
    if with(&|name| name.layer.is_none()) {
        return Err(fault(ModuleFault::Cell, format_args!("a cell ({at})")));
    }
    Ok(place.to_string())
}

pub(super) struct Sizes {
    pub(super) module: ModuleKind,
    pub(super) numbers: Dtype,
    pub(super) rows: usize,
    pub(super) inputs: usize,
    pub(super) units: usize,
    pub(super) layers: usize,
    pub(super) biases: bool,
}

/// The tensors of one module, by their names within it.
pub(super) type Tensors<'a> = [(&'a str, &'a Read)];

pub(super) fn named<'a>(own: &Tensors<'a>, name: &str) -> Option<&'a Read> {
    let mut all = own.iter();
    all.find(|(each, _)| *each == name)
        .map(|&(_, tensor)| tensor)
}

/// The sizes that its tensors agree on.
pub(super) fn measure(own: &Tensors) -> Result<Sizes, Error> {
    if let Some((_, tensor)) = own.iter().find(|(_, tensor)| !tensor.is_float()) {
        return Err(fault(
            ModuleFault::Quantised,
            format_args!("of type {} ({})", tensor.dtype, tensor.name),
        ));
    }
    let missing = |name: &str| fault(ModuleFault::Missing, format_args!("without {name}"));
    let get = |name: &str| named(own, name).ok_or_else(|| missing(name));
    let wrong = |tensor: &Read| {
        let shape: Vec<String> = tensor.shape.iter().map(usize::to_string).collect();
        fault(
            ModuleFault::Shape,
            format_args!("{} of {}", shape.join(" × "), tensor.name),
        )
    };
    let (ih, hh) = (get("weight_ih_l0")?, get("weight_hh_l0")?);
    let &[rows, units] = hh.shape.as_slice() else {
        return Err(wrong(hh));
    };
    let &[_, inputs] = ih.shape.as_slice() else {
        return Err(wrong(ih));
    };
    if units == 0 || units > MOST_UNITS {
        return Err(fault(ModuleFault::Units, format_args!("of {units} units")));
    }
    let module = match rows {
        _ if rows == units => ModuleKind::Rnn,
        _ if rows == 3 * units => ModuleKind::Gru,
        _ if rows == 4 * units => ModuleKind::Lstm,
        _ => return Err(wrong(hh)),
    };
    if inputs == 0 || inputs > MOST_WIDE {
        return Err(fault(
            ModuleFault::Width,
            format_args!("{} that reads {inputs} numbers", module.class()),
        ));
    }
    let last = own
        .iter()
        .filter_map(|(name, _)| take_apart(name)?.layer)
        .max();
    let layers = last.unwrap_or(0).saturating_add(1);
    if layers > MOST_LAYERS {
        return Err(fault(
            ModuleFault::Layers,
            format_args!("of {layers} layers"),
        ));
    }
    let biases = own.iter().any(|(name, _)| name.starts_with("bias"));
    for layer in 0..layers {
        let reads = if layer == 0 { inputs } else { units };
        let (ih, hh) = (
            get(&format!("weight_ih_l{layer}"))?,
            get(&format!("weight_hh_l{layer}"))?,
        );
        if ih.shape != [rows, reads] {
            return Err(wrong(ih));
        }
        if hh.shape != [rows, units] {
            return Err(wrong(hh));
        }
        for kind in ["bias_ih", "bias_hh"] {
            if !biases {
                break;
            }
            let bias = get(&format!("{kind}_l{layer}"))?;
            if bias.shape != [rows] {
                return Err(wrong(bias));
            }
        }
    }
    Ok(Sizes {
        module,
        numbers: hh.dtype,
        rows,
        inputs,
        units,
        layers,
        biases,
    })
}
