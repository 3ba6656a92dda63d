//! What CloudFormation resolves in text when it deploys: what `{{resolve:...}}` names, a data source
//! reads instead, if the translations say which. Anything else of that kind cannot be said.

use super::translation::SecretReference;
use super::tree::{Block, Body, Expr, Piece};
use super::{Lowering, ProblemKind, name};
use crate::graph::ResourceIndex;

const BEGIN: &str = "{{resolve:";
const END: &str = "}}";

impl Lowering<'_> {
    /// The expression of these pieces, with every dynamic reference in their text resolved.
    pub(super) fn pieces(&mut self, pieces: Vec<Piece>) -> Expr {
        let mut done = Vec::new();
        let mut open: Option<Vec<Piece>> = None;
        for piece in pieces {
            match (piece, &mut open) {
                (Piece::Text(text), _) => self.text(&text, &mut open, &mut done),
                (value, Some(inside)) => inside.push(value),
                (value, None) => done.push(value),
            }
        }
        if let Some(inside) = open {
            // It never ends, so CloudFormation takes it for text too.
            done.push(Piece::Text(BEGIN.to_owned()));
            done.extend(inside);
        }
        Expr::template(done)
    }

    fn text(&mut self, text: &str, open: &mut Option<Vec<Piece>>, done: &mut Vec<Piece>) {
        let mut rest = text;
        loop {
            if let Some(mut inside) = open.take() {
                let Some((before, after)) = rest.split_once(END) else {
                    inside.push(Piece::Text(rest.to_owned()));
                    *open = Some(inside);
                    return;
                };
                inside.push(Piece::Text(before.to_owned()));
                done.push(Piece::Value(self.resolved(inside)));
                rest = after;
            } else {
                let Some((before, after)) = rest.split_once(BEGIN) else {
                    done.push(Piece::Text(rest.to_owned()));
                    return;
                };
                done.push(Piece::Text(before.to_owned()));
                *open = Some(Vec::new());
                rest = after;
            }
        }
    }

    /// What stands between `{{resolve:` and `}}`: `SERVICE:ID:MARKER:FIELD:STAGE:VERSION`, where the id
    /// may be a value, and what follows it may be absent.
    fn resolved(&mut self, inside: Vec<Piece>) -> Expr {
        let expr = Expr::template(inside);
        let shown = shown(&expr);
        let pieces = match expr {
            Expr::Template(pieces) => pieces,
            Expr::Text(text) => vec![Piece::Text(text)],
            other => vec![Piece::Value(other)],
        };
        let known = &self.tables.translations.secrets;
        let secret = known.iter().find_map(|(service, reference)| {
            let secret = Secret::read(pieces.clone(), service, &reference.marker)?;
            Some((reference, secret))
        });
        let Some((reference, secret)) = secret else {
            self.problem(ProblemKind::NoForm(format!("{BEGIN}{shown}{END}")));
            return Expr::text("");
        };
        self.secret(reference, secret)
    }

    fn secret(&mut self, reference: &SecretReference, secret: Secret) -> Expr {
        let mut body = Body::default();
        let mut name = match &secret.id {
            Expr::Reference(reference) => {
                reference.split('.').nth(1).unwrap_or(reference).to_owned()
            }
            other => format!("secret_{}", name::hash(&other.canonical())),
        };
        let of = self.referred(&secret.id);
        if !secret.stage.is_empty() || !secret.version.is_empty() {
            let which = format!("{}:{}", secret.stage, secret.version);
            name = format!("{name}__{}", name::hash(&which));
        }
        body.set(&reference.id, secret.id);
        if !secret.stage.is_empty() {
            body.set(&reference.stage, Expr::Text(secret.stage));
        }
        if !secret.version.is_empty() {
            body.set(&reference.version, Expr::Text(secret.version));
        }
        let data = &reference.data;
        let block = self.data(data, &name, body);
        if let Some(of) = of {
            let waits = (self.root(), format!("{data}.{name}"));
            self.waits.entry(waits).or_default().insert(of);
        }
        let text = Expr::Reference(format!("{block}.{}", reference.read));
        if secret.key.is_empty() {
            return text;
        }
        Expr::Index(Box::new(Expr::Call("jsondecode", vec![text])), secret.key)
    }

    /// A source of data of the current root; what it is called.
    pub(super) fn data(&mut self, kind: &str, name: &str, body: Body) -> String {
        let mut block = Block::new("data", &[kind, name], body);
        if !block.body.attributes.is_empty() {
            block
                .comment
                .push("Terraform keeps what it reads in its state.".into());
        }
        let root = self.root();
        let data = &mut self.roots[root.index()].data;
        data.entry(block.address()).or_insert(block);
        format!("data.{kind}.{name}")
    }

    /// Which of the resources that the current one refers to an expression is of.
    fn referred(&self, expr: &Expr) -> Option<ResourceIndex> {
        let Expr::Reference(reference) = expr else {
            return None;
        };
        let needs = self.tables.graph.needs[self.current.index()].iter();
        needs.map(|need| need.to).find(|to| {
            let block = format!("{}.{}.", self.target(*to), self.name(*to));
            reference.starts_with(&block)
        })
    }
}

/// A reference to a secret.
struct Secret {
    id: Expr,
    key: String,
    stage: String,
    version: String,
}

impl Secret {
    fn read(mut pieces: Vec<Piece>, service: &str, marker: &str) -> Option<Self> {
        let Piece::Text(first) = pieces.first_mut()? else {
            return None;
        };
        *first = first.strip_prefix(service)?.strip_prefix(':')?.to_owned();
        // The id ends where the marker begins; an ARN has colons of its own.
        let mut options = String::new();
        if let Some(Piece::Text(last)) = pieces.last_mut()
            && let Some((id, rest)) = last.split_once(&format!(":{marker}"))
        {
            rest.clone_into(&mut options);
            *last = id.to_owned();
        }
        let id = Expr::template(pieces);
        let mut options = options.strip_prefix(':').unwrap_or("").splitn(3, ':');
        let mut option = || options.next().unwrap_or("").to_owned();
        let (key, stage, version) = (option(), option(), option());
        (id != Expr::text("")).then_some(Self {
            id,
            key,
            stage,
            version,
        })
    }
}

/// An expression for a message.
fn shown(expr: &Expr) -> String {
    match expr {
        Expr::Text(text) => text.clone(),
        Expr::Template(pieces) => pieces
            .iter()
            .map(|piece| match piece {
                Piece::Text(text) => text.clone(),
                Piece::Value(value) => shown(value),
            })
            .collect(),
        _ => "...".into(),
    }
}
