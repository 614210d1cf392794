//! Every claim of every scene in the gallery, held against the model that trains.

use std::collections::{BTreeMap, HashSet};
use std::sync::{LazyLock, Mutex};
use std::thread;

use crate::support::scene::{Lane, Told, scenes};
use vanishing_point::experiment::{CellKind, Choice};

/// All scenes trained, once for all tests: a minute on one core, so that each takes the next on a core of its own.
static TOLD: LazyLock<BTreeMap<String, Told>> = LazyLock::new(|| {
    let waiting = Mutex::new(scenes());
    let next = || waiting.lock().unwrap().pop();
    let cores = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        let work = || std::iter::from_fn(next).map(|scene| (scene.told(), scene.id));
        let threads: Vec<_> = (0..cores)
            .map(|_| scope.spawn(move || work().collect::<Vec<_>>()))
            .collect();
        let told = threads.into_iter().flat_map(|each| each.join().unwrap());
        told.map(|(told, id)| (id, told)).collect()
    })
});

/// A change of the arithmetic's order, and with it of the bits, may fail this test; then the scene needs
/// another seed or another sentence.
#[test]
fn every_scene_is_what_it_says() {
    let broken: Vec<_> = TOLD.values().flat_map(|told| &told.broken).collect();
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn every_scene_claims_something_of_each_of_its_models() {
    for scene in scenes() {
        for cell in scene.experiment().cells {
            let of = scene
                .claims
                .iter()
                .filter(|claim| claim.cell == cell.word());
            assert_ne!(of.count(), 0, "{}: {}", scene.id, cell.word());
        }
    }
}

/// What speaks of the update at which a scene stops, or of one before, is never refuted by what it then shows.
#[test]
fn every_scene_stops_where_a_claim_holds_and_none_is_yet_to_come() {
    for scene in scenes() {
        let covered = scene.claims.iter().any(|claim| claim.covers(scene.stop));
        assert!(covered, "{}: nothing is claimed at its stop", scene.id);
        let words = scene.claims.iter().map(|claim| claim.from).max();
        let later = words.filter(|&from| from > scene.stop);
        // "Balanced, for a moment" stops at the moment, and says what comes after it.
        assert!(later.is_none() || scene.id == "edge", "{}", scene.id);
    }
}

/// What the card of "Truncated" says of shorter sequences.
#[test]
fn a_truncated_lstm_learns_recall_from_sequences_that_no_cut_divides() {
    let mut scene = scenes()
        .into_iter()
        .find(|scene| scene.id == "truncated")
        .unwrap()
        .experiment();
    scene.shortest = 4;
    let mut lane = Lane::new(&scene, CellKind::Lstm);
    for _ in 0..200 {
        lane.update();
    }
    assert!(lane.quantity("accuracy") > 0.95);
}

#[test]
fn scenes_have_names_of_their_own_and_every_claim_is_about_a_cell_on_stage() {
    let scenes = scenes();
    let ids: HashSet<_> = scenes.iter().map(|scene| &scene.id).collect();
    assert_eq!(ids.len(), scenes.len());
    for scene in &scenes {
        let cells: Vec<_> = scene
            .experiment()
            .cells
            .into_iter()
            .map(CellKind::word)
            .collect();
        for claim in &scene.claims {
            assert!(
                cells.contains(&claim.cell.as_str()),
                "{}: {claim:?}",
                scene.id
            );
            assert!(claim.from <= claim.to, "{}: {claim:?}", scene.id);
        }
    }
}

#[test]
fn the_still_pictures_are_of_the_models_that_train() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/www/scenes/stills.json");
    let text = std::fs::read_to_string(file).unwrap();
    let mut written: BTreeMap<String, BTreeMap<String, Vec<Option<f64>>>> =
        serde_json::from_str(&text).unwrap();
    for (id, told) in &*TOLD {
        let of_scene = written.remove(id).unwrap_or_default();
        let of_scene: BTreeMap<_, _> = of_scene
            .iter()
            .map(|(cell, logs)| (cell.as_str(), logs.clone()))
            .collect();
        assert_eq!(of_scene, told.still, "{id}: run the example stills again");
    }
    assert!(
        written.is_empty(),
        "stills of no scene: {:?}",
        written.keys()
    );
}
