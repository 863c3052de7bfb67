//! `usersig verify` and `usersig inspect`: what a ticket says, as JSON.

use crate::args::{InspectArgs, VerifyArgs};
use crate::failure::Failure;
use crate::warnings::Warnings;
use crate::{explain, input, keys, output};
use serde::Serialize;
use usersig::{ExpectedUserbuf, PrivateMapKey, UntrustedTicket, Verifier, VerifyOptions, checked};
use usersig_explain::Question;
use usersig_server::ticket_json::TicketJson;

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
        verifier = verifier.with_leeway(leeway)?;
    }
    let mut options = VerifyOptions::new().userbuf(ExpectedUserbuf::Any);
    if let Some(now) = args.now {
        options = options.now(checked::unix_time(now)?);
    }
    let text = input::ticket(args.ticket.as_deref())?;
    let ticket = verifier
        .verify_with(&text, &args.identifier, &options)
        .map_err(|error| explain::failure(error, &key.of(Question::new(text.as_bytes()))))?;
    let mut warnings = Warnings::new(args.quiet);
    explain::warn(&text, &mut warnings);
    warnings.tell();
    print(&TicketJson::from(&ticket))
}

pub(crate) fn inspect(args: &InspectArgs) -> Result<(), Failure> {
    let text = input::ticket(args.ticket.as_deref())?;
    let ticket = usersig::inspect(&text).map_err(|error| explain::failure(error, &Question::new(text.as_bytes())))?;
    if args.redact { print(&Redacted::of(&text, &ticket)) } else { print(&TicketJson::from(&ticket)) }
}

/// For a report that strangers read: no user, no application, no room, and nothing that the ticket could be made from again.
#[derive(Serialize)]
struct Redacted {
    version: &'static str,
    ticket_bytes: usize,
    identifier_bytes: usize,
    issued_at: u64,
    expire: u32,
    expires_at: u64,
    userbuf_bytes: Option<usize>,
    private_map_key: bool,
    verified: bool,
}

impl Redacted {
    fn of(text: &str, ticket: &UntrustedTicket) -> Self {
        Self {
            version: ticket.version().as_str(),
            ticket_bytes: text.len(),
            identifier_bytes: ticket.identifier().len(),
            issued_at: ticket.issued_at(),
            expire: ticket.expire(),
            expires_at: ticket.expires_at(),
            userbuf_bytes: ticket.userbuf().map(<[u8]>::len),
            private_map_key: ticket.userbuf().and_then(PrivateMapKey::from_userbuf).is_some(),
            verified: false,
        }
    }
}

fn print(fields: &impl Serialize) -> Result<(), Failure> {
    output::line(&explain::to_json(fields)?)
}
