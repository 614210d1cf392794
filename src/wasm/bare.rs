//! What the standard library would bring. The lane's module is built without it, because its panics write sentences:
//! see docs/size.md.
//!
//! A panic of a lane traps instead: JavaScript sees a `RuntimeError`, and the engine stops using the worker, as after
//! any panic.

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    core::arch::wasm32::unreachable()
}
