//! What can be said on the command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

/// The whole command line.
#[derive(Parser)]
#[command(
    name = "outrigger",
    version,
    about = "Compiles what a system is, and what it promises, to CloudFormation or Terraform.",
    disable_help_subcommand = true,
    max_term_width = 100,
    after_help = "Examples:
  outrigger init                 write a small app into an empty folder
  outrigger check                say what is wrong
  outrigger build                write the templates to out/
  outrigger plan                 show what they would change
  outrigger apply                deploy them

Exit codes: 0 done, 1 error, 2 changes (plan --detailed-exitcode), 64 usage, 70 a bug of ours."
)]
pub struct Arguments {
    /// Options of every command.
    #[command(flatten)]
    pub global: Global,
    /// The command.
    #[command(subcommand)]
    pub command: Command,
}

/// Options of every command.
#[derive(Args)]
#[command(next_help_heading = "Options of every command")]
pub struct Global {
    /// Work in this folder
    #[arg(
        short = 'C',
        long = "chdir",
        value_name = "FOLDER",
        global = true,
        default_value = ".",
        hide_default_value = true
    )]
    pub folder: PathBuf,
    /// When to use colours; `auto` asks `NO_COLOR`, then the terminal
    #[arg(long, value_name = "WHEN", global = true, value_enum, default_value_t)]
    pub color: ColorWhen,
    /// How to show what is wrong, on stderr: with the source, as one object, or a line each
    #[arg(long, value_name = "FORM", global = true, value_enum, default_value_t)]
    pub diagnostics: DiagnosticForm,
    /// Fetch no imports: what is not in the cache is an error
    #[arg(long, global = true)]
    pub offline: bool,
    /// Say only what is wrong
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Say more
    #[arg(short, long, global = true)]
    pub verbose: bool,
}

/// When to use colours.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, ValueEnum)]
pub enum ColorWhen {
    /// On a terminal, unless `NO_COLOR` is set.
    #[default]
    #[value(help = None::<&str>)]
    Auto,
    /// Always.
    #[value(help = None::<&str>)]
    Always,
    /// Never.
    #[value(help = None::<&str>)]
    Never,
}

/// How diagnostics look.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, ValueEnum)]
pub enum DiagnosticForm {
    /// With the source and the places that matter
    #[default]
    #[value(help = None::<&str>)]
    Human,
    /// One object
    #[value(help = None::<&str>)]
    Json,
    /// One line each
    #[value(help = None::<&str>)]
    Short,
}

/// The commands.
#[derive(Subcommand)]
pub enum Command {
    /// Writes a small working app into an empty folder
    #[command(
        after_help = "Writes app.rig.hcl: a worker with a queue and a database. Asks nothing, and refuses a folder in
which there is an app already; one that is not there is made.

Examples:
  outrigger init
  outrigger init --name shop --region us-east-1
  outrigger -C shop init"
    )]
    Init(Init),
    /// Proves what the app promises, and says what is wrong with it; writes nothing
    #[command(after_help = "Examples:
  outrigger check
  outrigger check --env staging
  outrigger check --format short")]
    Check(Check),
    /// Writes the templates, or Terraform's files, to out/, and outrigger.lock
    #[command(
        after_help = "Nothing is written if anything is wrong. Files whose content is the same are not touched.

Examples:
  outrigger build
  outrigger build --env staging --yaml
  outrigger build --target terraform
  outrigger build --locked --check     in CI: is out/ what the source builds?"
    )]
    Build(Build),
    /// Shows what the templates of this source would change
    #[command(
        after_help = "Compares with out/ at git's HEAD; without git, with out/ in the folder. Stops with an error where
data would be lost, until --allow-data-loss names the very address.

Examples:
  outrigger plan
  outrigger plan --against git:main --format markdown
  outrigger plan --against ../deployed/out
  outrigger plan --against live
  outrigger plan --allow-data-loss database.orders.cluster"
    )]
    Plan(Plan),
    /// Shows how two environments differ
    #[command(
        after_help = "What is written for them, after merging, and what is built of it: by use, and by meaning, as a plan
