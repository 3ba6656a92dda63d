//! The functions of the language: pure and total. A function is an entry of [`TABLE`] and an arm in
//! the module of its group; a wrong argument is a [`FunctionError`] that names it.

mod cidr;
mod collections;
mod json;
mod text;
mod units;

pub use cidr::Cidr;

use crate::names::Names;
use crate::value::{Store, Value};

/// What an argument may be, or a result is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pattern {
    /// Any type; the same one wherever it stands in a signature.
    A,
    /// The same as `A`, or null.
    OptionalA,
    /// A known bool.
    Bool,
    /// A known text.
    Text,
    /// A known whole number.
    Int,
    /// A known number.
    Number,
    /// A known int, number or quantity; the same one wherever it stands.
    Ordered,
    /// A known duration.
    Duration,
    /// A known amount of data.
    Bytes,
    /// A known range of addresses.
    Cidr,
    /// A list, set, map, object or text of known length.
    Sized,
    /// `list(a)`; a set is accepted.
    List,
    /// `list(list(a))`.
    Lists,
    /// `list(string)`.
    Texts,
    /// `list(int)`.
    Ints,
    /// `string`, also a later one; as a result, later where an argument was.
    LaterText,
    /// `list(string)` with later texts inside; then the result is later.
    LaterTexts,
    /// `map(a)`.
    Map,
    /// `list(map(a))`.
    Maps,
    /// `list(cidr)`.
    Cidrs,
    /// Anything that JSON can hold; with later values inside the result is later.
    Json,
}

/// The type of a function.
#[derive(Debug)]
pub struct Signature {
    /// Its name in the language.
    pub name: &'static str,
    /// Parameters, with their names for messages.
    pub parameters: &'static [(&'static str, Pattern)],
    /// Whether the last parameter may be given any number of times.
    pub variadic: bool,
    /// What comes out.
    pub result: Pattern,
}

/// Why a function has no value for its arguments.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FunctionError {
    /// Which argument, from 0.
    pub argument: usize,
    /// What is wrong with it.
    pub message: String,
}

impl FunctionError {
    fn new(argument: usize, message: impl Into<String>) -> Self {
        Self {
            argument,
            message: message.into(),
        }
    }
}

/// What functions work on.
#[derive(Clone, Copy)]
pub struct Heap<'a> {
    /// Lists and objects.
    pub store: &'a Store,
    /// Texts.
    pub names: &'a Names,
}

type Outcome = Result<Value, FunctionError>;

macro_rules! functions {
    ($($variant:ident $name:literal ($($parameter:literal: $pattern:ident),*) $([$variadic:ident])? -> $result:ident $group:ident;)*) => {
        /// A function of the language.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum Function { $(#[doc = concat!("`", $name, "`")] $variant),* }

        /// Every function, in the order of [`Function`].
        pub const TABLE: &[(Function, Signature)] = &[
            $((Function::$variant, Signature {
                name: $name,
                parameters: &[$(($parameter, Pattern::$pattern)),*],
                variadic: false $(|| stringify!($variadic).len() == 4)?,
                result: Pattern::$result,
            })),*
        ];

        /// The value of a function for known arguments of the right types.
        pub fn evaluate(function: Function, arguments: &[Value], heap: Heap<'_>) -> Outcome {
            match function { $(Function::$variant => $group::evaluate(function, arguments, heap)),* }
        }
    };
}

functions! {
    Length "length" ("of": Sized) -> Int collections;
    Keys "keys" ("map": Map) -> Texts collections;
    Values "values" ("map": Map) -> List collections;
    Contains "contains" ("list": List, "element": A) -> Bool collections;
    Concat "concat" ("list": List) [more] -> List collections;
    Merge "merge" ("map": Map) [more] -> Map collections;
    Combine "combine" ("maps": Maps, "what": Text) -> Map collections;
    Flatten "flatten" ("lists": Lists) -> List collections;
    Distinct "distinct" ("list": List) -> List collections;
    Sort "sort" ("texts": Texts) -> Texts collections;
    Reverse "reverse" ("list": List) -> List collections;
    Slice "slice" ("list": List, "start": Int, "end": Int) -> List collections;
    Range "range" ("count": Int) -> Ints collections;
    Zipmap "zipmap" ("keys": Texts, "values": List) -> Map collections;
    Lookup "lookup" ("map": Map, "key": Text, "default": A) -> A collections;
    IndexOf "index_of" ("list": List, "element": A) -> Int collections;
    Coalesce "coalesce" ("value": OptionalA, "otherwise": A) -> A collections;
    Join "join" ("separator": Text, "texts": LaterTexts) -> LaterText text;
    Split "split" ("separator": Text, "text": Text) -> Texts text;
    Upper "upper" ("text": Text) -> Text text;
    Lower "lower" ("text": Text) -> Text text;
    Trim "trim" ("text": Text) -> Text text;
    Replace "replace" ("text": LaterText, "from": Text, "to": Text) -> LaterText text;
    StartsWith "starts_with" ("text": Text, "prefix": Text) -> Bool text;
    EndsWith "ends_with" ("text": Text, "suffix": Text) -> Bool text;
    Substr "substr" ("text": Text, "start": Int, "length": Int) -> Text text;
    Min "min" ("a": Ordered, "b": Ordered) -> Ordered units;
    Max "max" ("a": Ordered, "b": Ordered) -> Ordered units;
    Ceil "ceil" ("number": Number) -> Int units;
    Floor "floor" ("number": Number) -> Int units;
    InMilliseconds "in_milliseconds" ("duration": Duration) -> Int units;
    InSeconds "in_seconds" ("duration": Duration) -> Int units;
    InMinutes "in_minutes" ("duration": Duration) -> Int units;
    InHours "in_hours" ("duration": Duration) -> Int units;
    InDays "in_days" ("duration": Duration) -> Int units;
    InMib "in_mib" ("bytes": Bytes) -> Int units;
    InGib "in_gib" ("bytes": Bytes) -> Int units;
    CidrSubnet "cidr_subnet" ("cidr": Cidr, "new_bits": Int, "number": Int) -> Cidr cidr;
    CidrSubnets "cidr_subnets" ("cidr": Cidr, "new_bits": Int, "count": Int) -> Cidrs cidr;
    CidrBits "cidr_bits" ("cidr": Cidr) -> Int cidr;
    Json "json" ("value": Json) -> LaterText json;
}

/// The function of this name.
pub fn find(name: &str) -> Option<(Function, &'static Signature)> {
    TABLE
        .iter()
        .find(|(_, signature)| signature.name == name)
        .map(|(function, signature)| (*function, signature))
}

impl Signature {
    /// How the function is written, for messages.
    pub fn text(&self) -> String {
        let parameters: Vec<_> = self.parameters.iter().map(|(name, _)| *name).collect();
        let more = if self.variadic { ", ..." } else { "" };
        format!("{}({}{more})", self.name, parameters.join(", "))
    }
}

impl Heap<'_> {
    fn text(&self, value: Value) -> &str {
        match value {
            Value::Text(text) => self.names.text(text),
            _ => "",
        }
    }

    fn list(&self, value: Value) -> &[Value] {
        match value {
            Value::List(list) => self.store.elements(list),
            _ => &[],
        }
    }

    fn make_text(&self, text: &str) -> Value {
        Value::Text(self.names.intern(text))
    }

    fn make_list(&self, elements: &[Value]) -> Value {
        Value::List(self.store.list(elements))
    }
}

fn int(value: Value) -> i64 {
    match value {
        Value::Int(int) => int,
        _ => 0,
    }
}
