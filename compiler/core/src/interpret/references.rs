//! Resources and their attributes, from one site to another.

use super::{Each, Evaluated, Failed, FrameId, Machine, ROOT, Scope};
use crate::diag::codes;
use crate::names::Symbol;
use crate::source::Span;
use crate::types::program::{At, AttributeRead, Ir, ResourceDef, SlotId};
use crate::value::{InstanceId, Later, LaterId, Segment, SiteId, Value};

impl<'a> Machine<'a> {
    /// Whether a resource with this `at` stands at a site.
    pub fn stands(&self, at: At, site: SiteId) -> bool {
        match at {
            At::Each => true,
            At::Home | At::Global => site == self.sites.home(),
            At::Others => site != self.sites.home(),
        }
    }

    /// The value of a slot that is a resource: the resource, a map of them, or null.
    pub(super) fn resource(
        &mut self,
        frame: FrameId,
        slot: SlotId,
        def: &'a ResourceDef,
    ) -> Evaluated {
        self.looked |= matches!(def.at, At::Home | At::Others);
        if def.at != At::Global && !self.stands(def.at, self.site(frame)) {
            return Err(Failed::Absent);
        }
        let mut scope = Scope::new(frame);
        if let Some(when) = &def.when
            && self.evaluate(when, &mut scope)? != Value::Bool(true)
        {
            return Ok(Value::Null);
        }
        let address = self.slot_address(self.instance_of(frame), slot);
        let Some(for_each) = &def.for_each else {
            if def.at == At::Global {
                self.globals.insert(address);
            }
            return Ok(Value::Resource(address));
        };
        let mut made = Vec::new();
        for Each { key, .. } in self.each_of(for_each, &mut scope)? {
            let address = self.heap.store.address(Some(address), Segment::Key(key));
            if def.at == At::Global {
                self.globals.insert(address);
            }
            made.push((key, Value::Resource(address)));
        }
        Ok(Value::Object(
            self.heap.store.object_of(self.heap.names, made),
        ))
    }

    /// A later value as a value of this site: what is global stands at home.
    fn as_seen_from(&mut self, later: Later, site: SiteId) -> Value {
        let home = self.sites.home();
        let id = self.heap.store.later(later);
        match later {
            Later::Attribute(address, _) if self.globals.contains(&address) => {
                self.looked = true;
                if site == home {
                    return Value::Later(id);
                }
                Value::Later(self.heap.store.later(Later::Elsewhere(home, id)))
            }
            _ => Value::Later(id),
        }
    }

    /// `base.attribute`.
    #[inline(never)]
    pub(super) fn attribute(
        &mut self,
        base: Value,
        read: AttributeRead,
        span: Span,
        frame: FrameId,
    ) -> Evaluated {
        let site = self.site(frame);
        match base {
            Value::Resource(address) => {
                let attribute = self.given_by_made(read, span)?;
                Ok(self.as_seen_from(Later::Attribute(address, attribute), site))
            }
            Value::Existing(number) => self.stated(number, read.name, span, frame),
            // `at(x, region).attribute`: the resource itself is elsewhere.
            Value::Later(id) => match self.heap.store.get_later(id) {
                Later::Elsewhere(there, inner) => match self.heap.store.get_later(inner) {
                    Later::Attribute(address, _) => {
                        let attribute = self.given_by_made(read, span)?;
                        let inner = self.heap.store.later(Later::Attribute(address, attribute));
                        Ok(Value::Later(
                            self.heap.store.later(Later::Elsewhere(there, inner)),
                        ))
                    }
                    _ => Ok(Value::Null),
                },
                _ => Ok(Value::Null),
            },
            _ => Ok(Value::Null),
        }
    }

