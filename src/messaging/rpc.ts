import * as v from 'valibot';
import { fail, ok, type Result, resultSchema, toFailure } from '../domain/failure';
import { type Addressees, answerSchemas } from './calls';

/** The part of `runtime.MessageSender` that is checked. */
export interface Sender {
  readonly id?: string | undefined;
  readonly url?: string | undefined;
}

/** A listener of `runtime.onMessage`. It returns `true` if it will answer, by `respond`. */
export type Listener = (
  message: unknown,
  sender: Sender,
  respond: (response: unknown) => void,
) => true | undefined;

/** The browser's messaging, as far as it is needed here. */
export interface Transport {
  /** Resolves to the addressee's answer, or to `undefined` if nobody answered. */
  send(message: unknown): Promise<unknown>;
  listen(listener: Listener): void;
  /** Whether the sender is one of our own pages or our service worker. */
  isOurs(sender: Sender): boolean;
}

type Name<To extends keyof Addressees> = keyof Addressees[To] & string;
type Method<To extends keyof Addressees, N extends Name<To>> = Addressees[To][N] extends (
  ...args: infer Args
) => infer Response
  ? { args: Args; response: Response }
  : never;
type Args<To extends keyof Addressees, N extends Name<To>> = Method<To, N>['args'];
type Response<To extends keyof Addressees, N extends Name<To>> = Method<To, N>['response'];

/** The implementation of an addressee's calls. A failure is a value, never an exception. */
export type Handlers<To extends keyof Addressees> = {
  readonly [N in Name<To>]: (...args: Args<To, N>) => Promise<Result<Response<To, N>>>;
};

/** Calls another context; see {@link createCall}. */
export type Call = <To extends keyof Addressees, N extends Name<To>>(
  to: To,
  name: N,
  ...args: Args<To, N>
) => Promise<Result<Response<To, N>>>;

/** A call as a message. Without an argument it arrives without a request. */
const envelopeSchema = v.object({ to: v.string(), name: v.string(), request: v.optional(v.unknown()) });

/**
 * Makes the function that calls another context by message. It never rejects: no answer is the failure
 * `nobody-answered`, and one that does not parse is `unexpected`.
 */
export function createCall(transport: Transport): Call {
  return async (to, name, ...args) => {
    const envelope: v.InferInput<typeof envelopeSchema> = { to, name, request: args[0] };
    try {
      const answer = v.safeParse(resultSchema, await transport.send(envelope));
      if (!answer.success) return fail('nobody-answered', `${to}.${name}`);
      return parseAnswer(answer.output, to, name) as Result<never>;
    } catch (error) {
      return fail('nobody-answered', `${to}.${name}: ${toFailure(error).detail}`);
    }
  };
}

function parseAnswer<To extends keyof Addressees>(
  answer: Result<unknown>,
  to: To,
  name: Name<To>,
): Result<unknown> {
  const schema: v.GenericSchema<unknown> | undefined = answerSchemas[to][name];
  if (!answer.ok || schema === undefined) return answer;
  const value = v.safeParse(schema, answer.value);
  return value.success ? ok(value.output) : fail('unexpected', `${to}.${name}: ${v.summarize(value.issues)}`);
}

/**
 * Answers the calls to one addressee. The listener is not async and returns `undefined` for messages that are not
 * addressed to it, so that another context can answer; strangers get no answer at all.
 */
export function serve<To extends keyof Addressees>(
  transport: Transport,
  addressee: To,
  handlers: Handlers<To>,
): void {
  transport.listen((message, sender, respond) => {
    const envelope = v.safeParse(envelopeSchema, message);
    if (!envelope.success) return undefined;
    const { to, name, request } = envelope.output;
    if (to !== addressee || !transport.isOurs(sender) || !Object.hasOwn(handlers, name)) return undefined;
    const handler = handlers[name as Name<To>] as (request: unknown) => Promise<Result<unknown>>;
    // Called synchronously: the user's gesture lasts no longer. A synchronous exception is an answer too.
    const answer = (async () => handler(request))();
    answer.then(respond, (error) => respond({ ok: false, failure: toFailure(error) }));
    return true;
  });
}

/** The answer of a call that succeeded without a value. */
export const done: Result<void> = ok(undefined);
