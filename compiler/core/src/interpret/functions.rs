//! Calls of functions, and text put together.

use super::evaluate::MOST_ELEMENTS;
use super::{APP, Evaluated, Failed, FrameId, Machine, Scope, SlotSource};
use crate::diag::codes;
use crate::functions::{self, Function, FunctionError, MOST_TEXT};
use crate::source::Span;
use crate::types::program::{InputDef, Ir, Op};
use crate::value::{Later, LaterId, Value};

/// Most lets and inputs through which the place of a value is looked for.
const MOST_STEPS: usize = 32;

/// Room for most texts that are put together; bytes.
const USUAL_TEXT: usize = 64;

impl<'a> Machine<'a> {
    #[inline(never)]
    pub(super) fn call(
        &mut self,
        function: Function,
        arguments: &'a [Ir],
        span: Span,
        scope: &mut Scope,
    ) -> Evaluated {
        let mut values = self.spare.take_values();
        for argument in arguments {
            match &argument.op {
                Op::Spread(list) => {
                    let list = self.evaluate(list, scope)?;
                    values.extend(self.elements(list));
                }
                _ => values.push(self.evaluate(argument, scope)?),
            }
        }
        let heap = functions::Heap {
            store: self.heap.store,
            names: self.heap.names,
            patterns: &self.patterns,
        };
        let least = functions::signature(function).required;
        let outcome = match self.later_call(function, &values, heap) {
            Some(outcome) => outcome,
            None if values.len() < least => Err(FunctionError::Argument {
                argument: arguments.len().saturating_sub(1),
                message: "is empty, and has to give an argument".into(),
            }),
            None => functions::evaluate(function, &values, heap),
        };
        self.spare.keep_values(values);
        outcome.map_err(|error| self.function_failed(function, arguments, span, scope, &error))
    }

    fn function_failed(
        &mut self,
        function: Function,
        arguments: &'a [Ir],
        span: Span,
        scope: &Scope,
        error: &FunctionError,
    ) -> Failed {
        let (argument, message, is_said) = match error {
            FunctionError::Argument { argument, message } => (*argument, message, false),
            FunctionError::Said { argument, message } => (*argument, message, true),
            FunctionError::TooLarge { what, most } => {
                self.diagnostics
                    .push(codes::sites::too_large(span, what, *most));
                return Failed::Reported;
            }
        };
        let signature = functions::signature(function);
        let at = argument.min(signature.parameters.len() - 1);
        let written = arguments.get(argument).or(arguments.last());
        let argument_span = written.map_or(span, |argument| argument.span);
        let made = written.and_then(|argument| self.made(argument, scope.frame));
        let caller = self.caller_span(scope.frame);
        let message = if is_said {
            message.clone()
        } else {
            let (name, argument) = (signature.name, signature.parameters[at].0);
            format!("`{name}`: `{argument}` {message}")
        };
        self.diagnostics.push(codes::sites::function_failed(
            argument_span,
            message,
            made,
            caller,
        ));
        Failed::Reported
    }

    /// Where the value of an argument is written, if that is elsewhere: through lets and inputs.
    fn made(&self, argument: &'a Ir, frame: FrameId) -> Option<Span> {
        let (mut at, mut frame) = (argument, frame);
        for _ in 0..MOST_STEPS {
            let slot = match &at.op {
                Op::Slot(slot) => *slot,
                Op::App(slot) => {
                    frame = self.frame_at(APP, self.site(frame));
                    *slot
                }
                _ => break,
            };
            match self.source_of(frame, slot) {
                SlotSource::Expression(inner, scope) => (at, frame) = (inner, scope.frame),
                SlotSource::LeftOut(InputDef {
                    default: Some(default),
                    ..
                }) => at = default,
                SlotSource::LeftOut(_) | SlotSource::Made => break,
            }
        }
        (at.span != argument.span).then_some(at.span)
    }

