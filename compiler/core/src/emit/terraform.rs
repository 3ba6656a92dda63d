//! Terraform's roots as files: `versions.tf`, `variables.tf`, `outputs.tf`, `data.tf`, and a file
//! for each use with its resources; and `manifest.json` with the order of the roots.

use std::collections::BTreeMap;

use super::{Json, Parts, Writer, hcl, variables};
use crate::digest;
use crate::lower::terraform::tree::{Block, Body, Expr};
use crate::lower::terraform::{Lowered, Provider, Root, RootId, Variable};

/// The version of the manifest's form.
const FORMAT: i64 = 1;

/// The oldest Terraform with write-only attributes.
const TERRAFORM: &str = ">= 1.11";

/// Hands every file to `file`: its path below `out/`, and its content.
pub fn terraform(
    parts: Parts<'_>,
    lowered: &Lowered,
    provider: &Provider,
    file: &mut dyn FnMut(&str, &[u8]),
) {
    let folder = format!("terraform/{}", parts.names.text(parts.world.environment));
    let mut hashes: Vec<BTreeMap<String, String>> = Vec::with_capacity(lowered.roots.len());
    for root in &lowered.roots {
        let mut written = BTreeMap::new();
        for (name, text) in files(parts, lowered, root, provider) {
            let path = format!("{}/{name}", root.folder);
            file(&format!("{folder}/{path}"), text.as_bytes());
            written.insert(path, digest::sha256(text));
        }
        hashes.push(written);
    }
    let mut json = Json::default();
    let manifest = json.file(|out| manifest(parts, lowered, &hashes, out));
    file(&format!("{folder}/manifest.json"), manifest);
}

/// The files of a root, by name.
fn files(
    parts: Parts<'_>,
    lowered: &Lowered,
    root: &Root,
    provider: &Provider,
) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    files.insert(
        "versions.tf".into(),
        hcl::file(&versions(parts, root, provider)),
    );
    for (name, text) in [
        (
            "variables.tf",
            hcl::file(&variables::blocks(parts, lowered, root)),
        ),
        ("outputs.tf", hcl::file(&outputs(root))),
        ("data.tf", hcl::file(root.data.values())),
    ] {
        if !text.is_empty() {
            files.insert(name.into(), text);
        }
    }
    for (uses, blocks) in &root.uses {
        // Files that end so replace what other files say.
        let mark = if uses.ends_with("_override") { "-" } else { "" };
        files.insert(format!("{uses}{mark}.tf"), hcl::file(blocks));
    }
    files
}

fn versions(parts: Parts<'_>, root: &Root, provider: &Provider) -> Vec<Block> {
    let local = provider.source.rsplit('/').next().unwrap_or_default();
    let pinned = vec![
        ("source".to_owned(), Expr::text(&provider.source)),
        ("version".to_owned(), Expr::Text(provider.constraint())),
    ];
    let mut required = Body::default();
    required.set(local, Expr::Object(pinned));
    let mut terraform = Body::default();
    terraform.set("required_version", Expr::text(TERRAFORM));
    terraform.block("required_providers", required);
    let mut configured = Body::default();
    if let Some(account) = parts.world.accounts.get(root.account).digits {
        let account = Expr::text(parts.names.text(account));
        configured.set("allowed_account_ids", Expr::List(vec![account]));
    }
    let region = parts.world.sites.get(root.site).region;
    configured.set("region", Expr::text(parts.names.text(region)));
    vec![
        Block::new("terraform", &[], terraform),
        Block::new("provider", &[local], configured),
    ]
}

fn outputs(root: &Root) -> Vec<Block> {
    let blocks = root.outputs.iter().map(|(name, output)| {
        let mut body = Body::default();
        body.set("description", Expr::text(&output.description));
        body.set("value", output.value.clone());
        Block::new("output", &[name], body)
    });
    blocks.collect()
}

fn manifest(
    parts: Parts<'_>,
    lowered: &Lowered,
    hashes: &[BTreeMap<String, String>],
    out: &mut impl Writer,
) {
    let text = |symbol| parts.names.text(symbol);
    let world = parts.world;
    out.begin_object();
    super::manifest::accounts(parts, out);
    out.field("app", text(world.app));
    out.field("compiler", env!("CARGO_PKG_VERSION"));
    out.field("engine", "terraform");
    out.field("environment", text(world.environment));
    out.key("format");
    out.int(FORMAT);
    out.field("home", text(world.sites.get(world.sites.home()).region));
    out.key("units");
    out.begin_list();
    for id in &lowered.order {
        unit(parts, lowered, *id, &hashes[id.index()], out);
    }
    out.end_list();
    out.end_object();
}

fn unit(
    parts: Parts<'_>,
    lowered: &Lowered,
    id: RootId,
    hashes: &BTreeMap<String, String>,
    out: &mut impl Writer,
) {
    let root = &lowered.roots[id.index()];
    let name = |id: &RootId| lowered.roots[id.index()].name.as_str();
    out.begin_object();
    let account = parts.world.accounts.get(root.account).digits;
    if let (Some(account), true) = (account, parts.world.accounts.are_several()) {
        out.field("account", parts.names.text(account));
    }
    out.key("after");
    out.begin_list();
    root.after.iter().for_each(|before| out.text(name(before)));
    out.end_list();
    out.key("files");
    out.begin_object();
    for (path, sha256) in hashes {
        out.key_text(path);
        out.text(sha256);
    }
    out.end_object();
    out.key("holds_data");
    out.bool(root.holds_data);
    out.field("name", &root.name);
    out.field(
        "region",
        parts.names.text(parts.world.sites.get(root.site).region),
    );
    out.key("resources");
    out.int(root.resources as i64);
    out.key("variables");
    out.begin_object();
    for (variable, source) in &root.variables {
        out.key_text(variable);
        out.begin_object();
        match source {
            Variable::Output { root, output, .. } => {
                out.field("output", output);
                out.field("unit", name(root));
            }
            Variable::Param(at) => {
                out.field("param", parts.names.text(parts.world.params[*at].name));
            }
        }
        out.end_object();
    }
    out.end_object();
    out.end_object();
}
