//! `usersig batch`: one ticket for each identifier of a file.

use crate::args::BatchArgs;
use crate::failure::{self, Failure};
use crate::generate;
use crate::identifiers::{Entry, Identifiers};
use crate::input::Source;
use crate::output::{self, Readers, Unfinished};
use crate::stderr;
use crate::warnings::Warnings;
use indicatif::{ProgressBar, ProgressStyle};
use std::fs;
use std::io::{self, Write};
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use std::time::Instant;
use usersig::{Error, ErrorCode, GenOptions, Signer};

/// So many identifiers are held at a time: enough to keep every core at work, at most a few megabytes.
const CHUNK_LEN: usize = 16 * 1024;

/// The name that stands for stdout.
const STDOUT: &str = "-";

/// The exit status after Ctrl-C or a request to end, as shells give it.
const INTERRUPTED: i32 = 130;

pub(crate) fn run(args: &BatchArgs) -> Result<(), Failure> {
    let started = Instant::now();
    output::check_stdout()?;
    if matches!(args.input, Source::Stdin) && args.ticket.keys.are_on_stdin() {
        return Err(Failure::Usage("stdin holds the key; give the key or the identifiers as a file".to_owned()));
    }
    let mut warnings = Warnings::new(args.ticket.quiet);
    let options = generate::options(&args.ticket, &mut warnings)?;
    let signer = generate::signer(&args.ticket, &mut warnings)?;
    // What is wrong for every identifier is said once, and before anything is written.
    signer.gen_sig_with("x", &options)?;

    let unwritable = |error| match args.output.as_os_str() == STDOUT {
        true => output::stdout_unwritable(error),
        false => Failure::Io("--output cannot be written".to_owned(), error),
    };
    let destination = destination(args, unwritable)?;
    let identifiers = Identifiers::open(&args.input)?;
    let temporary = Arc::new(OnceLock::new());
    clean_up_when_interrupted(&temporary);
    let mut unfinished =
        destination.as_deref().map(|path| Unfinished::beside(path, Readers::Owner)).transpose().map_err(unwritable)?;
    if let Some(name) = unfinished.as_ref().and_then(Unfinished::name) {
        temporary.get_or_init(|| name.to_owned());
    }
    let mut stdout = io::stdout();
    let output: &mut dyn Write = match &mut unfinished {
        Some(file) => file,
        None => &mut stdout,
    };

    let (tickets, left_out) = {
        let mut job = Job {
            signer: &signer,
            options: &options,
            threads: args.threads,
            bar: progress_bar(&args.input),
            writer: csv::Writer::from_writer(output),
            warnings,
            tickets: 0,
            left_out: 0,
        };
        job.write(&["identifier", "usersig"]).map_err(unwritable)?;
        job.run(identifiers, unwritable)?;
        job.warnings.tell();
        job.writer.flush().map_err(unwritable)?;
        (job.tickets, job.left_out)
    };
    let file = unfinished.zip(destination.as_deref());
    file.map(|(file, path)| file.replace(path)).transpose().map_err(unwritable)?;
    stderr::note(&format!("{tickets} tickets in {:.2} s", started.elapsed().as_secs_f64()));
    if destination.is_some() {
        output::line(&tickets.to_string())?;
    }
    if left_out > 0 { Err(Failure::LinesLeftOut(left_out)) } else { Ok(()) }
}

struct Job<'a> {
    signer: &'a Signer,
    options: &'a GenOptions<'a>,
    threads: Option<NonZeroUsize>,
    bar: ProgressBar,
    writer: csv::Writer<&'a mut dyn Write>,
    warnings: Warnings,
    tickets: u64,
    left_out: u64,
}