    /// What a resource that is made gives for an attribute: a component that takes a resource or an
    /// `existing` may read of it what only the latter states.
    fn given_by_made(&mut self, read: AttributeRead, span: Span) -> Result<Symbol, Failed> {
        read.made.ok_or_else(|| {
            let names = self.heap.names;
            let schema = self.heap.schemas.load(names, read.of);
            let (ty, given) = (names.text(schema.name), schema.given(names));
            let given: Vec<_> = given.iter().map(String::as_str).collect();
            let problem = codes::types::no_attribute(span, ty, names.text(read.name), None, &given);
            let help = format!("an `existing \"{ty}\"` may state it");
            self.diagnostics.push(problem.help(help));
            Failed::Reported
        })
    }

    /// A property of something that exists already.
    fn stated(&mut self, number: u32, property: Symbol, span: Span, frame: FrameId) -> Evaluated {
        let names = self.heap.names;
        let def = &self.program.existing[number as usize];
        let site = self.site(frame);
        let mut scope = Scope::new(self.frame_at(ROOT, site));
        let text = names.text(property);
        // `Endpoint.Address` is stated inside of `Endpoint`.
        let mut steps = text.split('.');
        let first = steps.next().and_then(|first| names.find(first));
        if let Some((_, value)) = def.stated.iter().find(|(name, _)| Some(*name) == first) {
            let mut value = self.evaluate(value, &mut scope)?;
            for step in steps {
                value = match (value, names.find(step)) {
                    (Value::Object(object), Some(step)) => {
                        self.heap.store.field(object, step).unwrap_or(Value::Null)
                    }
                    _ => Value::Null,
                };
            }
            if value != Value::Null {
                return Ok(value);
            }
        }
        if text != "ref" && def.identifier != Some(property) {
            let example = self.heap.schemas.example(names, def.type_id, text);
            let name = names.text(def.name.name);
            self.diagnostics.push(codes::sites::not_stated(
                span,
                name,
                text,
                &example,
                def.name.span,
            ));
            return Err(Failed::Reported);
        }
        match self.evaluate(&def.id, &mut scope)? {
            Value::Object(by_region) => {
                self.looked = true;
                let region = self.sites.get(site).region;
                self.heap.store.field(by_region, region).ok_or_else(|| {
                    let name = names.text(def.name.name);
                    self.diagnostics.push(codes::sites::no_id_at(
                        def.id.span,
                        name,
                        names.text(region),
                    ));
                    Failed::Reported
                })
            }
            id => Ok(id),
        }
    }

    /// `at(value, region)`.
    #[inline(never)]
    pub(super) fn at(&mut self, value: &'a Ir, region: &'a Ir, scope: &mut Scope) -> Evaluated {
        let Value::Text(name) = self.evaluate(region, scope)? else {
            return Err(Failed::Reported);
        };
        let Some(there) = self.sites.find(name) else {
            self.not_a_site(name, region.span);
            return Err(Failed::Reported);
        };
        match self.with_absent(false, |machine| machine.evaluate_at(value, there, scope)) {
            Err(Failed::Absent) => {
                let what = self.owner_text(scope.frame);
                self.diagnostics.push(codes::sites::not_at_site(
                    value.span,
                    &what,
                    self.region(there),
                ));
                Err(Failed::Reported)
            }
            other => other,
        }
    }

    /// `each_site(value)`: where the value is.
    #[inline(never)]
    pub(super) fn each_site(&mut self, value: &'a Ir, scope: &mut Scope) -> Evaluated {
        let mut found = Vec::new();
        for site in self.sites.ids() {
            match self.with_absent(true, |machine| machine.evaluate_at(value, site, scope)) {
                Ok(value) => found.push((self.sites.get(site).region, value)),
                Err(Failed::Absent) => {}
                Err(Failed::Reported) => return Err(Failed::Reported),
            }
        }
        Ok(Value::Object(
            self.heap.store.object_of(self.heap.names, found),
        ))
    }

