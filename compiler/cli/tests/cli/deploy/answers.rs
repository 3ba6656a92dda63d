//! What the service answers, or does not.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread;

use serde_json::{Value as Json, json};

use super::service::Account;
use super::{APPLY, APPS, CHAIN, DATA, about};
use crate::support::Folder;

fn chain() -> Option<Account> {
    let mut account = Account::with(CHAIN)?;
    account.tries = Some("2");
    Some(account)
}

/// An answer to calls of an action about a stack.
fn answer(account: &Account, action: &str, stack: &str, how: Json) {
    let mut fault = about(stack, how);
    fault["action"] = json!(action);
    account.script("fault", fault);
}

fn throttling() -> Json {
    json!({ "code": "Throttling", "message": "Rate exceeded", "times": null })
}

#[test]
fn throttling_that_passes_is_waited_for() {
    let Some(mut account) = chain() else {
        return;
    };
    account.tries = None;
    for action in ["DescribeStacks", "CreateChangeSet", "ExecuteChangeSet"] {
        let mut throttling = throttling();
        throttling["times"] = json!(1);
        answer(&account, action, DATA, throttling);
    }
    account.succeeds(&APPLY, "Done: 2 stacks created");
    assert_eq!(account.calls("CreateChangeSet", DATA), 2);
    assert_eq!(account.calls("ExecuteChangeSet", DATA), 2);
}

#[test]
fn throttling_that_does_not_pass() {
    let Some(account) = chain() else {
        return;
    };
    answer(&account, "CreateChangeSet", APPS, throttling());
    insta::assert_snapshot!(account.fails(&APPLY, "E0911"));
    assert_eq!(account.calls("CreateChangeSet", APPS), 2);
}

fn expired() -> Json {
    json!({
        "code": "ExpiredToken",
        "message": "The security token included in the request is expired",
        "status": 403,
    })
}

#[test]
fn credentials_that_expire_before_a_stack_is_changed() {
    let Some(account) = chain() else {
        return;
    };
    answer(&account, "CreateChangeSet", APPS, expired());
    insta::assert_snapshot!(account.fails(&APPLY, "E0907"));
    account.succeeds(&APPLY, "Done: 1 stack created, 1 stack unchanged");
    account.succeeds(&["apply"], "Nothing to do");
}

#[test]
fn credentials_that_expire_while_a_stack_is_changed() {
    let Some(account) = chain() else {
        return;
    };
    let mut expired = expired();
    expired["times"] = json!(null);
    account.script("hold", super::at(APPS));
    // The first question is asked before the plan.
    expired["skip"] = json!(1);
    answer(&account, "DescribeStacks", APPS, expired);
    insta::assert_snapshot!(account.fails(&APPLY, "E0907"));
    assert_eq!(account.calls("ExecuteChangeSet", APPS), 1);
}

#[test]
fn credentials_that_may_not_do_this() {
    let Some(account) = chain() else {
        return;
    };
    let denied = json!({
        "code": "AccessDenied",
        "message": "User: arn:aws:iam::1:user/a is not authorized to perform: cloudformation:CreateChangeSet",
        "status": 403,
    });
    answer(&account, "CreateChangeSet", DATA, denied);
    insta::assert_snapshot!(account.fails(&APPLY, "E0908"));
    assert_eq!(account.calls("CreateChangeSet", APPS), 0);
}

#[test]
fn a_refusal_of_another_kind() {
    let Some(account) = chain() else {
        return;
    };
    let refused = json!({ "code": "InsufficientCapabilitiesException", "message": "Requires capabilities : [CAPABILITY_IAM]" });
    answer(&account, "CreateChangeSet", DATA, refused);
    insta::assert_snapshot!(account.fails(&APPLY, "E0912"));
}

#[test]
fn an_execution_whose_answer_is_lost_is_not_asked_for_twice() {
    let Some(account) = chain() else {
        return;
    };
    let lost = json!({ "done": true, "hang_up": true });
    answer(&account, "ExecuteChangeSet", DATA, lost);
    account.succeeds(&APPLY, "Done: 2 stacks created");
    assert_eq!(account.calls("ExecuteChangeSet", DATA), 1);
}

#[test]
fn an_execution_that_never_came_through_is_asked_for_again() {
    let Some(account) = chain() else {
        return;
    };
    answer(
        &account,
        "ExecuteChangeSet",
        DATA,
        json!({ "hang_up": true }),
    );
    account.succeeds(&APPLY, "Done: 2 stacks created");
    assert_eq!(account.calls("ExecuteChangeSet", DATA), 2);
}

#[test]
fn an_execution_of_which_nobody_knows() {
    let Some(account) = chain() else {
        return;
    };
    answer(
        &account,
        "ExecuteChangeSet",
        DATA,
        json!({ "done": true, "hang_up": true }),
    );
    let silent = json!({ "hang_up": true, "times": null, "skip": 1 });
    answer(&account, "DescribeChangeSet", DATA, silent);
    let said = account.fails(&APPLY, "E0910");
    assert!(said.contains("eu-west-1/data may be under way"), "{said}");
    account.succeeds(&APPLY, "Done: 1 stack created, 1 stack updated");
}

#[test]
fn a_change_set_whose_answer_is_lost_is_made_once() {
    let Some(account) = chain() else {
        return;
    };
    let lost = json!({ "done": true, "hang_up": true });
    answer(&account, "CreateChangeSet", DATA, lost);
    account.succeeds(&APPLY, "Done: 2 stacks created");
}

#[test]
fn an_address_where_nobody_listens_and_one_that_speaks_otherwise() {
    let folder = Folder::new();
    folder.write("app.rig.hcl", CHAIN);
    folder.succeeds(&["build"]);
    let run = |url: &str| {
        let arguments = ["apply", "--yes", "--endpoint-url", url];
        let mut command = folder.outrigger(&arguments);
        command
            .env("AWS_ACCESS_KEY_ID", "a")
            .env("AWS_SECRET_ACCESS_KEY", "b")
            .env("AWS_MAX_ATTEMPTS", "1");
        folder.said(&arguments, &command.output().unwrap())
    };
    insta::assert_snapshot!("nobody_listens", run("http://127.0.0.1:1"));
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else {
                return;
            };
            let _ = stream.read(&mut [0; 4096]);
            let _ = write!(
                stream,
                "HTTP/1.1 502 Bad Gateway\r\nConnection: close\r\nContent-Length: 6\r\n\r\n<html>"
            );
        }
    });
    let said = run(&format!("http://127.0.0.1:{port}"));
    let said = said.replace(&port.to_string(), "PORT");
    insta::assert_snapshot!("it_speaks_otherwise", said);
}
