//! `usersig console`: the page for trying tickets out.

use crate::failure::Failure;
use crate::{output, stderr};
use clap::Args;
use usersig_server::console::Console;

/// Make and check tickets in the browser, for trying out
///
/// Serves a page on 127.0.0.1 alone, prints its address on stdout and opens it in the browser; Ctrl-C ends it. The address
/// holds a token that is new in every run. Keys stay on this machine: they are forgotten with each answer, and nothing is
/// stored, logged or sent elsewhere. For production use a library or the service.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  usersig console\n  usersig console --port 8080 --no-open")]
pub(crate) struct ConsoleArgs {
    /// The port; 0 takes any free one
    // The parser's own check of the range would repeat the number.
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = port)]
    pub(crate) port: u16,

    /// Do not open the browser
    #[arg(long)]
    pub(crate) no_open: bool,
}

fn port(text: &str) -> Result<u16, &'static str> {
    text.parse().map_err(|_| "a port must be a number from 0 to 65535")
}

pub(crate) fn run(args: &ConsoleArgs) -> Result<(), Failure> {
    let console = Console::bind(args.port).map_err(|error| {
        let port = if args.port == 0 { "a port".to_owned() } else { format!("port {}", args.port) };
        Failure::Io(format!("the debug page cannot listen on {port} of 127.0.0.1"), error)
    })?;
    ctrlc::set_handler(|| std::process::exit(0))
        .map_err(|error| Failure::Io("signals cannot be listened to".to_owned(), std::io::Error::other(error)))?;
    output::line(&console.url())?;
    if !args.no_open && console.open().is_err() {
        stderr::note("no browser was found; open the address above in one");
    }
    stderr::note("the debug page is for trying out, not for production; Ctrl-C ends it");
    console.serve().map_err(|error| Failure::Io("the debug page ended".to_owned(), error))
}
