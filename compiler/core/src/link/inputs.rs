//! The values of inputs against their refinements, and the checks of components.

use rustc_hash::FxHashMap;

use crate::diag::codes;
use crate::interpret::{Claim, FrameId, Machine, Scope};
use crate::paths;
use crate::source::Span;
use crate::types::program::{
    CheckDef, CheckRule, InputDef, Ir, Op, Refinement, RefinementKind, SlotDef, SlotId,
};
use crate::value::{InstanceId, SiteId, Value};

impl<'a> Machine<'a> {
    pub(super) fn check_inputs(&mut self, id: InstanceId, frame: FrameId) {
        for (at, slot) in self.component(id).slots.iter().enumerate() {
            let SlotDef::Input(input) = &slot.def else {
                continue;
            };
            let at = SlotId(at as u32);
            // Calls are looked at when resources are made: they may be cyclic.
            if self.is_call(frame, at) {
                continue;
            }
            if let Ok(value) = self.slot(frame, at) {
                self.check_refinements(frame, at, input, value);
            }
        }
    }

    fn check_refinements(&mut self, frame: FrameId, slot: SlotId, input: &InputDef, value: Value) {
        if matches!(value, Value::Null | Value::Later(_)) {
            return;
        }
        for refinement in &input.refinements {
            if !refinement.breaks(value, self.heap.names, self.heap.store) {
                continue;
            }
            let rule = refinement.rule(&match refinement.limit {
                limit @ Value::Quantity(_) => self.as_written(refinement.span, limit),
                limit => self.show(limit),
            });
            let name = self.component(self.instance_of(frame)).slots[slot.0 as usize].name;
            let (given, _) = self.blamed(frame, slot);
            let (name, shown) = (
                self.heap.names.text(name.name),
                self.as_written(given, value),
            );
            self.diagnostics.push(codes::sites::refused(
                given,
                name,
                &shown,
                (&rule, self.nearest(refinement).as_deref()),
                refinement.span,
            ));
        }
    }

    /// The value next to the limit that a refinement accepts, as it is written.
    fn nearest(&self, refinement: &Refinement) -> Option<String> {
        match (refinement.kind, refinement.limit) {
            (RefinementKind::Min | RefinementKind::Max, limit @ Value::Quantity(_)) => {
                let limit = self.as_written(refinement.span, limit);
                Some(format!("\"{limit}\""))
            }
            (RefinementKind::Min | RefinementKind::Max, limit) => Some(self.show(limit)),
            _ => None,
        }
    }

    /// A value that is given at a place, with the unit that it is written in there.
    fn as_written(&self, place: Span, value: Value) -> String {
        match self.program.written.get(&place) {
            Some(text) => self.heap.names.text(*text).to_owned(),
            None => self.show_quoted(value),
        }
    }

    fn show_quoted(&self, value: Value) -> String {
        match value {
            Value::Text(text) => format!("{:?}", self.heap.names.text(text)),
            other => self.show(other),
        }
    }

    /// Where a user gave an input its value, through however many components it was handed on; and
    /// whether it was given at all.
    pub fn blamed(&self, frame: FrameId, slot: SlotId) -> (Span, bool) {
        match self.argument(frame, slot) {
            Some((value, span, scope)) => match value.op {
                Op::Slot(outer) if self.is_input(scope.frame, outer) => {
                    self.blamed(scope.frame, outer)
                }
                _ if span.is_some() && self.is_users(scope.frame) => (value.span, true),
                _ => (self.caller_span(frame).unwrap_or(Span::NONE), false),
            },
            None => (self.caller_span(frame).unwrap_or(Span::NONE), false),
        }
    }

    /// Whether what stands in the body of a frame is the user's own.
    fn is_users(&self, frame: FrameId) -> bool {
        self.caller_span(frame).is_none()
    }

    /// Whether a slot of a frame's component is an input.
    pub fn is_input(&self, frame: FrameId, slot: SlotId) -> bool {
        matches!(
            self.component(self.instance_of(frame)).slots[slot.0 as usize].def,
            SlotDef::Input(_)
        )
    }

