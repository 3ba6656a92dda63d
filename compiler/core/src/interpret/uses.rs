//! Uses become instances, when their slot is asked for.

use super::{Evaluated, Failed, FrameId, MOST_INSTANCES, Machine, ROOT, Scope};
use crate::diag::codes;
use crate::names::Symbol;
use crate::source::Span;
use crate::types::program::{SlotDef, SlotId, UseDef};
use crate::value::{Address, InstanceId, Segment, SiteId, Value};

impl<'a> Machine<'a> {
    /// The definition of a use in an instance's body.
    pub fn use_def(&self, parent: InstanceId, slot: SlotId) -> Option<&'a UseDef> {
        match &self.component(parent).slots[slot.0 as usize].def {
            SlotDef::Use(def) => Some(def),
            _ => None,
        }
    }

    /// The address of what a slot of a body makes.
    pub fn slot_address(&self, parent: InstanceId, slot: SlotId) -> Address {
        let names = self.heap.names;
        let component = self.component(parent);
        let name = component.slots[slot.0 as usize].name.name;
        let segment = match &component.slots[slot.0 as usize].def {
            SlotDef::Use(def) if parent == ROOT => {
                Segment::Use(self.program.components[def.component.0 as usize].kind, name)
            }
            _ if parent == ROOT => Segment::Use(names.intern("resource"), name),
            _ => Segment::Name(name),
        };
        self.heap
            .store
            .address(self.instance(parent).address, segment)
    }

    /// Whether the use in a slot of the app's own body stands at a site by now.
    pub fn is_used(&self, slot: SlotId, site: SiteId) -> bool {
        let address = self.slot_address(ROOT, slot);
        let found = self.by_address.get(&address);
        found.is_some_and(|id| self.instance(*id).stands_at(site))
    }

    /// The value of a slot that is a use: the instance, a map of instances, or null.
    pub(super) fn expand(&mut self, frame: FrameId, slot: SlotId, def: &'a UseDef) -> Evaluated {
        let (parent, site) = (self.instance_of(frame), self.site(frame));
        let mut scope = Scope::new(frame);
        if let Some(regions) = &def.regions {
            let regions = self.evaluate(regions, &mut scope)?;
            let here = Value::Text(self.sites.get(site).region);
            let chosen = self.elements(regions);
            self.check_regions(
                &chosen,
                def.regions
                    .as_ref()
                    .map_or(def.span, |regions| regions.span),
            )?;
            if !chosen.contains(&here) {
                return Err(Failed::Absent);
            }
        }
        if let Some(when) = &def.when
            && self.evaluate(when, &mut scope)? != Value::Bool(true)
        {
            return Ok(Value::Null);
        }
        let address = self.slot_address(parent, slot);
        let Some(for_each) = &def.for_each else {
            let id = self.stand(address, frame, slot, def, None)?;
            return Ok(Value::Use(id));
        };
        let over = self.evaluate(for_each, &mut scope)?;
        let mut made = Vec::new();
        for (key, value) in self.keyed(over, for_each.span)? {
            let address = self.heap.store.address(Some(address), Segment::Key(key));
            let id = self.stand(address, frame, slot, def, Some((key, value)))?;
            made.push((key, Value::Use(id)));
        }
        Ok(Value::Object(
            self.heap.store.object_of(self.heap.names, made),
        ))
    }

    fn check_regions(&mut self, chosen: &[Value], span: Span) -> Result<(), Failed> {
        if chosen.is_empty() {
            self.diagnostics.push(codes::sites::no_regions(span));
            return Err(Failed::Reported);
        }
        for region in chosen {
            let Value::Text(region) = *region else {
                continue;
            };
            if self.sites.find(region).is_none() {
                self.not_a_site(region, span);
                return Err(Failed::Reported);
            }
        }
        Ok(())
    }

    pub(super) fn not_a_site(&mut self, region: Symbol, span: Span) {
        let sites: Vec<_> = self.sites.ids().map(|site| self.region(site)).collect();
        self.diagnostics.push(codes::sites::not_a_site(
            span,
            self.heap.names.text(region),
            &sites,
        ));
    }

    fn stand(
        &mut self,
        address: Address,
        frame: FrameId,
        slot: SlotId,
        def: &'a UseDef,
        each: Option<(Symbol, Value)>,
    ) -> Result<InstanceId, Failed> {
        let (parent, site) = (self.instance_of(frame), self.site(frame));
        let id = match self.by_address.get(&address) {
            Some(&id) => id,
            None if self.instances.len() >= MOST_INSTANCES => {
                self.diagnostics
                    .push(codes::sites::too_large(def.span, "uses", MOST_INSTANCES));
                return Err(Failed::Reported);
            }
            None => {
                let given = &def.arguments;
                self.add_instance(def.component, given, Some(address), Some(parent), slot)
            }
        };
        self.stand_at(id, site, each);
        Ok(id)
    }

    /// Keys and values of what `for_each` goes over.
    pub fn keyed(&mut self, over: Value, span: Span) -> Result<Vec<(Symbol, Value)>, Failed> {
        if let Value::Object(object) = over {
            return Ok(self.heap.store.fields(object).to_vec());
        }
        let mut keyed = Vec::new();
        for element in self.elements(over) {
            let Value::Text(key) = element else { continue };
            if keyed.iter().any(|(known, _)| *known == key) {
                self.diagnostics
                    .push(codes::sites::key_twice(span, self.heap.names.text(key)));
                return Err(Failed::Reported);
            }
            keyed.push((key, element));
        }
        Ok(keyed)
    }

    /// The elements of a list.
    pub fn elements(&self, list: Value) -> Vec<Value> {
        match list {
            Value::List(list) => self.heap.store.elements(list).to_vec(),
            _ => Vec::new(),
        }
    }
}
