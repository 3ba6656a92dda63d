//! The pipeline with its tables: what [`crate::compile`] runs, phase by phase.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::behaviors::{Behavior, Behaviors};
use crate::check::{self, Checker, PathStep, Verdicts, ViolationKind};
use crate::diag::Diagnostics;
use crate::document::{self, Page};
use crate::emit;
use crate::eval::{self, Step, World};
use crate::graph::{self, Graph};
use crate::imports::{self, Imports, Spaces};
use crate::interpret::{Machine, State};
use crate::link;
use crate::lock::{self, Lock};
use crate::names::{Names, Symbol};
use crate::own_schemas;
use crate::past::{Judged, Past};
use crate::place::{self, Placement};
use crate::prove::{self, Guarantees, Words};
use crate::resolve::{self, Library};
use crate::schema::{self, ResourceSchema};
use crate::source::{Origin, Sources, Span};
use crate::stated;
use crate::syntax::{self, tree::Tree};
use crate::tables::{Broken, Tables};
use crate::to_terraform;
use crate::trial::{Ask, Asked};
use crate::types::{self, program::Program};
use crate::value::SiteId;
use crate::{Goal, GraphFormat, Output, Proofs, Request};

/// Runs all phases that the goal needs, on a session's tables if there are any. Nothing is handed to `file` unless everything is right.
pub fn run(
    request: &Request<'_>,
    goal: Goal,
    tables: Option<&Tables>,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
    proofs: &mut Option<Proofs>,
    file: &mut dyn FnMut(&str, &[u8]),
) -> Result<Option<Output>, Broken> {
    let asking = (&Ask::Nothing, &mut None);
    let written = (sources, diagnostics, proofs);
    run_asking((request, goal, tables), written, asking, file)
}

/// Runs all phases up to the proofs, and answers what is asked: the value of an expression as it is
/// shown, if it came so far.
pub(crate) fn ask(
    request: &Request<'_>,
    tables: Option<&Tables>,
    ask: &Ask<'_>,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Result<Option<String>, Broken> {
    let mut answer = None;
    let asking = (ask, &mut answer);
    let file = &mut |_: &str, _: &[u8]| {};
    let written = (sources, diagnostics, &mut None);
    run_asking((request, Goal::Check, tables), written, asking, file)?;
    Ok(answer)
}

