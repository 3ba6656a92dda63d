//! Uses become instances, when their slot is asked for.

use rustc_hash::FxHashSet;

use super::{Each, Evaluated, Failed, FrameId, MOST_INSTANCES, Machine, Place, ROOT, Scope};
use crate::diag::codes;
use crate::names::Symbol;
use crate::source::Span;
use crate::spelling::nearest;
use crate::types::program::{Ir, RegionChoice, SlotDef, SlotId, UseDef};
use crate::value::{AccountId, Address, InstanceId, Segment, SiteId, Value};

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
        let parent = self.instance_of(frame);
        let mut scope = Scope::new(frame);
        let Some(for_each) = &def.for_each else {
            if !self.is_chosen(def, &mut scope)? {
                return Err(Failed::Absent);
            }
            if !self.is_there(def, &mut scope)? {
                return Ok(Value::Null);
            }
            let address = self.slot_address(parent, slot);
            let id = self.stand(address, &mut scope, slot, def)?;
            return Ok(Value::Use(id));
        };
        if !self.is_there(def, &mut scope)? {
            return Ok(Value::Null);
        }
        let address = self.slot_address(parent, slot);
        let (mut made, mut is_elsewhere) = (Vec::new(), false);
        for each in self.each_of(for_each, &mut scope)? {
            let key = each.key;
            scope.each = Some(each);
            if !self.is_chosen(def, &mut scope)? {
                is_elsewhere = true;
                continue;
            }
            let address = self.heap.store.address(Some(address), Segment::Key(key));
            let id = self.stand(address, &mut scope, slot, def)?;
            made.push((key, Value::Use(id)));
        }
        if made.is_empty() && is_elsewhere {
            return Err(Failed::Absent);
        }
        Ok(Value::Object(
            self.heap.store.object_of(self.heap.names, made),
        ))
    }

    fn is_there(&mut self, def: &'a UseDef, scope: &mut Scope) -> Result<bool, Failed> {
        match &def.when {
            Some(when) => Ok(self.evaluate(when, scope)? == Value::Bool(true)),
            None => Ok(true),
        }
    }

    /// Whether a use says that it stands at this site.
    fn is_chosen(&mut self, def: &'a UseDef, scope: &mut Scope) -> Result<bool, Failed> {
        let Some(regions) = &def.regions else {
            return Ok(true);
        };
        let site = self.site(scope.frame);
        self.looked = true;
        match self.evaluate(regions, scope)? {
            Value::Text(word) => {
                let is_home = site == self.sites.home();
                match RegionChoice::read(self.heap.names.text(word)) {
                    Some(RegionChoice::All) => Ok(true),
                    Some(RegionChoice::Home) => Ok(is_home),
                    Some(RegionChoice::Others) => Ok(!is_home),
                    None => {
                        self.unknown_choice(word, regions.span);
                        Err(Failed::Reported)
                    }
                }
            }
            Value::Null => Ok(true),
            list => {
                let chosen = self.elements(list);
                self.check_regions(&chosen, regions.span)?;
                Ok(chosen.contains(&Value::Text(self.sites.get(site).region)))
            }
        }
    }

    fn unknown_choice(&mut self, word: Symbol, span: Span) {
        let word = self.heap.names.text(word);
        let words = RegionChoice::ALL.iter().map(|(_, word)| *word);
        let problem = codes::accounts::unknown_choice(span, word, nearest(word, words));
        self.diagnostics.push(problem);
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

    /// The account that a use says, else that of what it is in.
    fn account_of(&mut self, def: &'a UseDef, scope: &mut Scope) -> Result<AccountId, Failed> {
        let around = self.instance(self.instance_of(scope.frame)).account;
        let Some(said) = &def.account else {
            return Ok(around);
        };
        let Value::Text(name) = self.evaluate(said, scope)? else {
            return Ok(around);
        };
        if let Some(account) = self.accounts.find(name) {
            return Ok(account);
        }
        let names = self.heap.names;
        let mut known: Vec<_> = self.accounts.names().map(|name| names.text(name)).collect();
        known.sort_unstable();
        let suggestion = nearest(names.text(name), known.iter().copied());
        let accounts = self.accounts_span();
        self.diagnostics.push(codes::accounts::unknown_account(
            said.span,
            names.text(name),
            suggestion,
            &known,
            accounts,
        ));
        Err(Failed::Reported)
    }

    pub(super) fn not_a_site(&mut self, region: Symbol, span: Span) {
        let sites: Vec<_> = self.sites.ids().map(|site| self.region(site)).collect();
        self.diagnostics.push(codes::sites::not_a_site(
            span,
            self.heap.names.text(region),
            &sites,
        ));
    }

    /// Lets a use stand at the site of a scope, as the element that the scope has.
    fn stand(
        &mut self,
        address: Address,
        scope: &mut Scope,
        slot: SlotId,
        def: &'a UseDef,
    ) -> Result<InstanceId, Failed> {
        let (parent, site) = (self.instance_of(scope.frame), self.site(scope.frame));
        let account = self.account_of(def, scope)?;
        let id = match self.by_address.get(&address) {
            Some(&id) if self.instance(id).account != account => {
                self.account_differs(id, account, site, def);
                return Err(Failed::Reported);
            }
            Some(&id) => id,
            None if self.instances.len() >= MOST_INSTANCES => {
                self.diagnostics
                    .push(codes::sites::too_large(def.span, "uses", MOST_INSTANCES));
                return Err(Failed::Reported);
            }
            None => {
                let place = Place {
                    address: Some(address),
                    parent: Some(parent),
                    slot,
                    account,
                };
                self.add_instance(def.component, &def.arguments, place)
            }
        };
        self.stand_at(id, site, scope.each);
        Ok(id)
    }

    /// A use stands in one account, so its address says which.
    fn account_differs(
        &mut self,
        id: InstanceId,
        account: AccountId,
        site: SiteId,
        def: &'a UseDef,
    ) {
        let mut sites = self.sites.ids();
        let before = sites.find(|site| self.instance(id).stands_at(*site));
        let name = |account| self.heap.names.text(self.accounts.get(account).name);
        let problem = codes::accounts::account_differs(
            def.account.as_ref().map_or(def.span, |said| said.span),
            &self.owner_text(self.frame_at(id, site)),
            (
                name(self.instance(id).account),
                self.region(before.unwrap_or(site)),
            ),
            (name(account), self.region(site)),
        );
        self.diagnostics.push(problem);
    }

    /// The elements of what `for_each` goes over.
    pub fn each_of(&mut self, for_each: &'a Ir, scope: &mut Scope) -> Result<Vec<Each>, Failed> {
        let (over, regional) = self.looking(|machine| machine.evaluate(for_each, scope));
        let keyed = self.keyed(over?, for_each.span)?.into_iter();
        let each = keyed.map(|(key, value)| Each {
            key,
            value,
            regional,
        });
        Ok(each.collect())
    }

    /// Keys and values of what is gone through.
    fn keyed(&mut self, over: Value, span: Span) -> Result<Vec<(Symbol, Value)>, Failed> {
        if let Value::Object(object) = over {
            return Ok(self.heap.store.fields(object).to_vec());
        }
        let (mut keyed, mut seen) = (Vec::new(), FxHashSet::default());
        for element in self.elements(over) {
            let Value::Text(key) = element else { continue };
            if !seen.insert(key) {
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
