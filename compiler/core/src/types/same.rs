//! Whether two programs of the same tables mean the same, wherever they are written: places do not
//! count. Every field is named, so that a new one cannot be forgotten.

use super::ir::{AttributeRead, ForIr, Ir, Op, SiteFact};
use super::program::{
    Argument, Arguments, At, CheckDef, CheckRule, Component, ComponentId, ExistingDef, FactDef,
    Header, InnerStep, InputDef, MovedDef, OnDelete, OverrideChange, OverrideDef, ParamDef,
    Program, PropertyStep, ProvidesDef, Refinement, RefinementKind, ResourceDef, Slot, SlotDef,
    SlotId, TierDef, UnitName, UseDef,
};
use super::ty::TypeId;
use crate::functions::Function;
use crate::names::Symbol;
use crate::schema;
use crate::source::Span;
use crate::syntax::tree::{BinaryOp, Ident};
use crate::value::Value;

/// Means the same.
trait Same {
    fn same(&self, other: &Self) -> bool;
}

/// What is the same where it is equal.
macro_rules! equal {
    ($($type:ty),* $(,)?) => {
        $(impl Same for $type {
            fn same(&self, other: &Self) -> bool {
                self == other
            }
        })*
    };
}

equal!(
    bool,
    i64,
    u16,
    u32,
    Symbol,
    Value,
    TypeId,
    SlotId,
    ComponentId,
    schema::TypeId,
    At,
    OnDelete,
    UnitName,
    RefinementKind,
    SiteFact,
    AttributeRead,
    InnerStep,
    PropertyStep,
    BinaryOp,
    Function,
);

/// What is the same where all of its fields are, but for what stands behind a semicolon.
macro_rules! fields {
    ($($type:ident { $($field:ident),* $(; $skipped:ident)? })*) => {
        $(impl Same for $type {
            fn same(&self, other: &Self) -> bool {
                let Self { $($field,)* $($skipped: _,)? } = self;
                $($field.same(&other.$field))&&*
            }
        })*
    };
}

fields! {
    Ident { name, span }
    Ir { op, span }
    ForIr { over, over_set, first_local, key, result, grouped, condition }
    Header { name, environment, span, home, home_span, regions, regions_span }
    Component { kind, span, slots, checks, facts, provides, spaces }
    Slot { name, def, ty, regional }
    InputDef { default, refinements }
    // What a pattern matches is its limit.
    Refinement { kind, limit, span; pattern }
    ResourceDef { type_id, type_name, type_span, at, when, for_each, properties, after, on_delete, unit }
    UseDef { component, when, for_each, regions, account, unit, arguments, overrides, span }
    OverrideDef { path, span, uses, resource, change, reason }
    Argument { input, value, span }
    CheckDef { name, rule, error, at }
    FactDef { name, of, value }
    ProvidesDef { name, when, error, record }
    TierDef { name, component, arguments }
    ExistingDef { name, type_id, type_name, id, identifier, stated }
    ParamDef { name, ty, default, secret, refinements, doc }
    MovedDef { from, to }
}

/// Places move. What counts is that something is written, and not made by the compiler.
impl Same for Span {
    fn same(&self, other: &Self) -> bool {
        self.is_some() == other.is_some()
    }
}

impl Same for Arguments {
    fn same(&self, other: &Self) -> bool {
        self.all().same(other.all())
    }
}

impl Same for SlotDef {
    fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (SlotDef::Input(one), SlotDef::Input(other)) => one.same(other),
            (SlotDef::Let(one), SlotDef::Let(other))
            | (SlotDef::Output(one), SlotDef::Output(other)) => one.same(other),
            (SlotDef::Resource(one), SlotDef::Resource(other)) => one.same(other),
            (SlotDef::Use(one), SlotDef::Use(other)) => one.same(other),
            _ => false,
        }
    }
}

impl Same for CheckRule {
    fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (CheckRule::That(one), CheckRule::That(other))
            | (CheckRule::Unique(one), CheckRule::Unique(other)) => one.same(other),
            _ => false,
        }
    }
}

impl Same for OverrideChange {
    fn same(&self, other: &Self) -> bool {
        use OverrideChange::{OnDelete, Property, Unit};
        match (self, other) {
            (Property(steps, value), Property(other_steps, other)) => {
                steps.same(other_steps) && value.same(other)
            }
            (OnDelete(one), OnDelete(other)) => one.same(other),
            (Unit(one), Unit(other)) => one.same(other),
            _ => false,
        }
    }
}

