//! Words of other languages, and what is written here instead. One table for every place where a
//! name can be unknown; functions have their own, since they have to be complete.

/// Where a word of another language may stand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    /// The first word of a block.
    Block,
    /// A name in an expression.
    Name,
    /// An attribute of a use or of a resource, or a block in its place.
    Attribute,
    /// A function of CloudFormation, without `Fn::`.
    Intrinsic,
    /// A name that CloudFormation has for what is known about the place.
    Pseudo,
}

use Place::{Attribute, Block, Intrinsic, Name, Pseudo};

/// What to do instead, as a sentence. `{}` stands for what follows the word.
const WORDS: &[(Place, &str, &str)] = &[
    (
        Block,
        "variable",
        "what is given at deployment is a `param \"NAME\" { type = string }`, and what a component is given is an `input`",
    ),
    (
        Block,
        "locals",
        "values with names stand in a component, in its block `let { ... }`",
    ),
    (
        Block,
        "data",
        "what exists already is declared as `existing \"AWS::SERVICE::TYPE\" \"NAME\" { ... }`",
    ),
    (
        Block,
        "module",
        "a module is a component: declare it with `component \"NAME\" { ... }`, or bring a library in with `import`",
    ),
    (
        Block,
        "provider",
        "leave it out: the regions stand in the `app` block, and the account is the one that is deployed to",
    ),
    (
        Block,
        "terraform",
        "leave it out: the language's version stands in the `app` block, and there is no backend to set up",
    ),
    (
        Block,
        "removed",
        "leave it out: what is taken out of the source goes away, and a plan says so",
    ),
    (Block, "Parameters", PARAMETERS),
    (
        Block,
        "Resources",
        "each resource is a block of its own: `resource \"AWS::SERVICE::TYPE\" \"NAME\" { ... }`",
    ),
    (
        Block,
        "Outputs",
        "outputs stand in a component: `output \"NAME\" { value = ... }`",
    ),
    (Block, "Mappings", "a map is a `let` of a component"),
    (
        Block,
        "Conditions",
        "a condition stands where it matters: `when = ...`",
    ),
    (
        Name,
        "var",
        "what is given at deployment is `param.{}`, and an input is named alone: `{}`",
    ),
    (Name, "local", "a `let` is named alone: `{}`"),
    (Name, "locals", "a `let` is named alone: `{}`"),
    (Name, "let", "a `let` is named alone: `{}`"),
    (Name, "input", "an input is named alone: `{}`"),
    (Name, "inputs", "an input is named alone: `{}`"),
    (Name, "data", "what exists already is `existing.{}`"),
    (Name, "module", "a use is named by its kind: `KIND.{}`"),
    (
        Name,
        "count",
        "there is no `count`; in a block with `for_each` there is `each.key`",
    ),
    (
        Name,
        "path",
        "an app does not know where it lies on a disk: write the path as text",
    ),
    (Name, "terraform", "the environment is `app.environment`"),
    (Name, "environment", "write `app.environment`"),
    (Name, "env", "write `app.environment`"),
    (Name, "region", "write `site.region`"),
    (Name, "regions", "write `app.regions`"),
    (Name, "account", "write `site.account`"),
    (Name, "account_id", "write `site.account`"),
    (Name, "partition", "write `site.partition`"),
    (Name, "zones", "write `site.zones`"),
    (Name, "availability_zones", "write `site.zones`"),
    (Name, "True", "write `true`"),
    (Name, "TRUE", "write `true`"),
    (Name, "yes", "write `true`"),
    (Name, "False", "write `false`"),
    (Name, "FALSE", "write `false`"),
    (Name, "no", "write `false`"),
    (Name, "None", "write `null`"),
    (Name, "nil", "write `null`"),
    (Name, "undefined", "write `null`"),
    (
        Attribute,
        "count",
        "several of it are made by `for_each = [\"a\", \"b\"]`, and none by `when = false`",
    ),
    (Attribute, "depends_on", AFTER),
    (Attribute, "DependsOn", AFTER),
    (Attribute, "lifecycle", ON_DELETE),
    (Attribute, "prevent_destroy", ON_DELETE),
    (Attribute, "DeletionPolicy", ON_DELETE),
    (Attribute, "UpdateReplacePolicy", ON_DELETE),
    (Attribute, "Condition", "write `when = ...`"),
    (Attribute, "condition", "write `when = ...`"),
    (
        Attribute,
        "Properties",
        "properties stand directly in the block: `NAME = ...`",
    ),
    (
        Attribute,
        "Type",
        "the type is the first label of the block: `resource \"AWS::SERVICE::TYPE\" \"NAME\" { ... }`",
    ),
    (
        Attribute,
        "provider",
        "leave it out: where a resource stands says `at`, and where a use stands says `regions`",
    ),
    (
        Attribute,
        "dynamic",
        "write a for-expression: `NAME = [for x in list : { ... }]`",
    ),
    (
        Attribute,
        "provisioner",
        "leave it out: nothing is run on a machine",
    ),
    (Intrinsic, "Ref", "write `{}.ref`"),
    (Intrinsic, "GetAtt", "write `{}`"),
    (Intrinsic, "Sub", "write a template: `\"${...}\"`"),
    (
        Intrinsic,
        "Join",
        "write `join(\",\", [...])`, or a template: `\"${a}-${b}\"`",
    ),
    (Intrinsic, "Select", "write `list[0]`"),
    (Intrinsic, "Split", "write `split(\",\", text)`"),
    (Intrinsic, "If", "write `condition ? a : b`"),
    (Intrinsic, "Equals", "write `a == b`"),
    (Intrinsic, "And", "write `a && b`"),
    (Intrinsic, "Or", "write `a || b`"),
    (Intrinsic, "Not", "write `!a`"),
    (Intrinsic, "Base64", "write `base64encode(text)`"),
    (Intrinsic, "Cidr", "write `cidr_blocks(...)`"),
    (Intrinsic, "FindInMap", "write `map[key]`"),
    (Intrinsic, "GetAZs", "write `site.zones`"),
    (
        Intrinsic,
        "ImportValue",
        "what another stack gives is a `param`, or the attribute of an `existing`",
    ),
    (Intrinsic, "Length", "write `length(list)`"),
    (Intrinsic, "ToJsonString", "write `jsonencode(...)`"),
    (
        Intrinsic,
        "ForEach",
        "write `for_each = ...` in the block, or a for-expression",
    ),
    (
        Intrinsic,
        "Transform",
        "there are no macros; write what it would make",
    ),
    (Pseudo, "AWS::Region", "write `site.region`"),
    (Pseudo, "AWS::AccountId", "write `site.account`"),
    (Pseudo, "AWS::Partition", "write `site.partition`"),
    (
        Pseudo,
        "AWS::StackName",
        "write `\"${app.name}-${app.environment}\"`, or a name of your own",
    ),
    (Pseudo, "AWS::NoValue", "write `null`"),
    (Pseudo, "AWS::URLSuffix", "write the domain as text"),
];