    /// Functions that work on later values by becoming part of them.
    fn later_call(
        &self,
        function: Function,
        values: &[Value],
        heap: functions::Heap<'_>,
    ) -> Option<functions::Outcome> {
        let store = self.heap.store;
        let later = |later| Some(Ok(Value::Later(store.later(later))));
        match (function, values) {
            (Function::Jsonencode, [value]) if self.holds_later(*value) => {
                later(Later::Json(*value))
            }
            (Function::Replace, [Value::Later(of), Value::Text(from), Value::Text(to)]) => {
                if functions::is_pattern(self.heap.names.text(*from)) {
                    return Some(Err(FunctionError::Argument {
                        argument: 1,
                        message: "is a regular expression, and a text that is known at deployment is only searched for plain text".into(),
                    }));
                }
                later(Later::Replace(*of, *from, *to))
            }
            (Function::Tostring, [value @ Value::Later(_)]) => Some(Ok(*value)),
            (Function::Format, values) if values.iter().any(|value| self.holds_later(*value)) => {
                let parts = functions::format::parts(values, heap);
                Some(parts.and_then(|parts| self.joined(&parts)))
            }
            (Function::Join, [Value::Text(separator), list @ Value::List(parts)])
                if self.holds_later(*list) =>
            {
                let mut pieces = Vec::new();
                for (at, part) in store.elements(*parts).iter().enumerate() {
                    if at > 0 {
                        pieces.push(Value::Text(*separator));
                    }
                    pieces.push(*part);
                }
                Some(self.joined(&pieces))
            }
            _ => None,
        }
    }

    fn joined(&self, pieces: &[Value]) -> functions::Outcome {
        self.put_together(pieces).ok_or(FunctionError::TooLarge {
            what: "bytes of text",
            most: MOST_TEXT,
        })
    }

    #[inline(never)]
    pub(super) fn template(&mut self, parts: &'a [Ir], span: Span, scope: &mut Scope) -> Evaluated {
        let pieces = self.all(parts, scope)?;
        let text = self.put_together(&pieces);
        self.spare.keep_values(pieces);
        text.ok_or_else(|| {
            self.diagnostics
                .push(codes::sites::too_large(span, "bytes of text", MOST_TEXT));
            Failed::Reported
        })
    }

    /// Text of pieces: known if all of them are, else a template whose known pieces are joined. None
    /// if it is too long.
    fn put_together(&self, pieces: &[Value]) -> Option<Value> {
        let (store, names) = (self.heap.store, self.heap.names);
        let mut joined: Vec<Value> = Vec::new();
        let mut text = String::with_capacity(USUAL_TEXT);
        let flush = |text: &mut String, joined: &mut Vec<Value>| {
            if !text.is_empty() {
                joined.push(Value::Text(names.intern(text)));
                text.clear();
            }
        };
        for piece in pieces {
            match *piece {
                Value::Later(id) => {
                    if let Later::Template(inner) = store.get_later(id) {
                        for inner in store.elements(inner) {
                            match *inner {
                                Value::Text(inner) => text.push_str(names.text(inner)),
                                later => {
                                    flush(&mut text, &mut joined);
                                    joined.push(later);
                                }
                            }
                        }
                    } else {
                        flush(&mut text, &mut joined);
                        joined.push(Value::Later(id));
                    }
                }
                Value::Text(known) => text.push_str(names.text(known)),
                known => text.push_str(&self.show(known)),
            }
            if text.len() > MOST_TEXT || joined.len() > MOST_ELEMENTS {
                return None;
            }
        }
        if joined.is_empty() {
            return Some(Value::Text(names.intern(&text)));
        }
        flush(&mut text, &mut joined);
        if let [Value::Later(only)] = joined[..] {
            Some(Value::Later(only))
        } else {
            let template: LaterId = store.later(Later::Template(store.list(&joined)));
            Some(Value::Later(template))
        }
    }
}
