//! Which panics are finds.

/// The reader takes panics of the libraries beneath it for a damaged file; one in its own code is a find,
/// though it catches that as well.
pub fn keep_to_ours() {
    std::panic::set_hook(Box::new(|panic| {
        let file = panic.location().map_or("", |place| place.file());
        if file.contains("crates/plan") || file.contains("crates/calendar") {
            eprintln!("{panic}");
            std::process::abort();
        }
    }));
}
