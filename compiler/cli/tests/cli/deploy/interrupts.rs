//! Ctrl-C in the middle: nothing is left half-known, and the next run goes on.

use super::service::{Account, Running};
use super::{APPLY, APPS, CHAIN, DATA, at};

/// An apply that was interrupted once, while its first stack is held.
fn interrupted(account: &Account) -> Running<'_> {
    account.script("hold", at(DATA));
    let mut running = account.starts(&APPLY);
    running.says("eu-west-1/data: creating");
    account.awaits("ExecuteChangeSet", DATA);
    running.interrupt();
    running.says("Stopping");
    running
}

#[test]
fn once_finishes_what_is_under_way() {
    let Some(account) = Account::with(CHAIN) else {
        return;
    };
    let running = interrupted(&account);
    account.script("release", serde_json::json!({}));
    insta::assert_snapshot!(running.ends());
    assert_eq!(account.calls("CreateChangeSet", APPS), 0);
    account.succeeds(&APPLY, "Done: 1 stack created, 1 stack unchanged");
    account.succeeds(&["apply"], "Nothing to do");
}

#[test]
fn twice_leaves_it() {
    let Some(account) = Account::with(CHAIN) else {
        return;
    };
    let running = interrupted(&account);
    running.interrupt();
    insta::assert_snapshot!(running.ends());
    let mut next = account.starts(&APPLY);
    next.says("is CREATE_IN_PROGRESS: waiting");
    account.script("release", serde_json::json!({}));
    let said = next.ends();
    assert!(
        said.contains("Done: 1 stack created, 1 stack updated"),
        "{said}"
    );
    account.succeeds(&["apply"], "Nothing to do");
}

#[test]
fn before_anything_is_changed_the_change_set_is_taken_back() {
    let Some(account) = Account::with(CHAIN) else {
        return;
    };
    account.script("ponder", at(DATA));
    let mut running = account.starts(&APPLY);
    running.says("eu-west-1/data: creating");
    account.awaits("DescribeChangeSet", DATA);
    running.interrupt();
    running.says("Stopping");
    account.script("release", serde_json::json!({}));
    insta::assert_snapshot!(running.ends());
    assert_eq!(account.calls("ExecuteChangeSet", DATA), 0);
    let found = account.asks("read_back.py", &["eu-west-1"]);
    assert_eq!(found["eu-west-1"]["stacks"], 0, "{found}");
    account.succeeds(&APPLY, "Done: 2 stacks created");
    account.succeeds(&["apply"], "Nothing to do");
}

#[test]
fn while_a_deployment_is_torn_down() {
    let Some(account) = Account::with(CHAIN) else {
        return;
    };
    account.succeeds(&APPLY, "Done: 2 stacks created");
    let destroy = ["destroy", "--yes", "--allow-data-loss", "resource.mail"];
    account.script("hold", at(APPS));
    let mut running = account.starts(&destroy);
    running.says("eu-west-1/app: deleting");
    account.awaits("DeleteStack", APPS);
    running.interrupt();
    running.says("Stopping");
    account.script("release", serde_json::json!({}));
    insta::assert_snapshot!(running.ends());
    assert_eq!(account.calls("DeleteStack", DATA), 0);
    account.succeeds(&destroy, "Done: 1 stack deleted");
    account.succeeds(&destroy[..2], "Nothing to do");
}
