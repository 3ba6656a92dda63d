//! Stacks among each other: what one needs of another is an output there and a parameter here.

use rustc_hash::FxHashMap;

use super::logical_id::{camel_case, camel_id};
use super::{Deployment, Output, Parameter, ParameterSource, StackId, pack};
use crate::diag::{Diagnostics, codes};
use crate::eval::World;
use crate::graph::{Graph, ResourceIndex, components};
use crate::names::{Names, Symbol};

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
        stack
            .parameters
            .sort_by(|a, b| names.text(a.name).cmp(names.text(b.name)));
    }
    for (stack, outputs) in deployment.stacks.iter_mut().zip(outputs) {
        stack.outputs = outputs.into_values().collect();
        stack
            .outputs
            .sort_by(|a, b| names.text(a.name).cmp(names.text(b.name)));
        let name = stack.name();
        pack::check_wired(stack, &name, world, diagnostics);
    }
    report_circles(deployment, world, graph, names, diagnostics);
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

/// What the reading stack calls an output: with the region where that is another one.
fn parameter_name(
    deployment: &Deployment,
    world: &World,
    own: StackId,
    output: Output,
    names: &Names,
) -> Symbol {
    let there = deployment.stack_of[output.resource.index()];
    let site = |stack: StackId| deployment.stacks[stack.0 as usize].site;
    if site(there) == site(own) {
        return output.name;
    }
    let region = camel_case(names.text(world.sites.get(site(there)).region));
    names.intern(&format!("{}{region}", names.text(output.name)))
}

impl Deployment {
    /// The output by which a stack gives an attribute of one of its resources.
    pub fn output(&self, resource: ResourceIndex, attribute: Symbol, names: &Names) -> Output {
        let known = self.output_names.get(&(resource, attribute)).copied();
        let name = known.unwrap_or_else(|| {
            let id = names.text(self.ids[resource.index()]);
            let attribute = camel_case(names.text(attribute));
            names.intern(&format!("{id}{attribute}"))
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
        let stack = &self.stacks[id.0 as usize];
        format!(
            "{}/{}",
            names.text(world.sites.get(stack.site).region),
            stack.name()
        )
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
        let path: Vec<_> = members
            .iter()
            .map(|at| deployment.stack_name(StackId(*at as u32), world, names))
            .collect();
        let inside = |stack: StackId| members.contains(&(stack.0 as usize));
        let mut because = Vec::new();
        for (from, needs) in graph.needs.iter().enumerate() {
            for need in needs {
                let (here, there) = (
                    deployment.stack_of[from],
                    deployment.stack_of[need.to.index()],
                );
                if here != there && inside(here) && inside(there) && because.len() < 4 {
                    let address = |at: usize| names.text(deployment.addresses[at]);
                    let (a, b) = (address(from), address(need.to.index()));
                    let (here, there) = (
                        deployment.stack_name(here, world, names),
                        deployment.stack_name(there, world, names),
                    );
                    because.push(format!("`{a}` in {here} needs `{b}` in {there}"));
                }
            }
        }
        let span = world.resources[stacks[members[0]].resources[0].index()]
            .origin
            .shown();
        diagnostics.push(codes::stacks::stacks_in_circle(span, &path, &because));
    }
}
