//! Names of functions that people know from elsewhere, and what is written instead here. A name
//! that means the same as in Terraform is no foreign name: it is in the table of functions.

/// What to do instead.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Instead {
    /// The function of this name.
    Called(&'static str),
    /// Something else, and why.
    Written(&'static str),
}

use Instead::{Called, Written};

/// Functions of Terraform that are not there.
pub const TERRAFORM: &[(&str, Instead)] = &[
    ("abspath", Written(NO_FOLDERS)),
    (
        "base64gzip",
        Written("what a compressor writes depends on its version; hand the text over as it is"),
    ),
    ("basename", Written(NO_FOLDERS)),
    ("bcrypt", Written(NO_SECRETS)),
    ("can", Written(NO_TRY)),
    ("coalescelist", Written("write `length(a) > 0 ? a : b`")),
    ("csvdecode", Written("write the rows as a list of objects")),
    ("dirname", Written(NO_FOLDERS)),
    ("ephemeralasnull", Written(NO_SENSITIVE)),
    ("filebase64", Written(NO_FILES)),
    ("filebase64sha256", Written(NO_FILES)),
    ("filebase64sha512", Written(NO_FILES)),
    ("fileexists", Written(NO_FILES)),
    ("filemd5", Written(NO_FILES)),
    ("fileset", Written(NO_FILES)),
    ("filesha1", Written(NO_FILES)),
    ("filesha256", Written(NO_FILES)),
    ("filesha512", Written(NO_FILES)),
    ("formatdate", Written(NO_CLOCK)),
    (
        "formatlist",
        Written("write `[for x in list : format(\"...\", x)]`"),
    ),
    ("issensitive", Written(NO_SENSITIVE)),
    ("list", Written("write `[a, b]`")),
    (
        "log",
        Written("its last digit differs from machine to machine; compute with whole numbers"),
    ),
    ("map", Written("write `{ a = 1, b = 2 }`")),
    (
        "matchkeys",
        Written("write `[for pair in zip(values, keys) : pair.a if contains(wanted, pair.b)]`"),
    ),
    ("md5", Written("it is broken; use `sha256`")),
    ("nonsensitive", Written(NO_SENSITIVE)),
    ("pathexpand", Written(NO_FOLDERS)),
    ("plantimestamp", Written(NO_CLOCK)),
    ("rsadecrypt", Written(NO_SECRETS)),
    ("sensitive", Written(NO_SENSITIVE)),
    (
        "setproduct",
        Written("write `flatten([for a in first : [for b in second : { a = a, b = b }]])`"),
    ),
    ("sha1", Written("it is broken; use `sha256`")),
    (
        "templatefile",
        Written(
            "text with values is written here, as `<<-END ... END` with `${...}`, `%{ for }` and `%{ if }`",
        ),
    ),
    (
        "templatestring",
        Written("text with values is written as `\"${a}-${b}\"`"),
    ),
    (
        "textdecodebase64",
        Written("text is UTF-8; use `base64decode`"),
    ),
    (
        "textencodebase64",
        Written("text is UTF-8; use `base64encode`"),
    ),
    ("timeadd", Written(NO_CLOCK)),
    ("timecmp", Written(NO_CLOCK)),
    ("timestamp", Written(NO_CLOCK)),
    (
        "transpose",
        Written(
            "write `{ for v in distinct(flatten(values(m))) : v => [for k, vs in m : k if contains(vs, v)] }`",
        ),
    ),
    ("try", Written(NO_TRY)),
    (
        "type",
        Written("every type is known when it is written; a message about a type shows it"),
    ),
    (
        "uuid",
        Written(
            "it would differ with every build; a stable one is made of a checksum: `sha256(\"...\")`",
        ),
    ),
    (
        "uuidv5",
        Written("a stable name is made of a checksum: `substr(sha256(\"...\"), 0, 32)`"),
    ),
    (
        "yamldecode",
        Written("write the value itself, or JSON with `jsondecode`"),
    ),
    ("yamlencode", Written("JSON is YAML: use `jsonencode`")),
];

const NO_FOLDERS: &str = "an app does not know where it lies on a disk: write the path as text";
const NO_FILES: &str = "a build depends on its sources alone, and reads no other files";
const NO_CLOCK: &str =
    "a build depends on its sources alone, and has no clock: the same source gives the same output";
const NO_SECRETS: &str = "a secret never passes through a build; use a `secret`";
const NO_SENSITIVE: &str =
    "a build has no secrets in it: hand them over as a `param` or a `secret`";
const NO_TRY: &str = "types say what is there: ask `x == null`, `contains(keys(m), \"k\")` or `length(regexall(...)) > 0`";

/// Names from other languages, and older ones.
pub const OTHERS: &[(&str, Instead)] = &[
    ("all", Called("alltrue")),
    ("any", Called("anytrue")),
    ("append", Called("concat")),
    ("cidr_host", Called("cidrhost")),
    ("cidr_netmask", Called("cidrnetmask")),
    ("cidr_subnet", Called("cidrsubnet")),
    ("cidr_subnets", Called("cidr_blocks")),
    ("count", Called("length")),
    ("empty", Written("write `length(x) == 0`")),
    ("ends_with", Called("endswith")),
    ("filter", Written("write `[for x in list : x if ...]`")),
    ("first", Written("write `list[0]`")),
    ("foldl", Written("write a for-expression, or `sum(list)`")),
    ("from_json", Called("jsondecode")),
    ("has", Called("contains")),
    ("includes", Called("contains")),
    ("index_of", Called("index")),
    ("indexOf", Called("index")),
    (
        "int",
        Written("write `floor(x)` for a number, or `parseint(text, 10)` for text"),
    ),
    ("intersection", Called("setintersection")),
    ("items", Written("write `[for k, v in map : ...]`")),
    ("json", Called("jsonencode")),
    ("last", Written("write `list[length(list) - 1]`")),
    ("len", Called("length")),
    ("map_values", Called("values")),
    ("reduce", Written("write a for-expression, or `sum(list)`")),
    ("round", Written("write `floor(x + 0.5)`")),
    ("size", Called("length")),
    ("starts_with", Called("startswith")),
    ("str", Called("tostring")),
    ("string", Called("tostring")),
    ("substring", Called("substr")),
    ("to_json", Called("jsonencode")),
    ("toJSON", Called("jsonencode")),
    ("to_lower", Called("lower")),
    ("toLower", Called("lower")),
    ("to_set", Called("toset")),
    ("to_string", Called("tostring")),
    ("to_upper", Called("upper")),
    ("toUpper", Called("upper")),
    ("trim_prefix", Called("trimprefix")),
    ("trim_space", Called("trimspace")),
    ("trim_suffix", Called("trimsuffix")),
    ("union", Called("setunion")),
    ("unique", Called("distinct")),
];

/// What is written instead of a foreign name, and whether Terraform has it.
pub fn find(name: &str) -> Option<(Instead, bool)> {
    let look = |table: &[(&str, Instead)], terraform| {
        let found = table.iter().find(|(known, _)| *known == name);
        found.map(|(_, instead)| (*instead, terraform))
    };
    look(TERRAFORM, true).or_else(|| look(OTHERS, false))
}

#[cfg(test)]
mod tests {
    use super::super::{find as function, names};
    use super::{Instead, OTHERS, TERRAFORM};

    /// The functions of Terraform 1.11, without `file`, which comes with the app's own files.
    const ALL: &str = "abs abspath alltrue anytrue base64decode base64encode base64gzip base64sha256 \
        base64sha512 basename bcrypt can ceil chomp chunklist cidrhost cidrnetmask cidrsubnet \
        cidrsubnets coalesce coalescelist compact concat contains csvdecode dirname distinct element \
        endswith ephemeralasnull filebase64 filebase64sha256 filebase64sha512 fileexists filemd5 \
        fileset filesha1 filesha256 filesha512 flatten floor format formatdate formatlist indent \
        index issensitive join jsondecode jsonencode keys length list log lookup lower map matchkeys \
        max md5 merge min nonsensitive one parseint pathexpand plantimestamp pow range regex regexall \
        replace reverse rsadecrypt sensitive setintersection setproduct setsubtract setunion sha1 \
        sha256 sha512 signum slice sort split startswith strcontains strrev substr sum templatefile \
        templatestring textdecodebase64 textencodebase64 timeadd timecmp timestamp title tobool \
        tolist tomap tonumber toset tostring transpose trim trimprefix trimspace trimsuffix try type \
        upper urlencode uuid uuidv5 values yamldecode yamlencode zipmap";

    #[test]
    fn every_function_of_terraform_is_there_or_told_about() {
        for name in ALL.split_whitespace() {
            let is_there = names().any(|known| known == name);
            let is_told = TERRAFORM.iter().any(|(known, _)| *known == name);
            assert!(is_there != is_told, "{name}");
        }
        for (name, _) in TERRAFORM {
            assert!(ALL.split_whitespace().any(|known| known == *name), "{name}");
        }
    }

    #[test]
    fn what_is_called_otherwise_is_there() {
        for (name, instead) in TERRAFORM.iter().chain(OTHERS) {
            assert!(function(name).is_none(), "{name}");
            if let Instead::Called(other) = instead {
                assert!(function(other).is_some(), "{other}");
            }
        }
    }
}