impl Job<'_> {
    fn run(&mut self, mut identifiers: Identifiers, unwritable: impl Fn(io::Error) -> Failure) -> Result<(), Failure> {
        let mut chunk = Vec::with_capacity(CHUNK_LEN);
        loop {
            chunk.clear();
            while chunk.len() < CHUNK_LEN {
                let Some(entry) = identifiers.next()? else { break };
                chunk.push(entry);
            }
            if chunk.is_empty() {
                break;
            }
            self.make(&chunk, &unwritable)?;
            self.bar.set_position(identifiers.position());
            self.bar.set_message(format!("{} tickets", self.tickets));
        }
        self.bar.finish_and_clear();
        if let Some(text) = identifiers.assumed() {
            self.warnings.add(text);
        }
        Ok(())
    }

    fn make(&mut self, chunk: &[Entry], unwritable: impl Fn(io::Error) -> Failure) -> Result<(), Failure> {
        let usable: Vec<_> = chunk.iter().filter_map(|entry| entry.identifier.as_deref().ok()).collect();
        let mut tickets = self.signer.gen_sig_batch(&usable, self.options, self.threads)?.into_iter();
        for entry in chunk {
            let ticket = entry.identifier.as_deref().map_err(Error::clone).and_then(|identifier| {
                let ticket = tickets.next().unwrap_or_else(|| Err(Error::new(ErrorCode::Internal, "a ticket is missing")))?;
                Ok((identifier, ticket))
            });
            match ticket {
                Ok((identifier, ticket)) => {
                    self.write(&[identifier, &ticket]).map_err(&unwritable)?;
                    self.warnings.look_at_identifier(identifier, Some(entry.line));
                    self.tickets += 1;
                }
                Err(error) => {
                    self.bar.suspend(|| stderr::note(&format!("line {}: {}", entry.line, failure::describe(&error))));
                    self.left_out += 1;
                }
            }
        }
        Ok(())
    }

    fn write(&mut self, row: &[&str; 2]) -> io::Result<()> {
        self.writer.write_record(row).map_err(io::Error::from)
    }
}

/// Where the output goes in the end: where a link leads to, rather than in the place of the link; `None` for stdout.
fn destination(args: &BatchArgs, unwritable: impl Fn(io::Error) -> Failure) -> Result<Option<PathBuf>, Failure> {
    if args.output.as_os_str() == STDOUT {
        return Ok(None);
    }
    match fs::symlink_metadata(&args.output) {
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Some(args.output.clone())),
        Err(error) => return Err(unwritable(error)),
    }
    // A link that leads nowhere may be one of the system's, which a file must not replace.
    let existing = fs::canonicalize(&args.output).ok().and_then(|path| Some((fs::metadata(&path).ok()?, path)));
    let Some((_, existing)) = existing.filter(|(file, _)| file.is_file() && !output::is_stdout(file)) else {
        let text = "--output must name a new file, or a regular file to replace, and not a device, a folder or a link to \
                    something else; - is stdout";
        return Err(Failure::Usage(text.to_owned()));
    };
    let keys = [&args.ticket.keys.key, &args.ticket.keys.secret_key_file].into_iter().flatten();
    for (source, what) in keys.map(|key| (key, "key")).chain([(&args.input, "input")]) {
        if matches!(source, Source::File(path) if fs::canonicalize(path).is_ok_and(|path| path == existing)) {
            return Err(Failure::Usage(format!("the output would take the place of the {what}; name another file")));
        }
    }
    Ok(Some(existing))
}

/// Ctrl-C and requests to end leave nothing behind, where the unfinished file has a name. (After other signals it stays, and
/// where some of these are ignored, as below nohup, since they then stay as they are.)
fn clean_up_when_interrupted(temporary: &Arc<OnceLock<PathBuf>>) {
    let temporary = Arc::clone(temporary);
    let _ = ctrlc::try_set_handler(move || {
        if let Some(path) = temporary.get() {
            let _ = fs::remove_file(path);
        }
        std::process::exit(INTERRUPTED);
    });
}

/// Shown only on a terminal.
fn progress_bar(input: &Source) -> ProgressBar {
    let metadata = match input {
        Source::Stdin => None,
        Source::File(path) => fs::metadata(path).ok(),
    };
    let len = metadata.filter(fs::Metadata::is_file).map(|metadata| metadata.len());
    let (bar, template) = match len {
        Some(len) => (ProgressBar::new(len), "{wide_bar} {percent:>3} %  {msg}  {eta} left"),
        None => (ProgressBar::new_spinner(), "{spinner} {msg}  {elapsed}"),
    };
    match ProgressStyle::with_template(template) {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
