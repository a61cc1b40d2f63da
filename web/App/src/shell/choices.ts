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

/** What a text finds: by label before by what is said about it, in the groups' order otherwise. Groups of which nothing is left are left out. */
export function matching(groups: readonly ChoiceGroup[], text: string): ChoiceGroup[] {
  const wanted = text.trim().toLowerCase();
  const rank = ({ label, about, keywords }: Choice) =>
    label.toLowerCase().includes(wanted) ? 0 : [about ?? '', ...(keywords ?? [])].some((words) => words.toLowerCase().includes(wanted)) ? 1 : 2;

  return groups
    .map(({ label, choices }) => {
      const ranked = choices.map((choice) => ({ choice, rank: rank(choice) })).filter((each) => each.rank < 2).sort((one, other) => one.rank - other.rank);
      return { label, choices: ranked.map(({ choice }) => choice), best: ranked[0]?.rank ?? 2 };
    })
    .filter(({ best }) => best < 2)
    .sort((one, other) => one.best - other.best)
    .map(({ label, choices }) => ({ label, choices }));
}
