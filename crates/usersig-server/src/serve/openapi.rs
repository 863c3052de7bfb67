//! `GET /openapi.json`.

use bytes::Bytes;
use std::sync::LazyLock;

/// `openapi.json` with this version in it.
pub(super) static DOCUMENT: LazyLock<Bytes> =
    LazyLock::new(|| Bytes::from(include_str!("openapi.json").replacen("0.0.0", usersig::VERSION, 1)));

#[cfg(test)]
mod tests {
    use super::super::fields::{PrivateMapKeyRequest, UsersigRequest, VerifyRequest};
    use super::super::path::Route;
    use super::DOCUMENT;
    use serde::de::value::Error;
    use serde::de::{Deserializer, Error as _, Visitor};
    use serde_json::Value;
    use std::collections::BTreeSet;

    fn document() -> Value {
        serde_json::from_slice(&DOCUMENT).unwrap()
    }

    /// Refuses everything, and says which fields the type asked for.
    struct Fields;

    impl<'de> Deserializer<'de> for Fields {
        type Error = Error;

        fn deserialize_struct<V: Visitor<'de>>(self, _: &str, fields: &[&str], _: V) -> Result<V::Value, Error> {
            Err(Error::custom(fields.join(" ")))
        }

        fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Error> {
            Err(Error::custom("not a struct"))
        }

        serde::forward_to_deserialize_any! {
            bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit unit_struct newtype_struct
            seq tuple tuple_struct map enum identifier ignored_any
        }
    }

    #[track_caller]
    fn check_fields<T: std::fmt::Debug>(schema: &str, read: impl Fn(Fields) -> Result<T, Error>) {
        let fields = read(Fields).unwrap_err().to_string();
        let fields: BTreeSet<_> = fields.split(' ').map(str::to_owned).collect();
        let document = document();
        let properties = document["components"]["schemas"][schema]["properties"].as_object().unwrap();
        assert_eq!(properties.keys().cloned().collect::<BTreeSet<_>>(), fields, "{schema}");
    }

    #[test]
    fn every_request_has_the_fields_of_its_type() {
        check_fields("UsersigRequest", UsersigRequest::deserialize);
        check_fields("PrivateMapKeyRequest", PrivateMapKeyRequest::deserialize);
        check_fields("VerifyRequest", VerifyRequest::deserialize);
    }

    #[test]
    fn every_route_and_no_other_is_in_the_document() {
        let document = document();
        let paths = document["paths"].as_object().unwrap();
        let names: BTreeSet<_> = Route::ALL.iter().map(|route| route.name()).collect();
        assert_eq!(paths.keys().map(String::as_str).collect::<BTreeSet<_>>(), names);
        for route in Route::ALL {
            let methods: Vec<_> = paths[route.name()].as_object().unwrap().keys().map(|name| name.to_uppercase()).collect();
            assert_eq!(methods.join(" "), route.methods().replace(", HEAD", ""), "{}", route.name());
        }
    }

    #[test]
    fn it_has_the_version() {
        assert_eq!(document()["info"]["version"], usersig::VERSION);
    }
}
