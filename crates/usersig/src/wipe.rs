//! Wiping what no drop can: moved values and spilled registers stay on the stack below the caller, and a later move of
//! something with padding may carry them into the heap.

/// More than signing uses.
const DEPTH: usize = 16 * 1024;

/// Runs `work` and overwrites the stack that it ran on.
pub(crate) fn on_wiped_stack<T>(work: impl FnOnce() -> T) -> T {
    let result = below(work);
    overwrite::<DEPTH>();
    result
}

/// The same where at most 2 KiB are used: an HMAC takes less time than wiping more.
pub(crate) fn on_wiped_short_stack<T>(work: impl FnOnce() -> T) -> T {
    let result = below(work);
    overwrite::<2048>();
    result
}

/// A frame of its own, so that the work's values lie where [`overwrite`]'s will.
#[inline(never)]
fn below<T>(work: impl FnOnce() -> T) -> T {
    work()
}

#[inline(never)]
fn overwrite<const N: usize>() {
    std::hint::black_box(&mut [0_u8; N]);
}
