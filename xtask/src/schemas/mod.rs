//! `cargo xtask schemas`: from the resource schemas inside cfn-lint to the one file that the core
//! embeds. The same input gives the same bytes.

pub mod pattern;
pub mod source;
mod write;

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use outrigger_core::schema::compile::{Entry, Graph, Item, merge_equal, variant};
use outrigger_core::schema::layout::TableKind;

use serde_json::Value;

use crate::Failure;
use source::Source;
use write::{Classes, Tables};

/// Makes the file of resource schemas.
#[derive(clap::Args)]
pub struct Arguments {
    /// The folder of the Python package cfn-lint; python3 is asked when it is not given.
    #[arg(long, value_name = "DIR")]
    cfn_lint: Option<PathBuf>,
    /// Only says whether the committed file is what would be made.
    #[arg(long)]
    check: bool,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let folder = source::locate(arguments.cfn_lint.as_deref())?;
    let source = source::read(&folder)?;
    let file = make(&source)?;
    let place = crate::root().join("compiler/core/src/schema/schemas.bin");
    if arguments.check {
        let committed = std::fs::read(&place)?;
        return if committed == file {
            Ok(())
        } else {
            Err(Failure::new(
                "schemas.bin is not what `cargo xtask schemas` makes",
            ))
        };
    }
    std::fs::write(&place, &file)?;
    println!("{}: {} bytes", relative(&place), file.len());
    Ok(())
}

fn relative(path: &Path) -> String {
    path.strip_prefix(crate::root())
        .unwrap_or(path)
        .display()
        .to_string()
}

/// Makes the file's bytes.
fn make(source: &Source) -> Result<Vec<u8>, Failure> {
    let mut graph = Graph::default();
    let mut variants = Vec::new();
    let names: Vec<&String> = source.regions.keys().collect();
    let mut corrections: BTreeMap<String, Value> =
        serde_json::from_str(include_str!("corrections.json"))?;
    for (type_name, files) in types(source, &names) {
        let correction = corrections.remove(&type_name).unwrap_or_default();
        let mut of_type = Vec::new();
        for (file, regions) in files {
            let schema = corrected(&source.resources[&file], &correction)?;
            let root = graph.read(&schema)?;
            let entry = variant(&schema, root, &mut graph.strings)?;
            of_type.push((regions, entry));
        }
        variants.push((type_name, of_type));
    }
    if let Some(type_name) = corrections.keys().next() {
        let message = format!("corrections.json corrects {type_name}, which no region has");
        return Err(Failure::new(message));
    }
    let compiled = compile_patterns(&mut graph);
    let mut writer = Writer::new(&graph);
    writer.texts(source, &names);
    writer.patterns(&compiled);
    writer.nodes();
    writer.types(&variants);
    report(&graph, &compiled, &mut writer.tables);
    Ok(writer.tables.file())
}

/// A schema with the paths that the documentation has and the schema lacks.
fn corrected<'s>(schema: &'s Value, correction: &Value) -> Result<Cow<'s, Value>, Failure> {
    let mut schema = Cow::Borrowed(schema);
    let lists = correction.as_object().into_iter().flatten();
    for (list, paths) in lists.filter(|(name, _)| *name != "source") {
        let of_type = &mut schema.to_mut()[list.as_str()];
        if of_type.is_null() {
            *of_type = Value::Array(Vec::new());
        }
        let (Some(of_type), Some(paths)) = (of_type.as_array_mut(), paths.as_array()) else {
            let message = format!("corrections.json: `{list}` is no list");
            return Err(Failure::new(message));
        };
        if let Some(known) = paths.iter().find(|path| of_type.contains(path)) {
            let message = format!("corrections.json: the schema has {known} by itself now");
            return Err(Failure::new(message));
        }
        of_type.extend(paths.iter().cloned());
    }
    Ok(schema)
}

/// For each type its schema files, each with the set of regions that use it, a bit each.
fn types(source: &Source, regions: &[&String]) -> BTreeMap<String, BTreeMap<String, u64>> {
    let mut types: BTreeMap<String, BTreeMap<String, u64>> = BTreeMap::new();
    for (bit, region) in regions.iter().enumerate() {
        for (type_name, file) in &source.regions[*region] {
            let files = types.entry(type_name.clone()).or_default();
            *files.entry(file.clone()).or_default() |= 1 << bit;
        }
    }
    types
}

type Compiled = Vec<Result<pattern::Program, pattern::Unsupported>>;

