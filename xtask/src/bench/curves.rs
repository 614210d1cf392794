//! Growth curves as one SVG: updates per second against T, B, H and L, on logarithmic axes.

use super::measured::Measured;
use super::plan::{AXES, CELLS, MIDDLE};

const WIDTH: f64 = 860.0;
const HEIGHT: f64 = 600.0;
/// Of one panel's plot, without its labels.
const PLOT: (f64, f64) = (320.0, 190.0);
const MARGIN: (f64, f64) = (66.0, 62.0);

/// The page's colours of the cells, in its light and its dark scheme.
const STYLE: &str = "\
text { font: 12px system-ui, sans-serif; fill: #4a4e54 }
.title { font-weight: 600; fill: #17191c }
.grid { stroke: #e3e2dd; fill: none }
.curve { fill: none; stroke-width: 2; stroke-linejoin: round }
.rnn { stroke: #d55e00 } .lstm { stroke: #0072b2 } .gru { stroke: #009e73 }
circle { fill: #ffffff; stroke-width: 2 }
text.rnn { fill: #b04e00 } text.lstm { fill: #00659e } text.gru { fill: #00775a }
text.rnn, text.lstm, text.gru { stroke: none; font-weight: 600 }
.paper { fill: #ffffff }
@media (prefers-color-scheme: dark) {
  text { fill: #c3c8ce } .title { fill: #f3f4f5 } .grid { stroke: #2a2e35 } .paper, circle { fill: #0f1114 }
  .rnn { stroke: #ff7f3a } .lstm { stroke: #5cb8ee } .gru { stroke: #2fcb9c }
  text.rnn { fill: #ff8d50 } text.lstm { fill: #6fc2f2 } text.gru { fill: #43d3a8 }
}";

/// None if the run did not measure every point.
pub fn svg(measured: &Measured) -> Option<String> {
    let mut body = String::new();
    for (index, (axis, points)) in AXES.into_iter().enumerate() {
        let curves = CELLS
            .map(|cell| {
                let contest = format!("growth {axis} {cell}");
                let rate = |point: &u32| {
                    Some(
                        measured
                            .entry(&contest, &point.to_string())?
                            .median()
                            .recip(),
                    )
                };
                points.iter().map(rate).collect::<Option<Vec<f64>>>()
            })
            .into_iter()
            .collect::<Option<Vec<_>>>()?;
        let column = (index % 2) as f64;
        let row = (index / 2) as f64;
        let at = (
            MARGIN.0 + column * (PLOT.0 + 100.0),
            MARGIN.1 + row * (PLOT.1 + 96.0),
        );
        body.push_str(&panel(at, axis, points, &curves));
    }
    let note = format!(
        "All else: T = {}, B = {}, H = {}, V = {}, L = 1.",
        MIDDLE.steps, MIDDLE.batch, MIDDLE.hidden, MIDDLE.symbols
    );
    Some(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" \
         aria-label=\"Updates per second against time steps, batch, hidden units and layers\">\n\
         <style>\n{STYLE}\n</style>\n<rect class=\"paper\" width=\"{WIDTH}\" height=\"{HEIGHT}\"/>\n\
         <text x=\"16\" y=\"24\"><tspan class=\"title\">Updates per second in Chromium.</tspan> {note}</text>\n\
         {body}</svg>\n"
    ))
}

/// One axis: a curve for each cell.
fn panel(at: (f64, f64), axis: &str, points: &[u32], curves: &[Vec<f64>]) -> String {
    let name = match axis {
        "T" => "T, time steps",
        "B" => "B, sequences in a batch",
        "H" => "H, hidden units",
        _ => "L, layers",
    };
    let rates = || curves.iter().flatten().copied();
    let low = rates().fold(f64::INFINITY, f64::min).log10().floor();
    let high = rates().fold(0.0, f64::max).log10().ceil();
    let (first, last) = (f64::from(points[0]), f64::from(points[points.len() - 1]));
    let x = |point: u32| at.0 + PLOT.0 * (f64::from(point) / first).ln() / (last / first).ln();
    let y = |rate: f64| at.1 + PLOT.1 * (high - rate.log10()) / (high - low);

    let mut svg = format!(
        "<text class=\"title\" x=\"{:.1}\" y=\"{:.1}\">{name}</text>\n",
        at.0,
        at.1 - 12.0
    );
    for power in low as i32..=high as i32 {
        let y = y(10f64.powi(power));
        svg.push_str(&format!(
            "<path class=\"grid\" d=\"M{:.1} {y:.1}h{:.1}\"/><text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>\n",
            at.0,
            PLOT.0,
            at.0 - 8.0,
            y + 4.0,
            thousands(power)
        ));
    }
    for &point in points {
        svg.push_str(&format!(
            "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{point}</text>\n",
            x(point),
            at.1 + PLOT.1 + 26.0
        ));
    }
    for (cell, curve) in CELLS.iter().zip(curves) {
        let places: Vec<_> = points
            .iter()
            .zip(curve)
            .map(|(&point, &rate)| format!("{:.1},{:.1}", x(point), y(rate)))
            .collect();
        svg.push_str(&format!(
            "<polyline class=\"curve {cell}\" points=\"{}\"/>\n",
            places.join(" ")
        ));
        for (&point, &rate) in points.iter().zip(curve) {
            svg.push_str(&format!(
                "<circle class=\"{cell}\" cx=\"{:.1}\" cy=\"{:.1}\" r=\"3\"><title>{cell}, {axis} = {point}: {rate:.0}</title></circle>\n",
                x(point),
                y(rate)
            ));
        }
    }
    svg.push_str(&labels(at, curves, y));
    svg
}

/// The cells' names beside the ends of their curves, moved apart where they would touch.
fn labels(at: (f64, f64), curves: &[Vec<f64>], y: impl Fn(f64) -> f64) -> String {
    let mut ends: Vec<_> = CELLS
        .iter()
        .zip(curves)
        .map(|(cell, curve)| (y(curve[curve.len() - 1]), cell))
        .collect();
    ends.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut below = f64::NEG_INFINITY;
    ends.into_iter()
        .map(|(y, cell)| {
            below = (y + 4.0).max(below + 13.0);
            format!(
                "<text class=\"{cell}\" x=\"{:.1}\" y=\"{below:.1}\">{cell}</text>\n",
                at.0 + PLOT.0 + 9.0
            )
        })
        .collect()
}

/// 10^power, with thin spaces between the thousands.
fn thousands(power: i32) -> String {
    match power {
        0.. => {
            let digits = format!("1{}", "0".repeat(power as usize));
            let groups: Vec<_> = digits.as_bytes().rchunks(3).rev().collect();
            groups
                .into_iter()
                .map(String::from_utf8_lossy)
                .collect::<Vec<_>>()
                .join("\u{2009}")
        }
        _ => format!("{}", 10f64.powi(power)),
    }
}
