//! Making and checking one ticket.

use super::answer::{self, Body};
use super::caller::Identity;
use super::fields::{ExpectedUserbuf, Integer, Issued, TicketRequest, VerifyRequest, malformed, parse};
use super::loaded::{Application, Loaded};
use super::log::{Audit, Written, now};
use super::problem::Problem;
use super::service::{Peer, Service};
use crate::ticket_json::TicketJson;
use hyper::Response;
use std::sync::Arc;
use usersig::{Error, ErrorCode, GenOptions, Signer, Verifier, VerifyOptions, checked};

/// One request, known by whom, under one configuration.
#[derive(Clone, Copy, Debug)]
pub(super) struct Call<'a> {
    pub(super) service: &'a Arc<Service>,
    pub(super) loaded: &'a Arc<Loaded>,
    pub(super) peer: &'a Arc<Peer>,
    pub(super) identity: &'a Identity,
    pub(super) request_id: &'a str,
    /// The line of a batch.
    pub(super) line: Option<u64>,
}

/// A ticket whose line is on its way to the log.
#[derive(Debug)]
pub(super) struct Unlogged {
    issued: Issued,
    written: Written,
}

impl Unlogged {
    /// The answer, once the line is written.
    pub(super) async fn logged(self, service: &Service, loaded: &Loaded) -> Result<Issued, Problem> {
        if !loaded.config.log.allow_missing_lines && !self.written.wait().await {
            return Err(Problem::not_logged());
        }
        service.metrics.issued(self.issued.sdkappid, self.issued.version);
        Ok(self.issued)
    }
}

pub(super) fn usersig(call: Call<'_>, json: &[u8]) -> Result<Unlogged, Problem> {
    let request: TicketRequest<'_> = parse(json)?;
    if request.room.is_some() || request.privileges.is_some() {
        return Err(malformed("room and privileges, which belong to /v1/private-map-key"));
    }
    let (ticket, mut unlogged) = call.issue("usersig", &request, |signer, options| match &request.userbuf {
        Some(userbuf) => signer.gen_sig_with(&request.identifier, &options.userbuf(&userbuf.0)),
        None => signer.gen_sig_with(&request.identifier, &options),
    })?;
    unlogged.issued.usersig = Some(ticket);
    Ok(unlogged)
}

pub(super) fn private_map_key(call: Call<'_>, json: &[u8]) -> Result<Unlogged, Problem> {
    let request: TicketRequest<'_> = parse(json)?;
    let (Some(room), Some(privileges), None) = (&request.room, request.privileges, &request.userbuf) else {
        return Err(malformed("its fields: room and privileges must be there, and a userbuf must not"));
    };
    let (room, privileges) = (room.room()?, privileges.privileges()?);
    let (ticket, mut unlogged) = call.issue("private_map_key", &request, |signer, options| {
        signer.gen_private_map_key(&request.identifier, &room, privileges, &options)
    })?;
    unlogged.issued.private_map_key = Some(ticket);
    Ok(unlogged)
}

pub(super) fn verify(call: Call<'_>, json: &[u8]) -> Result<Response<Body>, Problem> {
    let request: VerifyRequest<'_> = parse(json)?;
    let (sdkappid, application) = call.application(request.sdkappid)?;
    let mut options = VerifyOptions::new();
    if let Some(now) = request.now {
        options = options.now(checked::unix_time(now.0)?);
    }
    if let Some(expected) = &request.userbuf {
        options = options.userbuf(match expected {
            ExpectedUserbuf::Absent {} => usersig::ExpectedUserbuf::Absent,
            ExpectedUserbuf::Present {} => usersig::ExpectedUserbuf::Present,
            ExpectedUserbuf::Any {} => usersig::ExpectedUserbuf::Any,
            ExpectedUserbuf::Exactly { value } => usersig::ExpectedUserbuf::Exactly(&value.0),
        });
    }
    let tolerant = tolerant(&application.verifier, request.leeway, request.future_tolerance)?;
    let verifier = tolerant.as_ref().unwrap_or(&application.verifier);
    let verified = verifier.verify_with(&request.usersig, &request.identifier, &options);
    let result = verified.as_ref().map_or_else(|error| error.code().word(), |_| "valid");
    call.service.metrics.verified(sdkappid, result);
    Ok(answer::json(&TicketJson::from(&verified?)))
}

