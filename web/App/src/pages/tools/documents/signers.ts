import type { DocumentDetails, Signer } from '../../../api/documents';
import { Faults } from '../forms/faults';

export type SendDraft = { signers: Signer[]; subject: string; message: string };

/** Who signs as what, in words; the roles are those of the places in the contract. */
export const roleWords: Readonly<Record<string, string>> = { Client: 'For the client', House: 'For the house' };

/**
 * The client as the contract names them, then the house, unless its signature is in the document already.
 * @param signatoryOfHouse Who signs for the house where a contract names nobody else.
 */
export function signersOf({ inputs }: Pick<DocumentDetails, 'inputs'>, me: { name: string; email: string }, signatoryOfHouse?: string): Signer[] {
  const { client, signatory } = (inputs ?? {}) as { client?: { contact?: string; email?: string }; signatory?: { name?: string; imageId?: string } };
  const house = signatory?.name ?? signatoryOfHouse ?? me.name;
  return [
    { role: 'Client', name: client?.contact ?? '', email: client?.email ?? '' },
    // Whose address is known is whoever sends it; another signatory's is written in.
    ...(signatory?.imageId ? [] : [{ role: 'House', name: house, email: house === me.name ? me.email : '' }]),
  ];
}

export function faultsOfSending(draft: SendDraft): Record<string, string> {
  const faults = new Faults(draft);
  for (const [index, { email }] of draft.signers.entries()) {
    const row = `signers.${index}`;
    const isTwice = draft.signers.findIndex((each) => each.email.trim().toLowerCase() === email.trim().toLowerCase()) !== index;
    faults.needed(`${row}.name`, 'Who signs.').needed(`${row}.email`, 'The invitation goes there.').email(`${row}.email`).must(`${row}.email`, !isTwice, 'Each signs with an address of their own.');
  }

  return faults.found;
}
