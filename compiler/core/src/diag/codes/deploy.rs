//! E09xx: deploying, and the service that does it.

use super::{counted, did_you_mean, listed};
use crate::diag::{Code, Diagnostic};
use crate::source::Span;

/// E0900: what is on disk is not what the source builds.
pub fn out_differs(paths: &[&str]) -> Diagnostic {
    let message = format!("{} not what the source builds", is_or_are(paths));
    Diagnostic::error(Code(900), Span::NONE, message)
        .help("what is deployed is what was built and reviewed: run `outrigger build`, and commit what it writes")
}

fn is_or_are(paths: &[&str]) -> String {
    let verb = if paths.len() == 1 { "is" } else { "are" };
    format!("{} {verb}", listed(paths))
}

/// A template that is too large.
pub struct LargeTemplate<'a> {
    /// Its path below `out/`.
    pub path: &'a str,
    /// The region of its stack.
    pub region: &'a str,
    /// Its size.
    pub bytes: usize,
}

impl LargeTemplate<'_> {
    fn all(templates: &[Self]) -> String {
        let sizes = templates
            .iter()
            .map(|one| format!("{} ({} bytes)", one.path, grouped(one.bytes)));
        let sizes: Vec<String> = sizes.collect();
        let sizes: Vec<&str> = sizes.iter().map(String::as_str).collect();
        is_or_are(&sizes)
    }
}

