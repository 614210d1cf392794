//! Where the numbers of a WebAssembly module begin in memory.

use std::alloc::{GlobalAlloc, Layout, System};

const LINE: usize = 64;

/// The standard library's allocator, asked for longer blocks that begin on a cache line: anywhere else one vector in
/// four lies across two lines, which costs up to a twentieth of the updates a second (`benches/compare.js`).
struct OnLines;

fn on_line(layout: Layout) -> Layout {
    match layout.size() < 4 * LINE {
        true => layout,
        // A size that can be had on 16 bytes can be had on 64, or the allocator says no to it.
        false => layout.align_to(LINE).unwrap_or(layout),
    }
}

// SAFETY: every call is passed on, with a layout that depends on nothing but the one that came, and asks for no less.
unsafe impl GlobalAlloc for OnLines {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's.
        unsafe { System.alloc(on_line(layout)) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's.
        unsafe { System.alloc_zeroed(on_line(layout)) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: the block was taken with the same layout, and so with the same one here.
        unsafe { System.dealloc(block, on_line(layout)) }
    }
}

#[global_allocator]
static ALLOCATOR: OnLines = OnLines;
