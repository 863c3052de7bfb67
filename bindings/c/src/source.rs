//! Source handles: a ticket that renews itself.

use crate::argument::{Place, free, reference, write_text};
use crate::failure::{CallError, Failure, guard};
use crate::options::{GenConfig, user};
use crate::signer::Signer;
use crate::status::Status;
use std::ffi::c_char;
use usersig::checked::{self, Freshness};
use usersig::{UnixTime, UserSigSource};

/// usersig_freshness: the ticket is not valid; it ended, or was issued in the future, because the clock was set back.
pub const USERSIG_FRESHNESS_INVALID: u32 = 0;
/// usersig_freshness: the ticket is valid, but has too little of its life left.
pub const USERSIG_FRESHNESS_STALE: u32 = 1;
/// usersig_freshness: the ticket is to be kept.
pub const USERSIG_FRESHNESS_FRESH: u32 = 2;

/// Has a valid ticket of one user at every moment, for example of the administrator whom Tencent's REST interface asks for. It
/// makes one when it is asked for one and the last one has too little of its life left, or was issued in the future, because the
/// clock was set back. One thread makes it; meanwhile the others get the last one, and wait where that is no longer valid.
pub struct Source(UserSigSource);

/// A source of tickets for the user `identifier`, with the `options` of usersig_signer_gen_sig, but without `issued_at`. A
/// ticket has at least `min_share` of its life left, from 0 (any valid one will do) to 1 (made in this second); 0.5 is a good
/// value. It keeps a copy of the signer. Free it with usersig_source_free.
///
/// Fails as usersig_signer_gen_sig, and with USERSIG_INVALID_ARGUMENT for an `issued_at` and a `min_share` out of range.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_source_new(
    signer: *const Signer,
    identifier: *const c_char,
    identifier_len: usize,
    options: *const GenConfig,
    min_share: f64,
    source: *mut *mut Source,
    error: *mut CallError,
) -> Status {
    guard(error, || {
        // SAFETY: the header's rules for pointers.
        let (place, signer, (identifier, options)) =
            unsafe { (Place::new(source, "source")?, reference(signer, "signer")?, user(identifier, identifier_len, options)?) };
        place.set(Source(UserSigSource::new(signer.0.clone(), identifier, &options)?.with_min_share(min_share)?));
        Ok(())
    })
}

/// Wipes and frees a source; NULL is allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_source_free(source: *mut Source) {
    // SAFETY: the header's rules for handles.
    unsafe { free(source) };
}

/// How many tickets the source made so far; 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_source_renewals(source: *const Source) -> u64 {
    // SAFETY: the header's rules for handles.
    unsafe { source.as_ref() }.map_or(0, |source| source.0.renewals())
}

/// A ticket that has `min_share` of its life left by the system's clock, or that is still valid while another thread is making
/// the next one. `ticket` and `ticket_len` as in usersig_signer_gen_sig.
///
/// Fails with USERSIG_INVALID_EXPIRE where the ticket would outlast the year 9999.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_source_ticket(
    source: *const Source,
    ticket: *mut c_char,
    ticket_capacity: usize,
    ticket_len: *mut usize,
    error: *mut CallError,
) -> Status {
    // SAFETY: the header's rules for pointers.
    unsafe { write_text(ticket, ticket_capacity, ticket_len, "ticket", error, || Ok(reference(source, "source")?.0.ticket()?)) }
}

/// The same by a clock of the caller's: `now` is what it says, in unix seconds, and `renewals` what usersig_source_renewals
/// said before the clock was read. Where another thread made a ticket since, `now` may be older than that: then the call succeeds
/// with an empty `ticket`, and is to be made again with new numbers.
///
/// Fails as usersig_source_ticket, and with USERSIG_INVALID_ARGUMENT for a `now` that is not a valid time of issue.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_source_ticket_at(
    source: *const Source,
    now: i64,
    renewals: u64,
    ticket: *mut c_char,
    ticket_capacity: usize,
    ticket_len: *mut usize,
    error: *mut CallError,
) -> Status {
    // SAFETY: the header's rules for pointers.
    unsafe {
        write_text(ticket, ticket_capacity, ticket_len, "ticket", error, || {
            let source = &reference(source, "source")?.0;
            Ok(source.ticket_at(Some(UnixTime::from(now)), renewals)?.unwrap_or_default())
        })
    }
}

/// What a usersig_source asks about its last ticket, for programs that keep that themselves: `freshness` receives a
/// USERSIG_FRESHNESS_ constant. The ticket was issued at `issued_at`, in unix seconds, and is valid for `expire` seconds.
///
/// Fails with USERSIG_INVALID_ARGUMENT for a time and a `min_share` out of range, and with USERSIG_INVALID_EXPIRE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_freshness(
    issued_at: i64,
    expire: i64,
    min_share: f64,
    now: i64,
    freshness: *mut u32,
    error: *mut CallError,
) -> Status {
    guard(error, || {
        // SAFETY: the header's rules for pointers.
        let place = unsafe { freshness.as_mut() }.ok_or_else(|| Failure::null("freshness"))?;
        *place = match checked::freshness(issued_at, expire, min_share, now)? {
            Freshness::Invalid => USERSIG_FRESHNESS_INVALID,
            Freshness::Stale => USERSIG_FRESHNESS_STALE,
            Freshness::Fresh => USERSIG_FRESHNESS_FRESH,
        };
        Ok(())
    })
}
