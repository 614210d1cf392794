//! Causal self-attention (Vaswani et al. 2017), as `torch.nn.TransformerEncoderLayer(norm_first=True,
//! activation="gelu")` with a causal mask: no state goes from step to step, every step reads all steps before it.
//!
//! x⁰_t = E x_t + position(t)                the embedding; what a block reads is the residual stream
//! q, k, v = W [norm₁ x_t] + b               in heads of d = H / heads units each
//! p_t = softmax over j ≤ t of q_t · k_j / √d
//! m_t = x_t + O (Σ_j p_tj v_j) + b          heads side by side
//! x′_t = m_t + W₂ GELU(W₁ [norm₂ m_t] + b₁) + b₂
//!
//! A layer is a block; after the last one stands a norm of its own, and what it makes is read out.
//!
//! The state of step t is the residual stream that the block reads: what later steps see of step t, through its key and
//! value alone. So the path of a gradient from any step to any earlier one has length 1 in each block. Nothing is
//! carried, and truncation cuts nothing.

mod backward;
mod heads;
mod norm;
mod traced;
mod weights;

use std::ops::Range;

use ndarray::Array2;

use self::heads::Heads;
use self::norm::Norm;
use self::weights::{BEFORE_ATTENTION, BEFORE_MLP, FINAL, WIDER, fit_sinusoids, position};
use super::{CellDefinition, CellSpec, StateName, embedding};
use crate::data::batch::Batch;
use crate::experiment::{CellKind, GateBias, Position};
use crate::kernel::real::Real;
use crate::kernel::{Lanes, Matrix, MatrixMut, Panels, Start, product, update, vector};
use crate::nn::layer::{InputRows, Layer, LayerPass, LayerWeights, WeightGradients};
use crate::nn::parameters::{Architecture, Role};
use crate::nn::tape::{LayerTape, Workspace, fit, fit_extra, fit_matrix};

pub(super) const DEFINITION: CellDefinition = CellDefinition {
    spec: CellSpec {
        kind: CellKind::Attention,
        states: &[StateName::H],
        carried: &[],
        memory: StateName::H,
        gates: &[],
        blocks: &["query", "key", "value"],
        recurrent_matrix: false,
        embeds_input: true,
        whole_sequence: true,
        attends: true,
        keeping_gate: None,
        keeps_at: 1,
    },
    tensors: weights::tensors,
    initialise: None,
    keeping_bias: |_| GateBias::Initialised,
    writing_gate: None,
    widens: WIDER,
    further_per_row: |architecture, steps| {
        let Architecture {
            hidden,
            inner,
            heads,
            layers,
            ..
        } = *architecture;
        let block = 12 * hidden + 3 * inner + heads * steps;
        layers * block + 8 * hidden + inner
    },
};

/// The float is the list's way to call it; a layer works in any.
#[expect(clippy::extra_unused_type_parameters)]
pub(super) fn layer<F: Real>(architecture: &Architecture, layer: usize) -> Attention {
    Attention {
        hidden: architecture.hidden,
        inner: architecture.inner,
        heads: Heads {
            count: architecture.heads,
            width: architecture.hidden / architecture.heads,
        },
        position: architecture.position,
        first: layer == 0,
        last: layer + 1 == architecture.layers,
    }
}

/// One block. Queries, keys and values are the gates of its tape.
pub(super) struct Attention {
    /// H.
    hidden: usize,
    /// F, how wide the inside of the MLP is.
    inner: usize,
    heads: Heads,
    position: Position,
    first: bool,
    last: bool,
}

