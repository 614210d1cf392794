//! A film of a shape that turns on the spot and walks from wall to wall: which way it turned and how often it bounced is
//! asked after the last frame. No single frame has the answer.
//!
//! Each frame has 8 × 8 pixels. The shape is a bright pixel with a darker one beside it, which goes round it by an eighth of a
//! turn a frame, always to the left or always to the right. The shape stands in a row, and either rests for a frame or
//! takes a step along it; where it arrives at the first or the last place of its way, it turns back, and that is a bounce.
//!
//! Way round, row, start (one of the `STARTS`), direction and the number of bounces, 0 to 3, are drawn, each as likely; then
//! how many steps it takes, among all counts that have so many bounces, and which frames are steps. Where `length` frames are
//! too few for all steps, it takes as many as it can, and the bounces are those that came.
//!
//! The best answer that does not look at the input is the likeliest of the eight answers; from 20 frames on all are as likely.

use super::{Answer, Baseline, Input, Split, Task, clear_dense};
use crate::data::rng::Rng;
use crate::data::sequence::{Inputs, Sequence, Target};

/// Pixels of a row, and rows.
const SIDE: usize = 8;
/// The way goes from this place to that; beside it is room for the darker pixel.
const WALLS: (usize, usize) = (1, SIDE - 2);
/// Steps from one wall to the other.
const WAY: usize = WALLS.1 - WALLS.0;
/// How many places there are to start from, between the walls.
const STARTS: usize = WAY - 1;
/// How many bounces there may be, and none.
const BOUNCES: usize = 4;

const BRIGHT: f64 = 1.0;
const DARKER: f64 = 0.5;

/// Where the darker pixel is beside the bright one: columns and rows further, going round to the left.
const AROUND: [(isize, isize); 8] = [
    (1, 0),
    (1, -1),
    (0, -1),
    (-1, -1),
    (-1, 0),
    (-1, 1),
    (0, 1),
    (1, 1),
];

pub struct Video;

/// The bounces on a way of `steps` steps whose first wall is `first` steps away.
fn bounces(first: usize, steps: usize) -> usize {
    if steps < first {
        0
    } else {
        1 + (steps - first) / WAY
    }
}

/// The numbers of steps with so many bounces.
fn steps_of(first: usize, bounces: usize) -> std::ops::Range<usize> {
    match bounces {
        0 => 0..first,
        _ => first + WAY * (bounces - 1)..first + WAY * bounces,
    }
}

/// The probability of each number of bounces in so many frames.
fn shares(length: usize) -> [f64; BOUNCES] {
    let mut shares = [0.0; BOUNCES];
    for first in 1..=STARTS {
        for wanted in 0..BOUNCES {
            let all = steps_of(first, wanted);
            for steps in all.clone() {
                let came = bounces(first, steps.min(length - 1));
                shares[came] += 1.0 / (STARTS * BOUNCES * all.len()) as f64;
            }
        }
    }
    shares
}

impl Task for Video {
    fn input(&self) -> Input {
        Input::Image {
            width: SIDE,
            height: SIDE,
        }
    }

    fn answer(&self) -> Answer {
        let ways = ["↺", "↻"].into_iter();
        let labels = ways.flat_map(|way| (0..BOUNCES).map(move |count| format!("{way} {count}")));
        Answer::Classes(labels.collect())
    }

