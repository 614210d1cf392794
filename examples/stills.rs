//! Trains every scene of the gallery up to its still picture and writes the numbers behind it.
//!
//! ```text
//! cargo run --release --example stills > www/scenes/stills.json
//! ```
//!
//! For each scene and cell log10 of the gradient's norm at every step, over that of the last step and
//! rounded to hundredths; null is a gradient of exactly zero. tests/scenes.rs holds the file against this.

#[path = "../tests/support/scene.rs"]
mod scene;

use std::collections::BTreeMap;

fn main() {
    let stills: BTreeMap<_, _> = scene::scenes()
        .iter()
        .map(|each| (each.id.clone(), each.told().still))
        .collect();
    // A line a scene, so that a change shows which one it is.
    let lines: Vec<_> = stills
        .iter()
        .map(|(id, still)| {
            let still = serde_json::to_string(still).expect("numbers can be written as JSON");
            format!("  \"{id}\": {still}")
        })
        .collect();
    println!("{{\n{}\n}}", lines.join(",\n"));
}
