//! What several integration tests share: the cases of the fixtures, and comparison with their reduced numbers.
#![allow(dead_code)]

pub mod case;
pub mod compare;
pub mod draw;
pub mod process;
pub mod scene;
pub mod slope;