/// `51,200`.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// E0901: templates that are too large for a request, and no bucket for them.
pub fn artifacts_missing(templates: &[LargeTemplate<'_>], most: usize) -> Diagnostic {
    let mut regions: Vec<&str> = templates.iter().map(|one| one.region).collect();
    regions.sort_unstable();
    regions.dedup();
    let message = format!(
        "`app.artifacts` names no bucket for {}, and {} larger than the {} bytes that CloudFormation takes with a request",
        listed(&regions),
        LargeTemplate::all(templates),
        grouped(most),
    );
    let buckets: Vec<String> = regions
        .iter()
        .map(|region| format!("{region} = \"BUCKET-IN-{}\"", region.to_uppercase()))
        .collect();
    let first = regions.first().copied().unwrap_or_default();
    Diagnostic::error(Code(901), Span::NONE, message)
        .help(format!(
            "name a bucket of each region in the `app` block, and run `outrigger build`:\nartifacts = {{ {} }}",
            buckets.join(", ")
        ))
        .help(format!("`aws s3 mb s3://BUCKET --region {first}` makes one; nothing was changed"))
}

/// E0902: params without values.
pub fn param_missing(params: &[&str], file: &str) -> Diagnostic {
    let message = match params {
        [only] => format!("the param `{only}` has no value and no default"),
        several => format!(
            "the params {} have no value and no default",
            listed(several)
        ),
    };
    let name = params.first().copied().unwrap_or("NAME");
    Diagnostic::error(Code(902), Span::NONE, message).help(format!(
        "give it with `--param {name}=VALUE`, or in {file}: {{ \"{name}\": \"VALUE\" }}"
    ))
}

/// E0903: a value for what is no param.
pub fn param_unknown(name: &str, place: &str, suggestion: Option<&str>) -> Diagnostic {
    let message =
        format!("{place} gives a value to `{name}`, and nothing deployed reads such a param");
    Diagnostic::error(Code(903), Span::NONE, message).help_if(did_you_mean(suggestion))
}

/// E0904: a `--param` that is no NAME=VALUE.
pub fn param_malformed(text: &str) -> Diagnostic {
    let message = format!("`--param {text}` has no `=`");
    Diagnostic::error(Code(904), Span::NONE, message).help("write `--param NAME=VALUE`")
}

/// E0905: a params file that cannot be read.
pub fn params_unreadable(path: &str, why: &str) -> Diagnostic {
    let message = format!("the params in {path} cannot be read: {why}");
    Diagnostic::error(Code(905), Span::NONE, message)
        .help("it holds one JSON object: { \"api_image\": \"registry/api:1.4\", \"workers\": 3 }")
}

/// E0925: a value that a param does not take.
pub fn param_value(
    name: &str,
    value: Option<&str>,
    place: &str,
    taken: &[&str],
    suggestion: Option<&str>,
) -> Diagnostic {
    let takes = if taken.is_empty() {
        "a number".to_owned()
    } else {
        format!("one of {}", listed(taken))
    };
    // A secret is not repeated.
    let value = value.map_or_else(
        || format!("a value to `{name}`"),
        |value| format!("`{name}` the value `{value}`"),
    );
    let message = format!("{place} gives {value}, and it takes {takes}");
    Diagnostic::error(Code(925), Span::NONE, message).help_if(did_you_mean(suggestion))
}

/// E0906: no credentials.
pub fn no_credentials(why: &str) -> Diagnostic {
    let message = format!("there are no AWS credentials: {why}");
    Diagnostic::error(Code(906), Span::NONE, message)
        .help("set AWS_PROFILE or `--profile`, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; `aws sso login` renews a session")
}

/// E0907: credentials that are not taken.
pub fn credentials_refused(why: &str) -> Diagnostic {
    let message = format!("AWS does not take these credentials: {why}");
    Diagnostic::error(Code(907), Span::NONE, message)
        .help("they have expired, or are mistyped: renew them (`aws sso login`), and run the command again: it goes on where it stopped")
}

/// E0908: credentials that may not do this.
pub fn denied(why: &str) -> Diagnostic {
    let message = format!("these credentials may not do that: {why}");
    Diagnostic::error(Code(908), Span::NONE, message)
        .help("ask for the permission that the message names, and run the command again: it goes on where it stopped")
}

/// E0909: another account than the source says.
pub fn wrong_account(found: &str, wanted: &str) -> Diagnostic {
    let message =
        format!("these credentials belong to the account {found}, and the app says {wanted}");
    Diagnostic::error(Code(909), Span::NONE, message)
        .help("use the profile of that account (`--profile`), or the environment that belongs to this one (`--env`)")
        .help("or name a role of that account that these credentials may assume: `--assume-role NAME`")
}

/// E0926: accounts that the credentials do not reach.
pub fn accounts_unreached(own: &str, others: &[&str]) -> Diagnostic {
    let message = format!(
        "these credentials belong to the account {own}, and the app has stacks in {}",
        listed(others)
    );
    Diagnostic::error(Code(926), Span::NONE, message)
        .help("name a role that each of these accounts has, and that these credentials may assume: `--assume-role NAME`")
        .help("nothing was changed in any account")
}

/// E0927: a role that cannot be assumed.
pub fn role_refused(role: &str, why: &str) -> Diagnostic {
    let message = format!("the role {role} cannot be assumed: {why}");
    Diagnostic::error(Code(927), Span::NONE, message)
        .help("it has to be there, and trust these credentials: `sts:AssumeRole` on both sides")
        .help("nothing was changed in any account")
}

/// E0910: nobody answers.
pub fn no_answer(why: &str, endpoint: Option<&str>) -> Diagnostic {
    let whose = endpoint.map_or("AWS".to_owned(), |endpoint| format!("`{endpoint}`"));
    let message = format!("{whose} does not answer: {why}");
    let help = match endpoint {
        Some(_) => "does something listen there, and does it speak CloudFormation?",
        None => "is there a network, and is the region's name right?",
    };
    Diagnostic::error(Code(910), Span::NONE, message).help(help)
}

/// E0911: too many requests.
pub fn throttled(why: &str) -> Diagnostic {
    let message = format!("AWS takes no more requests for now: {why}");
    Diagnostic::error(Code(911), Span::NONE, message)
        .help("it was asked several times, with longer and longer waits; run the command again in some minutes: it goes on where it stopped")
}

/// E0912: a request that the service refuses.
pub fn request_refused(why: &str) -> Diagnostic {
    let message = format!("AWS refuses: {why}");
    Diagnostic::error(Code(912), Span::NONE, message)
}

/// E0913: a stack that can only be deleted.
pub fn stack_stillborn(
    stack: &str,
    region: &str,
    status: &str,
    reason: Option<&str>,
) -> Diagnostic {
    let message = format!("the stack {stack} in {region} is {status}: it can only be deleted");
    Diagnostic::error(Code(913), Span::NONE, message)
        .help_if(reason.map(|reason| format!("CloudFormation says: {reason}")))
        .help(format!("see what is left in it, and delete it; then run the command again:\naws cloudformation describe-stack-resources --region {region} --stack-name {stack}\naws cloudformation delete-stack --region {region} --stack-name {stack}"))
}

/// E0914: a stack whose last update could not be taken back.
pub fn stack_stuck(stack: &str, region: &str, status: &str, reason: Option<&str>) -> Diagnostic {
    let message = format!(
        "the stack {stack} in {region} is {status}: its last update could not be taken back"
    );
    Diagnostic::error(Code(914), Span::NONE, message)
        .help_if(reason.map(|reason| format!("CloudFormation says: {reason}")))
        .help(format!("mend what it says, let the rollback end, and run the command again:\naws cloudformation continue-update-rollback --region {region} --stack-name {stack}"))
}

/// E0915: nobody to ask.
pub fn nobody_to_ask() -> Diagnostic {
    Diagnostic::error(
        Code(915),
        Span::NONE,
        "there is no terminal to ask on, and no `--yes`",
    )
    .help("look at the plan, then run it with `--yes`")
}

/// E0916: a change set that CloudFormation refuses.
pub fn change_refused(unit: &str, why: &str) -> Diagnostic {
    let message = format!("CloudFormation does not accept the change of {unit}: {why}");
    Diagnostic::error(Code(916), Span::NONE, message).help(
        "nothing in this stack was changed; mend the source, build, and run the command again",
    )
}

/// A stack that did not come to where it should be.
pub struct StackFailure<'a> {
    /// Its name in the manifest.
    pub unit: &'a str,
    /// Its own name.
    pub stack: &'a str,
    /// Its region.
    pub region: &'a str,
    /// Its status now.
    pub status: &'a str,
    /// Why, if the service says so.
    pub reason: Option<&'a str>,
    /// The resources that failed, and why.
    pub causes: &'a [String],
}

