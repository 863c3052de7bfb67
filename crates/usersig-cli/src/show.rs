//! `usersig verify` and `usersig inspect`: what a ticket says, as JSON.

use crate::args::{InspectArgs, VerifyArgs};
use crate::failure::Failure;
use crate::warnings::Warnings;
use crate::{explain, input, keys, output};
use usersig::{ExpectedUserbuf, Verifier, VerifyOptions, checked};
use usersig_explain::Question;
use usersig_server::ticket_json::TicketJson;
use usersig_server::visible;

pub(crate) fn verify(args: &VerifyArgs) -> Result<(), Failure> {
    let ticket_from_stdin = args.ticket.as_deref().is_none_or(|ticket| ticket == "-");
    if ticket_from_stdin && args.keys.are_on_stdin() {
        return Err(Failure::Usage("stdin holds the key; give the ticket as an argument, or the key as a file".to_owned()));
    }
    let sdkappid = checked::sdkappid(args.sdkappid)?;
    let mut warnings = Warnings::new(args.quiet);
    let key = keys::checking(&args.keys, &mut warnings)?.ok_or_else(keys::none_given)?;
    warnings.tell();
    let mut verifier = Verifier::new(sdkappid, key.key()?)?;
    if let Some(leeway) = args.leeway {
        verifier = verifier.with_leeway(checked::leeway(leeway.seconds())?)?;
    }
    let mut options = VerifyOptions::new().userbuf(ExpectedUserbuf::Any);
    if let Some(now) = args.now {
        options = options.now(checked::unix_time(now)?);
    }
    let text = input::ticket(args.ticket.as_deref())?;
    let ticket = verifier
        .verify_with(&text, &args.identifier, &options)
        .map_err(|error| Failure::about_ticket(error, &key.of(Question::new(text.as_bytes()))))?;
    let mut warnings = Warnings::new(args.quiet);
    explain::warn(&text, &mut warnings);
    warnings.tell();
    print(&TicketJson::from(&ticket))
}

pub(crate) fn inspect(args: &InspectArgs) -> Result<(), Failure> {
    let text = input::ticket(args.ticket.as_deref())?;
    let ticket = usersig::inspect(&text).map_err(|error| Failure::about_ticket(error, &Question::new(text.as_bytes())))?;
    print(&TicketJson::from(&ticket))
}

fn print(fields: &TicketJson<'_>) -> Result<(), Failure> {
    let json = visible::to_json(fields).map_err(|error| Failure::Io("the result cannot be written".to_owned(), error.into()))?;
    output::line(&json)
}
