//! Wrong resources made from right ones: one keyword, one place.

use outrigger_core::names::Names;
use outrigger_core::schema::layout::Keyword;
use outrigger_core::schema::{Node, NodeId, Schemas};
use serde_json::{Map, Value as Json};

use super::generate::Generator;
use super::reach::{children, says};

/// A step to a place in a value.
#[derive(Clone, Debug)]
enum Step {
    Name(String),
    Index(usize),
}

/// A place whose node says the wanted keyword.
struct Site {
    path: Vec<Step>,
    node: NodeId,
}

/// A copy of `resource` with something done to a place where `keyword` is said; none if there is no
/// such place. Most results are wrong, some are not: what they are is for the judges to say.
pub fn mutant(
    generator: &mut Generator,
    root: NodeId,
    resource: &Json,
    keyword: Keyword,
) -> Option<Json> {
    let mut sites = Vec::new();
    let mut path = Vec::new();
    find(
        (generator.schemas, generator.names),
        root,
        resource,
        keyword,
        &mut path,
        &mut sites,
    );
    let site = generator.random.pick(&sites)?;
    let mut mutant = resource.clone();
    let place = site
        .path
        .iter()
        .try_fold(&mut mutant, |json, step| match step {
            Step::Name(name) => json.get_mut(name),
            Step::Index(index) => json.get_mut(index),
        })?;
    change(generator, site.node, keyword, place)?;
    (mutant != *resource).then_some(mutant)
}

fn find(
    context: (&Schemas, &Names),
    id: NodeId,
    json: &Json,
    keyword: Keyword,
    path: &mut Vec<Step>,
    sites: &mut Vec<Site>,
) {
    let (schemas, names) = context;
    let node = schemas.node(names, id);
    if says(node, keyword) {
        sites.push(Site {
            path: path.clone(),
            node: id,
        });
    }
    for same in children(node).0 {
        find(context, same, json, keyword, path, sites);
    }
    match json {
        Json::Object(map) => {
            for (name, value) in map {
                let below = names
                    .find(name)
                    .and_then(|name| node.property(name))
                    .or_else(|| {
                        let all = &node.object.as_ref()?.pattern_properties;
                        all.iter()
                            .find(|(pattern, _)| schemas.pattern(*pattern).matches(name).accepts())
                            .map(|(_, node)| *node)
                    });
                if let Some(below) = below {
                    path.push(Step::Name(name.clone()));
                    find(context, below, value, keyword, path, sites);
                    path.pop();
                }
            }
        }
        Json::Array(all) => {
            for (index, value) in all.iter().enumerate() {
                let prefix = node
                    .list
                    .as_ref()
                    .and_then(|l| l.prefix_items.get(index).copied());
                if let Some(below) = prefix.or_else(|| node.items()) {
                    path.push(Step::Index(index));
                    find(context, below, value, keyword, path, sites);
                    path.pop();
                }
            }
        }
        _ => {}
    }
}

