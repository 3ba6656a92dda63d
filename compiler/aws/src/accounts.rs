//! Other accounts than that of the credentials: a role of one name in each is assumed.

use aws_config::Region;
use aws_config::sts::AssumeRoleProvider;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_sdk_cloudformation::config::ProvideCredentials;

use crate::cloud::{Cloud, identify};
use crate::error::{CloudError, chain};
use crate::stack::Place;

/// What the sessions are called, in the trails of the accounts.
const SESSION: &str = "outrigger";

impl Cloud {
    /// Where stacks of an account and a region are.
    pub fn place(&self, account: Option<&str>, region: &str) -> Place {
        let other = account.filter(|account| *account != self.identity.account);
        Place {
            account: other.map(str::to_owned),
            region: region.to_owned(),
        }
    }

    /// Assumes the role of a name in another account, for these regions. Says whose account it is
    /// that was reached.
    pub fn enter<'r>(
        &mut self,
        account: &str,
        role: &str,
        home: &str,
        regions: impl IntoIterator<Item = &'r str>,
    ) -> Result<String, CloudError> {
        let role = self.role(account, role);
        let config = self.config.clone();
        let provider = self.runtime.block_on(
            AssumeRoleProvider::builder(role)
                .session_name(SESSION)
                .region(Region::new(home.to_owned()))
                .configure(&config)
                .build(),
        );
        // Asked once before anything else, so that the reason is not mistaken for another one.
        self.runtime
            .block_on(provider.provide_credentials())
            .map_err(|error| CloudError::Denied(chain(&error)))?;
        let config = config
            .into_builder()
            .credentials_provider(SharedCredentialsProvider::new(provider))
            .build();
        let found = self.runtime.block_on(identify(&config, home))?;
        self.reach(&config, Some(account), regions);
        Ok(found.account)
    }

    /// The ARN of the role of a name, which may begin with a path, in an account.
    pub fn role(&self, account: &str, name: &str) -> String {
        let partition = &self.identity.partition;
        let name = name.trim_start_matches('/');
        format!("arn:{partition}:iam::{account}:role/{name}")
    }
}
