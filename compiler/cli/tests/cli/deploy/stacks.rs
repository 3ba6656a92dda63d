//! Stacks that are not as they should be, and changes that do not succeed.

use serde_json::json;

use super::service::Account;
use super::{APPLY, APPS, CHAIN, DATA, about, at};
use crate::support::APP;

fn with_status(status: &str) -> Option<Account> {
    let account = Account::with(CHAIN)?;
    let reason = "the following resource(s) failed: [ResourceMail].";
    account.script(
        "set",
        about(DATA, json!({ "status": status, "reason": reason })),
    );
    Some(account)
}

#[test]
fn a_stack_that_can_only_be_deleted() {
    let Some(account) = with_status("ROLLBACK_COMPLETE") else {
        return;
    };
    insta::assert_snapshot!(account.fails(&APPLY, "E0913"));
    assert_eq!(account.calls("CreateChangeSet", APPS), 0);
}

/// What was made in such a stack was taken back, though the service still tells its template.
#[test]
fn a_stack_that_was_taken_back_has_nothing_in_it() {
    let Some(account) = Account::with(CHAIN) else {
        return;
    };
    account.succeeds(&APPLY, "Done: 2 stacks created");
    account.script("set", about(DATA, json!({ "status": "ROLLBACK_COMPLETE" })));
    let said = account.succeeds(&["plan", "--against", "live"], "1 to create");
    assert!(said.contains("+ resource.mail"), "{said}");
    account.succeeds(&["destroy", "--yes"], "Done: 2 stacks deleted");
}

#[test]
fn a_stack_that_is_stuck() {
    let Some(account) = with_status("UPDATE_ROLLBACK_FAILED") else {
        return;
    };
    insta::assert_snapshot!(account.fails(&APPLY, "E0914"));
    assert_eq!(account.calls("CreateChangeSet", DATA), 0);
}

#[test]
fn a_stack_that_an_interrupted_run_has_only_announced() {
    let Some(account) = with_status("REVIEW_IN_PROGRESS") else {
        return;
    };
    account.succeeds(&APPLY, "Done: 2 stacks created");
    account.succeeds(&["apply"], "Nothing to do");
}

#[test]
fn a_stack_that_somebody_else_changes() {
    let Some(account) = Account::with(CHAIN) else {
        return;
    };
    account.succeeds(&APPLY, "Done: 2 stacks created");
    account.script(
        "set",
        about(DATA, json!({ "status": "UPDATE_IN_PROGRESS" })),
    );
    account.folder.edit("app.rig.hcl", "= 60", "= 61");
    account.folder.succeeds(&["build"]);
    let mut running = account.starts(&APPLY);
    running.says("shop-production-data in eu-west-1 is UPDATE_IN_PROGRESS: waiting");
    assert_eq!(account.calls("CreateChangeSet", DATA), 1);
    account.script("set", about(DATA, json!({ "status": "UPDATE_COMPLETE" })));
    let said = running.ends();
    assert!(said.contains("Done: 1 stack updated"), "{said}");
}

#[test]
fn a_change_set_that_fails() {
    let Some(account) = Account::with(CHAIN) else {
        return;
    };
    let reason = "Transform AWS::Serverless failed";
    account.script("spoil", about(DATA, json!({ "reason": reason })));
    insta::assert_snapshot!(account.fails(&APPLY, "E0916"));
    assert_eq!(account.calls("CreateChangeSet", APPS), 0);
    // What it had announced is gone, so the next run begins from nothing.
    assert_eq!(account.calls("DeleteStack", DATA), 1);
    account.succeeds(&APPLY, "Done: 2 stacks created");
}

/// How the service is told that the topic fails.
fn topic_fails() -> serde_json::Value {
    let topic = json!({
        "resource": "ResourceNews",
        "type": "AWS::SNS::Topic",
        "reason": "Invalid parameter: DisplayName",
    });
    about(APPS, topic)
}

#[test]
fn a_resource_that_fails_while_a_stack_is_made() {
    let Some(account) = Account::with(CHAIN) else {
        return;
    };
    let queue = json!({
        "resource": "ResourceMail",
        "type": "AWS::SQS::Queue",
        "reason": "The queue exists already",
    });
    account.script("fail", about(DATA, queue));
    insta::assert_snapshot!(account.fails(&APPLY, "E0917"));
    assert_eq!(account.calls("CreateChangeSet", APPS), 0);
    account.fails(&APPLY, "E0913");
}

#[test]
fn a_resource_that_fails_after_others_were_done() {
    let Some(account) = Account::with(CHAIN) else {
        return;
    };
    account.succeeds(&APPLY, "Done: 2 stacks created");
    account.folder.edit("app.rig.hcl", "= 60", "= 61");
    account
        .folder
        .edit("app.rig.hcl", "mail.QueueUrl}", "mail.QueueUrl}!");
    account.folder.succeeds(&["build"]);
    account.script("fail", topic_fails());
    insta::assert_snapshot!(account.fails(&APPLY, "E0917"));
    account.succeeds(&APPLY, "Done: 1 stack updated, 1 stack unchanged");
    account.succeeds(&["apply"], "Nothing to do");
}

#[test]
fn an_update_that_cannot_be_taken_back() {
    let Some(account) = Account::with(CHAIN) else {
        return;
    };
    account.succeeds(&APPLY, "Done: 2 stacks created");
    account
        .folder
        .edit("app.rig.hcl", "mail.QueueUrl}", "mail.QueueUrl}!");
    account.folder.succeeds(&["build"]);
    let mut topic = topic_fails();
    topic["ends_as"] = json!("UPDATE_ROLLBACK_FAILED");
    account.script("fail", topic);
    insta::assert_snapshot!(account.fails(&APPLY, "E0917"));
    account.fails(&APPLY, "E0914");
}

#[test]
fn a_deletion_that_fails() {
    let Some(account) = Account::with(CHAIN) else {
        return;
    };
    account.succeeds(&APPLY, "Done: 2 stacks created");
    let topic = json!({
        "resource": "ResourceNews",
        "type": "AWS::SNS::Topic",
        "reason": "The topic has subscriptions",
    });
    account.script("keep", about(APPS, topic));
    let destroy = ["destroy", "--yes", "--allow-data-loss", "resource.mail"];
    insta::assert_snapshot!(account.fails(&destroy, "E0917"));
    assert_eq!(account.calls("DeleteStack", DATA), 0);
    account.succeeds(&destroy, "Done: 2 stacks deleted");
    account.succeeds(&destroy[..2], "Nothing to do");
}

#[test]
fn a_replacement_that_the_plan_did_not_name() {
    let Some(account) = Account::with(APP) else {
        return;
    };
    account.succeeds(&APPLY, "Done: 2 stacks created");
    account.folder.edit("app.rig.hcl", "= 60", "= 61");
    account.folder.succeeds(&["build"]);
    account.script(
        "replace",
        about(DATA, json!({ "resource": "ResourceMail" })),
    );
    insta::assert_snapshot!(account.fails(&APPLY, "E0919"));
    assert_eq!(account.calls("DeleteChangeSet", DATA), 1);
    assert_eq!(account.calls("ExecuteChangeSet", DATA), 1);
    account.succeeds(&APPLY, "updated");
}

#[test]
fn an_output_that_is_gone() {
    let Some(account) = Account::with(CHAIN) else {
        return;
    };
    account.succeeds(&APPLY, "Done: 2 stacks created");
    account.script("forget", at(DATA));
    insta::assert_snapshot!(account.fails(&APPLY, "E0920"));
}