    fn evaluate_at(&mut self, value: &'a Ir, there: SiteId, scope: &mut Scope) -> Evaluated {
        let here = self.site(scope.frame);
        let instance = self.instance_of(scope.frame);
        // What is there is another thing here.
        self.looked = true;
        if !self.settle(instance, there) {
            return Err(Failed::Absent);
        }
        let frame = std::mem::replace(&mut scope.frame, self.frame_at(instance, there));
        let result = self.evaluate(value, scope);
        scope.frame = frame;
        Ok(if here == there {
            result?
        } else {
            self.relocate(result?, here, there)
        })
    }

    /// The regions where the use of a frame stands, sorted.
    pub(super) fn own_regions(&mut self, frame: FrameId) -> Value {
        let id = self.instance_of(frame);
        let mut regions = Vec::new();
        for site in self.sites.ids() {
            if self.settle(id, site) {
                regions.push(Value::Text(self.sites.get(site).region));
            }
        }
        Value::List(self.heap.store.list(&regions))
    }

    /// Whether an instance stands at a site. `link` goes from site to site, so it may have to be
    /// asked for there first.
    pub(super) fn settle(&mut self, id: InstanceId, site: SiteId) -> bool {
        if self.instance(id).stands_at(site) {
            return true;
        }
        let (parent, slot) = (self.instance(id).parent, self.instance(id).slot);
        let Some(parent) = parent.filter(|parent| self.settle(*parent, site)) else {
            return false;
        };
        // Whatever comes of it: what is wrong with the use there is reported there.
        let _ = self.slot(self.frame_at(parent, site), slot);
        self.instance(id).stands_at(site)
    }

    /// A value of the site `there`, as it is seen from `here`.
    fn relocate(&self, value: Value, here: SiteId, there: SiteId) -> Value {
        let store = self.heap.store;
        match value {
            Value::Later(id) => Value::Later(self.relocate_later(id, here, there)),
            Value::Resource(address) => {
                let itself = store.later(Later::Attribute(address, self.heap.names.intern("")));
                Value::Later(store.later(Later::Elsewhere(there, itself)))
            }
            Value::List(list) => {
                let elements = store
                    .elements(list)
                    .iter()
                    .map(|element| self.relocate(*element, here, there));
                Value::List(store.list(&elements.collect::<Vec<_>>()))
            }
            Value::Object(object) => {
                let fields = store
                    .fields(object)
                    .iter()
                    .map(|(key, field)| (*key, self.relocate(*field, here, there)));
                Value::Object(store.object(&fields.collect::<Vec<_>>()))
            }
            known => known,
        }
    }

    fn relocate_later(&self, id: LaterId, here: SiteId, there: SiteId) -> LaterId {
        let store = self.heap.store;
        match store.get_later(id) {
            Later::Attribute(..) => store.later(Later::Elsewhere(there, id)),
            Later::Elsewhere(site, inner) if site == here => inner,
            Later::Elsewhere(..) | Later::Param(_) | Later::Pseudo(_) => id,
            Later::Template(parts) => {
                let Value::List(parts) = self.relocate(Value::List(parts), here, there) else {
                    return id;
                };
                store.later(Later::Template(parts))
            }
            Later::Json(value) => store.later(Later::Json(self.relocate(value, here, there))),
            Later::Replace(of, from, to) => {
                let of = self.relocate_later(of, here, there);
                store.later(Later::Replace(of, from, to))
            }
        }
    }

    /// The address of a use as text; that of the app's own body is empty.
    pub(super) fn owner(&self, id: InstanceId) -> Symbol {
        let instance = self.instance(id);
        if let Some(known) = instance.text.get() {
            return known;
        }
        let names = self.heap.names;
        let text = instance
            .address
            .map(|at| self.heap.store.address_text(names, at));
        let text = names.intern(&text.unwrap_or_default());
        instance.text.set(Some(text));
        text
    }

    /// The address of the use that a frame belongs to, for messages.
    pub fn owner_text(&self, frame: FrameId) -> String {
        let instance = self.instance(self.instance_of(frame));
        instance.address.map_or_else(
            || "the app".into(),
            |at| self.heap.store.address_text(self.heap.names, at),
        )
    }
}
