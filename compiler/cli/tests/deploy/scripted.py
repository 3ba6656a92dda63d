"""What a test scripts at the service beforehand: faults in answers, and states of stacks.

A WSGI layer around moto. Everything is kept by account, so tests that share a server do not meet.

POST /outrigger/script takes one JSON object, for the account `account`:

  {"fault": {...}}   the next calls that match are answered so:
      action    "DescribeStacks", "PutObject", ... (of any service)
      region    only there (from the signature); everywhere if left out
      stack     only calls about this stack; all if left out
      skip      how many calls are let through first (0)
      times     how many are answered so (1); null for ever
      code, message, status (400), headers   the answer
      hang_up   true: no answer, the connection is closed
      done      true: the call is carried out before it is answered so
  {"fail": {"region", "stack", "resource", "type", "reason", "ends_as"}}
      the next change set that is executed there fails at this resource
  {"hold": {"region", "stack"}}
      the next change set that is executed there, or the next deletion, stays under way until it is
      released
  {"ponder": {"region", "stack"}}
      the next change set that is made there is not worked out until it is released
  {"spoil": {"region", "stack", "reason"}}
      the next change set that is made there fails to be worked out
  {"replace": {"region", "stack", "resource"}}
      the next change set that is made there says that it would replace this resource
  {"keep": {"region", "stack", "resource", "type", "reason"}}
      the next deletion of this stack fails at this resource
  {"forget": {"region", "stack"}}
      the outputs of this stack are gone
  {"release": {}}    what is held goes on
  {"set": {"region", "stack", "status", "reason"}}
      the status of a stack that is there, or that is made for this with nothing in it
  {"calls": {}}      answers with the calls of this account so far, as [action, region, stack]
"""

import json
import re
import threading
from io import BytesIO
from urllib.parse import parse_qs, unquote

from moto.cloudformation import models
from moto.iam.models import get_account_id_from

CREDENTIAL = re.compile(r"Credential=([^/]+)/[^/]+/([^/]+)/([^/]+)/")
LOCK = threading.RLock()
FAULTS, HELD, CALLS = [], [], []
ONCE = {kind: [] for kind in ("fail", "hold", "ponder", "spoil", "replace", "keep")}


def account_of(access_key):
    """An access key that ends in twelve digits belongs to that account, else moto knows whose it is:
    keys of assumed roles belong to the account of the role."""
    end = (access_key or "")[-12:]
    return end if len(end) == 12 and end.isdigit() else get_account_id_from(access_key)


def backend(account, region):
    return models.cloudformation_backends[account][region]


def find_stack(account, region, name):
    for stack in backend(account, region).stacks.values():
        if name in (stack.name, stack.stack_id):
            return stack
    return None


class Call:
    def __init__(self, environ):
        match = CREDENTIAL.search(environ.get("HTTP_AUTHORIZATION", ""))
        key, self.region, self.service = match.groups() if match else ("", "", "")
        self.account = account_of(key)
        self.method, self.path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        length = int(environ.get("CONTENT_LENGTH") or 0)
        self.body = environ["wsgi.input"].read(length) if length else b""
        form = {}
        if "x-www-form-urlencoded" in environ.get("CONTENT_TYPE", ""):
            form = parse_qs(self.body.decode())
        self.action = form.get("Action", [""])[0]
        self.stack = form.get("StackName", [""])[0].split("/")[1:2] or form.get("StackName", [""])
        self.stack = self.stack[0]
        if self.service == "s3":
            has_key = len(self.path.strip("/").split("/")) > 1
            self.action = f"{self.method.title()}{'Object' if has_key else 'Bucket'}"

    def bucket(self):
        return unquote(self.path.strip("/").split("/")[0])


def fault_for(call):
    with LOCK:
        CALLS.append((call.account, [call.action, call.region, call.stack]))
        for fault in FAULTS:
            wanted = {k: fault[k] for k in ("account", "action", "region", "stack") if k in fault}
            if any(getattr(call, name) != value for name, value in wanted.items()):
                continue
            if fault.get("skip", 0) > 0:
                fault["skip"] -= 1
                continue
            times = fault.get("times", 1)
            if times is not None:
                if times <= 0:
                    continue
                fault["times"] = times - 1
            return fault
    return None


def error(call, start, status, code, message, headers=()):
    inner = f"<Code>{code}</Code><Message>{message}</Message>"
    if call.service != "s3":
        inner = f"<ErrorResponse><Error><Type>Sender</Type>{inner}</Error></ErrorResponse>"
    else:
        inner = f"<Error>{inner}</Error>"
    body = inner.encode()
    start(f"{status} .", [("Content-Type", "text/xml"), *headers, ("Content-Length", str(len(body)))])
    return [body]


def hang_up(environ, start):
    environ["werkzeug.socket"].shutdown(2)
    start("200 OK", [])
    return [b""]


def taken(kind, account, region, stack):
    """Takes what was scripted for what happens now."""
    with LOCK:
        for one in ONCE[kind]:
            if (one["account"], one["region"], one["stack"]) == (account, region, stack.name):
                ONCE[kind].remove(one)
                return one
    return None


