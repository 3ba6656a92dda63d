//! What is said when the compiler itself is at fault.

use std::panic;

/// Says how to report a panic, behind the panic's own message.
pub fn install() {
    let default = panic::take_hook();
    panic::set_hook(Box::new(move |information| {
        default(information);
        eprintln!("{}", request());
    }));
}

/// The request to report a bug.
pub fn request() -> String {
    format!(
        "\nThis is a bug in outrigger {}, not in your source. Please report it with the text above,\n\
         the command line, and the smallest source that shows it. Nothing was written to `out/`\n\
         or outrigger.lock unless a line above says so.",
        env!("CARGO_PKG_VERSION")
    )
}
