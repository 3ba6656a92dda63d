//! Every function: its type, what people read about it, and what works it out.

use super::{
    Pattern, Signature, cidr, collections, encoding, format, hash, json, numbers, regex, sets,
    text, units,
};

macro_rules! functions {
    ($($group:literal { $(
        $variant:ident $name:literal ($($parameter:literal: $pattern:ident),*)
        $([$variadic:ident])? $(from $required:literal)? -> $result:ident = $run:path,
        $doc:literal, $example:literal => $gives:literal;
    )* })*) => {
        /// A function of the language.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum Function { $($(#[doc = concat!("`", $name, "`")] $variant),*),* }

        /// Every function, in the order of [`Function`].
        pub const TABLE: &[(Function, Signature)] = &[
            $($((Function::$variant, Signature {
                name: $name,
                parameters: &[$(($parameter, Pattern::$pattern)),*],
                required: required(&[$($parameter),*], &[$($required)?]),
                variadic: false $(|| stringify!($variadic).len() == 4)?,
                result: Pattern::$result,
                doc: $doc,
                example: ($example, $gives),
                run: $run,
            }),)*)*
        ];

        /// The groups of the reference, each with the names of its functions.
        pub const GROUPS: &[(&str, &[&str])] = &[$(($group, &[$($name),*])),*];
    };
}

/// All parameters are required, unless it is said from how many on.
const fn required(parameters: &[&str], from: &[usize]) -> usize {
    match from {
        [from, ..] => *from,
        [] => parameters.len(),
    }
}

/// What is called like a function and is a question to the compiler.
#[derive(Debug)]
pub struct Special {
    /// Its name.
    pub name: &'static str,
    /// How it is called.
    pub usage: &'static str,
    /// What it gives.
    pub doc: &'static str,
}

/// Questions about sites and uses: their arguments are no ordinary values.
pub const SPECIAL: &[Special] = &[
    Special {
        name: "at",
        usage: "at(value, region)",
        doc: "The value as it is at another site of the app.",
    },
    Special {
        name: "each_site",
        usage: "each_site(value)",
        doc: "A map from region to the value there.",
    },
    Special {
        name: "call",
        usage: "call(use, { ... })",
        doc: "A use as it is called, with what is known of the call: `per_request`, `retries`, `timeout`, `needs`, or with another `name`.",
    },
    Special {
        name: "callers",
        usage: "callers(self)",
        doc: "The calls that reach this use.",
    },
    Special {
        name: "stable_number",
        usage: "stable_number(\"SPACE\", most)",
        doc: "A number from 1 to `most` that this use alone has in a shared space; the lock keeps it.",
    },
];

