// What the landing page's scripts weigh on the way, compressed as the Gateway sends them. Too heavy ends the build.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';

const dist = fileURLToPath(new URL('../dist/', import.meta.url));
const manifest = JSON.parse(await readFile(`${dist}.vite/manifest.json`, 'utf8'));

/** Kilobytes of gzip, which is the larger of the two, that a browser has loaded when these can be used. */
const budgets = [
  { what: 'sign-in page', entries: ['index.html', 'src/pages/sign-in/SignInPage.tsx'], most: 300 },
  { what: 'landing page, usable', entries: ['index.html', 'src/pages/ads/AdsPage.tsx'], most: 300 },
  // What comes after it by itself.
  { what: 'landing page with its charts and the palette', entries: ['index.html', 'src/pages/ads/AdsPage.tsx', 'src/ui/Chart.tsx', 'src/shell/CommandPalette.tsx'], most: 480 },
];

function withImports(entries) {
  const found = new Set();
  const add = (name) => {
    if (manifest[name] === undefined) {
      throw new Error(`${name} is no entry of the build; scripts/budget.mjs names it.`);
    }

    if (!found.has(name)) {
      found.add(name);
      (manifest[name].imports ?? []).forEach(add);
    }
  };
  entries.forEach(add);
  return [...found].map((name) => manifest[name].file).filter((file) => file.endsWith('.js'));
}

for (const { what, entries, most } of budgets) {
  const files = await Promise.all(withImports(entries).map((file) => readFile(dist + file)));
  const [gzip, brotli] = [gzipSync, brotliCompressSync].map((compress) => files.reduce((sum, file) => sum + compress(file).length, 0) / 1000);
  console.log(`${what}: ${gzip.toFixed(0)} kB gzip, ${brotli.toFixed(0)} kB brotli of scripts (at most ${most} kB)`);
  if (gzip > most) {
    console.error(`Too heavy: the ${what} loads ${gzip.toFixed(0)} kB of compressed scripts and may load ${most} kB.`);
    process.exitCode = 1;
  }
}
