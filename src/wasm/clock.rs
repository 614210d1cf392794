//! The time, as the worker knows it.

use js_sys::Reflect;
use wasm_bindgen::JsCast;
use web_sys::Performance;

/// Milliseconds since some moment in the past. They decide when a call returns, never what is computed.
pub(super) struct Clock(Option<Performance>);

impl Clock {
    /// `performance` of the global scope, which a worker, a window and Node have alike.
    pub fn new() -> Clock {
        let performance = Reflect::get(&js_sys::global(), &"performance".into());
        // Node's is of a class of its own, with the same method.
        let performance = performance
            .ok()
            .filter(|found| found.is_object())
            .map(|found| found.unchecked_into());
        Clock(performance)
    }

    pub fn now(&self) -> f64 {
        match &self.0 {
            Some(performance) => performance.now(),
            None => js_sys::Date::now(),
        }
    }
}
