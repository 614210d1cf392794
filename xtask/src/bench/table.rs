//! The table: the engine and its peers, size by size.

use serde::Serialize;

use super::measured::Measured;
use super::plan::{CELLS, COMPETITORS, PEAK, PEAK_OPERATIONS, SIZES, Size, YOUNGER};

/// One competitor at one size.
#[derive(Serialize)]
pub struct Row {
    pub size: &'static str,
    pub cell: &'static str,
    pub competitor: &'static str,
    #[serde(skip)]
    title: &'static str,
    /// Updates a second.
    pub median: f64,
    pub minimum: f64,
    pub maximum: f64,
    /// How many times as fast the engine in Chromium is, round by round.
    pub engine_is_times_as_fast: f64,
    pub gigaflops: f64,
    /// Of what simd128 multiplies and adds in the same engine at most; for what runs in a browser or in Node.
    pub share_of_peak: Option<f64>,
}

/// Of all competitors at all sizes, as far as they were measured.
pub fn rows(measured: &Measured) -> Vec<Row> {
    let mut rows = Vec::new();
    for size in SIZES {
        for cell in CELLS {
            let contest = format!("peers {} {cell}", size.name);
            let Some(engine) = measured.entry(&contest, COMPETITORS[0].name) else {
                continue;
            };
            for competitor in COMPETITORS {
                let Some(entry) = measured.entry(&contest, competitor.name) else {
                    continue;
                };
                let peak = match competitor.name {
                    "pytorch" => None,
                    "node" => measured.entry(&contest, "node peak"),
                    _ => measured.entry(&contest, PEAK.name),
                };
                let [median, minimum, maximum] = entry.rates();
                let operations = size.operations(cell);
                rows.push(Row {
                    size: size.name,
                    cell,
                    competitor: competitor.name,
                    title: competitor.title,
                    median,
                    minimum,
                    maximum,
                    engine_is_times_as_fast: entry.times_of(engine),
                    gigaflops: operations * median / 1e9,
                    share_of_peak: peak
                        .map(|peak| peak.times_of(entry) * operations / PEAK_OPERATIONS),
                });
            }
        }
    }
    rows
}

/// Of the simd128 peak what the engine makes of its operations with this kind of cells, in the contest of all cells.
pub fn share(measured: &Measured, size: &Size, cell: &str) -> Option<f64> {
    let contest = format!("cells {}", size.name);
    let (peak, entry) = (
        measured.entry(&contest, PEAK.name)?,
        measured.entry(&contest, cell)?,
    );
    Some(peak.times_of(entry) * size.operations(cell) / PEAK_OPERATIONS)
}

/// The cells beside each other, as Markdown.
pub fn cells(measured: &Measured) -> String {
    let mut text = String::from(
        "| size | cell | million operations an update | milliseconds | GFLOP/s | of simd128 peak |\n\
         | --- | --- | ---: | ---: | ---: | ---: |\n",
    );
    for size in SIZES {
        for &cell in CELLS.iter().chain(&YOUNGER) {
            let entry = measured.entry(&format!("cells {}", size.name), cell);
            let Some((entry, share)) = entry.zip(share(measured, &size, cell)) else {
                continue;
            };
            let operations = size.operations(cell);
            text.push_str(&format!(
                "| {} | {cell} | {} | {} | {} | {} % |\n",
                size.name,
                digits(operations / 1e6),
                digits(1000.0 * entry.median()),
                digits(operations / entry.median() / 1e9),
                percent(share),
            ));
        }
    }
    text
}

/// The peak in Chromium and in Node over all contests: lowest, median and highest of their medians, in GFLOP/s.
pub fn peaks(measured: &Measured) -> Vec<(&'static str, [f64; 3])> {
    [(PEAK.title, PEAK.name), ("simd128 peak, Node", "node peak")]
        .into_iter()
        .map(|(title, name)| {
            let mut medians: Vec<f64> = (SIZES.iter())
                .flat_map(|size| CELLS.map(|cell| format!("peers {} {cell}", size.name)))
                .filter_map(|contest| measured.entry(&contest, name))
                .map(|entry| PEAK_OPERATIONS / entry.median() / 1e9)
                .collect();
            medians.sort_by(f64::total_cmp);
            let at = |place: usize| medians.get(place).copied().unwrap_or(f64::NAN);
            let last = medians.len().saturating_sub(1);
            (title, [at(0), at(last / 2), at(last)])
        })
        .collect()
}

/// As Markdown, which a terminal shows as well.
pub fn markdown(rows: &[Row]) -> String {
    let mut text = String::from(
        "| size | cell | | updates/s, median | min | max | engine is × as fast | GFLOP/s | of simd128 peak |\n\
         | --- | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |\n",
    );
    for row in rows {
        let share = row
            .share_of_peak
            .map_or(String::new(), |share| format!("{} %", percent(share)));
        text.push_str(&format!(
            "| {:<2} | {:<4} | {:<31} | {:>8} | {:>8} | {:>8} | {:>7} | {:>6.2} | {share:>5} |\n",
            row.size,
            row.cell,
            row.title,
            digits(row.median),
            digits(row.minimum),
            digits(row.maximum),
            digits(row.engine_is_times_as_fast),
            row.gigaflops,
        ));
    }
    text
}

/// In hundredths, small ones with a decimal.
fn percent(share: f64) -> String {
    let digits = usize::from(share < 0.095);
    format!("{:.digits$}", 100.0 * share)
}

/// Three digits that mean something.
pub fn digits(value: f64) -> String {
    match value.abs() {
        large if large >= 100.0 => format!("{value:.0}"),
        middle if middle >= 10.0 => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}
