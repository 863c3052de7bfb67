//! `Signer`.

use crate::batch::Batch;
use crate::convert::{Bytes, Text, integer};
use crate::edge::{self, Result};
use crate::keys::{PrivateKey, SecretKey};
use napi::Either;
use napi::bindgen_prelude::AsyncTask;
use napi_derive::napi;
use std::num::NonZeroUsize;
use std::sync::Arc;
use usersig::{Compression, Error, ErrorCode, GenOptions, MAX_IDENTIFIER_LEN, MAX_USERBUF_LEN, Privileges, Room, checked};

pub type Identifier = Text<MAX_IDENTIFIER_LEN>;

/// The rarer options: userbuf, strict identifier, compression (0 default, 1 fast, 2 none), account type, appid at 3rd.
pub type More = (Option<Bytes<MAX_USERBUF_LEN>>, bool, u32, Option<Identifier>, Option<Identifier>);

/// The core's options from what JavaScript gave.
pub(crate) fn options(issued_at: f64, expire: Option<f64>, more: Option<&More>) -> usersig::Result<GenOptions<'_>> {
    let mut options = GenOptions::new().issued_at(checked::unix_time(integer(issued_at))?);
    if let Some(seconds) = expire {
        options = options.expire(checked::expire(integer(seconds))?);
    }
    if let Some((userbuf, strict, compression, account_type, appid_at_3rd)) = more {
        let compression = match compression {
            1 => Compression::Fast,
            2 => Compression::None,
            _ => Compression::Default,
        };
        options = options.strict_identifier(*strict).compression(compression);
        if let Some(userbuf) = userbuf {
            options = options.userbuf(userbuf.get()?);
        }
        if let Some(text) = account_type {
            options = options.account_type(text.get()?);
        }
        if let Some(text) = appid_at_3rd {
            options = options.appid_at_3rd(text.get()?);
        }
    }
    Ok(options)
}

fn thread_count(number: f64) -> usersig::Result<NonZeroUsize> {
    let count = usize::try_from(integer(number)).ok().and_then(NonZeroUsize::new);
    count.ok_or_else(|| Error::new(ErrorCode::InvalidArgument, "threads is a whole number from 1"))
}

#[napi]
pub struct Signer(Arc<usersig::Signer>);

#[napi]
impl Signer {
    #[napi(constructor)]
    pub fn new(sdkappid: f64, key: Either<&PrivateKey, &SecretKey>) -> Result<Self> {
        edge::call(|| {
            let sdkappid = checked::sdkappid(integer(sdkappid))?;
            let signer = match key {
                Either::A(key) => usersig::Signer::new(sdkappid, key.0.clone()),
                Either::B(key) => usersig::Signer::new(sdkappid, key.0.clone()),
            };
            signer.map(|signer| Self(Arc::new(signer)))
        })
    }

    #[napi]
    pub fn gen_sig(&self, identifier: Identifier, issued_at: f64, expire: Option<f64>, more: Option<More>) -> Result<String> {
        edge::call(|| self.0.gen_sig_with(identifier.get()?, &options(issued_at, expire, more.as_ref())?))
    }

    #[napi]
    pub fn gen_private_map_key(
        &self,
        identifier: Identifier,
        room: Either<f64, Text<64>>,
        privileges: f64,
        issued_at: f64,
        expire: Option<f64>,
        more: Option<More>,
    ) -> Result<String> {
        edge::call(|| {
            let room = match &room {
                Either::A(number) => Room::Number(checked::room_number(integer(*number))?),
                Either::B(name) => Room::Name(name.get()?.to_owned()),
            };
            let privileges = Privileges::from_bits_retain(checked::privileges(integer(privileges))?);
            let options = options(issued_at, expire, more.as_ref())?;
            self.0.gen_private_map_key(identifier.get()?, &room, privileges, &options)
        })
    }

    #[napi]
    pub fn gen_sig_batch(
        &self,
        identifiers: Vec<Identifier>,
        threads: Option<f64>,
        issued_at: f64,
        expire: Option<f64>,
        more: Option<More>,
    ) -> Result<AsyncTask<Batch>> {
        // What is wrong with the options is wrong for all of them, and known before a thread is asked.
        let threads = edge::call(|| {
            options(issued_at, expire, more.as_ref()).map(drop)?;
            threads.map(thread_count).transpose()
        })?;
        Ok(AsyncTask::new(Batch { signer: Arc::clone(&self.0), identifiers, threads, issued_at, expire, more }))
    }
}
