//! One template, read but not yet made comparable.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};

/// A template as its file has it.
#[derive(Debug)]
pub struct Template {
    /// Its resources by logical id.
    pub resources: BTreeMap<String, RawResource>,
    /// The values of its outputs by name.
    pub outputs: BTreeMap<String, Json>,
    /// Its parameters by name.
    pub parameters: BTreeMap<String, Parameter>,
}

/// What a parameter takes: one of them, or a list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Takes {
    /// Any text.
    Texts,
    /// Numbers alone.
    Numbers,
}

/// A parameter as its template declares it.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Whether it has a value if none is given.
    pub has_default: bool,
    /// What it is for.
    pub description: Option<String>,
    /// What it takes.
    pub takes: Takes,
    /// Whether it takes several, with commas between them.
    pub is_list: bool,
    /// Whether its value is to be shown to nobody.
    pub is_secret: bool,
    /// The only values that it takes; any if there are none.
    pub allowed: Vec<String>,
}

impl Parameter {
    fn read(json: &Json) -> Self {
        let allowed = json.get("AllowedValues").and_then(Json::as_array);
        let allowed = allowed.into_iter().flatten();
        let ty = json.get("Type").and_then(Json::as_str);
        let description = json.get("Description").and_then(Json::as_str);
        Self {
            has_default: json.get("Default").is_some(),
            description: description.map(str::to_owned),
            takes: match ty {
                Some("Number" | "List<Number>") => Takes::Numbers,
                _ => Takes::Texts,
            },
            is_list: matches!(ty, Some("CommaDelimitedList" | "List<Number>")),
            is_secret: json.get("NoEcho").and_then(text_of).as_deref() == Some("true"),
            allowed: allowed.filter_map(text_of).collect(),
        }
    }
}

/// A value as CloudFormation compares it.
fn text_of(json: &Json) -> Option<String> {
    match json {
        Json::String(text) => Some(text.clone()),
        Json::Number(_) | Json::Bool(_) => Some(json.to_string()),
        Json::Null | Json::Array(_) | Json::Object(_) => None,
    }
}

/// A resource as its template has it.
#[derive(Debug)]
pub struct RawResource {
    /// The type's name.
    pub type_name: String,
    /// Its address in the source; the logical id where the template says none.
    pub address: String,
    /// Its properties.
    pub properties: Map<String, Json>,
    /// What else the template says of it that changes what happens: policies and conditions.
    pub attributes: Map<String, Json>,
    /// What overrides set, and why: path and reason.
    pub overrides: Vec<(String, String)>,
}

/// Parts of a resource that are compared by themselves or mean nothing to a deployment. The order
/// in which resources are made (`DependsOn`) changes none of them.
const NOT_COMPARED: [&str; 5] = ["Type", "Properties", "Metadata", "DependsOn", "Description"];

impl Template {
    /// Reads a file by the ending of its name.
    pub fn read(path: &str, text: &str) -> Result<Self, String> {
        let json = if ends_in(path, ".json") {
            serde_json::from_str(text).map_err(|error| error.to_string())?
        } else {
            super::yaml::read(text)?
        };
        let Json::Object(mut sections) = json else {
            return Err("it is no object".into());
        };
        let Some(Json::Object(resources)) = sections.remove("Resources") else {
            return Err("it has no `Resources`".into());
        };
        let resources = resources
            .into_iter()
            .map(|(id, resource)| Ok((id.clone(), RawResource::read(id, resource)?)))
            .collect::<Result<_, String>>()?;
        let outputs = match sections.remove("Outputs") {
            Some(Json::Object(outputs)) => outputs,
            _ => Map::new(),
        };
        let outputs = outputs
            .into_iter()
            .filter_map(|(name, mut output)| Some((name, output.as_object_mut()?.remove("Value")?)))
            .collect();
        let parameters = match sections.remove("Parameters") {
            Some(Json::Object(parameters)) => parameters,
            _ => Map::new(),
        };
        let parameters = parameters
            .iter()
            .map(|(name, parameter)| (name.clone(), Parameter::read(parameter)))
            .collect();
        Ok(Self {
            resources,
            outputs,
            parameters,
        })
    }
}

impl RawResource {
    fn read(id: String, json: Json) -> Result<Self, String> {
        let Json::Object(mut fields) = json else {
            return Err(format!("the resource {id} is no object"));
        };
        let Some(Json::String(type_name)) = fields.remove("Type") else {
            return Err(format!("the resource {id} has no `Type`"));
        };
        let properties = match fields.remove("Properties") {
            Some(Json::Object(properties)) => properties,
            None | Some(Json::Null) => Map::new(),
            Some(_) => return Err(format!("the `Properties` of {id} are no object")),
        };
        let said = fields
            .get("Metadata")
            .and_then(|metadata| metadata.get("outrigger"));
        let address = said.and_then(|said| said.get("address")?.as_str());
        let address = address.map(str::to_owned);
        let overrides = said.and_then(|said| said.get("overrides")?.as_object());
        let overrides = overrides
            .into_iter()
            .flatten()
            .filter_map(|(path, reason)| {
                let reason = reason.as_str()?.to_owned();
                Some((path.clone(), reason))
            });
        let overrides = overrides.collect();
        fields.retain(|name, _| !NOT_COMPARED.contains(&name.as_str()));
        Ok(Self {
            type_name,
            address: address.unwrap_or(id),
            properties,
            attributes: fields,
            overrides,
        })
    }
}

/// Whether a path has this ending, whatever its case.
pub fn ends_in(path: &str, ending: &str) -> bool {
    path.len()
        .checked_sub(ending.len())
        .and_then(|at| path.get(at..))
        .is_some_and(|end| end.eq_ignore_ascii_case(ending))
}