fn change(generator: &mut Generator, id: NodeId, keyword: Keyword, place: &mut Json) -> Option<()> {
    let node = generator.schemas.node(generator.names, id);
    match keyword {
        Keyword::Types => *place = other_type(generator, place),
        Keyword::MinLength => {
            let least = node.text.min_length?;
            shorten(place, least as usize)?;
        }
        Keyword::MaxLength => {
            let text = place.as_str()?.chars().next().unwrap_or('a');
            *place = text
                .to_string()
                .repeat(node.text.max_length? as usize + 1)
                .into();
        }
        Keyword::Pattern | Keyword::Format => {
            *place = broken(generator, place.as_str()?).into();
        }
        Keyword::Minimum | Keyword::ExclusiveMinimum => {
            let rules = node.number.as_ref()?;
            let low = rules
                .exclusive_minimum
                .or(rules.minimum.map(|low| low - 1.0))?;
            *place = number(low);
        }
        Keyword::Maximum | Keyword::ExclusiveMaximum => {
            let rules = node.number.as_ref()?;
            let high = rules
                .exclusive_maximum
                .or(rules.maximum.map(|high| high + 1.0))?;
            *place = number(high);
        }
        Keyword::MultipleOf => {
            let of = node.number.as_ref()?.multiple_of?;
            *place = (place.as_f64()? + of / 2.0).into();
        }
        Keyword::Enum | Keyword::Const => *place = other_value(generator, place),
        Keyword::EnumIgnoringCase => {
            *place = if generator.random.chance(30) {
                place.as_str()?.to_uppercase().into()
            } else {
                other_value(generator, place)
            };
        }
        Keyword::Items
        | Keyword::PrefixItems
        | Keyword::MinItems
        | Keyword::MaxItems
        | Keyword::UniqueItems
        | Keyword::UniqueKeys
        | Keyword::MaxUniqueItems => list(generator, node, keyword, place.as_array_mut()?)?,
        Keyword::Properties
        | Keyword::Required
        | Keyword::Closed
        | Keyword::PatternProperties
        | Keyword::MinProperties
        | Keyword::MaxProperties => object(generator, node, keyword, place.as_object_mut()?)?,
        Keyword::AllOf
        | Keyword::AnyOf
        | Keyword::OneOf
        | Keyword::Not
        | Keyword::If
        | Keyword::Then
        | Keyword::Else
        | Keyword::DependentRequired
        | Keyword::DependentSchemas
        | Keyword::DependentExcluded
        | Keyword::RequiredXor
        | Keyword::RequiredOr => combination(generator, node, keyword, place)?,
        Keyword::Unordered | Keyword::ArrayType | Keyword::Default | Keyword::Relationship => {}
    }
    Some(())
}

fn list(
    generator: &mut Generator,
    node: &Node,
    keyword: Keyword,
    all: &mut Vec<Json>,
) -> Option<()> {
    let rules = node.list.as_ref()?;
    match keyword {
        Keyword::MinItems => all.truncate(rules.min_items?.checked_sub(1)? as usize),
        Keyword::MaxItems => {
            while all.len() as u64 <= rules.max_items? {
                all.push(generator.value(rules.items?, 4)?);
            }
        }
        Keyword::MaxUniqueItems => {
            for _ in 0..40 {
                if all.len() as u64 > rules.max_unique_items? {
                    break;
                }
                let next = generator.value(rules.items?, 4)?;
                if !all.contains(&next) {
                    all.push(next);
                }
            }
        }
        Keyword::UniqueItems => {
            let twice = all.first()?.clone();
            all.push(twice);
        }
        Keyword::UniqueKeys => {
            let mut twin = all.first()?.clone();
            let other = generator.value(rules.items?, 4)?;
            let map = twin.as_object_mut()?;
            for (name, value) in other.as_object()? {
                let key = rules
                    .unique_keys
                    .iter()
                    .any(|&key| generator.names.text(key) == name);
                if !key {
                    map.insert(name.clone(), value.clone());
                }
            }
            all.push(twin);
        }
        Keyword::PrefixItems => all.reverse(),
        _ => {
            let first = all.first_mut()?;
            *first = other_type(generator, first);
        }
    }
    Some(())
}

fn object(
    generator: &mut Generator,
    node: &Node,
    keyword: Keyword,
    map: &mut Map<String, Json>,
) -> Option<()> {
    let rules = node.object.as_ref()?;
    match keyword {
        Keyword::Required => {
            let name = generator.random.pick(&rules.required)?;
            map.remove(generator.names.text(*name));
        }
        Keyword::MinProperties => {
            while map.len() as u64 >= rules.min_properties? {
                let name = map.keys().next()?.clone();
                map.remove(&name);
            }
        }
        Keyword::MaxProperties => {
            let value = map.values().next().cloned().unwrap_or("x".into());
            for extra in 0..=rules.max_properties?.min(300) {
                map.insert(format!("extra{extra}"), value.clone());
            }
        }
        Keyword::PatternProperties => {
            let value = map.values().next().cloned().unwrap_or("x".into());
            map.insert("n\u{f6}t #a name!".to_owned(), value);
        }
        _ => {
            let near = map
                .keys()
                .next()
                .map_or("Property".to_owned(), |name| format!("{name}x"));
            map.insert(near, "x".into());
        }
    }
    Some(())
}