compares. What the one has is on the left, what the other has on the right. With one --env, it is
compared with production.

Examples:
  outrigger diff --env staging
  outrigger diff --env staging --env production --format markdown"
    )]
    Diff(Diff),
    /// Deploys out/
    #[command(
        after_help = "Deploys what `outrigger build` wrote, and refuses if that is not what the source builds. Shows the
plan against what is deployed, asks, and then changes stack by stack. Stops at the first failure;
run again, it goes on. Params come from params.ENVIRONMENT.json in the app's folder and from --param.

Examples:
  outrigger apply
  outrigger apply --env staging --yes --param api_image=registry/api:1.4
  outrigger apply --endpoint-url http://127.0.0.1:5000
  outrigger apply --allow-data-loss database.orders.cluster"
    )]
    Apply(Apply),
    /// Deletes everything that is deployed
    #[command(
        after_help = "Deletes the app's stacks of one environment, those that need others first. Refuses while something
holds data that --allow-data-loss does not name.

Examples:
  outrigger destroy --env staging
  outrigger destroy --env staging --yes --allow-data-loss database.orders.cluster"
    )]
    Destroy(Destroy),
    /// Formats source files: white space only
    #[command(
        after_help = "Formats every *.rig.hcl of the folder, or what is named: files, and folders, which stand for every
*.rig.hcl in them. `-` reads stdin and writes stdout. A file that cannot be read is left alone, and
what is wrong with it is shown.

Exit codes: 0 all is formatted, 1 a file cannot be read, or --check found one to format.

Examples:
  outrigger fmt
  outrigger fmt --check                in CI
  outrigger fmt --diff --recursive .
  outrigger fmt - < app.rig.hcl        in an editor"
    )]
    Fmt(Fmt),
    /// Prints the reference of a component; without one, all that there are
    #[command(
        after_help = "What is written: inputs, outputs, what it provides to callers, checks, and the resources that it
makes, of the components of the standard library and of those of the app in the folder, if there
is one. As Markdown.

Examples:
  outrigger doc
  outrigger doc queue
  outrigger doc --out docs/components"
    )]
    Doc(Doc),
    /// Runs the app's own tests, of files that end in `.test.rig.hcl`
    #[command(
        after_help = "A test says what an app gives under some differences: resources with their properties, what is
refused, what is true. docs/guide/testing.md shows how they are written.

Examples:
  outrigger test
  outrigger test retain                  those with `retain` in their names
  outrigger test --format json"
    )]
    Test(Test),
    /// Evaluates an expression where the app's uses are in scope
    #[command(
        after_help = "What is known at deployment only is shown as `later(...)`. Without an expression they are read line
by line: on a terminal with a history, which is kept in the user's state folder.

Examples:
  outrigger eval 'app.regions'
  outrigger eval --env staging '[for r in app.regions : upper(r)]'
  outrigger eval --format json 'queue.mail.arn'
  outrigger eval"
    )]
    Eval(Eval),
    /// Prints what a code such as E0203 means; without one, all of them
    #[command(after_help = "Examples:
  outrigger explain E0806
  outrigger explain 806")]
    Explain(Explain),
    /// Draws the resources and what they need of each other
    #[command(after_help = "Examples:
  outrigger graph | dot -Tsvg > graph.svg
  outrigger graph --format mermaid")]
    Graph(Graph),
    /// Asks what the imports stand for now, and writes outrigger.lock
    #[command(
        after_help = "Of each import from a repository, outrigger.lock has the tag, the commit, and a hash of the
sources. Only this command changes them; all others use what is there. With a name, only that import
is asked for, and those that the lock does not know yet.

Examples:
  outrigger update
  outrigger update acme"
    )]
    Update(Update),
    /// Prints completions for a shell
    #[command(after_help = "Examples:
  outrigger completions bash > /etc/bash_completion.d/outrigger
  outrigger completions fish > ~/.config/fish/completions/outrigger.fish")]
    Completions(Completions),
}

/// Which environment.
#[derive(Args)]
pub struct Environment {
    /// The environment; `production` is what stands outside of any `environment` block
    #[arg(long = "env", value_name = "NAME", default_value = "production")]
    pub name: String,
}

