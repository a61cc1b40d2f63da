import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// `npm run dev` serves the app by Vite and asks the running Gateway for everything else.
const gateway = process.env['TEG_GATEWAY'] ?? 'http://localhost:8080';
const proxy = Object.fromEntries(['/api', '/session', '/events'].map((path) => [path, gateway]));

export default defineConfig({
  plugins: [react()],
  server: { proxy },
  preview: { proxy },
  build: {
    target: 'es2023',
    // The Gateway's content security policy refuses data: addresses, so fonts and pictures stay files.
    assetsInlineLimit: 0,
    // ECharts is one chunk of about 540 kB (180 kB compressed), loaded after the page.
    chunkSizeWarningLimit: 600,
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
