//! `usersig completions` and `usersig man`, by the argument parser's own generators.

use crate::args::{Cli, CompletionsArgs, ManArgs};
use crate::failure::Failure;
use crate::output;
use clap::CommandFactory;
use clap_mangen::Man;
#[cfg(feature = "serve")]
use std::io::Write;

pub(crate) fn completions(args: &CompletionsArgs) -> Result<(), Failure> {
    let mut text = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "usersig", &mut text);
    output::bytes(&text)
}

pub(crate) fn man(args: &ManArgs) -> Result<(), Failure> {
    let unwritable = |error| Failure::Io("the manual pages cannot be written".to_owned(), error);
    if let Some(folder) = &args.out {
        std::fs::create_dir_all(folder).map_err(unwritable)?;
        clap_mangen::generate_to(Cli::command(), folder).map_err(unwritable)?;
        #[cfg(feature = "serve")]
        {
            let page = std::fs::OpenOptions::new().append(true).open(folder.join("usersig-serve.1"));
            page.and_then(|mut page| page.write_all(crate::manual::of_service().as_bytes())).map_err(unwritable)?;
        }
        return Ok(());
    }
    let mut text = Vec::new();
    Man::new(Cli::command()).render(&mut text).map_err(unwritable)?;
    output::bytes(&text)
}