/// `outrigger init`.
#[derive(Args)]
pub struct Init {
    /// The app's name; otherwise the folder's, if an app can be called so, or `hello`
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    /// Where it runs; otherwise eu-west-1
    #[arg(long, value_name = "REGION")]
    pub region: Option<String>,
}

/// `outrigger test`.
#[derive(Args)]
pub struct Test {
    /// Run only tests with this in their names
    #[arg(value_name = "PART")]
    pub filter: Option<String>,
    /// Which environment, for tests that name none.
    #[command(flatten)]
    pub environment: Environment,
    /// Print the results to stdout in this form
    #[arg(long, value_name = "FORM", value_enum, default_value_t)]
    pub format: TestForm,
}

/// How results of tests are printed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, ValueEnum)]
pub enum TestForm {
    /// A line each, and what failed on stderr
    #[default]
    #[value(help = None::<&str>)]
    Human,
    /// One object
    #[value(help = None::<&str>)]
    Json,
}

/// `outrigger eval`.
#[derive(Args)]
pub struct Eval {
    /// The expression; without one they are read from stdin, a line each
    #[arg(value_name = "EXPRESSION", allow_hyphen_values = true)]
    pub expression: Option<String>,
    /// Which environment.
    #[command(flatten)]
    pub environment: Environment,
    /// Print values as the language writes them, or as JSON
    #[arg(long, value_name = "FORM", value_enum, default_value_t)]
    pub format: ValueForm,
}

/// How values are printed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, ValueEnum)]
pub enum ValueForm {
    /// As the language writes them
    #[default]
    #[value(help = None::<&str>)]
    Hcl,
    /// As JSON
    #[value(help = None::<&str>)]
    Json,
}

/// `outrigger check`.
#[derive(Args)]
pub struct Check {
    /// Which environment.
    #[command(flatten)]
    pub environment: Environment,
    /// Print what is wrong to stdout in this form
    #[arg(long, value_name = "FORM", value_enum)]
    pub format: Option<DiagnosticForm>,
}

/// `outrigger build`.
#[derive(Args)]
pub struct Build {
    /// Which environment.
    #[command(flatten)]
    pub environment: Environment,
    /// For which service to write: templates, or roots of Terraform
    #[arg(long, value_name = "TARGET", value_enum, default_value_t)]
    pub target: BuildTarget,
    /// Stop if outrigger.lock would change
    #[arg(long)]
    pub locked: bool,
    /// Write templates in YAML
    #[arg(long)]
    pub yaml: bool,
    /// Write nothing; exit with 1 if out/ or outrigger.lock would change
    #[arg(long)]
    pub check: bool,
}

/// For which service files are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, ValueEnum)]
pub enum BuildTarget {
    /// Templates of CloudFormation
    #[default]
    #[value(name = "cloudformation")]
    CloudFormation,
    /// Roots of Terraform, one for each region
    Terraform,
}

/// `outrigger plan`.
#[derive(Args)]
pub struct Plan {
    /// Which environment.
    #[command(flatten)]
    pub environment: Environment,
    /// What to compare with: `git:REVISION`, a folder (an out/, or an app with one), or `live`,
    /// which is what is deployed
    #[arg(long, value_name = "BASIS")]
    pub against: Option<String>,
    /// How to show the plan, on stdout
    #[arg(long, value_name = "FORM", value_enum, default_value_t)]
    pub format: PlanForm,
    /// Exit with 2 if there are changes
    #[arg(long)]
    pub detailed_exitcode: bool,
    /// Agree to lose the data of this resource; may be given several times
    #[arg(long, value_name = "ADDRESS")]
    pub allow_data_loss: Vec<String>,
    /// Where `live` is.
    #[command(flatten)]
    pub target: Target,
}

/// `outrigger diff`.
#[derive(Args)]
pub struct Diff {
    /// An environment; given twice, the one and the other
    #[arg(long = "env", value_name = "NAME", required = true)]
    pub environments: Vec<String>,
    /// How to show the difference, on stdout
    #[arg(long, value_name = "FORM", value_enum, default_value_t)]
    pub format: DiffForm,
    /// Exit with 2 if they differ
    #[arg(long)]
    pub detailed_exitcode: bool,
}