functions! {
    "Collections" {
        Length "length" ("of": Sized) -> Int = collections::length,
            "How many elements a list, a set, a map or an object has; of text, how many characters as people see them.",
            r#"length(["a", "b"])"# => "2";
        Keys "keys" ("map": Map) -> Texts = collections::keys,
            "The keys of a map, sorted.",
            "keys({ b = 1, a = 2 })" => r#"["a", "b"]"#;
        Values "values" ("map": Map) -> List = collections::values,
            "The values of a map, in the order of their keys.",
            "values({ b = 1, a = 2 })" => "[2, 1]";
        Contains "contains" ("list": List, "element": A) -> Bool = collections::contains,
            "Whether an element is in a list or a set.",
            r#"contains(["a", "b"], "b")"# => "true";
        Index "index" ("list": List, "element": A) -> Int = collections::index,
            "The position of the first element that is equal, from 0. It has to be there.",
            r#"index(["a", "b"], "b")"# => "1";
        Element "element" ("list": List, "position": Int) -> A = collections::element,
            "The element at a position, counted round and round: behind the last comes the first.",
            r#"element(["a", "b", "c"], 4)"# => r#""b""#;
        Slice "slice" ("list": List, "start": Int, "end": Int) -> List = collections::slice,
            "The elements from position `start` to the one before `end`.",
            r#"slice(["a", "b", "c"], 1, 3)"# => r#"["b", "c"]"#;
        Concat "concat" ("list": List) [more] -> List = collections::concat,
            "Lists, one behind the other.",
            r#"concat(["a"], ["b", "c"])"# => r#"["a", "b", "c"]"#;
        Flatten "flatten" ("lists": Lists) -> List = collections::flatten,
            "The elements of lists in lists, however deep, as one list.",
            "flatten([[1, 2], [], [3]])" => "[1, 2, 3]";
        Distinct "distinct" ("list": List) -> List = collections::distinct,
            "Each element once, where it comes first.",
            r#"distinct(["b", "a", "b"])"# => r#"["b", "a"]"#;
        Compact "compact" ("texts": OptionalTexts) -> Texts = collections::compact,
            "Texts without those that are empty or null.",
            r#"compact(["a", "", null, "b"])"# => r#"["a", "b"]"#;
        Sort "sort" ("texts": Texts) -> Texts = collections::sort,
            "Texts in order, byte by byte, so that capitals come first.",
            r#"sort(["b", "a", "C"])"# => r#"["C", "a", "b"]"#;
        Reverse "reverse" ("list": List) -> List = collections::reverse,
            "The last element first.",
            "reverse([1, 2, 3])" => "[3, 2, 1]";
        Range "range" ("start": Int, "end": Int, "step": Int) from 1 -> Ints = collections::range,
            "Numbers from `start` (0 if only the end is given) to before `end`, `step` apart.",
            "concat(range(3), range(10, 20, 5))" => "[0, 1, 2, 10, 15]";
        Chunklist "chunklist" ("list": List, "size": Int) -> Lists = collections::chunklist,
            "A list cut into lists of `size`; the last may be shorter.",
            "chunklist([1, 2, 3], 2)" => "[[1, 2], [3]]";
        Zip "zip" ("a": List, "b": OtherList) -> Pairs = collections::zip,
            "Two lists of one length as a list of objects `{ a, b }`.",
            r#"[for pair in zip(["x", "y"], [1, 2]) : "${pair.a}${pair.b}"]"# => r#"["x1", "y2"]"#;
        Zipmap "zipmap" ("keys": Texts, "values": List) -> Map = collections::zipmap,
            "A map of keys and values from two lists of one length.",
            r#"zipmap(["a", "b"], [1, 2])"# => "{ a = 1, b = 2 }";
        Merge "merge" ("map": Map) [more] -> Map = collections::merge,
            "All fields of several maps or objects; of equal keys the last wins.",
            "merge({ a = 1, b = 1 }, { b = 2 })" => "{ a = 1, b = 2 }";
        Combine "combine" ("maps": Maps, "what": Text, "otherwise": Text) from 2 -> Map = collections::combine,
            "All fields of a list of maps, of which no two may have a key in common. `what` says in the message what a key is, and `otherwise` what to do.",
            r#"combine([{ a = 1 }, { b = 2 }], "variable")"# => "{ a = 1, b = 2 }";
        Lookup "lookup" ("map": Map, "key": Text, "default": A) -> A = collections::lookup,
            "The value of a key, or the default where the map does not have it.",
            r#"lookup({ a = 1 }, "b", 0)"# => "0";
        One "one" ("list": List) -> OptionalA = collections::one,
            "The only element of a list, or null where there is none.",
            r#"one(["a"])"# => r#""a""#;
        Coalesce "coalesce" ("value": OptionalA) [more] -> FirstSet = collections::coalesce,
            "The first value that is neither null nor an empty text; the last where there is none.",
            r#"coalesce(null, "", "b", "c")"# => r#""b""#;
        Alltrue "alltrue" ("bools": Bools) -> Bool = collections::alltrue,
            "Whether all are true. Of no bools at all it is true.",
            "alltrue([true, 2 > 1])" => "true";
        Anytrue "anytrue" ("bools": Bools) -> Bool = collections::anytrue,
            "Whether one is true.",
            "anytrue([false, 1 > 2])" => "false";
    }
    "Sets" {
        Setunion "setunion" ("set": Set) [more] -> Set = sets::union,
            "What is in at least one of the sets.",
            r#"sort(setunion(["a", "b"], ["b", "c"]))"# => r#"["a", "b", "c"]"#;
        Setintersection "setintersection" ("set": Set) [more] -> Set = sets::intersection,
            "What is in all of the sets.",
            r#"sort(setintersection(["a", "b"], ["b", "c"]))"# => r#"["b"]"#;
        Setsubtract "setsubtract" ("set": Set, "without": Set) -> Set = sets::subtract,
            "What is in the first set and not in the second.",
            r#"sort(setsubtract(["a", "b"], ["b", "c"]))"# => r#"["a"]"#;
        Toset "toset" ("list": Set) -> Set = collections::same,
            "A list as a set: without order, each element once.",
            r#"length(toset(["a", "b", "a"]))"# => "2";
        Tolist "tolist" ("set": List) -> List = collections::same,
            "A set as a list, sorted.",
            r#"tolist(toset(["b", "a"]))"# => r#"["a", "b"]"#;
        Tomap "tomap" ("object": Map) -> Map = collections::same,
            "An object whose fields have one type, as a map.",
            "tomap({ a = 1, b = 2 })" => "{ a = 1, b = 2 }";
    }
    "Text" {
        Join "join" ("separator": Text, "texts": LaterTexts) -> LaterText = text::join,
            "Texts with a separator between them.",
            r#"join(", ", ["a", "b"])"# => r#""a, b""#;
        Split "split" ("separator": Text, "text": Text) -> Texts = text::split,
            "The parts of a text between separators.",
            r#"split(",", "a,b,,c")"# => r#"["a", "b", "", "c"]"#;
        Format "format" ("format": Text, "value": Shown) [more] from 1 -> LaterText = format::format,
            "A text with values in its places, as `printf` writes them: `%s`, `%v`, `%q`, `%t`, `%d`, `%b`, `%o`, `%x`, `%X`, `%f`, `%e`, `%g`, with `-`, `0`, `+`, width, precision and `[n]`. The format is a literal, and each value is checked against its place.",
            r#"format("%s-%03d", "host", 7)"# => r#""host-007""#;
        Upper "upper" ("text": Text) -> Text = text::upper,
            "All letters as capitals.",
            r#"upper("mail")"# => r#""MAIL""#;
        Lower "lower" ("text": Text) -> Text = text::lower,
            "All letters small.",
            r#"lower("Mail")"# => r#""mail""#;
        Title "title" ("text": Text) -> Text = text::title,
            "The first letter of each word as a capital.",
            r#"title("order mail")"# => r#""Order Mail""#;
        Trim "trim" ("text": Text, "characters": Text) -> Text = text::trim,
            "A text without any of these characters at its ends.",
            r#"trim("/api/v1/", "/")"# => r#""api/v1""#;
        Trimspace "trimspace" ("text": Text) -> Text = text::trimspace,
            "A text without spaces and line breaks at its ends.",
            r#"trimspace("  mail\n")"# => r#""mail""#;
        Trimprefix "trimprefix" ("text": Text, "prefix": Text) -> Text = text::trimprefix,
            "A text without a beginning, where it has it.",
            r#"trimprefix("db-orders", "db-")"# => r#""orders""#;
        Trimsuffix "trimsuffix" ("text": Text, "suffix": Text) -> Text = text::trimsuffix,
            "A text without an end, where it has it.",
            r#"trimsuffix("orders.json", ".json")"# => r#""orders""#;
        Chomp "chomp" ("text": Text) -> Text = text::chomp,
            "A text without line breaks at its end.",
            r#"chomp("mail\n\n")"# => r#""mail""#;
        Indent "indent" ("spaces": Int, "text": Text) -> Text = text::indent,
            "Spaces before every line but the first.",
            r#"indent(2, "a\nb")"# => r#""a\n  b""#;
        Replace "replace" ("text": LaterText, "from": Text, "to": Text) -> LaterText = text::replace,
            "Every occurrence of `from` replaced. `/pattern/` is a regular expression, whose groups are `$1` in `to`.",
            r#"replace("a_b_c", "_", "-")"# => r#""a-b-c""#;
        Startswith "startswith" ("text": Text, "prefix": Text) -> Bool = text::startswith,
            "Whether a text begins so.",
            r#"startswith("aurora-mysql", "aurora")"# => "true";
        Endswith "endswith" ("text": Text, "suffix": Text) -> Bool = text::endswith,
            "Whether a text ends so.",
            r#"endswith("aurora-mysql", "aurora")"# => "false";
        Strcontains "strcontains" ("text": Text, "part": Text) -> Bool = text::strcontains,
            "Whether a text holds another.",
            r#"strcontains("aurora-mysql", "-my")"# => "true";
        Strrev "strrev" ("text": Text) -> Text = text::strrev,
            "The last character first.",
            r#"strrev("abc")"# => r#""cba""#;
        Substr "substr" ("text": Text, "start": Int, "length": Int) -> Text = text::substr,
            "Characters from `start`, which counts from the end if negative; a negative `length` takes all that follow. Where the text ends, fewer.",
            r#"substr("eu-west-1", 3, 4)"# => r#""west""#;
        Regex "regex" ("pattern": Text, "text": Text) -> Text = regex::regex,
            "What the first match of a pattern gives: without groups its text; with groups a list of theirs; with named groups, `(?P<name>...)`, an object. Something has to match. The pattern is a literal.",
            r#"regex("[0-9]+", "mail-42-x")"# => r#""42""#;
        Regexall "regexall" ("pattern": Text, "text": Text) -> Texts = regex::regexall,
            "What all matches of a pattern give. `length(regexall(...)) > 0` asks whether there is one.",
            r#"regexall("[0-9]+", "mail-42-7")"# => r#"["42", "7"]"#;
        Tostring "tostring" ("value": Shown) -> LaterText = text::tostring,
            "A number, a bool or a quantity as text: the same as `\"${x}\"`.",
            "tostring(30)" => r#""30""#;
        Tonumber "tonumber" ("text": Text) -> Number = numbers::tonumber,
            "The number that a text shows.",
            r#"tonumber("2.5") * 2"# => "5";
        Tobool "tobool" ("text": Text) -> Bool = text::tobool,
            "Whether a text is `true`; else it has to be `false`.",
            r#"tobool("true")"# => "true";
    }
    "Numbers" {
        Min "min" ("number": Ordered) [more] -> Ordered = numbers::min,
            "The smallest of some numbers, or of some quantities of one kind.",
            "min(3, 1, 2)" => "1";
        Max "max" ("number": Ordered) [more] -> Ordered = numbers::max,
            "The largest of some numbers, or of some quantities of one kind. `max(list...)` takes those of a list.",
            "max([3, 1, 2]...)" => "3";
        Sum "sum" ("numbers": OrderedList) -> Ordered = numbers::sum,
            "Numbers, or quantities of one kind, added. There has to be one.",
            "sum([1, 2.5, 3])" => "6.5";
        Abs "abs" ("number": SameNumber) -> SameNumber = numbers::abs,
            "A number without its sign.",
            "abs(-2)" => "2";
        Signum "signum" ("number": Number) -> Int = numbers::signum,
            "-1, 0 or 1: the sign of a number.",
            "signum(-0.5)" => "-1";
        Ceil "ceil" ("number": Number) -> Int = numbers::ceil,
            "The nearest whole number that is not smaller.",
            "ceil(1.2)" => "2";
        Floor "floor" ("number": Number) -> Int = numbers::floor,
            "The nearest whole number that is not larger.",
            "floor(-1.2)" => "-2";
        Pow "pow" ("base": Number, "exponent": Int) -> Number = numbers::pow,
            "A number multiplied by itself; the exponent is a whole number.",
            "pow(2, 10)" => "1024";
        Parseint "parseint" ("text": Text, "base": Int) -> Int = numbers::parseint,
            "The whole number that a text shows with a base from 2 to 36.",
            r#"parseint("ff", 16)"# => "255";
    }
    "Units" {
        InMilliseconds "in_milliseconds" ("duration": Duration) -> Int = units::in_milliseconds,
            "A duration in milliseconds.",
            r#"in_milliseconds("1.5s")"# => "1500";
        InSeconds "in_seconds" ("duration": Duration) -> Int = units::in_seconds,
            "A duration in seconds, rounded up.",
            r#"in_seconds("2m")"# => "120";
        InMinutes "in_minutes" ("duration": Duration) -> Int = units::in_minutes,
            "A duration in minutes, rounded up.",
            r#"in_minutes("90s")"# => "2";
        InHours "in_hours" ("duration": Duration) -> Int = units::in_hours,
            "A duration in hours, rounded up.",
            r#"in_hours("2d")"# => "48";
        InDays "in_days" ("duration": Duration) -> Int = units::in_days,
            "A duration in days, rounded up.",
            r#"in_days("36h")"# => "2";
        InMib "in_mib" ("bytes": Bytes) -> Int = units::in_mib,
            "An amount of data in MiB, rounded up.",
            r#"in_mib("2GiB")"# => "2048";
        InGib "in_gib" ("bytes": Bytes) -> Int = units::in_gib,
            "An amount of data in GiB, rounded up.",
            r#"in_gib("1025MiB")"# => "2";
    }
    "Addresses" {
        Cidrsubnet "cidrsubnet" ("cidr": Cidr, "new_bits": Int, "number": Int) -> Cidr = cidr::subnet,
            "The range with this number among those whose prefix is `new_bits` longer.",
            r#"cidrsubnet("10.0.0.0/16", 8, 2)"# => r#""10.0.2.0/24""#;
        Cidrsubnets "cidrsubnets" ("cidr": Cidr, "new_bits": Int) [more] -> Cidrs = cidr::subnets,
            "Ranges one behind the other, each with its own number of new bits. One more at the end leaves the others as they are.",
            r#"cidrsubnets("10.0.0.0/16", 4, 8)"# => r#"["10.0.0.0/20", "10.0.16.0/24"]"#;
        CidrBlocks "cidr_blocks" ("cidr": Cidr, "new_bits": Int, "count": Int) -> Cidrs = cidr::blocks,
            "The first `count` ranges whose prefix is `new_bits` longer. A larger count adds ranges at the end, and leaves the others as they are.",
            r#"cidr_blocks("10.0.0.0/16", 8, 2)"# => r#"["10.0.0.0/24", "10.0.1.0/24"]"#;
        Cidrhost "cidrhost" ("cidr": Cidr, "number": Int) -> Text = cidr::host,
            "The address with this number in a range, from 0; a negative one counts from the end.",
            r#"cidrhost("10.0.0.0/24", 5)"# => r#""10.0.0.5""#;
        Cidrnetmask "cidrnetmask" ("cidr": Cidr) -> Text = cidr::netmask,
            "The mask of a range.",
            r#"cidrnetmask("10.0.0.0/20")"# => r#""255.255.240.0""#;
        CidrBits "cidr_bits" ("cidr": Cidr) -> Int = cidr::bits,
            "The length of a range's prefix.",
            r#"cidr_bits("10.0.0.0/16")"# => "16";
        CidrContains "cidr_contains" ("cidr": Cidr, "inner": Text) -> Bool = cidr::contains,
            "Whether a range, or an address, lies within a range.",
            r#"cidr_contains("10.0.0.0/16", "10.0.3.0/24")"# => "true";
        CidrOverlaps "cidr_overlaps" ("a": Cidr, "b": Cidr) -> Bool = cidr::overlaps,
            "Whether two ranges have an address in common.",
            r#"cidr_overlaps("10.0.0.0/16", "10.1.0.0/16")"# => "false";
    }
    "Encoding" {
        Jsonencode "jsonencode" ("value": Json) -> LaterText = json::jsonencode,
            "JSON text of a value: compact, keys sorted, without fields that are null. Later values may be inside.",
            "jsonencode({ b = [1, true], a = null })" => r#""{\"b\":[1,true]}""#;
        Jsondecode "jsondecode" ("text": Text) -> Json = json::jsondecode,
            "What a JSON text holds, for a property or for `jsonencode`: its type is any JSON.",
            r#"jsonencode(jsondecode("{ \"b\": 1, \"a\": [] }"))"# => r#""{\"a\":[],\"b\":1}""#;
        Base64encode "base64encode" ("text": Text) -> Text = encoding::base64encode,
            "A text's bytes (UTF-8) in base64.",
            r#"base64encode("Hello")"# => r#""SGVsbG8=""#;
        Base64decode "base64decode" ("text": Text) -> Text = encoding::base64decode,
            "The text (UTF-8) that base64 stands for.",
            r#"base64decode("SGVsbG8=")"# => r#""Hello""#;
        Urlencode "urlencode" ("text": Text) -> Text = encoding::urlencode,
            "A text as a value in the query of an address.",
            r#"urlencode("a b&c")"# => r#""a+b%26c""#;
    }
    "Checksums" {
        Sha256 "sha256" ("text": Text) -> Text = hash::sha256,
            "SHA-256 of a text's bytes (UTF-8), in hexadecimal digits.",
            r#"substr(sha256("mail"), 0, 12)"# => r#""00d8d3f11739""#;
        Sha512 "sha512" ("text": Text) -> Text = hash::sha512,
            "SHA-512, in hexadecimal digits.",
            r#"length(sha512("mail"))"# => "128";
        Base64sha256 "base64sha256" ("text": Text) -> Text = hash::base64sha256,
            "SHA-256, in base64.",
            r#"length(base64sha256("mail"))"# => "44";
        Base64sha512 "base64sha512" ("text": Text) -> Text = hash::base64sha512,
            "SHA-512, in base64.",
            r#"length(base64sha512("mail"))"# => "88";
    }
}