/// The places of the arrays in [`LayerTape::extra`]: of three norms what [`Norm`] keeps; then, N rows each, what the heads
/// give, the residual stream between attention and MLP, the MLP's inside before and after GELU (F wide), and the residual
/// stream after the block; the attention of all sequences, one after the other, each heads · T × T, in one column; one
/// sequence's projections, scores and what its heads give; sinusoids; keys and values of a sequence that is read step by
/// step; and Φ of the MLP's inside.
const NORM_1: [usize; 3] = [0, 1, 2];
const NORM_2: [usize; 3] = [3, 4, 5];
const NORM_3: [usize; 3] = [6, 7, 8];
const GIVEN: usize = 9;
const MIDDLE: usize = 10;
const INNER: usize = 11;
const ACTIVE: usize = 12;
const AFTER: usize = 13;
const ATTENTION: usize = 14;
const PROJECTED: usize = 15;
const SCORES: usize = 16;
const OF_SEQUENCE: usize = 17;
const SINUSOIDS: usize = 18;
const KEYS: usize = 19;
const VALUES: usize = 20;
const NORMAL: usize = 21;
const COUNT: usize = 22;

/// The places of the panels in `PackedWeights::further`: of each matrix what goes forward, and what goes back; the last
/// is filled anew for each head.
const PROJECT: usize = 0;
const MERGE: usize = 1;
const WIDEN: usize = 2;
const NARROW: usize = 3;
const MATRICES: [Role; 4] = [Role::Project, Role::Merge, Role::Widen, Role::Narrow];
const BACK: usize = MATRICES.len();
const SCRATCH: usize = 2 * BACK;

impl Attention {
    /// Writes the residual stream that the block reads: of the first block embeddings, to which positions are yet to be
    /// added.
    fn enter<F: Real>(
        &self,
        weights: LayerWeights<F>,
        input: InputRows<F>,
        rows: usize,
        tape: &mut LayerTape<F>,
    ) {
        match input {
            input if self.first => embedding::embed(weights, input, rows, &mut tape.hidden),
            InputRows::Vectors(values) => {
                let mut hidden = fit(&mut tape.hidden, rows, self.hidden);
                hidden.assign(&values.slice(ndarray::s![..rows, ..]));
            }
            InputRows::Symbols(_) => unreachable!("layers above the first read vectors"),
        }
    }

    /// Adds the position of step `t` to these rows of the embeddings.
    fn add_position<F: Real>(
        &self,
        weights: LayerWeights<F>,
        t: usize,
        rows: Range<usize>,
        tape: &mut LayerTape<F>,
    ) {
        let sinusoids = &mut tape.extra[SINUSOIDS];
        let table = match self.position {
            Position::None => return,
            Position::Learned => weights.view(Role::Position),
            Position::Sinusoidal => {
                fit_sinusoids(sinusoids, t + 1, self.hidden);
                sinusoids.view()
            }
        };
        let place = Matrix::from(table).row(position(table, t));
        let mut hidden = MatrixMut::from(tape.hidden.view_mut());
        rows.for_each(|row| vector::add_to(hidden.row_mut(row), place));
    }

    /// From the residual stream to queries, keys and values.
    fn project<F: Real>(&self, weights: LayerWeights<F>, rows: usize, tape: &mut LayerTape<F>) {
        let LayerTape {
            hidden,
            gates,
            extra,
            packed,
            ..
        } = tape;
        let input = Matrix::from(hidden.view()).row_block(0, rows);
        norm(extra, NORM_1).fit(rows, self.hidden);
        norm(extra, NORM_1).forward(BEFORE_ATTENTION, weights, input, 0);
        let read = Matrix::from(extra[NORM_1[2]].view()).row_block(0, rows);
        let bias = Start::Row(weights.slice(Role::ProjectBias));
        let out = fit(gates, rows, 3 * self.hidden);
        product(read, &packed.further[PROJECT], bias, out.into());
    }

