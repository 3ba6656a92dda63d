//! `cargo xtask provider`: what the provider's schema says of the types that translations lead to,
//! in the few words that the compiler needs.

use std::collections::BTreeMap;

use outrigger_core::diag::Diagnostics;
use outrigger_core::lower::terraform::provider::{Nested, Provider, Shape};
use outrigger_core::lower::terraform::translation::Translation;
use outrigger_core::lower::terraform::{CLOUD_CONTROL, Translations};
use outrigger_core::names::Names;
use outrigger_core::source::{Origin, Sources};
use outrigger_core::syntax;
use serde_json::Value;

use crate::terraform::Terraform;
use crate::{Failure, root};

/// The file that is made.
const FILE: &str = "stdlib/terraform/provider.json";

pub fn run() -> Result<(), Failure> {
    let before = read()?;
    let terraform = Terraform::install(&before)?.map_err(Failure::new)?;
    let schema = terraform.schema()?;
    let provider = compact(&before, &schema, &translations()?)?;
    let text = serde_json::to_string_pretty(&provider)? + "\n";
    std::fs::write(root().join(FILE), &text)?;
    println!(
        "{FILE}: {} resources of {} {}, {} bytes",
        provider.resources.len(),
        provider.source,
        provider.version,
        text.len()
    );
    Ok(())
}

/// The file as it is.
pub fn read() -> Result<Provider, Failure> {
    Ok(Provider::read(&std::fs::read_to_string(
        root().join(FILE),
    )?)?)
}

/// The translations as they are on disk.
fn translations() -> Result<Translations, Failure> {
    let (names, mut sources, mut diagnostics) = (Names::new(), Sources::new(), Diagnostics::new());
    let mut trees = Vec::new();
    for entry in std::fs::read_dir(root().join("stdlib/terraform"))? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "hcl") {
            let text = std::fs::read_to_string(&path)?;
            let file = sources.add(path.display().to_string(), text, Origin::Stdlib);
            trees.push(syntax::parse(&sources, file, &names, &mut diagnostics));
        }
    }
    Translations::read(&trees, &names).map_err(Failure::new)
}

fn compact(
    before: &Provider,
    schema: &Value,
    translations: &Translations,
) -> Result<Provider, Failure> {
    let all = &schema["provider_schemas"][format!("registry.terraform.io/{}", before.source)];
    let mut provider = Provider {
        source: before.source.clone(),
        version: before.version.clone(),
        ..Provider::default()
    };
    let targets = translations.by_type.values().flat_map(Translation::targets);
    for (target, ephemeral) in targets.chain([(CLOUD_CONTROL, false)]) {
        let (kind, into) = if ephemeral {
            ("ephemeral_resource_schemas", &mut provider.ephemeral)
        } else {
            ("resource_schemas", &mut provider.resources)
        };
        into.insert(target.to_owned(), shape_of(&all[kind], target)?);
    }
    let pseudo = translations.pseudo.values().map(|one| &one.data);
    for data in pseudo.chain(translations.secrets.values().map(|one| &one.data)) {
        let shape = shape_of(&all["data_source_schemas"], data)?;
        provider.data.insert(data.clone(), shape);
    }
    Ok(provider)
}

fn shape_of(types: &Value, name: &str) -> Result<Shape, Failure> {
    let block = &types[name]["block"];
    if block.is_null() {
        return Err(Failure::new(format!("the provider has no {name}")));
    }
    shape(block)
}

fn shape(block: &Value) -> Result<Shape, Failure> {
    const FLAGS: [&str; 5] = [
        "required",
        "optional",
        "computed",
        "deprecated",
        "write_only",
    ];
    let fields = |name: &str| block[name].as_object().into_iter().flatten();
    let mut shape = Shape::default();
    for (name, attribute) in fields("attributes") {
        let mut text = type_text(&attribute["type"])?;
        for flag in FLAGS {
            if attribute[flag] == Value::Bool(true) {
                text.push(' ');
                text.push_str(flag);
            }
        }
        shape.attributes.insert(name.clone(), text);
    }
    for (name, nested) in fields("block_types") {
        // Every type has them, and no translation sets them.
        if name == "timeouts" {
            continue;
        }
        let nesting = nested["nesting_mode"].as_str().unwrap_or_default();
        shape.blocks.insert(
            name.clone(),
            Nested {
                nesting: nesting.to_owned(),
                min: nested["min_items"].as_u64().unwrap_or_default(),
                max: nested["max_items"].as_u64(),
                shape: self::shape(&nested["block"])?,
            },
        );
    }
    Ok(shape)
}

/// A type as Terraform writes it, without spaces.
fn type_text(ty: &Value) -> Result<String, Failure> {
    match ty {
        Value::String(name) => Ok(name.clone()),
        Value::Array(parts) => match parts.as_slice() {
            [Value::String(kind), Value::Object(fields)] => {
                let fields: BTreeMap<_, _> = fields.iter().collect();
                let fields = fields
                    .into_iter()
                    .map(|(name, ty)| Ok(format!("{name}={}", type_text(ty)?)))
                    .collect::<Result<Vec<_>, Failure>>()?;
                Ok(format!("{kind}({{{}}})", fields.join(",")))
            }
            [Value::String(kind), of] => Ok(format!("{kind}({})", type_text(of)?)),
            _ => Err(Failure::new(format!("{ty} is no type"))),
        },
        _ => Err(Failure::new(format!("{ty} is no type"))),
    }
}
