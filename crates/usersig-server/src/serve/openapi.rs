//! `GET /openapi.json`.

use bytes::Bytes;
use std::sync::LazyLock;

/// `openapi.json` with this version in it.
pub(super) static DOCUMENT: LazyLock<Bytes> =
    LazyLock::new(|| Bytes::from(include_str!("openapi.json").replacen("0.0.0", usersig::VERSION, 1)));
