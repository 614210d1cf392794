//! The numbers that a fixture is made of, drawn the same way here and in `tests/fixtures/draw.py`, bit for bit.

const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

/// SplitMix64 (Steele, Lea & Flood 2014).
pub struct SplitMix(pub u64);

impl SplitMix {
    pub fn integer(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(GOLDEN);
        mix(self.0)
    }

    /// A double in [−1, 1).
    pub fn uniform(&mut self) -> f64 {
        2.0 * unit(self.integer()) - 1.0
    }
}

/// The weight with which entry `index` enters a random projection: ±[0.5, 1), so that none goes unnoticed.
pub fn fixed_weight(index: usize) -> f64 {
    let half = unit(mix((index as u64 + 1).wrapping_mul(GOLDEN))) - 0.5;
    if half < 0.0 { half - 0.5 } else { half + 0.5 }
}

fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

fn unit(bits: u64) -> f64 {
    (bits >> 11) as f64 * 2f64.powi(-53)
}