/// How a difference looks.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, ValueEnum)]
pub enum DiffForm {
    /// For a terminal
    #[default]
    Text,
    /// For programs (docs/formats/diff.md)
    Json,
    /// For a pull request
    Markdown,
}

/// Where it is deployed to.
#[derive(Args)]
pub struct Target {
    /// Ask this address instead of AWS
    #[arg(long, value_name = "URL")]
    pub endpoint_url: Option<String>,
    /// The profile of the AWS configuration; otherwise the usual AWS variables say
    #[arg(long, value_name = "NAME")]
    pub profile: Option<String>,
    /// The role to assume in each account of the app that is not that of the credentials: a name,
    /// or a path and a name
    #[arg(long, value_name = "NAME")]
    pub assume_role: Option<String>,
}

/// `outrigger apply`.
#[derive(Args)]
pub struct Apply {
    /// Which environment.
    #[command(flatten)]
    pub environment: Environment,
    /// Do not ask
    #[arg(long, visible_alias = "auto-approve")]
    pub yes: bool,
    /// The value of a param; may be given several times
    #[arg(long = "param", value_name = "NAME=VALUE")]
    pub params: Vec<String>,
    /// Agree to lose the data of this resource; may be given several times
    #[arg(long, value_name = "ADDRESS")]
    pub allow_data_loss: Vec<String>,
    /// Where to.
    #[command(flatten)]
    pub target: Target,
}

/// `outrigger destroy`.
#[derive(Args)]
pub struct Destroy {
    /// Which environment.
    #[command(flatten)]
    pub environment: Environment,
    /// Do not ask
    #[arg(long, visible_alias = "auto-approve")]
    pub yes: bool,
    /// Agree to lose the data of this resource; may be given several times
    #[arg(long, value_name = "ADDRESS")]
    pub allow_data_loss: Vec<String>,
    /// Where from.
    #[command(flatten)]
    pub target: Target,
}

/// How a plan looks.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, ValueEnum)]
pub enum PlanForm {
    /// For a terminal
    #[default]
    Text,
    /// For programs (docs/formats/plan.md)
    Json,
    /// For a comment on a pull request
    Markdown,
}

/// `outrigger fmt`.
#[derive(Args)]
pub struct Fmt {
    /// Files and folders; `-` is stdin
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Write nothing; list on stdout what is not formatted, and exit with 1 if there is any
    #[arg(long)]
    pub check: bool,
    /// Write nothing; print on stdout what would change
    #[arg(long)]
    pub diff: bool,
    /// Also what is in folders below, but for those whose names begin with `.`
    #[arg(short, long)]
    pub recursive: bool,
}

/// `outrigger doc`.
#[derive(Args)]
pub struct Doc {
    /// The component
    #[arg(value_name = "KIND")]
    pub kind: Option<String>,
    /// Write a page for each component to this folder, and README.md, which lists them
    #[arg(long, value_name = "FOLDER")]
    pub out: Option<PathBuf>,
}

/// `outrigger explain`.
#[derive(Args)]
pub struct Explain {
    /// The code
    #[arg(value_name = "CODE")]
    pub code: Option<String>,
}

/// `outrigger graph`.
#[derive(Args)]
pub struct Graph {
    /// Which environment.
    #[command(flatten)]
    pub environment: Environment,
    /// The language of the picture
    #[arg(long, value_name = "FORM", value_enum, default_value_t)]
    pub format: GraphForm,
}

/// The language of a picture.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, ValueEnum)]
pub enum GraphForm {
    /// Graphviz
    #[default]
    Dot,
    /// Mermaid
    Mermaid,
}

/// `outrigger update`.
#[derive(Args)]
pub struct Update {
    /// The import
    #[arg(value_name = "NAME")]
    pub import: Option<String>,
}

/// `outrigger completions`.
#[derive(Args)]
pub struct Completions {
    /// The shell
    #[arg(value_name = "SHELL", value_enum)]
    pub shell: Shell,
}
