/** https://www.teg.example from whatever somebody pastes of a website's address; null when it is no website. */
export function originOf(text: string): string | null {
  const address = /^[a-z]+:\/\//i.test(text.trim()) ? text.trim() : `https://${text.trim()}`;
  if (!URL.canParse(address)) {
    return null;
  }

  const { protocol, origin, hostname } = new URL(address);
  const local = hostname === 'localhost' || hostname === '127.0.0.1';
  return protocol === 'https:' || (protocol === 'http:' && local) ? origin : null;
}
