//! Reads `translate` blocks. They are the compiler's own, so a fault in one is a bug of ours, told
//! with the type it is in.

use super::{
    Child, Composed, Element, Given, Known, Literal, Pseudo, Rule, Rules, SecretReference,
    Translation, Translations,
};
use crate::names::{Names, Symbol};
use crate::syntax::tree::{Block, Body, Expr, ExprKind, Ident, Key, Part, Tree};

type Read<T> = Result<T, String>;

impl Translations {
    /// Reads the blocks of these trees.
    pub fn read(trees: &[Tree], names: &Names) -> Read<Self> {
        let mut read = Self::default();
        for block in trees.iter().flat_map(|tree| &tree.blocks) {
            let reader = Reader { names };
            let (keyword, label) = reader.header(block)?;
            let about = |error: String| format!("{keyword} of {label}: {error}");
            let twice = match keyword.as_str() {
                "translate" => {
                    let translation = reader.translation(&block.body).map_err(about)?;
                    read.by_type.insert(label.clone(), translation).is_some()
                }
                "pseudo" => {
                    let pseudo = reader.pseudo(&block.body).map_err(about)?;
                    read.pseudo.insert(label.clone(), pseudo).is_some()
                }
                "secret_reference" => {
                    let secret = reader.secret(&block.body).map_err(about)?;
                    read.secrets.insert(label.clone(), secret).is_some()
                }
                other => return Err(format!("`{other}` is no translation")),
            };
            if twice {
                return Err(format!("{keyword} of {label} is there twice"));
            }
        }
        Ok(read)
    }
}

#[derive(Clone, Copy)]
struct Reader<'a> {
    names: &'a Names,
}

