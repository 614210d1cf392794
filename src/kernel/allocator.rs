//! The allocator of the WebAssembly modules.
//!
//! A run allocates while it is set up, some hundred blocks, and then no more; so what counts is that the allocator is
//! short to download, and that buffers begin on cache lines.

use core::alloc::{GlobalAlloc, Layout};
use core::cell::UnsafeCell;
use core::ptr;

use super::free_list::{FreeList, fitted};

/// The allocator of a WebAssembly module.
pub struct LineAllocator(UnsafeCell<FreeList>);

impl LineAllocator {
    /// An allocator that has no memory yet.
    #[allow(clippy::new_without_default)]
    pub const fn new() -> Self {
        LineAllocator(UnsafeCell::new(FreeList::new()))
    }
}

// SAFETY: the modules have one thread; `build` in xtask/src/core.rs enables no atomics.
unsafe impl Sync for LineAllocator {}

// SAFETY: a block that is taken belongs to nobody else until it is given back, with the layout that it was asked for
// with, of which `fitted` makes the same each time.
unsafe impl GlobalAlloc for LineAllocator {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        const PAGE: usize = 1 << 16;
        let (size, align) = fitted(layout);
        // SAFETY: there is one thread, and the list calls nobody.
        let list = unsafe { &mut *self.0.get() };
        let block = list.take(size, align);
        if !block.is_null() {
            return block;
        }
        let pages = (size + align).div_ceil(PAGE);
        let before = core::arch::wasm32::memory_grow::<0>(pages);
        if before == usize::MAX {
            return ptr::null_mut();
        }
        // SAFETY: the pages are new.
        unsafe { list.give((before * PAGE) as *mut u8, pages * PAGE) };
        list.take(size, align)
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: there is one thread, and the block was taken with the same size.
        unsafe { (*self.0.get()).give(block, fitted(layout).0) }
    }
}