impl Same for Op {
    fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Op::Const(one), Op::Const(other)) => one.same(other),
            (Op::Slot(one), Op::Slot(other))
            | (Op::Root(one), Op::Root(other))
            | (Op::App(one), Op::App(other)) => one.same(other),
            (Op::OneOf(one), Op::OneOf(other)) => one.same(other),
            (Op::Site(one), Op::Site(other)) => one.same(other),
            (Op::Local(one), Op::Local(other))
            | (Op::Tier(one), Op::Tier(other))
            | (Op::Existing(one), Op::Existing(other))
            | (Op::Param(one), Op::Param(other)) => one.same(other),
            (Op::Header(one), Op::Header(other)) => one.same(other),
            (Op::EachKey, Op::EachKey)
            | (Op::EachValue, Op::EachValue)
            | (Op::SelfName, Op::SelfName)
            | (Op::SelfAddress, Op::SelfAddress)
            | (Op::SelfRegions, Op::SelfRegions)
            | (Op::SelfAccount, Op::SelfAccount)
            | (Op::Callers, Op::Callers) => true,
            (Op::Field(base, name), Op::Field(other, other_name)) => {
                name == other_name && base.same(other)
            }
            (Op::Attribute(base, read), Op::Attribute(other, other_read)) => {
                read == other_read && base.same(other)
            }
            (Op::Output(base, slot), Op::Output(other, other_slot))
            | (Op::TierField(base, slot), Op::TierField(other, other_slot)) => {
                slot == other_slot && base.same(other)
            }
            (Op::Provides(base, number), Op::Provides(other, other_number)) => {
                number == other_number && base.same(other)
            }
            (Op::StableNumber(space, most), Op::StableNumber(other, other_most)) => {
                (space, most) == (other, other_most)
            }
            (Op::Index(base, at), Op::Index(other, other_at)) => {
                base.same(other) && at.same(other_at)
            }
            (Op::List(one), Op::List(other)) | (Op::Template(one), Op::Template(other)) => {
                one.same(other)
            }
            (Op::Object(one), Op::Object(other)) => one.same(other),
            (Op::Computed(one), Op::Computed(other)) => one.same(other),
            (Op::Not(one), Op::Not(other))
            | (Op::Negate(one), Op::Negate(other))
            | (Op::Spread(one), Op::Spread(other))
            | (Op::EachSite(one), Op::EachSite(other))
            | (Op::Present(one), Op::Present(other))
            | (Op::ToSet(one), Op::ToSet(other)) => one.same(other),
            (Op::Binary(op, one), Op::Binary(other_op, other)) => op == other_op && one.same(other),
            (Op::With(one), Op::With(other)) | (Op::At(one), Op::At(other)) => one.same(other),
            (Op::If(one), Op::If(other)) => one.same(other),
            (Op::For(one), Op::For(other)) => one.same(other),
            (Op::Call(function, one), Op::Call(other_function, other)) => {
                function == other_function && one.same(other)
            }
            _ => false,
        }
    }
}

impl<T: Same + ?Sized> Same for Box<T> {
    fn same(&self, other: &Self) -> bool {
        (**self).same(other)
    }
}

impl<T: Same> Same for Option<T> {
    fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Some(one), Some(other)) => one.same(other),
            (None, None) => true,
            _ => false,
        }
    }
}

impl<T: Same> Same for [T] {
    fn same(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().zip(other).all(|(one, other)| one.same(other))
    }
}

impl<T: Same, const N: usize> Same for [T; N] {
    fn same(&self, other: &Self) -> bool {
        self.as_slice().same(other.as_slice())
    }
}

impl<T: Same> Same for Vec<T> {
    fn same(&self, other: &Self) -> bool {
        self.as_slice().same(other.as_slice())
    }
}

impl<A: Same, B: Same> Same for (A, B) {
    fn same(&self, other: &Self) -> bool {
        self.0.same(&other.0) && self.1.same(&other.1)
    }
}

impl Program {
    /// The uses of the app's own body that mean something else than they did in another program of the
    /// same tables, if nothing else does.
    pub fn changed_uses(&self, before: &Self) -> Option<Vec<SlotId>> {
        let Self {
            components,
            root,
            app,
            header,
            app_arguments,
            tiers,
            existing,
            params,
            moved,
            // Who comes before whom in evaluation, which gives the same in any order.
            order: _,
            // By place, and for messages alone.
            written: _,
            has_overrides,
            // They are asked of what was evaluated.
            questions: _,
        } = self;
        let alike = (root, app).eq(&(&before.root, &before.app))
            && header.same(&before.header)
            && app_arguments.same(&before.app_arguments)
            && tiers.same(&before.tiers)
            && existing.same(&before.existing)
            && params.same(&before.params)
            && moved.same(&before.moved)
            && has_overrides.same(&before.has_overrides)
            && components.len() == before.components.len();
        if !alike {
            return None;
        }
        let mut changed = Vec::new();
        for (at, (component, before)) in components.iter().zip(&before.components).enumerate() {
            if at == root.0 as usize {
                changed = component.changed_uses(before)?;
            } else if !component.same(before) {
                return None;
            }
        }
        Some(changed)
    }
}

impl Component {
    fn changed_uses(&self, before: &Self) -> Option<Vec<SlotId>> {
        let Self {
            kind,
            span: _,
            slots,
            checks,
            facts,
            provides,
            spaces,
        } = self;
        let alike = kind.same(&before.kind)
            && checks.same(&before.checks)
            && facts.same(&before.facts)
            && provides.same(&before.provides)
            && spaces.same(&before.spaces)
            && slots.len() == before.slots.len();
        if !alike {
            return None;
        }
        let mut changed = Vec::new();
        for (at, (slot, before)) in slots.iter().zip(&before.slots).enumerate() {
            let Slot {
                name,
                def,
                ty,
                regional,
            } = slot;
            let is_seen_alike =
                name.same(&before.name) && ty == &before.ty && regional == &before.regional;
            match (def, &before.def) {
                _ if !is_seen_alike => return None,
                (def, other) if def.same(other) => {}
                (SlotDef::Use(one), SlotDef::Use(other)) if one.component == other.component => {
                    changed.push(SlotId(at as u32));
                }
                _ => return None,
            }
        }
        Some(changed)
    }
}
