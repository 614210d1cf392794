//! NumPy's files, behind their magic.
#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let file = [b"\x93NUMPY", bytes].concat();
    if let Ok(table) = vanishing_point::data::npy::read("inputs", &file) {
        assert_eq!(table.shape.iter().product::<usize>(), table.values.len());
    }
});
