//! Weights that another program saved, and what is kept of them.
#![no_main]
use vanishing_point::data::foreign::{read, write};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(foreign) = read(bytes) {
        read(&write(&foreign)).expect("what this program writes it reads");
    }
});
