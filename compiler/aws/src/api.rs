//! One request each, with answers as plain data.

use std::collections::BTreeMap;

use aws_sdk_cloudformation::Client;
use aws_sdk_cloudformation::types::{self, StackStatus};

use crate::error::CloudError;
use crate::stack::{Phase, Stack};

/// The stack; none if there is none.
pub(crate) async fn describe(client: &Client, name: &str) -> Result<Option<Stack>, CloudError> {
    let request = client.describe_stacks().stack_name(name);
    match request.send().await.map_err(CloudError::from) {
        Ok(answer) => {
            let found = answer.stacks().first().map(stack);
            Ok(found.filter(|stack| stack.phase() != Phase::Gone))
        }
        Err(error) if error.is_missing() => Ok(None),
        Err(error) => Err(error),
    }
}

fn stack(stack: &types::Stack) -> Stack {
    let pair = |key: Option<&str>, value: Option<&str>| Some((key?.to_owned(), value?.to_owned()));
    let outputs: BTreeMap<_, _> = stack
        .outputs()
        .iter()
        .filter_map(|output| pair(output.output_key(), output.output_value()))
        .collect();
    let parameters = stack
        .parameters()
        .iter()
        .filter_map(|parameter| pair(parameter.parameter_key(), parameter.parameter_value()))
        .collect();
    Stack {
        id: stack.stack_id().unwrap_or_default().to_owned(),
        status: stack
            .stack_status()
            .map_or_else(String::new, |status| status.as_str().to_owned()),
        reason: stack.stack_status_reason().map(str::to_owned),
        outputs,
        parameters,
        protected: stack.enable_termination_protection().unwrap_or_default(),
    }
}

/// The names of the stacks that begin with a text and are not gone.
pub(crate) async fn names(client: &Client, prefix: &str) -> Result<Vec<String>, CloudError> {
    let mut found = Vec::new();
    let mut token = None;
    loop {
        let request = client.list_stacks().set_next_token(token);
        let page = request.send().await.map_err(CloudError::from)?;
        for stack in page.stack_summaries() {
            let is_gone = stack.stack_status() == Some(&StackStatus::DeleteComplete);
            let name = stack.stack_name().unwrap_or_default();
            if !is_gone && name.starts_with(prefix) && stack.parent_id().is_none() {
                found.push(name.to_owned());
            }
        }
        token = page.next_token().map(str::to_owned);
        if token.is_none() {
            found.sort();
            return Ok(found);
        }
    }
}

/// The template that a stack was last deployed with.
pub(crate) async fn template(client: &Client, name: &str) -> Result<String, CloudError> {
    let request = client.get_template().stack_name(name);
    let answer = request.send().await.map_err(CloudError::from)?;
    Ok(answer.template_body().unwrap_or_default().to_owned())
}

/// What may be done to a stack's resources; none if nobody said so.
pub(crate) async fn policy(client: &Client, name: &str) -> Result<Option<String>, CloudError> {
    let request = client.get_stack_policy().stack_name(name);
    let answer = request.send().await.map_err(CloudError::from)?;
    let body = answer.stack_policy_body().map(str::to_owned);
    Ok(body.filter(|body| !body.is_empty()))
}

/// Says what may be done to a stack's resources.
pub(crate) async fn set_policy(client: &Client, name: &str, body: &str) -> Result<(), CloudError> {
    let request = client
        .set_stack_policy()
        .stack_name(name)
        .stack_policy_body(body);
    request.send().await.map_err(CloudError::from)?;
    Ok(())
}

/// Protects a stack from deletion, or lets it go.
pub(crate) async fn protect(client: &Client, name: &str, wanted: bool) -> Result<(), CloudError> {
    let request = client
        .update_termination_protection()
        .stack_name(name)
        .enable_termination_protection(wanted);
    request.send().await.map_err(CloudError::from)?;
    Ok(())
}

/// Begins to delete a stack.
pub(crate) async fn delete(client: &Client, name: &str) -> Result<(), CloudError> {
    let request = client.delete_stack().stack_name(name);
    request.send().await.map_err(CloudError::from)?;
    Ok(())
}
