//! Rules that combine nodes, and rules about which properties go together.

use super::{Verdict, Violation, ViolationKind, Walk, is_set};
use crate::names::Symbol;
use crate::schema::{Combination, NodeId};
use crate::value::Value;

impl Walk<'_> {
    /// All that a combination says.
    pub(super) fn combination(&mut self, rules: &Combination, value: Value) -> Verdict {
        let mut verdict = Verdict::Yes;
        for &node in &rules.all_of {
            verdict = verdict.and(self.node(node, value));
        }
        if !rules.any_of.is_empty() {
            verdict = verdict.and(self.any_of(&rules.any_of, value));
        }
        if !rules.one_of.is_empty() {
            verdict = verdict.and(self.one_of(&rules.one_of, value));
        }
        if let Some(node) = rules.not {
            verdict = verdict.and(match self.probe(node, value) {
                Verdict::Yes => self.fail(|| ViolationKind::Excluded),
                Verdict::No => Verdict::Yes,
                Verdict::Open => Verdict::Open,
            });
        }
        if let Some(condition) = rules.condition {
            verdict = verdict.and(self.conditional(rules, condition, value));
        }
        match value {
            Value::Object(object) if !self.enough(verdict) => {
                let fields = self.checker.store.fields(object);
                verdict.and(self.together(rules, value, fields))
            }
            _ => verdict,
        }
    }

    /// A node's verdict, and nothing said.
    fn probe(&mut self, node: NodeId, value: Value) -> Verdict {
        let silent = std::mem::replace(&mut self.silent, true);
        let verdict = self.node(node, value);
        self.silent = silent;
        verdict
    }

    fn any_of(&mut self, alternatives: &[NodeId], value: Value) -> Verdict {
        let mut open = false;
        for &node in alternatives {
            match self.probe(node, value) {
                Verdict::Yes => return Verdict::Yes,
                Verdict::Open => open = true,
                Verdict::No => {}
            }
        }
        if open {
            Verdict::Open
        } else {
            self.no_alternative(alternatives, value)
        }
    }

    fn one_of(&mut self, alternatives: &[NodeId], value: Value) -> Verdict {
        let mut fitting = 0;
        let mut open = false;
        for &node in alternatives {
            match self.probe(node, value) {
                Verdict::Yes => fitting += 1,
                Verdict::Open => open = true,
                Verdict::No => {}
            }
        }
        match fitting {
            0 | 1 if open => Verdict::Open,
            0 => self.no_alternative(alternatives, value),
            1 => Verdict::Yes,
            _ => self.several(alternatives, value),
        }
    }

    #[cold]
    fn several(&mut self, alternatives: &[NodeId], value: Value) -> Verdict {
        if self.silent {
            return Verdict::No;
        }
        let fitting = (0..alternatives.len() as u32)
            .filter(|&at| self.probe(alternatives[at as usize], value) == Verdict::Yes)
            .collect();
        self.fail(|| ViolationKind::SeveralAlternatives { fitting })
    }

    #[cold]
    fn no_alternative(&mut self, alternatives: &[NodeId], value: Value) -> Verdict {
        if self.silent {
            return Verdict::No;
        }
        let outside = std::mem::take(&mut self.violations);
        let here = self.path.len();
        let closest = alternatives
            .iter()
            .map(|&node| {
                self.node(node, value);
                std::mem::take(&mut self.violations)
            })
            .min_by_key(|violations| distance(violations, here))
            .unwrap_or_default();
        self.violations = outside;
        self.fail(|| ViolationKind::NoAlternative {
            alternatives: alternatives.len() as u32,
            closest: closest.into(),
        })
    }

    fn conditional(&mut self, rules: &Combination, condition: NodeId, value: Value) -> Verdict {
        let branch = match self.probe(condition, value) {
            Verdict::Yes => rules.then,
            Verdict::No => rules.otherwise,
            Verdict::Open => return Verdict::Open,
        };
        branch.map_or(Verdict::Yes, |node| self.node(node, value))
    }

    /// Which properties need, exclude or replace each other.
    fn together(
        &mut self,
        rules: &Combination,
        value: Value,
        fields: &[(Symbol, Value)],
    ) -> Verdict {
        let has = |name: Symbol| fields.iter().any(|f| f.0 == name && is_set(&f.1));
        let mut verdict = Verdict::Yes;
        for (property, needs) in rules.dependent_required.iter().filter(|rule| has(rule.0)) {
            for &needs in needs {
                verdict = verdict.and(self.rule(has(needs), || ViolationKind::Needs {
                    property: *property,
                    needs,
                }));
            }
        }
        for (property, excluded) in rules.dependent_excluded.iter().filter(|rule| has(rule.0)) {
            for &excluded in excluded {
                verdict = verdict.and(self.rule(!has(excluded), || ViolationKind::Excludes {
                    property: *property,
                    excluded,
                }));
            }
        }
        for &(_, node) in rules.dependent_schemas.iter().filter(|rule| has(rule.0)) {
            verdict = verdict.and(self.node(node, value));
        }
        verdict
            .and(self.required_or(&rules.required_or, has))
            .and(self.required_xor(&rules.required_xor, has))
    }

    fn required_or(&mut self, properties: &[Symbol], has: impl Fn(Symbol) -> bool) -> Verdict {
        let holds = properties.is_empty() || properties.iter().any(|&name| has(name));
        self.rule(holds, || ViolationKind::NoneOf {
            properties: properties.into(),
            only: false,
        })
    }

    fn required_xor(&mut self, properties: &[Symbol], has: impl Fn(Symbol) -> bool) -> Verdict {
        let set = properties.iter().filter(|&&name| has(name)).count();
        match set {
            _ if properties.is_empty() => Verdict::Yes,
            0 => self.fail(|| ViolationKind::NoneOf {
                properties: properties.into(),
                only: true,
            }),
            1 => Verdict::Yes,
            _ => self.fail(|| ViolationKind::SeveralOf {
                properties: properties.into(),
                set: properties.iter().copied().filter(|&n| has(n)).collect(),
            }),
        }
    }
}

/// How far an alternative is from fitting: one of another type is farthest; then the fewer
/// violations, and the deeper the first of them, the nearer.
fn distance(violations: &[Violation], here: usize) -> (bool, usize, usize) {
    let other_type = violations.iter().any(|violation| {
        violation.path.0.len() == here && matches!(violation.kind, ViolationKind::WrongType { .. })
    });
    let depth = violations
        .iter()
        .map(|violation| violation.path.0.len())
        .max();
    (
        other_type,
        violations.len(),
        usize::MAX - depth.unwrap_or(0),
    )
}