/// E0917: a stack that failed.
pub fn stack_failed(failure: &StackFailure<'_>) -> Diagnostic {
    let StackFailure {
        unit,
        stack,
        region,
        status,
        reason,
        causes,
    } = failure;
    let command =
        |verb: &str| format!("aws cloudformation {verb} --region {region} --stack-name {stack}");
    let message = match reason.map(str::trim) {
        Some(reason) => format!("{unit} ended as {status}: {reason}"),
        None => format!("{unit} ended as {status}"),
    };
    let diagnostic = Diagnostic::error(Code(917), Span::NONE, message);
    let diagnostic = causes.iter().fold(diagnostic, |diagnostic, cause| {
        diagnostic.help(cause.clone())
    });
    diagnostic.help(match *status {
        "UPDATE_ROLLBACK_COMPLETE" => "the stack is again as it was before: mend the cause, and run the command again".to_owned(),
        "ROLLBACK_COMPLETE" => format!("what was made was deleted again: mend the cause, delete what is left of the stack, and run the command again:\n{}", command("delete-stack")),
        "UPDATE_ROLLBACK_FAILED" => format!("it could not be taken back: mend the cause, let the rollback end, and run the command again:\n{}", command("continue-update-rollback")),
        "DELETE_FAILED" => "what could be deleted is gone: mend the cause, and run the command again".to_owned(),
        _ => "mend the cause, and run the command again".to_owned(),
    })
}

