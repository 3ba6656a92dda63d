//! The connection: one runtime, one client for each account and region.

use std::collections::BTreeMap;
use std::time::Duration;

use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_credential_types::provider::error::CredentialsError;
use aws_sdk_cloudformation::Client;
use aws_sdk_cloudformation::config::ProvideCredentials;
use aws_smithy_http_client::Builder;
use aws_smithy_http_client::tls::Provider;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use tokio::runtime::{self, Runtime};

use crate::api;
use crate::error::{CloudError, chain};
use crate::rollout::settled;
use crate::stack::{Place, Stack, StackRef};

/// How often a request is tried while the service is overloaded or does not answer. The waits in
/// between double, up to twenty seconds.
const ATTEMPTS: u32 = 7;

/// How long a connection may take to come about.
const CONNECT: Duration = Duration::from_secs(5);

/// How long an answer may take to begin.
const ANSWER: Duration = Duration::from_mins(1);

/// How to reach the service, beside the usual environment variables and profiles.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Another address for every request.
    pub endpoint_url: Option<String>,
    /// The profile of the shared configuration.
    pub profile: Option<String>,
}

/// The service, as we reach it.
pub struct Cloud {
    pub(crate) runtime: Runtime,
    pub(crate) config: SdkConfig,
    pub(crate) clients: BTreeMap<Place, Client>,
    /// Whose the credentials are.
    pub(crate) identity: Identity,
}

/// Who the credentials belong to.
#[derive(Clone, Debug)]
pub(crate) struct Identity {
    /// The account.
    pub account: String,
    /// The partition that it is in: `aws`.
    pub partition: String,
}

impl Cloud {
    /// Reads the configuration, finds credentials, and asks at `home` whose they are.
    pub fn connect<'r>(
        options: &Options,
        home: &str,
        regions: impl IntoIterator<Item = &'r str>,
    ) -> Result<Self, CloudError> {
        let runtime = runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| CloudError::NoAnswer(error.to_string()))?;
        let config = runtime.block_on(configure(options));
        runtime.block_on(find_credentials(&config, options.profile.as_deref()))?;
        let identity = runtime.block_on(identify(&config, home))?;
        let mut cloud = Self {
            runtime,
            config,
            clients: BTreeMap::new(),
            identity,
        };
        let config = cloud.config.clone();
        cloud.reach(&config, None, regions);
        Ok(cloud)
    }

    /// Adds clients for regions of an account.
    pub(crate) fn reach<'r>(
        &mut self,
        config: &SdkConfig,
        account: Option<&str>,
        regions: impl IntoIterator<Item = &'r str>,
    ) {
        for region in regions {
            let builder = aws_sdk_cloudformation::config::Builder::from(config)
                .region(Region::new(region.to_owned()));
            let place = Place {
                account: account.map(str::to_owned),
                region: region.to_owned(),
            };
            self.clients
                .insert(place, Client::from_conf(builder.build()));
        }
    }

    pub(crate) fn client(&self, place: &Place) -> Result<Client, CloudError> {
        let client = self.clients.get(place).cloned();
        client.ok_or_else(|| CloudError::NoAnswer(format!("not connected to {place}")))
    }

    /// The account that the credentials belong to.
    pub fn account(&self) -> &str {
        &self.identity.account
    }

    /// A stack; none if there is none.
    pub fn stack(&self, at: &StackRef) -> Result<Option<Stack>, CloudError> {
        let client = self.client(&at.place)?;
        self.runtime.block_on(api::describe(&client, &at.name))
    }

    /// The template that a stack was last deployed with.
    pub fn template(&self, at: &StackRef) -> Result<String, CloudError> {
        let client = self.client(&at.place)?;
        self.runtime.block_on(api::template(&client, &at.name))
    }

    /// The policy of a stack, if there is one.
    pub fn policy(&self, at: &StackRef) -> Result<Option<String>, CloudError> {
        let client = self.client(&at.place)?;
        self.runtime.block_on(api::policy(&client, &at.name))
    }

    /// Waits until nothing is under way in a stack. An interrupt ends the program: nothing was begun.
    pub fn wait_until_settled(&self, at: &StackRef) -> Result<(), CloudError> {
        let client = self.client(&at.place)?;
        self.runtime.block_on(settled(&client, at))
    }

    /// The names of a place's stacks that begin with a text.
    pub fn names(&self, place: &Place, prefix: &str) -> Result<Vec<String>, CloudError> {
        let client = self.client(place)?;
        self.runtime.block_on(api::names(&client, prefix))
    }
}

/// Whose the credentials of a configuration are.
pub(crate) async fn identify(config: &SdkConfig, region: &str) -> Result<Identity, CloudError> {
    let builder = aws_sdk_sts::config::Builder::from(config).region(Region::new(region.to_owned()));
    let client = aws_sdk_sts::Client::from_conf(builder.build());
    let answer = client.get_caller_identity().send().await?;
    // `arn:aws:sts::111122223333:...`
    let partition = answer.arn().and_then(|arn| arn.split(':').nth(1));
    Ok(Identity {
        account: answer.account().unwrap_or_default().to_owned(),
        partition: partition.unwrap_or("aws").to_owned(),
    })
}

async fn configure(options: &Options) -> SdkConfig {
    let http = Builder::new()
        .tls_provider(Provider::Rustls(CryptoMode::Ring))
        .build_https();
    let timeouts = TimeoutConfig::builder()
        .connect_timeout(CONNECT)
        .read_timeout(ANSWER)
        .build();
    let mut loader = aws_config::defaults(BehaviorVersion::latest())
        .http_client(http)
        .timeout_config(timeouts);
    // Who says something else in the usual way has it.
    if std::env::var_os("AWS_MAX_ATTEMPTS").is_none() {
        loader = loader.retry_config(RetryConfig::standard().with_max_attempts(ATTEMPTS));
    }
    if let Some(url) = &options.endpoint_url {
        loader = loader.endpoint_url(url);
    }
    if let Some(profile) = &options.profile {
        loader = loader.profile_name(profile);
    }
    loader.load().await
}

/// Asked once before anything else, so that a lack of credentials is not mistaken for anything.
async fn find_credentials(config: &SdkConfig, profile: Option<&str>) -> Result<(), CloudError> {
    let none = || CloudError::NoCredentials("nothing provides any".into());
    let provider = config.credentials_provider().ok_or_else(none)?;
    match provider.provide_credentials().await {
        Ok(_) => Ok(()),
        // Each place where there are none has its own words for it.
        Err(CredentialsError::CredentialsNotLoaded(_)) => {
            Err(CloudError::NoCredentials(match profile {
                Some(profile) => format!("the profile `{profile}` gives none"),
                None => "no variables, no profile, no role of this machine".into(),
            }))
        }
        Err(error) => Err(CloudError::NoCredentials(chain(&error))),
    }
}