fn run_asking(
    (request, goal, tables): (&Request<'_>, Goal, Option<&Tables>),
    (sources, diagnostics, proofs): (&mut Sources, &mut Diagnostics, &mut Option<Proofs>),
    (ask, answer): (&Ask<'_>, &mut Option<String>),
    file: &mut dyn FnMut(&str, &[u8]),
) -> Result<Option<Output>, Broken> {
    let own;
    let tables = if let Some(tables) = tables {
        tables
    } else {
        let Some(made) = Tables::with_schemas(request, sources, diagnostics)? else {
            return Ok(None);
        };
        own = made;
        &own
    };
    let asked = ask.read(sources, &tables.names, diagnostics);
    let Some((program, behaviors, lock)) = front(request, tables, &asked, sources, diagnostics)
    else {
        return Ok(None);
    };
    let front = Front {
        program,
        behaviors,
        lock,
    };
    let mut kept = None;
    let back = Back {
        request,
        goal,
        tables,
        asked: &asked,
        // What is asked may put uses in place that nothing else wants.
        is_kept: tables.kept.is_some() && matches!(asked, Asked::Nothing),
    };
    let past = tables.past.take();
    let written = (&mut *sources, &mut *diagnostics, &mut *proofs);
    let output = back.run(&front, past, written, answer, file, &mut kept);
    if let Some(evaluated) = kept {
        let past = Past::new(request, front.program, evaluated);
        tables.past.replace(Some(past));
    }
    output
}

/// What comes out of the text.
struct Front {
    program: Program,
    behaviors: Behaviors,
    lock: Lock,
}

/// What all phases behind the text read.
#[derive(Clone, Copy)]
struct Back<'r> {
    request: &'r Request<'r>,
    goal: Goal,
    tables: &'r Tables,
    asked: &'r Asked<'r>,
    /// Whether what is evaluated is kept for the next compilation.
    is_kept: bool,
}

type Kept = Option<(State, World, Judged)>;

impl<'m> Back<'m> {
    /// From a typed program to files. Goes on from what was evaluated before, if that is possible.
    fn run(
        self,
        front: &Front,
        past: Option<Past>,
        (sources, diagnostics, proofs): (&mut Sources, &mut Diagnostics, &mut Option<Proofs>),
        answer: &mut Option<String>,
        file: &mut dyn FnMut(&str, &[u8]),
        kept: &mut Kept,
    ) -> Result<Option<Output>, Broken> {
        let tables = self.tables;
        let mut found = Diagnostics::new();
        let past = past.filter(|past| self.is_kept && past.is_of(self.request));
        let known = (&tables.types, &tables.everywhere);
        let again =
            past.and_then(|past| past.go_on(&front.program, tables.heap(), known, &mut found));
        if let Some(evaluated) = again {
            tables.went_on.set(tables.went_on.get() + 1);
            let written = (sources, proofs);
            let output = self.conclude(front, evaluated, written, answer, file, kept);
            diagnostics.append(found);
            return output;
        }
        let (program, heap) = (&front.program, tables.heap());
        let Some(mut machine) = link::link(program, heap, &front.lock, self.is_kept, diagnostics)
        else {
            return Ok(None);
        };
        let Some(world) = eval::evaluate(&mut machine, &tables.types, &tables.everywhere) else {
            return Ok(None);
        };
        let written = (sources, proofs);
        let evaluated = (machine, world, Judged::default());
        self.conclude(front, evaluated, written, answer, file, kept)
    }

    fn conclude(
        self,
        front: &Front,
        (machine, world, before): (Machine<'_>, World, Judged),
        written: (&mut Sources, &mut Option<Proofs>),
        answer: &mut Option<String>,
        file: &mut dyn FnMut(&str, &[u8]),
        kept: &mut Kept,
    ) -> Result<Option<Output>, Broken> {
        let mut machine = machine;
        if let Some(place) = machine.unsaid
            && !machine.diagnostics.has_errors()
        {
            // What it belongs to would be left out in silence.
            return Err(unsaid(written.0, place));
        }
        check_resources(&world, &mut machine, &self.tables.verdicts);
        stated::check(&mut machine);
        if machine.diagnostics.has_errors() {
            return Ok(None);
        }
        let (graph, placement) = (OnceCell::new(), OnceCell::new());
        let made = (&mut machine, &world, before, (&graph, &placement));
        let output = self.judge(front, made, written, answer, file)?;
        if self.is_kept {
            let state = machine.suspend();
            let judged = Judged {
                graph: graph.into_inner(),
                placement: placement.into_inner(),
            };
            *kept = Some((state, world, judged));
        }
        Ok(output)
    }

    /// From resources to files: everything that an app is judged by.
    fn judge(
        self,
        front: &'m Front,
        (machine, world, before, (graph, placement)): (
            &mut Machine<'m>,
            &'m World,
            Judged,
            (&'m OnceCell<Graph>, &OnceCell<Placement>),
        ),
        (sources, proofs): (&mut Sources, &mut Option<Proofs>),
        answer: &mut Option<String>,
        file: &mut dyn FnMut(&str, &[u8]),
    ) -> Result<Option<Output>, Broken> {
        let (goal, tables, behaviors) = (self.goal, self.tables, &front.behaviors);
        let site_tables = eval::SiteTables::of(machine.heap, &tables.references);
        let mut found = Diagnostics::new();
        let itself = |resource: &_, attribute| eval::needs_itself(machine, resource, attribute);
        let handed = |reader: &_, read: &_| eval::handed_by(machine, reader, read);
        let known = before.graph;
        let made = graph::dependencies(world, known, site_tables, (&itself, &handed), &mut found);
        machine.diagnostics.append(found);
        let Some(made) = made else {
            return Ok(None);
        };
        let graph = graph.get_or_init(|| made);
        let parts = prove::Parts {
            world,
            graph,
            behaviors,
            defaults: &tables.defaults,
        };
        let guarantees = prove::prove(parts, machine, sources);
        *answer = self.asked.answer(world, site_tables, machine);
        if goal != Goal::BuildTerraform && !self.is_kept {
            // Where values come from is asked no more, and what follows needs the memory.
            machine.forget();
        }
        let diagnostics = &mut *machine.diagnostics;
        if goal == Goal::Check {
            *proofs = Some(in_words(&guarantees, tables, world));
        }
        if diagnostics.has_errors() {
            return Ok(None);
        }
        let place_tables = place::Tables {
            names: &tables.names,
            store: &tables.store,
            behaviors,
            named: tables.kept.as_ref().map(|_| &tables.named),
        };
        let (lock, known) = (&front.lock, before.placement);
        let placed = place::place(world, graph, lock, known, place_tables, diagnostics);
        let Some(placed) = placed.filter(|_| !diagnostics.has_errors()) else {
            return Ok(None);
        };
        let deployment = &placement.get_or_init(|| placed).deployment;
        let parts = emit::Parts {
            names: &tables.names,
            store: &tables.store,
            world,
            graph,
            deployment,
            behaviors,
            guarantees: &guarantees,
        };
        if goal == Goal::BuildTerraform {
            let built = to_terraform::build(self.request, tables, parts, machine, sources, file)?;
            return Ok(built.map(|built| Output {
                stacks: built.roots,
                through_cloud_control: built.through_cloud_control,
                own_schemas: own_schemas::texts(&self.request.files),
                ..finish(goal, parts, file)
            }));
        }
        Ok(Some(Output {
            own_schemas: own_schemas::texts(&self.request.files),
            ..finish(goal, parts, file)
        }))
    }
}

/// From text to a typed program, and the lock.
fn front(
    request: &Request<'_>,
    tables: &Tables,
    asked: &Asked<'_>,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<(Program, Behaviors, Lock)> {
    let names = &tables.names;
    let kept = tables.kept.as_ref();
    let mut trees = syntax::parse_all(&request.files, names, sources, kept, diagnostics);
    asked.complete(&mut trees, sources, names, diagnostics);
    if diagnostics.has_errors() {
        // Blocks that cannot be read are left out: going on would report their names as unknown.
        return None;
    }
    let written = imports::any(&trees, names).then(|| resolve::written_kinds(&trees, names));
    let environments =
        resolve::merge_environment(&mut trees, request.environment, names, diagnostics);
    if let Some(overlay) = asked.overlay() {
        resolve::merge_overlay(&mut trees, overlay, names, diagnostics);
    }
    let mut library = Library::new(request.library, kept);
    let Outsiders {
        imports,
        spaces,
        lock,
    } = bring_in(
        request,
        (&trees, written),
        &library,
        names,
        sources,
        diagnostics,
    )?;
    library.load(&trees, (&imports, &spaces), sources, names, diagnostics);
    let imported = (&imports, spaces);
    let mut declarations =
        resolve::declarations(&trees, &library, imported, sources, names, diagnostics);
    declarations.questions = asked.questions();
    declarations.environments = environments;
    let blocks = declarations.behaviors.iter();
    let blocks = blocks.map(|(of, block)| (*block, declarations.replaced.get(of).copied()));
    let behaviors = Behaviors::read(blocks, names, diagnostics);
    let is_users = |behavior: &Behavior| {
        let file = sources.file_of(behavior.span);
        file.is_some_and(|file| sources.file(file).origin != Origin::Stdlib)
    };
    prove::check_vocabulary(&behaviors, is_users, names, &tables.schemas, diagnostics);
    let environment = names.intern(request.environment);
    let program = types::check(&declarations, environment, tables.for_types(), diagnostics)?;
    if diagnostics.has_errors() {
        return None;
    }
    let lock = lock.unwrap_or_else(|| read_lock(request, names, sources, diagnostics));
    Some((program, behaviors, lock))
}

/// What comes from other folders, and the lock that was read for it.
#[derive(Default)]
struct Outsiders {
    imports: Imports,
    spaces: Spaces,
    lock: Option<Lock>,
}

/// Everything that is imported, if anything is: `written` are the kinds that the app names then. None
/// if anything of it is wrong: all its names would be unknown.
fn bring_in(
    request: &Request<'_>,
    (trees, written): (&[Tree], Option<Vec<Symbol>>),
    library: &Library<'_>,
    names: &Names,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Outsiders> {
    let Some(written) = written else {
        return Some(Outsiders::default());
    };
    let lock = read_lock(request, names, sources, diagnostics);
    let tables = imports::Tables {
        names,
        sources,
        diagnostics,
    };
    let imports = imports::load(trees, &lock.imports, request.outside, tables);
    if diagnostics.has_errors() {
        return None;
    }
    let own = resolve::own_components(trees, names);
    let is_standard = |kind: &str| library.has(kind);
    let spaces = Spaces::new(&imports, &own, &is_standard, names, diagnostics);
    if diagnostics.has_errors() {
        return None;
    }
    imports::warn_of_unused(&imports, &written, &spaces, names, diagnostics);
    Some(Outsiders {
        imports,
        spaces,
        lock: Some(lock),
    })
}

fn read_lock(
    request: &Request<'_>,
    names: &Names,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Lock {
    let Some(text) = &request.lock else {
        return Lock::default();
    };
    let file = sources.add(lock::FILE_NAME, text.as_str(), Origin::User);
    Lock::read(sources, file, request.environment, names, diagnostics)
}

/// Every resource that is not known to be right against its schema; what is wrong is shown where its value comes from.
fn check_resources(world: &World, machine: &mut Machine<'_>, verdicts: &RefCell<Verdicts>) {
    let heap = machine.heap;
    let known = verdicts.take();
    let checker = Checker::remembering(heap.names, heap.store, heap.schemas, known);
    let mut known: FxHashMap<(schema::TypeId, SiteId), &ResourceSchema> = FxHashMap::default();
    for at in world.changed() {
        let resource = &world.resources[at];
        let schema = *known
            .entry((resource.type_id, resource.site))
            .or_insert_with(|| {
                let there = heap.schemas.load_in(
                    heap.names,
                    resource.type_id,
                    machine.region(resource.site),
                );
                there.unwrap_or_else(|| heap.schemas.load(heap.names, resource.type_id))
            });
        for violation in checker.check(schema, resource.properties) {
            let steps = violation.path.0.iter().map(|step| match step {
                PathStep::Name(name) => Step::Name(*name),
                PathStep::Index(at) => Step::Index(*at as usize),
            });
            let mut steps: Vec<_> = steps.collect();
            let place = eval::provenance(machine, resource, &steps);
            // What is missing was perhaps taken away.
            if let ViolationKind::Missing { property } = violation.kind {
                steps.push(Step::Name(property));
            }
            let overridden = eval::overridden(machine, resource, &steps);
            let main = overridden.unwrap_or(place.main());
            let type_name = heap.names.text(resource.type_name);
            let mut diagnostic = check::diagnostic(heap.names, type_name, &violation, main);
            if main != place.expression {
                let what = if overridden.is_some() {
                    "the component's own"
                } else {
                    "set here"
                };
                diagnostic = diagnostic.label(place.expression, what);
            }
            machine.diagnostics.push(diagnostic);
        }
    }
    verdicts.replace(checker.into_verdicts());
}

fn unsaid(sources: &Sources, place: Span) -> Broken {
    let at = sources
        .line_column(place)
        .map_or_else(String::new, |(file, at)| {
            format!("{}:{}:{}: ", sources.file(file).name, at.line, at.column)
        });
    Broken(format!(
        "{at}an expression has no type, and nothing says why"
    ))
}

/// Proofs as people read them.
fn in_words(guarantees: &Guarantees<'_>, tables: &Tables, world: &World) -> Proofs {
    let words = Words {
        names: &tables.names,
        store: &tables.store,
        world,
    };
    Proofs {
        rows: guarantees.rows.iter().map(|row| words.row(row)).collect(),
        unproved: guarantees.unproved.clone(),
        modelled: guarantees.modelled,
        resources: guarantees.resources,
    }
}

fn finish(goal: Goal, parts: emit::Parts<'_>, file: &mut dyn FnMut(&str, &[u8])) -> Output {
    match goal {
        Goal::Check | Goal::BuildTerraform => {}
        Goal::Build(format) => emit::emit(parts, format, file),
        Goal::Graph(format) => draw(parts, format, file),
    }
    let text = |symbol| parts.names.text(symbol).to_owned();
    let (world, deployment) = (parts.world, parts.deployment);
    Output {
        lock: deployment.lock_text(world, parts.names).to_owned(),
        resources: world.resources.len(),
        stacks: deployment.stacks.len(),
        through_cloud_control: BTreeMap::new(),
        moved: world
            .moved
            .iter()
            .map(|(from, to)| (text(from.address), text(to.address)))
            .collect(),
        holds_data: parts.behaviors.all(parts.names),
        own_schemas: Vec::new(),
    }
}

fn draw(parts: emit::Parts<'_>, format: GraphFormat, file: &mut dyn FnMut(&str, &[u8])) {
    let text = emit::graph(parts, format);
    file("graph", text.as_bytes());
}

/// The app whose reference is that of the library alone.
const NO_APP: &str =
    "app \"none\" {\n  language = 1\n  home = \"eu-west-1\"\n  regions = [\"eu-west-1\"]\n}\n";

/// From text to the pages of a reference: every component is read, whether used or not.
pub fn document(
    request: &Request<'_>,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Result<Option<Vec<Page>>, Broken> {
    let Some(tables) = Tables::with_schemas(request, sources, diagnostics)? else {
        return Ok(None);
    };
    let names = &tables.names;
    let mut trees = syntax::parse_all(&request.files, names, sources, None, diagnostics);
    if diagnostics.has_errors() {
        return Ok(None);
    }
    if trees.is_empty() {
        let file = sources.add("none.rig.hcl", NO_APP, Origin::Stdlib);
        trees.push(syntax::parse(sources, file, names, diagnostics));
    }
    let written = imports::any(&trees, names).then(|| resolve::written_kinds(&trees, names));
    let environments =
        resolve::merge_environment(&mut trees, request.environment, names, diagnostics);
    let mut library = Library::new(request.library, None);
    let outsiders = bring_in(
        request,
        (&trees, written),
        &library,
        names,
        sources,
        diagnostics,
    );
    let Some(Outsiders {
        imports, spaces, ..
    }) = outsiders
    else {
        return Ok(None);
    };
    library.load_all(sources, names, diagnostics);
    let imported = (&imports, spaces);
    let mut declarations =
        resolve::declarations(&trees, &library, imported, sources, names, diagnostics);
    declarations.environments = environments;
    let environment = names.intern(request.environment);
    let program = types::check(&declarations, environment, tables.for_types(), diagnostics);
    let Some(program) = program.filter(|_| !diagnostics.has_errors()) else {
        return Ok(None);
    };
    let tables = document::Tables {
        names,
        types: &tables.types,
        sources,
    };
    Ok(Some(document::pages(&declarations, &program, tables)))
}
