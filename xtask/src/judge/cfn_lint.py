"""Asks cfn-lint about resources, with the rules that stand for the resource schemas and no others.

stdin: a line of JSON for each batch: {"region": "us-east-1", "resources": [{"Type": ..., "Properties": ...}]}
stdout: a line of JSON for each batch: for each resource the list of its [rule, path, message].
"""

import json
import os
import sys
from collections import deque

import cfnlint.helpers
import cfnlint.rules.resources.properties.Type as type_rule
from cfnlint.context import create_context_for_template
from cfnlint.jsonschema import CfnTemplateValidator
from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER
from cfnlint.template import Template

RULES = {
    "E1101", "E3002", "E3003", "E3008", "E3012", "E3014", "E3017", "E3018", "E3020", "E3021",
    "E3030", "E3031", "E3032", "E3033", "E3034", "E3037", "E3040", "E3058",
}


def load():
    folder = os.path.join(os.path.dirname(cfnlint.__file__), "rules")
    rules = {r.id: r for r in cfnlint.helpers.load_plugins(folder) if r.id in RULES}
    missing = RULES - rules.keys()
    if missing:
        sys.exit(f"cfn-lint has no rules {sorted(missing)}")
    for rule_id, rule in rules.items():
        for key in list(rule.child_rules):
            rule.child_rules[key] = rules.get(key)
        for parent in rule.parent_rules:
            if parent in rules:
                rules[parent].child_rules[rule_id] = rule
    return rules["E3002"]


def set_paths(instance, path):
    """Whether a read-only property is set. cfn-lint's own rule for it (E3040) never fires in this
    version, so the few lines that it would need are here."""
    if not path:
        return instance is not None
    step, rest = path[0], path[1:]
    if isinstance(instance, list):
        return any(set_paths(i, rest if step == "*" else path) for i in instance)
    if isinstance(instance, dict):
        if step == "*":
            return any(set_paths(i, rest) for i in instance.values())
        return step in instance and set_paths(instance[step], rest)
    return False


def read_only(resource, region):
    schema = PROVIDER_SCHEMA_MANAGER.get_resource_schema(region, resource["Type"]).schema
    for path in schema.get("readOnlyProperties", []):
        steps = [s for s in path.split("/")[2:] if s not in ("items", "properties")]
        if set_paths(resource["Properties"], steps):
            yield ["READONLY", "readOnlyProperties", steps, "read-only"]


def judge(rule, batch):
    resources = {f"R{i}": r for i, r in enumerate(batch["resources"])}
    template = Template(None, {"Resources": resources}, [batch["region"]])
    context = create_context_for_template(template)
    answers = []
    for name, resource in resources.items():
        here = context.evolve(
            path=context.path.evolve(
                path=deque(["Resources", name]),
                cfn_path=deque(["Resources", "*"]),
            )
        )
        validator = CfnTemplateValidator({}).evolve(context=here, cfn=template)
        errors = []
        for error in rule.validate(validator, [], resource, {}):
            if getattr(error, "unknown", False):
                continue
            rule_id = error.rule.id if error.rule else "E3002"
            if rule_id[0] != "E":
                continue
            keyword = error.validator if isinstance(error.validator, str) else ""
            path = [p for p in list(error.path) if p != "Properties"]
            errors.append([rule_id, keyword, path, error.message[:300]])
        errors.extend(read_only(resource, batch["region"]))
        answers.append(errors)
    return answers


def main():
    # The paths at which `aws cloudformation package` takes a local file's name for an object:
    # a template that is deployed has the object.
    type_rule.TEMPLATED_PROPERTY_CFN_PATHS = []
    rule = load()
    for line in sys.stdin:
        print(json.dumps(judge(rule, json.loads(line))), flush=True)


main()