/// E0918: the user stopped it.
pub fn interrupted(done: usize, left: &[&str], under_way: &[&str]) -> Diagnostic {
    let message = format!("stopped by you: {} done", counted(done, "stack"));
    let mut diagnostic = Diagnostic::error(Code(918), Span::NONE, message);
    if !under_way.is_empty() {
        diagnostic = diagnostic.help(format!(
            "under way, and not stopped by this: {}; CloudFormation goes on by itself",
            listed(under_way)
        ));
    }
    if !left.is_empty() {
        diagnostic = diagnostic.help(format!("not begun: {}", listed(left)));
    }
    diagnostic.help(if under_way.is_empty() {
        "run the command again: it goes on where it stopped"
    } else {
        "run the command again: it waits for what is under way, and goes on"
    })
}

/// E0919: a change set that would lose what the plan did not name.
pub fn would_lose(unit: &str, resources: &[(&str, bool)]) -> Diagnostic {
    let what: Vec<String> = resources
        .iter()
        .map(|(address, replaced)| {
            let verb = if *replaced { "replace" } else { "delete" };
            format!("{verb} `{address}`")
        })
        .collect();
    let message = format!(
        "CloudFormation would {} in {unit}, which holds data, and the plan did not say so",
        what.join(" and ")
    );
    Diagnostic::error(Code(919), Span::NONE, message)
        .help("the change set was taken back, and nothing in this stack was changed")
        .help("a value that only deployment knows has changed, or somebody changed the stack by other means: look at it with `outrigger plan --against live`")
}

/// E0920: an output that is not there.
pub fn output_missing(unit: &str, from: &str, output: &str) -> Diagnostic {
    let message = format!("{unit} needs the output {output} of {from}, which does not give it");
    Diagnostic::error(Code(920), Span::NONE, message).help(format!(
        "was {from} changed by other means? Run `outrigger plan --against live`"
    ))
}

/// E0921: a bucket for templates that does not exist.
pub fn bucket_missing(bucket: &str, region: &str) -> Diagnostic {
    let message = format!("there is no bucket {bucket}, which `app.artifacts` names for {region}");
    Diagnostic::error(Code(921), Span::NONE, message).help(format!(
        "make it, or name another one in `app.artifacts`:\naws s3 mb s3://{bucket} --region {region}"
    ))
}

/// E0922: a bucket for templates that stands in another region.
pub fn bucket_elsewhere(bucket: &str, region: &str, found: Option<&str>) -> Diagnostic {
    let place = found.map_or("in another region".to_owned(), |found| {
        format!("in {found}")
    });
    let message =
        format!("the bucket {bucket}, which `app.artifacts` names for {region}, stands {place}");
    Diagnostic::error(Code(922), Span::NONE, message)
        .help("a region deploys from a bucket of its own, so that it does not need another one")
        .help(format!(
            "name a bucket for each region: artifacts = {{ {region} = \"ANOTHER\" }}"
        ))
}

/// E0923: a bucket for templates that these credentials may not write to.
pub fn bucket_denied(bucket: &str, region: &str, why: &str) -> Diagnostic {
    let message = format!(
        "these credentials may not put a template into the bucket {bucket}, which `app.artifacts` names for {region}: {why}"
    );
    Diagnostic::error(Code(923), Span::NONE, message).help(format!(
        "allow them s3:PutObject and s3:GetObject on arn:aws:s3:::{bucket}/outrigger/*, and see that the bucket is yours"
    ))
}

/// E0924: templates that are too large for CloudFormation, also from a bucket.
pub fn template_too_large(templates: &[LargeTemplate<'_>], most: usize) -> Diagnostic {
    let message = format!(
        "{} larger than the {} bytes that CloudFormation takes at most",
        LargeTemplate::all(templates),
        grouped(most)
    );
    Diagnostic::error(Code(924), Span::NONE, message)
        .help("divide the use that fills this stack into several, or the app into two; nothing was changed")
}
