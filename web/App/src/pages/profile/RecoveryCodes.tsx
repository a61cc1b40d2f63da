import { SecretOnce } from '../../ui/SecretOnce';

export function RecoveryCodes({ codes, onClose }: { codes: readonly string[]; onClose: () => void }) {
  return (
    <SecretOnce
      title="Recovery codes"
      about="Each opens the door once when the authenticator is out of reach. They are shown only now: print them, or keep them with your passwords."
      secrets={codes}
      what="the recovery codes"
      fileName="recovery-codes.txt"
      onClose={onClose}
    />
  );
}
