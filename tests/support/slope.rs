//! Derivatives by differences, to hold gradients against.

/// The slope of `at` at 0 by Richardson's extrapolation of central differences. Where two of them disagree, the function
/// has a corner between their ends, as relu and minGRU's positive value have: then nearer by, until there is none.
pub fn slope(mut at: impl FnMut(f64) -> f64) -> f64 {
    let mut central = |by: f64| (at(by) - at(-by)) / (2.0 * by);
    let mut by = 1e-4;
    loop {
        let (wide, narrow) = (central(by), central(by / 2.0));
        if (wide - narrow).abs() < 1e-7 * (1.0 + narrow.abs()) || by < 1e-7 {
            return (4.0 * narrow - wide) / 3.0;
        }
        by /= 4.0;
    }
}
