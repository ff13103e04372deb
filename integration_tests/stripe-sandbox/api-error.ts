import type { Json, Reply } from './types.ts';

interface ErrorFields {
  readonly type?: string;
  readonly code?: string;
  readonly param?: string;
}

/** A refusal in Stripe's form. */
export class ApiError extends Error {
  readonly status: number;
  readonly fields: ErrorFields;
  readonly headers: { readonly [name: string]: string };
  /** Lock timeouts are "not assigned a request ID". */
  readonly hasRequestId: boolean;

  constructor(
    status: number,
    message: string,
    fields: ErrorFields = {},
    headers: { readonly [name: string]: string } = {},
    hasRequestId = true,
  ) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.fields = fields;
    this.headers = headers;
    this.hasRequestId = hasRequestId;
  }
}

/** The answer that an error becomes. */
export function errorReply(error: ApiError): Reply {
  const { code, param, type } = error.fields;
  const body: Json = {
    error: {
      ...(code === undefined
        ? {}
        : { code, doc_url: `https://stripe.com/docs/error-codes/${code.replaceAll('_', '-')}` }),
      message: error.message,
      ...(param === undefined ? {} : { param }),
      type: type ?? (error.status >= 500 ? 'api_error' : 'invalid_request_error'),
    },
  };
  const headers = error.hasRequestId ? error.headers : { ...error.headers, 'request-id': '' };
  return { status: error.status, headers, body: () => body };
}

export function invalid(message: string, param?: string, code?: string): ApiError {
  return new ApiError(400, message, {
    ...(param === undefined ? {} : { param }),
    ...(code === undefined ? {} : { code }),
  });
}

export function unknownParameters(names: readonly string[]): ApiError {
  const word = names.length === 1 ? 'parameter' : 'parameters';
  return invalid(`Received unknown ${word}: ${names.join(', ')}`, names[0], 'parameter_unknown');
}

export function missingParameter(param: string): ApiError {
  return invalid(`Missing required param: ${param}.`, param, 'parameter_missing');
}

export function emptyRefused(param: string): ApiError {
  return invalid(
    `You passed an empty string for '${param}'. We assume empty values are an attempt to unset ` +
      `a parameter; however '${param}' cannot be unset. You should remove '${param}' from your ` +
      'request or supply a non-empty value.',
    param,
    'parameter_invalid_empty',
  );
}

/** The thing that a parameter or the path names does not exist. */
export function noSuch(what: string, id: string, param: string, status = 404): ApiError {
  return new ApiError(status, `No such ${what}: '${id}'`, { code: 'resource_missing', param });
}

export type LimitReason =
  | 'global-rate'
  | 'endpoint-rate'
  | 'global-concurrency'
  | 'endpoint-concurrency'
  | 'resource-specific';

export function rateLimited(reason: LimitReason): ApiError {
  return new ApiError(
    429,
    'Request rate limit exceeded.',
    { code: 'rate_limit' },
    { 'stripe-rate-limited-reason': reason },
  );
}

export function lockTimeout(): ApiError {
  return new ApiError(
    429,
    "This object can't be accessed right now because another API request or Stripe process is " +
      'currently accessing it.',
    { code: 'lock_timeout' },
    { 'stripe-should-retry': 'true' },
    false,
  );
}

export function keyInUse(key: string): ApiError {
  return new ApiError(
    409,
    'There is currently another in-progress request using this Idempotent Key (that probably ' +
      `means you submitted twice, and the other request is still going through): ${key}.`,
    { code: 'idempotency_key_in_use' },
  );
}

export function keyReused(key: string): ApiError {
  return new ApiError(
    400,
    'Keys for idempotent requests can only be used with the same parameters they were first ' +
      `used with. Try using a key other than '${key}' if you meant to execute a different request.`,
    { type: 'idempotency_error' },
  );
}
