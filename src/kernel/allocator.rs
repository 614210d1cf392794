//! Where buffers begin in WebAssembly's memory.

use std::alloc::{GlobalAlloc, Layout, System};

/// The allocator of the standard library, but for anything longer than a few cache lines it begins on one. The
/// standard one aligns to 8 bytes: then one vector in four would lie across two lines, and the matrix products
/// would be a sixth slower.
pub struct LineAllocator;

/// A cache line of every machine that a browser runs on, or two of them, or half of one.
const LINE: usize = 64;

/// The same layout, on a cache line if it is long.
fn on_line(layout: Layout) -> Layout {
    if layout.size() < 4 * LINE {
        return layout;
    }
    layout.align_to(LINE).unwrap_or(layout)
}

// SAFETY: every block comes from `System` and goes back to it with the layout that it was asked for with, because
// `on_line` makes the same of the same layout each time.
unsafe impl GlobalAlloc for LineAllocator {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the size is that of `layout`, which is not 0.
        unsafe { System.alloc(on_line(layout)) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the size is that of `layout`, which is not 0.
        unsafe { System.alloc_zeroed(on_line(layout)) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: the block was allocated with the same layout.
        unsafe { System.dealloc(block, on_line(layout)) }
    }
}
