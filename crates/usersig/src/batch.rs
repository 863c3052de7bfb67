//! Many tickets at once, over all cores.

use crate::error::Result;
use crate::signer::{GenOptions, Signer};
use std::num::NonZeroUsize;
use std::thread;

/// So many tickets are signed together. Fewer are not worth a thread of their own.
const BLOCK: usize = 64;

impl Signer {
    /// One ticket, or one error, per identifier, in order, with one time of issue for all.
    ///
    /// Uses at most `threads` threads, or one per core where `None`; fewer for few identifiers. The result takes about 300 bytes
    /// for each usual ticket: a batch that does not fit into memory ends the process, as any allocation that fails does.
    ///
    /// # Errors
    /// Those of [`gen_sig_with`](Self::gen_sig_with) that are about the options. What is wrong with one identifier is in its
    /// place of the result.
    pub fn gen_sig_batch<S: AsRef<str> + Sync>(
        &self,
        identifiers: &[S],
        options: &GenOptions<'_>,
        threads: Option<NonZeroUsize>,
    ) -> Result<Vec<Result<String>>> {
        self.gen_sig_batch_by(identifiers, |identifier| Ok(identifier.as_ref()), options, threads)
    }

    /// The same for what has to be read first: `identifier` gives the text of each, or the error that is in its place.
    ///
    /// # Errors
    /// As [`gen_sig_batch`](Self::gen_sig_batch).
    pub fn gen_sig_batch_by<T: Sync>(
        &self,
        items: &[T],
        identifier: impl Fn(&T) -> Result<&str> + Sync,
        options: &GenOptions<'_>,
        threads: Option<NonZeroUsize>,
    ) -> Result<Vec<Result<String>>> {
        let collect = |all: &mut Vec<_>, ticket: Result<&str>| all.push(ticket.map(str::to_owned));
        let mut parts = self.gen_sig_batch_to(items, identifier, options, threads, collect)?.into_iter();
        let mut all = parts.next().unwrap_or_default();
        all.extend(parts.flatten());
        Ok(all)
    }

    /// The same with tickets that `add` puts where the caller needs them: the collections of all threads, in order.
    ///
    /// # Errors
    /// As [`gen_sig_batch`](Self::gen_sig_batch).
    pub fn gen_sig_batch_to<T: Sync, C: Default + Send>(
        &self,
        items: &[T],
        identifier: impl Fn(&T) -> Result<&str> + Sync,
        options: &GenOptions<'_>,
        threads: Option<NonZeroUsize>,
        add: impl Fn(&mut C, Result<&str>) + Sync,
    ) -> Result<Vec<C>> {
        let terms = self.terms(options)?;
        let frame = self.frame(&terms)?;
        let generate = |part: &[T]| {
            let mut tickets = C::default();
            for block in part.chunks(BLOCK) {
                self.make_all(block.iter().map(&identifier), &terms, &frame, |ticket| add(&mut tickets, ticket));
            }
            tickets
        };
        let available = threads.or_else(|| thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get);
        let threads = available.min(items.len().div_ceil(BLOCK)).max(1);
        let Some((own, others)) = split(items, threads) else { return Ok(vec![generate(items)]) };
        Ok(thread::scope(|scope| {
            // A thread that cannot be started leaves its part to this one.
            let generate = &generate;
            let running: Vec<_> =
                others.map(|part| (part, thread::Builder::new().spawn_scoped(scope, move || generate(part)))).collect();
            let mut all = vec![generate(own)];
            for (part, thread) in running {
                all.push(thread.ok().and_then(|thread| thread.join().ok()).unwrap_or_else(|| generate(part)));
            }
            all
        }))
    }
}

/// The first of `parts` nearly equal parts, and the others; `None` where there is only one.
fn split<T>(items: &[T], parts: usize) -> Option<(&[T], std::slice::Chunks<'_, T>)> {
    if parts < 2 {
        return None;
    }
    let size = items.len().div_ceil(parts);
    let (own, others) = items.split_at_checked(size)?;
    Some((own, others.chunks(size)))
}
