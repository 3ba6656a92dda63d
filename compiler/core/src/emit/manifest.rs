//! `manifest.json`: which stacks there are, in the order in which they are deployed.

use super::{Parts, Writer, Written};
use crate::place::{ParameterSource, StackId};

/// The version of the manifest's form.
const FORMAT: i64 = 1;

pub(super) fn write(parts: Parts<'_>, written: &[Written], out: &mut impl Writer) {
    let text = |symbol| parts.names.text(symbol);
    let world = parts.world;
    out.begin_object();
    accounts(parts, out);
    out.field("app", text(world.app));
    if !world.artifacts.is_empty() {
        out.key("artifacts");
        out.begin_object();
        for (site, bucket) in &world.artifacts {
            out.key_of(parts.names, world.sites.get(*site).region);
            out.text_of(parts.names, *bucket);
        }
        out.end_object();
    }
    out.field("compiler", env!("CARGO_PKG_VERSION"));
    out.field("engine", "cloudformation");
    out.field("environment", text(world.environment));
    out.key("format");
    out.int(FORMAT);
    out.field("home", text(world.sites.get(world.sites.home()).region));
    out.key("units");
    out.begin_list();
    let names = parts.deployment.stack_names(parts.world, parts.names);
    for id in deployment_order(parts) {
        unit(parts, id, &names, &written[id.0 as usize], out);
    }
    out.end_list();
    out.end_object();
}

/// The app's own account, and where there are others all of them by name.
pub(super) fn accounts(parts: Parts<'_>, out: &mut impl Writer) {
    let text = |symbol| parts.names.text(symbol);
    let all = parts.world.accounts.all();
    let said = all
        .iter()
        .filter_map(|account| Some((text(account.name), text(account.digits?))));
    let said: Vec<_> = said.collect();
    if let Some((_, main)) = said.first() {
        out.field("account", main);
    }
    if let [_, others @ ..] = said.as_slice()
        && !others.is_empty()
    {
        out.key("accounts");
        out.begin_object();
        for (name, digits) in others {
            out.key_text(name);
            out.text(digits);
        }
        out.end_object();
    }
}

/// Every stack behind those that it needs; among equals by name. `place` has refused circles.
fn deployment_order(parts: Parts<'_>) -> Vec<StackId> {
    let stacks = &parts.deployment.stacks;
    let mut done = vec![false; stacks.len()];
    let mut order = Vec::with_capacity(stacks.len());
    while order.len() < stacks.len() {
        let ready: Vec<usize> = (0..stacks.len())
            .filter(|at| {
                !done[*at]
                    && stacks[*at]
                        .after
                        .iter()
                        .all(|before| done[before.0 as usize])
            })
            .collect();
        if ready.is_empty() {
            break;
        }
        for at in ready {
            done[at] = true;
            order.push(StackId(at as u32));
        }
    }
    order
}

fn unit(parts: Parts<'_>, id: StackId, names: &[String], written: &Written, out: &mut impl Writer) {
    let stack = &parts.deployment.stacks[id.0 as usize];
    let text = |symbol| parts.names.text(symbol);
    let name = |id: StackId| names[id.0 as usize].as_str();
    let own = name(id);
    out.begin_object();
    let account = parts.world.accounts.get(stack.account).digits;
    if let (Some(account), true) = (account, parts.world.accounts.are_several()) {
        out.field("account", text(account));
    }
    out.key("after");
    out.begin_list();
    stack
        .after
        .iter()
        .for_each(|before| out.text(name(*before)));
    out.end_list();
    out.key("holds_data");
    out.bool(stack.holds_data);
    out.field("name", own);
    out.key("parameters");
    out.begin_object();
    for parameter in &stack.parameters {
        out.key_of(parts.names, parameter.name);
        out.begin_object();
        match parameter.source {
            ParameterSource::Attribute(resource, attribute) => {
                let output = parts.deployment.output(resource, attribute, parts.names);
                out.field("output", text(output.name));
                out.field("unit", name(parts.deployment.stack_of[resource.index()]));
            }
            ParameterSource::Param(number) => {
                out.field("param", text(parts.world.params[number as usize].name));
            }
        }
        out.end_object();
    }
    out.end_object();
    if stack.holds_data {
        let path = stack.path(parts.world, parts.names);
        out.field("policy", &format!("{path}.policy.json"));
    }
    out.field("region", text(parts.world.sites.get(stack.site).region));
    out.key("resources");
    out.int(stack.resources.len() as i64);
    out.field("sha256", &written.sha256);
    let (app, environment) = (text(parts.world.app), text(parts.world.environment));
    out.field("stack", &format!("{app}-{environment}-{}", stack.name()));
    out.field("template", &written.path);
    out.key("termination_protection");
    out.bool(stack.holds_data);
    out.end_object();
}
