export interface Part {
  text: string;
  /** Tried to instruct the model and was not shown to it. */
  screened: boolean;
}

/** A text in parts, so that what the model was not shown can be struck through. Of passages that overlap, each character is struck once. */
export function partsOf(text: string, screened: readonly string[]): Part[] {
  const struck = new Array<boolean>(text.length).fill(false);
  for (const passage of screened) {
    for (let at = find(text, passage, 0); at >= 0; at = find(text, passage, at + passage.length)) {
      struck.fill(true, at, at + passage.length);
    }
  }

  const parts: Part[] = [];
  for (const [at, is] of struck.entries()) {
    const open = parts.at(-1);
    if (open?.screened === is) {
      open.text += text.charAt(at);
    } else {
      parts.push({ text: text.charAt(at), screened: is });
    }
  }

  return parts;
}

/** Passages that stand nowhere in the text as it came: they were written in a code or split by invisible characters. */
export function hiddenPassages(text: string, screened: readonly string[]): string[] {
  return screened.filter((passage) => find(text, passage, 0) < 0);
}

function find(text: string, passage: string, from: number): number {
  return passage === '' ? -1 : text.indexOf(passage, from);
}
