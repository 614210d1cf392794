//! The names that PyTorch gives the tensors of a recurrent module.

/// The name of a tensor of a recurrent module, taken apart: `rnn.weight_ih_l0_reverse`.
pub(super) struct Name<'a> {
    /// `rnn`; empty at the top.
    pub(super) place: &'a str,
    /// `weight_ih`, without the layer.
    pub(super) kind: &'a str,
    /// None in a cell without layers.
    pub(super) layer: Option<usize>,
    /// What stands behind it: `_reverse`, `_g`.
    pub(super) suffix: &'a str,
}

pub(super) const KINDS: [&str; 5] = ["weight_ih", "weight_hh", "bias_ih", "bias_hh", "weight_hr"];

const PARAMETRISED: &str = "parametrizations.";

pub(super) fn take_apart(name: &str) -> Option<Name<'_>> {
    let (place, last) = name.rsplit_once('.').unwrap_or(("", name));
    // Parametrised weights stand one level deeper: rnn.parametrizations.weight_hh_l0.original0.
    if let Some(at) = name.find(PARAMETRISED)
        && let rest = &name[at + PARAMETRISED.len()..]
        && KINDS.iter().any(|kind| rest.starts_with(kind))
    {
        let place = name[..at].trim_end_matches('.');
        return Some(Name {
            place,
            kind: KINDS[0],
            layer: None,
            suffix: "parametrizations",
        });
    }
    let kind = KINDS.into_iter().find(|kind| last.starts_with(kind))?;
    let rest = &last[kind.len()..];
    if rest.is_empty() {
        return Some(Name {
            place,
            kind,
            layer: None,
            suffix: "",
        });
    }
    let digits = rest.strip_prefix("_l")?;
    let end = digits
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(digits.len());
    let layer = digits[..end].parse().ok()?;
    let suffix = &digits[end..];
    Some(Name {
        place,
        kind,
        layer: Some(layer),
        suffix,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_apart() {
        let name = take_apart("encoder.rnn.weight_hh_l12_reverse").unwrap();
        assert_eq!(
            (name.place, name.kind, name.layer, name.suffix),
            ("encoder.rnn", "weight_hh", Some(12), "_reverse")
        );
        assert!(take_apart("weight_hh_lx").is_none() && take_apart("fc.weight").is_none());
        assert!(take_apart("weight_ih_l99999999999999999999999").is_none());
    }
}
