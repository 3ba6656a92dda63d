//! Where it is deployed to.

use std::collections::BTreeSet;

use outrigger_aws::{Cloud, CloudError, Options};
use outrigger_core::diag::Diagnostic;
use outrigger_core::diag::codes::deploy;
use outrigger_core::plan::Deployment;

use crate::arguments::Target;
use crate::failure::Failure;
use crate::ui::Ui;

/// Finds credentials, and goes on only if they belong to the app's account.
pub fn connect(target: &Target, wanted: &Deployment, ui: &Ui) -> Result<Cloud, Failure> {
    let options = Options {
        endpoint_url: target.endpoint_url.clone(),
        profile: target.profile.clone(),
    };
    let regions: BTreeSet<&str> = wanted
        .units
        .iter()
        .map(|unit| unit.region.as_str())
        .collect();
    let first = regions.first().copied();
    let cloud = Cloud::connect(&options, regions).map_err(|error| refused(&error, target, ui))?;
    if let Some(region) = wanted.home.as_deref().or(first) {
        let account = cloud
            .account(region)
            .map_err(|error| refused(&error, target, ui))?;
        if let Some(only) = wanted.account.as_deref().filter(|only| *only != account) {
            return Err(ui.refuse(&[deploy::wrong_account(&account, only)]));
        }
        ui.detail(&format!("The account is {account}"));
    }
    Ok(cloud)
}

/// Shows what is wrong with the service.
pub fn refused(error: &CloudError, target: &Target, ui: &Ui) -> Failure {
    ui.refuse(&[said(error, target)])
}

/// What is wrong with the service.
pub fn said(error: &CloudError, target: &Target) -> Diagnostic {
    let endpoint = target.endpoint_url.as_deref();
    match error {
        CloudError::NoCredentials(why) => deploy::no_credentials(why),
        CloudError::CredentialsRefused(why) => deploy::credentials_refused(why),
        CloudError::Denied(why) => deploy::denied(why),
        CloudError::NoAnswer(why) => deploy::no_answer(why, endpoint),
        CloudError::Throttled(why) => deploy::throttled(why),
        CloudError::Refused { .. } => deploy::request_refused(&error.words()),
    }
}