    pub(super) fn run_checks(&mut self, id: InstanceId, frame: FrameId) {
        let component = self.instance(id).component;
        for (number, check) in self.component(id).checks.iter().enumerate() {
            let mut scope = Scope::new(frame);
            let that = match &check.rule {
                CheckRule::That(that) => that,
                CheckRule::Unique(texts) => {
                    let texts = self.blaming(frame, |machine| machine.evaluate(texts, &mut scope));
                    let texts = texts.map_or_else(|_| Vec::new(), |texts| self.elements(texts));
                    let claimed = texts
                        .into_iter()
                        .map(|text| ((component, number, text), frame));
                    self.claimed.extend(claimed);
                    continue;
                }
            };
            let held = self.blaming(frame, |machine| machine.evaluate(that, &mut scope));
            if held != Ok(Value::Bool(false)) {
                continue;
            }
            let Ok(error) = self.evaluate(&check.error, &mut scope) else {
                continue;
            };
            let at = self.place_of(check, frame);
            let mut parts = Vec::new();
            self.explain(that, &mut scope, &mut parts);
            let (error, name) = (self.show(error), self.heap.names.text(check.name.name));
            self.diagnostics.push(codes::sites::check_failed(
                at, &error, name, that.span, &parts,
            ));
        }
    }

    /// Where a check points.
    fn place_of(&self, check: &CheckDef, frame: FrameId) -> Span {
        match check.at {
            Some(slot) => self.blamed(frame, slot).0,
            None => self.caller_span(frame).unwrap_or(check.name.span),
        }
    }

    /// Reports what two uses have and only one may have. Which of them comes first is for their
    /// addresses to say, and what stands at several sites is reported once.
    pub(super) fn check_unique(&mut self) {
        let mut holders: FxHashMap<(Claim, SiteId), Vec<FrameId>> = FxHashMap::default();
        for (claim, frame) in &self.claimed {
            let frames = holders.entry((*claim, self.site(*frame))).or_default();
            if !frames.contains(frame) {
                frames.push(*frame);
            }
        }
        let mut twice = Vec::new();
        for ((claim, _), frames) in holders.into_iter().filter(|(_, all)| all.len() > 1) {
            let named = frames.iter().map(|frame| (self.owner_text(*frame), *frame));
            let mut named: Vec<_> = named.collect();
            named.sort_by(|a, b| a.0.cmp(&b.0));
            let shown = self.show_quoted(claim.2);
            for other in &named[1..] {
                twice.push((named[0].clone(), other.clone(), shown.clone(), claim));
            }
        }
        twice.sort_by(|a, b| (&a.0.0, &a.1.0, &a.2, a.3.1).cmp(&(&b.0.0, &b.1.0, &b.2, b.3.1)));
        twice.dedup_by(|a, b| (&a.0.0, &a.1.0, a.3) == (&b.0.0, &b.1.0, b.3));
        for ((first, first_frame), (second, second_frame), shown, (_, number, _)) in twice {
            let check = &self.component(self.instance_of(second_frame)).checks[number];
            let Ok(error) = self.evaluate(&check.error, &mut Scope::new(second_frame)) else {
                continue;
            };
            // The uses that somebody wrote, where what is inside of them need not tell them apart.
            let [mut one, mut other] = [&first, &second].map(|address| paths::use_of(address));
            if one == other {
                (one, other) = (&first, &second);
            }
            let twice = codes::sites::not_unique(
                (self.place_of(check, first_frame), one),
                (self.place_of(check, second_frame), other),
                (&self.show(error), &shown),
                (self.heap.names.text(check.name.name), check.rule.ir().span),
            );
            self.diagnostics.push(twice);
        }
    }

    /// The values of the parts of a failed condition.
    pub fn explain(&mut self, ir: &'a Ir, scope: &mut Scope, parts: &mut Vec<(Span, String)>) {
        match &ir.op {
            Op::Binary(_, operands) => operands
                .iter()
                .for_each(|operand| self.explain(operand, scope, parts)),
            Op::Not(operand) => self.explain(operand, scope, parts),
            Op::Call(_, arguments) => arguments
                .iter()
                .for_each(|argument| self.explain(argument, scope, parts)),
            Op::Const(_) => {}
            _ => {
                if let Ok(value) = self.evaluate(ir, scope) {
                    parts.push((ir.span, self.show_quoted(value)));
                }
            }
        }
    }
}
