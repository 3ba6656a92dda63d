//! The app's accounts, as its `app` block names them.

use crate::diag::codes;
use crate::interpret::Machine;
use crate::interpret::accounts::Accounts;
use crate::names::Symbol;
use crate::resolve::is_stack_name;
use crate::value::Value;

/// How many digits the id of an account has.
const DIGITS: usize = 12;

impl Machine<'_> {
    /// Reads `account` and `accounts`. What is wrong with them is reported.
    pub(super) fn read_accounts(&mut self) {
        let main = match self.of_app("account") {
            Some(Value::Text(digits)) => Some(digits),
            _ => None,
        };
        let others: Vec<(Symbol, Symbol)> = match self.of_app("accounts") {
            Some(Value::Object(accounts)) => {
                let fields = self.heap.store.fields(accounts).iter();
                let texts = fields.filter_map(|(name, value)| match value {
                    Value::Text(digits) => Some((*name, *digits)),
                    _ => None,
                });
                texts.collect()
            }
            _ => Vec::new(),
        };
        if !others.is_empty() && main.is_none() {
            let span = self.accounts_span();
            self.diagnostics
                .push(codes::accounts::no_main_account(span));
        }
        for (name, digits) in &others {
            self.check_account(*name, *digits);
        }
        self.accounts = Accounts::new(self.heap.names, main, &others);
    }

    fn check_account(&mut self, name: Symbol, digits: Symbol) {
        let (text, digits) = (self.heap.names.text(name), self.heap.names.text(digits));
        let is_id = digits.len() == DIGITS && digits.bytes().all(|byte| byte.is_ascii_digit());
        let why = if text == Accounts::MAIN {
            "that is what the app's own `account` is called".to_owned()
        } else if !is_stack_name(text) {
            "that is no name".to_owned()
        } else if !is_id {
            format!("\"{digits}\" is not twelve digits")
        } else {
            return;
        };
        let span = self.account_span(name);
        self.diagnostics
            .push(codes::accounts::bad_account(span, text, &why));
    }
}
