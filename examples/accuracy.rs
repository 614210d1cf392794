//! Runs exp, tanh and sigmoid over all 2³² floats: the worst error in units in the last place, against libm in f64,
//! and whether they ever fall where the true function rises. `cargo run --release --example accuracy`, a few minutes.

use vanishing_point::kernel::{F32x4, Lanes, Matrix, MatrixMut, update};

type Function = (&'static str, fn(&mut [f32]), fn(f64) -> f64, f32);

/// Name, ours, exact, and from where on ours saturates on purpose.
const FUNCTIONS: [Function; 3] = [
    ("exp", |values| apply(values, F32x4::exp), libm::exp, 87.3),
    (
        "tanh",
        |values| apply(values, F32x4::tanh),
        libm::tanh,
        f32::INFINITY,
    ),
    (
        "sigmoid",
        |values| apply(values, F32x4::sigmoid),
        |x| 1.0 / (1.0 + libm::exp(-x)),
        87.3,
    ),
];

/// How many floats go through a function at a time.
const BLOCK: u32 = 1 << 16;

#[derive(Clone, Copy, Debug)]
struct Found {
    /// The largest error, in units in the last place of the true value, and where.
    error: (f64, f32),
    /// How often a value was smaller than that of the float before.
    falls: u64,
    /// How many floats gave NaN that should not, or none that should.
    wrong_nan: u64,
    /// How many results were subnormal.
    subnormal: u64,
}

fn main() {
    for function in FUNCTIONS {
        // Positive and negative floats, each from zero outwards, on a thread of their own.
        let halves = [0u32, 0x8000_0000];
        let [positive, negative] = std::thread::scope(|scope| {
            halves
                .map(|sign| scope.spawn(move || run(&function, sign)))
                .map(|half| half.join().expect("the half was run"))
        });
        for (half, found) in [("x ≥ 0", positive), ("x ≤ 0", negative)] {
            let Found {
                error,
                falls,
                wrong_nan,
                subnormal,
            } = found;
            println!(
                "{:8} {half}: at most {:.3} ulp (at {:e}); falls {falls} times; wrong NaN {wrong_nan}; subnormal {subnormal}",
                function.0, error.0, error.1,
            );
        }
    }
}

fn run((_, ours, exact, limit): &Function, sign: u32) -> Found {
    let mut found = Found {
        error: (0.0, 0.0),
        falls: 0,
        wrong_nan: 0,
        subnormal: 0,
    };
    let mut values = vec![0f32; BLOCK as usize];
    let mut last = None;
    for start in (0..0x8000_0000).step_by(BLOCK as usize) {
        let floats = (start..start + BLOCK).map(|bits| f32::from_bits(sign | bits));
        for (value, x) in values.iter_mut().zip(floats.clone()) {
            *value = x;
        }
        ours(&mut values);
        for (&value, x) in values.iter().zip(floats) {
            if x.is_nan() || value.is_nan() {
                found.wrong_nan += u64::from(x.is_nan() != value.is_nan());
                continue;
            }
            // Outwards from zero a rising function falls on the negative side.
            let fell = |last: f32| {
                if sign == 0 {
                    value < last
                } else {
                    value > last
                }
            };
            found.falls += u64::from(last.is_some_and(fell));
            last = Some(value);
            // tanh of a subnormal number is that number.
            found.subnormal += u64::from(value.is_subnormal() && !x.is_subnormal());
            if x.abs() > *limit {
                continue;
            }
            let exact = exact(f64::from(x));
            let nearest = (exact as f32).abs();
            let unit = f64::from(nearest.next_up()) - f64::from(nearest);
            let error = (f64::from(value) - exact).abs() / unit;
            if error > found.error.0 {
                found.error = (error, x);
            }
        }
    }
    found
}

fn apply(values: &mut [f32], function: impl Fn(F32x4) -> F32x4) {
    let columns = values.len();
    let unit = |[x]: [F32x4; 1], []: [F32x4; 0]| [function(x)];
    update::<f32, 1, 0>(
        [MatrixMut::new(values, columns)],
        [] as [Matrix<f32>; 0],
        unit,
    );
}
