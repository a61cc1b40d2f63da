import { Problem } from '../../api/problem';

/** Why the door stays closed, in a sentence. */
export function refusalOf(cause: unknown): string {
  const problem = Problem.from(cause);

  return problem.status === 429
    ? `Too many attempts. ${waitOf(problem.retryAfter)}`
    : [problem.title, problem.detail].filter(Boolean).join(' ');
}

function waitOf(seconds: number | undefined): string {
  if (seconds === undefined) {
    return 'Wait a few minutes, then try again.';
  }

  const minutes = Math.ceil(seconds / 60);
  return seconds <= 60 ? `Try again in ${seconds} seconds.` : `Try again in ${minutes} minutes.`;
}