    /// From what the heads give to the block's output.
    fn finish<F: Real>(&self, weights: LayerWeights<F>, rows: usize, tape: &mut LayerTape<F>) {
        let LayerTape {
            hidden,
            extra,
            packed,
            ..
        } = tape;
        let inner = self.inner;
        for (place, width) in [
            (MIDDLE, self.hidden),
            (INNER, inner),
            (ACTIVE, inner),
            (NORMAL, inner),
            (AFTER, self.hidden),
        ] {
            fit(&mut extra[place], rows, width);
        }
        norm(extra, NORM_2).fit(rows, self.hidden);
        if self.last {
            norm(extra, NORM_3).fit(rows, self.hidden);
        }
        for part in parts(rows) {
            let linear = |extra: &mut [Array2<F>], [from, to]: [usize; 2], panels, bias| {
                let [from, to] = disjoint(extra, [from, to]);
                let bias = Start::Row(weights.slice(bias));
                let (from, to) = (rows_of(from, &part), rows_of_mut(to, &part));
                product(from, &packed.further[panels], bias, to);
            };
            linear(extra, [GIVEN, MIDDLE], MERGE, Role::MergeBias);
            add(&mut extra[MIDDLE], hidden, &part);
            norm_of(extra, MIDDLE, NORM_2, BEFORE_MLP, weights, &part);
            linear(extra, [NORM_2[2], INNER], WIDEN, Role::WidenBias);
            let [before, after, normal] = disjoint(extra, [INNER, ACTIVE, NORMAL]);
            let targets = [after, normal].map(|array| rows_of_mut(array, &part));
            update(targets, [rows_of(before, &part)], unit_gelu::<F::Lanes>);
            linear(extra, [ACTIVE, AFTER], NARROW, Role::NarrowBias);
            let [after, middle] = disjoint(extra, [AFTER, MIDDLE]);
            add(after, middle, &part);
            if self.last {
                norm_of(extra, AFTER, NORM_3, FINAL, weights, &part);
            }
        }
    }
}

/// How many rows go through the MLP at a time: few enough for all that they leave to be near when it is read again.
const PART: usize = 128;

fn parts(rows: usize) -> impl Iterator<Item = Range<usize>> {
    let starts = (0..rows).step_by(PART);
    starts.map(move |start| start..rows.min(start + PART))
}

fn rows_of<'a, F: Real>(array: &'a Array2<F>, rows: &Range<usize>) -> Matrix<'a, F> {
    Matrix::from(array.view()).row_block(rows.start, rows.end)
}

fn rows_of_mut<'a, F: Real>(array: &'a mut Array2<F>, rows: &Range<usize>) -> MatrixMut<'a, F> {
    MatrixMut::from(array.view_mut()).row_block(rows.start, rows.end)
}

/// Where a norm keeps what it leaves.
fn norm<F>(extra: &mut [Array2<F>], places: [usize; 3]) -> Norm<'_, F> {
    let [normed, inverse, out] = disjoint(extra, places);
    Norm {
        normed,
        inverse,
        out,
    }
}

/// The norm of another array of the tape.
fn norm_of<F: Real>(
    extra: &mut [Array2<F>],
    from: usize,
    places: [usize; 3],
    which: u8,
    weights: LayerWeights<F>,
    rows: &Range<usize>,
) {
    let [a, b, c] = places;
    let [from, normed, inverse, out] = disjoint(extra, [from, a, b, c]);
    let norm = Norm {
        normed,
        inverse,
        out,
    };
    norm.forward(which, weights, rows_of(from, rows), rows.start);
}

fn disjoint<F, const N: usize>(
    arrays: &mut [Array2<F>],
    places: [usize; N],
) -> [&mut Array2<F>; N] {
    (arrays.get_disjoint_mut(places)).expect("the places are different ones")
}

/// Adds some rows of an array to those of another.
fn add<F: Real>(into: &mut Array2<F>, from: &Array2<F>, rows: &Range<usize>) {
    let (mut into, from) = (MatrixMut::from(into.view_mut()), Matrix::from(from.view()));
    rows.clone()
        .for_each(|row| vector::add_to(into.row_mut(row), from.row(row)));
}