def worked_out(account, region, stack, change_set):
    """What becomes of a change set that was just made."""
    spoiled = taken("spoil", account, region, stack)
    if spoiled:
        change_set.status, change_set.execution_status = "FAILED", "UNAVAILABLE"
        change_set.status_reason = spoiled["reason"]
    replaced = taken("replace", account, region, stack)
    for change in change_set.changes if replaced else []:
        if change.logical_resource_id == replaced["resource"]:
            change.replacement = "True"
    if taken("ponder", account, region, stack):
        status = change_set.status
        change_set.status = "CREATE_IN_PROGRESS"
        with LOCK:
            HELD.append((account, lambda: setattr(change_set, "status", status)))


def held_deletion(account, region, stack, delete):
    """Whether a deletion stays under way until it is released."""
    if not taken("hold", account, region, stack):
        return False
    stack.status = "DELETE_IN_PROGRESS"
    stack._add_stack_event(stack.status, resource_status_reason="User Initiated")
    with LOCK:
        HELD.append((account, delete))
    return True


def kept(account, region, stack):
    """Whether the deletion of a stack fails."""
    failure = taken("keep", account, region, stack)
    if failure:
        stack._add_stack_event("DELETE_IN_PROGRESS", resource_status_reason="User Initiated")
        event(stack, failure["resource"], failure["type"], "DELETE_FAILED", failure["reason"])
        why = f"The following resource(s) failed to delete: [{failure['resource']}]. "
        stack.status, stack.stack_status_reason = "DELETE_FAILED", why
        stack._add_stack_event("DELETE_FAILED", resource_status_reason=why)
    return failure is not None


def event(stack, logical_id, type_name, status, reason=None):
    stack.events.append(
        models.Event(
            stack_id=stack.stack_id,
            stack_name=stack.name,
            logical_resource_id=logical_id,
            physical_resource_id="",
            resource_type=type_name,
            resource_status=status,
            resource_status_reason=reason,
            resource_properties=None,
        )
    )


def rolled_back(stack, is_create, logical_id, type_name, reason, ends_as=None):
    """Says that a resource failed, and that the stack was taken back because of it."""
    verb = "CREATE" if is_create else "UPDATE"
    event(stack, logical_id, type_name, f"{verb}_FAILED", reason)
    rollback = "ROLLBACK" if is_create else "UPDATE_ROLLBACK"
    why = f"The following resource(s) failed to {verb.lower()}: [{logical_id}]. "
    stack._add_stack_event(f"{rollback}_IN_PROGRESS", resource_status_reason=why)
    stack.status = ends_as or f"{rollback}_COMPLETE"
    stack._add_stack_event(stack.status)


def carry_out(account, region, stack, is_create, execute):
    """Executes a change set as it was scripted; as it is if nothing was."""
    verb = "CREATE" if is_create else "UPDATE"
    failure = taken("fail", account, region, stack)
    if failure:
        stack._add_stack_event(f"{verb}_IN_PROGRESS", resource_status_reason="User Initiated")
        event(stack, "Other", "AWS::SQS::Queue", f"{verb}_FAILED", "Resource creation cancelled")
        what = failure["resource"], failure["type"], failure["reason"]
        rolled_back(stack, is_create, *what, failure.get("ends_as"))
        return False
    if taken("hold", account, region, stack):
        stack.status = f"{verb}_IN_PROGRESS"
        stack._add_stack_event(stack.status, resource_status_reason="User Initiated")
        with LOCK:
            HELD.append((account, execute))
        return False
    execute()
    return True


def set_status(account, region, name, status, reason):
    stack = find_stack(account, region, name)
    if not stack:
        template = json.dumps({"Resources": {}})
        backend(account, region).create_change_set(
            stack_name=name,
            change_set_name="begun",
            template=template,
            parameters={},
            description="",
            change_set_type="CREATE",
        )
        stack = find_stack(account, region, name)
        stack.template = template
    stack.status = status
    stack.stack_status_reason = reason


def script(order):
    account = order.pop("account")
    [(what, how)] = order.items()
    with LOCK:
        if what == "fault":
            FAULTS.append({"account": account, **how})
        elif what in ONCE:
            ONCE[what].append({"account": account, **how})
        elif what == "forget":
            find_stack(account, how["region"], how["stack"]).output_map = {}
        elif what == "set":
            reason = how.get("reason")
            set_status(account, how["region"], how["stack"], how["status"], reason)
        elif what == "release":
            mine = [one for one in HELD if one[0] == account]
            for one in mine:
                HELD.remove(one)
                one[1]()
        elif what == "calls":
            return [call for of, call in CALLS if of == account]
        else:
            raise ValueError(what)
    return None


class Scripted:
    """The layer around moto's application. `refuse` may answer a call before moto does."""

    def __init__(self, application, refuse):
        self.application, self.refuse = application, refuse

    def __call__(self, environ, start):
        call = Call(environ)
        if call.path == "/outrigger/script":
            answer = json.dumps(script(json.loads(call.body))).encode()
            start("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(answer)))])
            return [answer]
        environ["wsgi.input"] = BytesIO(call.body)
        environ["HTTP_X_MOTO_ACCOUNT_ID"] = call.account
        fault = fault_for(call)
        if not fault:
            return self.refuse(call, start) or self.application(environ, start)
        if fault.get("done"):
            done = self.application(environ, lambda *_: lambda data: None)
            list(done)
        if fault.get("hang_up"):
            return hang_up(environ, start)
        headers = list(fault.get("headers", {}).items())
        status, code = fault.get("status", 400), fault["code"]
        return error(call, start, status, code, fault.get("message", ""), headers)
