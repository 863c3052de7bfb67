//! `usersig verify` and `usersig inspect`: what a ticket says, as JSON.

use crate::args::{InspectArgs, VerifyArgs};
use crate::failure::Failure;
use crate::input::Source;
use crate::{input, keys, output};
use usersig::{ExpectedUserbuf, Verifier, VerifyOptions, checked};
use usersig_server::ticket_json::TicketJson;

pub(crate) fn verify(args: &VerifyArgs) -> Result<(), Failure> {
    let ticket_from_stdin = args.ticket.as_deref().is_none_or(|ticket| ticket == "-");
    let key_from_stdin =
        [&args.keys.key, &args.keys.secret_key_file].into_iter().flatten().any(|key| matches!(key, Source::Stdin));
    if ticket_from_stdin && key_from_stdin {
        return Err(Failure::Usage("stdin holds the key; give the ticket as an argument, or the key as a file".to_owned()));
    }
    let sdkappid = checked::sdkappid(args.sdkappid)?;
    let mut verifier = Verifier::new(sdkappid, keys::verifying(&args.keys)?)?;
    if let Some(leeway) = args.leeway {
        verifier = verifier.with_leeway(checked::leeway(leeway.seconds())?)?;
    }
    let mut options = VerifyOptions::new().userbuf(ExpectedUserbuf::Any);
    if let Some(now) = args.now {
        options = options.now(checked::unix_time(now)?);
    }
    let text = input::ticket(args.ticket.as_deref())?;
    let ticket = verifier.verify_with(&text, &args.identifier, &options).map_err(Failure::about_ticket)?;
    print(&TicketJson::from(&ticket))
}

pub(crate) fn inspect(args: &InspectArgs) -> Result<(), Failure> {
    let text = input::ticket(args.ticket.as_deref())?;
    let ticket = usersig::inspect(&text).map_err(Failure::about_ticket)?;
    print(&TicketJson::from(&ticket))
}

fn print(fields: &TicketJson<'_>) -> Result<(), Failure> {
    let json =
        serde_json::to_string(fields).map_err(|error| Failure::Io("the result cannot be written".to_owned(), error.into()))?;
    output::line(&json)
}
