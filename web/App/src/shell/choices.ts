import type { LucideIcon } from 'lucide-react';

/** One line of the palette. */
export interface Choice {
  id: string;
  label: string;
  about?: string | undefined;
  icon: LucideIcon;
  /** Words that find it besides what it says. */
  keywords?: readonly string[];
  /** The key that does the same. */
  press?: string | undefined;
  onChoose: () => void;
  /** The palette stays open. */
  stays?: true;
}

export interface ChoiceGroup {
  label: string;
  choices: readonly Choice[];
}

/** What a text finds: groups in which it finds a label, and those where it only finds what is said about one. Groups of which nothing is left are left out. */
export function matching(groups: readonly ChoiceGroup[], text: string): { near: ChoiceGroup[]; far: ChoiceGroup[] } {
  const wanted = text.trim().toLowerCase();
  const rank = ({ label, about, keywords }: Choice) =>
    label.toLowerCase().includes(wanted) ? 0 : [about ?? '', ...(keywords ?? [])].some((words) => words.toLowerCase().includes(wanted)) ? 1 : 2;

  const found = groups.map(({ label, choices }) => {
    const ranked = choices.map((choice) => ({ choice, rank: rank(choice) })).filter((each) => each.rank < 2).sort((one, other) => one.rank - other.rank);
    return { best: ranked[0]?.rank, group: { label, choices: ranked.map(({ choice }) => choice) } };
  });
  const of = (best: number) => found.filter((each) => each.best === best).map(({ group }) => group);
  return { near: of(0), far: of(1) };
}
