//! The paths that are answered.

pub(super) const GET: &str = "GET, HEAD";
pub(super) const POST: &str = "POST";

/// The paths there are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Route {
    Usersig,
    PrivateMapKey,
    Verify,
    Batch,
    Healthz,
    Readyz,
    Metrics,
    Openapi,
    /// Any other path.
    Unknown,
}

impl Route {
    /// With path and methods, in the order above.
    pub(super) const ALL: [(Self, &'static str, &'static str); 9] = [
        (Self::Usersig, "/v1/usersig", POST),
        (Self::PrivateMapKey, "/v1/private-map-key", POST),
        (Self::Verify, "/v1/verify", POST),
        (Self::Batch, "/v1/batch", POST),
        (Self::Healthz, "/healthz", GET),
        (Self::Readyz, "/readyz", GET),
        (Self::Metrics, "/metrics", GET),
        (Self::Openapi, "/openapi.json", GET),
        (Self::Unknown, "unknown", ""),
    ];

    pub(super) fn of(path: &str) -> Self {
        Self::ALL.iter().find(|(_, own, _)| *own == path).map_or(Self::Unknown, |(route, ..)| *route)
    }

    /// Its path.
    pub(super) const fn name(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    pub(super) const fn methods(self) -> &'static str {
        Self::ALL[self as usize].2
    }
}
