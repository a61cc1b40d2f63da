import form from '../../../ui/Form.module.css';
import { SecretOnce } from '../../../ui/SecretOnce';
import { Snippet } from '../../../ui/Snippet';

/** The only time the secret is seen, with the call that trades it for a token. */
export function ClientSecret({ clientId, secret, onClose }: { clientId: string; secret: string; onClose: () => void }) {
  const call = `curl -u '${clientId}:…' -d grant_type=client_credentials ${window.location.origin}/oauth/token`;

  return (
    <SecretOnce
      title="Client secret"
      about="It is shown only now and kept nowhere readable. Put it where the program keeps its secrets."
      secrets={[secret]}
      what="the client secret"
      onClose={onClose}
    >
      <p className={form.quiet}>With the secret in place of the dots, this answers with a token for the Authorization header:</p>
      <Snippet text={call} what="the call" />
    </SecretOnce>
  );
}
