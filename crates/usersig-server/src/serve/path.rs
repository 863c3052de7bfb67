//! The paths that are answered.

/// Methods of a path.
pub(super) const GET: &str = "GET, HEAD";
pub(super) const POST: &str = "POST";

macro_rules! routes {
    ($($variant:ident = $path:literal, $methods:ident;)*) => {
        /// The paths there are.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub(super) enum Route {
            $($variant,)*
            /// Any other path.
            Unknown,
        }

        impl Route {
            pub(super) const ALL: &'static [Self] = &[$(Self::$variant),*];

            pub(super) fn of(path: &str) -> Self {
                match path {
                    $($path => Self::$variant,)*
                    _ => Self::Unknown,
                }
            }

            /// Its path.
            pub(super) const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $path,)*
                    Self::Unknown => "unknown",
                }
            }

            pub(super) const fn methods(self) -> &'static str {
                match self {
                    $(Self::$variant => $methods,)*
                    Self::Unknown => "",
                }
            }
        }
    };
}

routes! {
    Usersig = "/v1/usersig", POST;
    PrivateMapKey = "/v1/private-map-key", POST;
    Verify = "/v1/verify", POST;
    Batch = "/v1/batch", POST;
    Healthz = "/healthz", GET;
    Readyz = "/readyz", GET;
    Metrics = "/metrics", GET;
    Openapi = "/openapi.json", GET;
}
