//! Bodies and headers of responses, for service and console alike.

use bytes::Bytes;
use futures_util::stream::BoxStream;
use http_body_util::{Either, Full, StreamBody};
use hyper::Response;
use hyper::body::Frame;
use hyper::header::{CONTENT_TYPE, HeaderValue};
use serde::Serialize;
use std::convert::Infallible;

/// Whole, or made while it is sent.
pub(crate) type Body = Either<Full<Bytes>, StreamBody<BoxStream<'static, Result<Frame<Bytes>, Infallible>>>>;

pub(crate) fn json_bytes(value: &impl Serialize) -> Body {
    let mut bytes = Vec::with_capacity(768);
    // A Vec takes every byte, and our own types are always JSON.
    let _ = serde_json::to_writer(&mut bytes, value);
    Either::Left(Full::new(bytes.into()))
}

pub(crate) fn json(value: &impl Serialize) -> Response<Body> {
    with_type(json_bytes(value), "application/json")
}

pub(crate) fn text(content_type: &'static str, text: impl Into<Bytes>) -> Response<Body> {
    with_type(Either::Left(Full::new(text.into())), content_type)
}

pub(crate) fn with_type(body: Body, content_type: &'static str) -> Response<Body> {
    let mut response = Response::new(body);
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}