    fn fill(&self, _split: Split, length: usize, rng: &mut Rng, sequence: &mut Sequence) {
        let (values, targets) = clear_dense(sequence, length, SIDE * SIDE);
        let to_the_right = rng.coin();
        let mut angle = rng.below(AROUND.len());
        let row = rng.between(1, SIDE - 2);
        let mut place = WALLS.0 + 1 + rng.below(STARTS);
        let mut forward = rng.coin();
        let first = if forward {
            WALLS.1 - place
        } else {
            place - WALLS.0
        };
        let all = steps_of(first, rng.below(BOUNCES));
        let steps = rng.between(all.start, all.end - 1).min(length - 1);
        let mut left = steps;
        for t in 0..length {
            // Each choice of frames for the steps is as likely.
            if t > 0 && rng.below(length - t) < left {
                left -= 1;
                place = if forward { place + 1 } else { place - 1 };
                if place == WALLS.0 || place == WALLS.1 {
                    forward = !forward;
                }
            }
            let frame = values.len();
            values.resize(frame + SIDE * SIDE, 0.0);
            values[frame + row * SIDE + place] = BRIGHT;
            let (across, down) = AROUND[angle];
            let darker = row.wrapping_add_signed(down) * SIDE + place.wrapping_add_signed(across);
            values[frame + darker] = DARKER;
            let turn = if to_the_right { AROUND.len() - 1 } else { 1 };
            angle = (angle + turn) % AROUND.len();
        }
        let class = BOUNCES * usize::from(to_the_right) + bounces(first, steps);
        targets[length - 1] = Target::Class(class as u32);
    }

    fn baseline(&self, length: usize) -> Baseline {
        let shares = shares(length).map(|share| share / 2.0);
        Baseline::of_shares(&[shares, shares].concat())
    }

    fn baseline_answers(&self, length: usize) -> Vec<Vec<f64>> {
        let shares = shares(length).map(libm::log);
        vec![[shares, shares].concat(); length]
    }

    /// The frames at which it bounces.
    fn marks(&self, sequence: &Sequence) -> Vec<usize> {
        let Inputs::Dense { values, .. } = &sequence.inputs else {
            return Vec::new();
        };
        let place = |frame: &[f64]| frame.iter().position(|&pixel| pixel == BRIGHT);
        let at: Vec<_> = values.chunks(SIDE * SIDE).map(place).collect();
        let column = |t: usize| at[t].map(|pixel| pixel % SIDE);
        let walls = [Some(WALLS.0), Some(WALLS.1)];
        let bounces = |&t: &usize| at[t] != at[t - 1] && walls.contains(&column(t));
        (1..at.len()).filter(bounces).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn class(sequence: &Sequence) -> usize {
        match sequence.targets[sequence.targets.len() - 1] {
            Target::Class(class) => class as usize,
            _ => panic!("the last frame is asked"),
        }
    }

    #[test]
    fn the_answer_is_what_the_frames_show() {
        let mut rng = Rng::from_seed(8);
        for length in [2, 3, 8, 20, 40, 100] {
            for _ in 0..200 {
                let film = Video.sample(Split::Train, length, &mut rng);
                let Inputs::Dense { values, .. } = &film.inputs else {
                    panic!()
                };
                let mut way = None;
                let mut before: Option<(usize, isize)> = None;
                for frame in values.chunks(SIDE * SIDE) {
                    let find = |wanted| {
                        let at = frame.iter().position(|&pixel| pixel == wanted).unwrap();
                        ((at % SIDE) as isize, (at / SIDE) as isize)
                    };
                    assert_eq!(frame.iter().filter(|&&pixel| pixel > 0.0).count(), 2);
                    let ((x, y), (u, v)) = (find(BRIGHT), find(DARKER));
                    let angle = AROUND
                        .iter()
                        .position(|&each| each == (u - x, v - y))
                        .unwrap();
                    if let Some((angle_before, x_before)) = before {
                        let turn = (angle + 8 - angle_before) % 8;
                        assert!(way.is_none_or(|way| way == turn) && (turn == 1 || turn == 7));
                        way = Some(turn);
                        assert!((x - x_before).abs() <= 1);
                    }
                    before = Some((angle, x));
                }
                let expected = BOUNCES * usize::from(way == Some(7)) + Video.marks(&film).len();
                assert_eq!(class(&film), expected);
            }
        }
    }

    #[test]
    fn all_answers_are_as_likely_once_there_are_frames_for_all_steps() {
        for length in [20, 40, 1024] {
            assert!(
                shares(length)
                    .iter()
                    .all(|share| (share - 0.25).abs() < 1e-12)
            );
        }
        assert!(shares(10)[3] < 0.25);
    }
}
