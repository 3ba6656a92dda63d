//! Stacks among each other: what one needs of another is an output there and a parameter here.

use rustc_hash::FxHashMap;

use super::logical_id::{camel_case, camel_id, push_camel_case};
use super::{Deployment, Output, Parameter, ParameterSource, StackId, pack};
use crate::diag::{Diagnostics, codes};
use crate::eval::World;
use crate::graph::{Graph, ResourceIndex, components, order_named, shortest_cycle};
use crate::names::{Names, Symbol};
use crate::order::by_text;

pub(super) fn wire(
    deployment: &mut Deployment,
    world: &World,
    graph: &Graph,
    names: &Names,
    diagnostics: &mut Diagnostics,
) {
    let mut outputs: Vec<FxHashMap<Symbol, Output>> =
        vec![FxHashMap::default(); deployment.stacks.len()];
    for at in 0..deployment.stacks.len() {
        let mut parameters: FxHashMap<Symbol, ParameterSource> = FxHashMap::default();
        let mut after: Vec<StackId> = Vec::new();
        let own = StackId(at as u32);
        for &resource in &deployment.stacks[at].resources {
            for need in &graph.needs[resource.index()] {
                let there = deployment.stack_of[need.to.index()];
                if there == own {
                    continue;
                }
                after.push(there);
                let Some(attribute) = need.attribute else {
                    continue;
                };
                let output = deployment.output(need.to, attribute.0, names);
                deployment
                    .output_names
                    .insert((need.to, attribute.0), output.name);
                let source = ParameterSource::Attribute(need.to, attribute.0);
                let name = parameter_name(deployment, world, own, output, names);
                add(
                    &mut parameters,
                    name,
                    source,
                    deployment,
                    world,
                    names,
                    diagnostics,
                );
                outputs[there.0 as usize].insert(output.name, output);
            }
            for param in &graph.params[resource.index()] {
                let number = world
                    .params
                    .iter()
                    .position(|known| known.name == *param)
                    .unwrap_or_default() as u32;
                let name = names.intern(&param_name(names.text(*param)));
                parameters.insert(name, ParameterSource::Param(number));
            }
        }
        after.sort_unstable();
        after.dedup();
        let stack = &mut deployment.stacks[at];
        stack.after = after;
        stack.parameters = parameters
            .into_iter()
            .map(|(name, source)| Parameter { name, source })
            .collect();
        by_text(&mut stack.parameters, |one| names.text(one.name));
    }
    for (stack, outputs) in deployment.stacks.iter_mut().zip(outputs) {
        stack.outputs = outputs.into_values().collect();
        by_text(&mut stack.outputs, |one| names.text(one.name));
        let name = stack.name();
        pack::check_wired(stack, &name, world, diagnostics);
    }
    report_circles(deployment, world, graph, names, diagnostics);
    order_stacks(deployment, graph);
}

/// Lets stacks come behind those whose resources they name, where nobody waits for them.
fn order_stacks(deployment: &mut Deployment, graph: &Graph) {
    if graph.named.is_empty() {
        return;
    }
    let stack_of = |at: ResourceIndex| deployment.stack_of[at.index()].0 as usize;
    let named = graph.named.iter();
    let named: Vec<_> = named
        .map(|(from, to)| (stack_of(*from), stack_of(*to)))
        .collect();
    let all = deployment.stacks.iter();
    let mut after: Vec<Vec<usize>> = all
        .map(|stack| stack.after.iter().map(|before| before.0 as usize).collect())
        .collect();
    order_named(&mut after, &named);
    for (stack, after) in deployment.stacks.iter_mut().zip(after) {
        stack.after = after.into_iter().map(|at| StackId(at as u32)).collect();
    }
}

fn add(
    parameters: &mut FxHashMap<Symbol, ParameterSource>,
    name: Symbol,
    source: ParameterSource,
    deployment: &Deployment,
    world: &World,
    names: &Names,
    diagnostics: &mut Diagnostics,
) {
    let before = *parameters.entry(name).or_insert(source);
    if before == source {
        return;
    }
    let (ParameterSource::Attribute(first, _), ParameterSource::Attribute(second, _)) =
        (before, source)
    else {
        return;
    };
    let address = |at: ResourceIndex| names.text(deployment.addresses[at.index()]);
    let span = world.resources[second.index()].origin.shown();
    diagnostics.push(codes::stacks::parameter_twice(
        span,
        names.text(name),
        address(first),
        address(second),
    ));
}

/// The parameter of a template that stands for one of the app's params.
pub fn param_name(name: &str) -> String {
    format!("Param{}", camel_id(name))
}

