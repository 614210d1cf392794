//! Singular values of small real matrices: reflections to a bidiagonal matrix (Golub & Kahan 1965), then the quotient-
//! difference algorithm with shifts, dqds (Fernando & Parlett 1994; LAPACK's `dlasq`).
//!
//! A trace asks for them at each of its steps. nalgebra's, which [`crate::linalg::spectrum`] falls back on, take three times as
//! long in WebAssembly: its reflections go number by number, and its square roots are not the machine's.

use crate::kernel::{reflect_and_gather, reflect_and_project, vector};

/// How many passes a value may take on average before the search is given up.
const PASSES: usize = 30;

/// The singular values of a `size` × `size` row-major matrix whose largest entry is of the order of 1, largest first.
/// `None` where this algorithm does not find them: some exactly singular matrices, and numbers that are not finite.
pub fn singular_values(mut matrix: Vec<f64>, size: usize) -> Option<Vec<f64>> {
    let (diagonal, above) = bidiagonal(&mut matrix, size);
    let squares = |values: Vec<f64>| values.into_iter().map(|value| value * value).collect();
    let mut found = eigenvalues(squares(diagonal), squares(above))?;
    for value in &mut found {
        *value = value.sqrt();
    }
    largest_first(&mut found);
    found.iter().all(|value| value.is_finite()).then_some(found)
}

/// Sorts in descending order.
pub fn largest_first(values: &mut [f64]) {
    values.sort_unstable_by(|a, b| b.total_cmp(a));
}

/// Reflects `matrix` from the left and from the right until only its diagonal and the one above it are left, which are
/// returned; `matrix` is used up.
///
/// Step k brings column k and row k to that form. The reflection from the left, I − β u uᵀ, needs w = β uᵀA first;
/// while the step before goes through the rows it gathers that sum already, all but the first row's share.
fn bidiagonal(matrix: &mut [f64], size: usize) -> (Vec<f64>, Vec<f64>) {
    let (mut diagonal, mut above) = (Vec::with_capacity(size), Vec::with_capacity(size));
    // Column k from row k on, as it was and as the direction u of its reflection.
    let mut column: Vec<f64> = matrix.iter().step_by(size.max(1)).copied().collect();
    // Σ column[i] · row i over the rows below row k, from column k on.
    let (mut gathered, zeros) = (vec![0.0; size], vec![0.0; size]);
    for row in matrix.chunks_exact_mut(size.max(1)).skip(1) {
        reflect_and_gather(row, 0.0, &zeros, &mut gathered);
    }
    for k in 0..size {
        let (done, rest) = matrix.split_at_mut((k + 1) * size);
        let top = &mut done[k * size + k..];
        let (value, beta) = reflect(&mut column);
        diagonal.push(value);
        let (top, left) = (&mut top[1..], &mut gathered[1..]);
        for (sum, &entry) in left.iter_mut().zip(&*top) {
            *sum = beta * (*sum + column[0] * entry);
        }
        for (entry, &sum) in top.iter_mut().zip(&*left) {
            *entry -= column[0] * sum;
        }
        if top.is_empty() {
            break;
        }
        let (value, gamma) = reflect(top);
        above.push(value);

        let mut next = vec![0.0; top.len()];
        let mut next_column = Vec::with_capacity(top.len());
        for (index, row) in rest.chunks_exact_mut(size).enumerate() {
            let row = &mut row[k + 1..];
            let projected = gamma * reflect_and_project(row, column[index + 1], left, top);
            if index == 0 {
                // The first row's share waits until its direction is known.
                vector::add_scaled(row, -projected, top);
                next_column.push(row[0]);
            } else {
                next_column.push(reflect_and_gather(row, projected, top, &mut next));
            }
        }
        (column, gathered) = (next_column, next);
    }
    (diagonal, above)
}

