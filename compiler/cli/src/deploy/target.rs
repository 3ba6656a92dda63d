//! Where it is deployed to.

use std::collections::BTreeSet;

use outrigger_aws::{Cloud, CloudError, Options};
use outrigger_core::diag::Diagnostic;
use outrigger_core::diag::codes::deploy;
use outrigger_core::plan::Deployment;

use crate::arguments::Target;
use crate::failure::Failure;
use crate::ui::Ui;

/// Where STS is asked for an app without a home, which has no stacks either.
const ANYWHERE: &str = "us-east-1";

/// Finds credentials, and goes on only if every stack's account is reached: the credentials' own,
/// or with `--assume-role` others.
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
    let home = wanted.home.as_deref().or(first).unwrap_or(ANYWHERE);
    let mut cloud = Cloud::connect(&options, home, regions.iter().copied())
        .map_err(|error| refused(&error, target, ui))?;
    ui.detail(&format!("The account is {}", cloud.account()));
    let others: Vec<&str> = wanted
        .accounts()
        .into_iter()
        .filter(|account| *account != cloud.account())
        .collect();
    match (&target.assume_role, others.as_slice()) {
        (_, []) => {}
        (None, others) => {
            return Err(ui.refuse(&[unreached(cloud.account(), others, wanted)]));
        }
        (Some(role), others) => {
            for account in others {
                enter(&mut cloud, account, role, (home, &regions), target, ui)?;
            }
        }
    }
    Ok(cloud)
}

/// One account: another one is there, and several: these cannot be reached.
fn unreached(own: &str, others: &[&str], wanted: &Deployment) -> Diagnostic {
    match (others, wanted.accounts().len()) {
        ([only], ..=1) => deploy::wrong_account(own, only),
        _ => deploy::accounts_unreached(own, others),
    }
}

fn enter(
    cloud: &mut Cloud,
    account: &str,
    role: &str,
    (home, regions): (&str, &BTreeSet<&str>),
    target: &Target,
    ui: &Ui,
) -> Result<(), Failure> {
    let arn = cloud.role(account, role);
    match cloud.enter(account, role, home, regions.iter().copied()) {
        Ok(found) if found == account => {
            ui.detail(&format!("{account} is reached as {arn}"));
            Ok(())
        }
        Ok(found) => {
            let wrong = deploy::wrong_account(&found, account);
            Err(ui.refuse(&[wrong.help(format!("that is where {arn} led"))]))
        }
        Err(CloudError::Denied(why)) => Err(ui.refuse(&[deploy::role_refused(&arn, &why)])),
        Err(error) => Err(refused(&error, target, ui)),
    }
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
