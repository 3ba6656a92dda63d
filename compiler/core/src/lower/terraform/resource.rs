//! One resource: by its translation, or through Cloud Control.

use super::children::Parent;
use super::provider::Shape;
use super::rules::Into;
use super::translation::Translation;
use super::tree::{Block, Body, Expr};
use super::{CLOUD_CONTROL, Lowering, Made};
use crate::behaviors::HoldsData;
use crate::graph::ResourceIndex;
use crate::types::program::OnDelete;
use crate::value::{ObjectId, Value};

impl Lowering<'_> {
    /// Lowers a resource.
    pub(super) fn resource(&mut self, resource: ResourceIndex) -> Made {
        self.current = resource;
        self.path.clear();
        let tables = self.tables;
        let properties = tables.world.resources[resource.index()].properties;
        let translations = &tables.translations.by_type;
        let mut made = match translations.get(self.type_name(resource)) {
            Some(translation) => self.translated(translation, properties),
            None => self.through_control(properties),
        };
        let address = self.address(resource);
        let comment = format!("{address} ({})", self.type_name(resource));
        let facts = self.facts();
        let guarded = self.guarded(resource);
        let main = &mut made.blocks[made.main];
        main.comment = vec![comment];
        main.facts = facts;
        if guarded {
            let mut lifecycle = Body::default();
            lifecycle.set("prevent_destroy", Expr::Bool(true));
            main.body.block("lifecycle", lifecycle);
        }
        made
    }

    fn translated(&mut self, translation: &Translation, properties: ObjectId) -> Made {
        let (current, tables) = (self.current, self.tables);
        let nothing = Shape::default();
        let shape = tables.provider.resources.get(&translation.to);
        let mut into = Into::new(&translation.to, shape.unwrap_or(&nothing));
        self.apply(&translation.rules, properties, &mut into, |_| false);
        self.require(&into, &translation.rules);
        let name = self.name(current);
        let parent = Parent {
            translation,
            name: &name,
            properties,
        };
        let (mut blocks, behind): (Vec<Block>, Vec<Block>) = self
            .children(&parent)
            .into_iter()
            .partition(|block| block.keyword == "ephemeral");
        self.children[current.index()] = behind.iter().map(Block::address).collect();
        let main = blocks.len();
        blocks.push(Block::new("resource", &[&translation.to, &name], into.body));
        blocks.extend(behind);
        Made { blocks, main }
    }

    /// As Cloud Control takes it: the type's name, and the properties as CloudFormation has them.
    fn through_control(&mut self, properties: ObjectId) -> Made {
        let name = self.name(self.current);
        let mut body = Body::default();
        body.set("type_name", Expr::text(self.type_name(self.current)));
        let state = self.value(Value::Object(properties));
        body.set("desired_state", Expr::Call("jsonencode", vec![state]));
        Made {
            blocks: vec![Block::new("resource", &[CLOUD_CONTROL, &name], body)],
            main: 0,
        }
    }

    fn facts(&mut self) -> Vec<(String, Expr)> {
        let resource = &self.tables.world.resources[self.current.index()];
        let text = |symbol| self.tables.names.text(symbol);
        let facts = resource.facts.iter().map(|(name, value)| {
            let name = text(*name).to_owned();
            (name, self.value(*value))
        });
        let overridden = resource.overridden.iter().map(|(property, reason)| {
            let name = format!("override of {}", text(*property));
            (name, Expr::text(text(*reason)))
        });
        facts.chain(overridden).collect()
    }

    /// Whether Terraform must not destroy it: what holds precious data, unless its component says
    /// otherwise.
    pub(super) fn guarded(&self, resource: ResourceIndex) -> bool {
        let resource = &self.tables.world.resources[resource.index()];
        match resource.on_delete {
            Some(OnDelete::Snapshot | OnDelete::Retain) => true,
            Some(OnDelete::Delete) => false,
            None => self
                .tables
                .behaviors
                .holds(resource.type_name)
                .is_some_and(HoldsData::is_precious),
        }
    }
}
