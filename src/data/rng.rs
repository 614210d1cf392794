//! The one seeded generator: every random number of a run comes from here, in the same bits everywhere.
//!
//! xoshiro256++ (Blackman & Vigna 2019, <https://prng.di.unimi.it/xoshiro256plusplus.c>), its state
//! filled by SplitMix64. A seed opens several independent streams, so that the batches do not depend
//! on the cell that learns from them, and a probe does not depend on how long anyone trained.

use serde::{Deserialize, Serialize};

/// What a stream of random numbers is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    /// Initial weights.
    Init = 1,
    /// Training batches.
    Data = 2,
    /// The sequence on view.
    Probe = 3,
    /// The held-out set.
    Evaluation = 4,
    /// Text that a model writes.
    Generate = 5,
    /// Parameters whose gradients are verified.
    Verify = 6,
    /// Biases of the keeping gates, where each unit has its own.
    GateBias = 7,
}

/// A xoshiro256++ generator. Its four words are its whole state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "[u64; 4]", into = "[u64; 4]")]
pub struct Rng {
    state: [u64; 4],
}

impl From<Rng> for [u64; 4] {
    fn from(rng: Rng) -> Self {
        rng.state
    }
}

impl TryFrom<[u64; 4]> for Rng {
    type Error = &'static str;

    /// A generator in this state. All zeros are not a state.
    fn try_from(state: [u64; 4]) -> Result<Rng, Self::Error> {
        if state == [0; 4] {
            Err("no generator stands at four zeros")
        } else {
            Ok(Rng { state })
        }
    }
}

impl Rng {
    /// The generator of one stream of a seed.
    pub fn stream(seed: u32, stream: Stream) -> Rng {
        Rng::from_seed(u64::from(seed) | (stream as u64) << 32)
    }

    /// A generator whose state is the first four outputs of SplitMix64 started at `seed`.
    pub fn from_seed(seed: u64) -> Rng {
        let mut word = seed;
        let state = std::array::from_fn(|_| {
            word = word.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut z = word;
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            z ^ (z >> 31)
        });
        Rng { state }
    }

    /// 64 random bits.
    pub fn next_u64(&mut self) -> u64 {
        let s = &mut self.state;
        let result = s[0].wrapping_add(s[3]).rotate_left(23).wrapping_add(s[0]);
        let t = s[1] << 17;
        s[2] ^= s[0];
        s[3] ^= s[1];
        s[1] ^= s[2];
        s[0] ^= s[3];
        s[2] ^= t;
        s[3] = s[3].rotate_left(45);
        result
    }

    /// A uniform number in [0, 1), a multiple of 2⁻⁵³.
    pub fn uniform(&mut self) -> f64 {
        (self.next_u64() >> 11) as f64 * (1.0 / (1u64 << 53) as f64)
    }

    /// A uniform whole number in 0..`bound`, without bias (Lemire 2019). `bound` is from 1 to 2³² − 1.
    pub fn below(&mut self, bound: usize) -> usize {
        debug_assert!(bound >= 1 && bound as u64 <= u64::from(u32::MAX));
        let bound = bound as u64;
        loop {
            let product = (self.next_u64() >> 32) * bound;
            let low = product & 0xffff_ffff;
            // The rejected band is at most `bound` wide: only then is the exact threshold worked out.
            if low >= bound || low >= ((1u64 << 32) - bound) % bound {
                return (product >> 32) as usize;
            }
        }
    }

    /// A uniform whole number in `from..=to`; `from` is at most `to`.
    pub fn between(&mut self, from: usize, to: usize) -> usize {
        from + self.below(to - from + 1)
    }

    /// True half of the time.
    pub fn coin(&mut self) -> bool {
        self.next_u64() >> 63 == 1
    }

    /// A standard normal number by Marsaglia's polar method; the pair's second number is dropped,
    /// so that the four words stay the whole state.
    pub fn normal(&mut self) -> f64 {
        loop {
            let u = 2.0 * self.uniform() - 1.0;
            let v = 2.0 * self.uniform() - 1.0;
            let square = u * u + v * v;
            if square > 0.0 && square < 1.0 {
                return u * (-2.0 * libm::log(square) / square).sqrt();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first outputs of the authors' C code from the state (1, 2, 3, 4).
    #[test]
    fn the_generator_is_xoshiro256_plus_plus() {
        let mut rng = Rng::try_from([1, 2, 3, 4]).unwrap();
        let first: Vec<u64> = (0..5).map(|_| rng.next_u64()).collect();
        assert_eq!(
            first,
            [
                41943041,
                58720359,
                3588806011781223,
                3591011842654386,
                9228616714210784205
            ]
        );
    }

    #[test]
    fn streams_of_one_seed_differ_and_repeat() {
        let draw = |stream| Rng::stream(7, stream).next_u64();
        assert_eq!(draw(Stream::Data), draw(Stream::Data));
        assert_ne!(draw(Stream::Data), draw(Stream::Init));
        assert_ne!(
            Rng::stream(7, Stream::Data).next_u64(),
            Rng::stream(8, Stream::Data).next_u64()
        );
    }

    #[test]
    fn below_reaches_every_number_equally_often() {
        let mut rng = Rng::from_seed(3);
        let mut counts = [0; 7];
        for _ in 0..70_000 {
            counts[rng.below(7)] += 1;
        }
        // Five standard deviations of a binomial count.
        assert!(counts.iter().all(|&n: &i32| (n - 10_000).abs() < 465));
        assert!((0..100).all(|_| rng.below(1) == 0));
        assert!((0..100).all(|_| (3..=5).contains(&rng.between(3, 5))));
    }

    #[test]
    fn uniform_and_normal_numbers_have_their_moments() {
        let mut rng = Rng::from_seed(11);
        let n = 100_000;
        let (mut mean, mut square) = (0.0, 0.0);
        for _ in 0..n {
            let u = rng.uniform();
            assert!((0.0..1.0).contains(&u));
            mean += u / n as f64;
            let z = rng.normal();
            square += z * z / n as f64;
        }
        assert!((mean - 0.5).abs() < 0.005);
        assert!((square - 1.0).abs() < 0.025);
    }
}
