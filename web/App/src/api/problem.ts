/** A failure the way the services say it: application/problem+json, or the nearest words for what never reached them. */
export class Problem extends Error {
  readonly status: number;
  /** Short slug one can switch on: "run-already-active". */
  readonly type: string;
  readonly detail: string | undefined;
  /** Seconds the server asks to wait, from Retry-After. */
  readonly retryAfter: number | undefined;
  /** What a second-factor-required carries on to the next step. */
  readonly challenge: string | undefined;
  /** What a validation problem says about each field, by its path. */
  readonly errors: Readonly<Record<string, readonly string[]>>;

  constructor(status: number, type: string, title: string, detail?: string, retryAfter?: number, challenge?: string, errors: Record<string, string[]> = {}) {
    super(title);
    this.name = 'Problem';
    this.status = status;
    this.type = type;
    this.detail = detail;
    this.retryAfter = retryAfter;
    this.challenge = challenge;
    this.errors = errors;
  }

  get title(): string {
    return this.message;
  }

  static async of(response: Response): Promise<Problem> {
    const body: unknown = await response
      .clone()
      .json()
      .catch(() => null);
    const errors = errorsOf(body);
    const wait = Number(response.headers.get('retry-after') ?? Number.NaN);

    return new Problem(
      response.status,
      textOf(body, 'type') ?? 'about:blank',
      textOf(body, 'title') ?? `The server answered ${response.status}.`,
      textOf(body, 'detail') ?? faultsOf(errors),
      Number.isFinite(wait) ? wait : undefined,
      textOf(body, 'challenge'),
      errors,
    );
  }

  static from(cause: unknown): Problem {
    if (cause instanceof Problem) {
      return cause;
    }

    // fetch rejects with a TypeError when there is no answer at all.
    return cause instanceof TypeError
      ? new Problem(0, 'unreachable', 'The platform cannot be reached.', 'Check the connection, then try again.')
      : new Problem(0, 'unexpected', 'This could not be shown.', cause instanceof Error ? cause.message : undefined);
  }
}

/** What the second step of a sign-in answers to; undefined where no second step is asked for. */
export function challengeOf(cause: unknown): string | undefined {
  return cause instanceof Problem && cause.type === 'second-factor-required' ? cause.challenge : undefined;
}

/** What a validation problem says about each field: {"errors": {"Password": ["This password was found in a leak."]}}. */
function errorsOf(body: unknown): Record<string, string[]> {
  const errors = typeof body === 'object' && body !== null ? (body as Record<string, unknown>)['errors'] : undefined;
  const entries = typeof errors === 'object' && errors !== null ? Object.entries(errors) : [];
  return Object.fromEntries(entries.map(([path, faults]) => [path, [faults].flat().filter((fault) => typeof fault === 'string')]));
}

function faultsOf(errors: Record<string, string[]>): string | undefined {
  return Object.values(errors).flat().join(' ') || undefined;
}

function textOf(body: unknown, property: string): string | undefined {
  const value = typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[property] : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
}
