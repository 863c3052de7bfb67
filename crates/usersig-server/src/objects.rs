//! Structures that are read from objects alone. What serde derives takes a list of the values as well:
//! `[1400000000, "admin"]` would be a request.

/// Lets types that derive `Deserialize` with `#[serde(remote = "Self")]` be read from a map and from nothing else; the
/// text says what was expected.
macro_rules! objects {
    ($expected:literal: $($name:ident $(<$life:lifetime>)?),*) => {
        struct ObjectVisitor<T>(std::marker::PhantomData<T>);
        $(
            impl<'de $(: $life, $life)?> serde::Deserialize<'de> for $name $(<$life>)? {
                fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
                    deserializer.deserialize_map(ObjectVisitor::<Self>(std::marker::PhantomData))
                }
            }

            impl<'de $(: $life, $life)?> serde::de::Visitor<'de> for ObjectVisitor<$name $(<$life>)?> {
                type Value = $name $(<$life>)?;

                fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    f.write_str($expected)
                }

                fn visit_map<A: serde::de::MapAccess<'de>>(self, map: A) -> std::result::Result<Self::Value, A::Error> {
                    // The derived function, not the one above.
                    <$name $(<$life>)?>::deserialize(serde::de::value::MapAccessDeserializer::new(map))
                }
            }
        )*
    };
}

pub(crate) use objects;
