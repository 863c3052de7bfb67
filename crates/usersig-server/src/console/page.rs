//! The page's files, which are part of the program.

use crate::answer::{Body, text};
use hyper::Response;

const HTML: &str = "text/html; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";
const JS: &str = "text/javascript; charset=utf-8";
const SVG: &str = "image/svg+xml";

macro_rules! files {
    ($($path:literal $file:literal $kind:ident)*) => {
        const FILES: &[(&str, &str, &str)] = &[$(($path, include_str!(concat!("page/", $file)), $kind)),*];
    };
}

files! {
    "/" "index.html" HTML
    "/style.css" "style.css" CSS
    "/icon.svg" "icon.svg" SVG
    "/app.js" "app.js" JS
    "/api.js" "api.js" JS
    "/check.js" "check.js" JS
    "/dom.js" "dom.js" JS
    "/fields.js" "fields.js" JS
    "/generate.js" "generate.js" JS
    "/key-field.js" "key-field.js" JS
    "/language.js" "language.js" JS
    "/problem.js" "problem.js" JS
    "/snippets.js" "snippets.js" JS
    "/tabs.js" "tabs.js" JS
    "/texts.js" "texts.js" JS
    "/messages.zh.js" "messages.zh.js" JS
}

pub(super) fn file(path: &str) -> Option<Response<Body>> {
    let (_, content, kind) = FILES.iter().find(|(own, ..)| *own == path)?;
    Some(text(kind, *content))
}