/// What the reading stack calls an output: with the account and the region where those are others.
fn parameter_name(
    deployment: &Deployment,
    world: &World,
    own: StackId,
    output: Output,
    names: &Names,
) -> Symbol {
    let stack = |id: StackId| &deployment.stacks[id.0 as usize];
    let (there, here) = (
        stack(deployment.stack_of[output.resource.index()]),
        stack(own),
    );
    if (there.account, there.site) == (here.account, here.site) {
        return output.name;
    }
    let mut name = names.text(output.name).to_owned();
    if there.account != here.account {
        let account = world.accounts.get(there.account).name;
        name.push_str(&camel_case(names.text(account)));
    }
    if there.site != here.site {
        name.push_str(&camel_case(names.text(world.sites.get(there.site).region)));
    }
    names.intern(&name)
}

impl Deployment {
    /// The output by which a stack gives an attribute of one of its resources.
    pub fn output(&self, resource: ResourceIndex, attribute: Symbol, names: &Names) -> Output {
        let known = self.output_names.get(&(resource, attribute)).copied();
        let name = known.unwrap_or_else(|| {
            let mut name = names.text(self.ids[resource.index()]).to_owned();
            push_camel_case(&mut name, names.text(attribute));
            names.intern(&name)
        });
        Output {
            name,
            resource,
            attribute,
        }
    }

    /// The parameter by which a stack knows an attribute of a resource in another stack.
    pub fn parameter(
        &self,
        world: &World,
        own: StackId,
        to: ResourceIndex,
        attribute: Symbol,
        names: &Names,
    ) -> Symbol {
        parameter_name(self, world, own, self.output(to, attribute, names), names)
    }

    /// The names of all stacks, by their position.
    pub fn stack_names(&self, world: &World, names: &Names) -> Vec<String> {
        let ids = (0..self.stacks.len() as u32).map(StackId);
        ids.map(|id| self.stack_name(id, world, names)).collect()
    }

    /// A stack as messages and the manifest call it: `eu-west-1/data`.
    pub fn stack_name(&self, id: StackId, world: &World, names: &Names) -> String {
        self.stacks[id.0 as usize].full_name(world, names)
    }
}

fn report_circles(
    deployment: &Deployment,
    world: &World,
    graph: &Graph,
    names: &Names,
    diagnostics: &mut Diagnostics,
) {
    let stacks = &deployment.stacks;
    let edges = stacks
        .iter()
        .enumerate()
        .flat_map(|(from, stack)| stack.after.iter().map(move |to| (from as u32, to.0)));
    for members in components(stacks.len(), edges) {
        if members.len() < 2 {
            continue;
        }
        let path = shortest_cycle(&members, |at| {
            let after = stacks[at].after.iter();
            after.map(|stack| stack.0 as usize).collect()
        });
        let span = world.resources[stacks[path[0]].resources[0].index()]
            .origin
            .shown();
        let because: Vec<String> = path
            .iter()
            .zip(path.iter().cycle().skip(1))
            .filter_map(|(from, to)| why(deployment, world, graph, names, (*from, *to)))
            .collect();
        let site = |at: usize| world.site_name(stacks[at].account, stacks[at].site, names);
        let mut sites: Vec<String> = path.iter().map(|at| site(*at)).collect();
        sites.dedup();
        if sites.len() > 1 && sites.first() == sites.last() {
            sites.pop();
        }
        diagnostics.push(if sites.len() > 1 {
            codes::accounts::sites_in_circle(span, &sites, &because)
        } else {
            let path: Vec<_> = path
                .iter()
                .map(|at| deployment.stack_name(StackId(*at as u32), world, names))
                .collect();
            codes::stacks::stacks_in_circle(span, &path, &because)
        });
    }
}

/// A resource of one stack that needs one of another, in words.
fn why(
    deployment: &Deployment,
    world: &World,
    graph: &Graph,
    names: &Names,
    (from, to): (usize, usize),
) -> Option<String> {
    let resources = deployment.stacks[from].resources.iter();
    let stack_of = |at: ResourceIndex| deployment.stack_of[at.index()].0 as usize;
    let mut needs = resources.flat_map(|at| {
        let needs = graph.needs[at.index()].iter();
        needs.map(move |need| (*at, need.to))
    });
    let (reader, read) = needs.find(|(_, read)| stack_of(*read) == to)?;
    let address = |at: ResourceIndex| names.text(deployment.addresses[at.index()]);
    let stack = |at: usize| deployment.stack_name(StackId(at as u32), world, names);
    Some(format!(
        "`{}` in {} needs `{}` in {}",
        address(reader),
        stack(from),
        address(read),
        stack(to)
    ))
}
