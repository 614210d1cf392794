//! A snapshot before its sum, else nothing but the sum would be tried: the bytes that are given, or, where the first is
//! even, a good one that they change in places.
#![no_main]
use std::cell::RefCell;

use vanishing_point::experiment::{CellKind, Experiment};
use vanishing_point::run::trainer::Trainer;

thread_local! {
    static TRAINER: RefCell<Trainer> = RefCell::new({
        let experiment = Experiment { units: 3, batch: 2, ..Experiment::default() };
        Trainer::new(&experiment, CellKind::Gru, None).expect("its task needs no data")
    });
}

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((&first, bytes)) = bytes.split_first() else {
        return;
    };
    let mut file = [b"VANISH\x00\x04", bytes].concat();
    if first % 2 == 0 {
        file = TRAINER.with_borrow(Trainer::snapshot);
        file.truncate(file.len() - 4);
        for &[low, high, byte] in bytes.as_chunks::<3>().0 {
            let at = usize::from(u16::from_le_bytes([low, high])) % file.len();
            file[at] = byte;
        }
    }
    let sum = crc::Crc::<u32>::new(&crc::CRC_32_ISO_HDLC).checksum(&file);
    file.extend(sum.to_le_bytes());
    TRAINER.with_borrow_mut(|trainer| {
        if trainer.restore(&file).is_ok() {
            let own = trainer.snapshot();
            trainer
                .restore(&own)
                .expect("what this program writes it reads");
        }
    });
});
