//! Change sets: what CloudFormation says it would do, before it does.

use std::collections::BTreeMap;
use std::time::Duration;

use aws_sdk_cloudformation::Client;
use aws_sdk_cloudformation::config::Config;
use aws_sdk_cloudformation::config::retry::RetryConfig;
use aws_sdk_cloudformation::types::{
    Capability, ChangeAction, ChangeSetStatus, ChangeSetType, ExecutionStatus, Parameter,
    Replacement, ResourceChange,
};
use tokio::time::sleep;

use crate::error::CloudError;
use crate::step::{Step, Template};

/// How long to wait between two questions: at first, and at most.
pub(crate) const WAITS: (Duration, Duration) = (Duration::from_millis(250), Duration::from_secs(5));

/// A change set that can be executed.
pub(crate) struct ChangeSet {
    /// Its name, unique within its stack.
    pub name: String,
    /// The resources that it would delete or replace.
    pub losses: Vec<Loss>,
}

/// A resource that would be deleted or replaced.
pub(crate) struct Loss {
    /// Its name in the template.
    pub logical_id: String,
    /// Whether a new one takes its place.
    pub replaced: bool,
}

/// What came of asking for one.
pub(crate) enum Asked {
    /// It can be executed.
    Ready(ChangeSet),
    /// There is nothing that it would do.
    Empty,
    /// CloudFormation will not do that.
    Refused(String),
}

/// Asks for one and waits until CloudFormation has worked it out.
pub(crate) async fn ask(
    client: &Client,
    step: &Step,
    name: &str,
    values: &BTreeMap<String, String>,
) -> Result<Asked, CloudError> {
    let kind = if step.is_update() {
        ChangeSetType::Update
    } else {
        ChangeSetType::Create
    };
    let parameters = values.iter().map(|(name, value)| {
        Parameter::builder()
            .parameter_key(name)
            .parameter_value(value)
            .build()
    });
    let request = client.create_change_set();
    let request = match &step.template {
        Template::Body(body) => request.template_body(body),
        Template::Artifact(artifact) => request.template_url(&artifact.url),
    };
    let request = request
        .stack_name(&step.at.name)
        .change_set_name(name)
        .change_set_type(kind)
        .set_parameters(Some(parameters.collect()))
        .capabilities(Capability::CapabilityNamedIam);
    match request.send().await.map_err(CloudError::from) {
        Ok(_) => {}
        // Its name is ours alone: an earlier try of this very request came through.
        Err(CloudError::Refused { code, .. }) if code == "AlreadyExistsException" => {}
        Err(CloudError::Refused { code, message }) if code == "ValidationError" => {
            return Ok(if is_empty(&message) {
                Asked::Empty
            } else {
                Asked::Refused(message)
            });
        }
        Err(error) => return Err(error),
    }
    worked_out(client, step, name).await
}

async fn worked_out(client: &Client, step: &Step, name: &str) -> Result<Asked, CloudError> {
    let (mut wait, longest) = WAITS;
    let mut losses = Vec::new();
    let mut token = None;
    loop {
        let request = client
            .describe_change_set()
            .stack_name(&step.at.name)
            .change_set_name(name)
            .set_next_token(token.take());
        let answer = request.send().await.map_err(CloudError::from)?;
        match answer.status() {
            Some(ChangeSetStatus::CreateComplete) => {
                let changes = answer.changes().iter();
                losses.extend(changes.filter_map(|change| loss(change.resource_change()?)));
                token = answer.next_token().map(str::to_owned);
                if token.is_none() {
                    let name = name.to_owned();
                    return Ok(Asked::Ready(ChangeSet { name, losses }));
                }
            }
            Some(ChangeSetStatus::Failed) => {
                let why = answer.status_reason().unwrap_or("no reason is given");
                return Ok(if is_empty(why) {
                    Asked::Empty
                } else {
                    Asked::Refused(why.to_owned())
                });
            }
            _ => {
                sleep(wait).await;
                wait = (wait * 2).min(longest);
            }
        }
    }
}

/// Whether a refusal means that there is nothing to do. There is no code for it.
fn is_empty(why: &str) -> bool {
    why.contains("didn't contain changes") || why.contains("No updates are to be performed")
}

fn loss(change: &ResourceChange) -> Option<Loss> {
    let removed = change.action() == Some(&ChangeAction::Remove);
    let replaced = change.replacement() == Some(&Replacement::True);
    (removed || replaced).then(|| Loss {
        logical_id: change.logical_resource_id().unwrap_or_default().to_owned(),
        replaced,
    })
}

/// Takes one back. A stack that only it has announced goes with it.
pub(crate) async fn take_back(client: &Client, step: &Step, name: &str) -> Result<(), CloudError> {
    if step.stack.is_none() {
        return crate::api::delete(client, &step.at.name).await;
    }
    let request = client
        .delete_change_set()
        .stack_name(&step.at.name)
        .change_set_name(name);
    request.send().await.map_err(CloudError::from)?;
    Ok(())
}

/// Why one did not happen.
pub(crate) struct NotExecuted {
    /// What the service, or nobody, said.
    pub error: CloudError,
    /// Whether it may happen all the same.
    pub may_have_begun: bool,
}

/// Lets one happen. Tried again only after the change set itself says that nothing has begun: a
/// request whose answer is lost has most often been carried out.
pub(crate) async fn execute(client: &Client, step: &Step, name: &str) -> Result<(), NotExecuted> {
    let most = client.config().retry_config();
    let most = most.map_or(1, RetryConfig::max_attempts);
    let (mut wait, longest) = WAITS;
    let mut tries = 0;
    loop {
        tries += 1;
        let request = client
            .execute_change_set()
            .stack_name(&step.at.name)
            .change_set_name(name)
            .client_request_token(name)
            .customize()
            .config_override(Config::builder().retry_config(RetryConfig::disabled()));
        let Err(error) = request.send().await.map_err(CloudError::from) else {
            return Ok(());
        };
        let begun = has_begun(client, step, name).await;
        match begun {
            Ok(true) => return Ok(()),
            Ok(false) if error.is_passing() && tries < most => {
                sleep(wait).await;
                wait = (wait * 2).min(longest);
            }
            Ok(false) | Err(_) => {
                return Err(NotExecuted {
                    may_have_begun: begun.is_err() && error.is_passing(),
                    error,
                });
            }
        }
    }
}

/// Whether one happens, or has happened.
async fn has_begun(client: &Client, step: &Step, name: &str) -> Result<bool, CloudError> {
    let request = client
        .describe_change_set()
        .stack_name(&step.at.name)
        .change_set_name(name);
    let answer = request.send().await.map_err(CloudError::from)?;
    Ok(matches!(
        answer.execution_status(),
        Some(
            ExecutionStatus::ExecuteInProgress
                | ExecutionStatus::ExecuteComplete
                | ExecutionStatus::ExecuteFailed
        )
    ))
}