/// Turns `x` into the direction u of the reflection I − β u uᵀ that takes it to a multiple of the first basis vector.
/// Returns that multiple, and β; 0 where nothing has to be reflected.
fn reflect(x: &mut [f64]) -> (f64, f64) {
    let first = x[0];
    let tail = vector::sum_of_squares(&x[1..]);
    if tail == 0.0 {
        return (first, 0.0);
    }
    let norm = (first * first + tail).sqrt();
    let image = if first > 0.0 { -norm } else { norm };
    x[0] = first - image;
    (image, -1.0 / (image * x[0]))
}

/// A part of a bidiagonal matrix B in squares: qᵢ of the diagonal, eᵢ of the one above it. The eigenvalues of its BᵀB,
/// each plus `shift`, are what is looked for.
struct Part {
    q: Vec<f64>,
    e: Vec<f64>,
    shift: f64,
}

/// The eigenvalues of BᵀB for a bidiagonal B in squares, in no order. `None` if the search does not come to an end.
fn eigenvalues(mut q: Vec<f64>, mut e: Vec<f64>) -> Option<Vec<f64>> {
    let size = q.len();
    // The small values part at the end, sooner if the large numbers are at the start.
    if q.first() < q.last() {
        q.reverse();
        e.reverse();
    }
    let mut found = Vec::with_capacity(size);
    let mut scratch = Part {
        q: q.clone(),
        e: e.clone(),
        shift: 0.0,
    };
    let mut parts = vec![Part { q, e, shift: 0.0 }];
    let mut passes = PASSES * size;
    while let Some(mut part) = parts.pop() {
        match part.q.len() {
            0 => {}
            1 => found.push(part.q[0] + part.shift),
            2 => {
                let [small, large] = part.last_two();
                found.extend([small + part.shift, large + part.shift]);
            }
            _ => {
                if let Some(end) = part.cut() {
                    parts.extend([part, end]);
                } else {
                    part.step(&mut scratch, &mut passes)?;
                    parts.push(part);
                }
            }
        }
    }
    Some(found)
}

impl Part {
    /// Cuts off what stands behind the last e that is negligible: its root is below a rounding error of the singular
    /// values on either side.
    fn cut(&mut self) -> Option<Part> {
        let negligible =
            |i: usize| self.e[i] <= 1e-31 * (self.q[i].min(self.q[i + 1]) + self.shift);
        let place = (0..self.e.len()).rev().find(|&i| negligible(i))?;
        let part = Part {
            q: self.q.split_off(place + 1),
            e: self.e.split_off(place + 1),
            shift: self.shift,
        };
        self.e.pop();
        Some(part)
    }

    /// The eigenvalues of the last 2 × 2 block of BᵀB, the smaller one first, and without a difference in it.
    fn last_two(&self) -> [f64; 2] {
        let (n, before) = (self.q.len(), self.e.len() - 1);
        let (q0, q1, e1) = (self.q[n - 2], self.q[n - 1], self.e[before]);
        let e0 = if before > 0 { self.e[before - 1] } else { 0.0 };
        let half = 0.5 * ((q0 + e0) - (q1 + e1));
        let large = 0.5 * ((q0 + e0) + (q1 + e1)) + (half * half + q0 * e1).sqrt();
        [(q0 * q1 + e0 * (q1 + e1)) / large, large]
    }

    /// How far all eigenvalues may probably be shifted down: the smaller one of the last block, less what couples the
    /// block to the rest.
    fn guess(&self) -> f64 {
        let (n, before) = (self.q.len(), self.e.len() - 1);
        let [small, _] = self.last_two();
        let (coupling, inside) = (
            self.q[n - 3] * self.e[before - 1],
            self.q[n - 2] * self.e[before],
        );
        let distance = (self.q[n - 2] + self.e[before - 1]) - small;
        let share = inside / (inside + distance * distance);
        let guess = small - (coupling * share).sqrt();
        if guess > 0.0 { guess } else { 0.0 }
    }

