//! Memory that is free, in one list.
//!
//! Free stretches are kept in the order of their addresses, a block is cut from the first that has
//! room, and what is given back grows together with its neighbours. In this order the list stays short: see
//! Wilson et al. 1995, "Dynamic storage allocation". No block has a header, because whoever gives it back says how
//! large it is.

use core::alloc::Layout;
use core::ptr;

/// Sizes and addresses are multiples of this: as much as a [`Free`] takes natively, and an `f32x4`'s alignment.
const GRAIN: usize = 16;

/// A cache line of every machine that a browser runs on, or two of them, or half of one.
const LINE: usize = 64;

/// The beginning of a stretch that is free.
struct Free {
    /// In bytes, itself included.
    size: usize,
    next: *mut Free,
}

/// All free stretches, by address; no two touch.
pub(super) struct FreeList {
    first: *mut Free,
}

impl FreeList {
    pub(super) const fn new() -> Self {
        FreeList {
            first: ptr::null_mut(),
        }
    }

    /// Cuts out `size` bytes on a multiple of `align`; null where there is no room. `size` is a multiple of
    /// [`GRAIN`] above 0, and so is `align`.
    pub(super) fn take(&mut self, size: usize, align: usize) -> *mut u8 {
        let mut link: *mut *mut Free = &mut self.first;
        // SAFETY: `link` is `self.first` or the `next` of a stretch, and every stretch of the list is free memory that
        // belongs to it. What is written stays inside the stretch that is cut.
        unsafe {
            while !(*link).is_null() {
                let free = *link;
                let Free {
                    size: whole, next, ..
                } = free.read();
                let gap = free.cast::<u8>().align_offset(align);
                if gap.saturating_add(size) <= whole {
                    let block = free.cast::<u8>().add(gap);
                    let rest = whole - gap - size;
                    *link = next;
                    if rest > 0 {
                        let after = block.add(size).cast::<Free>();
                        after.write(Free { size: rest, next });
                        *link = after;
                    }
                    if gap > 0 {
                        let next = *link;
                        free.write(Free { size: gap, next });
                        *link = free;
                    }
                    return block;
                }
                link = &raw mut (*free).next;
            }
        }
        ptr::null_mut()
    }

    /// Adds a stretch.
    ///
    /// # Safety
    /// The list has `size` bytes from `start` on to itself from now on. Both are multiples of [`GRAIN`], `size` is
    /// above 0.
    pub(super) unsafe fn give(&mut self, start: *mut u8, mut size: usize) {
        let mut link: *mut *mut Free = &mut self.first;
        let mut before: *mut Free = ptr::null_mut();
        // SAFETY: as in `take`; the new stretch lies between `before` and `*link`, and touches them at most.
        unsafe {
            while !(*link).is_null() && (*link).cast::<u8>() < start {
                before = *link;
                link = &raw mut (*before).next;
            }
            let mut next = *link;
            if !next.is_null() && start.wrapping_add(size) == next.cast() {
                let after = next.read();
                size += after.size;
                next = after.next;
            }
            if !before.is_null() && before.cast::<u8>().wrapping_add((*before).size) == start {
                size += (*before).size;
                before.write(Free { size, next });
            } else {
                let free = start.cast::<Free>();
                free.write(Free { size, next });
                *link = free;
            }
        }
    }
}

/// What a layout comes to: its size and where it may begin. Anything longer than a few cache lines begins on one:
/// otherwise one vector in four would lie across two lines, and the matrix products would be a sixth slower.
pub(super) fn fitted(layout: Layout) -> (usize, usize) {
    let line = if layout.size() < 4 * LINE {
        GRAIN
    } else {
        LINE
    };
    // A layout's size is at most half of the address space.
    let size = layout.size().max(1).next_multiple_of(GRAIN);
    (size, layout.align().max(line))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::rng::{Rng, Stream};

    const ROOM: usize = 1 << 16;

    /// Memory to give out, on a line.
    fn room() -> Vec<u128> {
        vec![0; (ROOM + LINE) / 16]
    }

    fn list_over(room: &mut Vec<u128>) -> (FreeList, *mut u8) {
        let start = room.as_mut_ptr().cast::<u8>();
        let start = start.wrapping_add(start.align_offset(LINE));
        let mut list = FreeList::new();
        // SAFETY: the room outlives the list, and nobody else writes to it.
        unsafe { list.give(start, ROOM) };
        (list, start)
    }

    #[test]
    fn blocks_never_overlap_and_all_memory_comes_back_in_one_piece() {
        let mut room = room();
        let (mut list, start) = list_over(&mut room);
        let mut rng = Rng::stream(7, Stream::Data);
        let mut held: Vec<(*mut u8, usize, u8)> = Vec::new();
        for round in 0..20_000 {
            if rng.below(2) == 0 {
                let layout = Layout::from_size_align(1 + rng.below(900), 8).unwrap();
                let (size, align) = fitted(layout);
                let block = list.take(size, align);
                if block.is_null() {
                    continue;
                }
                assert!(block >= start && block.addr() + size <= start.addr() + ROOM);
                assert_eq!(block.addr() % align, 0);
                let mark = round as u8;
                // SAFETY: the block is ours.
                unsafe { block.write_bytes(mark, size) };
                held.push((block, size, mark));
            } else if !held.is_empty() {
                let (block, size, mark) = held.swap_remove(rng.below(held.len()));
                // SAFETY: the block is ours until it is given back.
                unsafe {
                    let bytes = core::slice::from_raw_parts(block, size);
                    assert!(bytes.iter().all(|&byte| byte == mark));
                    list.give(block, size);
                }
            }
        }
        for (block, size, _) in held {
            // SAFETY: as above.
            unsafe { list.give(block, size) };
        }
        assert_eq!(list.take(ROOM, LINE), start);
        assert!(list.take(GRAIN, GRAIN).is_null());
    }

    #[test]
    fn long_blocks_begin_on_a_cache_line_and_the_gap_before_them_is_used() {
        let mut room = room();
        let (mut list, start) = list_over(&mut room);
        assert_eq!(list.take(GRAIN, GRAIN), start);
        assert_eq!(list.take(4 * LINE, LINE), start.wrapping_add(LINE));
        assert_eq!(list.take(3 * GRAIN, GRAIN), start.wrapping_add(GRAIN));
    }
}
