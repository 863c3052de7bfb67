//! [`UserSigSource`]: a ticket that renews itself.

use crate::error::{Error, ErrorCode, Result};
use crate::limits;
use crate::signer::{GenOptions, Signer, Terms};
use crate::time::UnixTime;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};

/// What a ticket is to somebody who renews it in time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Freshness {
    /// Not valid: it ended, or was issued in the future, because the clock was set back.
    Invalid,
    /// Valid, but with too little of its life left.
    Stale,
    /// To be kept.
    Fresh,
}

impl Freshness {
    fn of(issued_at: u64, expire: u32, min_share: f64, now: u64) -> Self {
        let age = now.checked_sub(issued_at).and_then(|age| u32::try_from(age).ok());
        match age.and_then(|age| expire.checked_sub(age)) {
            None => Self::Invalid,
            Some(left) if f64::from(left) < f64::from(expire) * min_share => Self::Stale,
            Some(_) => Self::Fresh,
        }
    }
}

/// What a ticket is at `now`, for bindings that keep the last ticket themselves.
///
/// # Errors
/// Those of [`limits::unix_time`], [`limits::expire`] and [`limits::share`].
pub fn freshness(issued_at: i64, expire: i64, min_share: f64, now: i64) -> Result<Freshness> {
    let (issued_at, now) = (limits::unix_time(issued_at)?, limits::unix_time(now)?);
    Ok(Freshness::of(issued_at, limits::expire(expire)?, limits::share(min_share)?, now))
}

type Clock = Box<dyn Fn() -> UnixTime + Send + Sync>;

/// Has a valid ticket of one user at every moment: the one of a backend's administrator, for calls to Tencent's REST interface.
///
/// A ticket is made when one is asked for and the last one has less than a share of its life left, or was issued in the future,
/// because the clock was set back. One thread makes it; meanwhile the others get the last one, and wait where that is no longer
/// valid. Nothing runs in the background.
///
/// ```
/// use usersig::{GenOptions, SecretKey, Signer, UserSigSource};
///
/// let secret = SecretKey::new("5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e")?;
/// let source = UserSigSource::new(Signer::new(1_400_000_000, secret)?, "administrator", &GenOptions::new().expire(86400))?;
/// assert_eq!(source.ticket()?, source.ticket()?);
/// # Ok::<(), usersig::Error>(())
/// ```
#[must_use]
pub struct UserSigSource {
    signer: Signer,
    identifier: String,
    terms: Terms<'static>,
    min_share: f64,
    clock: Option<Clock>,
    last: Mutex<Last>,
    /// Held by the thread that makes a ticket.
    renewing: Mutex<()>,
}

#[derive(Default)]
struct Last {
    ticket: Option<(u64, String)>,
    renewals: u64,
}

impl UserSigSource {
    /// A source of tickets for this user, with these options, of which the time of issue stays open.
    ///
    /// # Errors
    /// As [`Signer::gen_sig_with`], now and not with the first ticket; [`ErrorCode::InvalidArgument`] for a time of issue.
    pub fn new(signer: Signer, identifier: impl Into<String>, options: &GenOptions<'_>) -> Result<Self> {
        let identifier = identifier.into();
        let terms = signer.renewable(&identifier, options)?;
        let (last, renewing) = (Mutex::default(), Mutex::default());
        Ok(Self { signer, identifier, terms, min_share: 0.5, clock: None, last, renewing })
    }

    /// Which share of its life a ticket must have left, from 0 (any valid one will do) to 1 (made in this second); defaults to 0.5.
    ///
    /// # Errors
    /// [`ErrorCode::InvalidArgument`] outside that range.
    pub fn with_min_share(mut self, share: f64) -> Result<Self> {
        self.min_share = limits::share(share)?;
        Ok(self)
    }

    /// The clock to go by, in place of the system's.
    pub fn with_clock(mut self, clock: impl Fn() -> UnixTime + Send + Sync + 'static) -> Self {
        self.clock = Some(Box::new(clock));
        self
    }

