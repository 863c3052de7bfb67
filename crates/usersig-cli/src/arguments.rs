//! What the argument parser answers, without what it was given: that may be a key, a ticket or an identifier.

use crate::failure::Failure;
use crate::output;
use clap::error::{ContextKind, ContextValue, ErrorKind};

/// Help and the version go to stdout; anything else is a failure.
pub(crate) fn answer(mut error: clap::Error) -> Result<(), Failure> {
    if !error.use_stderr() {
        return output::print(|| error.print());
    }
    // This quotes what was typed, as well.
    error.remove(ContextKind::Suggested);
    for kind in [ContextKind::InvalidArg, ContextKind::InvalidSubcommand, ContextKind::InvalidValue] {
        // Of a known argument it is the name and not what was typed.
        if kind == ContextKind::InvalidArg && error.kind() != ErrorKind::UnknownArgument {
            continue;
        }
        if let Some(ContextValue::String(typed)) = error.get(kind) {
            // Where there is no value, the parser says so.
            let instead = if typed.is_empty() { String::new() } else { place(kind, typed) };
            error.insert(kind, ContextValue::String(instead));
        }
    }
    Err(Failure::Arguments(error))
}

/// Tells which argument it is. That of a value is named in any case.
fn place(kind: ContextKind, typed: &str) -> String {
    let number = std::env::args_os().position(|argument| argument.to_string_lossy().starts_with(typed));
    match number {
        Some(number) if kind != ContextKind::InvalidValue => format!("[argument {number}]"),
        _ => "[not shown]".to_owned(),
    }
}
