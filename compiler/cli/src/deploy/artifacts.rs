//! Templates that are too large for a request, and the buckets that they go through.

use outrigger_aws::{Cloud, LARGEST_ARTIFACT, LARGEST_BODY, NotUploaded, Step, Template};
use outrigger_core::diag::Diagnostic;
use outrigger_core::diag::codes::deploy::{self, LargeTemplate};
use outrigger_core::plan::{Deployment, Unit};

use super::target;
use crate::arguments::Target;
use crate::failure::Failure;
use crate::ui::{self, Ui};

/// Goes on only if every template can be brought to CloudFormation.
pub fn refuse_large(wanted: &Deployment, ui: &Ui) -> Result<(), Failure> {
    let large = |is_wrong: &dyn Fn(&Unit) -> bool| -> Vec<LargeTemplate<'_>> {
        let units = wanted.units.iter().filter(|unit| is_wrong(unit));
        let large = units.map(|unit| LargeTemplate {
            path: &unit.path,
            region: &unit.region,
            bytes: unit.text.len(),
        });
        large.collect()
    };
    let is_too_large = |unit: &Unit| unit.text.len() > LARGEST_ARTIFACT;
    let has_no_way =
        |unit: &Unit| is_large(unit) && !is_too_large(unit) && bucket(wanted, unit).is_none();
    let mut wrong = Vec::new();
    let too_large = large(&is_too_large);
    if !too_large.is_empty() {
        wrong.push(deploy::template_too_large(&too_large, LARGEST_ARTIFACT));
    }
    let without_bucket = large(&has_no_way);
    if !without_bucket.is_empty() {
        wrong.push(deploy::artifacts_missing(&without_bucket, LARGEST_BODY));
    }
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(ui.refuse(&wrong))
    }
}

/// How CloudFormation gets the template of a stack.
pub fn template(cloud: &Cloud, wanted: &Deployment, unit: &Unit) -> Template {
    match bucket(wanted, unit) {
        Some(bucket) if is_large(unit) => {
            let key = key(wanted, unit);
            Template::Artifact(cloud.artifact(&unit.region, bucket, &key, &unit.text))
        }
        _ => Template::Body(unit.text.clone()),
    }
}

/// Puts the large templates into their buckets, before any stack is changed.
pub fn upload(cloud: &Cloud, steps: &[Step], target: &Target, ui: &Ui) -> Result<(), Failure> {
    match cloud.upload(steps) {
        Ok(0) => Ok(()),
        Ok(count) => {
            let templates = ui::count(count, "template");
            ui.detail(&format!("{templates} put into `app.artifacts`"));
            Ok(())
        }
        Err((step, why)) => Err(ui.refuse(&[said(step, &why, target)])),
    }
}

fn said(step: &Step, why: &NotUploaded, target: &Target) -> Diagnostic {
    let region = step.at.place.region.as_str();
    let bucket = match &step.template {
        Template::Artifact(artifact) => artifact.bucket.as_str(),
        Template::Body(_) => "",
    };
    match why {
        NotUploaded::NoBucket => deploy::bucket_missing(bucket, region),
        NotUploaded::Elsewhere(found) => deploy::bucket_elsewhere(bucket, region, found.as_deref()),
        NotUploaded::Denied(why) => deploy::bucket_denied(bucket, region, why),
        NotUploaded::Cloud(error) => target::said(error, target).help(format!(
            "it was about the bucket {bucket} of `app.artifacts`"
        )),
    }
    .help("no stack was changed")
}

fn is_large(unit: &Unit) -> bool {
    unit.text.len() > LARGEST_BODY
}

fn bucket<'d>(wanted: &'d Deployment, unit: &Unit) -> Option<&'d str> {
    wanted.artifacts.get(&unit.region).map(String::as_str)
}

/// Named after its content, so that what was put there is never another template.
fn key(wanted: &Deployment, unit: &Unit) -> String {
    let app = wanted.app.as_deref().unwrap_or_default();
    let ending = unit.path.rsplit('.').next().unwrap_or_default();
    let (environment, digest) = (&wanted.environment, unit.digest());
    format!("outrigger/{app}/{environment}/{digest}.template.{ending}")
}
