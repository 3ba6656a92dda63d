//! One stack as a template, and the policy that guards what it holds.

use super::cloudformation::StackScope;
use super::{Parts, Writer, params};
use crate::behaviors::HoldsData;
use crate::eval::Resource;
use crate::graph::ResourceIndex;
use crate::place::{self, ParameterSource, Stack, StackId};
use crate::types::program::OnDelete;
use crate::value::Value;

pub(super) fn write(parts: Parts<'_>, id: StackId, out: &mut impl Writer) {
    let stack = &parts.deployment.stacks[id.0 as usize];
    let Parts {
        names,
        store,
        world,
        graph,
        deployment,
        ..
    } = parts;
    let scope = StackScope {
        names,
        store,
        world,
        graph,
        deployment,
        stack: id,
        account: stack.account,
        site: stack.site,
    };
    out.begin_object();
    out.field("AWSTemplateFormatVersion", "2010-09-09");
    out.field("Description", &description(parts, stack));
    if !stack.outputs.is_empty() {
        out.key("Outputs");
        out.begin_object();
        for output in &stack.outputs {
            out.key_of(names, output.name);
            out.begin_object();
            out.key("Value");
            scope.output(output.resource, output.attribute, out);
            out.end_object();
        }
        out.end_object();
    }
    parameters(parts, stack, out);
    out.key("Resources");
    out.begin_object();
    for &resource in &stack.resources {
        write_resource(parts, scope, resource, out);
    }
    out.end_object();
    out.end_object();
}

fn description(parts: Parts<'_>, stack: &Stack) -> String {
    let text = |symbol| parts.names.text(symbol);
    let site = parts
        .world
        .site_name(stack.account, stack.site, parts.names);
    format!(
        "{} {}: {} in {site}",
        text(parts.world.app),
        text(parts.world.environment),
        stack.name()
    )
}

fn parameters(parts: Parts<'_>, stack: &Stack, out: &mut impl Writer) {
    if stack.parameters.is_empty() {
        return;
    }
    // Sorted by stack; what is given comes from these.
    let name = |id: &StackId| parts.deployment.stack_name(*id, parts.world, parts.names);
    let before: Vec<String> = stack.after.iter().map(name).collect();
    let mut description = String::new();
    out.key("Parameters");
    out.begin_object();
    for parameter in &stack.parameters {
        out.key_of(parts.names, parameter.name);
        out.begin_object();
        match parameter.source {
            ParameterSource::Attribute(resource, attribute) => {
                let address = parts
                    .names
                    .text(parts.deployment.addresses[resource.index()]);
                let from = parts.deployment.stack_of[resource.index()];
                let stack = stack
                    .after
                    .binary_search(&from)
                    .map_or("", |at| &before[at]);
                let attribute = parts.names.text(attribute);
                description.clear();
                for piece in [attribute, " of ", address, ", from ", stack] {
                    description.push_str(piece);
                }
                out.field("Description", &description);
                out.field("Type", "String");
            }
            ParameterSource::Param(number) => {
                params::write(parts, &parts.world.params[number as usize], out);
            }
        }
        out.end_object();
    }
    out.end_object();
}

fn write_resource(
    parts: Parts<'_>,
    scope: StackScope<'_>,
    at: ResourceIndex,
    out: &mut impl Writer,
) {
    let names = parts.names;
    let resource = &parts.world.resources[at.index()];
    let policy = deletion_policy(parts, resource);
    out.key_of(names, parts.deployment.ids[at.index()]);
    out.begin_object();
    if let Some(policy) = policy {
        out.field("DeletionPolicy", policy);
    }
    depends_on(parts, scope.stack, at, out);
    out.key("Metadata");
    out.begin_object();
    out.key("outrigger");
    out.begin_object();
    out.key("address");
    out.text_of(names, parts.deployment.addresses[at.index()]);
    if !resource.facts.is_empty() {
        out.key("facts");
        out.begin_object();
        for (name, value) in &resource.facts {
            out.key_of(names, *name);
            scope.value(*value, out);
        }
        out.end_object();
    }
    if !resource.overridden.is_empty() {
        out.key("overrides");
        out.begin_object();
        for (property, reason) in &resource.overridden {
            out.key_of(names, *property);
            out.text_of(names, *reason);
        }
        out.end_object();
    }
    out.end_object();
    out.end_object();
    if !parts.store.fields(resource.properties).is_empty() {
        out.key("Properties");
        scope.value(Value::Object(resource.properties), out);
    }
    out.key("Type");
    out.text_of(names, resource.type_name);
    if let Some(policy) = policy {
        out.field("UpdateReplacePolicy", policy);
    }
    out.end_object();
}

/// What holds precious data stays, unless its component says otherwise.
fn deletion_policy(parts: Parts<'_>, resource: &Resource) -> Option<&'static str> {
    match resource.on_delete {
        Some(OnDelete::Snapshot) => Some("Snapshot"),
        Some(OnDelete::Retain) => Some("Retain"),
        Some(OnDelete::Delete) => Some("Delete"),
        None => parts
            .behaviors
            .holds(resource.type_name)
            .filter(|holds| holds.is_precious())
            .map(|_| "Retain"),
    }
}

/// What is only waited for: a reference to the same resource says it already.
fn depends_on(parts: Parts<'_>, stack: StackId, at: ResourceIndex, out: &mut impl Writer) {
    let needs = &parts.graph.needs[at.index()];
    let referred = |to: ResourceIndex| {
        needs
            .iter()
            .any(|need| need.to == to && need.attribute.is_some())
    };
    let waited = needs
        .iter()
        .filter(|need| need.attribute.is_none() && !referred(need.to));
    let mut ids: Vec<&str> = waited
        .filter(|need| parts.deployment.stack_of[need.to.index()] == stack)
        .map(|need| parts.names.text(parts.deployment.ids[need.to.index()]))
        .collect();
    if ids.is_empty() {
        return;
    }
    ids.sort_unstable();
    out.key("DependsOn");
    out.begin_list();
    ids.into_iter().for_each(|id| out.text(id));
    out.end_list();
}

/// A stack policy: everything may be updated, but what holds precious data is neither replaced nor
/// deleted by an update.
pub(super) fn policy(parts: Parts<'_>, stack: &Stack, out: &mut impl Writer) {
    let precious = stack.resources.iter().filter(|at| {
        let resource = &parts.world.resources[at.index()];
        place::holds(parts.behaviors, resource).is_some_and(HoldsData::is_precious)
    });
    let ids: Vec<&str> = precious
        .map(|at| parts.names.text(parts.deployment.ids[at.index()]))
        .collect();
    out.begin_object();
    out.key("Statement");
    out.begin_list();
    statement(out, "Allow", &["Update:*"], &["*".to_owned()]);
    if !ids.is_empty() {
        let ids: Vec<String> = ids
            .iter()
            .map(|id| format!("LogicalResourceId/{id}"))
            .collect();
        statement(out, "Deny", &["Update:Replace", "Update:Delete"], &ids);
    }
    out.end_list();
    out.end_object();
}

fn statement(out: &mut impl Writer, effect: &str, actions: &[&str], resources: &[String]) {
    out.begin_object();
    out.key("Action");
    out.begin_list();
    actions.iter().for_each(|action| out.text(action));
    out.end_list();
    out.field("Effect", effect);
    out.field("Principal", "*");
    out.key("Resource");
    out.begin_list();
    resources.iter().for_each(|resource| out.text(resource));
    out.end_list();
    out.end_object();
}
