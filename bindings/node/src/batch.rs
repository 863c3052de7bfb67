//! The batch call, which runs on Node.js' thread pool.

use crate::convert::Ascii;
use crate::edge::{self, Failure};
use crate::options::{Identifier, More, options};
use napi::{Either, Env, Task};
use std::mem;
use std::num::NonZeroUsize;
use std::sync::Arc;
use usersig::{Error, ErrorCode, checked};

pub struct Batch {
    pub(crate) signer: Arc<usersig::Signer>,
    /// Nothing in the place of what is no string.
    pub(crate) identifiers: Vec<Option<Identifier>>,
    pub(crate) threads: Option<NonZeroUsize>,
    pub(crate) issued_at: f64,
    pub(crate) expire: Option<f64>,
    pub(crate) more: Option<More>,
}

fn text(identifier: &Option<Identifier>) -> usersig::Result<&str> {
    let missing = || Error::new(ErrorCode::InvalidIdentifier, "the identifier must be a string; give the user's ID as text");
    identifier.as_ref().ok_or_else(missing)?.get(checked::identifier_text)
}

type Tickets = Vec<usersig::Result<String>>;

impl Task for Batch {
    type Output = usersig::Result<Tickets>;
    /// The tickets, an error in the place of each that could not be made; or one error for all.
    type JsValue = Either<Vec<Either<Ascii, Failure>>, Failure>;

    fn compute(&mut self) -> napi::Result<Self::Output> {
        // Given back before the tickets become JavaScript's strings.
        let identifiers = mem::take(&mut self.identifiers);
        Ok(edge::caught(|| {
            let options = options(self.issued_at, self.expire, self.more.as_ref())?;
            self.signer.gen_sig_batch_by(&identifiers, text, &options, self.threads)
        }))
    }

    fn resolve(&mut self, _: Env, output: Self::Output) -> napi::Result<Self::JsValue> {
        Ok(match output {
            Ok(tickets) => Either::A(
                tickets
                    .into_iter()
                    .map(|ticket| ticket.map_or_else(|error| Either::B(error.into()), |text| Either::A(Ascii(text))))
                    .collect(),
            ),
            Err(error) => Either::B(error.into()),
        })
    }
}