/// Properties come and go; scalars become what another alternative, or an excluded value, is.
fn combination(
    generator: &mut Generator,
    node: &Node,
    keyword: Keyword,
    place: &mut Json,
) -> Option<()> {
    let rules = node.combination.as_ref()?;
    let Json::Object(map) = place else {
        let inner = rules
            .not
            .or(rules.any_of.first().copied())
            .or(rules.one_of.first().copied());
        let as_excluded = inner.filter(|_| keyword == Keyword::Not || generator.random.chance(30));
        *place = match as_excluded {
            Some(inner) => generator.value(inner, 4)?,
            None => other_value(generator, place),
        };
        return Some(());
    };
    let add = match keyword {
        Keyword::DependentRequired => rules.dependent_required.first().map(|rule| rule.0),
        Keyword::DependentSchemas => rules.dependent_schemas.first().map(|rule| rule.0),
        Keyword::DependentExcluded => {
            let rule = generator.random.pick(&rules.dependent_excluded)?;
            let both = [rule.0, *rule.1.first()?];
            for name in both {
                insert(generator, node, name, map);
            }
            None
        }
        Keyword::RequiredXor => generator.random.pick(&rules.required_xor).copied(),
        _ => None,
    };
    if let Some(name) = add {
        insert(generator, node, name, map);
    }
    if keyword == Keyword::DependentRequired {
        for (_, needs) in &rules.dependent_required {
            needs.iter().for_each(|&name| {
                map.remove(generator.names.text(name));
            });
        }
    } else if add.is_none() && keyword != Keyword::DependentExcluded {
        if generator.random.chance(60) {
            let at = generator.random.below(map.len());
            let name = map.keys().nth(at)?.clone();
            map.remove(&name);
        } else {
            let all = node.properties();
            let &(name, _) = generator.random.pick(all)?;
            insert(generator, node, name, map);
        }
    }
    Some(())
}

fn insert(
    generator: &mut Generator,
    node: &Node,
    name: outrigger_core::names::Symbol,
    map: &mut Map<String, Json>,
) {
    let value = node.property(name).and_then(|id| generator.value(id, 4));
    let text = generator.names.text(name).to_owned();
    map.entry(text).or_insert(value.unwrap_or("x".into()));
}

/// A value of another type; now and then one that CloudFormation would coerce.
fn other_type(generator: &mut Generator, place: &Json) -> Json {
    let coerced = generator.random.chance(15);
    match place {
        Json::String(_) if coerced => 7.into(),
        Json::Number(number) if coerced => number.to_string().into(),
        Json::Bool(value) if coerced => value.to_string().into(),
        Json::String(_) if generator.random.chance(50) => serde_json::json!({ "text": 1 }),
        Json::String(_) => serde_json::json!(["text"]),
        _ => "nonsense".into(),
    }
}

fn other_value(generator: &mut Generator, place: &Json) -> Json {
    match place {
        Json::String(text) if generator.random.chance(50) => format!("{text}x").into(),
        Json::String(text) => text.to_lowercase().into(),
        Json::Number(number) => (number.as_i64().unwrap_or(0) + 1_000_003).into(),
        Json::Bool(value) => (!value).into(),
        other => other.clone(),
    }
}

fn number(float: f64) -> Json {
    if float.fract() == 0.0 && float.abs() < 9e15 {
        (float as i64).into()
    } else {
        float.into()
    }
}

fn shorten(place: &mut Json, least: usize) -> Option<()> {
    let text = place.as_str()?;
    let shorter: String = text.chars().take(least.checked_sub(1)?).collect();
    *place = shorter.into();
    Some(())
}

/// A text with a character changed, added or taken away.
pub fn broken(generator: &mut Generator, text: &str) -> String {
    let mut all: Vec<char> = text.chars().collect();
    let at = generator.random.below(all.len());
    let odd = ['#', ' ', '\n', '\u{e4}', '\u{1f600}', '%', 'A', '0', '/'];
    let odd = generator.random.pick(&odd).copied().unwrap_or('#');
    match generator.random.below(3) {
        0 if !all.is_empty() => all[at] = odd,
        1 if !all.is_empty() => {
            all.remove(at);
        }
        _ => all.insert(at, odd),
    }
    all.into_iter().collect()
}