/// How many steps sequence `b` of a batch has.
fn length<F: Real>(batch: &Batch<F>, b: usize) -> usize {
    let steps = 0..batch.steps();
    steps.take_while(|&t| batch.step(t).len() > b).count()
}

/// Copies the rows of sequence `b` to stand one below the other, the first numbers of each times a factor.
fn gather<F: Real>(
    batch: &Batch<F>,
    b: usize,
    from: Matrix<F>,
    mut to: MatrixMut<F>,
    scaled: (usize, f64),
) {
    for t in 0..to.rows() {
        copy_row(from.row(batch.step(t).start + b), to.row_mut(t), scaled);
    }
}

/// Copies them back.
fn scatter<F: Real>(
    batch: &Batch<F>,
    b: usize,
    from: Matrix<F>,
    to: &mut MatrixMut<F>,
    scaled: (usize, f64),
) {
    for t in 0..from.rows() {
        copy_row(from.row(t), to.row_mut(batch.step(t).start + b), scaled);
    }
}

/// Copies a row, its first `count` numbers times `factor`. In vectors: WebAssembly's own instruction for copies is a call,
/// which takes longer for so few.
fn copy_row<F: Real>(from: &[F], to: &mut [F], (count, factor): (usize, f64)) {
    let (from, to) = (from.split_at(count), to.split_at_mut(count));
    // A one that the compiler does not know for one, or it would make that instruction of the loop.
    for (to, from, factor) in [
        (to.0, from.0, F::of(factor)),
        (to.1, from.1, std::hint::black_box(F::one())),
    ] {
        let factor = <F::Lanes as Lanes>::splat(factor);
        vector::map_row(to, [from], |_, [value]| value * factor);
    }
}

/// What [`gather`] and [`scatter`] scale where nothing is to be scaled.
const AS_IT_IS: (usize, f64) = (0, 1.0);

fn scale<F: Real>(values: &mut [F], factor: f64) {
    vector::scale(values, F::of(factor));
}

/// GELU(a) = a Φ(a), with Φ(a) = ½ (1 + erf(a / √2)) the normal distribution (Hendrycks & Gimpel 2016).
/// Also gives Φ(a).
#[inline(always)]
fn unit_gelu<V: Lanes>(_: [V; 2], [a]: [V; 1]) -> [V; 2] {
    let normal = normal(a);
    [a * normal, normal]
}

/// A slope times GELU′(a) = Φ(a) + a φ(a), φ the density; `normal` is Φ(a).
#[inline(always)]
fn unit_gelu_back<V: Lanes>([slope]: [V; 1], [a, normal]: [V; 2]) -> [V; 1] {
    let of = |value: f64| V::splat(V::Float::of(value));
    // 1/√(2π).
    let density = of(0.398_942_280_401_432_7) * (of(-0.5) * a * a).exp();
    [(slope * (normal + a * density)).flushed()]
}

#[inline(always)]
fn normal<V: Lanes>(a: V) -> V {
    let half = V::splat(V::Float::of(0.5));
    let root = V::splat(V::Float::of(std::f64::consts::FRAC_1_SQRT_2));
    half + half * (a * root).erf()
}

