//! `usersig batch`: one ticket for each identifier of a file.

use crate::args::BatchArgs;
use crate::failure::{self, Failure};
use crate::generate;
use crate::identifiers::{Entry, Identifiers};
use crate::output::{self, Readers};
use indicatif::{ProgressBar, ProgressStyle};
use std::fs;
use std::io;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::Instant;
use tempfile::NamedTempFile;
use usersig::{Error, ErrorCode, GenOptions, Signer};

/// So many identifiers are held at a time: enough to keep every core at work, at most a few megabytes.
const CHUNK_LEN: usize = 16 * 1024;

/// The exit status after Ctrl-C or a request to end, as shells give it.
const INTERRUPTED: i32 = 130;

pub(crate) fn run(args: &BatchArgs) -> Result<(), Failure> {
    let started = Instant::now();
    let options = generate::options(&args.ticket)?;
    let signer = generate::signer(&args.ticket)?;
    // What is wrong for every identifier is said once, and before anything is written.
    signer.gen_sig_with("x", &options)?;

    let unreadable = |error| Failure::Io(format!("the input {} cannot be read", args.input.display()), error);
    let unwritable = |error| Failure::Io(format!("the output {} cannot be written", args.output.display()), error);
    let identifiers = Identifiers::open(&args.input).map_err(unreadable)?;
    let destination = destination(args)?;
    let temporary = Arc::new(OnceLock::new());
    clean_up_when_interrupted(&temporary);
    let file = output::unfinished(&destination, Readers::Owner).map_err(unwritable)?;
    temporary.get_or_init(|| file.path().to_owned());

    let mut job = Job {
        signer: &signer,
        options: &options,
        threads: args.threads,
        bar: progress_bar(&args.input),
        writer: csv::Writer::from_writer(file),
        tickets: 0,
        left_out: 0,
    };
    job.write(&["identifier", "usersig"]).map_err(unwritable)?;
    job.run(identifiers, unreadable, unwritable)?;

    let (tickets, left_out) = (job.tickets, job.left_out);
    let file = job.writer.into_inner().map_err(|error| unwritable(error.into_error()))?;
    file.as_file().sync_all().map_err(unwritable)?;
    file.persist(&destination).map_err(|failed| unwritable(failed.error))?;
    output::note(&format!("{tickets} tickets in {:.2} s", started.elapsed().as_secs_f64()));
    output::line(&tickets.to_string())?;
    if left_out > 0 { Err(Failure::LinesLeftOut(left_out)) } else { Ok(()) }
}

struct Job<'a> {
    signer: &'a Signer,
    options: &'a GenOptions<'a>,
    threads: Option<NonZeroUsize>,
    bar: ProgressBar,
    writer: csv::Writer<NamedTempFile>,
    tickets: u64,
    left_out: u64,
}

impl Job<'_> {
    fn run(
        &mut self,
        mut identifiers: Identifiers,
        unreadable: impl Fn(io::Error) -> Failure,
        unwritable: impl Fn(io::Error) -> Failure,
    ) -> Result<(), Failure> {
        let mut chunk = Vec::with_capacity(CHUNK_LEN);
        loop {
            chunk.clear();
            while chunk.len() < CHUNK_LEN {
                let Some(entry) = identifiers.next().map_err(&unreadable)? else { break };
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
        if identifiers.are_unnamed() {
            output::note("no column is called \"identifier\"; the first one was taken, from the first row on");
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
                    self.tickets += 1;
                }
                Err(error) => {
                    self.bar.suspend(|| output::note(&format!("line {}: {}", entry.line, failure::describe(&error))));
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

/// Where the output goes in the end: where a link leads to, rather than in the place of the link.
fn destination(args: &BatchArgs) -> Result<PathBuf, Failure> {
    let Ok(existing) = fs::canonicalize(&args.output) else { return Ok(args.output.clone()) };
    if !existing.is_file() {
        return Err(Failure::Usage(format!("the output {} is not a file; name a file", args.output.display())));
    }
    if fs::canonicalize(&args.input).is_ok_and(|input| input == existing) {
        return Err(Failure::Usage("the output would take the place of the input; name another file".to_owned()));
    }
    Ok(existing)
}

/// Ctrl-C and requests to end leave nothing behind. (After SIGKILL or a power cut an unfinished file stays, under a name
/// of its own. So it does where some of the signals are ignored, as below nohup, since they then stay as they are.)
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
fn progress_bar(input: &Path) -> ProgressBar {
    let len = fs::metadata(input).ok().filter(fs::Metadata::is_file).map(|metadata| metadata.len());
    let (bar, template) = match len {
        Some(len) => (ProgressBar::new(len), "{wide_bar} {percent:>3} %  {msg}  {eta} left"),
        None => (ProgressBar::new_spinner(), "{spinner} {msg}  {elapsed}"),
    };
    match ProgressStyle::with_template(template) {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
