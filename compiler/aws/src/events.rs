//! What happens in a stack while it is changed.

use aws_sdk_cloudformation::Client;

use crate::error::CloudError;
use crate::stack::StackRef;

/// An event of a stack or of a resource in it.
#[derive(Clone, Debug)]
pub struct ResourceEvent {
    /// The resource's name in the template; the stack's own for the stack.
    pub logical_id: String,
    /// The type's name.
    pub type_name: String,
    /// The status: `CREATE_FAILED`.
    pub status: String,
    /// Why, if the service says so.
    pub reason: Option<String>,
    /// Whether it is about the stack itself.
    pub is_stack: bool,
}

impl ResourceEvent {
    /// Whether something went wrong by itself, and not because something else did.
    pub fn is_cause(&self) -> bool {
        let is_follower = self
            .reason
            .as_deref()
            .is_some_and(|reason| reason.contains("cancelled"));
        self.status.ends_with("_FAILED") && !self.is_stack && !is_follower
    }
}

/// The events of a stack since a moment.
pub(crate) struct Events {
    last_seen: Option<String>,
}

/// Pages are read until the last event that was seen; no stack has more new ones than this.
const MOST_PAGES: usize = 40;

impl Events {
    /// From now on.
    pub(crate) async fn from_now(client: &Client, stack: &str) -> Result<Self, CloudError> {
        let request = client.describe_stack_events().stack_name(stack);
        let last_seen = match request.send().await.map_err(CloudError::from) {
            Ok(page) => page
                .stack_events()
                .first()
                .and_then(|event| event.event_id().map(str::to_owned)),
            Err(error) if error.is_missing() => None,
            Err(error) => return Err(error),
        };
        Ok(Self { last_seen })
    }

    /// What happened since the last time, the oldest first.
    pub(crate) async fn fresh(
        &mut self,
        client: &Client,
        stack: &str,
        at: &StackRef,
    ) -> Result<Vec<ResourceEvent>, CloudError> {
        let mut found = Vec::new();
        let mut newest = None;
        let mut token = None;
        for _ in 0..MOST_PAGES {
            let request = client
                .describe_stack_events()
                .stack_name(stack)
                .set_next_token(token);
            let page = request.send().await.map_err(CloudError::from)?;
            token = page.next_token().map(str::to_owned);
            for event in page.stack_events() {
                let id = event.event_id().unwrap_or_default();
                if self.last_seen.as_deref() == Some(id) {
                    token = None;
                    break;
                }
                newest.get_or_insert_with(|| id.to_owned());
                found.push(ResourceEvent {
                    logical_id: event.logical_resource_id().unwrap_or_default().to_owned(),
                    type_name: event.resource_type().unwrap_or_default().to_owned(),
                    status: event
                        .resource_status()
                        .map_or_else(String::new, |status| status.as_str().to_owned()),
                    reason: event.resource_status_reason().map(str::to_owned),
                    is_stack: event.physical_resource_id() == event.stack_id()
                        || event.logical_resource_id() == Some(&at.name),
                });
            }
            if token.is_none() {
                break;
            }
        }
        if newest.is_some() {
            self.last_seen = newest;
        }
        found.reverse();
        Ok(found)
    }
}