const PARAMETERS: &str = "each is a block of its own: `param \"NAME\" { type = string }`";
const AFTER: &str = "what is referred to is waited for anyhow; a resource that has to wait for another without referring to it says `after = [...]`";
const ON_DELETE: &str = "what happens when a resource goes away is its `on_delete`: \"snapshot\", \"retain\" or \"delete\"";

/// What to do instead of a word, which `rest` follows.
pub fn instead(place: Place, word: &str, rest: Option<&str>) -> Option<String> {
    let known = WORDS
        .iter()
        .find(|(at, known, _)| *at == place && *known == word);
    known.map(|(_, _, sentence)| sentence.replace("{}", rest.unwrap_or("NAME")))
}

/// What to do instead of a call of a function of CloudFormation, with or without `Fn::`. `argument`
/// is the resource that it names, or the resource and its attribute.
pub fn intrinsic(function: &str, argument: Option<&str>) -> Option<String> {
    let pseudo = argument.and_then(|argument| instead(Pseudo, argument, None));
    let name = function.strip_prefix("Fn::").unwrap_or(function);
    let default = if name == "GetAtt" { "NAME.Arn" } else { "NAME" };
    pseudo.or_else(|| instead(Intrinsic, name, argument.or(Some(default))))
}

#[cfg(test)]
mod tests {
    use super::{Block, Name, WORDS, intrinsic};
    use crate::resolve::{KEYWORDS, RESERVED};

    #[test]
    fn no_word_is_one_of_the_language() {
        for (place, word, _) in WORDS {
            let twice = WORDS
                .iter()
                .filter(|(at, other, _)| (at, other) == (place, word));
            assert_eq!(twice.count(), 1, "{word}");
            assert!(*place != Block || !KEYWORDS.contains(word), "{word}");
            assert!(*place != Name || !RESERVED.contains(word), "{word}");
        }
    }

    #[test]
    fn functions_of_cloudformation_are_written_as_expressions() {
        let told = |function, argument| intrinsic(function, argument).unwrap_or_default();
        assert_eq!(told("Ref", Some("mail")), "write `mail.ref`");
        assert_eq!(told("Fn::GetAtt", Some("mail.Arn")), "write `mail.Arn`");
        assert_eq!(told("Ref", Some("AWS::Region")), "write `site.region`");
        assert_eq!(intrinsic("Fn::Moon", None), None);
    }
}
