//! Numbers as people write them.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use alloc::{format, vec};
use core::cmp::Ordering;

/// The shortest decimal that is read as `value` again: plain where that is short, with an exponent otherwise.
///
/// The standard library's formatting does the same, and more: it keeps a fast way and an exact way for each of
/// shortest and rounded numbers, twenty kilobytes that would cross the wire for a few messages.
pub fn number(value: f64) -> String {
    if value.is_nan() {
        return "NaN".to_string();
    }
    let sign = if value.is_sign_negative() { "-" } else { "" };
    let size = value.abs();
    if size.is_infinite() {
        return format!("{sign}inf");
    }
    if size == 0.0 {
        return format!("{sign}0");
    }
    let (digits, point) = shortest(size);
    if (1e-4..1e15).contains(&size) {
        match usize::try_from(point) {
            Ok(point) if point >= digits.len() => {
                format!("{sign}{digits}{}", "0".repeat(point - digits.len()))
            }
            Ok(point) if point > 0 => format!("{sign}{}.{}", &digits[..point], &digits[point..]),
            _ => format!("{sign}0.{}{digits}", "0".repeat(point.unsigned_abs())),
        }
    } else {
        let (first, rest) = digits.split_at(1);
        let dot = if rest.is_empty() { "" } else { "." };
        format!("{sign}{first}{dot}{rest}e{}", point - 1)
    }
}

/// The digits d₁d₂… and the exponent k of the shortest 0.d₁d₂… · 10ᵏ that is nearer to a finite, positive
/// `value` than to its neighbours (Steele & White 1990; Burger & Dybvig 1996, *Printing floating-point numbers
/// quickly and accurately*, the free-format algorithm on exact integers).
fn shortest(value: f64) -> (String, isize) {
    let bits = value.to_bits();
    let (stored, fraction) = ((bits >> 52) as usize, bits & ((1 << 52) - 1));
    // value = mantissa · 2^(power − 1075)
    let (mantissa, power) = match stored {
        0 => (fraction, 1),
        _ => (fraction | 1 << 52, stored),
    };
    // Halfway to a neighbour rounds to the even mantissa, so an even one owns both halfway points.
    let even = mantissa % 2 == 0;
    // Below a power of two the neighbour is only half as far.
    let near = fraction == 0 && stored > 1;
    // Exactly: value = rest / unit; halfway to the neighbours is up / unit above and down / unit below it.
    let shift = if near { 2 } else { 1 };
    let mut rest = Natural::new(mantissa).shifted(shift + power.saturating_sub(1075));
    let mut unit = Natural::new(1).shifted(shift + 1075_usize.saturating_sub(power));
    let mut down = Natural::new(1).shifted(power.saturating_sub(1075));
    let mut up = down.shifted(shift - 1);
    let reaches = |rest: &Natural, up: &Natural, unit: &Natural| match rest.plus(up).compare(unit) {
        Ordering::Greater => true,
        Ordering::Equal => even,
        Ordering::Less => false,
    };

    let mut point = 0;
    while reaches(&rest, &up, &unit) {
        unit = unit.times_ten();
        point += 1;
    }
    let mut tenfold = [rest.times_ten(), up.times_ten(), down.times_ten()];
    while !reaches(&tenfold[0], &tenfold[1], &unit) {
        [rest, up, down] = tenfold;
        tenfold = [rest.times_ten(), up.times_ten(), down.times_ten()];
        point -= 1;
    }
    let mut digits = String::new();
    loop {
        [rest, up, down] = tenfold;
        let mut digit = 0;
        while rest.compare(&unit) != Ordering::Less {
            rest = rest.minus(&unit);
            digit += 1;
        }
        let low = match rest.compare(&down) {
            Ordering::Less => true,
            Ordering::Equal => even,
            Ordering::Greater => false,
        };
        let high = reaches(&rest, &up, &unit);
        if low || high {
            // Of two decimals that would do, the nearer.
            let upward = rest.plus(&rest).compare(&unit) != Ordering::Less;
            digit += u8::from(high && (!low || upward));
            digits.push(char::from(b'0' + digit));
            return (digits, point);
        }
        digits.push(char::from(b'0' + digit));
        tenfold = [rest.times_ten(), up.times_ten(), down.times_ten()];
    }
}

/// A natural number of any size: 32 bits a limb, the lowest first, the highest not zero.
struct Natural(Vec<u32>);

impl Natural {
    fn new(value: u64) -> Self {
        Natural(vec![value as u32, (value >> 32) as u32]).trimmed()
    }

    /// · 2ⁿ.
    fn shifted(&self, bits: usize) -> Self {
        let mut limbs = vec![0; bits / 32];
        let mut carried = 0;
        for &limb in &self.0 {
            let wide = u64::from(limb) << (bits % 32) | carried;
            limbs.push(wide as u32);
            carried = wide >> 32;
        }
        limbs.push(carried as u32);
        Natural(limbs).trimmed()
    }

    fn times_ten(&self) -> Self {
        self.shifted(3).plus(&self.shifted(1))
    }

    fn plus(&self, other: &Self) -> Self {
        let mut carried = 0;
        let length = self.0.len().max(other.0.len()) + 1;
        let limbs = (0..length).map(|index| {
            let wide = self.limb(index) + other.limb(index) + carried;
            carried = wide >> 32;
            wide as u32
        });
        Natural(limbs.collect()).trimmed()
    }

    /// The difference to a number that is not larger.
    fn minus(&self, other: &Self) -> Self {
        let mut borrowed = 0;
        let limbs = (0..self.0.len()).map(|index| {
            let wide = self.limb(index).wrapping_sub(other.limb(index) + borrowed);
            borrowed = wide >> 63;
            wide as u32
        });
        Natural(limbs.collect()).trimmed()
    }

    fn compare(&self, other: &Self) -> Ordering {
        let lengths = self.0.len().cmp(&other.0.len());
        lengths.then_with(|| self.0.iter().rev().cmp(other.0.iter().rev()))
    }

    fn limb(&self, index: usize) -> u64 {
        self.0.get(index).copied().map_or(0, u64::from)
    }

    fn trimmed(mut self) -> Self {
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn standard(value: f64) -> String {
        let size = value.abs();
        if value == 0.0 || !value.is_finite() || (1e-4..1e15).contains(&size) {
            format!("{value}")
        } else {
            format!("{value:e}")
        }
    }

    #[test]
    fn numbers_at_the_edges_are_written_as_the_standard_library_writes_them() {
        let edges = [
            0.0,
            -0.0,
            1.0,
            -1.5,
            0.1,
            0.3,
            1e-4,
            1e15,
            123456789012345.6,
            1e23,
            9007199254740993.0,
            f64::MIN_POSITIVE,
            f64::from_bits(1),
            f64::MAX,
            f64::EPSILON,
            f64::INFINITY,
            f64::NEG_INFINITY,
            f64::NAN,
        ];
        for value in edges {
            assert_eq!(number(value), standard(value));
        }
        for power in -1074..1024 {
            let value = 2f64.powi(power);
            assert_eq!(number(value), standard(value));
            assert_eq!(number(value.next_down()), standard(value.next_down()));
        }
    }

    proptest! {
        #[test]
        fn every_number_is_written_as_the_standard_library_writes_it(bits: u64, short in -1e6..1e6f64) {
            let value = f64::from_bits(bits);
            prop_assert_eq!(number(value), standard(value));
            let short = (short * 100.0).round() / 100.0;
            prop_assert_eq!(number(short), standard(short));
        }
    }
}
