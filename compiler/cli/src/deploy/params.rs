//! The values of params: from `params.ENVIRONMENT.json` in the app's folder, and from `--param`,
//! which wins.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use outrigger_core::diag::Diagnostic;
use outrigger_core::diag::codes::deploy;
use outrigger_core::plan::{Deployment, Parameter, Source, Takes};
use outrigger_core::spelling::nearest;
use serde_json::Value as Json;

use crate::failure::{Failure, shown};
use crate::ui::Ui;

/// Values by name.
pub type Values = BTreeMap<String, String>;

/// The file of an environment.
pub fn file_of(environment: &str) -> String {
    format!("params.{environment}.json")
}

/// Reads them, and goes on only if every param has a value or a default, and every value a param.
pub fn read(
    folder: &Path,
    environment: &str,
    given: &[String],
    deployment: &Deployment,
    ui: &Ui,
) -> Result<Values, Failure> {
    let mut wrong = Vec::new();
    let file = file_of(environment);
    let (known, needed) = declared(deployment);
    let mut values = in_file(&folder.join(&file), &mut wrong)?;
    check_known(values.keys(), &file, &known, &mut wrong);
    check_values(&values, &file, deployment, &mut wrong);
    for text in given {
        match text.split_once('=') {
            Some((name, value)) => {
                check_known([&name.to_owned()], "`--param`", &known, &mut wrong);
                let given = Values::from([(name.to_owned(), value.to_owned())]);
                check_values(&given, "`--param`", deployment, &mut wrong);
                values.extend(given);
            }
            None => wrong.push(deploy::param_malformed(text)),
        }
    }
    let missing: Vec<&str> = needed
        .into_iter()
        .filter(|name| !values.contains_key(*name))
        .collect();
    if !missing.is_empty() {
        wrong.push(deploy::param_missing(&missing, &file));
    }
    if wrong.is_empty() {
        Ok(values)
    } else {
        Err(ui.refuse(&wrong))
    }
}

fn check_known<'n>(
    names: impl IntoIterator<Item = &'n String>,
    place: &str,
    known: &BTreeSet<&str>,
    wrong: &mut Vec<Diagnostic>,
) {
    for name in names {
        if !known.contains(name.as_str()) {
            let near = nearest(name, known.iter().copied());
            wrong.push(deploy::param_unknown(name, place, near));
        }
    }
}

/// Whether each value is one that its param takes.
fn check_values(
    values: &Values,
    place: &str,
    deployment: &Deployment,
    wrong: &mut Vec<Diagnostic>,
) {
    for (name, value) in values {
        if let Some(parameter) = parameter(deployment, name) {
            let taken: Vec<&str> = parameter.allowed.iter().map(String::as_str).collect();
            let is_number = |value: &str| value.trim().parse::<f64>().is_ok_and(f64::is_finite);
            let numbers = if parameter.is_list {
                value.split(',').all(is_number)
            } else {
                is_number(value)
            };
            if (parameter.takes == Takes::Numbers && !numbers)
                || (!taken.is_empty() && !taken.contains(&value.as_str()))
            {
                let near = nearest(value, taken.iter().copied()).filter(|_| !parameter.is_secret);
                let shown = (!parameter.is_secret).then_some(value.as_str());
                wrong.push(deploy::param_value(name, shown, place, &taken, near));
            }
        }
    }
}

/// A param, as the first stack that reads it declares it.
fn parameter<'d>(deployment: &'d Deployment, name: &str) -> Option<&'d Parameter> {
    deployment.units.iter().find_map(|unit| {
        let mut parameters = unit.parameters.iter();
        let (own, _) = parameters
            .find(|(_, source)| matches!(source, Source::Param { param } if param == name))?;
        unit.parameter(own)
    })
}

/// The params that any stack reads, and those of them that have no default.
fn declared(deployment: &Deployment) -> (BTreeSet<&str>, BTreeSet<&str>) {
    let (mut known, mut needed) = (BTreeSet::new(), BTreeSet::new());
    for unit in &deployment.units {
        for (name, source) in &unit.parameters {
            if let Source::Param { param } = source {
                known.insert(param.as_str());
                if !unit.parameter(name).is_some_and(|found| found.has_default) {
                    needed.insert(param.as_str());
                }
            }
        }
    }
    (known, needed)
}

fn in_file(path: &Path, wrong: &mut Vec<Diagnostic>) -> Result<Values, Failure> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Values::new()),
        Err(error) => return Err(Failure::file("read", path, error)),
    };
    match values(&text) {
        Ok(values) => Ok(values),
        Err(why) => {
            let name = path.file_name().map_or(path, Path::new);
            wrong.push(deploy::params_unreadable(&shown(name), &why));
            Ok(Values::new())
        }
    }
}

fn values(text: &str) -> Result<Values, String> {
    let json: Json = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let Json::Object(fields) = json else {
        return Err("it is no object".into());
    };
    fields
        .into_iter()
        .map(|(name, value)| match value {
            Json::Array(elements) => {
                let elements: Option<Vec<_>> = elements.into_iter().map(element).collect();
                match elements {
                    Some(elements) => Ok((name, elements.join(","))),
                    None => Err(format!(
                        "`{name}` holds an element that is neither text without commas nor a number"
                    )),
                }
            }
            one => match scalar(one) {
                Some(value) => Ok((name, value)),
                None => Err(format!("`{name}` is neither text nor a number")),
            },
        })
        .collect()
}

fn scalar(value: Json) -> Option<String> {
    match value {
        Json::String(value) => Some(value),
        Json::Number(value) => Some(value.to_string()),
        Json::Bool(value) => Some(value.to_string()),
        Json::Null | Json::Array(_) | Json::Object(_) => None,
    }
}

/// An element of a list, which stands between commas.
fn element(value: Json) -> Option<String> {
    scalar(value).filter(|text| !text.contains(','))
}

#[cfg(test)]
mod tests {
    use super::values;

    #[test]
    fn values_are_text_numbers_and_truths() {
        let found = values(r#"{"image": "a:1", "count": 3, "on": true}"#).unwrap();
        let found: Vec<_> = found.values().map(String::as_str).collect();
        assert_eq!(found, ["3", "a:1", "true"]);
        assert_eq!(
            values(r#"{"zones": ["a", "b", 3]}"#).unwrap()["zones"],
            "a,b,3"
        );
        assert!(
            values(r#"{"zones": ["a,b"]}"#)
                .unwrap_err()
                .contains("`zones`")
        );
        assert!(values("[]").is_err());
        assert!(values(r#"{"a": {}}"#).unwrap_err().contains("`a`"));
    }
}