/// Compiles all patterns; their texts become strings of the file.
fn compile_patterns(graph: &mut Graph) -> Compiled {
    let compiled: Compiled = graph
        .patterns
        .texts()
        .iter()
        .map(|source| pattern::parse(source).and_then(|re| pattern::compile(&re)))
        .collect();
    for source in graph.patterns.texts() {
        graph.strings.add(source);
    }
    for program in compiled.iter().flatten() {
        for code in &program.codes {
            if let pattern::Code::Text(text) = code {
                graph.strings.add(text);
            }
        }
    }
    compiled
}

/// A variant's regions and its record.
type VariantEntry = (u64, Vec<Item>);

struct Writer<'a> {
    graph: &'a Graph,
    tables: Tables,
    /// Where each string stands when sorted.
    places: Vec<u32>,
    sorted: Vec<&'a str>,
    /// The class of each node.
    classes: Vec<u32>,
}

impl<'a> Writer<'a> {
    fn new(graph: &'a Graph) -> Self {
        let (places, sorted) = graph.strings.sorted();
        let (classes, _) = merge_equal(&graph.nodes);
        Self {
            graph,
            tables: Tables::default(),
            places,
            sorted,
            classes,
        }
    }

    fn texts(&mut self, source: &Source, regions: &[&String]) {
        let from = format!("cfn-lint {}", source.version);
        self.tables.table(TableKind::Source).push(from.as_bytes());
        for region in regions {
            self.tables
                .table(TableKind::Regions)
                .push(region.as_bytes());
        }
        for text in &self.sorted {
            self.tables.table(TableKind::Strings).push(text.as_bytes());
        }
    }

    fn patterns(&mut self, compiled: &Compiled) {
        let mut classes = Classes::default();
        let sorted = &self.sorted;
        let string = |text: &str| sorted.binary_search(&text).unwrap_or_default() as u32;
        for (source, program) in self.graph.patterns.texts().iter().zip(compiled) {
            let program = program.as_ref().ok();
            let source = string(source);
            write::pattern(source, program, &string, &mut classes, &mut self.tables);
        }
    }

    fn nodes(&mut self) {
        let mut written = 0;
        for (node, &class) in self.graph.nodes.iter().zip(&self.classes) {
            if class == written {
                let entry = self.entry(node);
                self.tables.table(TableKind::Nodes).push(entry.bytes());
                written += 1;
            }
        }
    }

    fn types(&mut self, variants: &[(String, Vec<VariantEntry>)]) {
        let mut known: HashMap<Vec<u8>, u32> = HashMap::new();
        for (type_name, of_type) in variants {
            let mut regions_of: BTreeMap<u32, u64> = BTreeMap::new();
            for (regions, record) in of_type {
                let bytes = self.entry(record).bytes().to_vec();
                let tables = &mut self.tables;
                let index = *known
                    .entry(bytes)
                    .or_insert_with_key(|bytes| tables.table(TableKind::Variants).push(bytes));
                *regions_of.entry(index).or_default() |= regions;
            }
            let mut entry = Entry::default();
            entry.index(regions_of.len());
            for (index, regions) in regions_of {
                entry.number(regions).number(u64::from(index));
            }
            self.tables.table(TableKind::Types).push(entry.bytes());
            self.tables
                .table(TableKind::TypeNames)
                .push(type_name.as_bytes());
        }
    }

    fn entry(&self, items: &[Item]) -> Entry {
        let mut entry = Entry::default();
        for item in items {
            entry.number(match *item {
                Item::Plain(number) => number,
                Item::Text { index, shift, plus } => {
                    (u64::from(self.places[index as usize]) << shift) + u64::from(plus)
                }
                Item::Node(node) => u64::from(self.classes[node as usize]),
                Item::Pattern(pattern) => u64::from(pattern),
            });
        }
        entry
    }
}

/// Says what was met, for whoever raises the version of cfn-lint.
fn report(graph: &Graph, compiled: &Compiled, tables: &mut Tables) {
    println!("keywords:");
    for (keyword, count) in &graph.census {
        println!("  {count:>7} {keyword}");
    }
    println!("{} nodes before equal ones are merged", graph.nodes.len());
    for remark in &graph.remarks {
        println!("remark: {remark}");
    }
    let unsupported = graph.patterns.texts().iter().zip(compiled);
    for (source, program) in unsupported {
        if let Err(reason) = program {
            println!("not checked: {source}: {}", reason.0);
        }
    }
    for kind in [
        TableKind::Strings,
        TableKind::Classes,
        TableKind::Patterns,
        TableKind::Nodes,
        TableKind::Variants,
        TableKind::Types,
    ] {
        let table = tables.table(kind);
        println!("{kind:?}: {} entries, {} bytes", table.len(), table.size());
    }
}
