import { usePeople } from '../../api/organisation';
import { mayAdminister, useSession } from '../../api/session';

/** Who an account is, as far as one may know: oneself, for an admin everybody, and otherwise a colleague. */
export function useAuthor(): (id: string | null) => string {
  const { user } = useSession();
  const people = usePeople({ enabled: mayAdminister(user.role) });
  const known = people.data?.pages.flatMap((page) => page.items) ?? [];
  return (id) => (id === null ? 'The platform' : id === user.id ? 'You' : (known.find((person) => person.id === id)?.name ?? 'A colleague'));
}