impl<F: Real> Layer<F> for Attention {
    fn spec(&self) -> &'static CellSpec {
        &DEFINITION.spec
    }

    fn pack(&self, weights: LayerWeights<F>, _: InputRows<F>, tape: &mut LayerTape<F>) {
        fit_extra(&mut tape.extra, COUNT);
        let further = &mut tape.packed.further;
        further.resize_with(SCRATCH + 1, Panels::default);
        for (place, role) in MATRICES.into_iter().enumerate() {
            further[place].pack_transposed(weights.view(role).into());
            further[BACK + place].pack(weights.view(role).into());
        }
    }

    fn forward(&self, pass: LayerPass<F>, tape: &mut LayerTape<F>) {
        let (batch, weights, rows) = (pass.batch, pass.weights, pass.batch.rows());
        self.enter(weights, pass.input, rows, tape);
        if self.first {
            for t in 0..batch.steps() {
                self.add_position(weights, t, batch.step(t), tape);
            }
        }
        self.project(weights, rows, tape);
        let LayerTape {
            gates,
            extra,
            packed,
            ..
        } = tape;
        let projections = Matrix::from(gates.view());
        let [given, attention, projected, scores, of_sequence] =
            disjoint(extra, [GIVEN, ATTENTION, PROJECTED, SCORES, OF_SEQUENCE]);
        let mut given = MatrixMut::from(fit(given, rows, self.hidden));
        let lengths = (0..batch.sequences()).map(|b| length(batch, b));
        let numbers = lengths.map(|steps| self.heads.count * steps * steps).sum();
        let mut attention = fit_matrix(attention, numbers, 1);
        let mut rest = attention.as_slice_mut().expect("one column has no gaps");
        for b in 0..batch.sequences() {
            let steps = length(batch, b);
            let mut projected = MatrixMut::from(fit(projected, steps, 3 * self.hidden));
            let queries = (self.hidden, self.heads.factor());
            gather(batch, b, projections, projected.reborrow(), queries);
            let [queries, keys, values] = projected.as_matrix().blocks();
            let (own, others) = rest.split_at_mut(self.heads.count * steps * steps);
            let mut out = MatrixMut::from(fit(of_sequence, steps, self.hidden));
            self.heads.forward(
                queries,
                [keys, values],
                fit_matrix(scores, steps, steps).into(),
                MatrixMut::new(own, steps),
                out.reborrow(),
                &mut packed.further[SCRATCH],
            );
            scatter(batch, b, out.as_matrix(), &mut given, AS_IT_IS);
            rest = others;
        }
        self.finish(weights, rows, tape);
    }

    fn output<'a>(&self, tape: &'a LayerTape<F>) -> ndarray::ArrayView2<'a, F> {
        tape.extra[if self.last { NORM_3[2] } else { AFTER }].view()
    }

    fn backward(
        &self,
        pass: LayerPass<F>,
        tape: &LayerTape<F>,
        _: usize,
        reach_below: bool,
        space: &mut Workspace<F>,
        gradient: WeightGradients<F>,
    ) {
        self.train_backward(pass, tape, reach_below, space, gradient);
    }

    fn advance(&self, weights: LayerWeights<F>, input: InputRows<F>, tape: &mut LayerTape<F>) {
        self.enter(weights, input, 1, tape);
        // The steps read so far have left their keys.
        let t = tape.extra[KEYS].nrows();
        if self.first {
            self.add_position(weights, t, 0..1, tape);
        }
        self.project(weights, 1, tape);
        let LayerTape {
            gates,
            extra,
            packed,
            ..
        } = tape;
        let [given, attention, scores, keys, values] =
            disjoint(extra, [GIVEN, ATTENTION, SCORES, KEYS, VALUES]);
        let row = gates
            .row_mut(0)
            .into_slice()
            .expect("a row of a row-major array");
        let (queries, rest) = row.split_at_mut(self.hidden);
        scale(queries, self.heads.factor());
        for (kept, new) in [&mut *keys, &mut *values]
            .into_iter()
            .zip(rest.chunks_exact(self.hidden))
        {
            if t == 0 {
                *kept = Array2::from_elem((0, self.hidden), F::zero());
            }
            kept.push_row(new.into()).expect("a row of H numbers");
        }
        self.heads.forward(
            Matrix::new(queries, self.hidden),
            [keys.view().into(), values.view().into()],
            fit_matrix(scores, 1, t + 1).into(),
            fit_matrix(attention, self.heads.count, t + 1).into(),
            fit(given, 1, self.hidden).into(),
            &mut packed.further[SCRATCH],
        );
        self.finish(weights, 1, tape);
    }
}