/// The verifier with another leeway or tolerance, where one is asked for.
fn tolerant(verifier: &Verifier, leeway: Option<Integer>, future: Option<Integer>) -> Result<Option<Verifier>, Error> {
    if leeway.is_none() && future.is_none() {
        return Ok(None);
    }
    let mut verifier = verifier.clone();
    if let Some(leeway) = leeway {
        verifier = verifier.with_leeway(checked::leeway(leeway.0)?)?;
    }
    if let Some(future) = future {
        verifier = verifier.with_future_tolerance(checked::leeway(future.0)?)?;
    }
    Ok(Some(verifier))
}

impl<'a> Call<'a> {
    /// The application, where this caller may use it. Whether it is configured at all is nobody else's business.
    fn application(&self, sdkappid: Integer) -> Result<(u32, &'a Application), Problem> {
        let sdkappid = checked::sdkappid(sdkappid.0)?;
        match self.loaded.application(sdkappid) {
            Some(application) if self.identity.may_use(sdkappid) => Ok((sdkappid, application)),
            _ => Err(Problem::forbidden(
                "this caller may not use this SDKAppID, or the service does not have it; compare the configuration",
            )
            .about(sdkappid)),
        }
    }

    /// Checks what is wanted against the limits, makes the ticket, and logs that it was made.
    fn issue(
        &self,
        kind: &'static str,
        wanted: &TicketRequest<'_>,
        make: impl FnOnce(&Signer, GenOptions<'_>) -> usersig::Result<String>,
    ) -> Result<(String, Unlogged), Problem> {
        let (sdkappid, application) = self.application(wanted.sdkappid)?;
        let signer = application.signer.as_ref().ok_or_else(|| {
            Problem::forbidden("the service has only keys to verify this SDKAppID's tickets; add key or secret_key_file")
        })?;
        let longest = application.max_expire.min(self.identity.max_expire());
        let expire = wanted.expire.map_or(Ok(application.expire.min(longest)), |expire| checked::expire(expire.0))?;
        if expire > longest {
            return Err(too_long(longest).into());
        }
        let time = now();
        let issued_at = match wanted.issued_at {
            None => whole_seconds(time),
            Some(_) if !application.allow_issued_at => {
                return Err(Problem::forbidden("issued_at is not taken for this SDKAppID (allow_issued_at); leave it out"));
            }
            Some(issued_at) => checked::unix_time(issued_at.0)?,
        };
        let options =
            GenOptions::new().expire(expire).issued_at(issued_at).strict_identifier(wanted.strict_identifier.unwrap_or(false));
        self.service.check_log(self.loaded)?;
        let (caller, per_minute) = (self.identity.name(), self.loaded.limits().tickets_per_minute);
        self.service
            .rate
            .take(caller, sdkappid, &wanted.identifier, per_minute)
            .map_err(|wait| Problem::rate_limited(wait).about(sdkappid))?;
        let ticket = make(signer, options)?;
        let written = self.service.log.audit(&Audit {
            time,
            level: "info",
            event: "ticket",
            peer: &self.peer.address,
            caller,
            sdkappid,
            kind,
            version: application.version,
            issued_at,
            expire,
            request: self.request_id,
            line: self.line,
            identifier_hash: self.loaded.identifier_hash.as_ref().map(|hash| hash.of(&wanted.identifier)),
        });
        let issued = Issued {
            usersig: None,
            private_map_key: None,
            version: application.version,
            sdkappid,
            issued_at,
            expire,
            expires_at: issued_at + u64::from(expire),
        };
        Ok((ticket, Unlogged { issued, written }))
    }
}

fn too_long(longest: u32) -> Error {
    let text = format!("expire is longer than the configuration's max_expire allows here, {longest} seconds; ask for less");
    Error::new(ErrorCode::InvalidExpire, text)
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the clock is after 1970 and before year 287396")]
const fn whole_seconds(time: f64) -> u64 {
    time as u64
}
