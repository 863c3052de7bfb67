//! The `usersig` command: makes, checks and shows UserSig tickets.
//!
//! One line on stdout is the result; everything else goes to stderr. Exit status: 0 done or valid, 1 the ticket is not
//! valid (or, in a batch, some lines were left out), 2 wrong usage or input.
#![deny(unsafe_code)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod args;
#[cfg(feature = "serve")]
mod args_serve;
mod arguments;
mod batch;
mod compat;
#[cfg(feature = "console")]
mod console;
mod explain;
mod failure;
mod generate;
mod identifiers;
mod input;
mod keygen;
mod keys;
mod language;
#[cfg(feature = "serve")]
mod manual;
mod output;
mod pages;
#[cfg(feature = "serve")]
mod serve;
mod show;
mod stderr;
mod warnings;

use args::{Cli, Command};
use clap::Parser;
use failure::Failure;
use std::alloc::System;
use std::process::ExitCode;
use zeroizing_alloc::ZeroAlloc;

/// Wipes all memory when it is given back: keys pass through the buffers of parsers and servers, which do not wipe theirs.
#[global_allocator]
static ALLOCATOR: ZeroAlloc<System> = ZeroAlloc(System);

fn main() -> ExitCode {
    let outcome = match compat::of_this_process() {
        Some(args) => compat::run(&args),
        None => match Cli::try_parse() {
            Ok(cli) => run(cli.command),
            Err(error) => arguments::answer(error),
        },
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            failure.report();
            failure.exit_code()
        }
    }
}

fn run(command: Command) -> Result<(), Failure> {
    match command {
        Command::Gen(args) => generate::run(&args),
        Command::Verify(args) => show::verify(&args),
        Command::Inspect(args) => show::inspect(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Keygen(args) => keygen::run(&args),
        Command::Batch(args) => batch::run(&args),
        #[cfg(feature = "serve")]
        Command::Serve(args) => serve::run(args),
        #[cfg(feature = "console")]
        Command::Console(args) => console::run(&args),
        Command::Compat(args) => compat::run(&args),
        Command::Completions(args) => pages::completions(&args),
        Command::Man(args) => pages::man(&args),
    }
}
