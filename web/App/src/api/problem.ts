/** A failure the way the services say it: application/problem+json, or the nearest words for what never reached them. */
export class Problem extends Error {
  readonly status: number;
  /** Short slug one can switch on: "run-already-active". */
  readonly type: string;
  readonly detail: string | undefined;
  /** Seconds the server asks to wait, from Retry-After. */
  readonly retryAfter: number | undefined;

  constructor(status: number, type: string, title: string, detail?: string, retryAfter?: number) {
    super(title);
    this.name = 'Problem';
    this.status = status;
    this.type = type;
    this.detail = detail;
    this.retryAfter = retryAfter;
  }

  get title(): string {
    return this.message;
  }

  static async of(response: Response): Promise<Problem> {
    const body: unknown = await response
      .clone()
      .json()
      .catch(() => null);
    const wait = Number(response.headers.get('retry-after') ?? Number.NaN);

    return new Problem(
      response.status,
      textOf(body, 'type') ?? 'about:blank',
      textOf(body, 'title') ?? `The server answered ${response.status}.`,
      textOf(body, 'detail'),
      Number.isFinite(wait) ? wait : undefined,
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

function textOf(body: unknown, property: string): string | undefined {
  const value = typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[property] : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
}
