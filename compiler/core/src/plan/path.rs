//! Where in a resource a value stands.

use std::fmt;

/// A step into a value.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Step {
    /// A property, or the key of a map.
    Name(String),
    /// An element of a list by its position, from 0.
    Index(usize),
    /// An element of a list by its content: the field that names it, and the name.
    Where(String, String),
}

/// The place of a value, such as `ContainerDefinitions[Name == "app"].Image`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct PropertyPath(pub Vec<Step>);

impl PropertyPath {
    /// A property at the top.
    pub fn of(name: &str) -> Self {
        Self(vec![Step::Name(name.to_owned())])
    }

    /// One step further.
    #[must_use]
    pub fn then(&self, step: Step) -> Self {
        let mut steps = self.0.clone();
        steps.push(step);
        Self(steps)
    }
}

impl fmt::Display for PropertyPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, step) in self.0.iter().enumerate() {
            match step {
                Step::Name(name) if is_plain(name) => {
                    let dot = if at == 0 { "" } else { "." };
                    write!(f, "{dot}{name}")?;
                }
                Step::Name(name) => write!(f, "[{name:?}]")?,
                Step::Index(index) => write!(f, "[{index}]")?,
                Step::Where(field, name) => write!(f, "[{field} == {name:?}]")?,
            }
        }
        Ok(())
    }
}

fn is_plain(name: &str) -> bool {
    !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_written_as_an_override_writes_it() {
        let path = PropertyPath::of("Containers")
            .then(Step::Where("Name".into(), "app".into()))
            .then(Step::Name("Environment".into()))
            .then(Step::Index(2))
            .then(Step::Name("a key".into()));
        let text = r#"Containers[Name == "app"].Environment[2]["a key"]"#;
        assert_eq!(path.to_string(), text);
    }
}
