//! `usersig gen`: one ticket.

use crate::args::{GenArgs, TicketArgs};
use crate::failure::Failure;
use crate::input::Source;
use crate::warnings::Warnings;
use crate::{keys, output};
use std::ffi::OsStr;
use usersig::{Error, ErrorCode, GenOptions, MAX_USERBUF_LEN, Privileges, Room, Signer, checked};

pub(crate) fn run(args: &GenArgs) -> Result<(), Failure> {
    let userbuf = args.userbuf.as_deref().map(userbuf).transpose()?;
    let mut warnings = Warnings::new(args.ticket.quiet);
    let mut options = options(&args.ticket, &mut warnings)?;
    if let Some(bytes) = &userbuf {
        options = options.userbuf(bytes);
    }
    let room = room(args)?;
    let signer = signer(&args.ticket, &mut warnings)?;
    let ticket = match room {
        Some((room, privileges)) => signer.gen_private_map_key(&args.identifier, &room, privileges, &options)?,
        None => signer.gen_sig_with(&args.identifier, &options)?,
    };
    warnings.look_at_identifier(&args.identifier, None);
    warnings.tell();
    output::line(&ticket)
}

/// The signer that the arguments describe.
pub(crate) fn signer(args: &TicketArgs, warnings: &mut Warnings) -> Result<Signer, Failure> {
    let sdkappid = checked::sdkappid(args.sdkappid)?;
    Ok(Signer::new(sdkappid, keys::signing(&args.keys, warnings)?)?)
}

/// The options that the arguments describe, without a userbuf.
pub(crate) fn options<'a>(args: &TicketArgs, warnings: &mut Warnings) -> Result<GenOptions<'a>, Failure> {
    let mut options = GenOptions::new().strict_identifier(args.strict);
    let issued_at = args.issued_at.map(checked::unix_time).transpose()?;
    if let Some(seconds) = args.expire {
        let expire = checked::expire(seconds)?;
        warnings.look_at_expire(expire, issued_at);
        options = options.expire(expire);
    }
    if let Some(time) = issued_at {
        options = options.issued_at(time);
    }
    Ok(options)
}

/// Text as it stands, or the content of the file after `@`.
fn userbuf(argument: &str) -> Result<Vec<u8>, Failure> {
    let Some(path) = argument.strip_prefix('@') else { return Ok(argument.as_bytes().to_vec()) };
    match Source::from(OsStr::new(path)).read("--userbuf @", MAX_USERBUF_LEN)? {
        Some(bytes) => Ok(bytes.to_vec()),
        None => Err(Error::new(ErrorCode::InvalidUserbuf, "the userbuf is longer than 8192 bytes").into()),
    }
}

/// The argument parser sees to it that a room and its privileges stand together.
fn room(args: &GenArgs) -> Result<Option<(Room, Privileges)>, Failure> {
    let room = match (args.room, &args.room_name) {
        (Some(number), _) => Room::Number(checked::room_number(number)?),
        (None, Some(name)) => Room::Name(name.clone()),
        (None, None) => return Ok(None),
    };
    let bits = checked::privileges(args.privileges.unwrap_or_default())?;
    Ok(Some((room, Privileges::from_bits(bits))))
}
