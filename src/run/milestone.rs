//! When a model has learned its task: at least 95 % of the held-out answers right for ten updates on end.
//!
//! The held-out set is looked at after every fifth update, whatever is drawn, unless the model answered less than half
//! of the batch of that update right: the milestone is the same update on every machine and at every speed. That of a
//! race is the largest of its lanes': with [`stop_when_learned`] each lane that has not learned yet stops at its own, and
//! the others are then trained to the same update.
//!
//! [`stop_when_learned`]: crate::run::trainer::Trainer::stop_when_learned

use serde::{Deserialize, Serialize};

use crate::nn::loss::Score;

/// Updates between two looks at the held-out set.
pub const LOOK_EVERY: u64 = 5;

/// For how many updates on end enough answers have to be right.
pub const UPDATES_ON_END: u64 = 10;

/// The share of right answers that is enough.
pub const ENOUGH: f64 = 0.95;

/// What the looks at the held-out set have found so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Milestone {
    /// The first look of those without a break at which enough was right.
    since: Option<u64>,
    /// The update at which that had lasted for [`UPDATES_ON_END`].
    learned_at: Option<u64>,
}

impl Milestone {
    /// Whether the held-out set is to be looked at after this update: every fifth, until the task is learned.
    pub fn is_due(&self, update: u64) -> bool {
        self.learned_at.is_none() && update > 0 && update.is_multiple_of(LOOK_EVERY)
    }

    /// Takes in whether enough was right after `update`, the one that was due.
    pub fn look(&mut self, update: u64, enough: bool) {
        if !enough {
            self.since = None;
            return;
        }
        let since = *self.since.get_or_insert(update);
        if self.learned_at.is_none() && update >= since + UPDATES_ON_END {
            self.learned_at = Some(update);
        }
    }

    /// The update at which enough had been right for ten updates on end for the first time.
    pub fn learned_at(&self) -> Option<u64> {
        self.learned_at
    }
}

/// Whether at least 95 % of `targets` answers are right. Scores part after part, and no further than it takes to tell:
/// a model that guesses is found out by the first few answers.
pub(crate) fn is_enough(targets: usize, parts: impl IntoIterator<Item = Score>) -> bool {
    let mut wrong = 0;
    targets > 0
        && parts.into_iter().all(|score| {
            wrong += score.targets - score.right;
            (targets - wrong) as f64 / targets as f64 >= ENOUGH
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The milestone of looks that begin at update 5.
    fn after(looks: &[bool]) -> Option<u64> {
        let mut milestone = Milestone::default();
        for (update, &enough) in (1..).map(|look| look * LOOK_EVERY).zip(looks) {
            assert!(milestone.is_due(update));
            milestone.look(update, enough);
        }
        milestone.learned_at()
    }

    #[test]
    fn three_looks_on_end_are_ten_updates() {
        assert_eq!(after(&[false, true, true]), None);
        assert_eq!(after(&[false, true, true, true]), Some(20));
    }

    #[test]
    fn one_look_with_too_little_begins_the_count_anew() {
        assert_eq!(after(&[true, true, false, true, true]), None);
        assert_eq!(after(&[true, true, false, true, true, true]), Some(30));
    }

    #[test]
    fn only_every_fifth_update_is_looked_at_and_none_once_it_is_learned() {
        let mut milestone = Milestone::default();
        let due = (0..=21).filter(|&update| milestone.is_due(update));
        assert_eq!(due.collect::<Vec<_>>(), [5, 10, 15, 20]);
        for update in [5, 10, 15] {
            milestone.look(update, true);
        }
        assert!(!milestone.is_due(20));
    }

    #[test]
    fn scoring_ends_as_soon_as_too_many_answers_are_wrong() {
        let part = |right| Score {
            total: 0.0,
            right,
            targets: 8,
        };
        let mut seen = 0;
        let mut parts = |rights: &[usize]| {
            seen = 0;
            let scores = rights.iter().map(|&right| part(right));
            let enough = is_enough(8 * rights.len(), scores.inspect(|_| seen += 1));
            (enough, seen)
        };
        assert_eq!(parts(&[8, 8, 8, 8, 8, 8, 8, 5]), (true, 8));
        assert_eq!(parts(&[8, 8, 8, 8, 8, 8, 8, 4]), (false, 8));
        assert_eq!(parts(&[2, 8, 8, 8, 8, 8, 8, 8]), (false, 1));
        assert!(!is_enough(0, []));
    }
}
