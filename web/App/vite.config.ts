import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

// `npm run dev` serves the app by Vite and asks the running Gateway for everything else.
const gateway = process.env['TEG_GATEWAY'] ?? 'http://localhost:8080';
const proxy = Object.fromEntries(['/api', '/session', '/events'].map((path) => [path, gateway]));

/** The two fonts that every page begins with: otherwise they are asked for only when the styles have come and something is drawn with them. */
const earlyFonts: Plugin = {
  name: 'early-fonts',
  transformIndexHtml: {
    order: 'post',
    handler: (_, { bundle }) =>
      Object.keys(bundle ?? {})
        .filter((file) => /(inter|cormorant)-latin-wght-normal-[^/]*\.woff2$/.test(file))
        .map((file) => ({ tag: 'link', attrs: { rel: 'preload', href: `/${file}`, as: 'font', type: 'font/woff2', crossorigin: '' }, injectTo: 'head' as const })),
  },
};

export default defineConfig({
  plugins: [react(), earlyFonts],
  server: { proxy },
  preview: { proxy },
  build: {
    target: 'es2023',
    // For scripts/budget.mjs; nobody asks for it.
    manifest: true,
    // The Gateway's content security policy refuses data: addresses, so fonts and pictures stay files.
    assetsInlineLimit: 0,
    // ECharts is one chunk of about 540 kB (180 kB compressed), loaded after the page.
    chunkSizeWarningLimit: 600,
    rolldownOptions: {
      output: {
        // What most pages share is one file: forty small ones, each with its own request, cost the landing page more than the few kilobytes it has no use for.
        codeSplitting: { groups: [{ name: 'shared', test: /src\/(ui|api|format|filters)\/(?!Chart\.|CustomDates)/, minShareCount: 4 }] },
      },
    },
  },
  test: {
    css: false,
    pool: 'threads',
    // Only what draws needs a document, which takes longer to make than most tests of words and figures take.
    projects: [
      { extends: true, test: { name: 'words', include: ['src/**/*.test.ts'], environment: 'node' } },
      { extends: true, test: { name: 'pages', include: ['src/**/*.test.tsx'], environment: 'happy-dom', setupFiles: ['./src/testing/setup.ts'] } },
    ],
  },
});