    /// Shifts as far as can be guessed; what was too far is taken back in part or in whole.
    fn step(&mut self, scratch: &mut Part, passes: &mut usize) -> Option<()> {
        let mut shift = self.guess();
        loop {
            *passes = passes.checked_sub(1)?;
            let [least_before, last] = self.transform(shift, scratch)?;
            if least_before >= 0.0 && last >= 0.0 {
                break;
            }
            shift = if least_before > 0.0 && shift + last > 0.0 {
                // Only the last number has fallen below zero: it says by how much the shift was too large.
                (shift + last) * (1.0 - 4.0 * f64::EPSILON)
            } else if shift > f64::EPSILON * self.shift {
                0.25 * shift
            } else {
                0.0
            };
        }
        std::mem::swap(&mut self.q, &mut scratch.q);
        std::mem::swap(&mut self.e, &mut scratch.e);
        self.shift += shift;
        Some(())
    }

    /// One pass of dqds into `out`. Returns the smallest of the numbers d but the last, and the last: one of them is
    /// negative if the shift was above the smallest eigenvalue. `None` where a number is not finite.
    fn transform(&self, shift: f64, out: &mut Part) -> Option<[f64; 2]> {
        let last = self.q.len() - 1;
        out.q.resize(last + 1, 0.0);
        out.e.resize(last, 0.0);
        let mut d = self.q[0] - shift;
        let mut least = d;
        let neighbours = self.e.iter().zip(&self.q[1..]);
        let outs = out.q.iter_mut().zip(&mut out.e);
        for ((&e, &next), (q_out, e_out)) in neighbours.zip(outs) {
            least = if d < least { d } else { least };
            *q_out = d + e;
            let ratio = next / *q_out;
            *e_out = e * ratio;
            d = d * ratio - shift;
        }
        out.q[last] = d;
        (least + d).is_finite().then_some([least, d])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::rng::Rng;

    /// σ of random matrices of all sizes: their squares sum up to ‖A‖²_F, and A diag(s) has the σ of a diagonal matrix
    /// where A is orthogonal.
    #[test]
    fn singular_values_of_a_reflected_diagonal_are_its_entries() {
        let mut rng = Rng::from_seed(4);
        for size in 1..=40 {
            // From 1 down to 1e-12, as the Jacobians of saturated cells have them.
            let sigma: Vec<f64> = (0..size)
                .map(|i| 10f64.powf(-12.0 * i as f64 / size as f64))
                .collect();
            let mut matrix = vec![0.0; size * size];
            for (i, &value) in sigma.iter().enumerate() {
                matrix[i * size + i] = value;
            }
            for left in [true, false, true, false] {
                let u: Vec<f64> = (0..size).map(|_| rng.normal()).collect();
                let beta = 2.0 / u.iter().map(|u| u * u).sum::<f64>();
                let old = matrix.clone();
                for i in 0..size {
                    for j in 0..size {
                        let sum: f64 = (0..size)
                            .map(|l| match left {
                                true => u[i] * u[l] * old[l * size + j],
                                false => old[i * size + l] * u[l] * u[j],
                            })
                            .sum();
                        matrix[i * size + j] = old[i * size + j] - beta * sum;
                    }
                }
            }
            let found = singular_values(matrix, size).expect("no number is zero");
            for (found, sigma) in found.iter().zip(&sigma) {
                assert!(
                    (found - sigma).abs() < 1e-14,
                    "{size}: {found} is not {sigma}"
                );
            }
        }
    }

    #[test]
    fn a_bidiagonal_matrix_keeps_the_digits_of_its_smallest_values() {
        // B = [[1, 1], [0, δ]]: σ₁² + σ₂² = 2 + δ², σ₁ σ₂ = δ.
        let delta = 1e-100;
        let found = eigenvalues(vec![1.0, delta * delta], vec![1.0]).unwrap();
        let product = (found[0] * found[1]).sqrt();
        assert!((product / delta - 1.0).abs() < 1e-14);
    }
}