    /// A ticket that has at least the share of its life left, or that another thread is just replacing and that is still valid.
    ///
    /// # Errors
    /// [`ErrorCode::InvalidArgument`] for what the clock says, where that is not a valid time of issue; [`ErrorCode::InvalidExpire`]
    /// where the ticket would outlast the year 9999.
    pub fn ticket(&self) -> Result<String> {
        loop {
            let renewals = self.renewals();
            let now = self.clock.as_ref().map(|clock| clock());
            if let Some(ticket) = self.ticket_at(now, renewals)? {
                return Ok(ticket);
            }
        }
    }

    /// How many tickets were made so far.
    #[must_use]
    pub fn renewals(&self) -> u64 {
        self.last().renewals
    }

    /// For bindings, whose clocks cannot be called from here: [`ticket`](Self::ticket) at `now`, which was read after `renewals`.
    /// `None` where a ticket was made since, and the clock has to be read again: a clock is not older than the ticket that is
    /// judged by it, so that no thread renews what another has just renewed.
    ///
    /// # Errors
    /// As [`ticket`](Self::ticket).
    #[doc(hidden)]
    pub fn ticket_at(&self, now: Option<UnixTime>, renewals: u64) -> Result<Option<String>> {
        let now = UnixTime::or_now(now)?;
        let last = self.last();
        let ticket = last.ticket.as_ref();
        let ticket = ticket
            .map(|(issued_at, ticket)| (Freshness::of(*issued_at, self.terms.expire(), self.min_share, now), ticket.clone()));
        let outdated = last.renewals != renewals;
        drop(last);
        let _renewing = match ticket {
            Some((Freshness::Fresh, ticket)) => return Ok(Some(ticket)),
            _ if outdated => return Ok(None),
            Some((Freshness::Stale, ticket)) => match self.renewing.try_lock() {
                Err(TryLockError::WouldBlock) => return Ok(Some(ticket)),
                Ok(renewing) => renewing,
                Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            },
            _ => self.renewing.lock().unwrap_or_else(PoisonError::into_inner),
        };
        if self.renewals() != renewals {
            return Ok(None);
        }
        let ticket = self.signer.make(&self.identifier, &self.terms.issued_at(now)?)?;
        let mut last = self.last();
        last.ticket = Some((now, ticket.clone()));
        last.renewals += 1;
        Ok(Some(ticket))
    }

    fn last(&self) -> MutexGuard<'_, Last> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Shows no identifier and no ticket.
impl fmt::Debug for UserSigSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UserSigSource").field("min_share", &self.min_share).finish_non_exhaustive()
    }
}

impl Signer {
    /// The options of a ticket that is made again and again, checked with everything else that can be wrong with it.
    fn renewable(&self, identifier: &str, options: &GenOptions<'_>) -> Result<Terms<'static>> {
        if options.has_issued_at() {
            return Err(Error::new(
                ErrorCode::InvalidArgument,
                "a source issues its tickets when it makes them; leave issued_at out, and give it a clock for tests",
            ));
        }
        let terms = self.terms(&options.issued_at(0))?.into_owned();
        self.make(identifier, &terms)?;
        Ok(terms)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SecretKey;
    use std::sync::atomic::{AtomicU64, Ordering};
    use std::thread;
    use std::time::Duration;

    /// While a thread makes a ticket, the others are given the last one where it is valid, and wait where it is not.
    #[test]
    fn others_wait_only_where_there_is_no_valid_ticket() {
        static TIME: AtomicU64 = AtomicU64::new(1_600_000_000);
        let signer = Signer::new(7, SecretKey::new("a-secret").unwrap()).unwrap();
        let source = UserSigSource::new(signer, "admin", &GenOptions::new().expire(1000)).unwrap();
        let source = source.with_clock(|| TIME.load(Ordering::SeqCst).into());
        let first = source.ticket().unwrap();
        let renewing = source.renewing.lock().unwrap();
        TIME.fetch_add(600, Ordering::SeqCst);
        assert_eq!(source.ticket().unwrap(), first);
        TIME.fetch_add(600, Ordering::SeqCst);
        thread::scope(|scope| {
            let waiting = scope.spawn(|| source.ticket());
            thread::sleep(Duration::from_millis(50));
            assert!(!waiting.is_finished());
            drop(renewing);
            assert_ne!(waiting.join().unwrap().unwrap(), first);
        });
        assert_eq!(source.renewals(), 2);
    }
}