impl Reader<'_> {
    fn text(self, symbol: Symbol) -> String {
        self.names.text(symbol).to_owned()
    }

    fn header(self, block: &Block) -> Read<(String, String)> {
        let keyword = self.text(block.keyword.name);
        match block.labels.as_slice() {
            [label] => Ok((keyword, self.text(label.name))),
            labels => Err(format!("`{keyword}` has {} labels, not one", labels.len())),
        }
    }

    fn pseudo(self, body: &Body) -> Read<Pseudo> {
        Ok(Pseudo {
            data: self.string(self.wanted(body, "data")?)?,
            read: self.name(self.wanted(body, "read")?)?,
        })
    }

    fn secret(self, body: &Body) -> Read<SecretReference> {
        Ok(SecretReference {
            data: self.string(self.wanted(body, "data")?)?,
            id: self.name(self.wanted(body, "id")?)?,
            marker: self.string(self.wanted(body, "marker")?)?,
            stage: self.name(self.wanted(body, "stage")?)?,
            version: self.name(self.wanted(body, "version")?)?,
            read: self.name(self.wanted(body, "read")?)?,
        })
    }

    fn wanted<'b>(self, body: &'b Body, name: &str) -> Read<&'b Expr> {
        let mut attributes = body.attributes.iter();
        let found = attributes.find(|attribute| self.names.text(attribute.name.name) == name);
        Ok(&found.ok_or(format!("`{name}` is missing"))?.value)
    }

    fn translation(self, body: &Body) -> Read<Translation> {
        let mut translation = Translation {
            to: String::new(),
            reference: None,
            attributes: std::collections::BTreeMap::new(),
            rules: Rules::new(),
            children: Vec::new(),
        };
        for attribute in &body.attributes {
            let value = &attribute.value;
            match self.names.text(attribute.name.name) {
                "to" => translation.to = self.string(value)?,
                "ref" => translation.reference = Some(self.given(value)?),
                "attributes" => {
                    for (name, value) in self.fields(value)? {
                        translation.attributes.insert(name, self.given(value)?);
                    }
                }
                "map" => translation.rules = self.rules(value)?,
                // For whoever reads the file.
                "source" => drop(self.string(value)?),
                other => return Err(format!("a translation has no `{other}`")),
            }
        }
        for block in &body.blocks {
            let (keyword, name) = self.header(block)?;
            let child = self.child(&keyword, &name, &block.body, &translation.rules);
            let child = child.map_err(|error| format!("{keyword} \"{name}\": {error}"))?;
            translation.children.push(child);
        }
        for (property, rule) in &translation.rules {
            let Rule::Split(children) = rule else {
                continue;
            };
            for child in children {
                if !translation
                    .children
                    .iter()
                    .any(|known| known.name == *child)
                {
                    return Err(format!("{property}: there is no child `{child}`"));
                }
            }
        }
        if translation.to.is_empty() {
            return Err("it leads nowhere: `to` is missing".into());
        }
        Ok(translation)
    }

    fn child(self, keyword: &str, name: &str, body: &Body, rules: &Rules) -> Read<Child> {
        let of = rules.iter().find(|(_, rule)| match rule {
            Rule::Split(children) => children.iter().any(|child| child == name),
            _ => false,
        });
        let Some((of, _)) = of else {
            return Err("no property is split into it".into());
        };
        let mut child = Child {
            name: name.to_owned(),
            of: of.clone(),
            to: String::new(),
            ephemeral: match keyword {
                "child" => false,
                "ephemeral" => true,
                other => return Err(format!("`{other}` is no child")),
            },
            key: None,
            parent: Vec::new(),
            element: Element::Fields(Rules::new()),
            set: Vec::new(),
            absent: Vec::new(),
        };
        for attribute in &body.attributes {
            let value = &attribute.value;
            match self.names.text(attribute.name.name) {
                "to" => child.to = self.string(value)?,
                "key" => child.key = Some(self.name(value)?),
                "parent" => {
                    for (name, value) in self.fields(value)? {
                        child.parent.push((name, self.name(value)?));
                    }
                }
                "map" => {
                    child.element = match &value.kind {
                        ExprKind::Object(_) => Element::Fields(self.rules(value)?),
                        _ => Element::Whole(self.rule(value)?),
                    }
                }
                "set" => {
                    for (name, value) in self.fields(value)? {
                        child.set.push((name, self.composed(value)?));
                    }
                }
                "absent" => {
                    for (name, value) in self.fields(value)? {
                        child.absent.push((name, self.literal(value)?));
                    }
                }
                other => return Err(format!("a child has no `{other}`")),
            }
        }
        if child.to.is_empty() {
            return Err("`to` is missing".into());
        }
        Ok(child)
    }

    fn rules(self, value: &Expr) -> Read<Rules> {
        let fields = self.fields(value)?.into_iter();
        fields
            .map(|(property, value)| {
                let rule = self.rule(value);
                let rule = rule.map_err(|error| format!("{property}: {error}"))?;
                Ok((property, rule))
            })
            .collect()
    }

    fn rule(self, value: &Expr) -> Read<Rule> {
        match &value.kind {
            ExprKind::Name(name) => Ok(Rule::Rename(self.text(*name))),
            ExprKind::Object(_) => Ok(Rule::Unnest(self.rules(value)?)),
            ExprKind::Call(function, arguments) => self.operation(*function, arguments),
            _ => Err("a rule is a name, an object or an operation".into()),
        }
    }

    fn operation(self, function: Ident, arguments: &[Expr]) -> Read<Rule> {
        match (self.names.text(function.name), arguments) {
            ("jsonencode", [to]) => Ok(Rule::Json(self.name(to)?)),
            ("pairs", [to, key, value]) => Ok(Rule::Pairs {
                to: self.name(to)?,
                key: self.string(key)?,
                value: self.string(value)?,
            }),
            ("block", [to, inner]) => Ok(Rule::Block(self.name(to)?, self.rules(inner)?)),
            ("words", [to, words]) => {
                let words = self.fields(words)?.into_iter();
                let words = words.map(|(word, value)| Ok((word, self.literal(value)?)));
                Ok(Rule::Words(self.name(to)?, words.collect::<Read<_>>()?))
            }
            ("by", [by, variants]) => {
                let variants = self.fields(variants)?.into_iter();
                let variants = variants.map(|(word, value)| Ok((word, self.name(value)?)));
                Ok(Rule::Variant {
                    by: self.name(by)?,
                    to: variants.collect::<Read<_>>()?,
                })
            }
            ("selects", [of]) => Ok(Rule::Selects(self.name(of)?)),
            ("within", [to, before, after]) => Ok(Rule::Within(
                self.name(to)?,
                self.known(before)?,
                self.known(after)?,
            )),
            ("split", children) if !children.is_empty() => {
                let children = children.iter().map(|child| self.name(child));
                Ok(Rule::Split(children.collect::<Read<_>>()?))
            }
            ("drop", [reason]) => Ok(Rule::Drop(self.string(reason)?)),
            ("refuse", [reason]) => Ok(Rule::Refuse(self.string(reason)?)),
            (name, arguments) => Err(format!(
                "there is no operation `{name}` of {}",
                arguments.len()
            )),
        }
    }

    fn composed(self, value: &Expr) -> Read<Composed> {
        let ExprKind::Call(function, arguments) = &value.kind else {
            return Ok(Composed::Literal(self.literal(value)?));
        };
        match (self.names.text(function.name), arguments.as_slice()) {
            ("digest", []) => Ok(Composed::Digest),
            ("field_in", [template, key, of]) => match &of.kind {
                ExprKind::Get(child, attribute) => Ok(Composed::FieldIn {
                    template: self.name(template)?,
                    key: self.name(key)?,
                    child: self.name(child)?,
                    attribute: self.text(attribute.name),
                }),
                _ => Err("`field_in` takes an attribute of another child".into()),
            },
            (name, _) => Err(format!("nothing is composed by `{name}`")),
        }
    }

    /// `arn`, or `"${arn}:*"`.
    fn given(self, value: &Expr) -> Read<Given> {
        let ExprKind::Template(parts) = &value.kind else {
            return Ok(Given::Attribute(self.name(value)?));
        };
        let mut around = [String::new(), String::new()];
        let mut attribute = None;
        for part in parts {
            match part {
                Part::Text(text) => {
                    around[usize::from(attribute.is_some())].push_str(self.names.text(*text));
                }
                Part::Value(value) if attribute.is_none() => attribute = Some(self.name(value)?),
                Part::Value(_) => return Err("one attribute is given at a time".into()),
            }
        }
        let [before, after] = around;
        let attribute = attribute.ok_or("an attribute is given")?;
        Ok(Given::Within(before, attribute, after))
    }

    fn known(self, value: &Expr) -> Read<Vec<Known>> {
        match &value.kind {
            ExprKind::Text(text) => Ok(vec![Known::Text(self.text(*text))]),
            ExprKind::Template(parts) => parts
                .iter()
                .map(|part| match part {
                    Part::Text(text) => Ok(Known::Text(self.text(*text))),
                    Part::Value(value) => Ok(Known::Pseudo(self.name(value)?)),
                })
                .collect(),
            _ => Err("text is expected".into()),
        }
    }

    fn literal(self, value: &Expr) -> Read<Literal> {
        match &value.kind {
            ExprKind::Text(text) => Ok(Literal::Text(self.text(*text))),
            ExprKind::Bool(bool) => Ok(Literal::Bool(*bool)),
            ExprKind::Int(int) => Ok(Literal::Int(*int)),
            _ => Err("text, a number or a truth value is expected".into()),
        }
    }

    fn name(self, value: &Expr) -> Read<String> {
        match &value.kind {
            ExprKind::Name(name) => Ok(self.text(*name)),
            _ => Err("a name is expected".into()),
        }
    }

    fn string(self, value: &Expr) -> Read<String> {
        match &value.kind {
            ExprKind::Text(text) => Ok(self.text(*text)),
            _ => Err("text is expected".into()),
        }
    }

    fn fields(self, value: &Expr) -> Read<Vec<(String, &Expr)>> {
        let ExprKind::Object(items) = &value.kind else {
            return Err("an object is expected".into());
        };
        let fields = items.iter().map(|item| match &item.key {
            Key::Literal(name) => Ok((self.text(*name), &item.value)),
            Key::Computed(_) => Err("keys are names".into()),
        });
        fields.collect()
    }
}
