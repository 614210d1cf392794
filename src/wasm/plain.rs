//! What serde describes as a plain JavaScript value, the one that JSON.parse would make of it: for the module without
//! the standard library, which serde-wasm-bindgen needs. Smaller, too: what crosses here is made of numbers, words,
//! lists, structures, and maps with words for keys.

use core::fmt;

use js_sys::{Array, Object, Reflect};
use serde::Serialize;
use serde::ser::{
    Impossible, SerializeMap, SerializeSeq, SerializeStruct, SerializeTuple, Serializer,
};
use wasm_bindgen::prelude::*;

/// The value; undefined for what has no place in JSON.
pub(super) fn plain<T: Serialize + ?Sized>(value: &T) -> JsValue {
    value.serialize(Plain).unwrap_or_default()
}

/// Makes values of what it is given.
struct Plain;

/// An object that is being filled; of a map the key whose value comes next.
struct Fields {
    object: Object,
    key: JsValue,
}

impl Fields {
    fn new() -> Result<Self, fmt::Error> {
        Ok(Fields {
            object: Object::new(),
            key: JsValue::UNDEFINED,
        })
    }

    #[inline(never)]
    fn set(&self, key: &JsValue, value: &JsValue) -> Result<(), fmt::Error> {
        match Reflect::set(&self.object, key, value) {
            Ok(true) => Ok(()),
            _ => Err(fmt::Error),
        }
    }
}

/// A list that is being filled.
struct Items(Array);

type Made = Result<JsValue, fmt::Error>;

impl Serializer for Plain {
    type Ok = JsValue;
    type Error = fmt::Error;
    type SerializeSeq = Items;
    type SerializeTuple = Items;
    type SerializeTupleStruct = Impossible<JsValue, fmt::Error>;
    type SerializeTupleVariant = Impossible<JsValue, fmt::Error>;
    type SerializeMap = Fields;
    type SerializeStruct = Fields;
    type SerializeStructVariant = Impossible<JsValue, fmt::Error>;

    fn serialize_bool(self, value: bool) -> Made {
        Ok(value.into())
    }

    fn serialize_i8(self, value: i8) -> Made {
        Ok(value.into())
    }

    fn serialize_i16(self, value: i16) -> Made {
        Ok(value.into())
    }

    fn serialize_i32(self, value: i32) -> Made {
        Ok(value.into())
    }

    fn serialize_i64(self, value: i64) -> Made {
        Ok((value as f64).into())
    }

    fn serialize_u8(self, value: u8) -> Made {
        Ok(value.into())
    }

    fn serialize_u16(self, value: u16) -> Made {
        Ok(value.into())
    }

    fn serialize_u32(self, value: u32) -> Made {
        Ok(value.into())
    }

    fn serialize_u64(self, value: u64) -> Made {
        Ok((value as f64).into())
    }

    fn serialize_f32(self, value: f32) -> Made {
        Ok(value.into())
    }

    fn serialize_f64(self, value: f64) -> Made {
        Ok(value.into())
    }

    fn serialize_char(self, value: char) -> Made {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Made {
        Ok(value.into())
    }

    fn serialize_bytes(self, _: &[u8]) -> Made {
        Err(fmt::Error)
    }

    fn serialize_none(self) -> Made {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Made {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Made {
        Ok(JsValue::NULL)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Made {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Made {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Made {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Made {
        let mut fields = Fields::new()?;
        SerializeStruct::serialize_field(&mut fields, variant, value)?;
        SerializeStruct::end(fields)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Items, fmt::Error> {
        Ok(Items(Array::new()))
    }

    fn serialize_tuple(self, _: usize) -> Result<Items, fmt::Error> {
        self.serialize_seq(None)
    }

    fn serialize_tuple_struct(
        self,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleStruct, fmt::Error> {
        Err(fmt::Error)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, fmt::Error> {
        Err(fmt::Error)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Fields, fmt::Error> {
        Fields::new()
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Fields, fmt::Error> {
        Fields::new()
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, fmt::Error> {
        Err(fmt::Error)
    }

    fn collect_str<T: fmt::Display + ?Sized>(self, _: &T) -> Made {
        Err(fmt::Error)
    }
}

impl SerializeSeq for Items {
    type Ok = JsValue;
    type Error = fmt::Error;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), fmt::Error> {
        self.0.push(&value.serialize(Plain)?);
        Ok(())
    }

    fn end(self) -> Made {
        Ok(self.0.into())
    }
}

impl SerializeTuple for Items {
    type Ok = JsValue;
    type Error = fmt::Error;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), fmt::Error> {
        SerializeSeq::serialize_element(self, value)
    }

    fn end(self) -> Made {
        SerializeSeq::end(self)
    }
}

impl SerializeStruct for Fields {
    type Ok = JsValue;
    type Error = fmt::Error;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        key: &'static str,
        value: &T,
    ) -> Result<(), fmt::Error> {
        self.set(&key.into(), &value.serialize(Plain)?)
    }

    fn end(self) -> Made {
        Ok(self.object.into())
    }
}

impl SerializeMap for Fields {
    type Ok = JsValue;
    type Error = fmt::Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), fmt::Error> {
        self.key = key.serialize(Plain)?;
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), fmt::Error> {
        self.set(&self.key, &value.serialize(Plain)?)
    }

    fn end(self) -> Made {
        Ok(self.object.into())
    }
}
