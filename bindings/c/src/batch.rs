//! Many tickets in one call, over all cores.

use crate::argument::{Place, free, reference, slice};
use crate::failure::{CallError, Failure, guard};
use crate::options::{GenConfig, gen_options};
use crate::signer::Signer;
use crate::status::Status;
use std::ffi::c_char;
use std::num::NonZeroUsize;
use usersig::checked;

/// One ticket of a batch, or what was wrong with its identifier.
#[repr(C)]
pub struct BatchItem {
    /// The ticket, NUL-terminated; NULL where `status` is not USERSIG_OK.
    pub ticket: *const c_char,
    /// The length of the ticket.
    pub ticket_len: usize,
    /// What was wrong, NUL-terminated; NULL where `status` is USERSIG_OK.
    pub message: *const c_char,
    /// USERSIG_OK, or why there is no ticket for this identifier.
    pub status: Status,
}

/// The results of a batch, in the order of the identifiers. Read-only; free it with usersig_batch_free.
#[repr(C)]
pub struct Batch {
    /// One item per identifier.
    pub items: *const BatchItem,
    /// How many there are.
    pub count: usize,
}

/// A [`Batch`] and the memory that it leads to. The batch is first, so that a pointer to one is a pointer to the other.
#[repr(C)]
struct Owner {
    batch: Batch,
    items: Vec<BatchItem>,
    texts: Vec<Vec<u8>>,
}

/// What one thread made: its texts one behind the other, each with its NUL, and the length and status of each.
#[derive(Default)]
struct Part {
    texts: Vec<u8>,
    rows: Vec<(usize, Status)>,
}

/// Makes one ticket per identifier, with one time of issue for all, over at most `threads` threads (0: one per core).
///
/// `identifiers` holds all identifiers one behind the other, `identifiers_len` bytes in all; `lengths` holds the length
/// of each of the `count` identifiers. `options` may be NULL. What is wrong with one identifier is in its item and
/// does not stop the others; the call itself fails only for wrong options or arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_signer_gen_sig_batch(
    signer: *const Signer,
    identifiers: *const c_char,
    identifiers_len: usize,
    lengths: *const usize,
    count: usize,
    options: *const GenConfig,
    threads: u32,
    batch: *mut *mut Batch,
    error: *mut CallError,
) -> Status {
    guard(error, || {
        // SAFETY: the header's rules for pointers.
        let (place, signer, joined, lengths, options) = unsafe {
            (
                Place::new(batch, "batch")?,
                reference(signer, "signer")?,
                slice(identifiers.cast::<u8>(), identifiers_len, "identifiers")?,
                slice(lengths, count, "lengths")?,
                gen_options(options)?,
            )
        };
        let threads = NonZeroUsize::new(usize::try_from(threads).unwrap_or(usize::MAX));
        let identifiers = split(joined, lengths)?;
        let parts =
            signer.0.gen_sig_batch_to(&identifiers, |text| checked::identifier_text(text), &options, threads, Part::add)?;
        place.set_raw(Box::into_raw(Box::new(Owner::new(parts))).cast());
        Ok(())
    })
}

/// Frees a batch and its texts; NULL is allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_batch_free(batch: *mut Batch) {
    // SAFETY: the header's rules for handles: only usersig_signer_gen_sig_batch makes them, and those are an `Owner`.
    unsafe { free(batch.cast::<Owner>()) };
}

impl Part {
    fn add(&mut self, ticket: usersig::Result<&str>) {
        let mut push = |text: &str, status| {
            self.texts.extend_from_slice(text.as_bytes());
            self.texts.push(0);
            self.rows.push((text.len(), status));
        };
        match ticket.map_err(Failure::from) {
            Ok(ticket) => push(ticket, Status::USERSIG_OK),
            Err(failure) => push(failure.error.message(), failure.status),
        }
    }

    fn items(&self) -> impl Iterator<Item = BatchItem> {
        let mut rest = &self.texts[..];
        self.rows.iter().map(move |&(len, status)| {
            let text = rest.as_ptr().cast::<c_char>();
            rest = &rest[len + 1..];
            let (ticket, ticket_len, message) =
                if status == Status::USERSIG_OK { (text, len, std::ptr::null()) } else { (std::ptr::null(), 0, text) };
            BatchItem { ticket, ticket_len, message, status }
        })
    }
}

impl Owner {
    fn new(mut parts: Vec<Part>) -> Self {
        // The texts are complete; from here on they stay where they are.
        parts.iter_mut().for_each(|part| part.texts.shrink_to_fit());
        let items: Vec<_> = parts.iter().flat_map(Part::items).collect();
        let texts = parts.into_iter().map(|part| part.texts).collect();
        Self { batch: Batch { items: items.as_ptr(), count: items.len() }, items, texts }
    }
}

/// The identifiers, by their lengths in the joined text.
fn split<'a>(mut joined: &'a [u8], lengths: &[usize]) -> Result<Vec<&'a [u8]>, Failure> {
    let wrong = || Failure::invalid("the lengths do not add up to identifiers_len");
    let mut out = Vec::with_capacity(lengths.len());
    for length in lengths {
        let (text, rest) = joined.split_at_checked(*length).ok_or_else(wrong)?;
        joined = rest;
        out.push(text);
    }
    if joined.is_empty() { Ok(out) } else { Err(wrong()) }
}
